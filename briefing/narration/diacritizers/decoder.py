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
from briefing.narration.diacritizers import morphology
from briefing.narration.diacritizers.letters import (
    CLASSES,
    COLUMN,
    LETTERS,
    Skeleton,
    line_spans,
    tanwin_before_alef,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from briefing.narration.diacritizers.networks import Network, Table

# libtashkeel's time and memory grow with the square of a chunk.
LONGEST_CHUNK = 500
_STOPS = "[.!?\u061f\u061b\u2026]"
# Looked for at the start of a row of stops alone, else a wall of them takes time with its square.
_SENTENCE_END = re.compile(f"(?<!{_STOPS}){_STOPS}++[\"'\u00bb\u201d)\\]]*+(?=\\s)")
_CLAUSE_END = re.compile("[,:\u060c\\-\u2013](?=\\s)")
_SPACE = re.compile("\\s")
# A network that is certain must not be able to veto the others.
_FLOOR = 1e-3
# How much likelier (in weighted log-probability) unknown marks must be than a known word's to stand.
_REACH = 8.0
_WITH_SHADDA = np.array([marks.startswith(SHADDA) for marks in CLASSES])
_WITH_FATHA = np.array([marks.endswith(FATHA) for marks in CLASSES])


@dataclass(frozen=True, slots=True)
class Voter:
    """A network and how much it counts, inside a word and on its last letter, where the case ending stands.

    A value voter only says which mark, so it has no say on whether a letter stays bare.
    """

    network: Network
    weight: float = 1.0
    final_weight: float = 1.0
    value_only: bool = False


class Decoder:
    """Reads text by the weighted geometric mean of its voters."""

    def __init__(self, voters: Sequence[Voter]) -> None:
        """Take the networks; with more than one core they read side by side."""
        threads = min(_threads(), len(voters))
        self.voters = voters
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="marks") if threads > 1 else None

    def diacritize(self, text: str) -> str:
        """Return `text` with marks on its open letters; no other character is touched."""
        skeleton = Skeleton.of(text)
        chosen = [""] * len(skeleton.bases)
        for start, end in chunks(skeleton.bases):
            chosen[start:end] = self._read(skeleton, start, end)
        return skeleton.compose(tanwin_before_alef(skeleton, chosen))

    def _read(self, skeleton: Skeleton, start: int, end: int) -> list[str]:
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
        self._keep_to_words(scores, bases, skeleton.typed[start:end])
        best = scores.argmax(-1)
        return [CLASSES[column] if base in LETTERS else "" for base, column in zip(bases, best, strict=True)]

    def _keep_to_words(self, scores: Table, bases: str, typed: Sequence[str]) -> None:
        """Where the likeliest marks make no known word, but nearly as likely ones do, rule the former out."""
        second, first = np.partition(scores, -2)[:, -2:].T
        doubtful = first - second < _REACH
        for start, end in words(bases):
            if not doubtful[start:end].any() or any(typed[start:end]):
                continue
            allowed = morphology.readings(bases[start:end])
            if allowed is None:
                continue
            word = scores[start:end]
            distances = (first[start:end] - np.where(allowed, word, -np.inf).max(-1)).sum(-1)
            nearest = int(distances.argmin())
            if 0 < distances[nearest] < _REACH:
                word[~allowed[nearest]] = -np.inf

    def scores(self, bases: str) -> Table:
        """Return the weighted sum of log-probabilities for each base character and class."""
        bare = COLUMN[""]
        total = np.zeros((len(bases), len(CLASSES)), np.float32)
        value = np.zeros_like(total)
        final = _last_letters(bases)
        for voter, table in zip(self.voters, self._tables(bases), strict=True):
            logs = np.where(final, voter.final_weight, voter.weight)[:, None] * np.log(table + _FLOOR)
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


def _last_letters(bases: str) -> npt.NDArray[np.bool_]:
    ahead = (*bases[1:], " ")
    return np.array([after not in LETTERS for after in ahead], np.bool_)


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
