"""What a second reader of the rules' output found wrong, in phrases of our own: who speaks, what a number is of."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from briefing.article.clean import clean
from briefing.editorial.choose import choose
from briefing.model import Article, Figure, Segments

CASES = Path(__file__).parent.parent / "cases" / "second-look"


def rows(name: str) -> list[dict[str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def chosen(paragraph: str) -> Segments:
    return choose(clean(Article(source="-", paragraphs=("خبر اليوم", paragraph))))


def told(figure: Figure) -> str:
    pollster = f" {figure.pollster}" if figure.pollster and not figure.pollster.startswith(("ال", "است")) else ""
    return f"{figure.value.normalize():f} {figure.kind} {figure.unit}{pollster}"


@pytest.mark.parametrize("row", rows("speakers.tsv"), ids=lambda row: row["paragraph"][:40])
def test_each_quote_is_given_to_the_one_who_says_it(row: dict[str, str]) -> None:
    quotes = chosen(row["paragraph"]).quotes
    assert " | ".join(quote.text for quote in quotes) == row["quotes"]
    assert " | ".join(quote.speaker or "-" for quote in quotes) == row["speakers"]


@pytest.mark.parametrize("row", rows("figures.tsv"), ids=lambda row: row["paragraph"][:40])
def test_each_number_is_of_its_kind_and_of_its_poll(row: dict[str, str]) -> None:
    assert " | ".join(map(told, chosen(row["paragraph"]).figures)) == row["figures"]
