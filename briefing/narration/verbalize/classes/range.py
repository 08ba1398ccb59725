"""Ranges: 3-5 years, 2007 - 2016, 10-15%: the first figure and the word between; the second is read on its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.model import Gender
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.cardinals import Form, cardinal, conjunction
from briefing.narration.verbalize.classes import year
from briefing.narration.verbalize.classes.date import HIJRI_YEARS, day_before_month
from briefing.narration.verbalize.classes.time import hour_before_period
from briefing.narration.verbalize.letters import DASH
from briefing.narration.verbalize.numeral import lex
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import say

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_DASH = re.compile(rf"{DASH}(?=\d)")
_YEARS = re.compile(rf"(\d{{4}})({DASH}|/)(\d{{4}}|\d{{2}})(?!\d|[.,/-]\d)")
# One to five: a mixture, a scale.
_RATIO = re.compile(r"\d{1,3} ?: ?(?=\d)")
_CENTURY = 100


def read(slot: Slot) -> Reading | None:
    """Read the first figure of a range, up to the second."""
    if (ratio := _RATIO.match(slot.text, slot.begin)) and cues.any_of(slot.left[:1], "range", "ratios"):
        said = f"{say(slot.numeral, Form())} {cues.said('range', 'to')} "
        return slot.reading(ratio.end(), said, SemioticClass.RANGE, "first of two")
    years = _years(slot)
    if years:
        return years
    dash = _DASH.match(slot.text, slot.end)
    if not dash or slot.numeral.parts or slot.currency:
        return None
    joint = conjunction() if _is_between(slot) else cues.said("range", "to") + " "
    return slot.reading(dash.end(), f"{_first(slot, dash.end())} {joint}", SemioticClass.RANGE, "first of two")


def _first(slot: Slot, second: int) -> str:
    end = lex(slot.text, second).end
    named = day_before_month(slot, end) or hour_before_period(slot, end)
    if named:
        return named
    counted = slot.counted
    gender = counted.noun.gender if counted else Gender.MASCULINE
    return say(slot.numeral, slot.form(gender=gender))


def _years(slot: Slot) -> Reading | None:
    years = _YEARS.match(slot.text, slot.begin)
    if years is None or not (year.is_year(int(years[1])) or int(years[1]) in HIJRI_YEARS):
        return None
    first = int(years[1])
    last = int(years[3]) if len(years[3]) > 2 else first - first % _CENTURY + int(years[3])  # noqa: PLR2004
    # Of the Hijri calendar the two of a school year, or of a budget, stand so.
    if last < first or not (year.is_year(last) or (first in HIJRI_YEARS and last == first + 1)):
        return None
    gender = year.gender_of(slot.left) or Gender.MASCULINE
    # "And forty, a thousand" would sound like forty thousand.
    aside = last not in HIJRI_YEARS and (years[2] == "/" or _is_season(slot, first, last))
    joint = " " if aside else f" {cues.said('range', 'to')} "
    if _is_between(slot):
        joint = f" {conjunction()}"
    form = Form(gender=gender)
    return slot.reading(
        years.end(), f"{cardinal(first, form)}{joint}{cardinal(last, form)}", SemioticClass.RANGE, "years"
    )


def _is_between(slot: Slot) -> bool:
    """Say whether "between" stands before a range, or before its word for year."""
    at = 1 if year.gender_of(slot.left) else 0
    return cues.any_of(slot.left[at : at + 1], "range", "between")


def _is_season(slot: Slot, first: int, last: int) -> bool:
    return last == first + 1 and cues.any_of(slot.left[:3], "range", "seasons")
