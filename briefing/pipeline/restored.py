"""An episode as its publishers had it, restored from what it published: so every form of it can be written again.

Nothing is believed that the article does not say. What only the published files can know (when each word sounds, the
guid) is taken from one of them, and every other has to agree with it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cache
from typing import TYPE_CHECKING

from briefing import provenance
from briefing.arabic import MARKS
from briefing.arabic.folding import fold
from briefing.audit import Fault
from briefing.errors import BriefingError
from briefing.files import content
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Cue,
    DigitalSource,
    Enclosure,
    Episode,
    Mark,
    Piece,
    Role,
    Script,
    TimedChapter,
    Utterance,
    Voice,
)
from briefing.narration import voices
from briefing.narration.verbalize import SemioticClass
from briefing.plugins import SYNTHESIZERS, digital_source
from briefing.plugins import names as plugin_names
from briefing.publishing.page import PAGE_FILE
from briefing.publishing.text import offsets, visible
from briefing.resources import data, read_toml
from briefing.shown import link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.provenance import Said, Statement
    from briefing.publishing.record import Record

_FOLLOWED = re.compile(r'<script type="application/json" id="follow">([^<]*)</script>')
_PUBLISHED = re.compile(r'"datePublished":"([^"]*)"')
_NOON = time(12)
# Of a mark on the page: letters since the word before, its letters, the time since, its time.
_NUMBERS_OF_A_MARK = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the articles besides their text, and what the statement says of them and nobody else does."""

    articles: tuple[Article, ...]
    faults: tuple[Fault, ...]
    unproven: tuple[str, ...]


def facts(statement: Statement, articles: Sequence[Article], copies: Sequence[Article | None]) -> Facts:
    """Take who published an article and where it stands from itself, or from the copy beside the episode.

    `copies` are the articles as they are kept there, None where one is not.
    """
    told, faults, unproven = [], [], []
    for article, copy, original in zip(articles, copies, statement.originals, strict=True):
        same = copy if copy and copy.paragraphs == article.paragraphs else article
        known = replace(
            article,
            publication=article.publication or same.publication,
            url=_address(article) or _address(same) or None,
            byline=article.byline or same.byline,
        )
        for name in ("publication", "url"):
            stated, own = getattr(original, name), getattr(known, name) or ""
            if stated != own:
                what = f"names {stated or 'nothing'} as its {name}, and the article says {own or 'nothing'}"
                faults.append(Fault(kind="article", where=f"{original.title:.80}", what=what))
        beside = [
            name for name in ("publication", "url", "byline") if getattr(known, name) and not getattr(article, name)
        ]
        unproven += [f"the {name} of the article, which only the copy beside the episode says" for name in beside]
        told.append(known)
    return Facts(tuple(told), tuple(faults), tuple(dict.fromkeys(unproven)))


def joined(statement: Statement, articles: Sequence[Article], published: datetime | None) -> Article:
    """Return the article that was told: the only one, or that of a bulletin."""
    if len(articles) == 1 and statement.title == articles[0].paragraphs[0]:
        return replace(articles[0], published=published)
    paragraphs = (statement.title, *(text for article in articles for text in article.paragraphs))
    several = Article(source="", paragraphs=paragraphs, published=published, parts=tuple(articles))
    dropped = (
        replace(drop, paragraph=first + drop.paragraph)
        for first, part in several.placed_parts()
        for drop in part.dropped
    )
    return replace(several, dropped=tuple(dropped))


def moment(statement: Statement, articles: Sequence[Article], record: Record | None, folder: Path) -> datetime | None:
    """Return the moment of the article: its own, else the one that the page says where the other forms allow it."""
    if not statement.dated:
        return None
    if len(articles) == 1 and articles[0].published:
        return articles[0].published
    try:
        day = datetime.fromisoformat(statement.dated).date()
        said = _PUBLISHED.search((content(folder / PAGE_FILE) or b"").decode("utf-8", "replace"))
        shown = datetime.fromisoformat(said[1]) if said else None
    except ValueError:
        return None
    for candidate in (shown, record.published if record else None):
        if candidate and candidate.date() == day and _same_moment(candidate, record):
            return candidate
    return datetime.combine(day, _NOON, tzinfo=UTC)


