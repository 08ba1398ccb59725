"""What a reader is given: bytes, where they come from, and what was said of them on the way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from briefing.article import decode


class Kind(StrEnum):
    """The forms in which an article comes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PAGE = "page"
    FEED = "feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The bytes of a source. `url` is where they stood on the web, `charset` what the server called their encoding."""

    source: str
    data: bytes
    url: str | None = None
    charset: str | None = None

    def text(self) -> str:
        """Decode it. Raises InputError for what is no text."""
        return decode.decode(self.data, self.source, self.charset)
