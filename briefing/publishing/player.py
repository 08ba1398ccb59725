"""`player.html`: the episode for an `<iframe>` on somebody else's page, small and without a script (WCAG 2.2 AA)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.files import write_text
from briefing.publishing.markup import running
from briefing.publishing.notices import heading
from briefing.publishing.text import tidy
from briefing.publishing.words import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.model import Episode

PLAYER_FILE = "player.html"


class Player:
    """Writes `player.html`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the player: title, source, the browser's own controls, a link to the page."""
        player = render(
            "player.html",
            title=tidy(episode.script.title),
            publication=tidy(episode.article.publication or ""),
            reader=heading(episode),
            duration_ms=episode.duration_ms,
            enclosures=episode.enclosures,
            running=running,
        )
        return [write_text(folder / PLAYER_FILE, player)]
