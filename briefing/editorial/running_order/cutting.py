"""Long sentences in lines that a newsreader can say in one breath, cut where a clause begins."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic import DAMMATAN, KASRATAN
from briefing.arabic.letters import ABOUT, FEH, FROM, ON, TO, WAW
from briefing.arabic.words import Part
from briefing.editorial.marks import MARKS, pair
from briefing.editorial.wordlists import phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.editorial.mentions.phrases import Phrases
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
_RELATIVE, _LISTED, _PLACED, _UNMARKED, _PARTED, _QUOTED = 11, 10, 12, 7, 30, 8
_FAR_TOO_LONG_WORDS = 37
_SHORTEST_QUOTED = 3
_TANWIN = (DAMMATAN, KASRATAN)
_GOVERNED = frozenset({ABOUT, FROM, TO, ON})
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
    # "According to a survey, / a majority said": the first verb of a sentence opens its main clause.
    start, end = (understood.reading.first_from(span.paragraph, place) for place in (span.start, span.end))
    main = next((at for at in range(start, end) if inside.is_finite(at)), end)
    best: tuple[float, int] | None = None
    for at in range(_SHORTEST_LINE_WORDS, len(found) - _SHORTEST_LINE_WORDS + 1):
        place = found[at].start()
        first = understood.reading.first_from(span.paragraph, span.start + place)
        before = found[at - 1].group()
        stops = before.endswith(_STOPS) or _STOP.search(before)
        pauses = before.endswith(_PAUSES)
        loss = 0 if stops or (pauses and first == main) else _loss(inside, first, pauses=pauses)
        if loss is None or (loss >= _PARTED and len(found) < _FAR_TOO_LONG_WORDS):
            continue
        quoted = next(((start, end) for start, end in marked if start < place < end), None)
        if (
            quoted
            and min(len(text[quoted[0] : place].split()), len(text[place : quoted[1]].split())) < _SHORTEST_QUOTED
        ):
            continue  # "yes, / more than I expected"
        cost = abs(at - len(found) / 2) + loss + _QUOTED * (quoted is not None)
        if best is None or cost < best[0]:
            best = cost, at
    return best[1] if best else None


def _loss(inside: Phrases, first: int, *, pauses: bool) -> int | None:
    """Return what is lost where a line begins at a token, None where none may: `pauses` where the writer pauses."""
    at = next((at for at in range(first, len(inside.found)) if inside.found[at].folded not in MARKS), first)
    if not inside.is_word(at):
        return _PARTED if pauses else None
    token = inside.found[at]
    if token.tagged("complementizer") and not token.folded.startswith((WAW, FEH)):
        # "Announced, / that": a verb is not parted from what it tells.
        return None
    return _loss_behind_pause(inside, at) if pauses else _loss_unmarked(inside, at, first - 1)


def _loss_unmarked(inside: Phrases, at: int, last: int) -> int | None:
    """Return the loss where the line before ends in a word without a sign, the token at `last`."""
    token, before = inside.found[at], inside.found[last]
    if before.tagged("preposition") or (before.is_word and len(before.folded) == 1):
        return None
    opener = token.folded in phrases("clause_openers")
    if token.tagged("relative") and not (token.lead or opener or token.tagged("preposition")):
        # No line ends with the first word of its clause: said that the demonstration / which.
        opens = not inside.is_word(last - 1) or inside.found[last - 1].tagged("complementizer")
        return _RELATIVE + _UNMARKED if before.definite and not opens else None
    # A word that can be a noun too may be the second thing of a list.
    noun = token.part & Part.NOUN or token.text.endswith(_TANWIN)
    another = token.tagged("complementizer") or (token.lead == WAW and inside.is_finite(at) and not noun)
    if another:
        return _UNMARKED
    if not opener:
        return None
    behind = inside.found[at + 1] if at + 1 < len(inside.found) else None
    # "After he had" opens a clause, "after the match" belongs to one.
    clause = not token.tagged("preposition") or (behind is not None and behind.tagged("complementizer"))
    return _UNMARKED if clause else _PARTED


def _loss_behind_pause(inside: Phrases, at: int) -> int:
    token, behind = inside.found[at], inside.found[at + 1 : at + 1 + _NEAR_TOKENS]
    if token.folded in phrases("clause_openers") or inside.is_adverb(at) or token.tagged("complementizer"):
        return 0
    if token.lead:
        clause = inside.is_finite(at) or token.tagged("pronoun", "relative", "particle")
        return 0 if clause else _LISTED
    if token.tagged("relative"):
        return _RELATIVE
    if token.tagged("preposition", "particle") or token.particle:
        if any(one.tagged("complementizer", "relative") for one in behind):
            return 0
        # "On", "to", "about" belong to the verb; "during" and "at" say when and where.
        return _PARTED if token.particle or token.base in _GOVERNED else _PLACED
    return _PARTED
