"""What came in: a path, `-` for standard input or a link, read as one article or, from a feed, as several."""

from __future__ import annotations

import errno
import logging
import re
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from briefing.article import fetch, forms, office, paragraphs
from briefing.article.clean import clean
from briefing.article.feed import read_feed
from briefing.article.foreign import name_of, shown
from briefing.article.language import refuse_other_languages
from briefing.article.mail import read_mail
from briefing.article.markdown import read_markdown
from briefing.article.material import Kind, Material
from briefing.article.page import read_page
from briefing.errors import BriefingError, InputError, NetworkError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

_log = logging.getLogger(__name__)
MAX_BYTES = 20_000_000
STDIN = "-"
# An entry of more paragraphs has a story, whatever some of them say.
_MOST_FURNITURE = 4

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_GIVE_A_PATH = "give a path, a link, or - for standard input"
_OS_ERRORS = {
    errno.ENOENT: ("there is no such file", "check the path"),
    errno.ENOTDIR: ("there is no such file", "check the path"),
    errno.EISDIR: ("is a folder", "name the files in it"),
    errno.EACCES: ("may not be read", "change its permissions"),
    errno.ENAMETOOLONG: ("is no file name", _GIVE_A_PATH),
}


def read(source: str, *, allow_private: bool = False, offline: bool = False) -> tuple[Article, ...]:
    """Read what `source` names: a file, `-` for standard input, or an http(s) link.

    The suffix or the server says what it is, else its first bytes do. `allow_private` lets a link lead into this
    machine or its own network, `offline` refuses every link. Raises InputError where it cannot be read or holds no
    Arabic article, NetworkError where a link leads nowhere.
    """
    scheme = _SCHEME.match(source)
    if scheme and offline:
        raise NetworkError(name_of(source), "is a link, and the network is off", "give a file, or leave out --offline")
    if scheme:
        material, named = _from_web(source, scheme[1].lower(), allow_private=allow_private)
    else:
        material = Material(source=source, data=_bytes_of(source))
        named = SUFFIXES.get(Path(source).suffix.lower())
    if not material.data.strip():
        raise InputError(source, "is empty", "give a file with an article in it")
    kind = _kind(material.data, named)
    articles = READERS[kind](material)
    if kind is Kind.FEED:
        articles = _with_a_story(articles, material, allow_private=allow_private)
    refuse_other_languages(articles)
    return articles


def _with_a_story(entries: Sequence[Article], feed: Material, *, allow_private: bool) -> tuple[Article, ...]:
    """Return the entries of a feed that have a story, their page's where the feed came from the web.

    A headline alone is no briefing, and whoever gives a feed gives more. Raises InputError where no entry has one.
    """
    if feed.url:
        entries = [_whole(entry, feed.url, allow_private=allow_private) for entry in entries]
    told = tuple(entry for entry in entries if _tells(entry))
    if not told:
        raise InputError(name_of(feed.source), "is a news feed of headlines alone", "give the links of its pages")
    if len(told) < len(entries):
        count = f"{len(entries) - len(told)} of {len(entries)}"
        _log.warning("%s: %s entries are passed over: they have a headline alone", name_of(feed.source), count)
    return told


def _tells(entry: Article) -> bool:
    """Say whether something is told below the headline: "read more" and the like are no story."""
    return len(entry.paragraphs) > _MOST_FURNITURE or len(clean(entry).dropped) + 1 < len(entry.paragraphs)


def _whole(entry: Article, feed: str, *, allow_private: bool) -> Article:
    """Return a feed's entry with the story of its own page, where the feed has its headline alone and names the page.

    Only pages of the feed's own site are asked for.
    """
    if _tells(entry) or not entry.url or urlsplit(entry.url).netloc != urlsplit(feed).netloc:
        return entry
    try:
        material, named = _from_web(entry.url, urlsplit(entry.url).scheme, allow_private=allow_private)
        if _kind(material.data, named) is not Kind.PAGE:
            return entry
        (page,) = read_page(material)
    except BriefingError as error:
        _log.warning("%s: the story of the headline is not read: %s", name_of(entry.url), error.what)
        return entry
    return replace(
        page,
        source=entry.source,
        url=entry.url,
        id=entry.id,
        byline=entry.byline or page.byline,
        publication=entry.publication or page.publication,
        published=entry.published or page.published,
    )


