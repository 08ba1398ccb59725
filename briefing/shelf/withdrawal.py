"""A withdrawn episode: what is told of it, and the two places where that stands.

`SLUG/withdrawn.json` lies beside the page that took the episode's place; as long as it lies there, the story is not
made again. `.briefing/withdrawn/SLUG.json` is a notice of what is still to be done: the pages that name the episode
have to change before it goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - `read_file` asks for the types at run time
from typing import TYPE_CHECKING

from briefing.documents import read_file, written
from briefing.files import write_text

if TYPE_CHECKING:
    from pathlib import Path

WITHDRAWN_FILE = "withdrawn.json"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """When an episode was withdrawn, and why. `title` is empty where it is not to be told; so is an unsaid reason."""

    guid: str
    title: str
    withdrawn: datetime
    reason: str = ""
    source: str = ""  # the article's address, by which it is known again


def read(path: Path) -> Withdrawal | None:
    """Return what a file tells of a withdrawal; None where there is none."""
    return read_file(Withdrawal, path)


def write(path: Path, withdrawal: Withdrawal) -> None:
    """Write a withdrawal to a file. Raises OutputError."""
    write_text(path, written(withdrawal, indent=1, version=VERSION))
