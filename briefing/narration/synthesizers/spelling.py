"""Spell diacritized text so that espeak-ng reads it right."""

from __future__ import annotations

import re

from briefing.arabic import SHADDA, SUKUN, shadda_first

_WAW = "\N{ARABIC LETTER WAW}"
_YEH = "\N{ARABIC LETTER YEH}"
# espeak-ng does not double a glide by its shadda; written twice, the first with a sukun, it does.
_DOUBLE_GLIDE = re.compile(f"([{_WAW}{_YEH}]){SHADDA}")


def respell(word: str) -> str:
    """Write shadda first, and doubled glides twice."""
    return _DOUBLE_GLIDE.sub(rf"\1{SUKUN}\1", shadda_first(word))
