"""Anchors: words of an article, found again in it, whatever became of the text around them.

Words are compared as word tables compare them, so that marks, tatweel, quotation marks and punctuation do not matter.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from briefing.arabic import WORD
from briefing.arabic.folding import fold
from briefing.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.corrections.sheet import Row
    from briefing.model import Correction


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


def find(paragraphs: tuple[str, ...], text: str, nth: int = 0) -> Span | None:
    """Return the `nth` place of words in an article, from 1 (0 is the first); None where they do not stand there."""
    places = _places(paragraphs, tuple(word.folded for word in _words(text)))
    return next(islice(places, max(nth, 1) - 1, None), None)


def place_of(paragraphs: tuple[str, ...], decided: Correction | Row) -> Span | None:
    """Return where the words stand that a decision is tied to; None where they do not, or where it is tied to none."""
    return find(paragraphs, decided.text, decided.nth)


def sentence_of(paragraphs: tuple[str, ...], reading: Correction | Row) -> Span | None:
    """Return where the sentence stands that a reading is meant for; None where it does not, or where none is named."""
    return find(paragraphs, reading.sentence, reading.sentence_nth)


def touched(spans: Iterable[Span], place: Span | None) -> frozenset[Span]:
    """Return the spans that have something of a place in them."""
    return frozenset(span for span in spans if place and span.meets(place))


def number_of(paragraphs: tuple[str, ...], span: Span) -> int:
    """Return which of the places of its words in the article a span is, from 1; 0 where they stand nowhere else."""
    wanted = tuple(word.folded for word in _words(paragraphs[span.paragraph][span.start : span.end]))
    places = list(_places(paragraphs, wanted))
    met = (number for number, place in enumerate(places, start=1) if place.meets(span))
    return next(met, 0) if len(places) > 1 else 0


def _places(paragraphs: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[Span]:
    if not wanted:
        return
    for number, paragraph in enumerate(paragraphs):
        words = _words(paragraph)
        folded = [word.folded for word in words]
        for first in range(len(words) - len(wanted) + 1):
            if folded[first] == wanted[0] and tuple(folded[first : first + len(wanted)]) == wanted:
                yield Span(paragraph=number, start=words[first].start, end=words[first + len(wanted) - 1].end)


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[_Word, ...]:
    return tuple(_Word(fold(match.group()), match.start(), match.end()) for match in WORD.finditer(text))
