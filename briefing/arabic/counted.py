"""The nouns that numbers count, and the months: the tables of `data/ar/verbalize`, by every form that is written.

The narrator asks them for gender and plural, the editor for what a number counts. Forms are folded, see
`briefing.arabic.folding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, NOON, WAW, YEH
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DUAL, _SOUND, _OBLIQUE = ALEF + NOON, WAW + NOON, YEH + NOON


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: its singular as it is written, and its kind.

    `kind` is person, thing, abstract, money, measure, duration or points, "" where nobody has said.
    """

    singular: str
    kind: str


@cache
def nouns() -> Mapping[str, Noun]:
    """Return every noun by each of its forms: singular, dual and plural, with the endings that are written."""
    found: dict[str, Noun] = {}
    columns = ("singular", "gender", "dual", "plural", "also", "kind")
    for row in read_table(data("ar", "verbalize", "nouns.tsv"), columns):
        noun = Noun(row["singular"], row["kind"])
        for form in _forms(row):
            # Two nouns may share a form: the one whose kind is known says more.
            if form not in found or (noun.kind and not found[form].kind):
                found[form] = noun
    return found


def _forms(row: Mapping[str, str]) -> Iterator[str]:
    singular, dual = fold(row["singular"]), fold(row["dual"])
    yield from (singular, singular + ALEF, dual, dual.removesuffix(_DUAL) + _OBLIQUE)
    for plural in map(fold, f"{row['plural']} {row['also']}".split()):
        yield from (
            plural,
            plural + ALEF,
            plural.removesuffix(_SOUND) + _OBLIQUE if plural.endswith(_SOUND) else plural,
        )


@cache
def signs() -> Mapping[str, Noun]:
    """Return the nouns behind signs and abbreviations: the dollar's sign, "km" in both scripts."""
    found: dict[str, Noun] = {}
    tables = (
        ("units", ("unit", "noun", "adjective", "tail")),
        ("currencies", ("sign", "noun", "adjective", "cent", "cents")),
    )
    for table, columns in tables:
        for row in read_table(data("ar", "verbalize", f"{table}.tsv"), columns):
            noun = nouns().get(fold(row["noun"]))
            if noun is not None:
                found[fold(row[columns[0]])] = noun
    return found


@cache
def months() -> frozenset[str]:
    """Return the first word of every month's name."""
    rows = read_table(data("ar", "verbalize", "months.tsv"), ("month", "number", "calendar", "said"))
    return frozenset(fold(row["month"].split()[0]) for row in rows)


@cache
def written_months() -> tuple[str, ...]:
    """Return every month's name as it is written, for patterns over the text itself."""
    rows = read_table(data("ar", "verbalize", "months.tsv"), ("month", "number", "calendar", "said"))
    return tuple(row["month"] for row in rows)
