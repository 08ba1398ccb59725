"""Where episodes stand: names are claimed, folders change in one step, and what is not ours is never touched."""

from __future__ import annotations

from briefing.shelf.label import LABEL_FILE, RECORD_FILE, is_record
from briefing.shelf.page import PageStanding, page_standing
from briefing.shelf.shelf import Room, Shelf
from briefing.shelf.story import Story, digest

__all__ = [
    "LABEL_FILE",
    "RECORD_FILE",
    "PageStanding",
    "Room",
    "Shelf",
    "Story",
    "digest",
    "is_record",
    "page_standing",
]
