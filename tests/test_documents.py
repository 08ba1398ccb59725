"""What we wrote reads back as it was; what was damaged is refused, and nothing else happens."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest

from briefing.documents import read_back, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the whole."""

    name: str
    length: int


class Kind(StrEnum):
    """A closed set of words."""

    WIDE = "wide"
    NARROW = "narrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One field of each type that our nouns have."""

    title: str
    made: datetime
    parts: tuple[Part, ...]
    forms: dict[str, str]
    sound: bool
    best: Part | None = None
    notes: tuple[str, ...] = ()
    kind: Kind = Kind.WIDE
    inner: tuple[Whole, ...] = ()


PART = Part(name="أ", length=3)
WHOLE = Whole(
    title="عنوان", made=datetime(2024, 2, 26, tzinfo=UTC), parts=(PART, PART), forms={"a": "b"}, sound=True, best=PART
)
WHOLE = replace(WHOLE, kind=Kind.NARROW, inner=(WHOLE, replace(WHOLE, inner=(WHOLE,))))
DOCUMENT: dict[str, Any] = json.loads(written(WHOLE))


def test_a_noun_reads_back_as_it_was_written() -> None:
    assert read_back(Whole, written(WHOLE)) == WHOLE
    assert read_back(Whole, written(WHOLE, indent=1, version=3).encode()) == WHOLE


def test_what_has_a_usual_value_may_be_missing_and_what_is_unknown_is_passed_over() -> None:
    less = {name: value for name, value in DOCUMENT.items() if name not in {"best", "notes"}}
    assert read_back(Whole, json.dumps({**less, "of a later version": 1})).best is None


def test_what_is_given_stands_in_place_of_what_is_written() -> None:
    assert read_back(Whole, written(WHOLE), title="آخر").title == "آخر"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", 3),
        ("title", None),
        ("made", "2024-02-26"),
        ("made", "2024-02-26T00:00:00"),
        ("made", "0001-01-01T00:00:00+00:00"),
        ("made", "9999-12-31T23:59:59-12:00"),
        ("made", 5),
        ("parts", {}),
        ("parts", ["a"]),
        ("parts", [{"name": "a"}]),
        ("parts", [{"name": "a", "length": -1}]),
        ("parts", [{"name": "a", "length": True}]),
        ("parts", [{"name": "a", "length": 1.5}]),
        ("parts", [{"name": "a", "length": 1 << 63}]),
        ("forms", []),
        ("forms", {"a": 1}),
        ("sound", 1),
        ("best", []),
        ("notes", "abc"),
        ("kind", "long"),
        ("kind", 1),
        ("inner", [{}]),
    ],
)
def test_a_value_of_another_type_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is what is promised
        read_back(Whole, json.dumps({**DOCUMENT, name: value}))


@pytest.mark.parametrize("name", ["title", "made", "parts", "forms", "sound"])
def test_what_has_no_usual_value_must_be_there(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        read_back(Whole, json.dumps({key: value for key, value in DOCUMENT.items() if key != name}))


@pytest.mark.parametrize("text", ["", "null", "[]", "3", "{", '"a"', "[" * 100_000, b"\xff", "1" * 10_000])
def test_what_is_no_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is what is promised
        read_back(Whole, text)
