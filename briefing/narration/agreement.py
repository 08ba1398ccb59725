"""One article, one reading: words that its writer marked once, and names that no list has."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic import FATHATAN, MARKS, SHADDA
from briefing.arabic.folding import fold
from briefing.arabic.letters import FEH, WAW
from briefing.arabic.words import Part, parts
from briefing.narration.diacritizers.letters import Skeleton, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_Marks = tuple[str, ...]
# Shorter words are abbreviations and particles.
_SHORTEST_NAME = 3
_CONJUNCTIONS = (WAW, FEH)


def typed(written: str) -> Mapping[str, str]:
    """Return the words that a text marks inside, bare, each with its marks but for its ending.

    A word that is marked in two ways has none; a tanwin alone is spelling, and says nothing of the word. Nor has what a
    verb can be: a writer marks "was accused" because "accused" stands beside it.
    """
    if MARKS.isdisjoint(written):
        return {}
    readings: dict[str, set[_Marks]] = {}
    for bare, marks in _words(written):
        inner = (*marks[:-1], SHADDA if SHADDA in marks[-1] else "")
        if any(mark for mark in inner if mark != FATHATAN) and not _may_be_verb(bare):
            readings.setdefault(bare, set()).add(tuple("" if mark == FATHATAN else mark for mark in inner))
    return {
        bare: "".join(letter + mark for letter, mark in zip(bare, next(iter(found)), strict=True))
        for bare, found in readings.items()
        if len(found) == 1
    }


def agreed(texts: Sequence[str]) -> list[str]:
    """Return marked texts in which each word that the dictionary does not know is read in one way, the usual one.

    Endings are left to their sentence.
    """
    counts: dict[str, Counter[_Marks]] = {}
    for text in texts:
        for bare, marks in _words(text):
            if len(bare) >= _SHORTEST_NAME and any(marks[:-1]):
                counts.setdefault(bare, Counter())[marks[:-1]] += 1
    usual = {
        bare: max(sorted(readings), key=lambda reading: readings[reading])
        for bare, readings in counts.items()
        if len(readings) > 1 and not _is_known(bare)
    }
    return [_read_so(text, usual) for text in texts] if usual else list(texts)


def _may_be_verb(bare: str) -> bool:
    word = fold(bare)
    behind_and = word[1:] if word[:1] in _CONJUNCTIONS else ""
    return bool((parts(word) | parts(behind_and)) & Part.VERB)


def _is_known(bare: str) -> bool:
    from briefing.narration.diacritizers import morphology

    return morphology.word(bare) is not None


def _words(text: str) -> Iterable[tuple[str, _Marks]]:
    skeleton = Skeleton.of(text)
    return ((skeleton.bases[start:end], skeleton.typed[start:end]) for start, end in words(skeleton.bases))


def _read_so(text: str, usual: Mapping[str, _Marks]) -> str:
    skeleton = Skeleton.of(text)
    marks = list(skeleton.typed)
    for start, end in words(skeleton.bases):
        reading = usual.get(skeleton.bases[start:end])
        if reading is not None and any(marks[start : end - 1]):
            marks[start : end - 1] = reading
    return replace(skeleton, typed=tuple(marks)).text
