"""The corrections of one file, as editors change them: one at a time, each written down before it is done.

Beside `corrections.toml` stands `corrections.log`: a line of JSON for each change, only ever added to, from which any
change can be taken back and done again. A program that is killed loses the change that it was about, at most.
"""

from __future__ import annotations

import getpass
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Self

from briefing import files
from briefing.corrections.sheet import Row, parsed, rows_of, written
from briefing.documents import read_back
from briefing.documents import written as as_json
from briefing.errors import ConflictError, SettingsError
from briefing.shelf import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

LOG_SUFFIX = ".log"
CHANGE, UNDO, REDO, HEARD = "change", "undo", "redo", "heard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the log: what was done to the corrections of an article; of a sentence that was heard, its digest.

    `learnt` is the reading that a name of the editor's lexicon was given in the place of `unlearnt`; "" is none.
    """

    did: str
    article: str
    by: str = ""
    at: datetime | None = None
    taken: tuple[Row, ...] = ()
    put: tuple[Row, ...] = ()
    unlearnt: str = ""
    learnt: str = ""
    heard: str = ""

    @property
    def reverse(self) -> Entry:
        """The entry that takes this one back."""
        return replace(self, taken=self.put, put=self.taken, unlearnt=self.learnt, learnt=self.unlearnt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Editor:
    """Who decides, and when."""

    by: str
    at: datetime

    @classmethod
    def now(cls, by: str = "") -> Self:
        """Return who decides at this moment: whoever is named, else the user by the system's name."""
        return cls(by=by or _user_name(), at=datetime.now(tz=UTC))


def _user_name() -> str:
    """Return what the system calls whoever runs the program; "" where it does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class _Log:
    """A log as it was read last: it only grows, so that what is new is read alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._known: tuple[int, int] = (0, 0)  # which file it is, and how far it was read
        self._entries: dict[str, list[Entry]] = {}

    def of(self, article: str) -> Sequence[Entry]:
        with self._lock:
            self._read()
            return tuple(self._entries.get(article, ()))

    def _read(self) -> None:
        try:
            with self._path.open("rb") as stream:
                status = os.fstat(stream.fileno())
                if status.st_ino != self._known[0] or status.st_size < self._known[1]:
                    self._known, self._entries = (status.st_ino, 0), {}
                stream.seek(self._known[1])
                fresh = stream.read()
        except OSError:
            self._known, self._entries = (0, 0), {}
            return
        whole = fresh.rfind(b"\n") + 1
        for line in fresh[:whole].splitlines():
            with suppress(ValueError):
                entry = read_back(Entry, line)
                self._entries.setdefault(entry.article, []).append(entry)
        self._known = (self._known[0], self._known[1] + whole)


@lru_cache(maxsize=64)
def _log_of(path: Path) -> _Log:
    return _Log(path)


def content_of(path: Path) -> bytes | None:
    """Return what a file of corrections says, None where there is none.

    Raises SettingsError where it cannot be read: nobody may take that for "nothing was decided".
    """
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise SettingsError(str(path), f"cannot be read: {why}", "look at its permissions") from error


