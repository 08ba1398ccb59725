"""The one timeline, written the way each form wants it. Times come in whole milliseconds and are never measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.publishing.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_MS = 1000
_MINUTE = 60
_HOUR = 3600
_FEW_FROM, _FEW_TO = 3, 10


def seconds(ms: int) -> str:
    """Write seconds for a media fragment or an attribute: `83.5`, exact to the millisecond."""
    whole, rest = divmod(ms, _MS)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)


def number(ms: int) -> int | float:
    """Give seconds as a JSON number, exact to the millisecond."""
    return ms // _MS if ms % _MS == 0 else ms / _MS


def stamp(ms: int) -> str:
    """Write `HH:MM:SS.mmm`, as WebVTT, Podlove and SMIL have it."""
    whole, rest = divmod(ms, _MS)
    hours, left = divmod(whole, _HOUR)
    minutes, secs = divmod(left, _MINUTE)
    return f"{hours:02d}:{minutes:02d}:{secs:02d}.{rest:03d}"


def clock(ms: int) -> str:
    """Write a time for the eye, the begun second: `1:23`, or `1:02:03` from an hour on."""
    hours, left = divmod(ms // _MS, _HOUR)
    minutes, secs = divmod(left, _MINUTE)
    return f"{hours}:{minutes:02d}:{secs:02d}" if hours else f"{minutes}:{secs:02d}"


def iso_duration(ms: int) -> str:
    """Write an ISO 8601 duration for `<time datetime>`."""
    return f"PT{seconds(ms)}S"


def spoken_duration(ms: int) -> str:
    """Say a duration in Arabic words around its digits, with the noun in the form that the count asks for."""
    minutes, secs = divmod(round(ms / _MS), _MINUTE)
    parts = [_counted(n, unit) for n, unit in ((minutes, "minute"), (secs, "second")) if n]
    if not parts:
        return _counted(1, "second")
    first, *rest = parts
    return str(words()["joined"]["and"]).format(first=first, second=rest[0]) if rest else first


def day(moment: datetime) -> str:
    """Write a date in Arabic: day, name of the month, year."""
    month = words()["months"]["names"][moment.month - 1]
    return f"{moment.day} {month} {moment.year}"


def spelled(n: int, forms: Mapping[str, str]) -> str:
    """Count a noun, whose forms are those for one, two, few (three to ten) and many."""
    last = n % 100
    form = {1: "one", 2: "two"}.get(n) or ("few" if _FEW_FROM <= last <= _FEW_TO else "many")
    return forms[form].format(n=n)


def _counted(n: int, unit: str) -> str:
    return spelled(n, words()[unit])
