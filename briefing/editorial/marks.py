"""Quotation marks of every kind, paired by what stands around them, in linear time.

Writers open with a closing mark, close with an opening one, forget one of the two, or nest straight marks in straight
marks; so the shape of a mark only says which family it is of, and its neighbours say what it does.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_FAMILIES = {
    "double": '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}'
    "\N{DOUBLE HIGH-REVERSED-9 QUOTATION MARK}\N{DOUBLE PRIME}\N{FULLWIDTH QUOTATION MARK}",
    "guillemet": "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
    "angle": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
    "single": "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
    "\N{SINGLE HIGH-REVERSED-9 QUOTATION MARK}",
}
_FAMILY = {mark: family for family, marks in _FAMILIES.items() for mark in marks}
MARKS = frozenset(_FAMILY)
DOUBLE_MARKS = frozenset(
    '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}'
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
LONGEST_MARK = 2  # code points: two apostrophes, two signs
_ALL_MARKS = "".join(_FAMILY)
_DOUBLED = re.compile("(['\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}])\\1|<<|>>|``|,,(?=\\w)")
_MARK = re.compile(f"{_DOUBLED.pattern}|[{''.join(_FAMILY)}]")
_OPENERS = frozenset(
    "\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
    "\N{DOUBLE LOW-9 QUOTATION MARK}\N{SINGLE LOW-9 QUOTATION MARK}"
)
_CLOSERS = frozenset(
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
    "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
)
# A mark stands right after one of these particles when it opens: waw, fa, ba, lam, kaf, and the article.
_PARTICLES = re.compile(
    r"(?:^|[^\w])[\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}]?"
    r"(?:[\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER KAF}]"
    r"|[\N{ARABIC LETTER BEH}\N{ARABIC LETTER KAF}]?\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
    r"|\N{ARABIC LETTER LAM}\N{ARABIC LETTER LAM})\N{ARABIC TATWEEL}*$"
)
_OPENING_BEFORE = frozenset("([{:\N{EN DASH}\N{EM DASH}-/")
_CLOSING_AFTER = frozenset(
    ".,:!?)]}/\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS};"
)
# Behind more words than a name has, a second opening mark opens a quote inside the first.
_LONGEST_NAME_WORDS = 3


class Side(Enum):
    """What the neighbours of a mark say that it does."""

    OPENS = "opens"
    CLOSES = "closes"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class QuoteMark:
    """One mark (two apostrophes in a row are one) and what it seems to do."""

    start: int
    end: int
    family: str
    side: Side


@dataclass(frozen=True, slots=True)
class Marked:
    """Text between two marks; `closed` is false where the closing mark is missing and the text runs to the end."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    depth: int
    closed: bool = True
    repaired: bool = False


@lru_cache(maxsize=128)
def pair(text: str) -> tuple[Marked, ...]:
    """Return the stretches between marks, in order of their opening, the unclosed ones too.

    A closing mark that stands a space too early looks as if it opened; where that leaves a mark without its partner,
    and closing there leaves none, it closes.
    """
    marks = find(text)
    found = _paired(text, marks)
    if all(one.closed for one in found):
        return found
    again = _paired(text, [*marks[:1], *(_closing(text, before, mark) for before, mark in pairwise(marks))])
    return again if all(one.closed for one in again) else found


def is_unbalanced(text: str) -> bool:
    """Say whether a text has an odd number of double quotation marks."""
    return sum(character in DOUBLE_MARKS for character in text) % 2 > 0


def _closing(text: str, before: QuoteMark, mark: QuoteMark) -> QuoteMark:
    """Return a mark as a closing one where it opens behind a few words that the one before it opened: "name "and."""
    if mark.side is not Side.OPENS or before.side is not Side.OPENS or before.family != mark.family:
        return mark
    inside = text[before.end : mark.start]
    early = inside[-1:].isspace() and not inside[:1].isspace() and 0 < len(inside.split()) <= _LONGEST_NAME_WORDS
    return replace(mark, side=Side.CLOSES) if early else mark


def _paired(text: str, marks: Sequence[QuoteMark]) -> tuple[Marked, ...]:
    open_marks: list[QuoteMark] = []
    still_open: Counter[str] = Counter()
    found: list[Marked] = []
    for mark in marks:
        if _closes(mark, still_open):
            while open_marks:
                opening = open_marks.pop()
                still_open[opening.family] -= 1
                if opening.family == mark.family:
                    found.append(
                        Marked(opening.end, mark.start, opening.start, mark.end, depth=len(open_marks)),
                    )
                    break
                found.append(_unclosed(opening, mark.start, len(open_marks)))
        elif mark.side is not Side.CLOSES or mark.family not in _STRAY:
            open_marks.append(mark)
            still_open[mark.family] += 1
    found += [_unclosed(mark, len(text), depth) for depth, mark in enumerate(open_marks)]
    return tuple(sorted(found, key=lambda marked: marked.outer_start))


# A single mark that seems to close and has nothing to close is an apostrophe, not an opening that lost its place.
_STRAY = frozenset({"single"})


def _closes(mark: QuoteMark, still_open: Counter[str]) -> bool:
    if not still_open[mark.family]:
        return False
    return mark.side is not Side.OPENS


def _unclosed(mark: QuoteMark, end: int, depth: int) -> Marked:
    return Marked(mark.end, end, mark.start, end, depth=depth, closed=False)


def find(text: str) -> list[QuoteMark]:
    """Return the quotation marks of a text; apostrophes inside a word are none."""
    found: list[QuoteMark] = []
    for match in _MARK.finditer(text):
        family = _FAMILY.get(match.group(), "double")
        if match.group() in {"<<", ">>"}:
            family = "guillemet"
        before = text[max(0, match.start() - 8) : match.start()]
        after = text[match.end() : match.end() + 4]
        if family == "single" and before[-1:].isalnum() and after[:1].isalnum():
            continue
        mark = QuoteMark(match.start(), match.end(), family, _side(match.group(), before, after))
        if found and mark.side is Side.OPENS and _is_doubled(found[-1], mark):
            found[-1] = replace(found[-1], end=mark.end)
            continue
        found.append(mark)
    return found


def _is_doubled(one: QuoteMark, other: QuoteMark) -> bool:
    # Two opening marks in a row open one quote: the writer's slip.
    return one.side is Side.OPENS and one.end == other.start and one.family == other.family


def _side(mark: str, before: str, after: str) -> Side:
    # Marks beside the mark say nothing: what stands beyond them does.
    before, after = before.rstrip(_ALL_MARKS), after.lstrip(_ALL_MARKS)[:1]
    last = before[-1:]
    left_open = not last or last.isspace() or last in _OPENING_BEFORE
    right_open = not after or after.isspace() or after in _CLOSING_AFTER
    if left_open and not right_open:
        return Side.OPENS
    if _PARTICLES.search(before) and not right_open:
        return Side.OPENS
    if right_open and not left_open:
        return Side.CLOSES
    if mark in _OPENERS:
        return Side.OPENS
    return Side.CLOSES if mark in _CLOSERS else Side.EITHER
