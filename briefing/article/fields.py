"""A story as programs write it: an object of JSON with a headline, a text and what is said of them.

Feeds, APIs, exports and the scripts of pages call the same things by a few names each.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from briefing.arabic import has_arabic
from briefing.article.foreign import link
from briefing.article.markup import paragraphs_in, paragraphs_of
from briefing.article.metadata import outlet, person
from briefing.article.moment import moment
from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

_TITLES = ("title", "headline", "name", "subject")
# The whole text by its names, then what may be its beginning alone.
_BODIES = ("content_html", "content_text", "content", "body", "articleBody", "html", "text")
_BEGINNINGS = ("description", "summary")
# What other programs call them: bodyHtml, post_content, newsText; newsTitle.
_LIKE_A_BODY = re.compile(r"(?i)(?:body|content|html|text|story|details)(?:_?(?:html|ar|raw))?$")
_LIKE_A_TITLE = re.compile(r"(?i)(?:title|headline)(?:_?ar)?$")
_WRITERS = ("author", "byline", "creator", "authors")
# fmt: off
_DATES = (
    "date_published", "datePublished", "published", "publishedAt", "published_at", "publishDate", "pubDate", "date",
    "createdAt", "created_at",
)
# fmt: on
_SECTIONS = ("articleSection", "section", "category", "categories", "tags")
_LINKS = ("url", "link", "canonical", "external_url")
_PAPERS = ("publisher", "publication", "source", "site_name")
# What holds the text where a field is no text itself: a person's name, WordPress's rendered text; a list is of parts.
_INSIDE = ("name", "rendered", "html", "text", "value", "data", "children", "content", "blocks")
_LONGEST_NAME = 40
# What an API of headlines puts in the place of the rest: "[+1240 chars]".
_CUT_OFF = re.compile(r"\s*\[\+\d+ chars\]\s*$")
_LONGEST_SCRIPT = 2_000_000
# JSON in pages is often broken by line ends inside of strings, which "strict" would refuse.
_DECODER = json.JSONDecoder(strict=False)
# An object that a script gives to a name: window.__STATE__ = {...}
_GIVEN = re.compile(r"=\s*(?=\{\s*\")")
_MOST_GIVEN = 10
_MOST_DEEP = 20
_MOST_OBJECTS = 20_000
# Of the objects with the longest texts one is the story; to read them all takes as long as a script may be made.
_MOST_STORIES = 5
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Story:
    """What an object says; without lines it tells no story."""

    title: str = ""
    lines: tuple[str, ...] = ()
    url: str | None = None
    byline: str | None = None
    publication: str | None = None
    published: datetime | None = None
    sections: tuple[str, ...] = ()


def story_of(one: Mapping[str, Any], bodies: Iterable[str] = (*_BODIES, *_BEGINNINGS)) -> Story:
    """Return the story that an object is, its headline not among its lines."""
    named = _title(one)
    title = " ".join(paragraphs_of(named)) or named
    lines = next(filter(None, (_paragraphs(one.get(name)) for name in (*bodies, *_like(one, _LIKE_A_BODY)))), ())
    return Story(
        title=title,
        lines=tuple(_CUT_OFF.sub("", line) for line in lines if words(line) != words(title)),
        url=link(_said(one, _LINKS)),
        byline=person(_said(one, _WRITERS)),
        publication=outlet(_said(one, _PAPERS)),
        published=moment(_said(one, _DATES)),
        sections=_sections(one),
    )


def story_in(scripts: Iterable[str], said: str) -> Story:
    """Return the longest whole story that a page's scripts carry under the title that the page `said`, or under any.

    Scripts hold other stories too, so a title that disagrees is only taken where the page says none.
    """
    wanted = frozenset(words(said))
    objects = (one for script in scripts for one in _objects(script) if _agrees(_title(one), wanted))
    return _longest(sorted(objects, key=_size, reverse=True)[:_MOST_STORIES], _BODIES)


def sections_in(scripts: Iterable[str]) -> Iterator[str]:
    """Yield the sections in which a page's scripts put an article."""
    for script in scripts:
        for one in _objects(script):
            named = one.get("articleSection")
            for name in named if isinstance(named, list) else [named]:
                if isinstance(name, str):
                    yield html.unescape(name)


