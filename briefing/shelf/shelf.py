"""The folder where episodes stand, shared by all runs that write there.

A name is claimed under the shelf's lock, so that two runs never take the same one for two stories. An episode is built
in a room of its own and put in its place in one step. What does not carry our label is never touched: not a folder, not
a page, not a file that somebody put beside an episode.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
import stat
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from briefing import files
from briefing.documents import written
from briefing.errors import OutputError, WithdrawnError
from briefing.shelf import label as labels
from briefing.shelf import room as rooms
from briefing.shelf import withdrawal
from briefing.shelf.label import Standing
from briefing.shelf.page import PageStanding, labelled, page_standing
from briefing.shelf.story import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from briefing.shelf.story import Story

OWN_FOLDER = ".briefing"
OWN_LABEL = "shelf.txt"
OWN_TEXT = b"What briefing keeps of the show in this folder. It can be made again, but for `kept`.\n"
ELSEWHERE = "choose another folder with -o"
_TOKEN_BYTES = 4
_DIGEST_CHARS = 8
# The group's rights and their inheritance: what a group may do on the shelf, it may do in an episode.
_SHARED_BITS = 0o2070
_log = logging.getLogger(__name__)
_writing = partial(files.writing, remedy=ELSEWHERE)


@dataclass(slots=True, kw_only=True)
class Room:
    """Where one episode is built: its name, which nobody else has meanwhile, and the folder to fill.

    `key` is set by whoever builds: it names all that the episode is made of. Without one it is made anew each time.
    """

    slug: str
    folder: Path
    key: str = ""


class Unchanged(NamedTuple):
    """An episode that stands as it would be made, and the names of its files."""

    slug: str
    names: Sequence[str]


class Shelf:
    """The episodes under `folder`. What is ours and is neither episode nor page stands in `folder/.briefing`."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is made or read yet."""
        self.folder = folder

    def open(self) -> None:
        """Make the folder if it is not there, and mend what killed runs left. Raises OutputError."""
        with _writing(self.folder):
            if not self.folder.is_dir():
                self.folder.mkdir(parents=True)
        self.mend()

    def mend(self) -> None:
        """Clear the rooms whose runs were killed, and what they had half written. Raises OutputError."""
        with self.locked(), _writing(self.folder):
            for room in [path for path in self._rooms.iterdir() if path.is_dir()]:
                if not rooms.is_busy(room):
                    self._clear(room, rooms.claim_of(room))
            # Pages are written with the lock held, which we hold: whatever is here was left behind.
            for left in [path for path in self._new.iterdir() if path.is_file()]:
                left.unlink()

    @property
    def own(self) -> Path:
        """Where what is ours alone stands."""
        return self.folder / OWN_FOLDER

    @property
    def notices(self) -> Path:
        """Where the notices of withdrawals stand that are still to be carried out."""
        return self.own / "withdrawn"

    @property
    def kept(self) -> Path:
        """Where what is not ours goes when its place is needed."""
        return self.own / "kept"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the shelf's lock; other runs wait. For moments only: to claim, to put in place, to write the feed."""
        with _writing(self.own):
            self._make_own()
        with files.locked(self.own / rooms.LOCK_FILE):
            with _writing(self.own):
                self._make(self._rooms)
                self._make(self._new)
                self._make(self.notices)
            yield

    @contextmanager
    def room(self, story: Story, wanted: str) -> Iterator[Room]:
        """Claim a name for a story and give a room to build its episode in, which is put in its place at the end.

        The name is `wanted`, or a variant where that is another story's or not ours. After any error everything is as
        it was. Raises WithdrawnError where the story's episode was withdrawn, OutputError where the disk refuses.
        """
        room = self._rooms / secrets.token_hex(_TOKEN_BYTES)
        built = room / rooms.EPISODE
        with self._claimed(room, story, wanted) as slug:
            given = Room(slug=slug, folder=built)
            with self._telling(given):
                yield given
                with _writing(room):
                    labels.set_label(built, story, key=given.key)
                with self.locked(), _writing(self.folder / slug):
                    self._put(room, slug, story)

    @contextmanager
    def _telling(self, room: Room) -> Iterator[None]:
        """Tell what goes wrong in a room as of the episode's folder: the room is ours to know."""
        try:
            yield
        except OutputError as error:
            where = error.where.replace(str(room.folder), str(self.folder / room.slug))
            raise type(error)(where, error.what, error.remedy) from error

    def unchanged(self, wanted: str, story: Story, key: str) -> Unchanged | None:
        """Return the episode called `wanted`, or a variant of it, that was made of what `key` names; else None.

        The lock is not needed: an episode changes in one step. Raises WithdrawnError where the story's episode was
        withdrawn: nobody need make it first.
        """
        for name in names_of(story, wanted):
            if self.withdrawal(name) and self._stands(name, story):
                self._refuse_withdrawn(name)
        for slug in chain(names_of(story, wanted), self._others(wanted)):
            label = labels.standing_label(self.folder / slug, key)
            if label:
                return Unchanged(slug=slug, names=sorted(label.files))
        return None

    def telling(self, story: Story, wanted: str) -> str:
        """Return the name of the episode that tells a story, which wanted to be called so; "" where there is none."""
        several = chain(names_of(story, wanted), self._others(wanted))
        return next((slug for slug in several if self._stands(slug, story)), "")

    @contextmanager
    def replacing(self, slug: str) -> Iterator[Path]:
        """Give a folder to fill that takes the place of an episode of ours, in one step, whatever story that tells.

        What somebody put beside the episode moves into it. Call it with the lock held. Raises OutputError.
        """
        target, room = self.folder / slug, self._rooms / secrets.token_hex(_TOKEN_BYTES)
        label = labels.label_of(target)
        claim = rooms.Claim(slug=slug, story=label.story) if label else None
        built = room / rooms.EPISODE
        with _writing(target):
            try:
                self._make(room)
                if claim:
                    files.write_text(room / rooms.CLAIM_FILE, written(claim))
                self._make(built)
                yield built
                if claim:
                    labels.set_label(built, claim.story)
                elif target.exists():
                    # Nobody can say what in it is ours.
                    rooms.keep(target, self.kept, "has lost its label")
                self._exchange(room, target)
            finally:
                self._clear(room, claim)

    def noticed(self) -> list[Path]:
        """List the notices of withdrawals that are still to be carried out. Raises OutputError."""
        with files.writing(self.notices):
            return sorted(self.notices.glob("*.json"))

    def withdrawal(self, slug: str) -> withdrawal.Withdrawal | None:
        """Return what is told of an episode that was withdrawn, or is about to be; None where it was not."""
        return withdrawal.read(self.notices / f"{slug}.json") or withdrawal.read(
            self.folder / slug / withdrawal.WITHDRAWN_FILE
        )

    def write_page(self, name: str, content: bytes) -> bool:
        """Write a page of the shelf, with its label; False where one stands there that is not ours: it stays.

        A page of ours that was edited is kept aside. Call it with the lock held. Raises OutputError.
        """
        path = self.folder / name
        state = self._page(path)
        if state is PageStanding.FOREIGN:
            return False
        with _writing(path):
            if state is PageStanding.EDITED:
                rooms.keep(path, self.kept)
            new = self._new / name
            new.write_bytes(labelled(content))
            new.replace(path)
        return True

    def remove_page(self, name: str) -> None:
        """Remove a page that is as we wrote it and no longer needed. Call it with the lock held. Raises OutputError."""
        path = self.folder / name
        if self._page(path) is PageStanding.OURS:
            with _writing(path):
                path.unlink()

    def may_write(self, name: str) -> bool:
        """Say whether a page has this name free, or as a page of ours. Raises OutputError."""
        return self._page(self.folder / name) is not PageStanding.FOREIGN

    def _page(self, path: Path) -> PageStanding | None:
        """Say whose a page is; None where there is none. A link, or a folder, is somebody else's."""
        if path.is_symlink():
            return PageStanding.FOREIGN
        with _writing(path):
            if not path.exists():
                return None
            return page_standing(path.read_bytes()) if path.is_file() else PageStanding.FOREIGN

    @contextmanager
    def adding(self, name: str) -> Iterator[Path | None]:
        """Give a path to write a new file of the shelf to; None where something stands under that name already.

        Other runs wait meanwhile. Raises OutputError.
        """
        with self.locked():
            path = self.folder / name
            if path.exists() or path.is_symlink():
                yield None
                return
            new = self._new / name
            yield new
            with _writing(path):
                new.rename(path)

    def stamps(self) -> Iterator[tuple[str, str]]:
        """List the names of all that may be episodes, each with the stamp of its record: a new one has another."""
        with _writing(self.folder), os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or not entry.is_dir(follow_symlinks=False):
                    continue
                try:
                    status = os.stat(os.path.join(entry.path, labels.RECORD_FILE))  # noqa: PTH116, PTH118 - thousands
                except OSError:
                    continue  # a folder of something else
                if stat.S_ISREG(status.st_mode):
                    yield entry.name, f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"

    def read_all(self, slugs: Iterable[str], name: str) -> Iterator[tuple[str, bytes]]:
        """Read the file called so of each of these episodes; one that cannot be read is left out, with a warning."""
        for slug in slugs:
            path = self.folder / slug / name
            try:
                content = path.read_bytes()
            except OSError as error:
                _log.warning("%s: cannot be read: %s; the feed leaves it out", path, error.strerror)
            else:
                yield slug, content

    def pages(self, pattern: str) -> list[Path]:
        """List what stands under names that a pattern takes, at the head of the shelf."""
        return sorted(self.folder.glob(pattern))

    def length(self, name: str) -> int | None:
        """Return how many bytes a file of the shelf has; None where there is none."""
        path = self.folder / name
        return path.stat().st_size if path.is_file() else None

    def episodes(self) -> Iterator[Path]:
        """List the folders of episodes, by name."""
        with _writing(self.folder):
            for path in sorted(self.folder.iterdir()):
                if not path.name.startswith(".") and labels.standing(path) is Standing.OURS:
                    yield path

    @property
    def _rooms(self) -> Path:
        return self.own / "rooms"

    @property
    def _new(self) -> Path:
        return self.own / "new"

    @contextmanager
    def _claimed(self, room: Path, story: Story, wanted: str) -> Iterator[str]:
        """Claim a name and hold it while the block runs; the room is cleared behind it, however it ends."""
        slug = ""
        with ExitStack() as held:
            try:
                with self.locked(), _writing(self.folder):
                    slug = self._free_name(story, wanted)
                    self._make(room)
                    held.enter_context(files.locked(room / rooms.LOCK_FILE))
                    files.write_text(room / rooms.CLAIM_FILE, written(rooms.Claim(slug=slug, story=story)))
                    self._make(room / rooms.EPISODE)
                yield slug
            finally:
                with self.locked(), _writing(self.folder):
                    self._clear(room, rooms.Claim(slug=slug, story=story) if slug else None)

    def _free_name(self, story: Story, wanted: str) -> str:
        """Find the name that this story has already, else the first that nobody has."""
        variant = variant_of(wanted)
        busy = {claim.slug: claim.story for claim in self._claims()}
        mine = (slug for slug, claimed in busy.items() if variant.fullmatch(slug) and claimed.is_told_by(story))
        standing = (
            slug for slug in chain([wanted], self._variants(wanted)) if slug not in busy and self._stands(slug, story)
        )
        free = (
            slug
            for slug in names_of(story, wanted)
            if slug not in busy and labels.standing(self.folder / slug) is Standing.FREE
        )
        slug = next(chain(mine, standing, free), "")
        if not slug:
            raise OutputError(str(self.folder / wanted), "is taken, and so is every variant of the name", ELSEWHERE)
        self._refuse_withdrawn(slug)
        return slug

    def _others(self, wanted: str) -> Iterator[str]:
        """Yield what stands under a variant of a name, which is only where the name itself was taken."""
        if (self.folder / wanted).exists():
            yield from self._variants(wanted)

    def _variants(self, wanted: str) -> list[str]:
        """List what stands under a variant of a name."""
        with _writing(self.folder):
            names = [path.name for path in self.folder.glob(f"{wanted}-*")]
        return sorted(filter(variant_of(wanted).fullmatch, names))

    def _refuse_withdrawn(self, slug: str) -> None:
        """Refuse to make a withdrawn episode again: no run does so unasked. Raises WithdrawnError."""
        withdrawn = self.withdrawal(slug)
        if withdrawn:
            what = f"was withdrawn on {withdrawn.withdrawn:%Y-%m-%d} and is not made again"
            remedy = f"if it is to be made again, run: briefing withdraw --undo {slug} -o {self.folder}"
            raise WithdrawnError(str(self.folder / slug), what, remedy)

    def _stands(self, slug: str, story: Story) -> bool:
        folder = self.folder / slug
        return labels.standing(folder) is Standing.OURS and labels.tells(folder, story)

    def _claims(self) -> Iterator[rooms.Claim]:
        """List what other runs are making at this moment."""
        if self._rooms.is_dir():
            for room in (path for path in self._rooms.iterdir() if path.is_dir()):
                claim = rooms.claim_of(room) if rooms.is_busy(room) else None
                if claim:
                    yield claim

    def _put(self, room: Path, slug: str, story: Story) -> None:
        """Put a finished episode in its place, unless it stands there already as it is.

        What stood there gives way, and is cleared with the room.
        """
        self._refuse_withdrawn(slug)
        target, built = self.folder / slug, room / rooms.EPISODE
        state = labels.standing(target)
        if state is Standing.FOREIGN or (state is Standing.OURS and not labels.tells(target, story)):
            raise OutputError(str(target), "was put there while the episode was made", "run it again")
        if labels.is_same(built, target):
            labels.copy_label(built, target)
            return
        if state is Standing.OURS and labels.label_of(target) is None:
            # Its record alone says that it is ours: what the new one has too is ours, the rest was put beside it.
            labels.set_label(target, story, names=[path.name for path in built.iterdir()])
        self._exchange(room, target)

    def _exchange(self, room: Path, target: Path) -> None:
        """Let a finished folder and what stands in its place change places, in one step where the system knows one."""
        built = room / rooms.EPISODE
        if not target.exists():
            built.rename(target)
        elif not files.exchange(built, target):
            target.rename(room / rooms.EARLIER)
            built.rename(target)

    def _clear(self, room: Path, claim: rooms.Claim | None) -> None:
        """Clear a room; what in it is somebody else's goes to the episode, if that is still the claimed story's."""
        target, kept = None, self.kept
        if claim:
            target, kept = self.folder / claim.slug, self.kept / claim.slug
            if labels.standing(target) is not Standing.FREE and not self._stands(claim.slug, claim.story):
                target = None
        rooms.clear(room, target, kept)

    def _make_own(self) -> None:
        """Make our own folder and its label, or refuse one that is somebody else's.

        Several runs may do it at once, and any may be killed meanwhile: a folder that holds nothing, or the beginning
        of the label alone, is ours in the making, and all of them write the same.
        """
        if self.own.is_symlink():
            raise OutputError(str(self.own), "is not ours", ELSEWHERE)
        self._make(self.own)
        names = [path.name for path in self.own.iterdir()]  # before the label is read: it is the first to stand there
        label = self.own / OWN_LABEL
        text = label.read_bytes() if label.is_file() else b""
        if text == OWN_TEXT:
            return
        if names not in ([], [OWN_LABEL]) or not OWN_TEXT.startswith(text):
            raise OutputError(str(self.own), "is not ours", ELSEWHERE)
        handle = os.open(label, os.O_WRONLY | os.O_CREAT, 0o666)  # never cut short: another run may be reading it
        with os.fdopen(handle, "wb") as stream:
            stream.write(OWN_TEXT)

    def _make(self, folder: Path) -> None:
        """Make a folder, if it is not there; the group gets the rights that it has on the shelf."""
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
            folder.chmod(folder.stat().st_mode | (self.folder.stat().st_mode & _SHARED_BITS))


def variant_of(wanted: str) -> re.Pattern[str]:
    """Return what a name and its variants look like."""
    return re.compile(re.escape(wanted) + rf"(-[0-9a-f]{{{_DIGEST_CHARS}}})?")


def names_of(story: Story, wanted: str) -> Iterator[str]:
    """Name what a story may be called. The headline's variant comes first: it is the same on every machine."""
    yield wanted
    for told_by in (digest(story.headline), story.text, story.place):
        yield f"{wanted}-{told_by[:_DIGEST_CHARS]}"
