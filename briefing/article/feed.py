"""A news feed (RSS 2.0, RSS 1.0, Atom: RFC 4287) as a list of articles."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any

from briefing.article.foreign import link, shown
from briefing.article.language import is_arabic
from briefing.article.markup import paragraphs_of
from briefing.article.metadata import person
from briefing.article.moment import moment
from briefing.article.words import words
from briefing.errors import InputError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.article.material import Material

_log = logging.getLogger(__name__)
_FEEDS = frozenset({"rss", "feed", "RDF"})
# Each thing that an entry says, in the words of RSS and Atom, the fullest first.
_STORIES = ("encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "date", "updated")
_WRITERS = ("creator", "author")
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?\sencoding\s*=\s*[\"']([\w.-]{2,20})")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
_SURROGATES = range(0xD800, 0xE000)
_MOST_DIGITS = 7


def read_feed(material: Material) -> tuple[Article, ...]:
    """Read the entries of a feed, each an article: title, then its story as far as the feed carries it.

    Raises InputError where it is no feed, or holds no Arabic entry.
    """
    root = _root(material)
    if _name(root) not in _FEEDS:
        raise InputError(material.source, "is XML, but no news feed", "give an RSS or Atom feed, a page or a text")
    publication = _text(root.find("{*}channel"), "title") or _text(root, "title")
    entries = _entries(root)
    articles = tuple(filter(None, (_article(entry, material, publication) for entry in entries)))
    if not articles:
        raise InputError(material.source, "is a news feed without an Arabic entry", "give another feed")
    if len(articles) < len(entries):
        what = "entries are passed over: they have no text, or another language"
        _log.warning("%s: %d of %d %s", material.source, len(entries) - len(articles), len(entries), what)
    return articles


def _root(material: Material) -> Any:  # noqa: ANN401 - lxml's elements have no useful type
    from lxml import etree

    named = _ENCODING.match(material.data)
    markup = material.markup(named[1].decode("ascii") if named else None)
    # No entity is resolved and nothing is fetched, whatever the file asks for; small errors are forgiven.
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(_REFERENCE.sub(_character, markup.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(material.source, f"is broken XML: {shown(str(error))}", "give a feed that is whole") from error
    if root is None:
        raise InputError(material.source, "is broken XML", "give a feed that is whole")
    etree.strip_elements(root, etree.Entity, with_tail=False)
    return root


def _character(reference: re.Match[bytes]) -> bytes:
    """Return a reference to a character as it is, nothing for one to half a character, of which lxml makes no text."""
    digits = (reference[1] or reference[2]).lstrip(b"0")
    code = int(digits or b"0", 16 if reference[1] else 10) if len(digits) <= _MOST_DIGITS else 0
    return b"" if code in _SURROGATES else reference[0]


def _entries(root: Any) -> list[Any]:  # noqa: ANN401 - lxml
    """Return the entries in order, each without those inside it, which a lost end tag puts there."""
    entries = [element for element in root.iter("{*}item", "{*}entry") if isinstance(element.tag, str)]
    for entry in reversed(entries):
        if (parent := entry.getparent()) is not None:
            parent.remove(entry)
    return entries


def _article(entry: Any, material: Material, publication: str | None) -> Article | None:  # noqa: ANN401 - lxml
    title = " ".join(paragraphs_of(_text(entry, "title") or ""))
    story = next(filter(None, (tuple(_story(entry, name)) for name in _STORIES)), ())
    paragraphs = tuple(text for text in story if words(text) != words(title))
    if title:
        paragraphs = (title, *paragraphs)
    if not is_arabic(paragraphs):
        return None
    return Article(
        source=material.source,
        paragraphs=paragraphs,
        url=_link(entry),
        id=_id(entry, material, paragraphs[0]),
        byline=next(filter(None, (person(_writer(entry, name)) for name in _WRITERS)), None),
        publication=publication,
        published=next(filter(None, (moment(_text(entry, name)) for name in _DATES)), None),
        sections=tuple(dict.fromkeys(_sections(entry))),
    )


def _sections(entry: Any) -> Iterator[str]:  # noqa: ANN401 - lxml
    """Yield the categories of an entry: the text of RSS's, the label or else the term of Atom's."""
    for element in entry.findall("{*}category"):
        name = " ".join((element.text or element.get("label") or element.get("term") or "").split())
        if name:
            yield name


def _id(entry: Any, material: Material, headline: str) -> str:  # noqa: ANN401 - lxml
    return material.name_for_life(_text(entry, "id") or _text(entry, "guid") or headline)


def _story(entry: Any, name: str) -> Iterator[str]:  # noqa: ANN401 - lxml
    for element in entry.findall(f"{{*}}{name}"):
        yield from paragraphs_of(_markup(element))


def _markup(element: Any) -> str:  # noqa: ANN401 - lxml
    """Return the HTML that an element carries, as escaped text or, in Atom's xhtml, as elements."""
    from lxml import etree

    if not len(element):
        return element.text or ""
    return "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)


def _writer(entry: Any, name: str) -> str | None:  # noqa: ANN401 - lxml
    element = entry.find(f"{{*}}{name}")
    return _text(element, "name") or _text(entry, name)


def _link(entry: Any) -> str | None:  # noqa: ANN401 - lxml
    """Return the entry's page: Atom's alternate link, or RSS's link."""
    elements = entry.findall("{*}link")
    written = (element.get("href") if element.get("rel", "alternate") == "alternate" else None for element in elements)
    links = (link(href or element.text) for href, element in zip(written, elements, strict=True))
    return next(filter(None, links), None)


def _text(parent: Any, name: str) -> str | None:  # noqa: ANN401 - lxml
    element = parent.find(f"{{*}}{name}") if parent is not None else None
    text = " ".join("".join(element.itertext()).split()) if element is not None else ""
    return text or None


def _name(element: Any) -> str:  # noqa: ANN401 - lxml
    return str(element.tag).rpartition("}")[2]
