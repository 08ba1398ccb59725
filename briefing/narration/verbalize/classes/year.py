"""Years: after a word for year, after a month, or a bare number of this age that counts nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.arabic.letters import MEEM
from briefing.model import Gender
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.cardinals import Form, cardinal
from briefing.narration.verbalize.classes import measure
from briefing.narration.verbalize.classes.date import months
from briefing.narration.verbalize.letters import WORD, bare
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_YEARS = range(1000, 2200)
_BARE_YEARS = range(1800, 2100)


def is_year(value: int) -> bool:
    """Say whether a bare number may be a year of this age."""
    return value in _BARE_YEARS


@remembered
def _genders() -> dict[str, Gender]:
    return {row["word"]: Gender(row["gender"]) for row in table("year_words")}


def gender_of(left: tuple[str, ...]) -> Gender | None:
    """Return the gender of the word for year before a number, None where there is none."""
    return _genders().get(bare(left[0])) if left else None


def read(slot: Slot) -> Reading | None:
    """Read a year: always oblique, feminine only after the feminine word for year."""
    value = slot.numeral.value
    if value is None or slot.sign or slot.prefix.article:
        return None
    if not _has_era(slot) and (len(slot.numeral.whole) != 4 or value not in _YEARS):  # noqa: PLR2004 - digits of a year
        return None
    if slot.text[slot.begin : slot.end] != slot.numeral.whole:
        return None
    # "This year 2000 students": the year that is pointed at has no number.
    pointed = cues.any_of(slot.left[1:2], "case", "demonstratives")
    gender = None if pointed else gender_of(slot.left)
    if gender is None and not _is_dated(slot) and (_is_measured(slot) or not _stands_as_year(slot, value)):
        return None
    said = cardinal(value, Form(gender=gender or Gender.MASCULINE))
    return slot.reading(slot.end, said, SemioticClass.YEAR, "after the word for year" if gender else "bare")


def _has_era(slot: Slot) -> bool:
    """Say whether the sign of the common era, which is also that of the metre, ends a year: "the year 570 m"."""
    era = slot.next is not None and slot.next.text == cues.said("year", "era_letter")
    return era and (gender_of(slot.left) is not None or _is_dated(slot))


def _is_dated(slot: Slot) -> bool:
    """Say whether "(632 m)" stands behind a century, a death, a battle: what is in such brackets is its year."""
    brackets = _DATED.search(slot.text, max(0, slot.prefix.start - _SPAN), slot.prefix.start)
    if brackets is None or not _ERA_CLOSES.match(slot.text, slot.end) or not slot.numeral.whole:
        return False
    before = WORD.findall(slot.text, max(0, brackets.start() - _DATED_REACH), brackets.start())
    return cues.any_of(before[-_DATED_WORDS:], "year", "dated") and not cues.any_of(before[-3:], "year", "heights")


# What stands in the bracket before the year: nothing, or the first of two.
_DATED = re.compile(r"\((?:\d{1,4} ?[-\u2013] ?)?$")
_SPAN, _DATED_REACH, _DATED_WORDS = 9, 60, 6
_ERA_CLOSES = re.compile(rf" ?(?:[-\u2013] ?\d{{1,4}} ?)?{MEEM}\.?\)")


def _is_measured(slot: Slot) -> bool:
    """Say whether a unit follows: 1950 km are no year, though the metre's sign alone may be that of the era."""
    era = slot.next is not None and slot.next.text == cues.said("year", "era_letter")
    unit = measure.unit_after(slot.text, slot.end)
    return unit is not None and not (era and slot.next and unit[1] == slot.next.end)


def _stands_as_year(slot: Slot, value: int) -> bool:
    before, counted = slot.left[:1], slot.counted
    if value not in _BARE_YEARS:
        # A Hijri year: its month has a name of one word or of two.
        return counted is None and any(bare(word) in months() for word in slot.left[:2])
    if counted is None or (before and bare(before[0]) in months()):
        return True
    # "in 2016 a petition": a word that the table does not know counts nothing behind a word for time.
    return not counted.known and cues.any_of(before, "year", "times")
