"""Where a reader breathes in a long clause: before a word that opens a new thought.

The writer's punctuation decides first; only a stretch that is longer than one breath gets commas for the voice, before
a word of `data/ar/breath/before.tsv` (relative pronouns, "because", "while", "after", "and he said"), nearest to its
middle. Where a stretch has none and is longer still, a preposition that opens a phrase of its own is the place ("in",
"with": `opens` is `phrase` there).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import SUKUN, strip_marks
from briefing.arabic.letters import COMMA, NOON
from briefing.narration.pausal import stops
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAST_WORDS = 4  # a breath after fewer words sounds like a stumble
_LONGEST_PARTICLE = 3  # "of those who": a preposition stays with what it governs
# How many words more than a breath are read before a preposition is a place too. Of the words of 40 articles a quarter
# stood in stretches of more than 16 words (up to 16 seconds without a breath), now a seventh. With 0 a comma stands
# in sentences that a newsreader says in one go.
_LAST_RESORT_WORDS = 4
_PHRASE, _SAID = "phrase", "said"
_WITHOUT_VOWEL = NOON + SUKUN


def breathe(text: str, most_words: int | None) -> str:
    """Put a comma behind a word wherever a voice would run on for more than `most_words`; no word changes.

    None leaves the text as it is. Where no word offers a place, the voice runs on.
    """
    words = text.split()
    if most_words is None or len(words) <= most_words:
        return text
    thoughts = [place for place in range(1, len(words)) if _opens_thought(words, place)]
    phrases = [place for place in range(1, len(words)) if _opens_phrase(words, place)]
    for openers, most in ((thoughts, most_words), (phrases, most_words + _LAST_RESORT_WORDS)):
        for start, end in list(_stretches(words)):
            for place in _places(openers, start, end, most):
                words[place - 1] += COMMA
    return " ".join(words)


def _stretches(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut at the writer's own stops."""
    start = 0
    for number, word in enumerate(words):
        if stops(word):
            yield start, number + 1
            start = number + 1
    yield start, len(words)


def _places(openers: Sequence[int], start: int, end: int, most_words: int) -> Iterator[int]:
    """Return the words before which to breathe, so that each part is short enough or offers no more places."""
    parts = [(start, end)]
    while parts:
        first, last = parts.pop()
        place = _nearest_to_middle(openers, first, last) if last - first > most_words else None
        if place is not None:
            yield place
            parts += [(first, place), (place, last)]


def _nearest_to_middle(openers: Sequence[int], start: int, end: int) -> int | None:
    """Return the opener that is nearest to the middle of a part, the earlier of two; none near the part's edges."""
    middle = (start + end) / 2
    behind = bisect_left(openers, middle)
    near = [place for place in openers[max(0, behind - 1) : behind + 1] if _is_inside(place, start, end)]
    return min(near, key=lambda place: abs(place - middle), default=None)


def _is_inside(place: int, start: int, end: int) -> bool:
    return start + _LEAST_WORDS <= place <= end - _LEAST_WORDS


def _opens_thought(words: Sequence[str], place: int) -> bool:
    kind = _openers().get(_bare(words[place]))
    if kind in {None, _PHRASE} or not _may_end(words[place - 1]):
        return False
    # Without a vowel it is no "that" but "if", or the name of a letter: the N of NBC News, cut off from what it is of.
    return kind != _SAID or _WITHOUT_VOWEL not in words[place]


def _opens_phrase(words: Sequence[str], place: int) -> bool:
    if _openers().get(_bare(words[place])) != _PHRASE or not _may_end(words[place - 1]):
        return False
    return _bare(words[min(place + 1, len(words) - 1)]) not in _never_before()


def _may_end(word: str) -> bool:
    bare = _bare(word)
    return len(bare) > _LONGEST_PARTICLE and bare not in _never_after()


def _bare(word: str) -> str:
    return "".join(character for character in strip_marks(word) if character.isalpha())


@cache
def _never_after() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(data("ar", "breath", "never_after.tsv"), ("word",)))


@cache
def _never_before() -> frozenset[str]:
    """Return what a preposition that begins a phrase of its own never governs: "in a hundred" is of the number."""
    return frozenset(row["word"] for row in read_table(data("ar", "breath", "never_before.tsv"), ("word",)))


@cache
def _openers() -> dict[str, str]:
    rows = read_table(data("ar", "breath", "before.tsv"), ("word", "opens"))
    return {row["word"]: row["opens"] for row in rows}
