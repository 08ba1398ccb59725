"""What a word can be: noun or finite verb, from known stems and the affixes that Arabic hangs on them.

A coarse reading for desks that need no vowels. Words are compared folded (one alef, one yeh), as newspapers drop the
hamza now and then. The stems are those of `data/ar/morphology/stems.tsv`.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import (
    ALEF,
    FEH,
    HAMZA,
    HAMZA_ON_WAW,
    HAMZA_ON_YEH,
    LAM,
    NOON,
    SEEN,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping


class Part:
    """Which part of speech a word can be, as bits; a word without any is not in the dictionary.

    Plain numbers: `enum.Flag` costs a tenth of the time that the whole desk takes.
    """

    NONE = 0
    NOUN = 1
    PERFECT = 2
    IMPERFECT = 4
    VERB = PERFECT | IMPERFECT


# Folded: first person's alef with hamza is a bare alef.
_PERSONS = frozenset(YEH + TEH + ALEF + NOON)
_SEATS = (HAMZA_ON_WAW, HAMZA_ON_YEH)
_PLURAL = "/p"
_SHORTEST_STEM = 2
_RADICALS = 3
_TOOK_PART = 5


def stem_parts(folded: str) -> int:
    """Return what a word can be as it stands, without any affix."""
    return _stems().get(folded, Part.NONE)


def is_plural(folded: str) -> bool:
    """Say whether a word as it stands is nothing but the broken plural of a noun."""
    return folded in _known()[1]


def unjoined(folded: str) -> str:
    """Return a word without an "and", a "so" or an "in order to" before it, where it is known only without that."""
    return folded[1:] if folded[:1] in (WAW, FEH, LAM) and not parts(folded) else folded


@lru_cache(maxsize=32768)
def parts(folded: str) -> int:
    """Return what a word without proclitics can be, with or without suffixes and the prefix of the imperfect."""
    found = _stems().get(folded, Part.NONE) & ~Part.IMPERFECT
    for length in range(max(_SHORTEST_STEM, len(folded) - _longest_suffix()), len(folded)):
        stem, suffix = folded[:length], folded[length:]
        if suffix in _suffixes()["noun-suffix"]:
            found |= _noun(stem, suffix)
        if suffix in _suffixes()["perfect-suffix"]:
            found |= _stems().get(stem, Part.NONE) & Part.PERFECT
    if not found and len(folded) == _TOOK_PART and folded[1] == ALEF and folded[-1] == TEH:
        # The third form that the table has not: she took part.
        found = Part.PERFECT
    return found | _imperfect(folded)


def _noun(stem: str, suffix: str) -> int:
    # A teh marbuta opens before a suffix: the table has the closed form.
    closed = stem[:-1] + TEH_MARBUTA if stem.endswith(TEH) else stem
    known = _stems().get(stem, Part.NONE) | _stems().get(closed, Part.NONE)
    if not known & Part.NOUN and (suffix[0] in (YEH, TEH, TEH_MARBUTA) or suffix.startswith(ALEF + TEH)):
        known |= _stems().get(stem + TEH_MARBUTA, Part.NONE)
    if not known & Part.NOUN and stem[-1] in _SEATS:
        # A hamza takes a seat before a suffix: members, their members.
        known |= _stems().get(stem[:-1] + HAMZA, Part.NONE)
    return known & Part.NOUN


def _imperfect(folded: str) -> int:
    word = folded.removeprefix(SEEN) if folded[1:2] in _PERSONS else folded
    if not word or word[0] not in _PERSONS:
        return Part.NONE
    he = YEH + word[1:]
    for length in range(max(_SHORTEST_STEM, len(he) - _longest_suffix()), len(he) + 1):
        known = _stems().get(he[:length], Part.NONE) & Part.IMPERFECT
        if known and (length == len(he) or he[length:] in _suffixes()["imperfect-suffix"]):
            return Part.IMPERFECT
    # The first form of three radicals, where the table has only its perfect: it reflects, reflected.
    rest = he[1:].removesuffix(WAW + NOON)
    plain = len(rest) == _RADICALS and _stems().get(rest, Part.NONE) & Part.PERFECT
    return Part.IMPERFECT if plain else Part.NONE


def _stems() -> Mapping[str, int]:
    return _known()[0]


@cache
def _known() -> tuple[Mapping[str, int], frozenset[str]]:
    """Return what each stem can be, and the stems that are plurals alone."""
    found: dict[str, int] = {}
    plurals: set[str] = set()
    rows = read_table(data("ar", "morphology", "stems.tsv"), ("stem", "nouns", "perfects", "imperfects"))
    # Folded at once: one by one, all 27,000 would fill the memory of what was folded.
    stems = fold("\n".join(row["stem"] for row in rows)).split("\n")
    for stem, row in zip(stems, rows, strict=True):
        part = Part.NONE
        if row["nouns"]:
            part |= Part.NOUN
        if row["perfects"]:
            part |= Part.PERFECT
        if row["imperfects"]:
            part |= Part.IMPERFECT
        found[stem] = found.get(stem, Part.NONE) | part
        if row["nouns"] and all(noun.endswith(_PLURAL) for noun in row["nouns"].split()):
            plurals.add(stem)
    return found, frozenset(plurals)


@cache
def _suffixes() -> Mapping[str, frozenset[str]]:
    places: dict[str, set[str]] = {}
    for row in read_table(data("ar", "morphology", "affixes.tsv"), ("place", "affix", "before", "traits")):
        places.setdefault(row["place"], set()).add(fold(row["affix"]))
    return {place: frozenset(affixes) for place, affixes in places.items()}


@cache
def _longest_suffix() -> int:
    """Return the letters of the longest suffix: a word without end is cut no farther from its end than that."""
    return max(len(suffix) for suffixes in _suffixes().values() for suffix in suffixes)
