"""What stands on a shelf: the head of every episode, newest first, kept so that adding one stays quick.

The heads are remembered with the stamp of the record that each came from; one whose stamp is the same is not read
again. Nothing is lost with what is remembered: without it every record is read.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - `read_file` asks for the types at run time
from typing import TYPE_CHECKING

from briefing import __version__
from briefing.documents import read_file, written
from briefing.errors import OutputError
from briefing.files import content, write_text
from briefing.publishing import record
from briefing.publishing.text import clip

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from briefing.shelf import Shelf

CATALOGUE_FILE = "catalogue.json"
_LONGEST_LINE = 160
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the list of episodes says of one: its first line, the name of its sound.

    `stamp` changes when its record is written anew.
    """

    slug: str
    stamp: str
    guid: str
    title: str
    published: datetime
    duration_ms: int
    line: str
    sound: str
    approved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The heads, newest first, and for each page that was written, by its name, the key of what it was made of."""

    heads: tuple[Head, ...] = ()
    pages: dict[str, str] = field(default_factory=dict)
    version: str = __version__


def look(shelf: Shelf, *, without: Collection[str] = (), afresh: bool = False) -> Catalogue:
    """Find the finished episodes of a shelf. `afresh` believes nothing that was remembered but the names of the pages.

    Left out are those whose names are in `without`, and those whose record is damaged, with a warning.
    """
    remembered = _remembered(shelf)
    known = {} if afresh else {head.slug: head for head in remembered.heads}
    heads = [head for head in _heads(shelf, known) if head.slug not in without]
    heads.sort(key=lambda head: (-head.published.timestamp(), head.slug))
    pages = dict.fromkeys(remembered.pages, "") if afresh else remembered.pages
    return Catalogue(heads=tuple(_once(heads)), pages=pages)


def remember(shelf: Shelf, catalogue: Catalogue) -> None:
    """Write down what was found and which pages were made of it; where that fails, the next run reads all anew."""
    path, text = shelf.own / CATALOGUE_FILE, written(catalogue)
    if content(path) == text.encode():
        return
    try:
        write_text(path, text)
    except OutputError as error:
        _log.warning("%s; the next run reads every record", error)


def _remembered(shelf: Shelf) -> Catalogue:
    found = read_file(Catalogue, shelf.own / CATALOGUE_FILE)
    if found is None:
        return Catalogue()  # nothing is remembered, or what is cannot be read: the records themselves say it all
    return found if found.version == __version__ else Catalogue(pages=dict.fromkeys(found.pages, ""))


def _heads(shelf: Shelf, known: dict[str, Head]) -> Iterator[Head]:
    new: dict[str, str] = {}
    for slug, stamp in shelf.stamps():
        head = known.get(slug)
        if head and head.stamp == stamp:
            yield head
        else:
            new[slug] = stamp
    for found in record.read_all(shelf, new):
        yield Head(
            slug=found.slug,
            stamp=new[found.slug],
            guid=found.guid,
            title=found.title,
            published=found.published,
            duration_ms=found.duration_ms,
            line=clip(found.lead, _LONGEST_LINE),
            sound=found.media[0].name,
            approved=found.approved is not None,
        )


def _once(heads: list[Head]) -> Iterator[Head]:
    """Let each guid stand once: players would show one of two at random, so the newest stands."""
    seen: dict[str, str] = {}
    for head in heads:
        if head.guid in seen:
            _log.warning(
                "%s: is the same episode as %s, which is newer; the feed leaves it out", head.slug, seen[head.guid]
            )
            continue
        seen[head.guid] = head.slug
        yield head
