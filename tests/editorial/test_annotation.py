"""The annotated articles: places and values in good order, and nobody's text."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing.arabic import has_arabic
from briefing.model import DropReason, FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

LINES = (Path(__file__).parent.parent / "cases" / "segments" / "annotated.jsonl").read_text(encoding="utf-8")
ARTICLES = [json.loads(line) for line in LINES.splitlines()]


def places(article: dict[str, Any]) -> Iterator[list[int]]:
    yield from article["names"]
    for quote in article["quotes"]:
        yield from quote["at"] + quote["speakers"]
    for figure in article["figures"]:
        yield from figure["at"]
        yield from filter(None, [figure.get("pollster")])


def test_there_are_at_least_twenty_articles_each_once() -> None:
    names = [article["file"] for article in ARTICLES]
    assert len(names) == len(set(names)) >= 20


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])
def test_every_place_lies_in_the_article_and_every_kind_is_known(article: dict[str, Any]) -> None:
    for paragraph, start, end in places(article):
        assert 0 <= paragraph < article["paragraphs"]
        assert 0 <= start < end
    assert {figure["kind"] for figure in article["figures"]} <= set(FigureKind)
    assert {dropped["reason"] for dropped in article["dropped"]} <= set(DropReason)
    assert all(0 < dropped["paragraph"] < article["paragraphs"] for dropped in article["dropped"])


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])
def test_no_two_quotes_overlap_and_none_is_a_name(article: dict[str, Any]) -> None:
    taken = sorted([*(quote["at"][0] for quote in article["quotes"]), *article["names"]])
    for (paragraph, _, end), (next_paragraph, next_start, _) in pairwise(taken):
        same_place = paragraph == next_paragraph
        assert not same_place or next_start >= end


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["file"])
def test_no_text_of_an_article_is_kept_but_the_unit_of_a_number(article: dict[str, Any]) -> None:
    units = {figure.pop("unit") for figure in (dict(figure) for figure in article["figures"])}
    bare = article | {"figures": [{**figure, "unit": None} for figure in article["figures"]]}
    assert not has_arabic(json.dumps(bare, ensure_ascii=False))
    assert all(unit is None or len(unit.split()) <= 2 for unit in units)
