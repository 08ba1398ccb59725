"""Paragraphs that are no part of the story by what they say or by what stands beside them.

A line under a heading of other stories is a headline of one; what stands over the signature of a post was posted;
notes stand behind the text that points at them.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from briefing.article import frames
from briefing.article.boilerplate import is_boilerplate
from briefing.article.frames import Opens
from briefing.article.letters import SUPERSCRIPTS
from briefing.article.teasers import heads
from briefing.article.words import has_end, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_LONGEST_HEADING_WORDS = 8
_LONGEST_HEADLINE_WORDS = 18
_PARAGRAPHS_UNDER = 2
_OPEN_ENDED = ("\N{ARABIC QUESTION MARK}", "?", "...", "\N{HORIZONTAL ELLIPSIS}")
# "- Name (@name) March 5, 2024" closes a post that was copied into a text.
_SIGNATURE = re.compile(r"[-\N{EN DASH}\N{EM DASH}]\s?[^()@\n]{1,60}\(@\w{1,30}\)[^.\n]{0,60}$")
# A heading above this is one of a menu.
_LEAST_STORY = 3
_LONGEST_POST_WORDS = 70
_NOTE = re.compile(rf"\s*(?:\[(\d{{1,3}})\]|\((\d{{1,3}})\)|([{SUPERSCRIPTS}]{{1,3}}))\s*(?=\S)")
_BEFORE_MARK = "(?<=[\\w\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}\"'.])\\s?"
_STOP = r"(?=\s*(?:[.\u060c\u061b:]|$))"


def beside(paragraphs: Sequence[str], found: Sequence[list[str]]) -> Iterator[int]:
    """Yield the paragraphs that say themselves that they are none of the story, what they open, and posts.

    `found` are the words of each. The headline, at 0, is the story's whatever it says.
    """
    number = 1
    while number < len(paragraphs):
        frame = frames.fitting(paragraphs[number], found[number])
        if (frame and frame.opens is not Opens.NOTES) or is_boilerplate(paragraphs[number], found[number]):
            yield number
        number += 1
        if frame and frame.opens is Opens.LINKS and len(found[number - 1]) <= _LONGEST_HEADING_WORDS:
            listed = list(_headlines(paragraphs, number))
            yield from listed
            number += len(listed)
    yield from _posts(paragraphs, found)


def _headlines(paragraphs: Sequence[str], start: int) -> Iterator[int]:
    """Yield the lines of headlines from `start` on, without a heading of what stands behind them."""
    run = list(takewhile(lambda number: _is_line(paragraphs[number]), range(start, len(paragraphs))))
    under = paragraphs[start + len(run) : start + len(run) + _PARAGRAPHS_UNDER]
    if len(run) > 1 and under and heads(paragraphs[run[-1]], under):
        run.pop()
    yield from run


def _is_line(text: str) -> bool:
    return len(text.split()) <= _LONGEST_HEADLINE_WORDS and (not has_end(text) or text.rstrip().endswith(_OPEN_ENDED))


def _posts(paragraphs: Sequence[str], found: Sequence[list[str]]) -> Iterator[int]:
    for number in range(1, len(paragraphs)):
        signature = _SIGNATURE.search(paragraphs[number])
        if signature is None:
            continue
        yield number
        above = number - 1
        while above > 1 and is_boilerplate(paragraphs[above], found[above]):
            above -= 1  # the address of a picture
        if not signature.start() and above and len(found[above]) <= _LONGEST_POST_WORDS:
            yield above


def notes(paragraphs: Sequence[str], skip: Iterable[int]) -> tuple[list[int], frozenset[str]]:
    """Return the notes at the end of a text, and the numbers by which it may point at them.

    Lines that only begin with a number in brackets are notes where a heading says so or the text points at one.
    """
    skipped = frozenset(skip)
    body = [number for number in range(1, len(paragraphs)) if number not in skipped]
    run = list(takewhile(lambda number: _NOTE.match(paragraphs[number]), reversed(body)))
    text = "\n".join(paragraphs[number] for number in body if number not in run)
    numbers = frozenset(_number(paragraphs[number]) for number in run)
    headed = [number for number in range(_LEAST_STORY, len(paragraphs)) if opens_notes(paragraphs[number])]
    if headed:
        return [number for number in body if number >= headed[-1]], numbers
    named = any(paragraphs[number].lstrip().startswith("[") for number in run)
    pointed = any(mark(number).search(text) for number in numbers)
    return (run, numbers) if named or pointed else ([], frozenset())


def mark(number: str) -> re.Pattern[str]:
    """Return what points at a note: its number in brackets or raised, behind a word."""
    raised = number.translate(str.maketrans("0123456789", SUPERSCRIPTS))
    # "Article (1) of the law" points at no note: in round brackets the number of one closes what it belongs to.
    return re.compile(rf"{_BEFORE_MARK}(?:\({number}\){_STOP}|\[{number}\]|{raised})", re.MULTILINE)


def _number(note: str) -> str:
    match = _NOTE.match(note)
    written = next(filter(None, match.groups())) if match else ""
    return written.translate(str.maketrans(SUPERSCRIPTS, "0123456789"))


def opens_notes(text: str) -> bool:
    """Say whether a text is a heading of notes or sources."""
    frame = frames.fitting(text, words(text))
    return frame is not None and frame.opens is Opens.NOTES
