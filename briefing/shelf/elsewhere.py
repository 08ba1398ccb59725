"""A shelf at an address of fsspec's: a store of objects, a server.

What a folder of this machine has by its locks and by exchanging two folders, this one has by files that one alone can
make (`lease`), and by the order of writing: an episode is built here, its files are sent many at once, then its record,
which is what the feed looks for, then its label, which says that all of it is there. Whoever dies in between has left
an episode that is made again, and a feed that does not name it.

    .briefing/lease.json            who writes the pages
    .briefing/claims/SLUG.json      who makes an episode under this name
"""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from briefing import files, places
from briefing.errors import OutputError
from briefing.shelf import label as labels
from briefing.shelf import room as rooms
from briefing.shelf import withdrawal
from briefing.shelf.label import LABEL_FILE, RECORD_FILE
from briefing.shelf.lease import Lease, lapse
from briefing.shelf.page import PageStanding, labelled, page_standing
from briefing.shelf.shelf import ELSEWHERE, OWN_LABEL, OWN_TEXT, Room, Shelf, Unchanged, names_of, variant_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.shelf.story import Story

# What the drivers call a file's digest, or when it was changed.
_STAMPS = ("ETag", "etag", "mtime", "modify", "updated", "last_modified", "created")
_LAST = (RECORD_FILE, withdrawal.WITHDRAWN_FILE)


