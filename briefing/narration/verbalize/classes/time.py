"""Clock times: the hour is an ordinal, the quarter and the half have their names, other minutes are counted."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.model import Gender
from briefing.narration.verbalize import cues, nouns
from briefing.narration.verbalize.cardinals import Form, conjunction
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import LETTERS, bare
from briefing.narration.verbalize.numeral import Numeral
from briefing.narration.verbalize.ordinals import ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import past_joined, word_after
from briefing.narration.verbalize.spoken import behind_point, count, say

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?![\d:])")
# The time of a race: 3:43.13, 2:01:09.5.
_TIMED = re.compile(r"(?:(?P<hour>\d{1,2}):)?(?P<minute>\d{1,2}):(?P<second>\d{2})[.,](?P<part>\d{1,3})(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})[.,](\d{2})(?!\d)")
_MILITARY = re.compile(r"(\d{2})(\d{2})(?!\d)")
_HOUR = re.compile(r"(\d{1,2})(?!\d|[.,:/]\d)")
_MERIDIEM = re.compile(r" ?([AaPp])\.?[Mm]\.?(?![A-Za-z])")
_LATIN_ZONE = re.compile(r"(GMT|UTC)(?![A-Za-z+-])")
_LAST_HOUR, _LAST_MINUTE = 24, 59
_TWELVE = 12
_QUARTER, _THIRD, _HALF = 15, 20, 30
_NEAR = 25


def read(slot: Slot) -> Reading | None:
    """Read a time of day."""
    if slot.sign or slot.currency or slot.percent or (slot.prefix.article and not _before_period(slot)):
        return None
    timed = _TIMED.match(slot.text, slot.begin)
    if timed and int(timed["second"]) <= _LAST_MINUTE:
        return _timed(slot, timed)
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


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{'|'.join(map(re.escape, cues.listed('time', 'zone')))})(?![{LETTERS}A-Za-z])")


def zone(text: str, position: int, previous: Reading | None) -> Reading | None:
    """Read the clock of the world whose time stands before it, in Latin letters."""
    found = _LATIN_ZONE.match(text, position)
    if not found or previous is None or previous.semiotic_class is not SemioticClass.TIME:
        return None
    if text[previous.end : position].strip(" ("):
        return None
    said = cues.said("time", found[1].lower())
    return Reading(
        start=position, end=found.end(), spoken=said, semiotic_class=SemioticClass.LATIN, rule="clock of the world"
    )


def _period_follows(text: str, end: int) -> bool:
    if _zone().match(text, end):
        return True
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
    return slot.reading(_past_unit(slot.text, found.end()), joined, SemioticClass.TIME, "duration")


def _timed(slot: Slot, timed: re.Match[str]) -> Reading:
    """Read the time of a race; what is behind the point are parts of a second."""
    said = [
        count(int(timed[name]), nouns.noun(cues.said("time", noun)), slot.case)
        for name, noun in (("hour", "hour_noun"), ("minute", "minute"))
        if int(timed[name] or 0)
    ]
    second = nouns.noun(cues.said("time", "second"))
    numeral = Numeral(end=timed.end(), whole=timed["second"], fraction=timed["part"])
    seconds = say(numeral, Form(case=slot.case, gender=second.gender))
    joined = f" {conjunction()}".join([*said, f"{seconds} {behind_point(numeral, second)}"])
    return slot.reading(_past_unit(slot.text, timed.end()), joined, SemioticClass.TIME, "time of a race")


def _past_unit(text: str, end: int) -> int:
    """Return where a duration ends, with the word for minutes or hours that is said already."""
    word = word_after(text, end)
    known = nouns.find(word.text, None) if word else None
    units = {nouns.noun(cues.said("time", name)) for name in ("hour_noun", "minute", "second")}
    return word.end if word and known and known.noun in units else end
