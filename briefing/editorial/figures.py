"""Figures: every quantity that the article reports."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.editorial.headline import body
from briefing.model import Article, Figure, FigureKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_PERCENT = re.compile(r"(?P<value>\d+(?:[.,]\d+)?)\s?(?:[%\u066a])")


def figures(article: Article) -> tuple[Figure, ...]:
    """Return the figures of an article in order."""
    return tuple(figure for number in body(article) for figure in _of_paragraph(article.paragraphs[number], number))


def _of_paragraph(text: str, number: int) -> Iterator[Figure]:
    for match in _PERCENT.finditer(text):
        yield Figure(
            text=match.group(),
            span=Span(paragraph=number, start=match.start(), end=match.end()),
            value=Decimal(match["value"].replace(",", ".")),
            unit="%",
            kind=FigureKind.PERCENT,
        )
