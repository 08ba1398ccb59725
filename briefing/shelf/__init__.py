"""Where episodes stand: names are claimed, folders change in one step, and what is not ours is never touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.files import content
from briefing.places import is_elsewhere
from briefing.shelf.elsewhere import ShelfElsewhere
from briefing.shelf.label import LABEL_FILE, RECORD_FILE, is_record, story_in
from briefing.shelf.page import PageStanding, page_standing
from briefing.shelf.shelf import OWN_FOLDER, OWN_LABEL, OWN_TEXT, Room, Shelf
from briefing.shelf.story import Story, digest
from briefing.shelf.withdrawal import WITHDRAWN_FILE, Withdrawal
from briefing.shelf.withdrawing import bury, pending, undo, withdraw

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "LABEL_FILE",
    "OWN_FOLDER",
    "RECORD_FILE",
    "WITHDRAWN_FILE",
    "PageStanding",
    "Room",
    "Shelf",
    "Story",
    "Withdrawal",
    "bury",
    "digest",
    "is_record",
    "is_shelf",
    "page_standing",
    "pending",
    "shelf_at",
    "story_in",
    "undo",
    "withdraw",
]


def is_shelf(folder: Path) -> bool:
    """Say whether a place is a shelf of ours; nothing is made there."""
    return content(folder / OWN_FOLDER / OWN_LABEL) == OWN_TEXT


def shelf_at(folder: Path) -> Shelf:
    """Return the shelf of a folder, or of a place elsewhere."""
    return ShelfElsewhere(folder) if is_elsewhere(folder) else Shelf(folder)
