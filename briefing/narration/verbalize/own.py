"""The user's own readings: TOML with one array of tables a kind, as in `[[latin]]`, and that kind's columns as keys.

It is the file that the setting `readings` names, else `verbalize.toml` in the user's configuration folder. This is the
one module of the desk that reads what is the user's; a file that has not changed is read once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import SettingsError
from briefing.narration.verbalize.tables import COLUMNS, SHIPPED, Tables, as_row
from briefing.resources import read_toml, user_config_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

_USER_FILE = "verbalize.toml"


def user_file(readings: str) -> Path:
    """Return the file `readings`; without a name, the user's standing file, which may not be there."""
    return Path(readings) if readings else user_config_folder() / _USER_FILE


def tables(readings: str) -> Tables:
    """Return the tables with the rows of the file `readings` over them; without a name, of the user's standing file.

    Raises SettingsError that names the file where one that was named is missing, or where either is malformed.
    """
    path = user_file(readings)
    if not readings and not path.is_file():
        return SHIPPED
    stamp = path.stat() if path.exists() else None
    return _read(path, (stamp.st_mtime_ns, stamp.st_size) if stamp else None)


# A session changes its file now and then; of the earlier ones nobody asks again.
@lru_cache(maxsize=8)
def _read(path: Path, _stamp: tuple[int, int] | None) -> Tables:
    return Tables({kind: _rows(kind, rows, path) for kind, rows in read_toml(path).items()})


def _rows(kind: str, rows: object, path: Path) -> list[dict[str, str]]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SettingsError(str(path), f"{kind!r} is {rows!r}", f"write each row as [[{kind}]] with its keys below")
    return [_row(kind, row, path) for row in rows]


def _row(kind: str, row: Mapping[str, object], path: Path) -> dict[str, str]:
    columns = COLUMNS.get(kind)
    if columns is None:
        raise SettingsError(str(path), f"unknown kind [[{kind}]]", f"choose one of: {', '.join(sorted(COLUMNS))}")
    unknown = set(row) - set(columns)
    if unknown or columns[0] not in row:
        raise SettingsError(
            str(path), f"a [[{kind}]] has the keys {sorted(row)}", f"give it some of: {', '.join(columns)}"
        )
    return as_row(kind, row)
