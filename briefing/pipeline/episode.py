"""From an article to a finished episode: a take, its files, their proof."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from briefing import plugins, provenance
from briefing.errors import BriefingError, refused_by_the_system
from briefing.model import Enclosure, Episode
from briefing.narration import voices
from briefing.pipeline import corrected, identity, script
from briefing.pipeline.audit import audited
from briefing.pipeline.kept import keep
from briefing.pipeline.key import key
from briefing.pipeline.meter import Meter, heard
from briefing.pipeline.observer import Nobody, Observer, Stage
from briefing.pipeline.outcome import Failed, Made, Outcome, Status
from briefing.pipeline.rewritten import rewritten
from briefing.pipeline.take import take
from briefing.production import cover, encode, sign, tag
from briefing.publishing import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from briefing.model import Article, Recording
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.identity import Origin
    from briefing.production.sign import Signer
    from briefing.provenance import Statement
    from briefing.settings import Settings
    from briefing.shelf import Shelf, Story

MP3 = "briefing.mp3"
_TITLE_CHARS = 60  # of a headline, enough to find the article by
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """The identity of an episode that stands: its copy of the article does not say all of where that came from."""

    slug: str
    guid: str
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An article to make an episode of, and the input that it came from, as it was given.

    `alone`: the input holds no other article. `warnings`: what was told of it when it was read. `again`: the episode
    that is made anew.
    """

    asked: str
    article: Article
    origin: Origin
    alone: bool = True
    warnings: tuple[str, ...] = ()
    again: Again | None = None

    @property
    def slug(self) -> str:
        """What its episode would be called; an episode that stands keeps its name."""
        return self.again.slug if self.again else identity.slug(self.article)

    @property
    def story(self) -> Story:
        """Which story its episode tells."""
        return self.again.story if self.again else identity.story(self.article, self.origin)

    def failed(self, folder: Path, error: BriefingError) -> Failed:
        """Return that nothing was made of it, and why."""
        return Failed(
            asked=self.asked,
            folder=folder,
            source=self.article.url or self.article.source,
            title=self.article.paragraphs[0],
            error=error,
            warnings=self.warnings,
        )


def one(order: Order, choices: Choices, shelf: Shelf, observer: Observer | None = None) -> Outcome:
    """Make the episode of an article, unless it stands as it would be made; the feed is another's work.

    Never raises for a fault of the article, of a voice or of ours: that is an outcome.
    """
    article = order.article
    source = article.url or article.source
    meter = Meter(observer or Nobody())
    with heard() as told:
        found = attempted(source, lambda: _made_or_standing(order, choices, shelf, meter))
    warnings, cost = (*order.warnings, *told), meter.cost()
    if isinstance(found, BriefingError):
        error = found if order.alone else _of_one(article, found)
        return replace(order.failed(choices.folder, error), warnings=warnings, cost=cost)
    return replace(found, warnings=warnings, cost=cost)


def attempted(where: str, work: Callable[[], _T]) -> _T | BriefingError:
    """Return what the work gives, or why it gives nothing: one article must not end the work on thousands of others."""
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - whatever it is
        return as_ours(where, error)


def as_ours(where: str, error: Exception) -> BriefingError:
    """Tell any error as one of ours."""
    if isinstance(error, BriefingError):
        return error
    if isinstance(error, OSError):
        return refused_by_the_system(error)
    _log.debug("%s", where, exc_info=error)
    return BriefingError(
        where, f"a fault of ours: {type(error).__name__}: {error}", "please report it, with the article"
    )


def _of_one(article: Article, error: BriefingError) -> BriefingError:
    """Name the article in the error, where its source has several."""
    where = article.url or f"{article.source}: {article.paragraphs[0]:.{_TITLE_CHARS}}"
    what = error.what if error.where in {article.source, article.url} else f"{error.where}: {error.what}"
    return type(error)(where, what, error.remedy, passing=error.passing)


