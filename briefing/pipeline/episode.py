"""From a source to finished episodes: script, voice, recording, files, feed."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from briefing import plugins, shown
from briefing.errors import BriefingError, InputError, NetworkError, VoiceError
from briefing.model import Enclosure, Episode
from briefing.narration import speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.pipeline import checks, correction, identity, script
from briefing.pipeline.observer import Nobody, Observer, Stage
from briefing.production import cover, encode, master, mix, tag
from briefing.publishing import feed, record
from briefing.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from briefing.model import Article, Clip, Recording, Script, Voice
    from briefing.pipeline.choices import Choices
    from briefing.settings import Settings

MP3 = "briefing.mp3"
COVER = "cover.png"
FALLBACK_VOICE = "espeak"
_PCM = "programme.pcm"
# Three hours of speech: the longest script that `--length full` makes of news is a tenth of it.
_MOST_WORDS = 20_000
# A news word has 5 letters, the longest address a few hundred; a word of thousands is a file of something else.
_LONGEST_WORD_LETTERS = 5_000
_TITLE_CHARS = 60  # of a headline, enough to find the article by
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished episode as the command line reports it: paths are as given, relative where the folder was."""

    source: str
    title: str
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
            "status": "made",
            "source": shown.place(self.source),
            "title": self.title,
            "slug": self.slug,
            "guid": self.guid,
            "mp3": str(self.mp3),
            "duration_ms": self.duration_ms,
            "voice": self.voice,
            "diacritizer": self.diacritizer,
            "files": {name: str(path) for name, path in self.files.items()},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An article of which no episode was made, and why."""

    source: str
    title: str
    error: BriefingError

    def as_json(self) -> dict[str, Any]:
        """Return the object of `briefing make --json`."""
        return {
            "status": "failed",
            "source": shown.place(self.source),
            "title": self.title,
            "error": str(self.error),
            "exit_code": self.error.exit_code,
        }


Outcome = Made | Failed


def make(source: str, choices: Choices, observer: Observer | None = None) -> Iterator[Outcome]:
    """Make an episode of each article in a source, one after the other, and rebuild the feed after each.

    An article that fails does not stop those behind it. Raises an error of `briefing.errors` where the source cannot be
    read or the folder not be written to; episodes that were finished before stay whole.
    """
    watcher = observer or Nobody()
    checks.require(choices)
    shelf = Shelf(choices.folder)
    shelf.open()
    watcher.stage(Stage.READ)
    articles = script.articles(source, allow_private=choices.allow_private, offline=choices.offline)
    for article in articles:
        try:
            yield _make_one(article, choices, shelf, watcher)
        except BriefingError as error:
            named = error if len(articles) == 1 else _of_one(article, error)
            yield Failed(source=article.url or article.source, title=article.paragraphs[0], error=named)


def _of_one(article: Article, error: BriefingError) -> BriefingError:
    """Name the article in the error, where its source has several."""
    where = article.url or f"{article.source}: {article.paragraphs[0]:.{_TITLE_CHARS}}"
    what = error.what if error.where in {article.source, article.url} else f"{error.where}: {error.what}"
    return type(error)(where, what, error.remedy)


def _make_one(article: Article, choices: Choices, shelf: Shelf, watcher: Observer) -> Made:
    story = identity.story(article)
    with shelf.room(story, identity.slug(article)) as room:
        corrected = correction.corrected(article, story, choices.folder / room.slug, choices.settings.show)
        text, notices = _scripted(article, choices, watcher, corrected)
        voice, recording = _recorded(text, choices, watcher, room.folder)
        watcher.stage(Stage.ENCODE)
        episode = Episode(
            slug=room.slug,
            guid=identity.guid(article, room.slug),
            article=article,
            script=text,
            chapters=recording.chapters,
            duration_ms=recording.duration_ms,
            published=_published(article, choices.folder / room.slug),
            voice=voice,
            diacritizer=choices.settings.diacritizer,
            enclosures=(),
            notices=notices,
            corrected=corrected,
        )
        episode = _enclosed(episode, recording, room.folder, choices.settings)
        recording.pcm.unlink()
        watcher.stage(Stage.PUBLISH)
        _publish(episode, room.folder, choices.settings.also)
        record.write(episode, room.folder)
        names = sorted(path.name for path in room.folder.iterdir())
    _show_cover(shelf, choices.settings)
    feed.rebuild(choices.folder, choices.settings.show)
    return _made(episode, choices.folder / room.slug, names)


def _published(article: Article, folder: Path) -> datetime:
    """Return the article's own date; without one, an episode that is made again keeps the date that it had."""
    return (None if article.published else record.published(folder)) or identity.published(article)


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


def _scripted(
    article: Article, choices: Choices, watcher: Observer, corrected: datetime | None
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
    watcher.stage(Stage.SPEAK, steps=len(text.utterances))
    endings = Endings(choices.settings.endings)
    cache = ClipCache() if choices.cache else None
    # Closed here, not by chance: a voice's threads and processes end with the episode, however it ends.
    with closing(speak.speak(text, voice, synthesizer, endings=endings, cache=cache)) as clips:
        spoken = _counted(clips, watcher)
        chosen = choices.settings
        return mix.mix(
            spoken, text, room / _PCM, chime=chosen.chime, sounds=chosen.sounds, loudness_lufs=chosen.loudness_lufs
        )


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


def _show_cover(shelf: Shelf, settings: Settings) -> None:
    """Draw the show's cover where it has none: directories take no feed without a picture."""
    if settings.show.image or any((shelf.folder / name).exists() for name in record.COVER_FILES):
        return
    with shelf.adding(COVER) as path:
        if path:
            cover.draw_show(settings.show.title, path)


def _publish(episode: Episode, room: Path, also: Sequence[str]) -> None:
    """Write every form that is always made, and those that were asked for by name."""
    for name in plugins.names(plugins.PUBLISHERS):
        publisher = plugins.publisher(name)
        if name in also or not publisher.optional:
            publisher.publish(episode, room)


def _made(episode: Episode, folder: Path, names: Sequence[str]) -> Made:
    return Made(
        source=episode.article.url or episode.article.source,
        title=episode.article.paragraphs[0],
        slug=episode.slug,
        guid=episode.guid,
        mp3=folder / MP3,
        duration_ms=episode.duration_ms,
        voice=episode.voice.name,
        diacritizer=episode.diacritizer,
        files={name: folder / name for name in names},
    )
