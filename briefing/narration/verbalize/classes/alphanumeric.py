"""Names with figures in them: F-35 in Arabic letters, S-400, 5G, A320, Boeing 777."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.arabic.letters import WAW
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.cardinals import Form, number
from briefing.narration.verbalize.classes import latin
from briefing.narration.verbalize.letters import LETTERS
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import one_by_one

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_HYPHENED = re.compile(rf"(?<=[{LETTERS}A-Za-z])[-\u2013](\d{{1,5}})(?![\d%]|[.,/]\d)")
_MODEL = re.compile(r"(\d{3})-(\d{1,4})(?![\d%]|[.,/]\d)")
_MIXED = re.compile(r"\d+[-]?[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)?")
_SHORTEST_IDENTIFIER = 6
_RUN = re.compile(r"\d+|[A-Za-z]+")


def behind_hyphen(text: str, position: int) -> Reading | None:
    """Read the hyphen at `position` with its figure, where a letter stands before it."""
    found = _HYPHENED.match(text, position)
    if not found:
        return None
    return Reading(
        start=position,
        end=found.end(),
        spoken=" " + number(found[1], Form()),
        semiotic_class=SemioticClass.ALPHANUMERIC,
        rule="hyphen",
    )


def model(slot: Slot) -> Reading | None:
    """Read the two figures of a model: Boeing 737-800."""
    found = _MODEL.match(slot.text, slot.begin)
    if found is None or slot.sign or not _is_behind_a_name(slot):
        return None
    said = f"{number(found[1], Form())} {number(found[2], Form())}"
    return slot.reading(found.end(), said, SemioticClass.ALPHANUMERIC, "two figures of a model")


def read(slot: Slot) -> Reading | None:
    """Read a figure that is part of a name."""
    mixed = _MIXED.match(slot.text, slot.begin)
    if mixed and not slot.currency:
        known = latin.known(mixed[0])
        return slot.reading(mixed.end(), known or _runs(mixed[0]), SemioticClass.ALPHANUMERIC, "figures and letters")
    if slot.numeral.value is None or slot.prefix.start != slot.begin or (slot.counted and slot.counted.known):
        return None
    if slot.behind_latin or _is_behind_a_name(slot):
        whole = slot.numeral.whole
        # So many figures are no model's number but what a document or a device is known by.
        said = number(whole, Form()) if len(whole) < _SHORTEST_IDENTIFIER else one_by_one(whole)
        return slot.reading(slot.end, said, SemioticClass.ALPHANUMERIC, "behind a name")
    return None


def _is_behind_a_name(slot: Slot) -> bool:
    names = [form for word in slot.left[:1] for form in (word, word.removeprefix(WAW))]
    return cues.any_of(names, "alphanumeric", "names")


def _runs(token: str) -> str:
    return " ".join(
        number(run, Form()) if run.isdecimal() else latin.known(run) or latin.guess(run) for run in _RUN.findall(token)
    )
