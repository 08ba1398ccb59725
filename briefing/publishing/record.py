"""`episode.json`: what the feed needs of an episode, so that it can be rebuilt without reading old audio."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from briefing import places
from briefing.documents import read_back, written
from briefing.errors import OutputError
from briefing.files import write_text
from briefing.provenance import tags
from briefing.publishing.lines import parts
from briefing.publishing.page import article_link
from briefing.publishing.text import clip, tidy
from briefing.reader import read_by
from briefing.shelf import RECORD_FILE, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from briefing.model import Article, Episode
    from briefing.shelf import Shelf

COVER_FILES = ("cover.jpg", "cover.png")  # an own picture may stand beside the drawn one and is preferred
VERSION = 1
LONGEST_TITLE = 250
LONGEST_NAME = 128
_HASH_DIGITS = 8
_log = logging.getLogger(__name__)
_STOPS = (*".!?:", "\N{ARABIC QUESTION MARK}", "\N{HORIZONTAL ELLIPSIS}", "\N{ARABIC FULL STOP}")
_CLOSERS = "\"')\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_BITE_MS = (15_000, 120_000)
# Every form that the feed may name, and its media type; the first transcript is the one that players take.
_FORMS = {
    "captions.vtt": "text/vtt",
    "index.html": "text/html",
    "transcript.json": "application/json",
    "chapters.json": "application/json+chapters",
    "briefing.epub": "application/epub+zip",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bite:
    """A stretch of the sound that stands for the whole: the best quote."""

    start_ms: int
    duration_ms: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A media file of the episode; `digest` changes when its bytes do."""

    name: str
    media_type: str
    length_bytes: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A chapter: where it starts and what it is called."""

    start_ms: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the feed and the list of episodes say of one episode. `slug` is the name of its folder."""

    slug: str
    guid: str
    title: str
    lead: str
    published: datetime
    duration_ms: int
    media: tuple[Media, ...]
    chapters: tuple[Stop, ...]
    forms: dict[str, str]
    author: str = ""
    bite: Bite | None = None
    notices: tuple[str, ...] = ()
    source: str = ""
    cover: str = ""
    voice: str = ""  # the name of the voice that read it
    read_by: str = ""  # the sentence that names it to listeners
    length: str = ""  # the length that it is told in
    words: str = ""  # a digest of what of the article is told or could be
    corrected: datetime | None = None  # when the article was corrected last, where that is told
    approved: datetime | None = None  # when an editor approved it, where one did
    provenance: dict[str, str] = field(default_factory=dict)  # how the sound came to be, and of which article


def write(episode: Episode, folder: Path) -> Record:
    """Write the record of an episode beside its files, and return it. Call it last: it names the files that are there.

    Raises OutputError where an enclosure is missing or has another length than it says.
    """
    found = of(episode, folder)
    write_text(folder / RECORD_FILE, written(found, indent=1, version=VERSION))
    return found


def read(folder: Path) -> Record:
    """Read the record of the episode in `folder`. Raises OutputError where there is none, or a damaged one."""
    path = folder / RECORD_FILE
    if places.is_elsewhere(path):
        content = places.read(path)
        if content is None:
            raise OutputError(str(path), "is not there", "make the episode again")
        return parsed(content, path)
    if path.exists() and not path.is_file():
        raise OutputError(str(path), "is no file", "remove its folder, and make the episode again")
    try:
        return parsed(path.read_bytes(), path)
    except OSError as error:
        raise OutputError(str(path), f"cannot be read: {error.strerror}", "make the episode again") from error


def read_all(shelf: Shelf, slugs: Iterable[str]) -> Iterator[Record]:
    """Read the records of the episodes called so; one that is damaged is left out, with a warning."""
    for slug, content in shelf.read_all(slugs, RECORD_FILE):
        try:
            yield parsed(content, shelf.folder / slug / RECORD_FILE)
        except OutputError as error:
            _log.warning("%s; the feed leaves it out", error)


def parsed(content: bytes, path: Path) -> Record:
    """Read a record from the content of its file. Raises OutputError where it is damaged."""
    try:
        found = read_back(Record, content, slug=path.parent.name)
    except ValueError as error:
        raise _damaged(path) from error
    if not found.media or not all(map(is_name, (*(media.name for media in found.media), *found.forms))):
        raise _damaged(path)
    return found


