"""Fractions: 2/3, 1 1/2, the half sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, NOON
from briefing.model import Gender
from briefing.narration.verbalize import cues, governors
from briefing.narration.verbalize.cardinals import Form, cardinal, conjunction, number, words
from briefing.narration.verbalize.grammar import Case, Noun
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after, words_before
from briefing.narration.verbalize.spoken import count, say

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_SLASHED = re.compile(r"(?:(\d{1,4}) )?(\d{1,4})/(\d{1,4})(?![\d/])")
VULGAR = {
    "\u00bd": (1, 2), "\u2153": (1, 3), "\u2154": (2, 3), "\u00bc": (1, 4), "\u00be": (3, 4), "\u2155": (1, 5),
    "\u2156": (2, 5), "\u2157": (3, 5), "\u2158": (4, 5), "\u2159": (1, 6), "\u215a": (5, 6), "\u215b": (1, 8),
    "\u215c": (3, 8), "\u215d": (5, 8), "\u215e": (7, 8),
}  # fmt: skip
_SIGN = re.compile(f" ?([{''.join(VULGAR)}])")
# A mark of 8.5/10.
_MARKS = re.compile(r" ?/ ?(\d{1,4})(?!\d|[.,/]\d)")
_MOST_PARTS = 10
_SCALES_OF_MARKS = (5, 10, 20, 100)
_MARKS_ALONE = (10, 20, 100)


def sign_after(text: str, position: int) -> bool:
    """Say whether the sign of a part follows: what stands before it is whole."""
    return _SIGN.match(text, position) is not None


def read(slot: Slot) -> Reading | None:
    """Read a fraction, with the whole number before it."""
    sign = _SIGN.match(slot.text, slot.end)
    if sign and slot.numeral.value is not None:
        over, under = VULGAR[sign[1]]
        return _reading(slot, sign.end(), slot.numeral.whole, over, under)
    marks = _MARKS.match(slot.text, slot.end) if slot.numeral.fraction else None
    if marks:
        said = f"{say(slot.numeral, slot.form())} {words()['of']} {number(marks[1], Form())}"
        return slot.reading(marks.end(), said, SemioticClass.FRACTION, "so many of")
    found = _SLASHED.match(slot.text, slot.begin)
    if not found or found[3].strip("0") == "" or cues.any_of(slot.left[:1], "date", "words"):
        return None
    if not found[1] and _is_so_many_of(slot, found):
        form = Form(case=slot.case if slot.case is Case.NOMINATIVE else Case.GENITIVE)
        said = f"{number(found[2], form)} {words()['of']} {number(found[3], Form())}"
        return slot.reading(found.end(), said, SemioticClass.FRACTION, "so many of")
    return _reading(slot, found.end(), found[1], int(found[2]), int(found[3]))


def _is_so_many_of(slot: Slot, found: re.Match[str]) -> bool:
    """Say whether 9/10 is a mark of a rating, 3/12 a page or a part of so many, and no share of anything."""
    over, under = int(found[2]), int(found[3])
    if over > under or slot.sign or slot.currency or slot.percent:
        return False
    start = slot.prefix.start
    bracketed = slot.text[start - 1 : start] == "(" and slot.text[found.end() : found.end() + 1] == ")"
    left = words_before(slot.text, start - 1) if bracketed else slot.left
    if over == under or cues.any_of(left[:2], "fraction", "counters"):
        return True
    following = word_after(slot.text, found.end())
    if following is not None and under in _MARKS_ALONE and governors.is_preposition(following.text):
        # "Gave the film 8/10 on its page": nothing is named of which it would be a part.
        return bool(following.text != words()["of"])
    shared = following is not None and (bare(following.text).startswith(ARTICLE) or following.text == words()["of"])
    scored = cues.any_of(slot.left[:1], "fraction", "scored") and cues.any_of(slot.left[1:3], "fraction", "marking")
    return scored and under in _SCALES_OF_MARKS and not shared


def _reading(slot: Slot, end: int, whole: str | None, over: int, under: int) -> Reading:
    said = parts(over, under, slot.case, construct=_owned(slot, end) and not whole)
    if whole:
        # "A thousand and a half" would be fifteen hundred.
        joint = f"{words()['plus']} " if int(whole) % 1000 == 0 else conjunction()
        said = f"{cardinal(int(whole), slot.form())} {joint}{said}"
    return slot.reading(end, said, SemioticClass.FRACTION, "parts" if under <= _MOST_PARTS else "over")


def _owned(slot: Slot, end: int) -> bool:
    word = word_after(slot.text, end)
    return word is not None and word.text != words()["of"]


def parts(over: int, under: int, case: Case, *, construct: bool) -> str:
    """Say so many parts: a third, two thirds, three quarters; else one number over the other."""
    names = words()["fraction"]
    if not 2 <= under <= _MOST_PARTS or over > _MOST_PARTS:  # noqa: PLR2004 - there is no name for a whole
        return f"{cardinal(over, Form(case=case))} {names['over']} {cardinal(under, Form())}"
    singular = names["singular"][str(under)]
    if over == 1:
        return str(singular)
    noun = Noun(
        singular=singular,
        gender=Gender.MASCULINE,
        dual=singular + ALEF + NOON,
        plural=names["plural"][str(under)],
    )
    said = count(over, noun, case)
    return said[:-1] if over == 2 and construct else said  # noqa: PLR2004 - the dual drops its noon
