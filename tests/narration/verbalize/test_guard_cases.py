"""Wrong values, class by class: what is right passes, and every way of getting it wrong is refused."""

import csv
from pathlib import Path

import pytest

from briefing.model import Piece
from briefing.narration.verbalize.guard import Mismatch, mismatches
from briefing.narration.verbalize.reading import SemioticClass

CASES = Path(__file__).parents[2] / "cases" / "guard"
FEWEST_WRONG = 12
# A sign stands before a number of any class.
CLASSES = {"sign": SemioticClass.CARDINAL}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))


FILES = sorted(CASES.glob("*.tsv"))
ALL = [(path.stem, row) for path in FILES for row in rows(path)]


def judged(name: str, written: str, spoken: str) -> tuple[Mismatch, ...]:
    """Hold one piece of that class against its text; a hyphen of a name stands behind a letter."""
    kind = CLASSES.get(name) or SemioticClass(name)
    before = "ف" if kind is SemioticClass.ALPHANUMERIC and written.startswith("-") else ""
    end = len(before) + len(written)
    piece = Piece(start=len(before), end=end, spoken=spoken, semiotic_class=kind, rule="test")
    lead = Piece(start=0, end=len(before), spoken=before)
    return mismatches(before + written, (lead, piece))


@pytest.mark.parametrize(("name", "row"), ALL, ids=[f"{name}: {row['how']}: {row['wrong']}" for name, row in ALL])
def test_a_wrong_value_is_refused(name: str, row: dict[str, str]) -> None:
    (refused,) = judged(name, row["written"], row["wrong"])
    assert (refused.written, refused.spoken) == (row["written"], row["wrong"])
    # An error that shows the same twice tells nothing.
    assert refused.written_value != refused.spoken_value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_right_value_passes(path: Path) -> None:
    assert [row["right"] for row in rows(path) if judged(path.stem, row["written"], row["right"])] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_class_has_enough_wrong_values_in_different_ways(path: Path) -> None:
    assert len({row["wrong"] for row in rows(path)}) >= FEWEST_WRONG
    assert len({row["how"] for row in rows(path)}) >= FEWEST_WRONG // 3
