"""What a forger does to a published episode, and makes right again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefing import pipeline, provenance
from briefing.files import sha256_of
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def publish(story: Path, also: tuple[str, ...]) -> Path:
    """Make an episode of a whole story, in more forms, and return its folder."""
    settings = Settings(voice="silence", also=also, length="whole")
    (made,) = pipeline.make([str(story)], pipeline.Choices(settings=settings, folder=story.parent / "output"))
    assert isinstance(made, pipeline.Made)
    return made.mp3.parent


def statement(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / provenance.STATEMENT_FILE).read_bytes())
    return found


def seal(folder: Path, told: dict[str, Any] | None = None) -> None:
    """Write a changed statement, or the one that stands there, with every digest right again."""
    told = told or statement(folder)
    told["files"] = {name: sha256_of(folder / name) for name in told["files"]}
    (folder / provenance.STATEMENT_FILE).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
