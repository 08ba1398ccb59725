"""Forms beside pages, feeds and plain text: subtitles, JSON and JSON Feed, mail, posts; no wikitext, no BBCode."""

from __future__ import annotations

import email
import email.policy
import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.article import paragraphs
from briefing.article.foreign import link
from briefing.article.language import is_arabic
from briefing.article.metadata import outlet, person
from briefing.article.moment import moment
from briefing.article.page import paragraphs_in, paragraphs_of
from briefing.article.words import words
from briefing.errors import InputError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from email.message import EmailMessage

    from briefing.article.material import Material

_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_CLOCK}[ \t]*(?:-->|,)[ \t]*{_CLOCK}[^\n]*$", re.MULTILINE)
# Signs of WebVTT that hold no speech, up to the next empty line.
_BLOCK = re.compile(r"^(?:WEBVTT|NOTE|STYLE|REGION)\b(?:.|\n(?!\s*\n))*", re.MULTILINE)
_CUE_TAG = re.compile(r"<[^<>\n]{1,60}>|\{\\[^{}\n]{1,60}\}")
# The name of a cue, alone on the line before its times; what is heard and not said; the dash of a second speaker.
_CUE_NAME = re.compile(rf"(?:^|(?<=\n\n))[^\n]{{1,80}}\n(?=[ \t]*{_CLOCK}[ \t]*-->)")
_SOUND = re.compile(
    r"[\[\N{EIGHTH NOTE}][^\[\]\n\N{EIGHTH NOTE}]{0,40}[\]\N{EIGHTH NOTE}]|^[ \t]*-[ \t]+", re.MULTILINE
)
_LEAST_CUES = 2
_SENTENCE = re.compile(r"(?<=[.!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}])\s+")
_WIKI = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]|\{\{[^{}]{1,2000}\}\}|<ref\b|^==[^=\n]+==\s*$", re.MULTILINE)
_BBCODE = re.compile(
    r"\[(b|i|u|url|quote|img|size|color|center)(?:=[^\[\]\n]{1,200})?\][^\[\]]{0,2000}\[/\1\]", re.IGNORECASE
)
_LEAST_SIGNS = 2
# When somebody wrote in a chat, in brackets or with a dash behind it.
_STAMP = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[,\u060c]?\s+\d{1,2}:\d{2}"
_BRACKETED, _DASHED = rf"\[{_STAMP}[^\]\n]{{0,12}}\]", rf"{_STAMP}(?:\s?\S{{1,2}})?\s+-"
# "RT @name:" and "@name:" before a post, a chat's "[4/5/2024, 10:05] Name:".
_POST = re.compile(
    r"^(?:RT\s+@\w{1,40}:?\s*|@\w{1,40}:\s*"
    rf"|{_BRACKETED}\s*[^:\n]{{1,40}}:\s*|{_DASHED}\s+[^:\n]{{1,40}}:\s+)+"
)
# What the program that keeps a chat says of it, between what people say.
_NOTICE = re.compile(rf"(?:{_BRACKETED}|{_DASHED})\s+[^:\n]+")
# "1/5" around a post of a thread.
_COUNTER = re.compile(r"^\(?\d{1,2}\s*/\s*\d{1,2}\)?\s+(?=\S)|\s+\(?\d{1,2}/\d{1,2}\)?$")
# A signature stands behind two dashes and a space (RFC 3676), which many programs cut off.
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_LEAST_MAIL_CHARS = 200
_TITLES = ("title", "headline", "name", "subject")
_BODIES = ("content_html", "content_text", "content", "body", "articleBody", "html", "text", "description", "summary")
_WRITERS = ("author", "byline", "creator", "authors")
_DATES = ("date_published", "datePublished", "published", "published_at", "pubDate", "date", "created_at")
_LINKS = ("url", "link", "canonical", "external_url")
_PAPERS = ("publisher", "publication", "source", "site_name")


