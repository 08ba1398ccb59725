"""Rows of the case tables of the editorial desk."""

from __future__ import annotations

import csv
from pathlib import Path

_CASES = Path(__file__).parent.parent / "cases"


def rows(folder: str) -> list[dict[str, str]]:
    """Read every table of a folder of `tests/cases`."""
    found = []
    for table in sorted((_CASES / folder).glob("*.tsv")):
        with table.open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return found
