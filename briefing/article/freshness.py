"""How a page is asked for again: by what its server told of it (RFC 9110, RFC 9111), and no sooner than it asked."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from email.message import Message

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?([0-9]{1,9})", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,9}", re.ASCII)
_LONGEST_TAG = 1000
# A server that asks for more has a broken clock, or will not miss us.
_LONGEST_WAIT_S = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """By what a server knows which version of a page we have, empty where it told nothing.

    It is of one address alone, of which a digest is kept: an address may hold a secret, and stamps are written down.
    """

    place: str = ""
    etag: str = ""
    modified: str = ""

    @classmethod
    def of(cls, url: str, headers: Message) -> Self:
        """Keep what a server told with a page."""
        etag, modified = (str(headers.get(name, "")) for name in ("ETag", "Last-Modified"))
        return cls(place=_digest(url), etag=etag[: _LONGEST_TAG + 1], modified=modified[: _LONGEST_TAG + 1])

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask for a page unless it is as we have it."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.modified} if _digest(url) == self.place else {}
        return {name: value for name, value in told.items() if 0 < len(value) <= _LONGEST_TAG}


def fresh_s(headers: Message) -> int:
    """Return for how many seconds a page may be taken for fresh, by its Cache-Control; 0 where nothing says so."""
    max_age = _MAX_AGE.search(str(headers.get("Cache-Control", "")))
    age = _SECONDS.fullmatch(str(headers.get("Age", "")).strip())
    return max(0, int(max_age[1]) - (int(age[0]) if age else 0)) if max_age else 0


def wait_s(headers: Message) -> int:
    """Return for how many seconds a server asks to be left alone (Retry-After), a day at most; 0 where it does not."""
    told = str(headers.get("Retry-After", "")).strip()
    if _SECONDS.fullmatch(told):
        return min(int(told), _LONGEST_WAIT_S)
    try:
        until = parsedate_to_datetime(told).timestamp()
    except (ValueError, OverflowError):
        return 0
    return min(max(0, round(until - time.time())), _LONGEST_WAIT_S)


def _digest(url: str) -> str:
    return sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