def is_subtitles(text: str) -> bool:
    """Say whether a text is made of timed lines."""
    return len(_TIMING.findall(text)) >= _LEAST_CUES or text.lstrip("\ufeff \n").startswith("WEBVTT")


def read_subtitles(material: Material) -> tuple[Article, ...]:
    """Read SubRip, WebVTT or SBV: what is said, without numbers and times; the first sentence is the headline."""
    cues = _CUE_NAME.sub("", _BLOCK.sub("\n", _lines(material.text())))
    text = _SOUND.sub(" ", _CUE_TAG.sub("", _TIMING.sub("\n", cues)))
    said = " ".join(line.strip() for line in text.split("\n") if not line.strip().isdigit())
    return (_article(material, _SENTENCE.split(" ".join(said.split()))),)


def read_json(material: Material) -> tuple[Article, ...]:
    """Read JSON Feed, or an object or a list of objects with a title and a text.

    Raises InputError where it is broken, or holds no Arabic article.
    """
    try:
        value = json.loads(material.text())
    except (ValueError, RecursionError) as error:
        raise InputError(material.source, "is broken JSON", "give a page or a text") from error
    items = value.get("items", [_conversation(value)]) if isinstance(value, dict) else value
    feed = value if isinstance(value, dict) else {}
    objects = [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []
    found = (_from_object(one, material, feed) for one in objects)
    articles = tuple(one for one in found if one is not None and is_arabic(one.paragraphs))
    if not articles:
        raise InputError(material.source, "is JSON without an Arabic article", "give a page, a feed or a text")
    return articles


def _from_object(one: Mapping[str, Any], material: Material, feed: Mapping[str, Any]) -> Article | None:
    title = _said(one, _TITLES) or ""
    body = next((paragraphs_in(said) for name in _BODIES if (said := _said(one, (name,)))), ())
    lines = [line for line in body if words(line) != words(title)]
    if not lines:
        return None
    if title:
        lines = [" ".join(paragraphs_of(title)) or title, *lines]
    name = one.get("id") if isinstance(one.get("id"), str | int) and feed is not one else None
    return Article(
        source=material.source,
        paragraphs=tuple(lines),
        url=link(_said(one, _LINKS)),
        id=str(name) if name is not None else None,
        byline=person(_said(one, _WRITERS)),
        publication=outlet(_said(one, _PAPERS) or (_said(feed, ("title",)) if feed is not one else None)),
        published=moment(_said(one, _DATES)),
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


def _said(one: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Return the first of several fields that has a text; of a list or an object its name."""
    for name in names:
        value = one.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str) and value.strip():
            return value
    return None


def read_mail(material: Material) -> tuple[Article, ...]:
    """Read a message: its subject is the headline, its text the story. Raises InputError where it has none."""
    message = email.message_from_bytes(material.data, policy=email.policy.default)
    try:
        lines = _longest(message)
    except (LookupError, ValueError, AttributeError) as error:
        raise InputError(material.source, "is a message that cannot be read", "save its text and give that") from error
    subject = " ".join(str(message.get("Subject", "")).split())
    if not lines:
        raise InputError(material.source, "is a message without a text", "save its text and give that")
    article = _article(material, [subject, *lines] if subject else lines)
    return (
        replace(article, byline=person(str(message.get("From", ""))), published=moment(str(message.get("Date", "")))),
    )


def _longest(message: EmailMessage) -> Sequence[str]:
    """Return the paragraphs of a message's text, or of its page where the text only points to that."""
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    written = _signed(str(plain.get_content())) if plain is not None else ""
    lines = paragraphs.split(written)
    if page is None or sum(map(len, lines)) > _LEAST_MAIL_CHARS:
        return lines
    return max(lines, paragraphs_of(page.get_content()), key=lambda found: sum(map(len, found)))


def _signed(text: str) -> str:
    """Return what the sender wrote: no lines quoted from another message, and no signature."""
    return _QUOTED.sub("", _SIGNATURE.split(_lines(text), maxsplit=1)[0])


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
