"""Scores of matches and votes: 2-1 is two against one."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.narration.verbalize import cues, governors
from briefing.narration.verbalize.cardinals import Form, cardinal, words
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import DASH, LETTERS, WORD
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot

_PAIR = re.compile(rf"(\d{{1,3}})(?:{DASH}|:)(\d{{1,3}})(?! ?[-\u2013%]|\d|[.,/]\d)(?! \d(?!\d?-\d))")
# Three or more single figures are the lines of a team.
_LINES = re.compile(rf"\d(?:{DASH}\d){{2,4}}(?![-\u2013%\d]|[.,/]\d)")
# Papers that write a score so name the winner's goals first; another pair is a part of something or a date.
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?![\d/%]|[.,]\d)")
_REACH_BEFORE, _REACH_AFTER = 90, 60
_NEAR_WORDS = 6


@cache
def _to_nil() -> re.Pattern[str]:
    return re.compile(rf"(\d{{1,3}}){DASH}(?={words()['zero']}(?![{LETTERS}]))")


def read(slot: Slot) -> Reading | None:
    """Read a pair of figures as a score where the words around it speak of a match or a vote."""
    lines = _LINES.match(slot.text, slot.begin)
    if lines and not (slot.sign or slot.currency or slot.percent):
        figures = re.findall(r"\d", lines[0])
        said = " ".join(cardinal(int(figure), Form()) for figure in figures)
        return slot.reading(lines.end(), said, SemioticClass.SCORE, "lines of a team")
    nil = _to_nil().match(slot.text, slot.begin)
    if nil and not (slot.sign or slot.currency or slot.percent):
        said = f"{cardinal(int(nil[1]), Form())} {cues.said('score', 'against')}"
        return slot.reading(nil.end(), said, SemioticClass.SCORE, "to nil")
    found = _PAIR.match(slot.text, slot.begin)
    if found is None and (slashed := _SLASHED.match(slot.text, slot.begin)) and _is_won(slot, slashed):
        found = slashed
    if not found or slot.sign or slot.currency or slot.percent or not _is_score(slot, found):
        return None
    form = Form(case=Case.GENITIVE)
    said = f"{cardinal(int(found[1]), form)} {cues.said('score', 'against')} {cardinal(int(found[2]), form)}"
    return slot.reading(found.end(), said, SemioticClass.SCORE, "against")


def _is_score(slot: Slot, found: re.Match[str]) -> bool:
    word = word_after(slot.text, found.end())
    if word is not None and _is_counted(slot, found):
        return False
    if int(found[1]) >= int(found[2]):
        return True
    around = WORD.findall(slot.text, max(0, slot.begin - _REACH_BEFORE), found.end() + _REACH_AFTER)
    return cues.any_of(tuple(around), "score", "words")


def _is_won(slot: Slot, found: re.Match[str]) -> bool:
    """Say whether somebody has beaten somebody so, or drawn with them."""
    following = word_after(slot.text, found.end())
    ends = following is None or governors.is_preposition(following.text)
    return ends and int(found[1]) >= int(found[2]) and cues.any_of(slot.left[:_NEAR_WORDS], "score", "words")


def _is_counted(slot: Slot, found: re.Match[str]) -> bool:
    from briefing.narration.verbalize import nouns
    from briefing.narration.verbalize.classes.date import months
    from briefing.narration.verbalize.classes.large import scale_after
    from briefing.narration.verbalize.letters import bare

    word = word_after(slot.text, found.end())
    if word is None:
        return False
    counted = nouns.find(word.text, int(found[2]))
    return bool((counted and counted.known) or scale_after(slot.text, found.end()) or bare(word.text) in months())
