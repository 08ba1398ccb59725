"""The scan: one trigger expression finds what may not be said as written; each find goes to the classes in order."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from briefing.arabic import TATWEEL
from briefing.arabic.letters import BEH, KAF, LAM, WAW
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.classes import (
    abbreviation,
    alphanumeric,
    cardinal,
    date,
    definite,
    fraction,
    large,
    latin,
    measure,
    money,
    ordinal,
    percent,
    phone,
    range,  # noqa: A004 - the class is called so
    roman,
    score,
    symbol,
    time,
    web,
    year,
)
from briefing.narration.verbalize.letters import LETTERS
from briefing.narration.verbalize.numeral import Beside, lex
from briefing.narration.verbalize.slot import Slot, prefix_before, word_after
from briefing.narration.verbalize.tables import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.narration.verbalize.reading import Reading

_CURRENCY_SIGNS = "$\u20ac\u00a3\u00a5\u20aa\u20bd\u20b9\u20ba\ufdfc\u20a9\u20a6\u20bf"
# Everything but these may not be said as written: Arabic script, spaces and the punctuation that a voice understands.
_SAID = (
    "\u0600-\u0605\u060c\u060d\u0610-\u065f\u066d-\u06dd\u06df-\u06e8\u06ea-\u06fc\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb50-\ufdfb\ufe70-\ufefc"
    r"\s.,!?:;()\[\]{}\"'"
    "\u00ab\u00bb\u2018-\u201f\u2026\u2013\u2014\u2015\u2039\u203a-"
)
# A letter with a mark on it is a letter still.
_LETTER = rf"\w{LETTERS}"
_SIGNED = rf"(?<![{_LETTER}%])[-+](?=[\d{_CURRENCY_SIGNS}])"
_HYPHEN = re.compile(rf"(?<=[{_LETTER}])[-\u2013]")
_AND = re.compile(rf"(?<![{_LETTER}]){WAW}$")
_STRETCHED = re.compile(rf"(?<![{_LETTER}])[{BEH}{LAM}{KAF}]{TATWEEL}$")
_DEGREES_OR_SHARE = re.compile("[ ]?[%\u00b0]")
_HEAD = re.compile(
    rf"(?:(?P<sign>\+/?-|[-+\u00b1]) ?)?(?P<currency>[{_CURRENCY_SIGNS}]|(?:US|[CAR])\$)? ?"
    r"(?P<late>-)?(?P<percent>% ?)?(?=\d)"
)
_CODE = re.compile(r"([A-Za-z]{2,3}\$?) ?(?=\d)")
_NUMERAL_CLASSES: tuple[Callable[[Slot], Reading | None], ...] = (
    date.read,
    alphanumeric.model,
    phone.read,
    time.read,
    score.read,
    range.read,
    fraction.read,
    money.read,
    percent.read,
    year.read,
    measure.read,
    large.read,
    alphanumeric.read,
    ordinal.read,
    definite.read,
)


@remembered
def _trigger() -> re.Pattern[str]:
    joined = rf"(?<=[{_LETTER}])[-\u2013](?=\d)"
    return re.compile(rf"[^{_SAID}]|\[(?=\w{{1,3}}\])|{_SIGNED}|{joined}|{abbreviation.pattern()}")


def scan(text: str) -> Iterator[Reading]:
    """Yield the readings of a text in order; they never overlap."""
    floor, previous = 0, None
    position = 0
    while True:
        found = _trigger().search(text, position)
        if not found:
            return
        reading = _read(text, found.start(), floor, previous)
        if reading is None:
            position = found.start() + 1
            continue
        yield reading
        floor = position = reading.end
        previous = reading


def _read(text: str, position: int, floor: int, previous: Reading | None) -> Reading | None:
    character = text[position]
    if _HYPHEN.match(text, position) and not _is_minus_behind_and(text, position):
        return alphanumeric.behind_hyphen(text, position)
    head = _HEAD.match(text, position)
    if head:
        return _numeral(text, position, head, floor, previous)
    if symbol.known(character):
        return _sign(text, position, floor)
    if character.isalpha() or character in "(\ufdfa\ufdfb\ufdfd":
        return _word(text, position, floor, previous)
    return None if character in "-\u2013" else _sign(text, position, floor)


def _is_minus_behind_and(text: str, position: int) -> bool:
    """Say whether "and" alone stands before degrees or a share: what it joins is a minus, F-16 is a name.

    Behind the stretched letter of a preposition, "by -3%", it is one too.
    """
    if _STRETCHED.search(text, max(0, position - 3), position):
        return True
    if not _AND.search(text, max(0, position - 2), position):
        return False
    end = lex(text, position + 1).end
    word = word_after(text, end)
    degrees = word is not None and cues.any_of((word.text,), "measure", "degrees")
    return degrees or _DEGREES_OR_SHARE.match(text, end) is not None


def _word(text: str, position: int, floor: int, previous: Reading | None) -> Reading | None:
    code = _CODE.match(text, position)
    amount = None
    if code and code[1].upper() in money.currencies():
        amount = _money(text, position, code, floor, previous)
    return (
        amount
        or abbreviation.read(text, position)
        or web.address(text, position)
        or roman.read(text, position, floor, previous)
        or time.zone(text, position, previous)
        or latin.read(text, position, floor)
        or _unsayable(text, position, floor)
    )


def _unsayable(text: str, position: int, floor: int) -> Reading | None:
    """Drop, and log, a letter that no voice of ours can say; Arabic letters behind a trigger are left as they stand."""
    return None if unicodedata.name(text[position], "").startswith("ARABIC") else symbol.read(text, position, floor)


def _money(text: str, position: int, code: re.Match[str], floor: int, previous: Reading | None) -> Reading | None:
    slot = Slot(
        text=text,
        prefix=prefix_before(text, position, floor),
        begin=code.end(),
        numeral=lex(text, code.end(), lambda _end: Beside.CURRENCY_SIGN),
        currency=code[1].upper(),
        previous=previous,
    )
    return money.read(slot)


def _sign(text: str, position: int, floor: int) -> Reading | None:
    if text[position] == "[":
        return symbol.reference(text, position, floor)
    return (
        (text[position] == "&" and symbol.entity(text, position))
        or (text[position] == "@" and web.handle(text, position))
        or (text[position] == "#" and web.hashtag(text, position))
        or symbol.read(text, position, floor)
    )


def _numeral(text: str, position: int, head: re.Match[str], floor: int, previous: Reading | None) -> Reading:
    slot = Slot(
        text=text,
        prefix=prefix_before(text, position, floor),
        begin=head.end(),
        numeral=lex(text, head.end(), lambda end: _beside(text, head, end)),
        sign=head["sign"] or head["late"] or "",
        currency=head["currency"] or "",
        percent=bool(head["percent"]),
        previous=previous,
    )
    for read in _NUMERAL_CLASSES:
        reading = read(slot)
        if reading:
            return reading
    return cardinal.read(slot)


_A_LINE = 60


def _beside(text: str, head: re.Match[str], end: int) -> Beside:
    """Say what stands beside the numeral behind `head` that ends at `end`."""
    if head["percent"] or percent.sign_after(text, end):
        return Beside.PERCENT
    if head["currency"]:
        return Beside.CURRENCY_SIGN
    if large.scale_after(text, end):
        return Beside.SCALE
    if money.stands_after(text, end) or measure.unit_after(text, end):
        return Beside.UNIT
    if cardinal.counts_at(text, end) or fraction.sign_after(text, end):
        return Beside.COUNTED
    bare_line = len(text) < _A_LINE and not any(character.isalpha() for character in text)
    return Beside.ALONE if bare_line else Beside.NOTHING
