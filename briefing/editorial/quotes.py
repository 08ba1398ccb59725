"""Quotes: somebody's words, verbatim, with the cue and the one who said them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.editorial.cues import Form, cue_form
from briefing.editorial.headline import body
from briefing.editorial.quotes_marks import pair
from briefing.editorial.sentences import spans
from briefing.editorial.words import words
from briefing.model import Article, Quote, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENOUGH_WORDS = 4


def quotes(article: Article) -> tuple[Quote, ...]:
    """Return the quotes of an article in order."""
    return tuple(quote for number in body(article) for quote in _of_paragraph(article.paragraphs[number], number))


def _of_paragraph(text: str, number: int) -> Iterator[Quote]:
    found = words(text)
    sentence_starts = [start for start, _ in spans(text)]
    for marked in pair(text):
        if marked.depth or not marked.closed:
            continue
        start = max((start for start in sentence_starts if start <= marked.outer_start), default=0)
        cues = [word for word in found.between(start, marked.outer_start) if cue_form(word.text)]
        if not cues or len(found.between(marked.start, marked.end)) < _ENOUGH_WORDS:
            continue
        cue = cues[-1]
        form = cue_form(cue.text)
        yield Quote(
            text=text[marked.start : marked.end],
            span=Span(paragraph=number, start=marked.start, end=marked.end),
            cue=cue.text,
            cue_span=Span(paragraph=number, start=cue.start, end=cue.end),
            key=bool(form and form[1] is Form.FINITE),
        )
