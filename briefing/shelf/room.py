"""Where an episode is built, out of everybody's sight, and how what stood in its place gives way.

In `.briefing/rooms/<token>/` stand

- `lock`: held as long as the run that builds there lives,
- `claim.json`: which name is claimed, and for which story,
- `episode`: the folder in the making; after the exchange, the one that gave way,
- `earlier`: the one that gave way, where the system cannot exchange two folders.
"""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.documents import read_file
from briefing.files import free_path, is_locked
from briefing.shelf import label as labels
from briefing.shelf.story import Story  # noqa: TC001 - `read_file` asks for the types at run time

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.shelf.label import Label

LOCK_FILE = "lock"
CLAIM_FILE = "claim.json"
EPISODE = "episode"
EARLIER = "earlier"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The name of an episode in the making, and its story."""

    slug: str
    story: Story


def claim_of(room: Path) -> Claim | None:
    """Return what is claimed by a room; None where its run was killed before it could say."""
    return read_file(Claim, room / CLAIM_FILE)


def is_busy(room: Path) -> bool:
    """Say whether the run that builds in a room lives."""
    return is_locked(room / LOCK_FILE)


def clear(room: Path, target: Path | None, kept: Path) -> None:
    """Remove a room whose run is over; what in it is not ours moves to `target`, the episode's place, or to `kept`.

    Where the run was killed between taking the earlier episode away and putting the new one in its place, the earlier
    one goes back first. Raises OSError.
    """
    earlier = room / EARLIER
    if target and earlier.is_dir() and not target.exists():
        earlier.rename(target)
    for folder in (earlier, room / EPISODE):
        if folder.is_dir():
            retire(folder, target, kept)
    shutil.rmtree(room, ignore_errors=True)


def retire(folder: Path, target: Path | None, kept: Path) -> None:
    """Remove an episode that gave way: what we wrote goes, what somebody put beside it moves into the new one.

    A file of ours that somebody has changed goes to `kept`, out of the listeners' sight. Raises OSError.
    """
    label = labels.label_of(folder)
    if label:  # a folder without one was never finished: all of it is ours
        for path in _not_ours(folder, label):
            beside = path.name not in label.files
            if beside and target and target.is_dir() and not (target / path.name).exists():
                path.rename(target / path.name)
            else:
                keep(path, kept)
    shutil.rmtree(folder, ignore_errors=True)


def keep(path: Path, kept: Path, why: str = "was changed by hand since it was made") -> Path:
    """Move what we must not write over to `kept`, under a name that is free there, and say so. Raises OSError."""
    kept.mkdir(parents=True, exist_ok=True)
    place = free_path(kept / path.name)
    path.rename(place)
    tell_kept(path, place, why)
    return place


def tell_kept(path: Path, place: Path, why: str = "was changed by hand since it was made") -> None:
    """Say where somebody's file is now."""
    _log.warning("%s: %s; it is kept as %s", path.name, why, place)


def _not_ours(folder: Path, label: Label) -> list[Path]:
    """List what in a labelled folder is somebody else's, or was changed by somebody."""
    paths = sorted(path for path in folder.iterdir() if path.name != labels.LABEL_FILE)
    return [path for path in paths if not labels.is_ours(path, label)]
