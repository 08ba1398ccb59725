"""Pausal forms: every case of tests/cases/pausal, and what holds for any text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import arabic
from briefing.narration.pausal import Endings, pausal

CASES = Path(__file__).parent.parent / "cases" / "pausal"


def _cases(column: str) -> list[tuple[str, str]]:
    found = []
    for table in sorted(CASES.glob("*.tsv")):
        with table.open(encoding="utf-8") as rows:
            found += [(row["text"], row[column]) for row in csv.DictReader(rows, delimiter="\t")]
    return found


@pytest.mark.parametrize(("text", "spoken"), _cases("pausal"))
def test_a_case_ends_as_written_down(text: str, spoken: str) -> None:
    assert arabic.shadda_first(pausal(text)) == arabic.shadda_first(spoken)


@pytest.mark.parametrize(("text", "spoken"), _cases("everyday"))
def test_a_case_ends_as_in_everyday_speech(text: str, spoken: str) -> None:
    assert arabic.shadda_first(pausal(text, Endings.EVERYDAY)) == arabic.shadda_first(spoken)


@given(st.text(), st.sampled_from(Endings))
def test_no_letter_changes(text: str, endings: Endings) -> None:
    assert arabic.strip_marks(pausal(text, endings)) == arabic.strip_marks(text)


@given(st.text(alphabet="ابتةىويلءأ\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670 .،\n"))
def test_no_arabic_letter_changes(text: str) -> None:
    assert arabic.strip_marks(pausal(text)) == arabic.strip_marks(text)


def test_full_endings_leave_the_text_alone() -> None:
    assert pausal("كِتَابٌ.", Endings.FULL) == "كِتَابٌ."
