"""HTS voices (`.htsvoice`), spoken by an engine of our own in numpy: small, offline, and clear to a listener.

The phones come from our phonemes, the times of the words from the engine's own frames, which last 5 ms.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from briefing import audio
from briefing.errors import VoiceError
from briefing.model import Audio, DigitalSource, Role, Speech, WordTime
from briefing.narration import models, phonemes
from briefing.narration.clauses import pause_after_ms
from briefing.narration.pausal import Endings
from briefing.narration.speakable import PAUSES
from briefing.narration.synthesizers.hts import labels as context
from briefing.narration.synthesizers.hts import parameters, sound, voice_file
from briefing.narration.synthesizers.hts.phones import phones
from briefing.narration.voices import check, damaged, is_changed, lacking, options_for, required
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.model import Voice
    from briefing.narration.synthesizers.hts.labels import Label
    from briefing.narration.synthesizers.hts.parameters import Frames
    from briefing.narration.synthesizers.hts.voice_file import HtsVoice

_VERSION = "hts 1"  # of what the engine makes of the same phones: another number speaks every clip anew
_DEFAULTS: Mapping[str, object] = {
    "model": "",
    "speed": 1.0,
    "semitones": 0.0,
    "intonation": 1.0,
    "formants": 1.0,
    "treble_db": 0.0,
    "treble_from_hz": 1200.0,
    "bass_cut_hz": 0.0,
    "seed": 0,
}
_LIMITS = {
    "speed": (0.5, 2.0),
    "semitones": (-24.0, 24.0),
    "intonation": (0.0, 3.0),
    "formants": (0.7, 1.4),
    "treble_db": (-20.0, 20.0),
    "treble_from_hz": (100.0, 8000.0),
    "bass_cut_hz": (0.0, 500.0),
    "seed": (0, 2**32 - 1),
}
# Speech peaks near 80,000 in the voice's own units, 100,000 with treble: this leaves 3 dB.
_GAIN = 0.7 / 100_000
# What is left of the pauses at both ends: room for a closure to burst, and for the last sound to die away.
_BEFORE_MS, _AFTER_MS = 25, 60


class Hts:
    """Speaks offline, some thirty times faster than real time, with the exact time of each word."""

    network: ClassVar[bool] = False
    marks: ClassVar[Marks] = Marks.FULL
    # Half a minute of speech: what is held in memory grows with the text (1.2 MB a second).
    longest_chars: ClassVar[int | None] = 800
    breath_words: ClassVar[int | None] = 12
    lanes: ClassVar[int] = 1  # numpy takes more cores where that is worth it
    digital_source: ClassVar[DigitalSource] = DigitalSource.ALGORITHM

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether a model of the cast is missing or damaged; the engine itself works everywhere."""
        if voice is None:
            return None
        _check(voice)
        lacks = (_lack(model) for model in dict.fromkeys(_model(voice, role) for role in Role))
        return next(filter(None, lacks), None)

    @contextmanager
    def open(self, voice: Voice) -> Iterator[HtsSpeaker]:
        """Check the options of the whole cast; a file is read when it first speaks. Raises SettingsError."""
        _check(voice)
        yield HtsSpeaker(voice)


class HtsSpeaker:
    """One voice and its cast, which may share one file."""

    def __init__(self, voice: Voice) -> None:
        """Read nothing yet."""
        self._voice = voice

    def say(self, text: str, role: Role) -> Speech:
        """Speak, and tell when each word of `text` sounds. Raises VoiceError for a file that is damaged."""
        options = _options(self._voice, role)
        path = _path(self._voice, role)
        model, groups = voice_file.load(path), _groups(text)
        _require_phones(model, groups, path)
        rate = sound.rate_of(model)
        if not groups:
            return Speech(audio=Audio(samples=b"", sample_rate=rate))
        lines = _lines(groups)
        fixed = _pauses(groups, lines, 1000 * model.hop / model.sample_rate)
        frames = parameters.durations(model, [line.text for line in lines], options.speed, fixed)
        course = parameters.course(model, [line.text for line in lines], frames)
        wave = sound.render(model, course, options.colour, options.seed) * _GAIN
        peak = float(np.abs(wave).max(initial=0))
        samples = audio.to_samples(wave / max(peak, 1.0))
        hop = len(wave) // int(frames.sum())
        return Speech(audio=Audio(samples=samples, sample_rate=rate), words=tuple(_times(lines, frames, hop)))

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the engine, numpy, the file's bytes, the options, and what the engine is given."""
        options = sorted(options_for(self._voice, role, _DEFAULTS).items())
        digest = voice_file.load(_path(self._voice, role)).sha256
        given = [(group.pause_ms, list(zip(group.numbers, group.words, strict=True))) for group in _groups(text)]
        return f"{_VERSION}\t{np.__version__}\t{digest}\t{options}\t{given}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    speed: float
    seed: int
    colour: sound.Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A breath group: its words' phones, which words of the text they are, and the pause that its sign asks for."""

    numbers: tuple[int, ...]
    words: tuple[tuple[str, ...], ...]
    pause_ms: int


