"""Where a reader breathes in a long clause: before a word that opens a new thought.

The writer's punctuation decides first; only a stretch that is longer than one breath gets commas for the voice, before
a word of `data/ar/breath/before.tsv` (relative pronouns, "because", "while", "after", "and he said"), nearest to its
middle.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.narration.pausal import stops
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMMA = "\N{ARABIC COMMA}"
_LEAST_WORDS = 4  # a breath after fewer words sounds like a stumble
_LONGEST_PARTICLE = 3  # "of those who": a preposition stays with what it governs


def breathe(text: str, most_words: int | None) -> str:
    """Put a comma behind a word wherever a voice would run on for more than `most_words`; no word changes.

    None leaves the text as it is. Where no word offers a place, the voice runs on.
    """
    words = text.split()
    if most_words is None or len(words) <= most_words:
        return text
    for start, end in _stretches(words):
        for place in _places(words, start, end, most_words):
            words[place - 1] += _COMMA
    return " ".join(words)


def _stretches(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut at the writer's own stops."""
    start = 0
    for number, word in enumerate(words):
        if stops(word):
            yield start, number + 1
            start = number + 1
    yield start, len(words)


def _places(words: Sequence[str], start: int, end: int, most_words: int) -> Iterator[int]:
    """Return the words before which to breathe, so that each part is short enough or offers no more places."""
    if end - start <= most_words:
        return
    offered = [place for place in range(start + _LEAST_WORDS, end - _LEAST_WORDS + 1) if _opens(words, place)]
    if not offered:
        return
    middle = (start + end) / 2
    best = min(offered, key=lambda place: (abs(place - middle), place))
    yield from _places(words, start, best, most_words)
    yield best
    yield from _places(words, best, end, most_words)


def _opens(words: Sequence[str], place: int) -> bool:
    before = _bare(words[place - 1])
    if len(before) <= _LONGEST_PARTICLE or before in _never_after():
        return False
    return _bare(words[place]) in _openers()


def _bare(word: str) -> str:
    return "".join(character for character in strip_marks(word) if character.isalpha())


@cache
def _never_after() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(data("ar", "breath", "never_after.tsv"), ("word",)))


@cache
def _openers() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(data("ar", "breath", "before.tsv"), ("word", "opens")))
