"""Dates as machines write them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def moment(written: str | None) -> datetime | None:
    """Read ISO 8601 or the date of an e-mail or feed (RFC 5322), UTC where no zone is given; None for all else."""
    text = (written or "").strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
        except (ValueError, IndexError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None
