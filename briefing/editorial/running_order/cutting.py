"""Long sentences in lines that a newsreader can say in one breath, cut where a clause begins."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic.letters import WAW
from briefing.arabic.words import Part
from briefing.editorial.marks import MARKS, pair
from briefing.editorial.wordlists import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.editorial.mentions.phrases import Phrases
    from briefing.editorial.reading.tokens import Token
    from briefing.editorial.understanding import Understanding
    from briefing.model import Span

LONGEST_LINE_WORDS = 30
_SHORTEST_LINE_WORDS = 5
_WORD = re.compile(r"\S+")
_PAUSES = ("\N{ARABIC COMMA}", "\N{ARABIC SEMICOLON}", ",", ";", ":")
_STOPS = ("\N{ARABIC SEMICOLON}", ";", ":", "\N{ARABIC QUESTION MARK}", "!")
# "Dr." and initials end in a full stop too.
_STOP = re.compile(r"\w{3}\.$")
# What a place costs, in words that a better one may stand farther from the middle: more about a noun, one more thing in
# a list, a place or time, a clause that no comma sets off, what belongs to the clause before (its object, its
# predicate), which a line far too long alone is worth, and in marks.
_RELATIVE, _LISTED, _PLACED, _UNMARKED, _PARTED, _QUOTED = 8, 10, 12, 7, 30, 8
_FAR_TOO_LONG_WORDS = 36
# "After he had", "at the time when": a preposition opens a clause if one of its next words does.
_NEAR_TOKENS = 2


def lines(understood: Understanding, span: Span, *, longest: int = LONGEST_LINE_WORDS) -> Iterator[Span]:
    """Cut a span into lines of at most `longest` words, where its clauses allow."""
    text = understood.reading.article.at(span)
    found = list(_WORD.finditer(text))
    cut = _cut(understood, span, found) if len(found) > longest else None
    if cut is None:
        yield span
        return
    yield from lines(understood, replace(span, end=span.start + found[cut - 1].end()), longest=longest)
    yield from lines(understood, replace(span, start=span.start + found[cut].start()), longest=longest)


def _cut(understood: Understanding, span: Span, found: list[re.Match[str]]) -> int | None:
    """Return before which word a span is cut: where a clause begins, near the middle, outside of marks."""
    text = understood.reading.article.at(span)
    inside = understood.mentions.phrases[span.paragraph]
    marked = [(one.outer_start, one.outer_end) for one in pair(text)]
    best: tuple[float, int] | None = None
    for at in range(_SHORTEST_LINE_WORDS, len(found) - _SHORTEST_LINE_WORDS + 1):
        place = found[at].start()
        first = understood.reading.first_from(span.paragraph, span.start + place)
        before = found[at - 1].group()
        stops = before.endswith(_STOPS) or _STOP.search(before)
        loss = 0 if stops else _loss(inside, first, pauses=before.endswith(_PAUSES))
        if loss is None or (loss >= _PARTED and len(found) < _FAR_TOO_LONG_WORDS):
            continue
        cost = abs(at - len(found) / 2) + loss + _QUOTED * any(start < place < end for start, end in marked)
        if best is None or cost < best[0]:
            best = cost, at
    return best[1] if best else None


def _loss(inside: Phrases, first: int, *, pauses: bool) -> int | None:
    """Return what is lost where a line begins at a token, None where none may: `pauses` where the writer pauses."""
    at = next((at for at in range(first, len(inside.found)) if inside.found[at].folded not in MARKS), first)
    if not inside.is_word(at):
        return _PARTED if pauses else None
    token = inside.found[at]
    if token.tagged("complementizer") and not token.lead:
        # "Announced, / that": a verb is not parted from what it tells.
        return None
    return _loss_behind_pause(inside, at) if pauses else _loss_unmarked(inside, at, inside.found[first - 1])


def _loss_unmarked(inside: Phrases, at: int, before: Token) -> int | None:
    token = inside.found[at]
    if before.tagged("preposition") or (before.is_word and len(before.folded) == 1):
        return None
    if token.tagged("relative") and not token.tagged("preposition") and before.definite:
        return _RELATIVE + _UNMARKED
    # A word that can be a noun too may be the second thing of a list.
    another = token.lead == WAW and inside.is_finite(at) and not token.part & Part.NOUN
    if another:
        return _UNMARKED
    if token.folded not in phrases("clause_openers"):
        return None
    behind = inside.found[at + 1] if at + 1 < len(inside.found) else None
    # "After he had" opens a clause, "after the match" belongs to one.
    clause = not token.tagged("preposition") or (behind is not None and behind.tagged("complementizer"))
    return _UNMARKED if clause else _PARTED


def _loss_behind_pause(inside: Phrases, at: int) -> int:
    token, behind = inside.found[at], inside.found[at + 1 : at + 1 + _NEAR_TOKENS]
    if token.folded in phrases("clause_openers") or inside.is_adverb(at):
        return 0
    if token.lead:
        clause = inside.is_finite(at) or token.tagged("complementizer", "pronoun", "relative", "particle")
        return 0 if clause else _LISTED
    if token.tagged("relative"):
        return _RELATIVE
    if token.tagged("preposition", "particle") or token.particle:
        return 0 if any(one.tagged("complementizer", "relative") for one in behind) else _PLACED
    return _PARTED
