"""Roman numerals of more than one letter, as behind the names of kings and wars."""

from __future__ import annotations

import re

_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_WORD = re.compile(r"(?<![A-Za-z0-9_])[IVXLC]{2,}(?!\w)")
_LETTERS = re.compile("[IVXLC]{2}")
_SAFE = re.compile(r"[IVX]{2,}|[IVXLC]{4,}")
_VALUES = {ten + unit: tens * 10 + units for tens, ten in enumerate(_TENS) for units, unit in enumerate(_UNITS)}


def spelled_out(text: str) -> str:
    """Write the Roman numerals of a text in figures; CD, XL and other short words that happen to be one stay words."""
    return _WORD.sub(lambda word: str(_VALUES.get(word[0], word[0])) if _SAFE.fullmatch(word[0]) else word[0], text)


def any_in(text: str) -> bool:
    """Say whether a text has a Roman numeral that is surely one."""
    return _LETTERS.search(text) is not None and spelled_out(text) != text