def voice(statement: Statement) -> tuple[Voice, tuple[Fault, ...], tuple[str, ...]]:
    """Return the voice that is stated, what is wrong with it, and what of it nobody here can know."""
    tags = statement.tags
    known = _known_voice(statement)
    stated = tags.get(provenance.SOURCE_TYPE, "").removeprefix(provenance.IPTC)
    engine = tags.get(provenance.ENGINE, "")
    if known:
        wrong = [*_faults_of_source(stated, known)]
        if known.synthesizer != engine:
            what = f"is said to be of {engine or 'no engine'}, and is of {known.synthesizer}"
            wrong.append(Fault(kind="voice", where=known.name, what=what))
        return known, tuple(wrong), ()
    recorded = stated == DigitalSource.CAPTURE
    options = {"model": tags.get(provenance.MODEL, "")}
    restored = Voice(
        name=statement.voice,
        title=statement.voice,
        synthesizer=engine,
        options=options,
        credit=_credit(statement.read_by),
        recorded=recorded,
    )
    called = "a person, recorded" if recorded else "a machine"
    told = f"the voice {statement.voice}, which is not known here: {statement.read_by!r:.90}, and that it is {called}"
    if is_known(engine):
        # A voice of the house's own, of a machine that is known here: a person is one where the voice's file says so.
        return restored, tuple(_faults_of_source(stated, replace(restored, recorded=False))), (told,)
    return restored, (), (told,)


@cache
def is_known(engine: str) -> bool:
    """Say whether a synthesizer is one that this program has."""
    return engine in plugin_names(SYNTHESIZERS)


def _known_voice(statement: Statement) -> Voice | None:
    try:
        return voices.load(statement.voice)
    except BriefingError:
        return None


def _faults_of_source(stated: str, voice: Voice) -> Iterator[Fault]:
    own = DigitalSource.CAPTURE if voice.recorded else _source(voice.synthesizer)
    if stated != own:
        yield Fault(kind="voice", where=voice.name, what=f"is called {stated or 'nothing'}, and is {own}")


@cache
def _source(engine: str) -> DigitalSource:
    return digital_source(engine)


def _credit(sentence: str) -> str:
    """Return the name in the sentence that names a voice; all of it where it is none of ours."""
    before, _, behind = str(read_toml(data("ar", "voices.toml"))["read_by"]).partition("{voice}")
    return sentence.removeprefix(before).removesuffix(behind) if sentence.startswith(before) else sentence


def episode(
    statement: Statement,
    article: Article,
    script: Script,
    read: Voice,
    *,
    record: Record,
    folder: Path,
    notices: tuple[str, ...],
    audited: str,
) -> Episode:
    """Put the episode together; `script` is what the desk makes of the article, with its figures and names."""
    chapters = tuple(_chapters(statement, _marks(folder)))
    told = Script(title=statement.title, chapters=tuple(timed.chapter for timed in chapters), segments=script.segments)
    return Episode(
        slug=folder.name,
        guid=record.guid,
        article=article,
        script=told,
        chapters=chapters,
        duration_ms=statement.duration_ms,
        published=record.published,
        voice=read,
        diacritizer="",
        enclosures=tuple(_enclosures(record, folder)),
        notices=notices,
        corrected=record.corrected,
        audited=audited,
        length=record.length,
        approved=record.approved,
    )


def utterance(said: Said, pieces: tuple[Piece, ...] = ()) -> Utterance:
    """Return a sentence as the publishers have it."""
    return Utterance(
        written=said.written,
        spoken=said.spoken,
        role=said.role,
        speaker=said.speaker,
        source=said.source,
        edits=said.edits,
        pieces=pieces,
    )


def tiles(said: Said) -> tuple[Piece, ...]:
    """Return the pieces of a sentence with those between them that are said as they are written.

    Raises ValueError where they do not fit.
    """
    found, at = [], 0
    for piece in said.pieces:
        written = said.written[piece.start : piece.end]
        if not at <= piece.start <= piece.end <= len(said.written):
            raise ValueError("a piece lies outside of it")
        if piece.semiotic_class and piece.semiotic_class not in frozenset(SemioticClass):
            raise ValueError(f"{piece.semiotic_class!r} is no class")
        if piece.semiotic_class is None and fold(piece.spoken) != fold(written):
            raise ValueError(f"{piece.spoken!r} is said for {written!r}")
        found += [_as_written(said, at, piece.start), piece]
        at = piece.end
    return tuple(tile for tile in (*found, _as_written(said, at, len(said.written))) if tile.start < tile.end)


