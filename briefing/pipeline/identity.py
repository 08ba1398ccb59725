"""Who an episode is: its folder name, its guid for life, its date; from the article, not from the audio."""

from __future__ import annotations

import os
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from briefing.shelf import Story, digest

if TYPE_CHECKING:
    from briefing.model import Article

# The namespace of our episodes: uuid5 of the DNS name "briefing.invalid", fixed for life.
EPISODES = UUID("ebf9403f-728f-5709-a130-1b83e9fb219a")
STDIN = "-"
_SLUG_MAX_CHARS = 60
_HASH_CHARS = 8
_NOT_IN_A_SLUG = re.compile("[^a-z0-9]+")


def slug(article: Article) -> str:
    """Name the episode's folder: after the file or the last part of the address, in ASCII; else after the headline."""
    if article.url:
        parts = urlsplit(article.url)
        stem = Path(parts.path).stem or parts.netloc
    elif article.source == STDIN:
        stem = ""
    else:
        stem = Path(article.source).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    name = _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:_SLUG_MAX_CHARS].strip("-")
    if not any(letter.isalpha() for letter in name) or len(plain) < len(stem):
        return "-".join(filter(None, (name, "article", digest(stem + article.paragraphs[0])[:_HASH_CHARS])))
    return name


def story(article: Article) -> Story:
    """Return what tells this story from others: its address or name, else its file and its words.

    Standard input has no place of its own: there the episode's name, which is of the headline, has to do.
    """
    if article.url or article.id:
        return Story.of(article.paragraphs, article.url or article.id or "", lasting=True)
    place = STDIN if article.source == STDIN else str(Path(article.source).resolve())
    return Story.of(article.paragraphs, place, lasting=False)


def guid(article: Article, slug: str) -> str:
    """Return the episode's guid: of the article's address or of its source's own name for it, else of the episode's."""
    return str(uuid5(EPISODES, article.url or article.id or slug))


def published(article: Article) -> datetime:
    """Return the date that the article gives, else its file's, else SOURCE_DATE_EPOCH or now; in UTC, whole seconds."""
    if article.published:
        found = article.published if article.published.tzinfo else article.published.replace(tzinfo=UTC)
        return found.astimezone(UTC).replace(microsecond=0)
    file = Path(article.source)
    if "SOURCE_DATE_EPOCH" in os.environ:
        return datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), tz=UTC)
    if article.source != STDIN and file.is_file():
        return datetime.fromtimestamp(int(file.stat().st_mtime), tz=UTC)
    return datetime.now(tz=UTC).replace(microsecond=0)
