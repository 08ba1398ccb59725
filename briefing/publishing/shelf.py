"""What stands in an output folder: the head of every episode, newest first, kept so that adding one stays quick.

The heads are remembered in a hidden file with the stamp of the record that each came from; one whose stamp is the
same is not read again. Nothing is lost with the file: without it every record is read.
"""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from briefing import __version__
from briefing.files import write_text, writing
from briefing.publishing import record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SHELF_FILE = ".shelf.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the list of episodes says of one. `stamp` changes when its record is written anew."""

    slug: str
    stamp: str
    guid: str
    title: str
    published: str
    duration_ms: int

    @property
    def moment(self) -> datetime:
        """When it was published."""
        return datetime.fromisoformat(self.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The heads, newest first, and for each page that was written the key of what is in it."""

    heads: tuple[Head, ...]
    pages: dict[str, str]


def look(folder: Path, *, afresh: bool = False) -> Shelf:
    """Find the finished episodes of a folder. `afresh` believes nothing that was remembered.

    Raises OutputError where a record is damaged.
    """
    remembered = {} if afresh else _remembered(folder)
    known = {head["slug"]: head for head in remembered.get("heads", ())}
    heads = [_head(folder, slug, stamp, known.get(slug)) for slug, stamp in _stamps(folder)]
    heads.sort(key=lambda head: (-head.moment.timestamp(), head.slug))
    return Shelf(heads=tuple(_once(heads)), pages=remembered.get("pages", {}))


def remember(folder: Path, shelf: Shelf) -> None:
    """Write down what was found and which pages were made of it. Raises OutputError."""
    heads = [{name: getattr(head, name) for name in Head.__slots__} for head in shelf.heads]
    document = {"version": __version__, "heads": heads, "pages": shelf.pages}
    write_text(folder / SHELF_FILE, json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")


def _remembered(folder: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads((folder / SHELF_FILE).read_bytes())
    except (OSError, ValueError):
        return {}  # nothing is remembered, or what is cannot be read: the records themselves say it all
    return document if document.get("version") == __version__ else {}


def _stamps(folder: Path) -> Iterator[tuple[str, str]]:
    with writing(folder), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or not entry.is_dir():
                continue
            try:
                stat = os.stat(os.path.join(entry.path, record.RECORD_FILE))  # noqa: PTH116, PTH118 - thousands of them
            except FileNotFoundError:
                continue  # a folder of something else
            yield entry.name, f"{stat.st_mtime_ns}-{stat.st_size}-{stat.st_ino}"


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


def _head(folder: Path, slug: str, stamp: str, known: dict[str, Any] | None) -> Head:
    if known and known.get("stamp") == stamp:
        return Head(**known)
    found = record.read(folder / slug)
    return Head(
        slug=slug,
        stamp=stamp,
        guid=found.guid,
        title=found.title,
        published=found.published.isoformat(),
        duration_ms=found.duration_ms,
    )
