"""Clock times: the hour is an ordinal, the quarter and the half have their names, other minutes are counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.model import Gender
from briefing.narration.verbalize import cues, nouns
from briefing.narration.verbalize.cardinals import conjunction
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.ordinals import ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import past_joined, word_after
from briefing.narration.verbalize.spoken import count

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])")
_DOTTED = re.compile(r"(\d{1,2})[.,](\d{2})(?!\d)")
_MILITARY = re.compile(r"(\d{2})(\d{2})(?!\d)")
_HOUR = re.compile(r"(\d{1,2})(?![\d.,:/])")
_MERIDIEM = re.compile(r" ?([AaPp])\.?[Mm]\.?(?![A-Za-z])")
_LAST_HOUR, _LAST_MINUTE = 24, 59
_TWELVE = 12
_QUARTER, _THIRD, _HALF = 15, 20, 30
_NEAR = 25


def read(slot: Slot) -> Reading | None:
    """Read a time of day."""
    if slot.sign or slot.currency or slot.percent or (slot.prefix.article and not _before_period(slot)):
        return None
    found = _CLOCK.match(slot.text, slot.begin)
    if found and found[3] and not _after_hour_word(slot):
        return _duration(slot, found)
    if not found:
        found = _without_colon(slot)
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0) if found.re is not _HOUR else 0
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    end, half = _half_of_the_day(slot.text, found.end())
    midnight = hour % _LAST_HOUR == 0 or (hour == _TWELVE and half == "morning")
    said = clock(_TWELVE if midnight else hour, minute)
    if found.re is _CLOCK and found[3]:
        said += f" {conjunction()}{count(int(found[3]), nouns.noun(cues.said('time', 'second')), Case.GENITIVE)}"
    if midnight:
        end, period = _midnight(slot.text, end, minute)
    else:
        # Twelve in the evening would be heard as midnight.
        period = cues.said("time", "noon" if hour == _TWELVE and half == "evening" else half) if half else ""
    return slot.reading(end, f"{said} {period}".rstrip(), SemioticClass.TIME, "clock", definite=True)


def _after_hour_word(slot: Slot) -> bool:
    return cues.any_of(slot.left[:1], "time", "hour") or (
        cues.any_of(slot.left[:1], "time", "around") and cues.any_of(slot.left[1:2], "time", "hour")
    )


def _without_colon(slot: Slot) -> re.Match[str] | None:
    if not (_after_hour_word(slot) or _before_period(slot) or _joined(slot)):
        return None
    patterns = (_DOTTED, _MILITARY, _HOUR) if _after_hour_word(slot) else (_DOTTED, _HOUR)
    return next((found for pattern in patterns if (found := pattern.match(slot.text, slot.begin))), None)


def _before_period(slot: Slot) -> bool:
    if _MERIDIEM.match(slot.text, slot.end):
        return True
    return _period_follows(slot.text, past_joined(slot.text, slot.end, by_word=True))


def hour_before_period(slot: Slot, end: int) -> str | None:
    """Say the numeral of a slot as an hour, where a word for the time of day stands behind `end`."""
    value = slot.numeral.value
    if value is None or not 1 <= value <= _LAST_HOUR or not _period_follows(slot.text, end):
        return None
    return _hour(value)


def _period_follows(text: str, end: int) -> bool:
    word = word_after(text, end)
    if word and bare(word.text) in cues.listed("time", "before_period"):
        word = word_after(text, word.end)
    return word is not None and bare(word.text) in cues.listed("time", "period")


def _joined(slot: Slot) -> bool:
    previous = slot.previous
    if previous is None or previous.semiotic_class is not SemioticClass.TIME or slot.counted:
        return False
    between = slot.text[previous.end : slot.prefix.start]
    joined = slot.prefix.conjunction or cues.any_of(slot.left[:1], "time", "around")
    return bool(joined) and len(between) < _NEAR


def clock(hour: int, minute: int) -> str:
    """Say an hour and a minute."""
    said = _hour(hour)
    if minute == _QUARTER:
        return f"{said} {cues.said('time', 'quarter')}"
    if minute == _THIRD:
        return f"{said} {cues.said('time', 'third')}"
    if minute == _HALF:
        return f"{said} {cues.said('time', 'half')}"
    if not minute:
        return said
    return f"{said} {conjunction()}{count(minute, nouns.noun(cues.said('time', 'minute')), Case.GENITIVE)}"


def _hour(hour: int) -> str:
    return cues.said("time", "the_one") if hour == 1 else ordinal(hour, Gender.FEMININE, Case.GENITIVE)


def _half_of_the_day(text: str, end: int) -> tuple[int, str]:
    meridiem = _MERIDIEM.match(text, end)
    if meridiem:
        return meridiem.end(), "morning" if meridiem[1] in "Aa" else "evening"
    word = word_after(text, end)
    for name in ("morning", "evening"):
        if word and bare(word.text) == cues.said("time", f"{name}_letter") and text[word.end : word.end + 1] != ".":
            return word.end, name
    return end, ""


def _midnight(text: str, end: int, minute: int) -> tuple[int, str]:
    """Say that twelve is that of the night, once where the text says so too."""
    said = cues.said("time", "after_midnight" if minute else "at_midnight")
    written = f" {said}"
    return (end + len(written) if text.startswith(written, end) else end), said


def _duration(slot: Slot, found: re.Match[str]) -> Reading:
    names = ("hour_noun", "minute", "second")
    said = [
        count(int(figure), nouns.noun(cues.said("time", name)), slot.case)
        for figure, name in zip(found.groups(), names, strict=True)
        if int(figure)
    ]
    joined = f" {conjunction()}".join(said) or count(0, nouns.noun(cues.said("time", "second")), slot.case)
    return slot.reading(found.end(), joined, SemioticClass.TIME, "duration")
