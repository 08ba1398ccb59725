"""Latin words: a known reading, an acronym by its letters, or a transliteration by rule."""

from __future__ import annotations

import logging
import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.narration.verbalize.letters import ARTICLE
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import prefix_before
from briefing.narration.verbalize.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)
_LATIN = "A-Za-z\u00c0-\u024f"
_WORD = re.compile(rf"[{_LATIN}][{_LATIN}0-9]*(?:['\u2019&.-][{_LATIN}0-9]+)*")
_GAP = re.compile(r"[ ]{1,2}|[ ]?[-&:][ ]?")
_MOST_WORDS = 6
_LONGEST_ACRONYM = 5


@cache
def readings() -> dict[str, str]:
    """Return the known readings by their written form in small letters."""
    return {row["written"].lower(): row["spoken"] for row in table("latin")}


@cache
def _letters() -> dict[str, str]:
    return {row["letter"]: row["name"] for row in table("letters")}


def read(text: str, position: int, floor: int) -> Reading | None:
    """Read the Latin word at `position`, with the words behind it where the table knows them together."""
    ends = tuple(_ends(text, position))
    if not ends:
        return None
    prefix = prefix_before(text, position, floor)
    end, spoken, rule = _known(text, position, ends) or _one(text, position, ends[0])
    article = prefix.article
    said = prefix.attach((ARTICLE if article else "") + spoken, definite=article)
    return Reading(start=prefix.start, end=end, spoken=said, semiotic_class=SemioticClass.LATIN, rule=rule)


def _ends(text: str, position: int) -> Iterator[int]:
    for _ in range(_MOST_WORDS):
        word = _WORD.match(text, position)
        if not word:
            return
        yield word.end()
        gap = _GAP.match(text, word.end())
        if not gap:
            return
        position = gap.end()


def _known(text: str, position: int, ends: tuple[int, ...]) -> tuple[int, str, str] | None:
    for end in reversed(ends):
        spoken = readings().get(text[position:end].lower())
        if spoken:
            return end, spoken, "known"
    return None


def _one(text: str, position: int, end: int) -> tuple[int, str, str]:
    word = text[position:end]
    _log.warning("no reading is known for %r; it is spelled by rule", word)
    if word.isupper() and len(word) <= _LONGEST_ACRONYM:
        return end, spell(word), "acronym"
    return end, transliterate(word), "transliterated"


def spell(word: str) -> str:
    """Say a word letter by letter."""
    return " ".join(_letters()[letter] for letter in word.upper() if letter in _letters())


def transliterate(word: str) -> str:
    """Write a Latin word in Arabic letters by rule."""
    return spell(word)
