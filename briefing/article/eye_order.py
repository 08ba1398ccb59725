"""From the order of the eye to the order of reading: what is drawn from left to right, as a reader of Arabic reads it.

The inverse of the Unicode bidirectional algorithm (UAX #9) for a line of a paragraph from right to left: Latin words
and numbers are read from left to right, all else from right to left. One picture may have two texts: "15 iPhone" looks
as "iPhone 15" does, and is read so.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_RIGHT, _LATIN, _NUMBER, _NEUTRAL = "RLN-"
_CLASSES = {"R": _RIGHT, "AL": _RIGHT, "L": _LATIN, "EN": _NUMBER, "AN": _NUMBER}
# One of these between two digits belongs to the number; the others only where no Arabic letter stands before.
_INSIDE_NUMBERS, _BETWEEN_FIRST_NUMBERS, _BEHIND_FIRST_NUMBERS = ".,:/", "-+\N{EN DASH}", "%"
_PAIRS = ("()", "[]", "{}", "\u00ab\u00bb", "\u2039\u203a")
_QUOTES = "\"'\u2018\u2019\u201c\u201d\u201e"
# No run of Latin words goes on behind one of these.
_MARKS = frozenset("".join(_PAIRS) + _QUOTES)


def read_line(glyphs: Sequence[str], *, opens: bool = False) -> str:
    """Return the text of a line, given the text of each of its glyphs from left to right.

    `opens` says that the line opens a paragraph: a number is read in another way where no Arabic letter is before it,
    and a line without one is read from left to right.
    """
    classes = [_class(glyph) for glyph in glyphs]
    if opens and _RIGHT not in classes:
        return "".join(glyphs)
    parts: list[Sequence[str]] = []
    place, count = 0, len(glyphs)
    while place < count:
        end = place + 1
        if classes[place] in (_LATIN, _NUMBER):
            first = opens and _RIGHT not in classes[place:]
            end = _end_of_run(glyphs, classes, place, first=first)
        parts.append(glyphs[place:end])
        place = end
    return "".join(glyph for part in reversed(parts) for glyph in part)


def _class(glyph: str) -> str:
    return _CLASSES.get(unicodedata.bidirectional(glyph[:1]), _NEUTRAL)


def _end_of_run(glyphs: Sequence[str], classes: Sequence[str], place: int, *, first: bool) -> int:
    """Return where a run from left to right ends; `first` where no Arabic letter is read before it."""
    latin, count = False, len(glyphs)
    while True:
        while place < count and classes[place] in (_LATIN, _NUMBER):
            latin = latin or classes[place] == _LATIN
            place += 1
        behind = place
        while behind < count and classes[behind] == _NEUTRAL:
            behind += 1
        between = "".join(glyphs[place:behind])
        if behind == count or classes[behind] == _RIGHT:
            return place + (first and not latin and between.startswith(_BEHIND_FIRST_NUMBERS))
        inside = _INSIDE_NUMBERS + (_BETWEEN_FIRST_NUMBERS if first else "")
        of_number = len(between) == 1 and between in inside and classes[behind] == _NUMBER
        if not (_MARKS.isdisjoint(between) if latin else of_number):
            return place
        place = behind


def turn_brackets(text: str) -> str:
    """Return a text with each bracket as it is read: many files name it as it is drawn, some by one of its pair.

    A bracket opens behind a space and closes before one; where neither tells, the one that opens comes first.
    """
    found = list(text)
    is_open = dict.fromkeys(_PAIRS, False)
    for place, sign in enumerate(text):
        pair = next((pair for pair in _PAIRS if sign in pair), None)
        if pair is None:
            continue
        before, behind = text[:place].rstrip(_QUOTES)[-1:], text[place + 1 :].lstrip(_QUOTES)[:1]
        opens, closes = _is_edge(before) and not _is_edge(behind), _is_edge(behind) and not _is_edge(before)
        is_open[pair] = opens or (not closes and not is_open[pair])
        found[place] = pair[0 if is_open[pair] else 1]
    return "".join(found)


def _is_edge(beside: str) -> bool:
    """Say whether a word ends here: at a space, a stop, or the end of the text."""
    return not beside or not (beside.isalnum() or beside in "#@%+-$\u20ac\u00a3")
