"""Where episodes stand: names are claimed, folders change in one step, and what is not ours is never touched."""

from __future__ import annotations

from briefing.shelf.label import LABEL_FILE, RECORD_FILE, is_record, story_in
from briefing.shelf.page import PageStanding, page_standing
from briefing.shelf.shelf import Room, Shelf
from briefing.shelf.story import Story, digest
from briefing.shelf.withdrawal import WITHDRAWN_FILE, Withdrawal
from briefing.shelf.withdrawing import bury, pending, undo, withdraw

__all__ = [
    "LABEL_FILE",
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
    "page_standing",
    "pending",
    "story_in",
    "undo",
    "withdraw",
]
