"""Several networks, one reading: probabilities averaged, then the likeliest marks that the written letter can carry."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from briefing.arabic import FATHA, FATHATAN, SHADDA
from briefing.arabic.letters import ALEF, ALEF_MAKSURA
from briefing.model import MarkedWord
from briefing.narration.diacritizers import hamza, lattice
from briefing.narration.diacritizers.chunks import chunks
from briefing.narration.diacritizers.letters import (
    CLASSES,
    COLUMN,
    LETTERS,
    Skeleton,
    tanwin_before_alef,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.narration.diacritizers.networks import Network, Table

# A network that is certain must not be able to veto the others.
_FLOOR = 1e-3
_WITH_SHADDA = np.array([marks.startswith(SHADDA) for marks in CLASSES])
_WITH_FATHA = np.array([marks.endswith(FATHA) for marks in CLASSES])


@dataclass(frozen=True, slots=True)
class Voter:
    """A network; one that is `value_only` says which mark, and has no say on whether a letter stays bare."""

    network: Network
    value_only: bool = False


class Decoder:
    """Reads text by the geometric mean of its voters, word by word."""

    def __init__(self, voters: Sequence[Voter]) -> None:
        """Take the networks; with more than one core they read side by side."""
        threads = min(_threads(), len(voters))
        self.voters = voters
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="marks") if threads > 1 else None

    def diacritize(self, text: str) -> str:
        """Return `text` with marks on its open letters; no other character is touched."""
        return self.told(text)[0]

    def told(self, text: str) -> tuple[str, list[MarkedWord]]:
        """Return `text` with marks, and how each of its words without typed marks came to them.

        A word is as sure as the share of the networks' say that its least sure letter's marks have.
        """
        skeleton = Skeleton.of(text)
        chosen = [""] * len(skeleton.bases)
        choices: list[MarkedWord] = []
        for start, end in chunks(skeleton.bases):
            chosen[start:end] = self._read(skeleton, start, end, choices)
        return skeleton.compose(tanwin_before_alef(skeleton, chosen)), choices

    def respell(self, text: str) -> str:
        """Return `text` with the hamzas on alefs that its writer left out."""
        whether = [voter.network for voter in self.voters if not voter.value_only]
        return hamza.restored(text, list(chunks(Skeleton.of(text).bases)), whether)

    def _read(self, skeleton: Skeleton, start: int, end: int, choices: list[MarkedWord]) -> list[str]:
        bases = skeleton.bases[start:end]
        if not any(base in LETTERS for base in bases):
            return [""] * len(bases)
        scores = self.scores(bases)
        for place, typed in enumerate(skeleton.typed[start:end]):
            if typed == SHADDA:
                scores[place, ~_WITH_SHADDA] = -np.inf
            elif typed == FATHATAN and bases[place] in (ALEF, ALEF_MAKSURA) and place:
                # The writer put the tanwin on the alef, where it stays; the letter before has a plain vowel.
                scores[place - 1, ~_WITH_FATHA] = -np.inf
        shares = _shares(scores, len(self.voters))
        sentence = lattice.settle(scores, bases, skeleton.typed[start:end])
        best = scores.argmax(-1)
        sure = np.take_along_axis(shares, best[:, None], -1)[:, 0]
        choices += (
            MarkedWord(
                start=start + token.start,
                end=start + token.end,
                decided_by=f"frame: {token.frame}" if token.frame else "",
                confidence=round(float(sure[token.start : token.end].min()), 3),
            )
            for token in sentence
            if token.open
        )
        return [CLASSES[column] if base in LETTERS else "" for base, column in zip(bases, best, strict=True)]

    def scores(self, bases: str) -> Table:
        """Return the sum of log-probabilities for each base character and class."""
        bare = COLUMN[""]
        total = np.zeros((len(bases), len(CLASSES)), np.float32)
        value = np.zeros_like(total)
        for voter, table in zip(self.voters, self._tables(bases), strict=True):
            logs = np.log(table + _FLOOR)
            logs[table.sum(-1) == 0] = 0
            if voter.value_only:
                value += logs
            else:
                total += logs
        value[:, bare] = _log_sum(value + total, bare) - _log_sum(total, bare)
        return total + value

    def _tables(self, bases: str) -> Iterable[Table]:
        """Read with every network, at the same time where there are cores."""
        if self._pool is None:
            return [voter.network.read(bases) for voter in self.voters]
        return self._pool.map(lambda voter: voter.network.read(bases), self.voters)


def _threads() -> int:
    """Count the cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shares(scores: Table, voters: int) -> Table:
    """Return for each letter and class the share of the voters' mean say, so that a row adds up to one."""
    powers = np.exp((scores - scores.max(-1, keepdims=True)) / voters)
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


def _log_sum(table: Table, bare: int) -> Table:
    """Log of the summed powers of all columns but `bare`."""
    marked = np.delete(table, bare, axis=1)
    top = marked.max(-1)
    return np.asarray(top + np.log(np.exp(marked - top[:, None]).sum(-1)), np.float32)
