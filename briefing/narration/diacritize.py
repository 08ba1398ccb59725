"""Marks for every utterance: the whole script is read at once, so that each sentence has its neighbours."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import shadda_first, strip_marks
from briefing.arabic.letters import ALEF, ALEF_MAKSURA, WAW, YEH
from briefing.narration import lexicon
from briefing.narration.diacritizers.letters import Skeleton, transfer
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from briefing.model import Script
    from briefing.plugins import Diacritizer

_LONG = frozenset({ALEF, ALEF_MAKSURA, WAW, YEH})


def script(undressed: Script, diacritizer: Diacritizer) -> Script:
    """Fill the marks of each utterance's spoken text; its bare letters stay as they are."""
    chapters = []
    for chapter in undressed.chapters:
        utterances = tuple(
            replace(utterance, spoken=text(utterance.spoken, diacritizer)) for utterance in chapter.utterances
        )
        chapters.append(replace(chapter, utterances=utterances))
    return replace(undressed, chapters=tuple(chapters))


def text(bare: str, diacritizer: Diacritizer) -> str:
    """Return `bare` with marks, each shadda before its vowel; whatever the plug-in did, letters are kept.

    Names have fixed readings: the lexicon types their marks first, and the diacritizer keeps what is typed.
    """
    marked = shadda_first(diacritizer.diacritize(_forced(bare)))
    if strip_marks(marked) != strip_marks(bare):
        marked = transfer(bare, marked)
    return _with_long_vowels(bare, marked)


def _forced(bare: str) -> str:
    """Type the marks of every known name, and of the particle before it, which has one reading before a noun."""
    parts, done = [], 0
    for name in lexicon.matches(bare):
        before = bare[done : name.start]
        words = before.rstrip(" ")
        start = words.rfind(" ") + 1
        particle = _before_names().get(words[start:], words[start:])
        parts += [before[:start], particle, before[len(words) :], name.marked]
        done = name.end
    return "".join([*parts, bare[done:]])


@cache
def _before_names() -> dict[str, str]:
    table = data("ar", "diacritize", "before_names.tsv")
    return {row["word"]: row["marked"] for row in read_table(table, ("word", "marked"))}


def _with_long_vowels(bare: str, marked: str) -> str:
    """Leave the long vowels of known names bare, as their readings do, where a model has put a mark on one."""
    found = Skeleton.of(marked)
    marks, at, done = list(found.typed), 0, 0
    for name in lexicon.matches(bare):
        at += len(strip_marks(bare[done : name.start]))
        done = name.start
        reading = Skeleton.of(name.marked)
        for place, (letter, typed) in enumerate(zip(reading.bases, reading.typed, strict=True), start=at):
            if letter in _LONG and not typed:
                marks[place] = ""
    return found.lead + "".join(base + run for base, run in zip(found.bases, marks, strict=True))
