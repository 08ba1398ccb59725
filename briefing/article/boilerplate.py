"""Paragraphs that are no part of the story: related links, sharing, subscriptions, credits, rules of dashes."""

from __future__ import annotations

import re
from functools import cache

from briefing.article import credit
from briefing.article.phrases import Phrases
from briefing.article.words import has_end, words

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|[\w.-]+\.(?:com|net|org|info|news|tv)", re.IGNORECASE)
_TAGS = re.compile(r"(?:[#@]\w+[\s,|]*)+")
_CLOCK = re.compile(r"\W*\d{1,2}:\d{2}(?::\d{2})?\s*(?:\S{1,2}\s?\S{0,2}|GMT|UTC)?\W*")
# "From the archive << headline": an arrow leads to another story. Two of them are quotation marks.
_ARROW = r"(?:<{2,}|>{2,}|[\u2190\u21d0\u27f5\u2b05\u25c4\u25c0]\ufe0f?|\N{WHITE LEFT POINTING BACKHAND INDEX})"
_ARROWED = re.compile(rf"[^.!?\u061f<>]{{2,40}}{_ARROW}[^<>]{{5,160}}")
_DIGIT = re.compile(r"\d")
_LONGEST_SHAPE_CHARS = 300
_LONGEST_RIGHTS_CHARS = 160
_RIGHTS = re.compile(r"\N{COPYRIGHT SIGN}|\(c\)\s*\d|copyright\b", re.IGNORECASE)


@cache
def _phrases() -> Phrases:
    return Phrases.load("boilerplate.tsv")


def is_boilerplate(paragraph: str, found: list[str]) -> bool:
    """Say whether the paragraph, whose words are `found`, is no part of the story by what it says itself."""
    if not found:
        return True
    if len(paragraph) <= _LONGEST_RIGHTS_CHARS and _RIGHTS.search(paragraph):
        return True
    if len(paragraph) <= _LONGEST_SHAPE_CHARS:
        if any(shape.fullmatch(paragraph) for shape in (_TAGS, _CLOCK)):
            return True
        if _ARROWED.fullmatch(paragraph) and not has_end(paragraph):
            return True
        rest = " ".join(token for token in paragraph.split() if not _ADDRESS.fullmatch(token.strip("()[]<>,;-|")))
        if not words(rest) or credit.is_credit(rest, words(rest)):
            return True
    return speaks(paragraph, found) or _phrases().lists(found)


def speaks(text: str, found: list[str]) -> bool:
    """Say whether a text, whose words are `found`, holds a phrase of furniture, such as rights and sharing."""
    return _phrases().speak_for(text, found)
