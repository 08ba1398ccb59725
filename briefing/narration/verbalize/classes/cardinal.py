"""Cardinals: a number with the noun that it counts, or alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.verbalize import nouns
from briefing.narration.verbalize.cardinals import cardinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import count, say

if TYPE_CHECKING:
    from briefing.narration.verbalize.nouns import Counted
    from briefing.narration.verbalize.slot import Slot

_LEAST_HUNDRED = 100


def read(slot: Slot) -> Reading:
    """Read whatever no other class took: every numeral can be said."""
    counted, value = slot.counted, slot.numeral.value
    if value is None or counted is None:
        return slot.reading(slot.end, say(slot.numeral, slot.form()), SemioticClass.CARDINAL, "alone")
    if value % 100 in (1, 2) and slot.next and nouns.find(slot.next.text, value) == counted:
        return _with_noun(slot, counted, value)
    said = cardinal(value, slot.form(gender=counted.noun.gender, construct=True))
    return slot.reading(slot.end, said, SemioticClass.CARDINAL, f"{counted.noun.gender} noun")


def _with_noun(slot: Slot, counted: Counted, value: int) -> Reading:
    assert slot.next is not None  # noqa: S101 - the caller saw it
    if value < _LEAST_HUNDRED and not counted.known:
        said = cardinal(value, slot.form(gender=counted.noun.gender))
        return slot.reading(slot.end, said, SemioticClass.CARDINAL, "alone")
    return slot.reading(
        slot.next.end, count(value, counted.noun, slot.case), SemioticClass.CARDINAL, "one and two follow the noun"
    )
