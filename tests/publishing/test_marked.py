"""The written text with its marks: digits stay digits, letters stay letters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.publishing.marked import diacritized

if TYPE_CHECKING:
    from briefing.model import Episode, Utterance


def poll(episode: Episode) -> Utterance:
    return episode.script.chapters[-2].utterances[0]


def test_a_number_stays_in_digits_between_marked_words(episode: Episode) -> None:
    assert diacritized(poll(episode)) == "وَأَظْهَرَ اسْتِطْلَاعٌ أَنَّ 67% مِنَ السُّكَّانِ يُؤَيِّدُونَ الْمَشْرُوعَ."


def test_marks_never_change_a_letter(episode: Episode) -> None:
    for chapter in episode.script.chapters:
        for utterance in chapter.utterances:
            assert strip_marks(diacritized(utterance)) == strip_marks(utterance.written)


def test_where_the_letters_do_not_fit_the_text_stays_as_written(episode: Episode) -> None:
    other = replace(poll(episode), spoken="كَلَامٌ آخَرُ")
    assert diacritized(other) == other.written
    assert diacritized(replace(other, pieces=())) == other.written
