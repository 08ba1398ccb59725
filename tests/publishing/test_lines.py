"""The figures of a chapter, as its table shows them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefing.publishing.lines import _clause, parts

if TYPE_CHECKING:
    from briefing.model import Episode


POLL = "وأظهر استطلاع أن 67% من السكان يؤيدون المشروع."


def test_a_figure_stands_beside_the_clause_that_says_what_it_counts(episode: Episode) -> None:
    (row,) = parts(episode)[-2].rows
    assert (row.subject, row.value) == (POLL.rstrip("."), "67%")


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("أظهر استطلاع أجرته الجامعة، وشمل ألف شخص، أن 67% يؤيدون المشروع الجديد.", "أن 67% يؤيدون المشروع الجديد"),
        ("بلغت النسبة 67%، بحسب الجامعة.", "بلغت النسبة 67%، بحسب الجامعة."),
        ("بلغت النسبة 67.5% من السكان؛ وهذا كثير.", "بلغت النسبة 67.5% من السكان"),
        ("لا رقم هنا.", "لا رقم هنا."),
    ],
)
def test_a_clause_ends_at_a_sign_and_has_more_than_the_figure(line: str, clause: str) -> None:
    figure = "67.5%" if "67.5%" in line else "67%"
    assert _clause(line, figure) == clause


def test_only_chapters_that_tell_numbers_have_a_table(episode: Episode) -> None:
    assert [bool(part.rows) for part in parts(episode)] == [False, False, False, False, True, False]


def test_lines_of_one_quote_stand_together_and_lines_are_numbered_through(episode: Episode) -> None:
    chapter = episode.chapters[3]
    doubled = replace(chapter, cues=(*chapter.cues, chapter.cues[-1]))
    laid_out = parts(replace(episode, chapters=(*episode.chapters[:3], doubled, *episode.chapters[4:])))
    assert [len(group) for group in laid_out[3].groups] == [1, 2]
    numbers = [line.number for part in laid_out for group in part.groups for line in group]
    assert numbers == list(range(len(numbers)))
