"""How an episode is withdrawn, so that a run that is killed leaves nothing half done.

First a notice is written, then the pages that name the episode are written anew, then the tombstone takes its place and
the notice goes. Whoever writes the pages next carries out what is left.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing import files
from briefing.errors import OutputError, UsageError
from briefing.shelf import label as labels
from briefing.shelf import room as rooms
from briefing.shelf import withdrawal
from briefing.shelf.label import Standing
from briefing.shelf.withdrawal import WITHDRAWN_FILE, Withdrawal

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from briefing.shelf.shelf import Shelf

PAGE_FILE = "index.html"
_NO_NAMES = frozenset("/\\\0:")


def withdraw(shelf: Shelf, slug: str, moment: datetime, *, reason: str = "", untitled: bool = False) -> Withdrawal:
    """Write the notice that an episode is withdrawn; it goes when the pages of the shelf are written next.

    One that was withdrawn before keeps its date; a reason that is given, or the wish that its title be told no more,
    takes the place of what its tombstone says. Raises UsageError where the shelf has no such episode, OutputError where
    the folder is not ours.
    """
    _known(shelf, slug)  # what is no episode is refused before anything is written
    shelf.open()
    with shelf.locked():
        before = _known(shelf, slug)
        told = before or _described(shelf.folder / slug, moment)
        new = replace(told, reason=reason or told.reason, title="" if untitled else told.title)
        if new != before:
            withdrawal.write(shelf.notices / f"{slug}.json", new)
        return new


def undo(shelf: Shelf, slug: str) -> None:
    """Let a withdrawn episode be made again: its notice, or its tombstone, goes; what was put beside it stays.

    Raises UsageError where it was not withdrawn.
    """
    if _known(shelf, slug) is None:
        raise UsageError(slug, "was not withdrawn", f"look at the folders in {shelf.folder}")
    shelf.open()
    with shelf.locked():
        folder = shelf.folder / slug
        with files.writing(folder):
            if (folder / WITHDRAWN_FILE).is_file():
                _clear_tombstone(folder, shelf.kept / slug)
            (shelf.notices / f"{slug}.json").unlink(missing_ok=True)


def pending(shelf: Shelf) -> dict[str, Withdrawal]:
    """List by name the episodes that no page may name any more, though they may still stand.

    Call it with the lock held. Raises OutputError.
    """
    told = {path.stem: withdrawal.read(path) for path in shelf.noticed()}
    return {slug: withdrawn for slug, withdrawn in told.items() if withdrawn}


def bury(shelf: Shelf, slug: str, withdrawn: Withdrawal, page: str) -> None:
    """Put the tombstone in the place of an episode that no page names any more. Call it with the lock held.

    Where something that is not ours has come to stand there, it stays. Raises OutputError.
    """
    if labels.standing(shelf.folder / slug) is not Standing.FOREIGN:
        with shelf.replacing(slug) as folder:
            files.write_text(folder / PAGE_FILE, page)
            withdrawal.write(folder / WITHDRAWN_FILE, withdrawn)
    with files.writing(shelf.notices):
        (shelf.notices / f"{slug}.json").unlink()


def _known(shelf: Shelf, slug: str) -> Withdrawal | None:
    """Return what is told of an episode that was withdrawn already, None of one that stands; refuse all else."""
    folder = shelf.folder / slug
    if not slug.strip() or slug.startswith(".") or set(slug) & _NO_NAMES:
        raise UsageError(slug, "is no name of an episode", f"give that of its folder in {shelf.folder}, without a path")
    standing = labels.standing(folder)
    if standing is Standing.FOREIGN:
        raise OutputError(str(folder), "is no episode of ours, and stays", "remove it yourself where it has to go")
    known = shelf.withdrawal(slug)
    if known is None and not (folder / labels.RECORD_FILE).exists():
        raise UsageError(slug, "there is no such episode", f"give the name of a folder in {shelf.folder}")
    return known


def _described(folder: Path, moment: datetime) -> Withdrawal:
    """Tell of an episode what its record says, or its label where the record is damaged."""
    record, label = labels.record_of(folder), labels.label_of(folder)
    if record:
        return Withdrawal(guid=record.guid, title=record.title, source=record.source, withdrawn=moment)
    return Withdrawal(guid="", title=label.story.headline if label else "", withdrawn=moment)


def _clear_tombstone(folder: Path, kept: Path) -> None:
    """Remove what the tombstone is made of, what says that it is one at the end; and the folder, if nothing is left.

    Where something was put beside it, the label stays and keeps the place for the story. Raises OSError.
    """
    label = labels.label_of(folder)
    page = folder / PAGE_FILE
    if page.exists() and label and not labels.is_ours(page, label):
        rooms.keep(page, kept)
    page.unlink(missing_ok=True)
    (folder / WITHDRAWN_FILE).unlink()
    if [path.name for path in folder.iterdir()] in ([], [labels.LABEL_FILE]):
        (folder / labels.LABEL_FILE).unlink(missing_ok=True)
        with suppress(OSError):
            folder.rmdir()
