"""What an episode says of where it comes from: who speaks, of which article, and where in it each sentence stands.

`tags` is the one place from which sound files, page, feed, captions, transcript, book and signature have who made the
sound and of what. `provenance.json` beside them holds the whole statement, sentence by sentence, with the digest of
every file; `briefing audit` holds it against the article.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from briefing import __version__, documents, packages, plugins, shown
from briefing.files import sha256_of, write_text
from briefing.kinds import is_public
from briefing.model import ChapterKind, DigitalSource, Edit, Piece, Role, Span
from briefing.reader import read_by
from briefing.shelf import digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.model import Article, Episode, TimedChapter, Utterance, Voice

STATEMENT_FILE = "provenance.json"
VERSION = 1
PROGRAM = f"{packages.DISTRIBUTION} {__version__}"
SOURCE_TYPE, ENGINE, MODEL, MADE_BY, SOURCE_HASH = "digitalSourceType", "engine", "model", "version", "sourceHash"
# https://cv.iptc.org/newscodes/digitalsourcetype/, whose terms schema.org has as IPTCDigitalSourceEnumeration.
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SCHEMA_ORG = "https://schema.org/"
# What of a voice's options names its model, the first that it has.
_MODEL_OPTIONS = ("model", "voice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence: the same in both texts, and its place in the article, None where it is one of ours.

    `pieces` are those that are said otherwise than they are written.
    """

    written: str
    spoken: str
    start_ms: int
    end_ms: int
    role: Role
    speaker: str | None = None
    source: Span | None = None
    edits: tuple[Edit, ...] = ()
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A chapter: its title and its sentences."""

    kind: ChapterKind
    title: str
    start_ms: int
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """An article that was told: its headline, the digest of its paragraphs, and the number of the first of them.

    In a bulletin the paragraphs of its stories are numbered through, behind its own title.
    """

    title: str
    sha256: str
    first_paragraph: int = 0
    url: str = ""
    publication: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that an episode states.

    `dated` is the day that the article says of itself, "" where it says none. `files` are the digests of what was
    published with it, by their names.
    """

    title: str
    voice: str
    read_by: str
    duration_ms: int
    tags: dict[str, str]
    originals: tuple[Original, ...]
    chapters: tuple[Told, ...]
    dated: str = ""
    files: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> tuple[Said, ...]:
        """What is said, in order."""
        return tuple(said for told in self.chapters for said in told.said)

    @property
    def is_of_this_program(self) -> bool:
        """Say whether the program that runs made the episode: it would write and say the same again."""
        return self.tags.get(MADE_BY) == PROGRAM


def tags(episode: Episode) -> dict[str, str]:
    """Return how the sound came to be, in the terms of the field, and of which article, by its digest."""
    voice = episode.voice
    model = next((str(voice.options[name]) for name in _MODEL_OPTIONS if voice.options.get(name)), voice.name)
    return {
        SOURCE_TYPE: f"{IPTC}{_source_of(voice)}",
        ENGINE: voice.synthesizer,
        MODEL: model,
        MADE_BY: PROGRAM,
        SOURCE_HASH: f"sha256:{article_digest(episode.article)}",
    }


def schema_org(episode: Episode) -> str:
    """Return the source type in the vocabulary of schema.org."""
    term = _source_of(episode.voice)
    return f"{_SCHEMA_ORG}{term[:1].upper()}{term[1:]}DigitalSource"


def article_text(article: Article) -> str:
    """Return the text of which an article has its digest: its paragraphs, a line each."""
    return "\n".join(article.paragraphs)


def article_digest(article: Article) -> str:
    """Return the SHA-256 of an article's text in UTF-8, in hexadecimal digits."""
    return digest(article_text(article))


def statement(episode: Episode) -> Statement:
    """Return what an episode states; its files are listed when they are there."""
    return Statement(
        title=episode.script.title,
        voice=episode.voice.name,
        read_by=read_by(episode.voice),
        duration_ms=episode.duration_ms,
        tags=tags(episode),
        originals=tuple(_originals(episode.article)),
        chapters=tuple(map(_told, episode.chapters)),
        dated=f"{episode.article.published:%Y-%m-%d}" if episode.article.published else "",
    )


def seal(stated: Statement, folder: Path) -> Path:
    """Write `provenance.json` into the folder of an episode, with the digest of every other file there.

    Call it when all of them stand as they will. Raises OutputError.
    """
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and is_public(path.name))
    files = {name: sha256_of(folder / name) for name in names if name != STATEMENT_FILE}
    text = documents.written(replace(stated, files=files), version=VERSION)
    return write_text(folder / STATEMENT_FILE, text.encode("utf-8", "replace").decode())


def read(content: bytes) -> Statement:
    """Read `provenance.json`. Raises ValueError where it is none."""
    return documents.read_back(Statement, content)


def _source_of(voice: Voice) -> DigitalSource:
    return DigitalSource.CAPTURE if voice.recorded else _spoken_by(voice.synthesizer)


@cache
def _spoken_by(synthesizer: str) -> DigitalSource:
    return plugins.digital_source(synthesizer)


def _originals(article: Article) -> Iterator[Original]:
    for first, part in article.stories():
        yield Original(
            title=part.paragraphs[0],
            sha256=article_digest(part),
            first_paragraph=first,
            url=shown.link(part.url) if part.url else "",
            publication=part.publication or "",
        )


def _told(timed: TimedChapter) -> Told:
    said = tuple(_said(cue.utterance, cue.start_ms, cue.end_ms) for cue in timed.cues)
    return Told(kind=timed.chapter.kind, title=timed.chapter.title, start_ms=timed.start_ms, said=said)


def _said(utterance: Utterance, start_ms: int, end_ms: int) -> Said:
    return Said(
        written=utterance.written,
        spoken=utterance.spoken,
        start_ms=start_ms,
        end_ms=end_ms,
        role=utterance.role,
        speaker=utterance.speaker,
        source=utterance.source,
        edits=utterance.edits,
        pieces=tuple(
            piece
            for piece in utterance.pieces
            if piece.semiotic_class or piece.spoken != utterance.written[piece.start : piece.end]
        ),
    )
