"""The words of a paragraph as they are compared: bare letters, one spelling for alef, yeh and heh."""

from __future__ import annotations

import re

from briefing.arabic import strip_marks

_FOLDED = str.maketrans("\u0623\u0625\u0622\u0671\u0649\u0629", "\u0627\u0627\u0627\u0627\u064a\u0647")
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """Return the words without marks, punctuation, case and the spellings that writers mix up."""
    return _WORD.findall(strip_marks(text).translate(_FOLDED).lower())
