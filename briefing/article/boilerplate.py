"""Paragraphs that are no part of the story: related links, sharing, subscriptions, credits, rules of dashes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.article import credit
from briefing.article.phrases import Phrases
from briefing.article.words import has_end, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[\w.-]+\.(?:com|net|org|info|news|tv)", re.IGNORECASE)
_TAGS = re.compile(r"(?:[#@]\w+[\s,|]*)+")
_CLOCK = re.compile(r"\W*\d{1,2}:\d{2}(?::\d{2})?\s*(?:\S{1,2}\s?\S{0,2}|GMT|UTC)?\W*")
_DIGIT = re.compile(r"\d")
_LONGEST_SHAPE_CHARS = 300
_LONGEST_LINK_WORDS = 14
_FEWEST_PARAGRAPHS = 4
_USUALLY = 0.7


@cache
def _phrases() -> Phrases:
    return Phrases.load("boilerplate.tsv")


def is_boilerplate(paragraph: str, found: list[str]) -> bool:
    """Say whether the paragraph, whose words are `found`, is no part of the story by what it says itself."""
    if not found:
        return True
    if len(paragraph) <= _LONGEST_SHAPE_CHARS:
        if any(shape.fullmatch(paragraph) for shape in (_TAGS, _CLOCK)):
            return True
        rest = " ".join(token for token in paragraph.split() if not _ADDRESS.fullmatch(token.strip("()[]<>,;-|")))
        if not words(rest) or credit.is_credit(rest, words(rest)):
            return True
    return _phrases().speak_for(paragraph, found)


def related_links(paragraphs: Sequence[str], lengths: Sequence[int], skip: Collection[int]) -> Iterator[int]:
    """Yield the lines of bare links to other stories.

    They are two or more short lines on end without a full stop, inside or behind an article whose paragraphs have
    one. Lines after a colon are a list, and stay.
    """
    body = [number for number in range(1, len(paragraphs)) if number not in skip]
    ended = [has_end(paragraphs[number]) for number in body]
    if len(body) < _FEWEST_PARAGRAPHS or sum(ended) < _USUALLY * len(body):
        return
    run: list[int] = []
    opens_list = True
    for number, is_sentence in zip(body, ended, strict=True):
        if not is_sentence and lengths[number] <= _LONGEST_LINK_WORDS:
            run.append(number)
            continue
        yield from _links(run, opens_list=opens_list)
        run, opens_list = [], paragraphs[number].rstrip().endswith(":")
    yield from _links(run, opens_list=opens_list)


def _links(run: list[int], *, opens_list: bool) -> list[int]:
    return [] if opens_list or len(run) == 1 else run
