"""Latin words to Arabic letters by rule, for what no table knows: English spelling, as Arabic news writes it."""

from __future__ import annotations

import re

from briefing.narration.verbalize.tables import remembered, table

_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_LONGEST = 5


@remembered
def _rules() -> dict[str, dict[str, str]]:
    places: dict[str, dict[str, str]] = {"start": {}, "end": {}, "any": {}}
    for row in table("transliteration"):
        places[row["place"]][row["latin"]] = row["arabic"]
    return places


def to_arabic(word: str) -> str:
    """Write a word in Arabic letters: the longest rule that fits, from the left."""
    small = _DOUBLED.sub(r"\1", word.lower().replace("'", "").replace("\u2019", ""))
    said, position = [], 0
    while position < len(small):
        length, arabic = _longest_rule(small, position)
        said.append(arabic)
        position += length
    return "".join(said)


def _longest_rule(word: str, position: int) -> tuple[int, str]:
    for length in range(min(_LONGEST, len(word) - position), 0, -1):
        part = word[position : position + length]
        for place in _places(position, position + length, len(word)):
            if part in _rules()[place]:
                return length, _rules()[place][part]
    return 1, ""


def _places(start: int, end: int, length: int) -> tuple[str, ...]:
    if start == 0:
        return ("start", "any")
    return ("end", "any") if end == length else ("any",)
