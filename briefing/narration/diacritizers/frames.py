"""Syntactic frames: where the words around a word say how it must be read, whatever the networks hold likelier.

A row of `data/ar/diacritize/frames.tsv` is a pattern (patterns.py), its reach (how many nats of the networks' weighted
sum its targets together may lie behind the likeliest marks), and an example that it alone decides: a sentence in which
the word that it turns carries its marks. Rows are asked in the table's order, the first that decides a word keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from briefing.narration.diacritizers.patterns import Pattern, parse
from briefing.resources import data, read_table

COLUMNS = ("id", "pattern", "reach", "example")


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of the table."""

    id: str
    pattern: Pattern
    reach: float
    example: str


@cache
def frames() -> tuple[Frame, ...]:
    """Read the table. Raises SettingsError where a row is off."""
    table = data("ar", "diacritize", "frames.tsv")
    return tuple(
        Frame(row["id"], parse(row["pattern"], f"{table}: {row['id']}"), float(row["reach"]), row["example"])
        for row in read_table(table, COLUMNS)
    )