class Notebook:
    """The corrections in one file and their log."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is made or read yet."""
        self.path = path
        self.log = path.with_suffix(LOG_SUFFIX)

    def rows(self) -> tuple[Row, ...]:
        """Return all rows. Raises SettingsError where the file is off, or may not be read."""
        return parsed(content_of(self.path) or b"", str(self.path))

    def revision(self, names: Iterable[str]) -> str:
        """Return what changes whenever the corrections of an article, which goes by these names, do."""
        return digest(repr(sorted(map(repr, rows_of(self.rows(), names)))))[:16]

    def require(self, revision: str, names: Sequence[str]) -> None:
        """Refuse what was decided on sight of another revision than there is now. Raises ConflictError."""
        if revision and revision != self.revision(names):
            what = "somebody else has corrected this article meanwhile"
            raise ConflictError(names[0], what, "look at it again, and make your change once more")

    def change(
        self,
        editor: Editor,
        names: Sequence[str],
        *,
        put: Sequence[Row] = (),
        taken: Sequence[Row] = (),
        revision: str = "",
    ) -> Entry | None:
        """Put decisions of an article into the file, in the place of those that give way to them or are `taken`.

        The article goes by any of these names, in the log by the first. Where nothing changes, None is returned and
        nothing is written. Raises ConflictError where a `revision` is given and the decisions of the article are of
        another by now; SettingsError, OutputError.
        """
        article, *_ = names
        with self.held():
            self.require(revision, names)
            moment = editor.at.replace(microsecond=0)
            new = tuple(replace(row, by=row.by or editor.by, at=row.at or moment) for row in put)
            standing = self.rows()
            gone = [row for row in standing if row in taken or any(row.gives_way_to(other, names) for other in new)]
            if {_decided(row) for row in gone} == {_decided(row) for row in new}:
                return None
            entry = Entry(did=CHANGE, article=article, by=editor.by, at=editor.at, taken=tuple(gone), put=new)
            self._do(entry)
            return entry

    def learn(self, editor: Editor, article: str, *, before: str, after: str) -> None:
        """Write down that a name of the lexicon is read otherwise, so that it can be taken back with the rest."""
        with self.held():
            self._note(Entry(did=CHANGE, article=article, by=editor.by, at=editor.at, unlearnt=before, learnt=after))

    def latest(self, article: str, most: int) -> list[Entry]:
        """Return the last lines of the log about an article that changed something, the newest first."""
        return [entry for entry in self._entries(article) if entry.did != HEARD][: -most - 1 : -1]

    def undo(self, editor: Editor, article: str) -> Entry | None:
        """Take back the last change of an article that stands; None where there is none."""
        with self.held():
            changes, _ = self._stacks(article)
            return self._again(UNDO, editor, changes[-1].reverse) if changes else None

    def redo(self, editor: Editor, article: str) -> Entry | None:
        """Do again what was taken back last, where nothing was changed since; None where there is nothing."""
        with self.held():
            _, undone = self._stacks(article)
            return self._again(REDO, editor, undone[-1]) if undone else None

    def last(self, article: str) -> tuple[Entry | None, Entry | None]:
        """Return the change of an article that would be taken back next, and the one that would be done again."""
        changes, undone = self._stacks(article)
        return changes[-1] if changes else None, undone[-1] if undone else None

    def hear(self, editor: Editor, article: str, sentence: str) -> None:
        """Write down that an editor has listened to a sentence, by the digest of what was said."""
        if sentence not in self.heard(article):
            with self.held():
                self._note(Entry(did=HEARD, article=article, by=editor.by, at=editor.at, heard=sentence))

    def heard(self, article: str) -> frozenset[str]:
        """Return the digests of the sentences of an article that were listened to."""
        return frozenset(entry.heard for entry in self._entries(article) if entry.did == HEARD)

    def held(self) -> AbstractContextManager[None]:
        """Hold the file against other programs that change it."""
        with files.writing(self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        return files.locked(self.path.with_name(f".{self.path.name}.lock"))

    def _again(self, did: str, editor: Editor, entry: Entry) -> Entry:
        done = replace(entry, did=did, by=editor.by, at=editor.at)
        self._do(done)
        return done

    def _do(self, entry: Entry) -> None:
        """Write a change down, then do it. What of it somebody did by hand meanwhile is done already."""
        text = (content_of(self.path) or b"").decode("utf-8-sig")
        standing = parsed(text.encode(), str(self.path))
        taken = [row for row in entry.taken if row in standing]
        put = [row for row in entry.put if row not in standing or row in taken]
        after = written(text, taken, put, str(self.path))
        self._note(entry)
        # Where the file is a link, what it leads to is the file; and who may read it stays.
        place = self.path.resolve()
        if after:
            mode = place.stat().st_mode if place.exists() else None
            files.write_text(place, after)
            if mode is not None:
                with files.writing(place):
                    place.chmod(mode & 0o777)
        elif place.exists():
            with files.writing(place):
                place.unlink()

    def _note(self, entry: Entry) -> None:
        with files.writing(self.log):
            handle = os.open(self.log, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
            with os.fdopen(handle, "r+b") as stream:
                # Behind a line that a killed program left half written a new one begins.
                broken = stream.seek(0, os.SEEK_END) and stream.seek(-1, os.SEEK_END) >= 0 and stream.read() != b"\n"
                stream.write(b"\n" * broken + as_json(entry).encode())

    def _entries(self, article: str) -> Sequence[Entry]:
        """Read the log; a line that was not written to its end, or is not ours, is passed over."""
        return _log_of(self.log).of(article)

    def _stacks(self, article: str) -> tuple[list[Entry], list[Entry]]:
        """Return the changes that stand, and those that were taken back since the last one, the latest behind."""
        changes: list[Entry] = []
        undone: list[Entry] = []
        for entry in self._entries(article):
            if entry.did == CHANGE:
                changes.append(entry)
                undone.clear()
            elif entry.did == UNDO and changes:
                undone.append(replace(changes.pop(), at=entry.at))
            elif entry.did == REDO and undone:
                changes.append(replace(undone.pop(), at=entry.at))
        return changes, undone


def _decided(row: Row) -> Row:
    """Return a row without who decided it and when."""
    return replace(row, by="", at=None)
