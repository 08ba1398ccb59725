"""From an article to a finished episode: script, voice, recording, files."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from briefing import plugins
from briefing.editorial import bulletin
from briefing.errors import BriefingError, InputError, NetworkError, VoiceError, refused_by_the_system
from briefing.model import Enclosure, Episode
from briefing.narration import speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.pipeline import correction, identity, script
from briefing.pipeline.kept import keep
from briefing.pipeline.key import key
from briefing.pipeline.meter import Meter, heard
from briefing.pipeline.observer import Nobody, Observer, Stage
from briefing.pipeline.outcome import Failed, Made, Outcome, Status
from briefing.production import cover, encode, master, mix, tag
from briefing.publishing import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from briefing.model import Article, Clip, Recording, Script, Voice
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.identity import Origin
    from briefing.settings import Settings
    from briefing.shelf import Shelf

MP3 = "briefing.mp3"
FALLBACK_VOICE = "espeak"
_PCM = "programme.pcm"
# Three hours of speech: the longest script that `--length full` makes of news is a tenth of it.
_MOST_WORDS = 20_000
# A news word has 5 letters, the longest address a few hundred; a word of thousands is a file of something else.
_LONGEST_WORD_LETTERS = 5_000
# How much of its length a bulletin is written for where a slow voice takes too long: what was spoken is kept as clips.
_SHARES = (0.9, 0.8, 0.65, 0.5, 0.35)
_MINUTE_MS = 60_000
_TITLE_CHARS = 60  # of a headline, enough to find the article by
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An article to make an episode of, and the input that it came from, as it was given.

    `alone`: the input holds no other article. `warnings`: what was told of it when it was read.
    """

    asked: str
    article: Article
    origin: Origin
    alone: bool = True
    warnings: tuple[str, ...] = ()


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
        title, error = article.paragraphs[0], found if order.alone else _of_one(article, found)
        return Failed(
            asked=order.asked,
            folder=choices.folder,
            source=source,
            title=title,
            error=error,
            warnings=warnings,
            cost=cost,
        )
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


def scripted(
    article: Article, choices: Choices, watcher: Observer, corrected: datetime | None = None
) -> tuple[Script, tuple[str, ...]]:
    """Write, verbalize, check and diacritize; the notices say what a reader must know of how it was made."""
    watcher.stage(Stage.WRITE)
    text = script.written(article, choices.settings, corrected)
    _check_length(article, text)
    watcher.stage(Stage.VERBALIZE)
    text = script.spoken(text, choices.settings)
    notices = script.verified(text, choices.settings, allow_unverified=choices.allow_unverified)
    watcher.stage(Stage.DIACRITIZE)
    return script.diacritized(text, choices.settings.diacritizer, article, choices.settings), notices


def _of_one(article: Article, error: BriefingError) -> BriefingError:
    """Name the article in the error, where its source has several."""
    where = article.url or f"{article.source}: {article.paragraphs[0]:.{_TITLE_CHARS}}"
    what = error.what if error.where in {article.source, article.url} else f"{error.where}: {error.what}"
    return type(error)(where, what, error.remedy, passing=error.passing)


def _made_or_standing(order: Order, choices: Choices, shelf: Shelf, meter: Meter) -> Made:
    article, wanted = order.article, identity.slug(order.article)
    story = identity.story(article, order.origin)
    voice = voices.load(choices.settings.voice)
    made_of = key(article, voice, choices)
    standing = shelf.unchanged(wanted, story, made_of) if choices.cache else None
    if standing:
        found = record.read(choices.folder / standing.slug)
        return _made(order, found, choices, standing.names, Status.UNCHANGED)
    with shelf.room(story, wanted) as room:
        corrected = correction.corrected(article, story, choices.folder / room.slug, choices.settings.show)
        text, notices = scripted(article, choices, meter, corrected)
        reader, recording = _recorded(text, voice, choices, room.folder, meter)
        for length in _shorter_lengths(article, choices.settings):
            if recording.duration_ms <= bulletin.longest_ms(choices.settings.length):
                break
            less = replace(choices, settings=choices.settings.choosing({"length": length}))
            text, notices = scripted(article, less, meter)
            reader, recording = _recorded(text, voice, less, room.folder, meter)
        meter.stage(Stage.ENCODE)
        episode = Episode(
            slug=room.slug,
            guid=identity.guid(article, room.slug),
            article=article,
            script=text,
            chapters=recording.chapters,
            duration_ms=recording.duration_ms,
            published=_published(order, choices.folder / room.slug),
            voice=reader,
            diacritizer=choices.settings.diacritizer,
            enclosures=(),
            notices=notices,
            corrected=corrected,
        )
        episode = _enclosed(episode, recording, room.folder, choices.settings)
        recording.pcm.unlink()
        meter.stage(Stage.PUBLISH)
        _publish(episode, room.folder, choices.settings.also)
        keep(article, room.folder)
        found = record.write(episode, room.folder)
        written = sorted(room.folder.iterdir())
        meter.bytes_written = sum(path.stat().st_size for path in written)
        # What another voice had to read is not what was asked for: the next run tries again.
        room.key = made_of if reader == voice else ""
    return _made(order, found, choices, [path.name for path in written], Status.MADE)


