"""The label of an episode's folder: which story it tells, and every file in it that we wrote.

A folder without it is somebody else's. A folder whose label was lost, as when a show comes back from its host, is known
by its record; only where both are damaged nobody can say whose it is, and it is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.documents import read_back, read_file, written
from briefing.files import sha256_of, write_bytes, write_text
from briefing.shelf.story import Story, digest
from briefing.shelf.withdrawal import WITHDRAWN_FILE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LABEL_FILE = ".briefing.json"
RECORD_FILE = "episode.json"


class Standing(StrEnum):
    """What stands under a name."""

    FREE = "free"
    OURS = "ours"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What we know of an episode's folder: its story, and the SHA-256 of each file that we wrote, by its name.

    `lengths` are the bytes of these files, for a quick look; `key` names all that the episode was made of.
    """

    story: Story
    files: dict[str, str]
    lengths: dict[str, int] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What of `episode.json` says that it is one, and which story it tells; `withdrawn.json` says the same."""

    version: int
    guid: str
    title: str
    source: str = ""


def set_label(folder: Path, story: Story, *, key: str = "", names: Iterable[str] | None = None) -> Label:
    """Label a folder of which the files called `names`, or all, are ours. Raises OSError."""
    ours = {path.name for path in folder.iterdir() if path.is_file() and path.name != LABEL_FILE}
    if names is not None:
        ours &= set(names)
    label = Label(
        story=story,
        files={name: sha256_of(folder / name) for name in sorted(ours)},
        lengths={name: (folder / name).stat().st_size for name in sorted(ours)},
        key=key,
    )
    write_text(folder / LABEL_FILE, written(label))
    return label


def label_of(folder: Path) -> Label | None:
    """Return the label of a folder; None where there is none, or a damaged one."""
    return read_file(Label, folder / LABEL_FILE)


def story_in(folder: Path) -> Story | None:
    """Return the story that the label of a folder names; None where it has none."""
    label = label_of(folder)
    return label.story if label else None


def standing(folder: Path) -> Standing:
    """Say whose a name is. A link is somebody else's, wherever it leads."""
    if folder.is_symlink():
        return Standing.FOREIGN
    if not folder.exists():
        return Standing.FREE
    return Standing.OURS if folder.is_dir() and (label_of(folder) or record_of(folder)) else Standing.FOREIGN


def tells(folder: Path, story: Story) -> bool:
    """Say whether the episode in a folder of ours is of this story.

    Without its label the article's address has to be the same, or the headline.
    """
    label = label_of(folder)
    if label:
        return label.story.is_told_by(story)
    record = record_of(folder)
    if record is None:
        return False
    return record.title.split() == story.headline.split() or (story.lasting and digest(record.source) == story.place)


def is_ours(path: Path, label: Label) -> bool:
    """Say whether a file of a labelled folder is as we wrote it."""
    return path.name in label.files and path.is_file() and sha256_of(path) == label.files[path.name]


def standing_label(folder: Path, key: str) -> Label | None:
    """Return the label of an episode that stands as it was made of what `key` names: its files are not read for it.

    None where it does not.
    """
    label = label_of(folder)
    if label is None or label.key != key or not label.lengths:
        return None
    return label if all(_length(folder / name) == length for name, length in label.lengths.items()) else None


def _length(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def is_same(built: Path, standing: Path) -> bool:
    """Say whether an episode stands already as it was built anew, byte by byte, with nothing of it changed since."""
    old, new = label_of(standing), label_of(built)
    if old is None or new is None or (old.story, old.files) != (new.story, new.files):
        return False
    return all(is_ours(standing / name, old) for name in old.files)


def copy_label(built: Path, standing: Path) -> None:
    """Give an episode that stands the label of one that was built anew: what it is made of may have changed name."""
    if label_of(built) != label_of(standing):
        write_bytes(standing / LABEL_FILE, (built / LABEL_FILE).read_bytes())


def record_of(folder: Path) -> Record | None:
    """Return what the record of an episode, or of its withdrawal, says of it; None where there is none."""
    return read_file(Record, folder / RECORD_FILE) or read_file(Record, folder / WITHDRAWN_FILE)


def is_record(content: bytes) -> bool:
    """Say whether the content of an `episode.json` says that its folder is an episode."""
    try:
        read_back(Record, content)
    except ValueError:
        return False
    return True
