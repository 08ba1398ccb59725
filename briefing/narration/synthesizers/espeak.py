"""espeak-ng, the voice that works everywhere: the library of the package `espeakng-loader`, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from bisect import bisect_right
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from importlib.resources import as_file
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, ClassVar

from briefing import packages
from briefing.errors import SettingsError, VoiceError
from briefing.model import Audio, DigitalSource, Role, Speech, WordTime
from briefing.narration import phonemes
from briefing.narration.pausal import Endings
from briefing.narration.speakable import PAUSES
from briefing.narration.synthesizers import espeak_worker as wire
from briefing.narration.voices import options_for
from briefing.plugins import Marks
from briefing.resources import data

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    from briefing.model import Voice

_DEFAULTS: Mapping[str, object] = {"voice": "man", "rate_wpm": 165, "pitch": 50, "pitch_range": 50, "word_gap": 2}
_LIMITS = {"rate_wpm": (80, 450), "pitch": (0, 99), "pitch_range": (0, 99), "word_gap": (0, 100)}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9-]+)?(?:\+[A-Za-z0-9_-]+)?")
_UTF8, _PHONEMES = 1, 0x100  # how a text is written; what stands in [[ ]] is phonemes
_LONGEST_WAIT_S = 60.0
_HOW = "fork" if hasattr(os, "fork") else "reload"
_REMEDY = "run `briefing doctor`, or choose another voice"


class Espeak:
    """Speaks offline, about a thousand times faster than real time, with the exact time of each word."""

    network: ClassVar[bool] = False
    marks: ClassVar[Marks] = Marks.FULL
    longest_chars: ClassVar[int | None] = None
    breath_words: ClassVar[int | None] = 12
    lanes: ClassVar[int] = 2
    digital_source: ClassVar[DigitalSource] = DigitalSource.ALGORITHM

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say what is missing: the package with the library, or an interpreter to run it in."""
        if voice is not None:
            _check(voice)
        if find_spec("espeakng_loader") is None:
            return f"the package espeakng-loader is missing: {packages.install('espeakng-loader')}"
        if not sys.executable:
            return "there is no Python interpreter to run espeak-ng in: run briefing with `python -m briefing`"
        return None

    @contextmanager
    def open(self, voice: Voice) -> Iterator[EspeakSpeaker]:
        """Start a process for each member of the cast, the first time that it speaks."""
        with ExitStack() as stack:
            yield EspeakSpeaker(voice, stack)


