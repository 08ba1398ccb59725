"""The tables of the desk, each read once; the user's own rows are added and win.

The user's file is TOML with one array of tables a kind, as in `[[latin]]`, and the columns of that kind as its keys.
It is the file that the setting `readings` names, else `verbalize.toml` in the user's configuration folder.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from briefing.errors import SettingsError
from briefing.resources import data, read_table, read_toml
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = {
    "abbreviations": ("written", "spoken", "where"),
    "currencies": ("sign", "noun", "adjective", "cent", "cents"),
    "governors": ("word", "case", "kind"),
    "latin": ("written", "spoken"),
    "letters": ("letter", "name"),
    "months": ("month", "number", "calendar", "said"),
    "nouns": ("singular", "gender", "dual", "plural", "also"),
    "numbered": ("noun", "gender"),
    "symbols": ("symbol", "spoken", "kind"),
    "transliteration": ("latin", "place", "arabic"),
    "units": ("unit", "noun", "adjective", "tail"),
    "value_words": ("word", "kind", "value"),
    "year_words": ("word", "gender"),
}
_USER_FILE = "verbalize.toml"


def user_file() -> Path:
    """Return where the user's own readings are looked for."""
    chosen = Settings.load().readings
    if chosen:
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("briefing") / _USER_FILE


_remembered: list[Callable[[], None]] = []
_T = TypeVar("_T")


def remembered(build: Callable[[], _T]) -> Callable[[], _T]:
    """Build what is made of the tables once, until they are forgotten."""
    cached = cache(build)
    _remembered.append(cached.cache_clear)
    return cached


@remembered
def _own() -> dict[str, list[dict[str, str]]]:
    path = user_file()
    if not path.is_file() and not Settings.load().readings:
        return {}
    return {kind: _rows(kind, rows, path) for kind, rows in read_toml(path).items()}


def _rows(kind: str, rows: object, path: Path) -> list[dict[str, str]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(str(path), f"{kind!r} is {rows!r}", f"write each row as [[{kind}]] with its keys below")
    return [_row(kind, row, path) for row in rows]


def _row(kind: str, row: dict[str, Any], path: Path) -> dict[str, str]:
    columns = COLUMNS.get(kind)
    if columns is None:
        raise SettingsError(str(path), f"unknown kind [[{kind}]]", f"choose one of: {', '.join(sorted(COLUMNS))}")
    unknown = set(row) - set(columns)
    if unknown or columns[0] not in row:
        raise SettingsError(
            str(path), f"a [[{kind}]] has the keys {sorted(row)}", f"give it some of: {', '.join(columns)}"
        )
    return {column: str(row.get(column, "")) for column in columns}


@cache
def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one table, the user's own last, so that they win.

    Raises SettingsError that names the file and what is wrong where it is malformed.
    """
    return read_table(data("ar", "verbalize", f"{name}.tsv"), COLUMNS[name]) + _own().get(name, [])


@remembered
def latin_readings() -> dict[str, str]:
    """Return the known readings of Latin words by their written form in small letters."""
    return {row["written"].lower(): row["spoken"] for row in table("latin")}


def forget() -> None:
    """Read every table anew at its next use."""
    table.cache_clear()
    for clear in _remembered:
        clear()
