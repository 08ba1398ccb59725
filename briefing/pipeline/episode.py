"""From a source to finished episodes: script, voice, recording, files, feed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefing import plugins
from briefing.errors import InputError, NetworkError, SettingsError, VoiceError
from briefing.model import Enclosure, Episode
from briefing.narration import speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.pipeline import identity, script, staging
from briefing.pipeline.observer import Nobody, Observer, Stage
from briefing.production import cover, encode, master, mix, tag
from briefing.publishing import feed, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from briefing.model import Article, Clip, Recording, Script, Voice
    from briefing.settings import Settings

MP3 = "briefing.mp3"
COVER = "cover.png"
FALLBACK_VOICE = "espeak"
_PCM = "programme.pcm"
# Three hours of speech: the longest script that `--length full` makes of news is a tenth of it.
_MOST_WORDS = 20_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user chose for a run: the settings, where to, and what is allowed."""

    settings: Settings
    folder: Path
    offline: bool = False
    fallback: bool = False
    allow_unverified: bool = False
    allow_private: bool = False
    cache: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished episode as the command line reports it: paths are as given, relative where the folder was."""

    slug: str
    guid: str
    mp3: Path
    duration_ms: int
    voice: str
    diacritizer: str
    files: dict[str, Path]

    def as_json(self) -> dict[str, Any]:
        """Return the object of `briefing make --json`."""
        return {
            "slug": self.slug,
            "guid": self.guid,
            "mp3": str(self.mp3),
            "duration_ms": self.duration_ms,
            "voice": self.voice,
            "diacritizer": self.diacritizer,
            "files": {name: str(path) for name, path in self.files.items()},
        }


def make(source: str, choices: Choices, observer: Observer | None = None) -> Iterator[Made]:
    """Make an episode of each article in a source, one after the other, and rebuild the feed after each.

    Raises an error of `briefing.errors`; episodes that were finished before stay whole.
    """
    watcher = observer or Nobody()
    _check_forms(choices.settings.also)
    staging.recover(choices.folder)
    watcher.stage(Stage.READ)
    for article in script.articles(source, allow_private=choices.allow_private, offline=choices.offline):
        yield _make_one(article, choices, watcher)


def _make_one(article: Article, choices: Choices, watcher: Observer) -> Made:
    slug = identity.free_slug(identity.slug(article), article, lambda name: record.headline(choices.folder / name))
    text, notices = _scripted(article, choices, watcher)
    with staging.staged(choices.folder, slug) as room:
        voice, recording = _recorded(text, choices, watcher, room)
        watcher.stage(Stage.ENCODE)
        episode = Episode(
            slug=slug,
            guid=identity.guid(article, slug),
            article=article,
            script=text,
            chapters=recording.chapters,
            duration_ms=recording.duration_ms,
            published=_published(article, choices.folder / slug),
            voice=voice,
            diacritizer=choices.settings.diacritizer,
            enclosures=(),
            notices=notices,
        )
        episode = _enclosed(episode, recording, room, choices.settings)
        recording.pcm.unlink()
        watcher.stage(Stage.PUBLISH)
        _publish(episode, room, choices.settings.also)
        record.write(episode, room)
    _show_cover(choices)
    feed.rebuild(choices.folder, choices.settings.show)
    return _made(episode, choices.folder / slug)


def _published(article: Article, folder: Path) -> datetime:
    """Return the article's own date; without one, an episode that is made again keeps the date that it had."""
    return (None if article.published else record.published(folder)) or identity.published(article)


def _check_forms(also: Sequence[str]) -> None:
    """Refuse a form that nobody makes. Raises SettingsError that lists the known ones."""
    known = {*(suffix[1:] for suffix in encode.MEDIA_TYPES), *plugins.names(plugins.PUBLISHERS)}
    for name in also:
        if name not in known:
            raise SettingsError(name, "no such form", f"choose one of: {', '.join(sorted(known))}")


