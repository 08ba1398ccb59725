"""An episode's folder changes in one step: built beside its place, then swapped in; a killed run leaves the old one."""

from __future__ import annotations

import os
import secrets
import shutil
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from briefing import files
from briefing.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STAGED = ".staged-"
_OLD = ".old-"
_TOKEN_BYTES = 4


@contextmanager
def staged(folder: Path, slug: str) -> Iterator[Path]:
    """Give an empty folder; when the block ends well it becomes `folder/slug`, and what stood there goes.

    Raises OutputError where the disk refuses. After any error `folder/slug` is as it was.
    """
    with files.writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    token = secrets.token_hex(_TOKEN_BYTES)
    room = folder / f"{_STAGED}{slug}.{token}"
    with files.writing(room):
        room.mkdir()
    try:
        with ExitStack() as held:
            with files.locked(room):
                yield room
                # The folder is locked before the room is let go: `recover` must not find it unlocked in between.
                held.enter_context(files.locked(folder))
            with files.writing(folder / slug):
                (room / files.LOCK_FILE).unlink(missing_ok=True)
                _swap(room, folder / slug, folder / f"{_OLD}{slug}.{token}")
    except OutputError as error:
        # The room is ours to know: the user knows the episode's folder.
        raise OutputError(str(folder / slug), error.what, error.remedy) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)


def recover(folder: Path) -> None:
    """Mend what a killed run left: bring back an episode that was cut off in mid-swap, remove rooms nobody works in."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return
    left = [path for path in folder.iterdir() if path.name.startswith((_STAGED, _OLD))]
    if not left:
        return
    with files.locked(folder):
        for old in (path for path in left if path.name.startswith(_OLD) and path.is_dir()):
            target = folder / old.name.removeprefix(_OLD).rpartition(".")[0]
            if target.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                old.rename(target)
        for room in (path for path in left if path.name.startswith(_STAGED) and path.is_dir()):
            # A room without a lock file was made just now: its owner is about to lock it.
            if (room / files.LOCK_FILE).exists() and files.unlocked(room):
                shutil.rmtree(room, ignore_errors=True)


def _swap(room: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    room.rename(target)
    shutil.rmtree(old, ignore_errors=True)