def _shorter_lengths(article: Article, settings: Settings) -> Iterator[str]:
    """Yield the lengths in which a bulletin is written anew as long as its voice takes more time than was asked for."""
    if article.parts:
        minutes = bulletin.longest_ms(settings.length) / _MINUTE_MS
        for share in _SHARES:
            yield f"{minutes * share:.2f}m"


def _published(order: Order, folder: Path) -> datetime:
    """Return the article's own date; without one, an episode that is made again keeps the date that it had."""
    kept = None if order.article.published else record.published(folder)
    return kept or identity.published(order.article, order.origin)


def _check_length(article: Article, text: Script) -> None:
    """Refuse what is no article, a book on one line, say, and tell where there is nothing below the headline."""
    words = [word for part in text.chapters for utterance in part.utterances for word in utterance.written.split()]
    longest = max(map(len, words), default=0)
    if len(words) > _MOST_WORDS:
        what = f"would make a briefing of {len(words):,} words, which is hours long"
        raise InputError(article.source, what, "give one article, in sentences and paragraphs")
    if longest > _LONGEST_WORD_LETTERS:
        raise InputError(article.source, f"has a word of {longest:,} letters", "give an article, with spaces in it")
    if len(article.paragraphs) - len(article.dropped) == 1:
        _log.warning("%s: has only a headline, so the briefing is short", article.source)


def _recorded(text: Script, voice: Voice, choices: Choices, room: Path, meter: Meter) -> tuple[Voice, Recording]:
    """Speak and mix; where the voice fails and the user allows it, the offline voice reads the whole episode."""
    try:
        recording = _mixed(text, voice, choices, room, meter)
    except (VoiceError, NetworkError) as error:
        if not choices.fallback or voice.name == FALLBACK_VOICE:
            raise
        _log.warning("%s; the voice %s reads the whole episode in its place", error, FALLBACK_VOICE)
        voice = voices.load(FALLBACK_VOICE)
        recording = _mixed(text, voice, choices, room, meter)
    meter.stage(Stage.MASTER)
    return voice, master.master(recording, loudness_lufs=choices.settings.loudness_lufs)


def _mixed(text: Script, voice: Voice, choices: Choices, room: Path, meter: Meter) -> Recording:
    synthesizer = speak.ready(voice, offline=choices.offline)
    meter.stage(Stage.SPEAK, steps=len(text.utterances))
    endings = Endings(choices.settings.endings)
    cache = ClipCache() if choices.cache else None
    # Closed here, not by chance: a voice's threads and processes end with the episode, however it ends.
    with closing(speak.speak(text, voice, synthesizer, endings=endings, cache=cache)) as clips:
        spoken = _counted(clips, meter)
        chosen = choices.settings
        recording = mix.mix(
            spoken, text, room / _PCM, chime=chosen.chime, sounds=chosen.sounds, loudness_lufs=chosen.loudness_lufs
        )
    meter.clips_kept += cache.hits if cache else 0
    return recording


def _counted(clips: Iterable[Clip], watcher: Observer) -> Iterator[Clip]:
    for clip in clips:
        yield clip
        watcher.step()


def _enclosed(episode: Episode, recording: Recording, room: Path, settings: Settings) -> Episode:
    """Draw the cover, and encode and tag the MP3 and the other editions that were asked for."""
    art = cover.draw(episode, room / cover.NAME, show=settings.show.title)
    enclosures = []
    for name, bitrate_kbps in ((MP3, settings.bitrate_kbps), *_editions(settings)):
        path = encode.encode(recording, room / name, bitrate_kbps=bitrate_kbps)
        tag.tag(path, episode, art, show=settings.show)
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
