"""The tables of the desk as one value: those that ship, and over them the user's own rows, which win.

Whoever verbalizes passes the tables that it wants; inside the desk `table` and `remembered` answer from those. Nothing
here reads the working folder or the environment: `own.tables` does, at the door of the pipeline.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

COLUMNS = {
    "abbreviations": ("written", "spoken", "where"),
    "currencies": ("sign", "noun", "adjective", "cent", "cents"),
    "governors": ("word", "case", "kind"),
    "latin": ("written", "spoken"),
    "letters": ("letter", "name"),
    "months": ("month", "number", "calendar", "said"),
    "nouns": ("singular", "gender", "dual", "plural", "also", "kind"),
    "numbered": ("noun", "gender"),
    "symbols": ("symbol", "spoken", "kind"),
    "transliteration": ("latin", "place", "arabic"),
    "units": ("unit", "noun", "adjective", "tail"),
    "value_words": ("word", "kind", "value"),
    "year_words": ("word", "gender"),
}
_T = TypeVar("_T")


class Tables:
    """Every table with the user's own rows behind the shipped ones, and what the desk has built of them so far."""

    def __init__(self, own: Mapping[str, Sequence[dict[str, str]]] | None = None) -> None:
        """Lay the user's own rows, by the name of their table, over those that ship."""
        self.own = {name: tuple(rows) for name, rows in (own or {}).items()}
        self.built: dict[object, object] = {}

    def rows(self, name: str) -> list[dict[str, str]]:
        """Return the rows of one table, the user's own last, so that they win."""
        return [*_shipped(name), *self.own.get(name, ())]


@cache
def _shipped(name: str) -> list[dict[str, str]]:
    return read_table(data("ar", "verbalize", f"{name}.tsv"), COLUMNS[name])


SHIPPED = Tables()
_in_use: ContextVar[Tables] = ContextVar("tables", default=SHIPPED)


@contextmanager
def using(tables: Tables) -> Iterator[None]:
    """Let the desk read with these tables for as long as the block runs."""
    token = _in_use.set(tables)
    try:
        yield
    finally:
        _in_use.reset(token)


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the tables in use."""
    return _in_use.get().rows(name)


def own_rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows that are the user's own, of one of the tables in use."""
    return _in_use.get().own.get(name, ())


def remembered(build: Callable[[], _T]) -> Callable[[], _T]:
    """Build what is made of the tables once for each value of them."""

    def recalled() -> _T:
        built = _in_use.get().built
        if build not in built:
            built[build] = build()
        return cast("_T", built[build])

    return recalled


@remembered
def latin_readings() -> dict[str, str]:
    """Return the known readings of Latin words by their written form in small letters."""
    return {row["written"].lower(): row["spoken"] for row in table("latin")}


@remembered
def letter_names() -> dict[str, str]:
    """Return the names of the letters, Latin capitals and Arabic."""
    return {row["letter"]: row["name"] for row in table("letters")}


def as_row(kind: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return a row with every column of its kind; a cell that was not given is empty."""
    return {column: str(given.get(column, "")) for column in COLUMNS[kind]}
