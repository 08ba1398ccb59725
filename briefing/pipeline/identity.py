"""Who an episode is: its folder name, its guid for life, its date; from the article, not from the audio."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid5

from briefing.errors import SettingsError
from briefing.shelf import Story, digest

if TYPE_CHECKING:
    from briefing.model import Article

# The namespace of our episodes: uuid5 of the DNS name "briefing.invalid", fixed for life.
EPISODES = UUID("ebf9403f-728f-5709-a130-1b83e9fb219a")
STDIN = "-"
_SLUG_MAX_CHARS = 60
_HASH_CHARS = 8
_NOT_IN_A_SLUG = re.compile("[^a-z0-9]+")
_OF_A_DEVICE = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")  # no folder of Windows can be called so
_NO_NAMES = frozenset(("ar", "en", "index", "default", "home", "amp"))
_SOURCE_DATE = "SOURCE_DATE_EPOCH"
_SECONDS = re.compile("[0-9]+")
_LAST_SECOND = 253_402_300_799  # of the year 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an input is and when its file was last changed, seen by whoever read it: other machines may not have it."""

    place: str
    modified: datetime | None = None

    @classmethod
    def of(cls, source: str) -> Self:
        """Look at an input: a path, a link, or - for standard input."""
        if source == STDIN or "://" in source:
            return cls(place=source)
        return cls(place=str(Path(source).resolve()), modified=_date_of(source))


def called(article: Article) -> str:
    """Return what tells an article from the others of its source: its address, its name there, or its headline."""
    return article.url or article.id or article.paragraphs[0]


def slug(article: Article) -> str:
    """Name the episode's folder, in ASCII: after the last part of the address, of the source's own name, or the file.

    What these say in other letters, or only in digits, a digest says: of the address or the name where there is one, so
    that a corrected headline leaves it as it was.
    """
    lasting = article.url or article.id
    stem = _name_of(lasting) if lasting else _stem(article.source)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    name = _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:_SLUG_MAX_CHARS].strip("-")
    if not any(letter.isalpha() for letter in name) or len(plain) < len(stem) or _OF_A_DEVICE.fullmatch(name):
        return "-".join(filter(None, (name, "article", digest(lasting or stem + article.paragraphs[0])[:_HASH_CHARS])))
    return name


def _name_of(lasting: str) -> str:
    """Return what an address is called, or a name that need not be one; nothing where it only looks like an address."""
    try:
        parts = urlsplit(lasting)
    except ValueError:
        return ""
    return _name_in(unquote(parts.path)) or parts.netloc


def _stem(source: str) -> str:
    return "" if source == STDIN else Path(source).stem


def _name_in(path: str) -> str:
    """Return the last part of a path that names something: no language, no index, no form of the page."""
    stems = [Path(part).stem for part in path.split("/") if part]
    return next((stem for stem in reversed(stems) if stem.lower() not in _NO_NAMES), "")


def story(article: Article, origin: Origin) -> Story:
    """Return what tells this story from others: its address or name, else its file and its words.

    Standard input has no place of its own: there the episode's name, which is of the headline, has to do.
    """
    if article.url or article.id:
        return Story.of(article.paragraphs, article.url or article.id or "", lasting=True)
    return Story.of(article.paragraphs, origin.place, lasting=False)


def guid(article: Article, slug: str) -> str:
    """Return the episode's guid: of the article's address or of its source's own name for it, else of the episode's."""
    return str(uuid5(EPISODES, article.url or article.id or slug))


def published(article: Article, origin: Origin) -> datetime:
    """Return the article's own date, else SOURCE_DATE_EPOCH, else its file's date, else now; in UTC, whole seconds.

    Raises SettingsError where SOURCE_DATE_EPOCH is no moment.
    """
    moment = _in_utc(article.published) or source_date() or origin.modified or now()
    return moment.replace(microsecond=0)


def now() -> datetime:
    """Return SOURCE_DATE_EPOCH, else the moment that it is, in UTC, whole seconds. Raises SettingsError."""
    return source_date() or datetime.now(tz=UTC).replace(microsecond=0)


def source_date() -> datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names, None where it is not set. Raises SettingsError."""
    told = os.environ.get(_SOURCE_DATE)
    if not told:
        return None
    if not _SECONDS.fullmatch(told) or int(told) > _LAST_SECOND:
        what = f"{told!r} is no whole number of seconds since 1970"
        raise SettingsError(_SOURCE_DATE, what, "give one, as `date +%s` prints it, or unset it")
    return datetime.fromtimestamp(int(told), tz=UTC)


def _in_utc(moment: datetime | None) -> datetime | None:
    """Return a moment in UTC; in the first and the last year of the calendar it may have none there."""
    if moment is None:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _date_of(source: str) -> datetime | None:
    """Return when a file was last changed; None where there is none, or its disk says a date beyond the calendar."""
    try:
        return datetime.fromtimestamp(int(Path(source).stat().st_mtime), tz=UTC)
    except (OSError, ValueError, OverflowError):
        return None
