"""Percentages: 67%, %25, 5.1 %, and numbers before a written "per cent"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.narration.verbalize.cardinals import words
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import say

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_SIGN = re.compile(r" ?%")


@cache
def _written() -> re.Pattern[str]:
    return re.compile(r" ?(?:" + "|".join(words()["percent"]["written"]) + ")")


def sign_after(text: str, position: int) -> bool:
    """Say whether a percent sign or a written "per cent" follows."""
    return bool(_SIGN.match(text, position) or _written().match(text, position))


def read(slot: Slot) -> Reading | None:
    """Read a percentage; it counts in the masculine, and its sign is said behind it."""
    sign = _SIGN.match(slot.text, slot.end)
    rule = "decimal" if slot.numeral.fraction else "whole"
    said = say(slot.numeral, slot.form())
    if sign or slot.percent:
        end = sign.end() if sign else slot.end
        return slot.reading(end, f"{said} {words()['percent']['said']}", SemioticClass.PERCENT, f"{rule}, sign")
    if _written().match(slot.text, slot.end):
        return slot.reading(slot.end, said, SemioticClass.PERCENT, f"{rule}, written out")
    return None
