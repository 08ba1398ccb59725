"""The words of a paragraph as they are compared: bare letters, one spelling for alef, yeh and heh."""

from __future__ import annotations

import re

from briefing.arabic import strip_marks

_FOLDED = {
    "\u0623": "\u0627",
    "\u0625": "\u0627",
    "\u0622": "\u0627",
    "\u0671": "\u0627",
    "\u0649": "\u064a",
    "\u0629": "\u0647",
}
_ENDED = re.compile(r"[.!?\u061f\u2026:\u061b][\"'\u201d\u00bb\u2019)\]\s]*$")
_TAIL_CHARS = 8
_WORD = re.compile(r"\w+")


def has_end(text: str) -> bool:
    """Say whether a full stop, a question mark or the like ends the text, marks of quotation and brackets aside."""
    return _ENDED.search(text[-_TAIL_CHARS:]) is not None


def words(text: str) -> list[str]:
    """Return the words without marks, punctuation, case and the spellings that writers mix up."""
    text = strip_marks(text).lower()
    for written, folded in _FOLDED.items():  # a few times as fast as translate()
        text = text.replace(written, folded)
    return _WORD.findall(text)
