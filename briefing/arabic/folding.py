"""Folding: how words are compared, whatever marks, hamza and alphabet their writer used."""

from __future__ import annotations

import re
from functools import lru_cache

_UNHEARD = re.compile("[\u064b-\u0652\u0670\u0640]")
_FOLDS = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF WITH MADDA ABOVE}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
        "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FARSI YEH}": "\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER KEHEH}": "\N{ARABIC LETTER KAF}",
    }
)


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Write a word as word tables compare it: no marks, no tatweel, one alef, one yeh, small Latin letters."""
    return _UNHEARD.sub("", text).translate(_FOLDS).lower()
