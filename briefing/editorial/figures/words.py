"""The words around a quantity: how far its text reaches, what it is about, what it is compared with, up or down."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import FROM, WAW
from briefing.editorial.figures import subjects
from briefing.editorial.wordlists import members, pairs
from briefing.model import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.figures.quantities import Quantity
    from briefing.editorial.tokens import Token

_SHARES = frozenset({"percent", "points"})
_LONGEST_BOUND = 4
_REACH = 12
# Four words, a comma and eighty letters; the longest comparison of the annotated articles has 71 letters.
_LONGEST_COMPARISON = 160
_MEASURED = frozenset({"percent", "points", "money", "person", "thing", "unknown"})


def extent(found: Sequence[Token], quantity: Quantity) -> tuple[int, int]:
    """Return where the figure's text starts and ends: with "more than" before it and "of the voters" behind it."""
    first = quantity.first
    for length in range(min(_LONGEST_BOUND, first), 0, -1):
        phrase = " ".join(token.folded for token in found[first - length : first])
        if _is_bound(phrase, quantity) or _is_bound(phrase.removeprefix(WAW), quantity):
            first -= length
            break
    start = found[first].start + _and_before(found[first]) if first < quantity.first else quantity.start
    return start, found[_with_share_of(found, quantity) - 1].end


def _is_bound(phrase: str, quantity: Quantity) -> bool:
    bound = _bounds().get(phrase)
    return bound is not None and (bound != "between" or quantity.value_max is not None)


def _and_before(token: Token) -> int:
    return 1 if token.folded[:1] == WAW and token.folded[1:] in _bound_words() else 0


@cache
def _bound_words() -> frozenset[str]:
    return frozenset(form.split()[0] for form in _bounds())


@cache
def _bounds() -> dict[str, str]:
    return {fold(form): bound for form, bound in pairs("figure_bounds", "bound").items()}


def _with_share_of(found: Sequence[Token], quantity: Quantity) -> int:
    last = quantity.last
    if quantity.unit.kind not in _SHARES or last + 1 >= len(found) or found[last].folded != FROM:
        return last
    if found[last + 1].folded in members("relative"):
        # "74 percent of those who were asked": the clause has no end that is known.
        return last
    return subjects.phrase_end(found, last + 1)


def subject(text: str, found: Sequence[Token], quantity: Quantity, kind: FigureKind) -> str | None:
    """Return the article's words for what the figure is about: what was answered in a poll, else what stands before."""
    place = None
    if kind is FigureKind.POLL:
        place = subjects.answer(found, _with_share_of(found, quantity))
    place = place or subjects.before(found, quantity.first)
    return text[found[place[0]].start + subjects.joint(found[place[0]]) : found[place[1] - 1].end] if place else None


def comparison(text: str, found: Sequence[Token], quantity: Quantity) -> str | None:
    """Return the words behind a figure that say what it is compared with, None where none do."""
    behind = found[quantity.last - 1].end
    match = _compared().match(text[behind : behind + _LONGEST_COMPARISON])
    return match.group("with").strip() if match else None


@cache
def _compared() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, members("comparisons")), key=len, reverse=True))
    between = r"(?:\s+\w+){0,4}?\s*[,\N{ARABIC COMMA}]?\s+"
    return re.compile(
        rf"{between}(?P<with>(?:{words})\s(?:[^.()\N{{ARABIC COMMA}}\N{{ARABIC SEMICOLON}}]|\.\d){{2,80}})"
    )


def direction(found: Sequence[Token], quantity: Quantity) -> str | None:
    """Return `up` or `down` as the nearest word before the figure says, None where none does."""
    known = pairs("directions", "direction")
    if quantity.unit.kind not in _MEASURED:
        return None
    for token in reversed(found[max(0, quantity.first - _REACH) : quantity.first]):
        if token.text in {".", "\N{ARABIC SEMICOLON}"}:
            return None
        for form in (token.folded, token.folded[1:]):
            if form in known:
                return known[form]
    return None
