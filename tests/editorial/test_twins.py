"""The same event told by two agencies is one story; two events that look alike are two."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from briefing.article.clean import clean
from briefing.editorial.choose import choose
from briefing.editorial.twins import Matter, groups
from briefing.model import Article

CASES = Path(__file__).parent.parent / "cases" / "bulletin" / "twins.toml"
TOPICS = tomllib.loads(CASES.read_text(encoding="utf-8"))["topic"]
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def matter(text: str) -> Matter:
    article = clean(Article(source="-", paragraphs=tuple(text.strip().splitlines())))
    return Matter.of(article, choose(article))


TOLD = {(topic["name"], kind): matter(topic[kind]) for topic in TOPICS for kind in ("told", "twin", "near")}


@pytest.mark.parametrize("topic", [topic["name"] for topic in TOPICS])
def test_one_event_in_the_words_of_two_agencies_is_one_story(topic: str) -> None:
    assert TOLD[topic, "told"].is_twin_of(TOLD[topic, "twin"])
    assert TOLD[topic, "twin"].is_twin_of(TOLD[topic, "told"])


@pytest.mark.parametrize("topic", [topic["name"] for topic in TOPICS])
@pytest.mark.parametrize("kind", ["told", "twin"])
def test_another_day_another_place_or_another_step_is_another_story(topic: str, kind: str) -> None:
    assert not TOLD[topic, kind].is_twin_of(TOLD[topic, "near"])


def test_no_two_topics_are_one() -> None:
    held = [
        (one, other)
        for (one, first), (other, second) in combinations(TOLD.items(), 2)
        if one[0] != other[0] and first.is_twin_of(second)
    ]
    assert held == []


def test_stories_of_different_days_are_no_twins() -> None:
    one, other = TOLD["a quake", "told"], TOLD["a quake", "twin"]
    today = replace(one, published=NOON)
    assert today.is_twin_of(replace(other, published=NOON - timedelta(hours=36)))
    assert not today.is_twin_of(replace(other, published=NOON - timedelta(hours=37)))
    assert not today.is_twin_of(replace(other, published=NOON + timedelta(hours=37)))
    assert today.is_twin_of(replace(other, published=datetime(2026, 11, 28, 12)))  # noqa: DTZ001 - as articles say it


def test_other_numbers_make_another_story_of_the_same_words() -> None:
    one = TOLD["a price", "told"]
    assert one.is_twin_of(one)
    assert not one.is_twin_of(replace(one, numbers=frozenset(number + 11 for number in one.numbers)))


def test_other_names_make_another_story_of_the_same_words_and_numbers() -> None:
    one = TOLD["an election", "told"]
    assert not one.is_twin_of(replace(one, names=frozenset(f"{name}x" for name in one.names)))
    assert one.is_twin_of(replace(one, names=frozenset()))


def test_fewer_shared_numbers_ask_for_more_shared_words() -> None:
    one, other = TOLD["a company", "told"], TOLD["a company", "twin"]
    assert one.is_twin_of(other)
    assert not replace(one, numbers=frozenset()).is_twin_of(replace(other, numbers=frozenset()))


def test_twins_stand_together_behind_the_first_of_them() -> None:
    told = [TOLD["a fire", "told"], TOLD["a quake", "twin"], TOLD["a fire", "near"], TOLD["a quake", "told"]]
    assert groups(told) == [[0], [1, 3], [2]]
    assert groups([]) == []


def test_the_same_words_of_another_thing_are_another_story() -> None:
    text = "\n".join(  # noqa: FLY002 - a line each
        (
            "المجلس البلدي يناقش تجديد مكتبة الحي القديم",
            "ناقش المجلس البلدي تجديد مكتبة الحي.",
            "ورسم المهندسون المكتبة الجديدة.",
        )
    )
    assert matter(text).is_twin_of(matter(text))
    assert not matter(text).is_twin_of(matter(text.replace("مكتبة", "مدرسة")))
