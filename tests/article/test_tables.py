"""Small tables are told row by row; a table that no listener could follow is not."""

from __future__ import annotations

from briefing.article.tables import told

HEAD = ("السنة", "السيارات", "الحافلات")
ROWS = (("2022", "1200", "40"), ("2023", "1350", ""))


def test_a_row_is_told_under_the_names_of_its_columns() -> None:
    assert told([HEAD, *ROWS], headed=True) == ("2022: السيارات 1200، الحافلات 40.", "2023: السيارات 1350.")


def test_a_first_row_without_figures_names_the_columns() -> None:
    assert told([HEAD[:2], *(row[:2] for row in ROWS)], headed=False) == (
        "2022: السيارات 1200.",
        "2023: السيارات 1350.",
    )


def test_a_table_without_names_of_columns_is_told_as_it_is() -> None:
    rows = (("المكان", "نفق المدينة"), ("المدير", "كريم عيسى"))
    assert told(rows, headed=False) == ("المكان: نفق المدينة.", "المدير: كريم عيسى.")


def test_a_long_wide_ragged_or_wordy_table_is_left_out() -> None:
    assert told([HEAD, *ROWS * 6], headed=True) == ()
    assert told([(*HEAD, *HEAD), (*ROWS[0], *ROWS[0])], headed=True) == ()
    assert told([HEAD, ROWS[0][:2]], headed=True) == ()
    assert told([("أ", "كلمة " * 9), ("ب", "كلمة")], headed=False) == ()
    assert told([HEAD], headed=True) == ()
    assert told([("السنة",), ("2022",)], headed=True) == ()
