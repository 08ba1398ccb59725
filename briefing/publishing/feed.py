"""`feed.xml` and the list of episodes, made from the episodes' records: no clock, no old audio, the same bytes again.

Both are paged from the oldest episode on, so that a full page never changes again and adding an episode touches only
the newest page. The newest page holds what is left: at least a page full, where there are that many.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from briefing import __version__
from briefing.errors import OutputError
from briefing.publishing import catalogue, picture, record, rss, tombstone
from briefing.publishing import show as shows
from briefing.publishing.address import FEED_FILE, INDEX_FILE, PAGE_FILE, base, under
from briefing.publishing.markup import running
from briefing.publishing.rss import Links
from briefing.publishing.text import tidy
from briefing.publishing.words import render
from briefing.shelf import bury, digest, pending, shelf_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.publishing.catalogue import Catalogue, Head
    from briefing.settings import Show
    from briefing.shelf import Shelf

_INDEX_PAGE = 100
_ELSEWHERE = "choose another folder, or move that file"
_log = logging.getLogger(__name__)


def check(folder: Path) -> None:
    """Refuse a folder where a page of a feed stands that is not ours, before anything is spoken. Raises OutputError."""
    for path in _foreign(shelf_at(folder), "feed*"):
        raise OutputError(str(path), "is not ours, and stays as it is", _ELSEWHERE)


def _foreign(shelf: Shelf, names: str) -> list[Path]:
    """List what stands under the names of our pages, of those that a pattern takes, and is somebody else's."""
    paths = [path for path in shelf.pages(names) if PAGE_FILE.fullmatch(path.name)]
    return [path for path in paths if not shelf.may_write(path.name)]


def rebuild(folder: Path, show: Show, *, afresh: bool = False) -> Path:
    """Write `feed.xml` and `index.html` for the episodes in `folder`, newest first, and return the feed's path.

    Pages whose episodes and settings are the same as last time are left as they are, unless it is all done `afresh`.
    Withdrawn episodes, which no page names then any more, make room for their tombstones. Where the show requires it
    only those are named that an editor has approved.

    An `index.html` that is not ours stays, with a warning. One run at a time: another waits. Raises OutputError (the
    disk, a feed that is not ours).
    """
    named = shows.named(show)
    shelf = shelf_at(folder)
    with shelf.locked():
        withdrawn = pending(shelf)
        seen = catalogue.look(shelf, without=withdrawn, afresh=afresh)
        heads = [head for head in seen.heads if head.approved or not named.require_approval]
        pages = _write_pages(shelf, seen, heads, _Feed(shelf, named), named.page_size)
        foreign = _foreign(shelf, "index*")
        if foreign:
            _say_once(foreign[0])
        else:
            pages |= _write_pages(shelf, seen, heads, _Index(named), _INDEX_PAGE)
        for name in filter(PAGE_FILE.fullmatch, seen.pages.keys() - pages.keys()):
            shelf.remove_page(name)
        for slug, withdrawal in withdrawn.items():
            bury(shelf, slug, withdrawal, tombstone.page(withdrawal))
        catalogue.remember(shelf, replace(seen, pages=pages))
    return folder / FEED_FILE


@cache
def _say_once(path: Path) -> None:
    _log.warning("%s: is not ours and stays; no list of episodes is written", path)


class _Feed:
    """The pages of the feed."""

    first = FEED_FILE
    later = "feed-{}.xml"

    def __init__(self, shelf: Shelf, show: Show) -> None:
        self._shelf = shelf
        self._show = show
        self._base_url = base(show)
        self._image = _image(shelf, show, self._base_url)
        self.key = f"{show}{self._image}"

    def write(self, heads: Sequence[Head], links: Links) -> bytes:
        found = {one.slug: one for one in record.read_all(self._shelf, [head.slug for head in heads])}
        records = [found[head.slug] for head in heads if head.slug in found]
        return rss.feed(self._show, self._base_url, self._image, list(self._whole(records)), links)

    def _whole(self, records: Sequence[record.Record]) -> Iterator[record.Record]:
        for found in records:
            name = f"{found.slug}/{found.media[0].name}"
            if self._shelf.length(name) == found.media[0].length_bytes:
                yield found
            else:
                what = "is gone or has changed, the feed leaves the episode out; make it again"
                _log.warning("%s: %s", self._shelf.folder / name, what)


class _Index:
    """The pages of the list of episodes."""

    first = INDEX_FILE
    later = "index-{}.html"

    def __init__(self, show: Show) -> None:
        self._show = show
        self.key = f"{show}"

    def write(self, heads: Sequence[Head], links: Links) -> bytes:
        title, about = tidy(self._show.title), tidy(self._show.description)
        facts = {"title": title, "about": about, "heads": heads, "links": links, "feed": FEED_FILE}
        return render("index.html", running=running, **facts).encode()


def _image(shelf: Shelf, show: Show, base_url: str) -> str:
    """Return the address of the show's cover; a picture that directories turn down is named in a warning."""
    if show.image.startswith(("https://", "http://")):
        return show.image
    names = (show.image,) if show.image else record.COVER_FILES
    folder = shelf.folder
    name = next((name for name in names if shelf.length(name) is not None), "")
    if not name:
        _log.warning("%s: has no cover, and directories take no feed without one; put cover.png there", folder)
        return ""
    if not picture.is_cover(folder / name):
        _log.warning("%s: directories take a square JPEG or PNG of 1400 to 3000 pixels", folder / name)
    return under(base_url, *name.split("/"))


def _write_pages(
    shelf: Shelf, seen: Catalogue, told: Sequence[Head], form: _Feed | _Index, size: int
) -> dict[str, str]:
    """Write the pages that have changed, the oldest first: no page names one that is not there. Return their keys."""
    cut = _cut(told, size)
    names = [form.first, *(form.later.format(number) for number in range(len(cut) - 1, 0, -1))]
    pages: dict[str, str] = {}
    for n, heads in reversed(list(enumerate(cut))):
        links = Links(
            name=names[n],
            newest=names[0],
            older=names[n + 1] if n + 1 < len(names) else "",
            newer=names[n - 1] if n else "",
            oldest=names[-1],
        )
        key = digest(f"{__version__}{form.key}{links}{[(head.slug, head.stamp) for head in heads]}")
        pages[names[n]] = key
        same = seen.pages.get(names[n]) == key and shelf.length(names[n]) is not None
        if not same and not shelf.write_page(names[n], form.write(heads, links)):
            raise OutputError(str(shelf.folder / names[n]), "is not ours, and stays as it is", _ELSEWHERE)
    return pages


def _cut(heads: Sequence[Head], size: int) -> list[Sequence[Head]]:
    """Cut into pages, newest first: full ones from the oldest on, the first with between one and two pages full."""
    if size <= 0:
        return [heads]
    full = max(0, len(heads) // size - 1)
    first = len(heads) - full * size
    return [heads[:first], *(heads[start : start + size] for start in range(first, len(heads), size))]
