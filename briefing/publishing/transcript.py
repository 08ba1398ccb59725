"""`transcript.json`: the words with their times for podcast players (Podcast Namespace, JSON transcript 1.0.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefing.files import write_text
from briefing.provenance import tags
from briefing.publishing.captions import spoken_phrases
from briefing.publishing.clock import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.model import Episode

TRANSCRIPT_FILE = "transcript.json"
VERSION = "1.0.0"


class Transcript:
    """Writes `transcript.json`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the phrases of the captions, with the same times, as segments."""
        segments = [
            {
                "speaker": speaker,
                "startTime": number(phrase.start_ms),
                "endTime": number(phrase.end_ms),
                "body": phrase.text,
            }
            for speaker, phrase in spoken_phrases(episode)
        ]
        document = {"version": VERSION, "provenance": tags(episode), "segments": segments}
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        return [write_text(folder / TRANSCRIPT_FILE, text)]
