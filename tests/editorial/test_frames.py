"""The frames of polls: each row of their table decides its own example, and nothing else does."""

from __future__ import annotations

import re

import pytest

from briefing.editorial.figures import mentions
from briefing.editorial.figures.mentions import Grammar, Mention
from briefing.editorial.figures.pieces import pieces, tags
from briefing.editorial.patterns import Alphabet, matches
from briefing.editorial.tokens import tokens
from briefing.errors import SettingsError
from briefing.model import Article, Span

ROWS = mentions.rows()
OF_POLLS = {"macro", "poll", "again", "called", "sponsor"}
NEVER = "!( )"


def without(row: dict[str, str]) -> Grammar:
    """Return the grammar without a row; a macro matches nothing there, as others name it."""
    if row["kind"] == "macro":
        return Grammar([other | {"pattern": NEVER} if other is row else other for other in ROWS])
    return Grammar([other for other in ROWS if other is not row])


def told(mention: Mention) -> tuple[object, ...]:
    who = "; ".join(f"{role}={named.text}" for role, named in mention.who.items())
    return (mention.noun, who, mention.sure, mention.again, mention.only_known)


def outcome(row: dict[str, str], grammar: Grammar) -> object:
    """Return what the example of a row is read as."""
    text = row["example"]
    span = Span(paragraph=0, start=0, end=len(text))
    if row["kind"] in OF_POLLS and row["id"] != "PART":
        return [told(mention) for mention in mentions.mentions(Article(source="-", paragraphs=(text,)), span, grammar)]
    kind = "answer" if row["id"] == "PART" else row["kind"]
    return mentions.tells(pieces(tokens(text)), kind, grammar)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_each_frame_alone_decides_its_example(row: dict[str, str]) -> None:
    with_all = outcome(row, Grammar(ROWS))
    assert with_all
    assert outcome(row, without(row)) != with_all


@pytest.mark.parametrize("row", [row for row in ROWS if row["slots"]], ids=lambda row: row["id"])
def test_each_frame_fills_its_slots_in_its_example(row: dict[str, str]) -> None:
    found = outcome(row, Grammar(ROWS))
    assert isinstance(found, list)
    assert row["slots"] in [who for _, who, *_ in found]


def test_no_two_frames_have_one_name() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)


ALPHABET = Alphabet(("poll", "made", "name", "stop"), {"WHO": "name{1,2}"})


@pytest.mark.parametrize(
    ("pattern", "sequence", "slots"),
    [
        ("poll made who=( WHO )", "poll made name name", [{"who": (2, 4)}]),
        ("poll ~stop* name", "poll made stop name", []),
        ("poll ~[stop made]* name", "poll name", [{}]),
        ("made &( name )", "made stop made name", [{}]),
        ("made !( name )", "made stop made name", [{}]),
        ("^ poll .+? $", "poll made stop", [{}]),
        ("poll ( made | stop ){2} name", "poll made stop name", [{}]),
        ("poll who=( name )? made", "poll made", [{}]),
    ],
)
def test_a_pattern_is_found_over_tags(pattern: str, sequence: str, slots: list[dict[str, tuple[int, int]]]) -> None:
    found = matches(ALPHABET.compiled(pattern), ALPHABET.written(sequence.split()))
    assert [match.slots for match in found] == slots


@pytest.mark.parametrize("pattern", ["pol made", "WHOM made", "poll ( made", "[poll mad]"])
def test_a_pattern_that_means_nothing_is_refused(pattern: str) -> None:
    with pytest.raises(SettingsError):
        ALPHABET.compiled(pattern)


def test_a_macro_that_names_itself_is_refused() -> None:
    with pytest.raises(SettingsError):
        Alphabet(("poll",), {"A": "poll A"}).compiled("A")


# What the scope of a poll asks for by itself, and tags that are there so that a word is no other.
BESIDES = {"colon", "contrast", "forecast", "sign", "defballot"}


def test_every_tag_is_of_a_frame() -> None:
    """A tag that no pattern names would be told apart for nothing."""
    named = {word for row in ROWS for word in re.findall("[a-z]+", row["pattern"])}
    assert set(tags()) - named == BESIDES
