"""Several networks, one reading: probabilities averaged, then the likeliest marks that the written letter can carry."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from briefing.arabic import FATHA, FATHATAN, SHADDA
from briefing.arabic.letters import ALEF, ALEF_MAKSURA
from briefing.narration.diacritizers import hamza, lattice
from briefing.narration.diacritizers.letters import (
    CLASSES,
    COLUMN,
    LETTERS,
    Skeleton,
    line_spans,
    tanwin_before_alef,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.narration.diacritizers.networks import Network, Table

# No sentence of news is longer, and a wall of text without a stop must not make the networks' memory grow with it.
LONGEST_CHUNK = 500
_STOPS = "[.!?\u061f\u061b\u2026]"
# Looked for at the start of a row of stops alone, else a wall of them takes time with its square.
_SENTENCE_END = re.compile(f"(?<!{_STOPS}){_STOPS}++[\"'\u00bb\u201d)\\]]*+(?=\\s)")
_CLAUSE_END = re.compile("[,:\u060c\\-\u2013](?=\\s)")
_SPACE = re.compile("\\s")
# A network that is certain must not be able to veto the others.
_FLOOR = 1e-3
_WITH_SHADDA = np.array([marks.startswith(SHADDA) for marks in CLASSES])
_WITH_FATHA = np.array([marks.endswith(FATHA) for marks in CLASSES])


@dataclass(frozen=True, slots=True)
class Voter:
    """A network; one that is `value_only` says which mark, and has no say on whether a letter stays bare."""

    network: Network
    value_only: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """How a word, code points `start` to `end` of the bare text, came to its marks.

    `frame` names the frame that decided, "" where the networks did. `confidence` (0 to 1) is the share of the networks'
    say that the chosen marks have on the word's least sure letter.
    """

    start: int
    end: int
    frame: str
    confidence: float


class Decoder:
    """Reads text by the geometric mean of its voters, word by word."""

    def __init__(self, voters: Sequence[Voter]) -> None:
        """Take the networks; with more than one core they read side by side."""
        threads = min(_threads(), len(voters))
        self.voters = voters
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="marks") if threads > 1 else None

    def diacritize(self, text: str) -> str:
        """Return `text` with marks on its open letters; no other character is touched."""
        return self.read(text)[0]

    def read(self, text: str) -> tuple[str, list[Choice]]:
        """Return `text` with marks, and how each of its words without typed marks came to them."""
        skeleton = Skeleton.of(text)
        chosen = [""] * len(skeleton.bases)
        choices: list[Choice] = []
        for start, end in chunks(skeleton.bases):
            chosen[start:end] = self._read(skeleton, start, end, choices)
        return skeleton.compose(tanwin_before_alef(skeleton, chosen)), choices

    def respell(self, text: str) -> str:
        """Return `text` with the hamzas on alefs that its writer left out."""
        whether = [voter.network for voter in self.voters if not voter.value_only]
        return hamza.restored(text, list(chunks(Skeleton.of(text).bases)), whether)

    def _read(self, skeleton: Skeleton, start: int, end: int, choices: list[Choice]) -> list[str]:
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
            Choice(start + token.start, start + token.end, token.frame, float(sure[token.start : token.end].min()))
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


def chunks(bases: str) -> Iterator[tuple[int, int]]:
    """Cut text into sentences; one of more than LONGEST_CHUNK characters at its clauses, then at spaces."""
    for line_start, line_end in line_spans(bases):
        start = line_start
        for end in (*(match.end() for match in _SENTENCE_END.finditer(bases, line_start, line_end)), line_end):
            while end - start > LONGEST_CHUNK:
                cut = _cut(bases, start, start + LONGEST_CHUNK)
                yield start, cut
                start = cut
            if start < end:
                yield start, end
                start = end


def _cut(bases: str, start: int, limit: int) -> int:
    for pattern in (_CLAUSE_END, _SPACE):
        ends = [match.end() for match in pattern.finditer(bases, start, limit)]
        if ends:
            return ends[-1]
    return limit
