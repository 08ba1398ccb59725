"""Dates: a day with its month by name, or day, month and year in figures."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.letters import ARTICLE
from briefing.model import Gender
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.cardinals import Form, cardinal, conjunction, words
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import LETTERS, bare
from briefing.narration.verbalize.ordinals import ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import past_joined, word_after
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_ISO = re.compile(r"(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?!\d)")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/])")
_TWO_DAYS = re.compile(r"(\d{1,2})/(\d{1,2})(?!\d|[/.,]\d)")
# "The 5th, 6th and 7th of June."
_MOST_DAYS = 4
_LAST_DAY, _LAST_MONTH = 31, 12
_REACH = 60
_SOLAR, _HIJRI = "solar", "hijri"
# A date in figures of these years is one of the Hijri calendar: no paper writes the Middle Ages in figures.
HIJRI_YEARS = range(1300, 1600)


@remembered
def months() -> dict[str, str]:
    """Return the month names, each with its number."""
    return {row["month"]: row["number"] for row in table("months")}


@remembered
def _said() -> dict[tuple[str, int], str]:
    return {(row["calendar"], int(row["number"])): row["month"] for row in table("months") if row["said"]}


def read(slot: Slot) -> Reading | None:
    """Read a date: the day is an ordinal, the year oblique."""
    return _in_figures(slot) or _two_days(slot) or _day_and_month(slot) or _by_name(slot)


def _two_days(slot: Slot) -> Reading | None:
    """Read 6/7 January as two days of one month: a night has two, and a fraction no month."""
    days = _TWO_DAYS.match(slot.text, slot.begin)
    if not days or max(int(days[1]), int(days[2])) > _LAST_DAY or "0" in (days[1], days[2]):
        return None
    month = word_after(slot.text, days.end())
    if month and month.text == words()["of"]:
        month = word_after(slot.text, month.end)
    if month is None or bare(month.text) not in months():
        return None
    joint = conjunction() if cues.any_of(slot.left[:1], "date", "two_days") else f"{cues.said('range', 'to')} "
    said = f"{_day(int(days[1]), _case(slot))} {joint}{_day(int(days[2]), _case(slot))} {words()['of']} {month.text}"
    return slot.reading(month.end, said, SemioticClass.DATE, "two days of a month", definite=True)


def _day_and_month(slot: Slot) -> Reading | None:
    """Read 11/9 as a date where a word for date, a day of the week, or what happened on it stands before."""
    found = _SHORT.match(slot.text, slot.begin)
    if not found:
        return None
    day, month = int(found[1]), int(found[2])
    if not (1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH):
        return None
    named = cues.any_of(slot.left[:1], "date", "words") or _on_a_weekday(slot, found.end())
    if not (named or _is_one_of_two_days(slot, found) or _is_of_a_year(slot, found.end())):
        return None
    said = f"{_day(day, _case(slot))} {words()['of']} {_said()[_SOLAR, month]}"
    return slot.reading(found.end(), said, SemioticClass.DATE, "day and month in figures", definite=True)


def _is_one_of_two_days(slot: Slot, found: re.Match[str]) -> bool:
    """Say whether it is the first or the last day of a time: "from 3/9 to 12/9", "since 1/6 until 20/6"."""
    before, behind = _two_ends()
    if cues.any_of(slot.left[:1], "date", "since") and behind.match(slot.text, found.end()):
        return True
    return before.search(slot.text[max(0, slot.begin - _REACH) : slot.begin]) is not None


@cache
def _two_ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what stands before the last day of a time, and what behind its first."""
    since, until = ("|".join(map(re.escape, cues.listed("date", name))) for name in ("since", "until"))
    between = rf"(?:\s+(?!{until})[{LETTERS}]+){{0,2}}\s+(?:{until})\s+"
    before = re.compile(rf"(?:^|\s)(?:{since})\s+\d{{1,2}}/\d{{1,2}}{between}$")
    return before, re.compile(rf"{between}\d{{1,2}}/\d{{1,2}}(?![\d])")


def _is_of_a_year(slot: Slot, end: int) -> bool:
    """Say whether "in" stands before a day and "next" or "last" behind it: "in 5/10 next"."""
    behind = word_after(slot.text, end)
    return behind is not None and cues.any_of((behind.text,), "date", "near")


def _on_a_weekday(slot: Slot, end: int) -> bool:
    """Say whether a day of the week stands before, and no share of something: "on Tuesday 3/5 of the members"."""
    following = word_after(slot.text, end)
    shared = following is not None and (following.text == words()["of"] or bare(following.text).startswith(ARTICLE))
    return not shared and cues.any_of(slot.left[:1], "date", "weekdays")


def _in_figures(slot: Slot) -> Reading | None:
    found = _NUMERIC.match(slot.text, slot.begin)
    if found:
        day, month, year = int(found[1]), int(found[3]), int(found[4])
    else:
        found = _ISO.match(slot.text, slot.begin)
        if not found:
            return None
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    if not (1 <= day <= _LAST_DAY and 1 <= month <= _LAST_MONTH):
        return None
    name = _said()[_HIJRI if year in HIJRI_YEARS else _SOLAR, month]
    said = f"{_day(day, _case(slot))} {words()['of']} {name} {cardinal(year, Form())}"
    return slot.reading(found.end(), said, SemioticClass.DATE, "in figures", definite=True)


def _by_name(slot: Slot) -> Reading | None:
    value, word = slot.numeral.value, slot.next
    if value is None or not 1 <= value <= _LAST_DAY or not slot.text[slot.begin : slot.end].isdecimal():
        return None
    joined = slot.end
    for _ in range(_MOST_DAYS):
        joined = past_joined(slot.text, joined)
    if joined != slot.end and slot.text[slot.end + 1].isalpha():
        day = day_before_month(slot, joined)
        return slot.reading(slot.end, day, SemioticClass.DATE, "first of two days", definite=True) if day else None
    if word is None:
        return None
    if bare(word.text) in months():
        return slot.reading(
            slot.end, f"{_day(value, _case(slot))} {words()['of']}", SemioticClass.DATE, "day and month", definite=True
        )
    if bare(word.text) == words()["of"]:
        month = word_after(slot.text, word.end)
        if month and bare(month.text) in months():
            return slot.reading(slot.end, _day(value, _case(slot)), SemioticClass.DATE, "day of month", definite=True)
    return None


def day_before_month(slot: Slot, end: int) -> str | None:
    """Say the numeral of a slot as a day, where a month stands behind `end`."""
    value, word = slot.numeral.value, word_after(slot.text, end)
    if value is None or not 1 <= value <= _LAST_DAY or word is None or bare(word.text) not in months():
        return None
    return _day(value, _case(slot))


def _case(slot: Slot) -> Case:
    """Return the case of a day: behind one of the week it says when something was."""
    return Case.GENITIVE if cues.any_of(slot.left[:1], "date", "weekdays") else slot.case


def _day(day: int, case: Case) -> str:
    return ordinal(day, Gender.MASCULINE, case)
