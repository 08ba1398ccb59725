"""What readers and listeners must know of an episode: that it was corrected, and what was let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.publishing.clock import day
from briefing.publishing.text import tidy
from briefing.publishing.words import words
from briefing.reader import read_by

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.model import Episode


def notices(episode: Episode) -> list[str]:
    """Return the notices of an episode, a sentence each; that it was corrected comes first."""
    return [*corrected(episode.corrected), *(tidy(notice) for notice in episode.notices)]


def heading(episode: Episode) -> str:
    """Return what stands at the head or the foot of every text: that no person reads, and which voice it is."""
    said = () if episode.voice.recorded else (str(words()["synthetic"]),)
    return " ".join([*said, tidy(read_by(episode.voice))])


def corrected(moment: datetime | None) -> list[str]:
    """Return the sentence that says when the article was corrected; none where nothing is told of that."""
    return [f"{words()['corrected']} {day(moment)}."] if moment else []
