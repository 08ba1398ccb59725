"""The sentences of a draft as sound: what is heard is what will be published, clip for clip."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Self

from briefing.audio import write_wav
from briefing.corrections import sentence_of
from briefing.model import CorrectionKind
from briefing.narration import speak, voices
from briefing.narration.clips import ClipCache
from briefing.narration.pausal import Endings
from briefing.narration.rehearse import Rehearsal

if TYPE_CHECKING:
    from types import TracebackType

    from briefing.model import Article, Audio, Correction, Span
    from briefing.pipeline.choices import Choices
    from briefing.settings import Settings
    from briefing.studio.draft import Draft


class Listening:
    """Speaks sentences when they are asked for, and before, while nobody asks."""

    def __init__(self, choices: Choices) -> None:
        """Look at the voice of the first show; a voice is loaded with its first sentence. Raises VoiceError."""
        self._offline = choices.offline
        self._open = ExitStack()
        self._rehearsals: dict[tuple[str, str], tuple[Rehearsal, bool]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="listening")
        self._asked = 0
        self._lock = Lock()
        self._wanted: object = None
        self._rehearsal(choices.settings)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Speak no more, and let the voices go."""
        self._wanted = None
        self._pool.shutdown(cancel_futures=True)
        self._open.close()

    def _rehearsal(self, settings: Settings) -> tuple[Rehearsal, bool]:
        """Return who rehearses for a show, and whether before somebody asks: what a server speaks costs money."""
        with self._lock:
            name = settings.voice, settings.endings
            if name not in self._rehearsals:
                voice = voices.load(settings.voice)
                synthesizer = speak.ready(voice, offline=self._offline)
                rehearsal = Rehearsal(voice, synthesizer, Endings(settings.endings), ClipCache())
                self._rehearsals[name] = self._open.enter_context(rehearsal), not synthesizer.network
            return self._rehearsals[name]

    def sound(self, draft: Draft, number: int) -> bytes:
        """Return the utterance with that number as a WAV file. Raises VoiceError, NetworkError."""
        with self._lock:
            self._asked += 1
        try:
            return as_wav(self._rehearsal(draft.settings)[0].say(draft.script, number).audio)
        finally:
            with self._lock:
                self._asked -= 1

    def prepare(self, draft: Draft, first: int = 0) -> None:
        """Speak a draft before it is asked for: one sentence first, then those behind it, then the others.

        Another draft, or another sentence of it, takes its turn.
        """
        if self._rehearsal(draft.settings)[1]:
            self._wanted = wanted = (draft, first)
            self._pool.submit(self._speak, wanted)

    def _speak(self, wanted: tuple[Draft, int]) -> None:
        draft, first = wanted
        count, rehearsal = len(draft.script.utterances), self._rehearsal(draft.settings)[0]
        for number in (*range(first, count), *range(first)):
            if self._wanted is not wanted:
                return
            if number == first or not self._asked:
                rehearsal.say(draft.script, number)


def as_wav(sound: Audio) -> bytes:
    """Write sound as a WAV file."""
    stream = io.BytesIO()
    write_wav(stream, sound)
    return stream.getvalue()


def before(article: Article, span: Span | None) -> Article:
    """Return an article as its words were read in a sentence before an editor decided how."""

    def is_there(decision: Correction) -> bool:
        if decision.kind is not CorrectionKind.READING:
            return False
        place = sentence_of(article.paragraphs, decision)
        return span is None or not decision.sentence or (place is not None and place.meets(span))

    kept = tuple(one for one in article.corrections if not is_there(one))
    return replace(article, corrections=kept)
