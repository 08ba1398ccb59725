"""The one table of tagged words, `data/ar/editorial/words.tsv`: what kind of thing or person a form names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_TAGS: frozenset[str] = frozenset()


@cache
def rows() -> tuple[Mapping[str, str], ...]:
    """Return the rows of the table as they stand: form, tags, gender, number, group."""
    columns = ("form", "tags", "gender", "number", "group")
    return tuple(read_table(data("ar", "editorial", "words.tsv"), columns))


def tags(form: str) -> frozenset[str]:
    """Return the tags of a form as it is written or folded, and `woman` where the table gives it that gender."""
    return _tags().get(fold(form), _NO_TAGS)


@cache
def given_names() -> frozenset[str]:
    """Return the given names as they are written."""
    return frozenset(row["form"] for row in read_table(data("ar", "names", "given.tsv"), ("form", "gender", "plain")))


@cache
def _tags() -> Mapping[str, frozenset[str]]:
    tagged: dict[str, frozenset[str]] = {}
    for row in rows():
        form = fold(row["form"])
        gender = ("woman",) if row["gender"] == "f" else ()
        tagged[form] = tagged.get(form, _NO_TAGS) | {*row["tags"].split(), *gender}
    return tagged
