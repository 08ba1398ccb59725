"""The sentences of a draft as sound: what is heard is what will be published, clip for clip."""

from __future__ import annotations

import io
import wave
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Self

from briefing.corrections import find
from briefing.model import CorrectionKind
from briefing.narration import speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.narration.rehearse import Rehearsal

if TYPE_CHECKING:
    from types import TracebackType

    from briefing.model import Article, Audio, Span
    from briefing.pipeline.choices import Choices
    from briefing.studio.draft import Draft

_SAMPLE_BYTES = 2


class Listening:
    """Speaks sentences when they are asked for, and before, while nobody asks."""

    def __init__(self, choices: Choices) -> None:
        """Take the show's voice, which is loaded with the first sentence. Raises VoiceError where it cannot be had."""
        voice = voices.load(choices.settings.voice)
        synthesizer = speak.ready(voice, offline=choices.offline)
        self.voice = voice
        # What a server speaks costs money, and is spoken when somebody asks.
        self._ahead = not synthesizer.network
        self._rehearsal = Rehearsal(voice, synthesizer, Endings(choices.settings.endings), ClipCache())
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="listening")
        self._asked = 0
        self._lock = Lock()
        self._wanted: object = None

    def __enter__(self) -> Self:
        """Begin."""
        self._rehearsal.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Speak no more, and let the voice go."""
        self._wanted = None
        self._pool.shutdown(cancel_futures=True)
        self._rehearsal.__exit__(kind, error, trace)

    def sound(self, draft: Draft, number: int) -> bytes:
        """Return the utterance with that number as a WAV file. Raises VoiceError, NetworkError."""
        with self._lock:
            self._asked += 1
        try:
            return as_wav(self._rehearsal.say(draft.script, number).audio)
        finally:
            with self._lock:
                self._asked -= 1

    def prepare(self, draft: Draft, first: int = 0) -> None:
        """Speak a draft before it is asked for: one sentence first, then those behind it, then the others.

        Another draft, or another sentence of it, takes its turn.
        """
        if self._ahead:
            self._wanted = wanted = (draft, first)
            self._pool.submit(self._speak, wanted)

    def _speak(self, wanted: tuple[Draft, int]) -> None:
        draft, first = wanted
        count = len(draft.script.utterances)
        for number in (*range(first, count), *range(first)):
            if self._wanted is not wanted:
                return
            if number == first or not self._asked:
                self._rehearsal.say(draft.script, number)


def as_wav(audio: Audio) -> bytes:
    """Write sound as a WAV file."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_SAMPLE_BYTES)
        file.setframerate(audio.sample_rate)
        file.writeframes(audio.samples)
    return stream.getvalue()


def before(article: Article, span: Span | None) -> Article:
    """Return an article as its words were read in a sentence before an editor decided how."""

    def is_there(text: str) -> bool:
        place = find(article.paragraphs, text) if text else None
        return span is None or not text or (place is not None and place.meets(span))

    kept = tuple(
        one for one in article.corrections if one.kind is not CorrectionKind.READING or not is_there(one.sentence)
    )
    return replace(article, corrections=kept)
