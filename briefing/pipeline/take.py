"""A take: the script of an article, spoken and mixed."""

from __future__ import annotations

import logging
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing import shown
from briefing.editorial import bulletin
from briefing.errors import InputError, NetworkError, VoiceError
from briefing.narration import speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.pipeline import script
from briefing.pipeline.observer import Stage
from briefing.pipeline.unmet import as_line, unmet
from briefing.production import master, mix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from briefing.model import Article, Clip, Recording, Script, Voice
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.meter import Meter
    from briefing.pipeline.observer import Observer
    from briefing.settings import Settings

_PCM = "programme.pcm"
# Three hours of speech: the longest script that `--length full` makes of news is a tenth of it.
_MOST_WORDS = 20_000
# A news word has 5 letters, the longest address a few hundred; a word of thousands is a file of something else.
_LONGEST_WORD_LETTERS = 5_000
# How much of its length a bulletin is written for where a slow voice takes too long: what was spoken is kept as clips.
_SHARES = (0.9, 0.8, 0.65, 0.5, 0.35)
_MINUTE_MS = 60_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What is said, by whom, how it sounds, and what a reader must know of how it was made."""

    script: Script
    notices: tuple[str, ...]
    voice: Voice
    recording: Recording


def take(
    article: Article, voice: Voice, choices: Choices, room: Path, meter: Meter, *, corrected: datetime | None = None
) -> Take:
    """Write and record an article in the folder `room`; a bulletin shorter and shorter until it keeps to its time.

    Raises whatever the article, a voice or the disk gives rise to.
    """
    made = _recorded(article, voice, choices, room, meter, corrected=corrected)
    for length in _shorter_lengths(article, choices.settings):
        if made.recording.duration_ms <= bulletin.longest_ms(choices.settings.length):
            break
        less = replace(choices, settings=choices.settings.choosing({"length": length}))
        made = _recorded(article, voice, less, room, meter, corrected=corrected)
    return made


def scripted(
    article: Article,
    choices: Choices,
    watcher: Observer,
    corrected: datetime | None = None,
    *,
    recorded: bool = False,
) -> tuple[Script, tuple[str, ...]]:
    """Write, verbalize, check and diacritize; the notices say what a reader must know of how it was made.

    `recorded`: a person reads it.
    """
    watcher.stage(Stage.WRITE)
    for decision, why in unmet(article):
        _log.warning("%s: %s", shown.place(article.url or article.source), as_line(decision, why))
    text = script.written(article, choices.settings, corrected, recorded=recorded)
    _check_length(article, text)
    watcher.stage(Stage.VERBALIZE)
    text = script.spoken(text, choices.settings)
    notices = script.verified(text, choices.settings, allow_unverified=choices.allow_unverified)
    watcher.stage(Stage.DIACRITIZE)
    return script.diacritized(text, choices.settings.diacritizer, article, choices.settings), notices


def _recorded(
    article: Article, voice: Voice, choices: Choices, room: Path, meter: Meter, *, corrected: datetime | None
) -> Take:
    """Write, speak and mix; where the voice fails and the user allows it, the next best reads the whole episode."""
    text, notices = scripted(article, choices, meter, corrected, recorded=voice.recorded)
    stand_ins = _stand_ins(voice, choices)
    while True:
        try:
            recording = _mixed(text, voice, choices, room, meter)
            break
        except (VoiceError, NetworkError) as error:
            other = next(stand_ins, None)
            if other is None:
                raise
            _log.warning("%s; the voice %s reads the whole episode in its place", error, other.name)
        if other.recorded != voice.recorded:
            # Listeners are told where nobody reads.
            text, notices = scripted(article, choices, meter, corrected, recorded=other.recorded)
        voice = other
    meter.stage(Stage.MASTER)
    recording = master.master(recording, loudness_lufs=choices.settings.loudness_lufs)
    return Take(script=text, notices=notices, voice=voice, recording=recording)


def _stand_ins(voice: Voice, choices: Choices) -> Iterator[Voice]:
    """Yield who may read in the place of a voice that fails, the best first: nobody without the user's leave."""
    if choices.fallback:
        yield from (other for other in voices.usable() if other.name != voice.name)


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


def _shorter_lengths(article: Article, settings: Settings) -> Iterator[str]:
    """Yield the lengths in which a bulletin is written anew as long as its voice takes more time than was asked for."""
    if article.parts:
        minutes = bulletin.longest_ms(settings.length) / _MINUTE_MS
        for share in _SHARES:
            yield f"{minutes * share:.2f}m"


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
