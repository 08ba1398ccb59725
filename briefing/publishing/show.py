"""The show as the feed needs it: words where the settings say none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.publishing.text import tidy
from briefing.publishing.words import show_words

if TYPE_CHECKING:
    from briefing.settings import Show


def named(show: Show) -> Show:
    """Return the show with the words of `data/ar/show.toml` where it has none."""
    fallback = show_words()
    return replace(
        show,
        title=tidy(show.title) or fallback["title"],
        author=tidy(show.author) or fallback["author"],
        description=tidy(show.description) or fallback["description"],
    )
