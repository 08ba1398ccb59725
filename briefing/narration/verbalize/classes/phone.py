"""Telephone numbers: digit by digit, as a listener would write them down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.narration.verbalize import cues
from briefing.narration.verbalize.letters import WORD
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import one_by_one

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_NUMBER = re.compile(r"\d{1,34}(?:[ -]\d{2,10}){0,5}(?P<plus>\+?)(?![\d%]|[.,/]\d)")
# Behind a plus the city may have one figure: +962 6 5001234.
_ABROAD = re.compile(r"\d{1,3}[ -]\d[ -]\d{5,8}(?![\d%]|[.,/]\d)(?P<plus>)")
# An area code, as in (02), has its zero said.
_SHORTEST_PREFIX, _SHORTEST, _SHORTEST_WITHOUT_CUE = 2, 5, 8
# Nobody writes a quantity of so many figures without a comma: it is an account or a document.
_SHORTEST_IDENTIFIER = 13
# From so many on only one that ends in thousands is.
_SHORTEST_UNROUND, _ROUND = 10, "000"
_REACH = 40


def read(slot: Slot) -> Reading | None:
    """Read a telephone number."""
    abroad = _ABROAD.match(slot.text, slot.begin) if slot.sign == "+" else None
    found = abroad or _NUMBER.match(slot.text, slot.begin)
    if not found or slot.sign == "-" or slot.currency or slot.percent:
        return None
    digits = re.sub(r"\D", "", found[0])
    if not _is_phone(slot, found[0], digits):
        return None
    plus = f"{cues.said('phone', 'plus')} " if found["plus"] and not slot.sign else ""
    return slot.reading(found.end(), plus + one_by_one(digits), SemioticClass.PHONE, "digit by digit")


def _is_phone(slot: Slot, written: str, digits: str) -> bool:
    if written.isdecimal() and not slot.numeral.fraction and _is_identifier(slot, digits):
        return True
    if slot.sign == "+" or written.startswith("00"):
        return len(digits) >= _SHORTEST_WITHOUT_CUE
    if digits.startswith("0") and len(digits) >= _SHORTEST_WITHOUT_CUE:
        return True
    shortest = _SHORTEST_PREFIX if digits.startswith("0") else _SHORTEST
    return len(digits) >= shortest and _near_a_cue(slot) and not slot.counted


def _is_identifier(slot: Slot, digits: str) -> bool:
    unround = len(digits) >= _SHORTEST_UNROUND and not digits.endswith(_ROUND)
    return len(digits) >= _SHORTEST_IDENTIFIER or (unround and not (slot.counted and slot.counted.known))


def _near_a_cue(slot: Slot) -> bool:
    words = WORD.findall(slot.text, max(0, slot.begin - _REACH), slot.begin)
    return cues.any_of(tuple(words), "phone", "words")
