"""Paragraphs that stood under a photo."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing import resources
from briefing.article import credit
from briefing.article.phrases import Phrases
from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_QUOTED = re.compile('\u201c([^\u201c\u201d]+)\u201d|\u00ab([^\u00ab\u00bb]+)\u00bb|"([^"]+)"')
_FULL_STOP = re.compile(r"[.!?\u061f\u2026]['\"\u201d\u00bb\u2019)\]]*$")
_END_CREDIT = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]\s*$")
_LONGEST_WORDS = 70
_LONGEST_CREDITED_WORDS = 45
_FEWEST_QUOTED_WORDS = 2
_FIRST_PARAGRAPH = 2
_READ_ON_CHARS = 100_000
_MOST_CANDIDATES = 50


@cache
def _phrases() -> Phrases:
    return Phrases.load("captions.tsv")


@cache
def _present_verbs() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "caption-verbs.tsv"), ("verb",))
    return frozenset(word for row in rows for word in words(row["verb"]))


def is_caption(paragraph: str, found: list[str]) -> bool:
    """Say whether the paragraph names itself a caption: an archive note, a photographer, an agency in brackets."""
    if len(found) > _LONGEST_WORDS:
        return False
    return _phrases().speak_for(paragraph, found) or _credited(paragraph, found)


def _credited(paragraph: str, found: list[str]) -> bool:
    """Say whether it is one phrase without a full stop, closed by an agency in brackets."""
    closing = _END_CREDIT.search(paragraph[-70:])
    if not closing or len(found) > _LONGEST_CREDITED_WORDS:
        return False
    before = paragraph[: len(paragraph) - len(closing[0])].rstrip()
    return bool(before) and not _FULL_STOP.search(before) and credit.names_only_sources(words(closing[1]))


def quote_captions(paragraphs: Sequence[str], skip: Collection[int]) -> Iterator[int]:
    """Yield the captions that only their quotes give away.

    Such a paragraph has no full stop, puts its quotes under a verb in the present tense (she *says* ...), and each
    of its quotes stands again in the paragraphs behind it. The headline and the lead are none.
    """
    left = _MOST_CANDIDATES
    for number, paragraph in enumerate(paragraphs):
        if number < _FIRST_PARAGRAPH or number in skip or left <= 0 or not _may_be(paragraph):
            continue
        left -= 1
        behind = _text_behind(paragraphs, number, skip)
        if all(f" {quoted} " in behind for quoted in _quotes(paragraph)):
            yield number


def _may_be(paragraph: str) -> bool:
    if len(paragraph) > 12 * _LONGEST_WORDS or _FULL_STOP.search(paragraph):
        return False
    found = words(paragraph)
    return len(found) <= _LONGEST_WORDS and not _present_verbs().isdisjoint(found) and bool(_quotes(paragraph))


def _quotes(paragraph: str) -> list[str]:
    found = [words("".join(groups)) for groups in _QUOTED.findall(paragraph)]
    return [" ".join(quoted) for quoted in found if len(quoted) >= _FEWEST_QUOTED_WORDS]


def _text_behind(paragraphs: Sequence[str], number: int, skip: Collection[int]) -> str:
    rest: list[str] = []
    length = 0
    for later in range(number + 1, len(paragraphs)):
        if later in skip:
            continue
        rest.extend(words(paragraphs[later][:_READ_ON_CHARS]))
        length += len(paragraphs[later])
        if length > _READ_ON_CHARS:
            break
    return f" {' '.join(rest)} "
