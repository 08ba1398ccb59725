"""Measures and temperatures: a unit by its sign is said as the noun that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.narration.verbalize import governors, nouns
from briefing.narration.verbalize.classes.large import amount, scale_after
from briefing.narration.verbalize.letters import WORD
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after
from briefing.narration.verbalize.spoken import with_fraction
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.grammar import Noun
    from briefing.narration.verbalize.slot import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: its noun, the adjective that agrees with it, and what is said behind both."""

    noun: Noun
    adjective: str
    tail: str


@remembered
def _units() -> dict[str, Unit]:
    return {
        row["unit"]: Unit(noun=nouns.noun(row["noun"]), adjective=row["adjective"], tail=row["tail"])
        for row in table("units")
    }


@remembered
def _longest() -> int:
    return max(map(len, _units()))


def unit_after(text: str, position: int) -> tuple[Unit, int] | None:
    """Return the unit behind `position` and where it ends."""
    begin = position
    while text[begin : begin + 1] == " " and begin < position + 2:
        begin += 1
    for length in range(_longest(), 0, -1):
        end = begin + length
        unit = _units().get(text[begin:end])
        following = text[end : end + 1]
        if unit and not (WORD.match(following) or following.isalnum()) and end <= len(text):
            return unit, end
    return None


def read(slot: Slot) -> Reading | None:
    """Read a number with the sign of its unit."""
    if slot.numeral.parts or slot.numeral.is_long:
        return None
    scaled = scale_after(slot.text, slot.end)
    found = unit_after(slot.text, scaled.word.end if scaled else slot.end)
    if not found:
        return None
    unit, end = found
    if scaled:
        said_end, said = amount(slot, scaled, construct=True)
        rest = slot.text[said_end : scaled.word.end].strip()
        said = f"{said} {rest}".rstrip() + f" {unit.noun.singular} {unit.adjective}".rstrip()
    else:
        said = with_fraction(slot.numeral, unit.noun, slot.case, unit.adjective)
    end = _past_dot(slot.text, end)
    return slot.reading(end, f"{said} {unit.tail}".rstrip(), SemioticClass.MEASURE, f"unit {unit.noun.singular}")


def _past_dot(text: str, end: int) -> int:
    """Return where a unit ends, with the dot of an abbreviation: it is a stop where a verb begins the next sentence."""
    following = word_after(text, end + 1) if text[end : end + 2] == ". " and text[end - 1].isalpha() else None
    if following is None:
        return end
    before = governors.governor(following.text)
    return end if before is not None and before.kind == "verb" else end + 1
