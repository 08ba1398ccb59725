"""The tables of the desk: sorted, whole, and open to the user's own rows."""

import pytest

from briefing.arabic import strip_marks
from briefing.model import Gender
from briefing.narration.verbalize import nouns, tables
from briefing.narration.verbalize.classes import measure, money

FEWEST_NOUNS, FEWEST_READINGS = 400, 500


@pytest.mark.parametrize("name", sorted(tables.COLUMNS))
def test_every_table_is_sorted_and_has_no_row_twice(name: str) -> None:
    rows = [tuple(row.values()) for row in tables.table(name)]
    assert rows == sorted(set(rows))


@pytest.mark.parametrize("name", sorted(tables.COLUMNS))
def test_no_table_has_marks(name: str) -> None:
    cells = [cell for row in tables.table(name) for cell in row.values()]
    assert [cell for cell in cells if strip_marks(cell) != cell] == []


def test_there_are_enough_nouns_and_readings() -> None:
    assert len(tables.table("nouns")) >= FEWEST_NOUNS
    assert len(tables.table("latin")) >= FEWEST_READINGS


def test_every_reading_is_in_arabic_letters_alone() -> None:
    spoken_forms = [row["spoken"] for row in tables.table("latin")]
    assert [form for form in spoken_forms if not form.replace(" ", "").isalpha() or form.isascii()] == []


def test_every_unit_and_currency_stands_on_a_known_noun() -> None:
    assert measure.unit_after(" كم", 0) is not None
    assert money.currencies()["$"].noun.gender is Gender.MASCULINE
    assert nouns.noun("ليرة").gender is Gender.FEMININE