def _check_length(article: Article, text: Script) -> None:
    """Refuse what is no article, a book on one line, say, and tell where there is nothing below the headline."""
    words = sum(len(utterance.written.split()) for chapter in text.chapters for utterance in chapter.utterances)
    if words > _MOST_WORDS:
        what = f"would make a briefing of {words:,} words, which is hours long"
        raise InputError(article.source, what, "give one article, in sentences and paragraphs")
    if len(article.paragraphs) - len(article.dropped) == 1:
        _log.warning("%s: has only a headline, so the briefing is short", article.source)


def _scripted(article: Article, choices: Choices, watcher: Observer) -> tuple[Script, tuple[str, ...]]:
    """Write, verbalize, check and diacritize; the notices say what a reader must know of how it was made."""
    watcher.stage(Stage.WRITE)
    text = script.written(article, choices.settings.length)
    _check_length(article, text)
    watcher.stage(Stage.VERBALIZE)
    text = script.spoken(text, choices.settings)
    notices = script.verified(text, choices.settings, allow_unverified=choices.allow_unverified)
    watcher.stage(Stage.DIACRITIZE)
    return script.diacritized(text, choices.settings.diacritizer), notices


def _recorded(text: Script, choices: Choices, watcher: Observer, room: Path) -> tuple[Voice, Recording]:
    """Speak and mix; where the voice fails and the user allows it, the offline voice reads the whole episode."""
    voice = voices.load(choices.settings.voice)
    try:
        recording = _mixed(text, voice, choices, watcher, room)
    except (VoiceError, NetworkError) as error:
        if not choices.fallback or voice.name == FALLBACK_VOICE:
            raise
        _log.warning("%s; the voice %s reads the whole episode in its place", error, FALLBACK_VOICE)
        voice = voices.load(FALLBACK_VOICE)
        recording = _mixed(text, voice, choices, watcher, room)
    watcher.stage(Stage.MASTER)
    return voice, master.master(recording, loudness_lufs=choices.settings.loudness_lufs)


def _mixed(text: Script, voice: Voice, choices: Choices, watcher: Observer, room: Path) -> Recording:
    synthesizer = speak.ready(voice, offline=choices.offline)
    watcher.stage(Stage.SPEAK, steps=sum(len(chapter.utterances) for chapter in text.chapters))
    endings = Endings(choices.settings.endings)
    clips = speak.speak(text, voice, synthesizer, endings=endings, cache=ClipCache() if choices.cache else None)
    return mix.mix(_counted(clips, watcher), text, room / _PCM, chime=choices.settings.chime)


def _counted(clips: Iterable[Clip], watcher: Observer) -> Iterator[Clip]:
    for clip in clips:
        yield clip
        watcher.step()


def _enclosed(episode: Episode, recording: Recording, room: Path, settings: Settings) -> Episode:
    """Draw the cover, and encode and tag the MP3 and the other editions that were asked for."""
    art = cover.draw(episode, room / COVER, show=settings.show.title)
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


def _show_cover(choices: Choices) -> None:
    """Draw the show's cover where it has none: directories take no feed without a picture."""
    own = any((choices.folder / name).is_file() for name in record.COVER_FILES)
    if not own and not choices.settings.show.image:
        cover.draw_show(choices.settings.show.title, choices.folder / COVER)


def _publish(episode: Episode, room: Path, also: Sequence[str]) -> None:
    """Write every form that is always made, and those that were asked for by name."""
    for name in plugins.names(plugins.PUBLISHERS):
        publisher = plugins.publisher(name)
        if name in also or not publisher.optional:
            publisher.publish(episode, room)


def _made(episode: Episode, folder: Path) -> Made:
    return Made(
        slug=episode.slug,
        guid=episode.guid,
        mp3=folder / MP3,
        duration_ms=episode.duration_ms,
        voice=episode.voice.name,
        diacritizer=episode.diacritizer,
        files={path.name: path for path in sorted(folder.iterdir())},
    )
