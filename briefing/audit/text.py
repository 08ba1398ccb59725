"""Texts made alike, so that what two forms say can be compared: their letters and figures, not how they are set."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from briefing.arabic import TATWEEL, strip_marks
from briefing.arabic.letters import COMMA, QUESTION_MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.provenance import Said

# Words, and figures with all that changes what they say: sign, separators, percent and money.
NUMBER = re.compile(
    r"(?<!\w)[+\-\u2212](?=\d)\d+(?:[.,:/\u066b\u066c\u060c]\d+)*%?|\d+(?:[.,:/\u066b\u066c\u060c]\d+)*%?"
)
_TOKEN = re.compile(rf"{NUMBER.pattern}|[^\W\d_]+|[%$\u20ac\u00a3]")
# What turns the direction of reading: 5.75 is seen as 57.5.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
MARKS = "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a()[]*_"
STOPS = f".!?:;{QUESTION_MARK}\u061b\u2026\u06d4\u2013\u2014-"
# What may stand between two sentences that go on.
_JOINTS = f" \t\u00a0\u200f\u200e{MARKS}{STOPS},{COMMA}"
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


def goes_on(before: Said | None, said: Said, paragraphs: Sequence[str]) -> bool:
    """Say whether a sentence stands right behind the one that is said before it, but for marks and stops."""
    one, other = before.source if before else None, said.source
    if one is None or other is None or one.paragraph != other.paragraph or one.paragraph >= len(paragraphs):
        return False
    return not paragraphs[one.paragraph][one.end : other.start].strip(_JOINTS)