def sure_tiles(said: Said) -> tuple[Piece, ...]:
    """Return the pieces as `tiles` does; none where they do not fit."""
    try:
        return tiles(said)
    except ValueError:
        return ()


def _as_written(said: Said, start: int, end: int) -> Piece:
    return Piece(start=start, end=end, spoken=said.written[start:end])


def _chapters(statement: Statement, marks: Sequence[Sequence[int]]) -> Iterator[TimedChapter]:
    ends = [*(told.start_ms for told in statement.chapters[1:]), statement.duration_ms]
    number = 0
    for told, end_ms in zip(statement.chapters, ends, strict=True):
        cues = []
        for said in told.said:
            numbers = marks[number] if number < len(marks) else ()
            cues.append(_cue(said, numbers))
            number += 1
        speakers = (said.speaker for said in told.said if said.role is Role.QUOTE)
        speaker = next(speakers, None) if told.kind is ChapterKind.QUOTE else None
        chapter = Chapter(
            kind=told.kind, title=told.title, utterances=tuple(cue.utterance for cue in cues), speaker=speaker
        )
        yield TimedChapter(chapter=chapter, start_ms=told.start_ms, end_ms=end_ms, cues=tuple(cues))


def _cue(said: Said, numbers: Sequence[int]) -> Cue:
    return Cue(
        utterance=utterance(said, sure_tiles(said)),
        start_ms=said.start_ms,
        end_ms=said.end_ms,
        marks=tuple(_timed(said, numbers)),
    )


def _timed(said: Said, numbers: Sequence[int]) -> Iterator[Mark]:
    """Read when each word sounds, as the page has it for what follows the sound there."""
    text = visible(said.written)
    bare = [0]
    for char in text:
        bare.append(bare[-1] + (char not in MARKS) * (1 + (ord(char) > 0xFFFF)))  # noqa: PLR2004 - as browsers count
    place = offsets(said.written)
    # Behind the marks of the letter before.
    written_at = {bare[place[at]]: at for at in range(len(said.written) + 1)}
    letter, ms = 0, said.start_ms
    for at in range(0, len(numbers) - _NUMBERS_OF_A_MARK + 1, _NUMBERS_OF_A_MARK):
        gap, letters, gap_ms, lasts_ms = numbers[at : at + _NUMBERS_OF_A_MARK]
        start, end = written_at.get(letter + gap), written_at.get(letter + gap + letters)
        if start is None or end is None:
            return
        yield Mark(start=start, end=end, start_ms=ms + gap_ms, end_ms=ms + gap_ms + lasts_ms)
        letter, ms = letter + gap + letters, ms + gap_ms + lasts_ms


def _marks(folder: Path) -> Sequence[Sequence[int]]:
    """Return the numbers of the page that say when each word of each line sounds; none where it does not say."""
    found = _FOLLOWED.search((content(folder / PAGE_FILE) or b"").decode("utf-8", "replace"))
    try:
        rows = json.loads(found[1])["lines"] if found else []
        lines = [row[2] for row in rows]
        return lines if all(type(number) is int for numbers in lines for number in numbers) else ()
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return ()


def _enclosures(record: Record, folder: Path) -> Iterator[Enclosure]:
    for media in record.media:
        path = folder / media.name
        length = path.stat().st_size if path.is_file() else media.length_bytes
        yield Enclosure(name=media.name, media_type=media.media_type, length_bytes=length)


def _address(article: Article) -> str:
    return link(article.url) if article.url else ""


def _same_moment(one: datetime, record: Record | None) -> bool:
    if record is None:
        return False
    moment = one if one.tzinfo else one.replace(tzinfo=UTC)
    return moment.astimezone(UTC).replace(microsecond=0) == record.published.astimezone(UTC)
