"""What a reader is given: bytes, where they come from, and what was said of them on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from briefing.article import decode
from briefing.errors import InputError


class Kind(StrEnum):
    """The forms in which an article comes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    PAGE = "page"
    FEED = "feed"
    SUBTITLES = "subtitles"
    JSON = "json"
    MAIL = "mail"
    DOCX = "docx"
    EPUB = "epub"
    PDF = "pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The bytes of a source. `url` is where they stood on the web, `charset` what the server called their encoding."""

    source: str
    data: bytes
    url: str | None = None
    charset: str | None = None

    def name_for_life(self, name: str) -> str:
        """Return what one of its entries is called for life; a name that is no address counts in this source alone."""
        return name if "://" in name else f"{self.url or Path(self.source).name}#{name}"

    def text(self) -> str:
        """Decode it. Raises InputError for what is no text."""
        return decode.decode(self.data, self.source, self.charset)

    def markup(self, named: str | None) -> bytes:
        """Decode it as browsers do, who pass over a few broken bytes, and return it as UTF-8.

        `named` is the encoding that it names itself. Raises InputError for what is no text.
        """
        encoding = decode.arabic_encoding(self.charset) or decode.arabic_encoding(named)
        try:
            text = replace(self, charset=encoding).text()
        except decode.BrokenTextError as error:
            text = self.data.decode(error.codec, errors="replace")
        except InputError:
            if encoding is None:
                raise
            text = self.data.decode(encoding, errors="replace")
        return text.encode()
