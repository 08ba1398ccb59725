"""Whether an article was corrected at its source since its episode was first made, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.pipeline import identity
from briefing.publishing import record
from briefing.shelf import story_in

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from briefing.model import Article
    from briefing.settings import Show
    from briefing.shelf import Story


def rewritten(article: Article, story: Story, folder: Path, show: Show) -> datetime | None:
    """Return when the article of the episode in `folder` was corrected: now, or when it was before; None where never.

    `story` is the article's. It is corrected where both what was read and what of that is told have other words: a page
    has other teasers each time, and another version of this program may set aside another paragraph. Where the show
    tells no corrections there are none, and a later bulletin corrects no earlier one. Raises SettingsError where
    SOURCE_DATE_EPOCH is no moment.
    """
    earlier = record.found(folder) if show.tell_corrections and not article.parts else None
    told = story_in(folder) if earlier else None
    if earlier is None or told is None:
        return None
    changed = told.text != story.text and earlier.words not in {"", record.words_of(article)}
    return identity.now() if changed else earlier.corrected
