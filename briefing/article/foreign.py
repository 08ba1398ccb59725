"""What strangers write, made fit to be kept or shown: their words in our error lines, and their links."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LONGEST_SHOWN = 80
_LONGEST_NAME = 1000
_LONGEST_LINK = 2000
_WEB = ("http", "https")
# White space, signs that nobody sees, halves of characters: no link has them, and they would break a line or a file.
_UNFIT = re.compile('[\\s\0-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff<>"]')


def shown(text: str) -> str:
    """Return the text as an error line may carry it: no longer than a person reads."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}\N{HORIZONTAL ELLIPSIS}"


def name_of(source: str) -> str:
    """Name a source in an error line: as it is, unless it is no name that a person could read."""
    readable = 0 < len(source) <= _LONGEST_NAME and source.isprintable()
    return source if readable else shown(repr(source))


def link(written: str | None) -> str | None:
    """Return a link to a web page, its spaces as browsers send them; None for all that a browser could not follow."""
    text = (written or "").strip().replace(" ", "%20")
    if not text or len(text) > _LONGEST_LINK or _UNFIT.search(text):
        return None
    return text if _leads_to_a_site(text) else None


def _leads_to_a_site(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # a bracket that nothing closes, a port that is no number
        return False
    return parts.scheme in _WEB and host != "" and "%" not in host and port != 0