def _damaged(path: Path) -> OutputError:
    return OutputError(str(path), "is damaged", "remove its folder, and make the episode again")


def is_name(name: str) -> bool:
    """Say whether it names a file of the episode's own folder: what leads elsewhere was never written by us."""
    return name not in {"", ".", ".."} and not any(sign in name for sign in "/\\\0")


def found(folder: Path) -> Record | None:
    """Read the record of the episode in `folder`; None where no episode, or a damaged one, is there."""
    try:
        return read(folder)
    except OutputError:
        return None


def published(folder: Path) -> datetime | None:
    """Return the feed's date of the episode in `folder`; None where no episode, or a damaged one, is there."""
    earlier = found(folder)
    return earlier.published if earlier else None


def words_of(article: Article) -> str:
    """Return a digest of an article's words; what is set aside, such as teasers, is none of them."""
    aside = {dropped.paragraph for dropped in article.dropped}
    kept = (text for number, text in enumerate(article.paragraphs) if number not in aside)
    return digest(" ".join(" ".join(kept).split()))


def of(episode: Episode, folder: Path) -> Record:
    """Gather the record of an episode from the episode itself and the files in its folder."""
    return Record(
        slug=episode.slug,
        guid=episode.guid,
        title=clip(tidy(episode.script.title), LONGEST_TITLE),
        lead=_lead(episode),
        published=episode.published if episode.published.tzinfo else episode.published.replace(tzinfo=UTC),
        duration_ms=episode.duration_ms,
        media=tuple(_media(episode, folder)),
        chapters=tuple(
            Stop(start_ms=timed.start_ms, title=clip(tidy(timed.chapter.title), LONGEST_TITLE))
            for timed in episode.chapters
        ),
        forms={name: media_type for name, media_type in _FORMS.items() if (folder / name).is_file()},
        author=clip(tidy(episode.article.byline or ""), LONGEST_NAME),
        bite=_bite(episode),
        notices=tuple(tidy(notice) for notice in episode.notices),
        source=article_link(episode),
        cover=next((name for name in COVER_FILES if (folder / name).is_file()), ""),
        voice=episode.voice.name,
        read_by=tidy(read_by(episode.voice)),
        length=episode.length,
        words=words_of(episode.article),
        corrected=episode.corrected,
        approved=episode.approved,
        provenance=tags(episode),
    )


def _media(episode: Episode, folder: Path) -> Iterator[Media]:
    for enclosure in episode.enclosures:
        path = folder / enclosure.name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise OutputError(str(path), f"cannot be read: {error.strerror}", "make the episode again") from error
        if len(content) != enclosure.length_bytes:
            what = f"has {len(content)} bytes, not the {enclosure.length_bytes} that were written"
            raise OutputError(str(path), what, "make the episode again")
        yield Media(
            name=enclosure.name,
            media_type=enclosure.media_type,
            length_bytes=enclosure.length_bytes,
            digest=sha256(content).hexdigest()[:_HASH_DIGITS],
        )


def _lead(episode: Episode) -> str:
    lead = episode.script.segments.lead
    if lead is None:
        return tidy(episode.script.title)
    # The headlines of a bulletin have no stops of their own.
    *before, last = (tidy(sentence) for sentence in lead.sentences)
    return " ".join([*(one if one.rstrip(_CLOSERS).endswith(_STOPS) else f"{one}." for one in before), last])


def _bite(episode: Episode) -> Bite | None:
    """Take the longest quote that players accept as a soundbite."""
    shortest, longest = _BITE_MS
    found: list[Bite] = []
    for part in parts(episode):
        for group in part.groups:
            start, end = group[0].cue.start_ms, group[-1].cue.end_ms
            if group[0].quoted and shortest <= end - start <= longest:
                found.append(Bite(start_ms=start, duration_ms=end - start, title=clip(part.title, LONGEST_NAME)))
    return max(found, key=lambda bite: (bite.duration_ms, -bite.start_ms), default=None)
