"""The tables of the desk: sorted, whole, and open to the user's own rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.arabic import strip_marks
from briefing.errors import SettingsError
from briefing.narration.verbalize import nouns, spoken, tables
from briefing.narration.verbalize.classes import measure, money
from briefing.narration.verbalize.grammar import Gender

FEWEST_NOUNS, FEWEST_READINGS = 400, 500


@pytest.fixture
def own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the working folder name a file of the user's own."""
    own = tmp_path / "mine.toml"
    (tmp_path / "briefing.toml").write_text(f'readings = "{own}"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    tables.forget()
    yield own
    tables.forget()


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


def test_the_users_own_rows_are_added_and_win(own_file: Path) -> None:
    own_file.write_text(
        '[[latin]]\nwritten = "CNN"\nspoken = "شبكة الأخبار"\n'
        '[[nouns]]\nsingular = "كمامة"\ngender = "masculine"\ndual = "كمامتان"\nplural = "كمامات"\n',
        encoding="utf-8",
    )
    assert spoken("CNN") == "شبكة الأخبار"
    assert spoken("وزع 3 كمامات") == "وزع ثلاثة كمامات"


@pytest.mark.parametrize(
    "content",
    ['[[nonsense]]\na = "b"\n', '[[latin]]\nsaid = "b"\n', '[[latin]]\nspoken = "b"\n', "latin = 1\n", "not toml"],
)
def test_a_malformed_file_of_the_users_own_is_named(own_file: Path, content: str) -> None:
    own_file.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"mine\.toml"):
        spoken("CNN")


def test_a_chosen_file_that_is_missing_is_named(own_file: Path) -> None:
    with pytest.raises(SettingsError, match=own_file.name):
        spoken("CNN")
