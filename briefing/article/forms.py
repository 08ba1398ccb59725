"""Forms beside pages, feeds and plain text: subtitles, JSON and JSON Feed, posts; no wikitext, no BBCode."""

from __future__ import annotations

import json
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from briefing.article.fields import Story, longest_in, story_of
from briefing.article.language import is_arabic
from briefing.article.metadata import outlet
from briefing.errors import InputError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.article.material import Material

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*(?:-->|,)[ \t]*{_CLOCK}[^\n]*$", re.MULTILINE)
# Signs of WebVTT that hold no speech, up to the next empty line.
_BLOCK = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b(?:.|\n(?!\s*\n))*", re.MULTILINE)
_CUE_TAG = re.compile(r"<[^<>\n]{1,60}>|\{\\[^{}\n]{1,60}\}")
# The name of a cue, alone on the line before its times.
_CUE_NAME = re.compile(rf"(?:^|(?<=\n\n))[^\n]{{1,80}}\n(?=[ \t]*{_CLOCK}[ \t]*-->)")
# A note of music, or two around a song; a bracket around a line; the dash of a second speaker.
_MUSIC = "\N{EIGHTH NOTE}\N{BEAMED EIGHTH NOTES}"
_SOUND = re.compile(
    rf"\[[^\[\]\n]{{0,40}}\]|[{_MUSIC}](?:[^\n{_MUSIC}]{{0,40}}[{_MUSIC}])?"
    r"|^[ \t]*\([^()\n]{1,40}\)[ \t]*$|^[ \t]*-[ \t]+",
    re.MULTILINE,
)
_LEAST_CUES = 2
_SENTENCE = re.compile(r"(?<=[.!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}])\s+")
_WIKI = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}]{1,2000}\}\}|<ref\b|^==[^=\n]+==\s*$", re.MULTILINE)
_BBCODE = re.compile(
    r"\[(b|i|u|url|quote|img|size|color|center)(?:=[^\[\]\n]{1,200})?\][^\[\]]{0,2000}\[/\1\]", re.IGNORECASE
)
_LEAST_SIGNS = 2
# When somebody wrote in a chat, in brackets or with a dash behind it.
_DAY, _CLOCK = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", r"\d{1,2}:\d{2}"
# Telephones of some countries write the time first: "[10:14 am, 05/03/2024]".
_STAMP = rf"(?:{_DAY}[,\u060c]?\s+{_CLOCK}|{_CLOCK}(?:\s?\S{{1,2}})?[,\u060c]\s+{_DAY})"
_BRACKETED, _DASHED = rf"\[{_STAMP}[^\]\n]{{0,12}}\]", rf"{_STAMP}(?:\s?\S{{1,2}})?\s+-"
# Telephones write the direction before each line.
_TURNED = "\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
# "RT @name:" and "@name:" before a post, a chat's "[4/5/2024, 10:05] Name:".
_POST = re.compile(
    rf"^[{_TURNED}]*(?:RT\s+@\w{{1,40}}:?\s*|@\w{{1,40}}:\s*"
    rf"|{_BRACKETED}\s*[^:\n]{{1,40}}:\s*|{_DASHED}\s+[^:\n]{{1,40}}:\s+)+"
)
# What the program that keeps a chat says of it, between what people say.
_NOTICE = re.compile(rf"[{_TURNED}]*(?:{_BRACKETED}|{_DASHED})\s+[^:\n]+")
# "1/5" around a post of a thread, with the signs behind it that point to the next one.
_COUNTER = re.compile(r"^\(?\d{1,2}\s*/\s*\d{1,2}\)?\s+(?=\S)|\s+\(?\d{1,2}/\d{1,2}\)?[^\w.!?\u061f\u00bb\"')]*$")


def is_subtitles(text: str) -> bool:
    """Say whether a text is made of timed lines."""
    return len(_TIMING.findall(text)) >= _LEAST_CUES or text.lstrip("\ufeff \n").startswith("WEBVTT")


