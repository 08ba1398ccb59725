"""How words meet: the hamzat wasl falls behind a sound, long vowels before it shorten, clusters get a vowel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.phonemes.reading import LONG, VOWELS, Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

_OPENING = 2
_MIN = frozenset({"min", "wamin", "famin"})


def join(readings: Sequence[Reading], pauses: Sequence[bool]) -> list[tuple[str, ...]]:
    """Join neighbouring words; `pauses` says after which words the voice stops. Silent words are passed over."""
    said = [list(reading.phonemes) for reading in readings]
    before: int | None = None
    for at, reading in enumerate(readings):
        if said[at] and before is not None and reading.elides:
            if readings[before].governs and reading.article:
                said[before][-1] = "t"
            if readings[before].cut and said[before][-1] not in VOWELS:
                said[at] = said[at][1:]  # "al-bayt al-kabir": the article keeps its vowel
            else:
                said[at] = said[at][_OPENING:]
                said[before] = _linked(said[before])
        if said[at]:
            before = at
        if pauses[at]:
            before = None
    return [tuple(word) for word in said]


def _linked(word: list[str]) -> list[str]:
    """End a word so that a cluster can follow."""
    last = word[-1]
    if last in LONG:
        return [*word[:-1], last[0]]
    if last in VOWELS:
        return word
    return [*word, _link(word)]


def _link(word: Sequence[str]) -> str:
    """Choose the vowel between a closed word and a cluster: min-a, hum-u, -aw-u, else i."""
    if "".join(word) in _MIN:
        return "a"
    if tuple(word[-2:]) == ("a", "w") and len(word) > 3:  # noqa: PLR2004 - "law", "aw" take i
        return "u"
    if tuple(word[-2:]) == ("u", "m") and word[-3:-2] in (["h"], ["k"], ["t"]):
        return "u"
    return "i"
