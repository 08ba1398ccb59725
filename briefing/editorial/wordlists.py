"""The editorial tables of `data/ar`, folded and read once."""

from __future__ import annotations

from functools import cache

from briefing.arabic.folding import fold
from briefing.editorial.lexicon import tagged
from briefing.resources import data, read_table


@cache
def members(tag: str) -> frozenset[str]:
    """Return the folded words that the one table of words gives a tag."""
    return tagged()[tag]


@cache
def phrases(name: str) -> frozenset[str]:
    """Return a list of phrases, which may be of several words, folded."""
    return frozenset(map(fold, as_written(name)))


@cache
def as_written(name: str) -> tuple[str, ...]:
    """Return a list of phrases as it is written, for patterns over the text itself."""
    return tuple(row["form"] for row in read_table(data("ar", "editorial", f"{name}.tsv"), ("form",)))


@cache
def pairs(name: str, value: str) -> dict[str, str]:
    """Return a list of forms with one value each as a folded mapping."""
    return {
        fold(row["form"]): row[value] for row in read_table(data("ar", "editorial", f"{name}.tsv"), ("form", value))
    }


@cache
def groups(name: str, value: str) -> dict[str, frozenset[str]]:
    """Return a list whose forms may stand in several groups, as the folded forms of each group."""
    found: dict[str, set[str]] = {}
    for row in read_table(data("ar", "editorial", f"{name}.tsv"), ("form", value)):
        found.setdefault(row[value], set()).add(fold(row["form"]))
    return {group: frozenset(forms) for group, forms in found.items()}


@cache
def triples(name: str, first: str, second: str) -> dict[str, tuple[str, str]]:
    """Return a list of forms with two values each as a folded mapping."""
    rows = read_table(data("ar", "editorial", f"{name}.tsv"), ("form", first, second))
    return {fold(row["form"]): (row[first], row[second]) for row in rows}
