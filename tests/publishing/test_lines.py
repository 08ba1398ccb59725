"""The figures of a chapter, as its table shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefing.publishing.lines import parts

if TYPE_CHECKING:
    from briefing.model import Episode


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, ("مؤيدو المشروع", "67%")),
        ({"text": "67% من السكان"}, ("مؤيدو المشروع", "67% من السكان")),
        ({"text": "6 نقاط", "subject": None, "unit": "نقطة"}, ("عدد ورد في الخبر", "6 نقاط")),
    ],
    ids=str,
)
def test_a_figure_is_shown_in_the_words_of_the_article(
    episode: Episode, changes: dict[str, object], shown: tuple[str, str]
) -> None:
    segments = episode.script.segments
    figure = replace(segments.figures[0], **changes)
    changed = replace(episode, script=replace(episode.script, segments=replace(segments, figures=(figure,))))
    (row,) = parts(changed)[-2].rows
    assert (row.subject, row.value) == shown


def test_only_chapters_of_numbers_have_a_table(episode: Episode) -> None:
    assert [bool(part.rows) for part in parts(episode)] == [False, False, False, False, True, False]


def test_lines_of_one_quote_stand_together_and_lines_are_numbered_through(episode: Episode) -> None:
    chapter = episode.chapters[3]
    doubled = replace(chapter, cues=(*chapter.cues, chapter.cues[-1]))
    laid_out = parts(replace(episode, chapters=(*episode.chapters[:3], doubled, *episode.chapters[4:])))
    assert [len(group) for group in laid_out[3].groups] == [1, 2]
    numbers = [line.number for part in laid_out for group in part.groups for line in group]
    assert numbers == list(range(len(numbers)))
