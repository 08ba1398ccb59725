"""Word documents (Office Open XML, ECMA-376) and books (EPUB 3): archives with the text in XML parts."""

from __future__ import annotations

import io
import logging
import posixpath
import zipfile
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from briefing import packages
from briefing.article.foreign import name_of
from briefing.article.language import is_arabic
from briefing.article.markup import paragraphs_of
from briefing.article.metadata import outlet, person
from briefing.article.moment import moment
from briefing.article.tables import told
from briefing.article.words import words
from briefing.errors import InputError, SettingsError
from briefing.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.article.material import Material

_log = logging.getLogger(__name__)
_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})
# An archive may hold a thousand times of what it weighs.
_MOST_BYTES = 50_000_000
_MOST_PARTS = 2_000
_LEAST_PARAGRAPHS = 2
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What of a paragraph is seen: its text, and what a line or a tab parts.
_SHOWN = {f"{_WORD}t": "", f"{_WORD}tab": " ", f"{_WORD}br": " ", f"{_WORD}cr": " "}
_REMEDY = "save it as a text or a page"


def read_docx(material: Material) -> tuple[Article, ...]:
    """Read a Word document: its first paragraph is the headline. Raises InputError where it is none, or empty.

    Raises SettingsError where python-docx is not installed.
    """
    if not find_spec("docx"):
        raise SettingsError(material.source, "the package python-docx is missing", packages.install("python-docx"))
    import docx

    _opened(material, "a Word document").close()
    try:
        document = docx.Document(io.BytesIO(material.data))
        parts = document.element.body.iterchildren(f"{_WORD}p", f"{_WORD}tbl")
        lines = tuple(line for part in parts for line in _told(part) if line)
        about = document.core_properties
        left_out = sum(1 for table in document.element.body.iterchildren(f"{_WORD}tbl") if not _told(table))
    except (KeyError, ValueError, AttributeError, OSError) as error:
        raise InputError(material.source, "is no whole Word document", _REMEDY) from error
    if not lines:
        raise InputError(material.source, "is a document without a text", "give a file with an article in it")
    if left_out:
        _log.warning("%s: %d of its tables are not read", name_of(material.source), left_out)
    return (Article(source=material.source, paragraphs=lines, byline=person(about.author)),)


def _told(part: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml's elements have no useful type
    """Return a paragraph, or the rows of a small table."""
    if part.tag != f"{_WORD}tbl":
        return (_shown(part),)
    rows = [[_shown(cell) for cell in row.iterchildren(f"{_WORD}tc")] for row in part.iterchildren(f"{_WORD}tr")]
    return told(rows, headed=False)


def _shown(paragraph: Any) -> str:  # noqa: ANN401 - lxml's elements have no useful type
    """Return what a paragraph shows, with what was put in while changes were tracked: python-docx leaves that out.

    What was taken out stands in elements of another name.
    """
    found = (_SHOWN[element.tag] or element.text or "" for element in paragraph.iter(*_SHOWN))
    return " ".join("".join(found).split())


def read_epub(material: Material) -> tuple[Article, ...]:
    """Read a book: each of its documents with a text is an article. Raises InputError where none is Arabic."""
    with _opened(material, "a book") as archive:
        try:
            articles = tuple(_documents(archive, material))
        except (KeyError, ValueError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
            raise InputError(material.source, "is no whole EPUB", _REMEDY) from error
    if not articles:
        raise InputError(material.source, "is a book without an Arabic text", "give another")
    return articles


def _opened(material: Material, what: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(material.data))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise InputError(material.source, f"is not {what}", _REMEDY) from error
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        archive.close()
        raise InputError(material.source, f"unpacks to more than {_MOST_BYTES // 1_000_000} MB", _REMEDY)
    return archive


def _documents(archive: zipfile.ZipFile, material: Material) -> Iterator[Article]:
    package = next(_found(_xml(archive, _CONTAINER), "rootfile")).get("full-path") or ""
    root = _xml(archive, package)
    folder = posixpath.dirname(package)
    items = {item.get("id"): item for item in _found(root, "item")}
    creator, publisher, date = (_text(root, name) for name in ("creator", "publisher", "date"))
    for reference in _found(root, "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        lines = paragraphs_of(archive.read(name).decode("utf-8", "replace"))
        if len(lines) >= _LEAST_PARAGRAPHS and is_arabic(lines):
            yield Article(
                source=material.source,
                paragraphs=(lines[0], *(line for line in lines[1:] if words(line) != words(lines[0]))),
                id=f"{_text(root, 'identifier') or material.source}#{name}",
                byline=person(creator),
                publication=outlet(publisher),
                published=moment(date),
            )


def _xml(archive: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - lxml's elements have no useful type
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(archive.read(name), parser)
    if root is None:
        raise ValueError(name)
    return root


def _found(root: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - lxml's elements have no useful type
    return iter(root.iter(f"{{*}}{name}"))


def _text(root: Any, name: str) -> str | None:  # noqa: ANN401 - lxml's elements have no useful type
    element = next(_found(root, name), None)
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None
