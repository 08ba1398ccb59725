"""Long sentences in lines that a newsreader can say in one breath, cut where a clause begins."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.editorial.marks import pair
from briefing.editorial.wordlists import members, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Article, Span

LONGEST_LINE_WORDS = 30
_SHORTEST_LINE_WORDS = 5
_WORD = re.compile(r"\S+")
_PAUSES = ("\N{ARABIC COMMA}", "\N{ARABIC SEMICOLON}", ",", ";", ":")
# A comma is as good a place as a clause word that stands so many words nearer to the middle.
_COMMA_WORDS = 6
_MARKED_WORDS = 8


def lines(article: Article, span: Span, *, longest: int = LONGEST_LINE_WORDS) -> Iterator[Span]:
    """Cut a span into lines of at most `longest` words, where its clauses allow."""
    text = article.at(span)
    found = list(_WORD.finditer(text))
    cut = _cut(text, found) if len(found) > longest else None
    if cut is None:
        yield span
        return
    yield from lines(article, replace(span, end=span.start + found[cut - 1].end()), longest=longest)
    yield from lines(article, replace(span, start=span.start + found[cut].start()), longest=longest)


def _cut(text: str, found: list[re.Match[str]]) -> int | None:
    """Return before which word a sentence is cut: at a comma or a clause word, near the middle, outside of marks."""
    marked = [(one.outer_start, one.outer_end) for one in pair(text)]
    best: tuple[float, int] | None = None
    for at in range(_SHORTEST_LINE_WORDS, len(found) - _SHORTEST_LINE_WORDS + 1):
        if fold(found[at].group()) in members("complementizer"):
            # "Announced, / that": a verb is not parted from what it tells.
            continue
        comma = found[at - 1].group().rstrip().endswith(_PAUSES)
        if not comma and (not _opens_clause(found[at].group()) or _leans_on(found[at - 1].group())):
            continue
        cost = abs(at - len(found) / 2) + (0 if comma else _COMMA_WORDS)
        place = found[at].start()
        cost += _MARKED_WORDS * any(start < place < end for start, end in marked)
        if best is None or cost < best[0]:
            best = cost, at
    return best[1] if best else None


def _leans_on(word: str) -> bool:
    """Say whether a word belongs to what stands behind it: a preposition, a conjunction by itself."""
    return fold(word) in members("preposition") or len(fold(word)) == 1


def _opens_clause(word: str) -> bool:
    return fold(word) in phrases("clause_openers")
