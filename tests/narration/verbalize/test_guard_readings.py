"""The guard's two readers by themselves: what a text asks for, and what is heard, as an error would show it.

Several ways of one text stand with a bar between them, the figures of a name with a semicolon.
"""

import csv
from pathlib import Path

import pytest

from briefing.narration.verbalize.guard import figures, hearing, written
from briefing.narration.verbalize.guard.value import Kind, shown

CASES = Path(__file__).parents[2] / "cases" / "guard_readings"
READERS = {"cardinal": written.numbers(Kind.CARDINAL)}
OF_NAMES = ("name", "web")


def rows(name: str) -> list[tuple[str, str, str]]:
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as table:
        return [(first, second, third) for first, second, third in csv.reader(table, "excel-tab", quoting=3)][1:]


@pytest.mark.parametrize(("reader", "text", "values"), rows("written"))
def test_a_text_asks_for_its_values(reader: str, text: str, values: str) -> None:
    read = READERS.get(reader) or getattr(written, reader)
    asked = read(figures.plain(text))
    ways = [" | ".join(map(shown, run)) for run in asked] if reader in OF_NAMES else map(shown, asked)
    assert (" ; " if reader in OF_NAMES else " | ").join(ways) == values


@pytest.mark.parametrize(("ear", "spoken", "values"), rows("spoken"))
def test_words_are_heard_as_their_values(ear: str, spoken: str, values: str) -> None:
    assert " | ".join(map(shown, getattr(hearing, ear)(spoken))) == values


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.106", [{1106, 1.106}]),
        ("1,250", [{1250, 1.25}]),
        ("65,000", [{65_000}]),
        ("65.000", [{65_000, 65}]),
        ("0,125", [{125, 0.125}]),
        ("12.5", [{12.5}]),
        ("1 500", [{1500}]),
        ("2.3.1", [{2}, {3}, {1}]),
        ("5 آلاف", [{5000}]),
        ("\u2155", [{0.2}]),
        ("\u2463", [{4}]),
        ("\u2167", [{8}]),
        ("\u246d", [{14}]),
        ("H\u2082O", [{2}]),
        ("٣٫٥", [{3.5}]),
        ("٣٬٥٠٠", [{3500, 3.5}]),
        ("१२", [{12}]),
    ],
)
def test_a_dot_that_can_be_read_two_ways_gives_both(text: str, readings: list[set[float]]) -> None:
    found = [values for figure in figures.figures(figures.plain(text)) for values in figure.values]
    assert [{float(value) for value in values} for values in found] == readings


def test_a_figure_stands_where_it_stands_with_its_scale() -> None:
    first, second = figures.figures("نحو 5 مليون و7")
    assert ("نحو 5 مليون و7"[first.start : first.end], second.start, second.end) == ("5 مليون", 13, 14)


@pytest.mark.parametrize("text", ["5", "٥", "\u2082", "\u00bd", "\u2167", "\u2460", "a1"])
def test_figures_of_every_script_are_seen(text: str) -> None:
    assert figures.any_in(text)


@pytest.mark.parametrize("text", ["", "كم\u00b2", "خمسة", "XIV", "%", "\u4e00"])
def test_what_is_no_figure_is_none(text: str) -> None:
    assert not figures.any_in(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("\u2212٥", "-5"),
        ("\u20105", "-5"),
        ("\u20115", "-5"),
        ("٥٪", "5%"),
        ("5\uff05", "5%"),
        ("5\ufe6a", "5%"),
        ("1\u00a0500", "1 500"),
        ("1\u202f500", "1 500"),
        ("1\u2009500", "1 500"),
        ("1\u2007500", "1 500"),
        ("1٫5٬6", "1.5,6"),
        ("بـ5", "ب5"),
        ("5\u200f\u00ad6", "56"),
        ("\u2460\u2468", "19"),
        ("\u2474\u2488\u24f5\u2776\u2780\u278a", "111111"),
        ("\u2469", "\u2469"),
        ("\uff15", "5"),
    ],
)
def test_signs_and_digits_are_written_in_their_plain_form(text: str, plain: str) -> None:
    assert figures.plain(text) == plain
