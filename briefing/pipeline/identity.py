"""Who an episode is: its folder name, its guid for life, its date; from the article, not from the audio."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefing.model import Article

# The namespace of our episodes: uuid5 of the DNS name "briefing.invalid", fixed for life.
EPISODES = UUID("ebf9403f-728f-5709-a130-1b83e9fb219a")
STDIN = "-"
_SLUG_MAX_CHARS = 60
_HASH_CHARS = 8
_NOT_IN_A_SLUG = re.compile("[^a-z0-9]+")
# Two headlines that share at least this part of their words are two states of one story.
_SAME_STORY = 0.5


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
        return "-".join(filter(None, (name, "article", _digest(stem + article.paragraphs[0]))))
    return name


def free_slug(wanted: str, article: Article, headline_of: Callable[[str], str | None]) -> str:
    """Return `wanted`, or a variant of it where another story already has that name.

    `headline_of` gives the headline of the episode with a slug, None where there is none; the same story, edited,
    keeps its name.
    """
    headline = article.paragraphs[0]
    taken = headline_of(wanted)
    if taken is None or _same_story(taken, headline):
        return wanted
    return f"{wanted}-{_digest(headline)}"


def guid(article: Article, slug: str) -> str:
    """Return the episode's guid: of the article's address where it has one, else of its name."""
    return str(uuid5(EPISODES, article.url or slug))


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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_CHARS]


def _same_story(one: str, other: str) -> bool:
    ours, theirs = set(one.split()), set(other.split())
    return len(ours & theirs) >= _SAME_STORY * len(ours | theirs)
