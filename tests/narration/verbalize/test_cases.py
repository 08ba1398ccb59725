"""Phrases that news uses, class by class, each with the reading that we stand by and the reason for it."""

import csv
from pathlib import Path

import pytest

from briefing.narration.verbalize import spoken, verbalize
from briefing.narration.verbalize.guard import mismatches
from briefing.narration.verbalize.reading import SemioticClass

CASES = Path(__file__).parents[2] / "cases" / "verbalize"
FEWEST_ROWS = 25


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


NAMES = sorted(path.stem for path in CASES.glob("*.tsv"))


@pytest.mark.parametrize("name", NAMES)
def test_every_phrase_is_read_as_a_newsreader_would(name: str) -> None:
    found = {row["written"]: spoken(row["written"]) for row in rows(name)}
    assert found == {row["written"]: row["spoken"] for row in rows(name)}


@pytest.mark.parametrize("name", NAMES)
def test_every_class_has_its_rows_and_every_row_its_reason(name: str) -> None:
    assert len(rows(name)) >= FEWEST_ROWS
    assert all(row["why"] for row in rows(name))


def test_every_class_that_the_program_knows_has_cases() -> None:
    covered_elsewhere = {SemioticClass.FORMAT: "symbol"}
    assert {covered_elsewhere.get(kind, kind.value) for kind in SemioticClass} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_guard_agrees_with_every_case(name: str) -> None:
    texts = [row["written"] for row in rows(name)]
    assert [found for text in texts for found in mismatches(text, verbalize(text))] == []
