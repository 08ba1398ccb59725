"""What became of an article: an episode that was made, one that stands as it is, or a reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from briefing import shown
from briefing.errors import WithdrawnError

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.errors import BriefingError


class Status(StrEnum):
    """How an article ended."""

    MADE = "made"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an article took: CPU seconds of all processes, clips that were needed and how many were kept, bytes."""

    cpu_s: float = 0.0
    clips: int = 0
    clips_kept: int = 0
    bytes_written: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished episode as the command line reports it: paths are as given, relative where the folder was.

    `status` is UNCHANGED where it stood already as it would be made. `asked` is the input that the article came from,
    as it was given, `folder` the output folder of the show that tells it.
    """

    asked: str
    folder: Path
    source: str
    title: str
    slug: str
    guid: str
    mp3: Path
    duration_ms: int
    voice: str
    diacritizer: str
    files: dict[str, Path]
    status: Status = Status.MADE
    warnings: tuple[str, ...] = ()
    cost: Cost = field(default_factory=Cost)

    def as_json(self) -> dict[str, Any]:
        """Return the object of `briefing make --json`."""
        return {
            "status": str(self.status),
            "source": shown.place(self.source),
            "title": self.title,
            "slug": self.slug,
            "guid": self.guid,
            "mp3": str(self.mp3),
            "duration_ms": self.duration_ms,
            "voice": self.voice,
            "diacritizer": self.diacritizer,
            "files": {name: str(path) for name, path in self.files.items()},
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An article of which no episode was made, or an input that could not be read (it has no `title`), and why."""

    asked: str
    folder: Path
    source: str
    title: str
    error: BriefingError
    warnings: tuple[str, ...] = ()
    cost: Cost = field(default_factory=Cost)

    @property
    def status(self) -> Status:
        """How it ended: an article whose episode was withdrawn is as its house wants it."""
        return Status.WITHDRAWN if isinstance(self.error, WithdrawnError) else Status.FAILED

    def as_json(self) -> dict[str, Any]:
        """Return the object of `briefing make --json`."""
        return {
            "status": str(self.status),
            "source": shown.place(self.source),
            "title": self.title,
            "error": str(self.error),
            "exit_code": self.error.exit_code,
            "warnings": list(self.warnings),
        }


Outcome = Made | Failed
