"""A small table told row by row: what a row is called, then what stands in it under the names of the columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST_ROWS, _MOST_ROWS = 2, 10
_LEAST_COLUMNS, _MOST_COLUMNS = 2, 4
_LONGEST_CELL_WORDS = 8
_DIGIT = re.compile(r"\d")
_COMMA = "\N{ARABIC COMMA} "


def told(rows: Sequence[Sequence[str]], *, headed: bool) -> tuple[str, ...]:
    """Return a sentence for each row; nothing for a table that no listener could follow, which is left out.

    `headed` says that the first row names the columns; so does one without a figure over rows that have figures.
    """
    rows = [row for row in rows if any(row)]
    widths = {len(row) for row in rows}
    if len(rows) < _LEAST_ROWS or len(widths) != 1 or not _LEAST_COLUMNS <= widths.pop() <= _MOST_COLUMNS:
        return ()
    if any(len(cell.split()) > _LONGEST_CELL_WORDS for row in rows for cell in row):
        return ()
    if headed or (not _has_figures(rows[0]) and all(map(_has_figures, rows[1:]))):
        names, rows = rows[0][1:], rows[1:]
    else:
        names = [""] * (len(rows[0]) - 1)
    return tuple(_sentence(row, names) for row in rows) if len(rows) <= _MOST_ROWS else ()


def _has_figures(row: Sequence[str]) -> bool:
    return any(map(_DIGIT.search, row[1:]))


def _sentence(row: Sequence[str], names: Sequence[str]) -> str:
    cells = (f"{name} {cell}".strip() for name, cell in zip(names, row[1:], strict=True) if cell)
    return f"{row[0]}: {_COMMA.join(cells)}." if row[0] else f"{_COMMA.join(cells)}."
