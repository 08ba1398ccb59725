"""Where episodes stand: names are claimed, folders change in one step, and what is not ours is never touched."""

from __future__ import annotations

from briefing.shelf.label import LABEL_FILE, RECORD_FILE, sha256
from briefing.shelf.shelf import Room, Shelf, is_our_page
from briefing.shelf.story import Story, digest

__all__ = ["LABEL_FILE", "RECORD_FILE", "Room", "Shelf", "Story", "digest", "is_our_page", "sha256"]
