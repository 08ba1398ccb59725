"""`chapters.json`: the chapters for podcast players (Podcast Namespace, JSON Chapters 1.2.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefing.files import write_text
from briefing.publishing.clock import number
from briefing.publishing.text import tidy

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.model import Episode

CHAPTERS_FILE = "chapters.json"
CHAPTERS_TYPE = "application/json+chapters"
VERSION = "1.2.0"


class Chapters:
    """Writes `chapters.json`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the chapters in ascending order, times in seconds exact to the millisecond."""
        document = {
            "version": VERSION,
            "title": tidy(episode.script.title),
            "fileName": episode.enclosures[0].name,
            "chapters": [
                {
                    "startTime": number(timed.start_ms),
                    "endTime": number(timed.end_ms),
                    "title": tidy(timed.chapter.title),
                }
                for timed in episode.chapters
            ],
        }
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        return [write_text(folder / CHAPTERS_FILE, text)]
