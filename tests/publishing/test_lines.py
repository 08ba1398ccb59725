"""The figures of a chapter, as its table shows them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from briefing.publishing.lines import parts

if TYPE_CHECKING:
    from briefing.model import Episode


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, ("مؤيدو المشروع", "67%", "")),
        ({"value_max": Decimal(70)}, ("مؤيدو المشروع", "67–70%", "")),
        ({"subject": None}, ("عدد ورد في الخبر", "67%", "")),
        ({"unit": "شجرة", "value": Decimal(1200500)}, ("مؤيدو المشروع", "1,200,500", "شجرة")),
        ({"unit": "شجرة", "subject": None, "value": Decimal(2024)}, ("شجرة", "2024", "")),
        ({"value": Decimal("3.50")}, ("مؤيدو المشروع", "3.50%", "")),
    ],
    ids=str,
)
def test_a_figure_is_shown_by_what_it_counts(
    episode: Episode, changes: dict[str, object], shown: tuple[str, str, str]
) -> None:
    segments = episode.script.segments
    figure = replace(segments.figures[0], **changes)
    changed = replace(episode, script=replace(episode.script, segments=replace(segments, figures=(figure,))))
    (row,) = parts(changed)[-2].rows
    assert (row.subject, row.value, row.unit) == shown


def test_only_chapters_of_numbers_have_a_table(episode: Episode) -> None:
    assert [bool(part.rows) for part in parts(episode)] == [False, False, False, False, True, False]


def test_lines_of_one_quote_stand_together_and_lines_are_numbered_through(episode: Episode) -> None:
    chapter = episode.chapters[3]
    doubled = replace(chapter, cues=(*chapter.cues, chapter.cues[-1]))
    laid_out = parts(replace(episode, chapters=(*episode.chapters[:3], doubled, *episode.chapters[4:])))
    assert [len(group) for group in laid_out[3].groups] == [1, 2]
    numbers = [line.number for part in laid_out for group in part.groups for line in group]
    assert numbers == list(range(len(numbers)))
