"""`watch.json`: what is known of the sources that are watched for a shelf. Lost or damaged, it costs a full look.

Several watches may share a shelf: each writes down what it knows of a source when it has been there, and the last one
counts. Who finds there less than was known looks at something twice, and the key of an episode sees to the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import files, shown
from briefing.article.freshness import Stamp
from briefing.article.read import is_link
from briefing.documents import read_file, written
from briefing.shelf import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from briefing.shelf import Shelf

WATCH_FILE = "watch.json"
# What stands in the place of an item's digest where no episode was made of it, nor will be, whatever it says later.
PASSED_OVER = ""
_VERSION = 1
# Of addresses and texts digests are kept: these tell a million items apart, and keep no secret of an address.
_DIGEST_CHARS = 16
# A server that shows an older copy of a feed now and then must not make its items look new.
_MOST_ITEMS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a source: each item by its name and what it said, both as `mark` writes them.

    `stamp` is of the last answer, if nothing of it is left to do. `ttl_s` is for how long the feed asks to be taken for
    fresh; before `rest_until`, in seconds since 1970, its server wants to be left alone.
    """

    place: str
    items: dict[str, str] = field(default_factory=dict)
    stamp: Stamp = field(default_factory=Stamp)
    ttl_s: int = 0
    rest_until: int = 0

    @classmethod
    def nothing_of(cls, source: str) -> Known:
        """Return what is known of a source before the first look."""
        return cls(place=shown.place(source))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    version: int
    sources: dict[str, Known]


class Notes:
    """What the watches of a shelf know."""

    def __init__(self, shelf: Shelf) -> None:
        """Name the shelf."""
        self._shelf = shelf
        self._path = shelf.own / WATCH_FILE

    def read(self, sources: Iterable[str]) -> dict[str, Known]:
        """Return what is known of each of some sources."""
        known = self._sources()
        return {source: known.get(_name(source)) or Known.nothing_of(source) for source in sources}

    def write(self, sources: Mapping[str, Known]) -> None:
        """Write down what is known of sources now, beside what others know of theirs. Raises OutputError."""
        before = self._sources()
        named = {_name(source): known for source, known in sources.items()}
        if all(before.get(name) == known for name, known in named.items()):
            return
        with self._shelf.locked():
            files.write_text(self._path, written(_Page(version=_VERSION, sources=self._sources() | named)))

    def _sources(self) -> dict[str, Known]:
        page = read_file(_Page, self._path)
        return page.sources if page and page.version == _VERSION else {}


def mark(text: str) -> str:
    """Write down a name, or what an item says, so that it is known again."""
    return digest(text)[:_DIGEST_CHARS]


def together(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """Add what was seen now to what was seen before, of which the longest unseen goes in the end."""
    older = [(name, said) for name, said in before.items() if name not in now]
    room = max(_MOST_ITEMS - len(now), len(now))
    return {**dict(older[-room:] if room else []), **now}


def _name(source: str) -> str:
    return mark(source if is_link(source) else str(Path(source).absolute()))
