"""`transcript.json`: the words with their times for podcast players (Podcast Namespace, JSON transcript 1.0.0)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from briefing.files import write_text
from briefing.provenance import tags
from briefing.publishing.captions import by_speaker, captions
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
        """Write the captions as segments, with the same times; a caption of two voices is two segments."""
        segments = [
            {
                "speaker": speaker,
                "startTime": number(lines[0].start_ms),
                "endTime": number(lines[-1].end_ms),
                "body": " ".join(line.text for line in lines),
            }
            for caption in captions(episode)
            for speaker, lines in by_speaker(caption)
        ]
        document = {"version": VERSION, "provenance": tags(episode), "segments": segments}
        text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
        return [write_text(folder / TRANSCRIPT_FILE, text)]
