"""Dates as machines write them, and as writers do: a day, its month in words, a year of either calendar."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING

from briefing import resources
from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Before the first Arabic newspaper (1828), or long after today, is no article's date: it is an empty field (year 1 or
# 9999), a year of another calendar, or a slip. Every date between can be told in any zone.
_EARLIEST_YEAR = 1800
_LATEST_YEAR = 2200
_HIJRI_YEARS = range(1343, 1501)
_LONGEST = 100
# Year 0001 of an empty field; the rules of e-mail make 2001 of it. Zones and times have a sign or a T before them.
_EMPTY_YEAR = re.compile(r"(?<![-+:\dT])0\d{3}(?![:\d])")
_NAME = r"[^\W\d]+(?:\s[^\W\d]+)?"
# "5 March 2024", "5-March-2024", "5 of March / Adhar 2024"; "March 5, 2024", as pages do whose dates were English.
_DATE = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})[\s/-]+(?:\u0645\u0646\s+)?(?P<month>{_NAME})(?:\s*/\s*{_NAME})?[\s,\u060c/-]+"
    rf"(?P<year>\d{{4}})(?!\d)|(?P<month_before>{_NAME})\s+(?P<day_behind>\d{{1,2}})\s*[,\u060c]\s*(?P<year_behind>\d{{4}})(?!\d)"
)
_NUMERIC_DATE = re.compile(r"(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}))(?!\d)")


def moment(written: str | None) -> datetime | None:
    """Read the date of a field: ISO 8601, that of an e-mail or feed (RFC 5322), else the day that its words name.

    UTC where no zone is given, midnight where no time is; None for all else.
    """
    text = (written or "").strip()
    if len(text) > _LONGEST:
        return None
    return _stamp(text) or date_in(text)


def _stamp(text: str) -> datetime | None:
    if _EMPTY_YEAR.search(text):
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            stamp = read(text)
        except (ValueError, IndexError, OverflowError):
            continue
        return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)) if _is_likely(stamp) else None
    return None


def _is_likely(day: datetime) -> bool:
    """Say whether a date may be that of an article."""
    return _EARLIEST_YEAR <= day.year < _LATEST_YEAR


@cache
def months() -> dict[str, tuple[int, str]]:
    """Return the number of each month and its calendar, `gregorian` or `hijri`, by its name."""
    table = resources.data("ar", "article", "publication-months.tsv")
    rows = resources.read_table(table, ("written", "month", "calendar"))
    return {" ".join(words(row["written"])): (int(row["month"]), row["calendar"]) for row in rows}


def date_in(text: str) -> datetime | None:
    """Return the first day that the text names with a year of four digits and an article may be of, at midnight UTC."""
    return next(filter(_is_likely, days_in(text)), None)


def days_in(text: str) -> Iterator[datetime]:
    """Yield the days that a text names, those of the Hijri calendar last: what stands beside one is sure."""
    hijri: list[tuple[int, int, int]] = []
    for match in _DATE.finditer(text):
        named = match["month"] or match["month_before"]
        known = next((months()[name] for name in _month_names(named) if name in months()), None)
        if known is None:
            continue
        month, calendar = known
        year, day_of_month = int(match["year"] or match["year_behind"]), int(match["day"] or match["day_behind"])
        if calendar == "hijri":
            hijri.append((year, month, day_of_month))
        else:
            yield from _day(year, month, day_of_month)
    for match in _NUMERIC_DATE.finditer(text):
        numbers = [int(group) for group in match.groups() if group]
        year, month, day_of_month = numbers if match[1] else numbers[::-1]
        if year in _HIJRI_YEARS:
            hijri.append((year, month, day_of_month))
        else:
            yield from _day(year, month, day_of_month)
    for year, month, day_of_month in hijri:
        yield from _hijri_day(year, month, day_of_month)


def _month_names(written: str) -> Iterable[str]:
    """Return the names that may be meant: two words, the first of them, the last ("Monday March 5, 2024")."""
    found = words(written)
    return " ".join(found), found[0], found[-1]


def _day(year: int, month: int, day: int) -> Iterator[datetime]:
    with suppress(ValueError):  # the 31st of February
        yield datetime(year, month, day, tzinfo=UTC)


def _hijri_day(year: int, month: int, day: int) -> Iterator[datetime]:
    """Yield the day of the calendar of Umm al-Qura, which Saudi papers are dated by; it covers 1343 to 1500."""
    from hijridate import Hijri  # a millisecond, and few articles have one

    with suppress(ValueError, OverflowError):
        yield datetime.combine(Hijri(year, month, day).to_gregorian(), datetime.min.time(), UTC)