def _check(voice: Voice) -> None:
    check(voice, _DEFAULTS, _LIMITS)


def _lack(model: str) -> str | None:
    """Say why a model is not there to read with, and what is to be done; None where it is."""
    missing = lacking(model, models.Kind.HTS)
    if missing:
        return missing
    path = models.installed(models.Kind.HTS)[model]
    try:
        voice = voice_file.load(path)
    except VoiceError as error:
        if isinstance(error.__cause__, OSError):  # another file would not be read either
            return f"{path} {error.what}"
        return damaged(model, models.Kind.HTS)
    # One byte of three million, read wrong, is still a voice: of another sound.
    return damaged(model, models.Kind.HTS) if is_changed(model, models.Kind.HTS, voice.sha256) else None


def _model(voice: Voice, role: Role) -> str:
    return str(options_for(voice, role, _DEFAULTS)["model"])


def _options(voice: Voice, role: Role) -> _Options:
    told = options_for(voice, role, _DEFAULTS, _LIMITS)
    numbers = {key: float(str(told[key])) for key in _LIMITS}
    speed, seed = numbers.pop("speed"), int(numbers.pop("seed"))
    return _Options(speed=speed, seed=seed, colour=sound.Colour(**numbers))


def _path(voice: Voice, role: Role) -> Path:
    return required(_model(voice, role), models.Kind.HTS, voice.name)


def _groups(text: str) -> list[_Group]:
    """Cut a text into breath groups at its stops; what has no sounds, a lone dash say, is no word of a group."""
    tokens = text.split()
    spoken = phonemes.phonetize(text, Endings.FULL)
    stops = accumulate((token[-1] in PAUSES for token in tokens), initial=0)
    groups = []
    for _, run in groupby(zip(stops, range(len(tokens)), strict=False), key=lambda pair: pair[0]):
        numbers = [number for _, number in run]
        said = [(number, tuple(phones(spoken[number].phonemes))) for number in numbers if spoken[number].phonemes]
        if said:
            words = tuple(word for _, word in said)
            pause_ms = pause_after_ms(tokens[numbers[-1]])
            groups.append(_Group(numbers=tuple(number for number, _ in said), words=words, pause_ms=pause_ms))
    return groups


def _require_phones(model: HtsVoice, groups: Sequence[_Group], path: Path) -> None:
    for group in groups:
        for phone in (phone for word in group.words for phone in word):
            if phone not in model.phones:
                remedy = "it is of another language, or of another front end: choose another voice"
                raise VoiceError(str(path), f"has no sound for {phone!r}", remedy)


def _lines(groups: Sequence[_Group]) -> list[Label]:
    """Write the labels of all groups, their words counted as those of the text."""
    return [
        context.Label(text=label.text, word=None if label.word is None else group.numbers[label.word])
        for group in groups
        for label in context.labels(group.words)
    ]


def _pauses(groups: Sequence[_Group], lines: Sequence[Label], frame_ms: float) -> dict[int, int]:
    """Return how many frames each pause lasts: the pauses at both ends, and what a stop asks for between two groups."""
    places = [place for place, line in enumerate(lines) if line.word is None]
    lengths_ms = [_BEFORE_MS]
    for group in groups[:-1]:
        lengths_ms += [max(group.pause_ms - _BEFORE_MS, _AFTER_MS), _BEFORE_MS]
    lengths_ms.append(_AFTER_MS)
    return {place: round(length / frame_ms) for place, length in zip(places, lengths_ms, strict=True)}


def _times(lines: Sequence[Label], frames: Frames, hop: int) -> Iterator[WordTime]:
    """Give each word the span from its first phone to its last."""
    ends = (frames.sum(axis=1).cumsum() * hop).tolist()
    spans = zip((line.word for line in lines), [0, *ends[:-1]], ends, strict=True)
    for word, run in groupby(spans, key=lambda span: span[0]):
        stretch = list(run)
        if word is not None:
            yield WordTime(word=word, start_sample=stretch[0][1], end_sample=stretch[-1][2])
