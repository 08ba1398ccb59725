"""Words without what is glued to them, for comparing texts."""

from __future__ import annotations

import re
from functools import lru_cache

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, HEH, NOON, TEH, TEH_MARBUTA, WAW, YEH

_SHORTEST = 3
_ENDINGS = (
    HEH + ALEF,
    ALEF + NOON,
    ALEF + TEH,
    WAW + NOON,
    YEH + NOON,
    YEH + HEH,
    YEH + TEH_MARBUTA,
    HEH,
    TEH_MARBUTA,
    YEH,
)
_PREFIX = re.compile(fold("^[\u0648\u0641]?(?:[\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=..)"))
_CONJUNCTION = re.compile("^[\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}](?=...)")


@lru_cache(maxsize=32768)
def light(folded: str) -> str:
    """Return a word without its glued particles, article and endings.

    After the light10 stemmer: Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval", 2007.
    """
    stem = _CONJUNCTION.sub("", _PREFIX.sub("", folded))
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST:
            return stem.removesuffix(ending)
    return stem
