"""Marks for every utterance: the whole script is read at once, so that each sentence has its neighbours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic import shadda_first, strip_marks
from briefing.narration import lexicon
from briefing.narration.diacritizers.letters import transfer

if TYPE_CHECKING:
    from briefing.model import Script
    from briefing.plugins import Diacritizer


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
    marked = shadda_first(diacritizer.diacritize(lexicon.force(bare)))
    return marked if strip_marks(marked) == strip_marks(bare) else transfer(bare, marked)
