"""The scan: one trigger expression finds what may not be said as written; each find goes to the classes in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.narration.verbalize.classes import cardinal, date, definite, large, latin, money, ordinal, percent, year
from briefing.narration.verbalize.letters import LETTERS
from briefing.narration.verbalize.numeral import lex
from briefing.narration.verbalize.slot import Slot, prefix_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.narration.verbalize.reading import Reading

_CURRENCY_SIGNS = "$\u20ac\u00a3\u00a5\u20aa\u20bd\u20b9\u20ba\ufdfc\u20a9\u20a6\u20bf"
_TRIGGER = re.compile(rf"[0-9A-Za-z{_CURRENCY_SIGNS}%]|(?<![{LETTERS}\w])[-+\u00b1](?=[\d{_CURRENCY_SIGNS}])")
_HEAD = re.compile(rf"(?P<sign>[-+\u00b1])?(?P<currency>[{_CURRENCY_SIGNS}])? ?(?P<late>-)?(?P<percent>% ?)?(?=\d)")
_NUMERAL_CLASSES = (date.read, money.read, percent.read, large.read, ordinal.read, definite.read, year.read)


def scan(text: str) -> Iterator[Reading]:
    """Yield the readings of a text in order; they never overlap."""
    floor, previous = 0, None
    position = 0
    while True:
        found = _TRIGGER.search(text, position)
        if not found:
            return
        reading = _read(text, found.start(), floor, previous)
        if reading is None:
            position = found.end()
            continue
        yield reading
        floor = position = reading.end
        previous = reading


def _read(text: str, position: int, floor: int, previous: Reading | None) -> Reading | None:
    head = _HEAD.match(text, position)
    if head:
        return _numeral(text, position, head, floor, previous)
    if text[position].isalpha():
        return latin.read(text, position, floor)
    return None


def _numeral(text: str, position: int, head: re.Match[str], floor: int, previous: Reading | None) -> Reading:
    numeral = lex(text, head.end(), counts=not (head["currency"] or head["percent"]))
    slot = Slot(
        text=text,
        prefix=prefix_before(text, position, floor),
        begin=head.end(),
        numeral=numeral,
        minus=head["sign"] == "-" or head["late"] == "-",
        currency=head["currency"] or "",
        percent=bool(head["percent"]),
        previous=previous,
    )
    for read in _NUMERAL_CLASSES:
        reading = read(slot)
        if reading:
            return reading
    return cardinal.read(slot)
