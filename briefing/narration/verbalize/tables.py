"""The tables of the desk, each read once; the user's own rows are added and win."""

from __future__ import annotations

from functools import cache

from briefing.resources import data, read_table

_COLUMNS = {
    "currencies": ("sign", "noun", "adjective", "cent", "cents"),
    "governors": ("word", "case", "kind"),
    "latin": ("written", "spoken"),
    "letters": ("letter", "name"),
    "months": ("month", "number", "calendar", "said"),
    "nouns": ("singular", "gender", "dual", "plural", "also"),
    "numbered": ("noun", "gender"),
    "year_words": ("word", "gender"),
}


@cache
def table(name: str) -> list[dict[str, str]]:
    """Return the rows of one table. Raises SettingsError that names file and line where it is malformed."""
    return read_table(data("ar", "verbalize", f"{name}.tsv"), _COLUMNS[name])