def _from_web(source: str, scheme: str, *, allow_private: bool) -> tuple[Material, Kind | None]:
    if scheme not in ("http", "https"):
        raise InputError(name_of(source), f"{shown(scheme)} links are not read", "give an http(s) link, or a path")
    page = fetch.fetch(source, fetch.Limits(allow_private=allow_private))
    if page.media_type and page.media_type not in MEDIA_TYPES:
        raise NetworkError(
            name_of(source), f"is {shown(page.media_type)}, not an article", "give the link of a page or a feed"
        )
    material = Material(source=source, data=page.data, url=page.url, charset=page.charset or None)
    return material, MEDIA_TYPES.get(page.media_type)


def _bytes_of(source: str) -> bytes:
    try:
        with _opened(source) as file:
            return _limited(file, _where(source))
    except OSError as error:
        what, remedy = _OS_ERRORS.get(error.errno or 0, (f"cannot be read: {error.strerror}", "check the path"))
        raise InputError(_where(source), what, remedy) from error
    except ValueError as error:  # a NUL or half a character in the path, or standard input closed by its owner
        raise InputError(_where(source), "is no file name", _GIVE_A_PATH) from error


def _opened(source: str) -> AbstractContextManager[BinaryIO]:
    if source == STDIN:
        if sys.stdin is None or sys.stdin.closed:
            raise InputError(_where(source), "is closed", "pipe an article into it, or give a path")
        return nullcontext(sys.stdin.buffer)
    if not source:
        raise InputError(_where(source), "is no file name", _GIVE_A_PATH)
    return Path(source).open("rb")


def _where(source: str) -> str:
    return "stdin" if source == STDIN else name_of(source)


def _limited(file: BinaryIO, where: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(where, f"is larger than {MAX_BYTES // 1_000_000} MB", "give one article, not an archive")
    return data


def _kind(data: bytes, named: Kind | None) -> Kind:
    """Return what the source says that it is; a text may turn out to be marked up, a page to be a feed."""
    if named in _AS_NAMED:
        return named
    before = _BEFORE.match(data)
    start = before.end() if before else 0
    return next((kind for shape, kind in _OPENINGS if shape.match(data, start)), named or Kind.TEXT)


def _read_text(material: Material) -> tuple[Article, ...]:
    """Read plain text: the first paragraph is the headline. Raises InputError for markup that only programs read."""
    text = material.text()
    if forms.is_subtitles(text):
        return forms.read_subtitles(material)
    forms.refuse_markup(text, material.source)
    lines = tuple(forms.plain_post(line) for line in paragraphs.split(text) if not forms.is_notice(line))
    if not lines:
        raise InputError(material.source, "is empty", "give a file with an article in it")
    return (Article(source=material.source, paragraphs=lines, url=material.url),)


READERS: dict[Kind, Callable[[Material], tuple[Article, ...]]] = {
    Kind.TEXT: _read_text,
    Kind.MARKDOWN: read_markdown,
    Kind.PAGE: read_page,
    Kind.FEED: read_feed,
    Kind.SUBTITLES: forms.read_subtitles,
    Kind.JSON: forms.read_json,
    Kind.MAIL: read_mail,
    Kind.DOCX: office.read_docx,
    Kind.EPUB: office.read_epub,
}
SUFFIXES = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.PAGE,
    ".htm": Kind.PAGE,
    ".xhtml": Kind.PAGE,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".xml": Kind.FEED,
    ".srt": Kind.SUBTITLES,
    ".vtt": Kind.SUBTITLES,
    ".sbv": Kind.SUBTITLES,
    ".json": Kind.JSON,
    ".jsonfeed": Kind.JSON,
    ".eml": Kind.MAIL,
    ".docx": Kind.DOCX,
    ".epub": Kind.EPUB,
}
MEDIA_TYPES = {
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.PAGE,
    "application/rss+xml": Kind.FEED,
    "application/atom+xml": Kind.FEED,
    "application/rdf+xml": Kind.FEED,
    "application/xml": Kind.FEED,
    "text/xml": Kind.FEED,
    "application/feed+json": Kind.JSON,
    "application/json": Kind.JSON,
    "text/vtt": Kind.SUBTITLES,
    "message/rfc822": Kind.MAIL,
    "application/epub+zip": Kind.EPUB,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.DOCX,
}

_AS_NAMED = frozenset({Kind.MARKDOWN, Kind.SUBTITLES, Kind.JSON, Kind.MAIL, Kind.DOCX, Kind.EPUB})
# What may stand before the first element. Nothing of it is given back, so that a thousand comments are walked once.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_OPENINGS = (
    (re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE), Kind.PAGE),
    (re.compile(rb"<(?:rss|feed|rdf:RDF)\b"), Kind.FEED),
    (re.compile(rb"---[ \t]*\r?\n[A-Za-z_][\w-]*[ \t]*:"), Kind.MARKDOWN),
)
