"""The one door to files that come with the program: data tables, templates, voices.

Tables are TSV with a header row, settings-like data is TOML; both are read as UTF-8 and an error names file and line.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable


def data(*parts: str) -> Traversable:
    """Return a file or folder of `briefing/data`."""
    return files("briefing").joinpath("data", *parts)


@cache
def voices_folder() -> Traversable:
    """Return the folder of voice files: inside the wheel, or beside the package in a checkout."""
    installed = files("briefing").joinpath("voices")
    return installed if installed.is_dir() else Path(__file__).parent.parent / "voices"


def user_config_folder() -> Path:
    """Return where the user keeps settings of their own: voices, word lists."""
    return _user_folder("config")


def user_data_folder() -> Path:
    """Return where things that were fetched for the user stay: models."""
    return _user_folder("data")


def user_cache_folder() -> Path:
    """Return where things are kept that can be made again: spoken clips."""
    return _user_folder("cache")


def _user_folder(kind: str) -> Path:
    import platformdirs  # `briefing --help` does without it

    found: Path = getattr(platformdirs, f"user_{kind}_path")("briefing", appauthor=False)
    return found


def read_table(table: Traversable, columns: Sequence[str]) -> list[dict[str, str]]:
    """Read a TSV table whose header is `columns`; an empty cell is "".

    Raises SettingsError with file and line where the header or the width of a row is off.
    """
    rows = _rows(table)
    _, header = next(rows, (1, []))
    if header != list(columns):
        raise SettingsError(f"{table}:1", f"the header is {header}, not {list(columns)}", "mend the header row")
    found = []
    for number, row in rows:
        if not row or row[0].startswith("#"):
            continue
        if len(row) != len(header):
            raise SettingsError(f"{table}:{number}", f"{len(row)} columns, not {len(header)}", "mend the row")
        found.append(dict(zip(header, row, strict=True)))
    return found


def _rows(table: Traversable) -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a TSV file with their line numbers; a cell holds no tab, so nothing is quoted."""
    try:
        lines = table.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(str(table), f"cannot be read: {why.lower()}", "save it as UTF-8 text") from error
    for number, line in enumerate(lines, 1):
        yield number, line.split("\t") if line else []


def read_toml(source: Traversable) -> dict[str, Any]:
    """Read a TOML file. Raises SettingsError with file and line where it cannot be read."""
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(str(source), f"cannot be read: {why.lower()}", "name a readable TOML file") from error
    except ValueError as error:  # TOML that is off, a number of thousands of digits
        raise SettingsError(str(source), str(error), "mend the file") from error
    except RecursionError as error:
        raise SettingsError(str(source), "is nested too deep", "mend the file") from error
