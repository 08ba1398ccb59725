"""The signs that the written forms are made of, and their plain forms."""

from __future__ import annotations

import re
import unicodedata

from briefing.arabic import TATWEEL, strip_marks

# One word in Arabic script, with its marks and tatweel.
LETTERS = "\u0620-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff"
WORD = re.compile(f"[{LETTERS}]+")

# Between two figures; a hyphen with a space before it alone is a minus.
DASH = r"(?:- ?| - | ?[\u2013\u2014] ?)"

_INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
INVISIBLE = re.compile(f"[{_INVISIBLE}]+")


def _one_for_one() -> dict[int, str]:
    table = {start + digit: str(digit) for start in (0x0660, 0x06F0, 0xFF10) for digit in range(10)}
    table |= {0x066B: ".", 0x066C: ",", 0x066A: "%", 0x2212: "-", 0x2010: "-", 0x2011: "-", 0xFF05: "%", 0xFE6A: "%"}
    table |= dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    table |= {0x2080 + digit: str(digit) for digit in range(10)}
    # One to nine in circles, in brackets and with a dot.
    circled = (0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A)
    table |= {start + place: str(place + 1) for start in circled for place in range(9)}
    return table


_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_ONE_FOR_ONE = _one_for_one()


def plain_digits(text: str) -> str:
    """Write every digit, separator, per-cent sign, minus and space in its plain form; the length stays the same."""
    text = text.translate(_ONE_FOR_ONE)
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)


def bare(word: str) -> str:
    """Return a word as the tables spell it: without marks and tatweel."""
    return strip_marks(word).replace(TATWEEL, "")
