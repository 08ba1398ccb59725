"""Which words are somebody's name, and where it ends: sentences of our own, one for each kind of neighbour."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from briefing.editorial.mentions import mentions
from briefing.editorial.reading import read
from briefing.model import Article

CASES = Path(__file__).parent.parent / "cases" / "names.tsv"


def rows() -> list[dict[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def named(text: str) -> str:
    _, found = mentions(read(Article(source="-", paragraphs=("خبر اليوم", text))))
    return " | ".join(one.name_text for one in found.by_paragraph[1] if one.name_text) or "-"


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['kind']} {row['text'][:30]}")
def test_a_name_is_whole_and_nothing_else_is_one(row: dict[str, str]) -> None:
    assert named(row["text"]) == row["names"]