def read_subtitles(material: Material) -> tuple[Article, ...]:
    """Read SubRip, WebVTT or SBV: what is said, without numbers and times; the first sentence is the headline."""
    cues = _CUE_NAME.sub("", _BLOCK.sub("\n", _lines(material.text())))
    text = _SOUND.sub(" ", _CUE_TAG.sub("", _TIMING.sub("\n", cues)))
    lines = (line.strip() for line in text.split("\n"))
    # Captions that roll show each line again below the next.
    said = " ".join(line for line, _ in groupby(line for line in lines if line and not line.isdigit()))
    return (_article(material, _SENTENCE.split(" ".join(said.split()))),)


def read_json(material: Material) -> tuple[Article, ...]:
    """Read JSON Feed, or an object or a list of objects with a title and a text.

    Raises InputError where it is broken, or holds no Arabic article.
    """
    try:
        value = json.loads(material.text())
    except (ValueError, RecursionError) as error:
        raise InputError(material.source, "is broken JSON", "give a page or a text") from error
    feed = value if isinstance(value, dict) else {}
    items = feed.get("items", [_conversation(feed)]) if feed else value
    objects = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    told = [(one, story) for one in objects if (story := story_of(one)).lines] or [({}, longest_in(value))]
    found = (_article_of(one, story, material, feed) for one, story in told if story.lines)
    articles = tuple(article for article in found if is_arabic(article.paragraphs))
    if not articles:
        raise InputError(material.source, "is JSON without an Arabic article", "give a page, a feed or a text")
    return articles


def _article_of(one: Mapping[str, Any], story: Story, material: Material, feed: Mapping[str, Any]) -> Article:
    """Return the article that an object is; `feed` is what holds it, or itself."""
    inside = feed is not one
    name = one.get("id") if inside and isinstance(one.get("id"), str | int) else None
    title = feed.get("title") if inside else None
    return Article(
        source=material.source,
        paragraphs=(story.title, *story.lines) if story.title else story.lines,
        url=story.url,
        id=material.name_for_life(str(name)) if name is not None else None,
        byline=story.byline,
        publication=story.publication or outlet(title if isinstance(title, str) else None),
        published=story.published,
        sections=story.sections,
    )


def _conversation(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the export of a channel as one text of what its messages say, anything else as it is."""
    messages = one.get("messages")
    if not isinstance(messages, list):
        return one
    found = [message for message in messages if isinstance(message, dict) and message.get("text")]
    text = "\n\n".join(_joined(message["text"]) for message in found)
    return {"text": text, "source": one.get("name"), "date": found[0].get("date") if found else None}


def _joined(said: object) -> str:
    """Return a message's text, which is in pieces where some of it is bold or a link."""
    pieces = said if isinstance(said, list) else [said]
    texts = (piece.get("text") if isinstance(piece, dict) else piece for piece in pieces)
    return "".join(text for text in texts if isinstance(text, str))


def refuse_markup(text: str, source: str) -> None:
    """Raise InputError for a text in the markup of a wiki or a forum."""
    for pattern, what in ((_WIKI, "wikitext"), (_BBCODE, "forum markup")):
        if sum(1 for _ in zip(pattern.finditer(text), range(_LEAST_SIGNS), strict=False)) >= _LEAST_SIGNS:
            raise InputError(source, f"is {what}", "give the page that it makes, or its plain text")


def is_notice(line: str) -> bool:
    """Say whether a line of a chat is nobody's: that it is encrypted, that somebody came."""
    return _NOTICE.fullmatch(line) is not None


def plain_post(line: str) -> str:
    """Return a line of a post or a chat without whose it is, when it came, and its number in a thread."""
    return _COUNTER.sub("", _POST.sub("", line)).strip() or line


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _article(material: Material, lines: Sequence[str]) -> Article:
    found = tuple(line for line in map(str.strip, lines) if line)
    if not found:
        raise InputError(material.source, "is empty", "give a file with an article in it")
    return Article(source=material.source, paragraphs=found, url=material.url)
