"""The show as the feed needs it: words where the settings say none, and nothing that a directory would turn down."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from briefing.errors import SettingsError
from briefing.publishing.text import tidy
from briefing.publishing.words import show_words
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from briefing.settings import Show

_EMAIL = re.compile(r"[^@\s<>\"&]+@[^@\s<>\"&]+\.[^@\s<>\"&.]+")
_PICTURES = (".jpg", ".jpeg", ".png")
_WHERE = "briefing.toml: [show] {}"


def named(show: Show) -> Show:
    """Return the show with the words of `data/ar/show.toml` where it has none.

    Raises SettingsError where the category, the owner's address, the picture or the guid would be turned down.
    """
    for name, wrong, remedy in (
        ("category", not is_category(show.category), "choose one of Apple's, such as News or News > Politics"),
        (
            "owner_email",
            bool(show.owner_email and not _EMAIL.fullmatch(show.owner_email)),
            "give one like a@example.org",
        ),
        ("image", bool(show.image and not show.image.lower().endswith(_PICTURES)), "name a JPEG or PNG file"),
        ("guid", bool(show.guid and not _is_guid(show.guid)), "give a UUID, or leave it empty"),
    ):
        if wrong:
            raise SettingsError(_WHERE.format(name), f"{getattr(show, name)!r} is not taken by directories", remedy)
    fallback = show_words()
    return replace(
        show,
        title=tidy(show.title) or fallback["title"],
        author=tidy(show.author) or fallback["author"],
        description=tidy(show.description) or fallback["description"],
    )


def levels(category: str) -> tuple[str, ...]:
    """Take a category apart: `News > Politics` has two levels."""
    return tuple(tidy(level) for level in category.split(">"))


def is_category(category: str) -> bool:
    """Say whether directories know the category."""
    above, *below = levels(category)
    rows = {
        (row["category"], row["below"]) for row in read_table(data("podcast-categories.tsv"), ("category", "below"))
    }
    return len(below) <= 1 and (above, "".join(below)) in rows


def _is_guid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
