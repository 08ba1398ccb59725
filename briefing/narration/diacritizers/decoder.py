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
from briefing.narration.diacritizers import hamza, lattice, morphology
from briefing.narration.diacritizers.chunks import chunks
from briefing.narration.diacritizers.letters import (
    CLASSES,
    COLUMN,
    LETTERS,
    Skeleton,
    tanwin_before_alef,
    words,
)
from briefing.plugins import Proposals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
    name: str = ""


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

    def proposals(self, text: str) -> Iterator[Proposals]:
        """Yield for each word of a text without typed marks how else it could be read.

        That is how each network by itself would mark it, then its known readings, the likeliest first.
        """
        skeleton = Skeleton.of(text)
        for start, end in chunks(skeleton.bases):
            bases = skeleton.bases[start:end]
            if not any(base in LETTERS for base in bases):
                continue
            tables = tuple(self._tables(bases))
            scores = self._summed(tables)
            for first, last in words(bases):
                found = [
                    (_marked(bases[first:last], table[first:last]), voter.name)
                    for voter, table in zip(self.voters, tables, strict=True)
                    if not voter.value_only
                ]
                found += ((reading, "") for reading in _known(bases[first:last], scores[first:last]))
                yield Proposals(start + first, start + last, tuple(found))

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
        return self._summed(self._tables(bases))

    def _summed(self, tables: Iterable[Table]) -> Table:
        bare = COLUMN[""]
        several = tuple(tables)
        total = np.zeros_like(several[0], np.float32)
        value = np.zeros_like(total)
        for voter, table in zip(self.voters, several, strict=True):
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


def _marked(bare: str, table: Table) -> str:
    """Return a word with the marks that a table holds likeliest, of those that its letters can carry."""
    best = np.where(lattice.carried(bare), table, -np.inf).argmax(-1)
    skeleton = Skeleton("", bare, ("",) * len(bare))
    return skeleton.compose(tanwin_before_alef(skeleton, [CLASSES[column] for column in best]))


def _known(bare: str, scores: Table) -> list[str]:
    """Return the known readings of a word, the likeliest first."""
    known = morphology.word(bare)
    if known is None:
        return []
    tables = [np.where(allowed, scores, -np.inf) for allowed in known.allowed]
    tables.sort(key=lambda table: -float(table.max(-1).sum()))
    return list(dict.fromkeys(_marked(bare, table) for table in tables))


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
