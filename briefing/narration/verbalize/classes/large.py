"""Numbers before a scale word: 46 thousand, 1.5 million, 5.3 trillion."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import TATWEEL
from briefing.arabic.letters import NOON, WAW
from briefing.model import Gender
from briefing.narration.verbalize import nouns
from briefing.narration.verbalize.cardinals import cardinal, words
from briefing.narration.verbalize.grammar import Noun, nunated
from briefing.narration.verbalize.letters import DASH, bare
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import Word, word_after
from briefing.narration.verbalize.spoken import count, half, is_half, say

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_FEW = range(3, 11)
_TAMYIZ, _HUNDRED = range(11, 100), 100
_AND_A_FIGURE = re.compile(rf" {WAW}{TATWEEL}?\d")
# The longest joiner between two figures, with its spaces and a digit before.
_JOINER = 8
# So many and a half is said as such up to ten; 24.5 million has its point.
_SMALL = frozenset(map(str, range(11)))


@cache
def _joined_figure() -> re.Pattern[str]:
    return re.compile(rf"\d(?: {WAW}{TATWEEL}?| (?:{'|'.join(words()['joiners'])}) |{DASH})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """A scale word behind a numeral, as written and as a noun."""

    word: Word
    noun: Noun
    foreign: bool = False


# "1.5bn", "40 million"; a letter alone is a scale only at an amount of money: elsewhere 15m is fifteen metres.
_FOREIGN = re.compile(r"[ \u00a0]?([A-Za-z]+)(?![A-Za-z0-9])")


@cache
def _foreign_scales() -> dict[str, Noun]:
    return {name: _scales()[row["one"]] for row in words()["scale"] for name in row.get("latin", [])}


@cache
def _scales() -> dict[str, Noun]:
    found = {}
    for row in words()["scale"]:
        noun = Noun(singular=row["one"], gender=Gender.MASCULINE, dual=row["two"] + NOON, plural=row["few"])
        for form in [row["one"], row["two"], row["few"], noun.dual, *row.get("also", [])]:
            found[form] = noun
    return found


def scale_after(text: str, position: int, *, money: bool = False) -> Scaled | None:
    """Return the scale word behind `position`; at an amount of money also a scale's letter."""
    word = word_after(text, position)
    noun = _scales().get(bare(word.text)) if word else None
    return Scaled(word=word, noun=noun) if word and noun else _foreign_after(text, position, money=money)


def _foreign_after(text: str, position: int, *, money: bool) -> Scaled | None:
    found = _FOREIGN.match(text, position)
    noun = _foreign_scales().get(found[1].lower()) if found else None
    if found is None or noun is None or (len(found[1]) == 1 and not (money and found.start(1) == position)):
        return None
    return Scaled(word=Word(text=found[1], start=found.start(1), end=found.end()), noun=noun, foreign=True)


def amount(slot: Slot, scaled: Scaled, *, construct: bool) -> tuple[int, str]:
    """Say a numeral and its scale; return where what is said ends, and the words."""
    numeral, case = slot.numeral, slot.case
    value = numeral.value
    if value is None:
        if is_half(numeral) and numeral.whole in _SMALL:
            return scaled.word.end, half(int(numeral.whole), scaled.noun, case)
        return _behind(slot, scaled, say(numeral, slot.form()))
    if value == 1 and not slot.prefix.article:
        return scaled.word.end, scaled.noun.singular
    if value == 2 and not _lends_its_scale(slot):  # noqa: PLR2004 - the dual
        dual = scaled.noun.dual_in(case)
        return scaled.word.end, dual[:-1] if construct else dual
    return (scaled.word.end, count(value, scaled.noun, case)) if value in _FEW else _many(slot, scaled, value)


def _many(slot: Slot, scaled: Scaled, value: int) -> tuple[int, str]:
    said = cardinal(value, slot.form(construct=True))
    if _goes_on(slot, scaled, value):
        return scaled.word.end, f"{said} {nunated(scaled.noun.singular)}"
    return _behind(slot, scaled, said)


def _goes_on(slot: Slot, scaled: Scaled, value: int) -> bool:
    """Say whether a smaller figure is joined to the scale, which shows its case then: 24 million and 254 thousand."""
    if value % _HUNDRED not in _TAMYIZ or bare(scaled.word.text) != scaled.noun.singular:
        return False
    return _AND_A_FIGURE.match(slot.text, scaled.word.end) is not None


def _behind(slot: Slot, scaled: Scaled, said: str) -> tuple[int, str]:
    """Leave a scale word of the text where it stands; say a foreign one in Arabic."""
    return (scaled.word.end, f"{said} {scaled.noun.singular}") if scaled.foreign else (slot.end, said)


def _lends_its_scale(slot: Slot) -> bool:
    """Say whether a figure is joined before this one: a dual would leave "between 1 and 2 million" at one."""
    begin = slot.prefix.start
    return bool(_joined_figure().search(slot.text, max(0, begin - _JOINER), slot.begin))


def counts_on(text: str, position: int) -> bool:
    """Say whether a noun follows the scale word at once, so that the scale is in the construct state."""
    word = word_after(text, position)
    return word is not None and nouns.find(word.text, None) is not None


def read(slot: Slot) -> Reading | None:
    """Read a number of thousands, millions and so on."""
    scaled = scale_after(slot.text, slot.end)
    if scaled is None or slot.numeral.parts:
        return None
    end, said = amount(slot, scaled, construct=counts_on(slot.text, scaled.word.end))
    rule = "decimal" if slot.numeral.fraction else "whole"
    return slot.reading(end, said, SemioticClass.LARGE, rule)
