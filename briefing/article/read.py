"""What came in: a path, `-` for standard input or a link, read as one article or, from a feed, as several."""

from __future__ import annotations

import errno
import logging
import re
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple
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
from briefing.article.pdf import read_pdf
from briefing.errors import BriefingError, InputError, NetworkError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from briefing.article.freshness import Stamp

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
    errno.EISDIR: ("is a folder without a file that can be read", "name files, or another folder"),
    errno.EACCES: ("may not be read", "change its permissions"),
    errno.ENAMETOOLONG: ("is no file name", _GIVE_A_PATH),
}


def read(
    source: str, *, data: bytes | None = None, allow_private: bool = False, offline: bool = False
) -> tuple[Article, ...]:
    """Read what `source` names: a file, `-` for standard input, or an http(s) link; `data`: what was read there.

    The suffix or the server says what it is, else its first bytes do. `allow_private` lets a link lead into this
    machine or its own network, `offline` refuses every link. Raises InputError where it cannot be read or holds no
    Arabic article, NetworkError where a link leads nowhere.
    """
    if is_link(source):
        refuse_offline(source, offline=offline)
        found = contents(source, fetch.fetch(_web(source), fetch.Limits(allow_private=allow_private)))
    else:
        material = Material(source=source, data=bytes_of(source) if data is None else data)
        found = _contents(material, SUFFIXES.get(Path(source).suffix.lower()))
    if not found.is_feed:
        return found.articles
    return _with_a_story([whole(entry, found.feed, allow_private=allow_private) for entry in found.articles], source)


def _with_a_story(entries: Sequence[Article], feed: str) -> tuple[Article, ...]:
    """Return the entries of a feed that have a story.

    A headline alone is no briefing, and whoever gives a feed gives more. Raises InputError where no entry has one.
    """
    told = tuple(entry for entry in entries if tells(entry))
    if not told:
        raise InputError(name_of(feed), "is a news feed of headlines alone", "give the links of its pages")
    if len(told) < len(entries):
        count = f"{len(entries) - len(told)} of {len(entries)}"
        _log.warning("%s: %s entries are passed over: they have a headline alone", name_of(feed), count)
    return told


def tells(entry: Article) -> bool:
    """Say whether something is told below the headline: "read more" and the like are no story."""
    return len(entry.paragraphs) > _MOST_FURNITURE or len(clean(entry).dropped) + 1 < len(entry.paragraphs)


class Contents(NamedTuple):
    """The articles that a source holds; where they are the entries of a feed, its address, "" for that of a file."""

    articles: tuple[Article, ...]
    is_feed: bool
    feed: str


def look(
    source: str, known: Stamp, wishes: dict[str, str], *, allow_private: bool = False
) -> fetch.Page | fetch.Unchanged:
    """Fetch what a link leads to, unless it is what we have, as `fetch_again` does. Raises InputError, NetworkError."""
    return fetch.fetch_again(_web(source), known, wishes, fetch.Limits(allow_private=allow_private))


def contents(source: str, page: fetch.Page) -> Contents:
    """Read what a link led to; the entries of a feed are as they stand in it. Raises InputError, NetworkError."""
    if page.media_type and page.media_type not in MEDIA_TYPES:
        raise NetworkError(
            name_of(source), f"is {shown(page.media_type)}, not an article", "give the link of a page or a feed"
        )
    material = Material(source=source, data=page.data, url=page.url, charset=page.charset or None)
    return _contents(material, MEDIA_TYPES.get(page.media_type))


def whole(entry: Article, feed: str, *, allow_private: bool, patient: bool = False) -> Article:
    """Return a feed's entry with the story of its own page, where the feed has its headline alone and names the page.

    Only pages of the feed's own site are asked for. Where one does not answer, the headline is all there is; whoever is
    `patient` gets the NetworkError of a server that is only busy.
    """
    if tells(entry) or not entry.url or urlsplit(entry.url).netloc != urlsplit(feed).netloc:
        return entry
    try:
        answer = fetch.fetch(_web(entry.url), fetch.Limits(allow_private=allow_private))
        if _kind(answer.data, MEDIA_TYPES.get(answer.media_type)) is not Kind.PAGE:
            return entry
        (page,) = contents(entry.url, answer).articles
    except BriefingError as error:
        if patient and error.passing:
            raise
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
        sections=entry.sections or page.sections,
    )


def refuse_offline(source: str, *, offline: bool) -> None:
    """Raise NetworkError for a link where the network is not to be used."""
    if offline and is_link(source):
        raise NetworkError(name_of(source), "is a link, and the network is off", "give a file, or leave out --offline")


def _web(source: str) -> str:
    """Return a link to the web. Raises InputError for another one."""
    scheme = source.partition("://")[0].lower()
    if scheme not in ("http", "https"):
        raise InputError(name_of(source), f"{shown(scheme)} links are not read", "give an http(s) link, or a path")
    return source


def _contents(material: Material, named: Kind | None) -> Contents:
    if not material.data.strip():
        raise InputError(material.source, "is empty", "give a file with an article in it")
    kind = _kind(material.data, named)
    articles = READERS[kind](material)
    refuse_other_languages(articles)
    is_feed = kind is Kind.FEED
    return Contents(articles, is_feed, material.url or "" if is_feed else "")


def is_link(source: str) -> bool:
    """Say whether a source is a link, of whatever kind."""
    return _SCHEME.match(source) is not None


def files_in(folder: Path) -> list[str]:
    """List the files of a folder that can be read, by name; none where it is no folder, or may not be looked into."""
    try:
        several = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    except (OSError, ValueError):
        return []
    return sorted(str(path) for path in several if path.suffix.lower() in SUFFIXES and not path.name.startswith("."))


def bytes_of(source: str) -> bytes:
    """Read the file that `source` names, or standard input. Raises InputError."""
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
    Kind.PDF: read_pdf,
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
    ".pdf": Kind.PDF,
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
    "application/pdf": Kind.PDF,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Kind.DOCX,
}

_AS_NAMED = frozenset({Kind.MARKDOWN, Kind.SUBTITLES, Kind.JSON, Kind.MAIL, Kind.DOCX, Kind.EPUB, Kind.PDF})
# What may stand before the first element. Nothing of it is given back, so that a thousand comments are walked once.
_BEFORE = re.compile(rb"(?:\xef\xbb\xbf)?+(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_OPENINGS = (
    (re.compile(rb"%PDF-"), Kind.PDF),
    (re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE), Kind.PAGE),
    (re.compile(rb"<(?:rss|feed|rdf:RDF)\b"), Kind.FEED),
    (re.compile(rb"---[ \t]*\r?\n[A-Za-z_][\w-]*[ \t]*:"), Kind.MARKDOWN),
)