class ShelfElsewhere(Shelf):
    """The episodes at an address."""

    def __init__(self, folder: Path) -> None:
        """Name the place."""
        super().__init__(folder)
        self._lease: Lease | None = None
        self._listed: dict[str, Mapping[str, Any]] | None = None
        self._in_mind: dict[tuple[str, str], bytes] = {}

    def open(self) -> None:
        """Make the place ours. Raises OutputError where it has a `.briefing` of somebody else's, NetworkError."""
        with files.writing(self.folder):
            label = self.own / OWN_LABEL
            there = places.listed(self.own)  # before the label is read: it is the first to stand there
            if places.read(label) != OWN_TEXT:
                if there:
                    raise OutputError(str(self.own), "is not ours", ELSEWHERE)
                places.write(label, OWN_TEXT)
        self.mend()

    def mend(self) -> None:
        """Remove the claims of runs that were killed, when they have lapsed."""
        with files.writing(self.folder):
            for name in places.listed(self._claim_files):
                lapse(self._claim_files / name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lease of the pages; other runs wait."""
        if self._lease:
            yield
            return
        with files.writing(self.folder):
            self._lease = lease = Lease.wait_for(self.own / "lease.json")
        self._listed = None
        try:
            yield
        finally:
            self._lease = self._listed = None
            with files.writing(self.folder):
                lease.release()

    @contextmanager
    def room(self, story: Story, wanted: str) -> Iterator[Room]:
        """Claim a name for a story and give a room here to build its episode in, which is sent at the end."""
        slug, lease = self._claim(story, wanted)
        try:
            with TemporaryDirectory(prefix="briefing-") as room:
                built = Path(room) / rooms.EPISODE
                built.mkdir()
                given = Room(slug=slug, folder=built)
                with self._telling(given):
                    yield given
                    labels.set_label(built, story, key=given.key)
                with files.writing(self.folder / slug):
                    there = self._files_of(slug)
                    self._refuse_withdrawn_among(there, slug)
                    lease.require()
                    self._send(built, slug, there)
        finally:
            with files.writing(self.folder / slug):
                lease.release()

    @contextmanager
    def replacing(self, slug: str) -> Iterator[Path]:
        """Give a folder here to fill that takes the place of an episode of ours."""
        with TemporaryDirectory(prefix="briefing-") as room:
            built = Path(room) / rooms.EPISODE
            built.mkdir()
            yield built
            with files.writing(self.folder / slug):
                label = labels.label_of(self.folder / slug)
                if label:
                    labels.set_label(built, label.story)
                self._send(built, slug, self._files_of(slug))

    def unchanged(self, wanted: str, story: Story, key: str) -> Unchanged | None:
        """Return the episode that was made of what `key` names: one question, and one for its label."""
        with files.writing(self.folder):
            there = self._there(wanted)
        likely = [name for name in names_of(story, wanted) if name in there]
        for slug in dict.fromkeys([*likely, *sorted(there)]):
            if withdrawal.WITHDRAWN_FILE in there[slug] and self._stands(slug, story):
                self._refuse_withdrawn_among(there[slug], slug)
            label = labels.label_of(self.folder / slug) if LABEL_FILE in there[slug] else None
            if label and label.key == key and label.lengths and label.lengths.items() <= there[slug].items():
                return Unchanged(slug=slug, names=sorted(label.files))
        return None

    def write_page(self, name: str, content: bytes) -> bool:
        """Write a page of the shelf, with its label; False where one stands there that is not ours: it stays."""
        path = self.folder / name
        with files.writing(path):
            state = self._page(path)
            if state is PageStanding.FOREIGN:
                return False
            if state is PageStanding.EDITED:
                self._keep(name)
            if self._lease:
                self._lease.require()
            places.write(path, labelled(content))
        return True

    @contextmanager
    def adding(self, name: str) -> Iterator[Path | None]:
        """Give a path here to write a new file of the shelf to; None where something stands under that name already."""
        with files.writing(self.folder):
            is_there = places.length(self.folder / name) is not None
        if is_there:
            yield None
            return
        with TemporaryDirectory(prefix="briefing-") as room:
            new = Path(room) / name
            yield new
            with files.writing(self.folder):
                places.put_all(new.parent, self.folder, [name])

    def stamps(self) -> Iterator[tuple[str, str]]:
        """List the names of all that may be episodes, each with the stamp of its record."""
        with files.writing(self.folder):
            for name, info in self._all().items():
                slug, _, file = name.partition("/")
                if file == RECORD_FILE and not slug.startswith("."):
                    yield slug, _stamp(info)

    def read_all(self, slugs: Iterable[str], name: str) -> Iterator[tuple[str, bytes]]:
        """Read the file called so of each of these episodes, many at once; those on the newest page stay in mind."""
        wanted = [(slug, _stamp(self._all().get(f"{slug}/{name}", {}))) for slug in slugs]
        known = {one: self._in_mind[one] for one in wanted if one in self._in_mind}
        with files.writing(self.folder):
            found = places.read_all(self.folder, [f"{one[0]}/{name}" for one in wanted if one not in known])
        known |= {one: found[f"{one[0]}/{name}"] for one in wanted if f"{one[0]}/{name}" in found}
        self._in_mind = known
        yield from ((one[0], known[one]) for one in wanted if one in known)

    def length(self, name: str) -> int | None:
        """Return how many bytes a file of the shelf has; None where there is none."""
        if not self._lease:
            with files.writing(self.folder):
                return places.length(self.folder / name)
        info = self._all().get(name)
        return None if info is None else int(info["size"])

    def pages(self, pattern: str) -> list[Path]:
        """List what stands under names that a pattern takes, at the head of the shelf."""
        beginning = pattern.rstrip("*")
        with files.writing(self.folder):
            names = self._listed if self._listed is not None else places.listed(self.folder, beginning)
        return [self.folder / name for name in sorted(names) if name.startswith(beginning) and "/" not in name]

    @property
    def _claim_files(self) -> Path:
        return self.own / "claims"

    def _claim(self, story: Story, wanted: str) -> tuple[str, Lease]:
        """Find the name that this story has already, else the first that nobody has, and hold it."""
        with files.writing(self.folder):
            there = self._there(wanted)
            here = [slug for slug in [wanted, *sorted(there)] if slug in there and self._stands(slug, story)]
            for slug in chain(here, names_of(story, wanted)):
                lease = Lease.take(self._claim_files / f"{slug}.json", story)
                if lease is None:
                    continue
                try:
                    # Looked at again: who had the name a moment ago may have put an episode there.
                    now = self._files_of(slug)
                    if not now or self._stands(slug, story):
                        self._refuse_withdrawn_among(now, slug)
                        return slug, lease
                except BaseException:
                    lease.release()
                    raise
                lease.release()
        raise OutputError(str(self.folder / wanted), "is taken, and so is every variant of the name", ELSEWHERE)

    def _refuse_withdrawn_among(self, files_there: Iterable[str], slug: str) -> None:
        """Refuse to make an episode again that was withdrawn, or is about to be. Raises WithdrawnError."""
        if withdrawal.WITHDRAWN_FILE in files_there or places.listed(self.notices, f"{slug}.json"):
            self._refuse_withdrawn(slug)

    def _send(self, built: Path, slug: str, there: Mapping[str, int]) -> None:
        """Send an episode: its files, its record, its label. What the one before had and this one has not goes last.

        A file of ours that somebody has changed is kept aside, what somebody put beside the episode stays.
        """
        old = labels.label_of(self.folder / slug) if LABEL_FILE in there else None
        new = labels.label_of(built)
        if old and new and (old.story, old.files) == (new.story, new.files) and old.lengths.items() <= there.items():
            if old != new:
                places.put_all(built, self.folder / slug, [LABEL_FILE])
            return
        lengths = old.lengths if old else {}
        for name in lengths.keys() & there.keys():
            if lengths[name] != there[name]:
                self._keep(f"{slug}/{name}")
        names = sorted(path.name for path in built.iterdir())
        self._put_in_order(built, slug, names)
        for name in sorted(lengths.keys() & there.keys() - set(names)):
            places.remove(self.folder / slug / name)

    def _put_in_order(self, built: Path, slug: str, names: Sequence[str]) -> None:
        target = self.folder / slug
        places.put_all(built, target, [name for name in names if name not in {*_LAST, LABEL_FILE}])
        for name in (*_LAST, LABEL_FILE):
            if name in names:
                places.put_all(built, target, [name])

    def noticed(self) -> list[Path]:
        """List the notices of withdrawals that are still to be carried out."""
        with files.writing(self.notices):
            return [self.notices / name for name in sorted(places.listed(self.notices)) if name.endswith(".json")]

    def _page(self, path: Path) -> PageStanding | None:
        """Say whose a page is; None where there is none."""
        content = places.read(path)
        return None if content is None else page_standing(content)

    def _keep(self, name: str) -> None:
        """Copy what we must not write over to a place of its own."""
        path, place = self.folder / name, files.free_path(self.kept / name)
        places.write(place, path.read_bytes())
        rooms.tell_kept(path, place)

    def _there(self, wanted: str) -> dict[str, dict[str, int]]:
        """List what stands under a name and its variants: the files of each, with their lengths."""
        is_variant = variant_of(wanted)
        found: dict[str, dict[str, int]] = {}
        for name, info in places.listed(self.folder, wanted).items():
            slug, _, file = name.partition("/")
            if file and is_variant.fullmatch(slug):
                found.setdefault(slug, {})[file] = int(info["size"])
        return found

    def _files_of(self, slug: str) -> Mapping[str, int]:
        """List the files that stand under a name, with their lengths."""
        return self._there(slug).get(slug, {})

    def _all(self) -> dict[str, Mapping[str, Any]]:
        """List everything, once as long as the lease is held."""
        if self._listed is not None:
            return self._listed
        found = places.listed(self.folder)
        if self._lease:
            self._listed = found
        return found


def _stamp(info: Mapping[str, Any]) -> str:
    """Return what changes when a file is written anew; where its store tells nothing of that, it is always another."""
    told = next((info[name] for name in _STAMPS if info.get(name)), secrets.token_hex(4))
    return f"{told}-{info.get('size')}"