def _made_or_standing(order: Order, choices: Choices, shelf: Shelf, meter: Meter) -> Made:
    article, wanted, story = order.article, order.slug, order.story
    voice = voices.load(choices.settings.voice)
    made_of = key(article, voice, choices)
    standing = shelf.unchanged(wanted, story, made_of) if choices.cache else None
    if standing:
        found = record.read(choices.folder / standing.slug)
        return _made(order, found, choices, standing.names, Status.UNCHANGED)
    with shelf.room(story, wanted) as room:
        since = rewritten(article, story, choices.folder / room.slug, choices.settings.show)
        took = take(article, voice, choices, room.folder, meter, corrected=since)
        approval = corrected.approval(article, choices.settings)
        meter.stage(Stage.ENCODE)
        episode = Episode(
            slug=room.slug,
            guid=order.again.guid if order.again else identity.guid(article, room.slug),
            article=article,
            script=took.script,
            chapters=took.recording.chapters,
            duration_ms=took.recording.duration_ms,
            published=_published(order, choices.folder / room.slug),
            voice=took.voice,
            diacritizer=choices.settings.diacritizer,
            enclosures=(),
            notices=took.notices,
            corrected=since,
            length=script.length_of(article, choices.settings),
            approved=approval.at if approval else None,
        )
        stated = provenance.statement(episode)
        episode = replace(episode, audited=audited(episode, stated, choices.settings))
        if not episode.audited:
            _log.warning("%s: not every sentence could be proven; `briefing audit` says which", article.source)
        notary = _Notary.of(choices, episode, stated)
        episode = _enclosed(episode, took.recording, room.folder, choices.settings, notary)
        took.recording.pcm.unlink()
        meter.stage(Stage.PUBLISH)
        _publish(episode, room.folder, choices.settings.also)
        notary.sign_beside(room.folder)
        keep(article, room.folder)
        found = record.write(episode, room.folder)
        provenance.seal(stated, room.folder)
        written = sorted(room.folder.iterdir())
        meter.bytes_written = sum(path.stat().st_size for path in written)
        # What another voice had to read is not what was asked for: the next run tries again.
        room.key = made_of if took.voice == voice else ""
    return _made(order, found, choices, [path.name for path in written], Status.MADE)


def _published(order: Order, folder: Path) -> datetime:
    """Return the article's own date; without one, an episode that is made again keeps the date that it had."""
    kept = None if order.article.published and not order.again else record.published(folder)
    return kept or identity.published(order.article, order.origin)


@dataclass(frozen=True, slots=True)
class _Notary:
    """Signs what an episode publishes, where somebody signs at all."""

    signer: Signer | None
    statement: Statement
    articles: tuple[str, ...]
    earlier: Path | None

    @classmethod
    def of(cls, choices: Choices, episode: Episode, statement: Statement) -> _Notary:
        texts = tuple(map(provenance.article_text, episode.article.parts or (episode.article,)))
        signer = sign.ready(choices.signing) if choices.signing else None
        # Made anew means signed anew.
        earlier = choices.folder / episode.slug if choices.cache else None
        return cls(signer, statement, texts, earlier)

    def sign(self, path: Path) -> None:
        """Sign a sound file as it stands; one that cannot hold a signature gets it beside it, when all else is done."""
        if self.signer and sign.holds(path):
            self.signer.sign(path, self.statement, self.articles, self.earlier)

    def sign_beside(self, folder: Path) -> None:
        """Sign what cannot hold a signature."""
        for path in sorted(folder.iterdir()) if self.signer else ():
            if self.signer and path.suffix in sign.BESIDE:
                self.signer.sign(path, self.statement, self.articles, self.earlier)


def _enclosed(episode: Episode, recording: Recording, room: Path, settings: Settings, notary: _Notary) -> Episode:
    """Draw the cover, and encode, tag and sign the MP3 and the other editions that were asked for."""
    art = cover.draw(episode, room / cover.NAME, show=settings.show.title)
    enclosures = []
    for name, bitrate_kbps in ((MP3, settings.bitrate_kbps), *_editions(settings)):
        path = encode.encode(recording, room / name, bitrate_kbps=bitrate_kbps)
        tag.tag(path, episode, art, show=settings.show, to_be_signed=notary.signer is not None)
        notary.sign(path)
        media_type, length_bytes = encode.MEDIA_TYPES[path.suffix], path.stat().st_size
        enclosures.append(Enclosure(name=name, media_type=media_type, length_bytes=length_bytes))
    return replace(episode, enclosures=tuple(enclosures))


def _editions(settings: Settings) -> Iterator[tuple[str, int | None]]:
    """Name the editions beside the MP3; each has a bit rate of its own that suits it."""
    for suffix in encode.MEDIA_TYPES:
        if suffix[1:] in settings.also and suffix != ".mp3":
            yield f"briefing{suffix}", None


def _publish(episode: Episode, room: Path, also: Sequence[str]) -> None:
    """Write every form that is always made, and those that were asked for by name."""
    for name in plugins.names(plugins.PUBLISHERS):
        publisher = plugins.publisher(name)
        if name in also or not publisher.optional:
            publisher.publish(episode, room)


def _made(order: Order, found: record.Record, choices: Choices, names: Iterable[str], status: Status) -> Made:
    folder = choices.folder / found.slug
    return Made(
        asked=order.asked,
        folder=choices.folder,
        source=order.article.url or order.article.source,
        title=order.article.paragraphs[0],
        slug=found.slug,
        guid=found.guid,
        mp3=folder / MP3,
        duration_ms=found.duration_ms,
        voice=found.voice,
        diacritizer=choices.settings.diacritizer,
        files={name: folder / name for name in names if not name.startswith(".")},
        status=status,
    )
