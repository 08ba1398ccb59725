"""The article's own headline, and the sentences that say what happened."""

from __future__ import annotations

import re

from briefing.editorial.sentences import spans
from briefing.model import Article, Headline, Lead, Span

# A wire's place and agency before the first sentence: "Place, Country (AGENCY)--" or "Paper- agencies:".
_DATELINE = re.compile(
    r"^(?:[^().:]{0,60}\([^()]{2,30}\)\s*[-\u2013\u2014]+\s*|[^\s.:]{2,20}\s?-\s?[^\s.:]{2,20}\s?:\s*)"
)
_SHORT_PARAGRAPH_WORDS = 8
_ENDS = (".", "!", "?", "\N{ARABIC QUESTION MARK}", "\N{HORIZONTAL ELLIPSIS}", "\N{ARABIC FULL STOP}", '"', ")")


def headline(article: Article) -> Headline:
    """Return the first line of the article that was not set aside."""
    dropped = {drop.paragraph for drop in article.dropped}
    numbers = [number for number in range(len(article.paragraphs)) if number not in dropped] or [0]
    text = article.paragraphs[numbers[0]] if article.paragraphs else ""
    start = len(text) - len(text.lstrip())
    return Headline(text=text.strip(), span=Span(paragraph=numbers[0], start=start, end=start + len(text.strip())))


def body(article: Article) -> tuple[int, ...]:
    """Return the numbers of the paragraphs that tell the story: neither the headline nor set aside."""
    first = headline(article).span.paragraph
    dropped = {drop.paragraph for drop in article.dropped}
    return tuple(number for number in range(first + 1, len(article.paragraphs)) if number not in dropped)


def sentences(article: Article, paragraph: int) -> tuple[Span, ...]:
    """Return the sentences of a paragraph, the first without the wire's place and agency."""
    text = article.paragraphs[paragraph]
    start = _dateline_end(article, text)
    return tuple(
        Span(paragraph=paragraph, start=start + first, end=start + last) for first, last in spans(text[start:])
    )


def _dateline_end(article: Article, text: str) -> int:
    if article.dateline and text.startswith(article.dateline):
        rest = text[len(article.dateline) :]
        return len(text) - len(rest.lstrip(" -:\u2013\u2014"))
    match = _DATELINE.match(text)
    return match.end() if match else 0


def lead(article: Article) -> Lead | None:
    """Return the first paragraph that is a sentence, as the article's own sentences; None where there is no body."""
    for number in body(article):
        found = sentences(article, number)
        if found and (
            len(article.paragraphs[number].split()) >= _SHORT_PARAGRAPH_WORDS or _is_finished(article, found)
        ):
            return Lead(sentences=tuple(article.at(span) for span in found), spans=found)
    return None


def _is_finished(article: Article, found: tuple[Span, ...]) -> bool:
    return article.at(found[-1]).endswith(_ENDS)
