"""Dates as machines write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

# Before the first Arabic newspaper (1828), or long after today, is no article's date: it is an empty field (year 1 or
# 9999), a year of another calendar, or a slip. Every date between can be told in any zone.
_EARLIEST_YEAR = 1800
_LATEST_YEAR = 2200
_LONGEST = 100
# Year 0001 of an empty field; the rules of e-mail make 2001 of it. Zones and times have a sign or a T before them.
_EMPTY_YEAR = re.compile(r"(?<![-+:\dT])0\d{3}(?![:\d])")


def moment(written: str | None) -> datetime | None:
    """Read ISO 8601 or the date of an e-mail or feed (RFC 5322), UTC where no zone is given; None for all else."""
    text = (written or "").strip()
    if len(text) > _LONGEST or _EMPTY_YEAR.search(text):
        return None
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            stamp = read(text)
        except (ValueError, IndexError, OverflowError):
            continue
        return (stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)) if is_likely(stamp) else None
    return None


def is_likely(day: datetime) -> bool:
    """Say whether a date may be that of an article."""
    return _EARLIEST_YEAR <= day.year < _LATEST_YEAR
