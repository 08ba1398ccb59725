"""Definite numbers: the five states, the G7, the last 24 hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.verbalize import nouns
from briefing.narration.verbalize.cardinals import cardinal
from briefing.narration.verbalize.classes.ordinal import case_of_noun
from briefing.narration.verbalize.grammar import Gender
from briefing.narration.verbalize.letters import ARTICLE, BEH, LAM, bare
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import definite

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot


def read(slot: Slot) -> Reading | None:
    """Read a number with the article: its gender is that of the noun behind it, else of the noun before it."""
    value = slot.numeral.value
    if not slot.prefix.article or value is None or slot.numeral.parts:
        return None
    gender, rule = _gender(slot, value)
    case = slot.case if slot.prefix.preposition or not slot.left else case_of_noun(slot.left, glued=False)
    said = definite(cardinal(value, slot.form(gender=gender, case=case)))
    return slot.reading(slot.end, said, SemioticClass.DEFINITE, rule, definite=True)


def _gender(slot: Slot, value: int) -> tuple[Gender, str]:
    before = slot.left[0] if slot.left else ""
    spelled = bare(before)
    for glued in (BEH, LAM, ""):
        spelled = spelled.removeprefix(glued + ARTICLE)
    if spelled != bare(before):
        found = nouns.find(spelled, 3)
        if found:
            return found.noun.gender, "noun before"
    if slot.counted:
        return slot.counted.noun.gender, "noun behind"
    del value
    return Gender.MASCULINE, "alone"
