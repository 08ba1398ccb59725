"""Ordinals: numbers behind a noun that is numbered rather than counted, as Article 26 or the 23rd session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.verbalize import governors
from briefing.narration.verbalize.cardinals import Form, cardinal
from briefing.narration.verbalize.grammar import Case, Gender
from briefing.narration.verbalize.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW, bare
from briefing.narration.verbalize.ordinals import ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_LARGEST = 1000
_LARGEST_NAMED = 100


@remembered
def _numbered() -> dict[str, Gender]:
    return {row["noun"]: Gender(row["gender"]) for row in table("numbered")}


def numbered(word: str) -> tuple[Gender, bool] | None:
    """Return the gender of a definite noun that takes an ordinal, and whether a preposition is glued to it."""
    spelled = bare(word)
    if spelled[:1] in (WAW, FEH) and spelled not in _numbered():
        spelled = spelled[1:]
    glued = False
    if spelled.startswith(LAM + LAM):
        spelled, glued = ARTICLE + spelled[2:], True
    elif spelled[:1] in (BEH, KAF) and spelled[1:].startswith(ARTICLE):
        spelled, glued = spelled[1:], True
    gender = _numbered().get(spelled)
    return (gender, glued) if gender else None


def case_of_noun(left: tuple[str, ...], *, glued: bool) -> Case:
    """Return the case of the noun that stands nearest before a number."""
    if glued:
        return Case.GENITIVE
    if len(left) < 2:  # noqa: PLR2004 - nothing before the noun
        return Case.NOMINATIVE
    before = governors.governor(left[1])
    if before is not None:
        return Case.NOMINATIVE if before.kind == "verb" else before.case
    return Case.GENITIVE


def read(slot: Slot) -> Reading | None:
    """Read a number that names a place in an order."""
    value = slot.numeral.value
    if value is None or not 1 <= value < _LARGEST or not slot.left or slot.prefix.preposition or slot.sign:
        return None
    found = numbered(slot.left[0])
    # A noun behind the number is counted by it, unless the number has the article: cases/verbalize/ordinal.tsv
    if found is None or (slot.counted and slot.counted.known and not slot.prefix.article):
        return None
    gender, glued = found
    if value > _LARGEST_NAMED and not slot.prefix.article:
        return slot.reading(slot.end, cardinal(value, Form()), SemioticClass.ORDINAL, "beyond a hundred")
    said = ordinal(value, gender, case_of_noun(slot.left, glued=glued))
    return slot.reading(slot.end, said, SemioticClass.ORDINAL, f"{gender} noun", definite=True)