class EspeakSpeaker:
    """One voice and its cast."""

    def __init__(self, voice: Voice, stack: ExitStack) -> None:
        """Check the options of the whole cast before a word is spoken."""
        self._voice = voice
        self._stack = stack
        self._workers: dict[tuple[str, ...], Worker] = {}
        _check(voice)

    def say(self, text: str, role: Role) -> Speech:
        """Speak, and tell when each word of `text` sounds."""
        settings = _settings(self._voice, role)
        if settings not in self._workers:
            self._workers[settings] = self._stack.enter_context(Worker.started(settings))
        words = _given(text)
        audio, events = self._workers[settings].say(" ".join(words), _UTF8 | _PHONEMES)
        return Speech(audio=audio, words=_word_times(words, events, audio.length_samples))

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the library, the settings and the words as espeak-ng is given them."""
        settings = _settings(self._voice, role)
        own = _own_voices().get(settings[0])
        described = own.read_text(encoding="utf-8") if own else ""
        return "\t".join(("espeak 2", version("espeakng-loader"), described, *settings, *_given(text)))


class Worker:
    """A running `espeak_worker`, seen from outside."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Hear whether espeak-ng has come up."""
        self._process = process
        self._gave_up = False
        (self._sample_rate,) = wire.COUNT.unpack(self._answer())

    @classmethod
    @contextmanager
    def started(cls, settings: Sequence[str], how: str = _HOW) -> Iterator[Worker]:
        """Start a worker for one voice; it is gone at the end of the `with`."""
        import espeakng_loader  # the one door to espeak-ng

        paths = (espeakng_loader.get_library_path(), espeakng_loader.get_data_path())
        data_folder = str(Path(paths[1]).parent)
        with _voice_file(settings[0]) as voice:
            command = [sys.executable, "-I", "-S", wire.__file__, paths[0], data_folder, voice, *settings[1:], how]
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own file
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
            try:
                yield cls(process)
            finally:
                process.kill()
                process.communicate()

    def say(self, text: str, flags: int) -> tuple[Audio, list[tuple[int, int]]]:
        """Speak `text`; return the sound, and for each word that espeak-ng saw its position (from 0) and sample."""
        request = text.encode()
        if self._process.stdin is None:
            raise TypeError
        try:
            self._process.stdin.write(wire.REQUEST.pack(len(request), flags) + request)
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise VoiceError("espeak", "the voice's process is gone", _REMEDY, passing=True) from error
        body = self._answer()
        (count,) = wire.COUNT.unpack_from(body)
        sound = wire.COUNT.size + count * wire.WORD.size
        events = [(position - 1, sample) for position, sample in wire.WORD.iter_unpack(body[wire.COUNT.size : sound])]
        return Audio(samples=body[sound:], sample_rate=self._sample_rate), events

    def _answer(self) -> bytes:
        watch = Timer(_LONGEST_WAIT_S, self._give_up)
        watch.start()
        try:
            state, length = wire.ANSWER.unpack(self._read(wire.ANSWER.size))
            body = self._read(length)
        finally:
            watch.cancel()
        if state != wire.DONE:
            raise VoiceError("espeak", body.decode(errors="replace"), _REMEDY)
        return body

    def _give_up(self) -> None:
        self._gave_up = True
        self._process.kill()

    def _read(self, length: int) -> bytes:
        if self._process.stdout is None:
            raise TypeError
        read = self._process.stdout.read(length)
        if len(read) < length:
            what = f"gave no answer in {_LONGEST_WAIT_S:.0f} s" if self._gave_up else "ended in the middle of its work"
            raise VoiceError("espeak", f"the voice's process {what}", _REMEDY, passing=True)
        return read


def _own_voices() -> dict[str, Traversable]:
    """Return the voices that we describe ourselves, by name: files that espeak-ng reads beside its own."""
    return {file.name: file for file in data("espeak").iterdir()}


@contextmanager
def _voice_file(name: str) -> Iterator[str]:
    """Give what the worker sets a voice by: the path of a file of ours, else the name that espeak-ng knows it by."""
    own = _own_voices().get(name)
    if own is None:
        yield name
        return
    with as_file(own) as path:
        yield str(path.resolve())


def _check(voice: Voice) -> None:
    """Check the options of the whole cast. Raises SettingsError."""
    options_for(voice, None, _DEFAULTS)
    for role in Role:
        _settings(voice, role)


def _settings(voice: Voice, role: Role) -> tuple[str, ...]:
    options = options_for(voice, role, _DEFAULTS, _LIMITS)
    name = str(options["voice"])
    if name not in _own_voices() and not _LANGUAGE.fullmatch(name):
        # espeak-ng itself ends in the middle of its work at some of them.
        remedy = f"choose one of: {', '.join(sorted(_own_voices()))}, or a language of espeak-ng's, as ar or ar+f2"
        raise SettingsError(f"voice {voice.name}", f"voice is {name!r}", remedy)
    return tuple(str(options[key]) for key in _DEFAULTS)


def _given(text: str) -> list[str]:
    """Return for each word of `text` what espeak-ng is given: its phonemes, and the stop behind it."""
    said = zip(text.split(), phonemes.espeak(text, Endings.FULL), strict=True)
    return [(f"[[{sounds}]]" if sounds else "") + "".join(PAUSES.intersection(word[-1:])) for word, sounds in said]


def _word_times(words: Sequence[str], events: Sequence[tuple[int, int]], length: int) -> tuple[WordTime, ...]:
    """Give each word the span from its first event to the next word's; a word without one has no time."""
    starts_at = [0, *accumulate(len(word) + 1 for word in words)]
    first: dict[int, int] = {}
    for position, sample in events:
        first.setdefault(bisect_right(starts_at, position) - 1, sample)
    starts = sorted(first.items())
    ends = [sample for _, sample in starts[1:]] + [length]
    return tuple(
        WordTime(word=word, start_sample=start, end_sample=end)
        for (word, start), end in zip(starts, ends, strict=True)
        if word < len(words)
    )