def longest_in(value: object) -> Story:
    """Return the longest story among the objects of a value of JSON."""
    return _longest(sorted(_objects_in(value), key=_size, reverse=True)[:_MOST_STORIES], (*_BODIES, *_BEGINNINGS))


def _longest(objects: Iterable[Mapping[str, Any]], bodies: Iterable[str]) -> Story:
    stories = (story_of(one, bodies) for one in objects)
    return max(stories, key=lambda story: sum(map(len, story.lines)), default=Story())


def _size(one: Mapping[str, Any]) -> int:
    return max(len(str(one.get(name, ""))) for name in (*_BODIES, *_BEGINNINGS, *_like(one, _LIKE_A_BODY)))


def _title(one: Mapping[str, Any]) -> str:
    return _said(one, (*_TITLES, *_like(one, _LIKE_A_TITLE))) or ""


def _like(one: Mapping[str, Any], names: re.Pattern[str]) -> Iterator[str]:
    """Yield the fields of an object that are called somewhat like others."""
    return (name for name in one if isinstance(name, str) and names.search(name[-_LONGEST_NAME:]))


def _agrees(title: str, wanted: frozenset[str]) -> bool:
    own = frozenset(words(title))
    return has_arabic(title) and (not wanted or len(own & wanted) >= _ALIKE * min(len(own), len(wanted)))


def _objects_in(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a value of JSON, those inside others too."""
    pending, seen = [(value, 0)], 0
    while pending and seen < _MOST_OBJECTS:
        one, depth = pending.pop()
        seen += 1
        if isinstance(one, dict):
            yield one
        parts = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        if depth < _MOST_DEEP:
            pending += [(part, depth + 1) for part in parts if isinstance(part, dict | list)]


def _objects(script: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of a script: of one that is JSON, or of those that it gives to names."""
    if len(script) > _LONGEST_SCRIPT:
        return
    text = script.strip()
    given = (match.end() for match in islice(_GIVEN.finditer(text), _MOST_GIVEN))
    starts = (0,) if text.startswith(("{", "[")) else given
    for start in starts:
        try:
            value, _ = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield from _objects_in(value)


def _sections(one: Mapping[str, Any]) -> tuple[str, ...]:
    named = next(filter(None, map(one.get, _SECTIONS)), None)
    names = named if isinstance(named, list) else [named]
    return tuple(dict.fromkeys(" ".join(name.split()) for name in names if isinstance(name, str) and name.strip()))


def _said(one: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """Return the first of several fields that has a text; of a list the first part's, of an object its name."""
    for name in names:
        value = one.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = next((value[key] for key in _INSIDE if isinstance(value.get(key), str)), None)
        if isinstance(value, str) and value.strip():
            return value
    return None


def _paragraphs(value: object) -> tuple[str, ...]:
    """Return the paragraphs of a field: of a text, or of the parts that an editor's program keeps apart."""
    if isinstance(value, str):
        # Markup that was escaped once more is markup; in markup, what is escaped is text.
        return paragraphs_in(value if "<" in value else html.unescape(value)) if value.strip() else ()
    if isinstance(value, list):
        return tuple(line for part in value for line in paragraphs_in(_flat(part)))
    if isinstance(value, dict):
        inner = next((value[key] for key in _INSIDE if isinstance(value.get(key), str | list)), "")
        return _paragraphs(inner)
    return ()


def _flat(part: object, depth: int = 0) -> str:
    """Return the text of a part, which may be in pieces of their own."""
    if isinstance(part, str) or depth > _MOST_DEEP:
        return part if isinstance(part, str) else ""
    if isinstance(part, list):
        return "".join(_flat(piece, depth + 1) for piece in part)
    if isinstance(part, dict):
        return next(filter(None, (_flat(part[key], depth + 1) for key in _INSIDE if part.get(key))), "")
    return ""
