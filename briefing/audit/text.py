"""Texts made alike, so that what two forms say can be compared: their letters and figures, not how they are set."""

from __future__ import annotations

import re
import unicodedata

from briefing.arabic import TATWEEL, strip_marks

# Letters, figures, and the signs that change what a figure says.
_TOKEN = re.compile(r"[^\W_]+|[%$\u20ac\u00a3]")
_PERCENT = "\N{ARABIC PERCENT SIGN}"


def plain(text: str) -> str:
    """Return a text with single spaces and none at its ends."""
    return " ".join(text.split())


def tokens(text: str) -> tuple[str, ...]:
    """Return the words and figures of a text, without marks, tatweel, and whatever has no width."""
    normal = unicodedata.normalize("NFKC", text).replace(_PERCENT, "%").replace(TATWEEL, "")
    shown = "".join(char for char in strip_marks(normal) if unicodedata.category(char) != "Cf")
    return tuple(_TOKEN.findall(shown))


def joined(text: str) -> str:
    """Return the words and figures of a text as one run, for forms that cut it into lines."""
    return "".join(tokens(text))
