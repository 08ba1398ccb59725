"""A voice that is kept open, so that any one sentence of a script can be heard at once."""

from __future__ import annotations

from contextlib import ExitStack
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Self

from briefing.narration.casting import cast
from briefing.narration.speak import Booth, Turn, given

if TYPE_CHECKING:
    from types import TracebackType

    from briefing.model import Script, Speech, Voice
    from briefing.narration.clips import ClipCache
    from briefing.narration.pausal import Endings
    from briefing.plugins import Speaker, Synthesizer


class Rehearsal:
    """Speaks sentences one at a time, exactly as they will be heard; each is spoken once."""

    def __init__(self, voice: Voice, synthesizer: Synthesizer, endings: Endings, cache: ClipCache) -> None:
        """Load the voice when the first sentence is asked for."""
        self._voice, self._synthesizer, self._endings, self._cache = voice, synthesizer, endings, cache
        self._open = ExitStack()
        self._booth: Booth | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Begin; the voice is let go at the end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the voice go."""
        self._open.close()

    def say(self, script: Script, number: int) -> Speech:
        """Speak the utterance with that number, from 0. Raises VoiceError or NetworkError where the voice fails."""
        utterance, reader = script.utterances[number], cast(script, self._voice)[number]
        turn = Turn(0, utterance, given(utterance.spoken, self._synthesizer, self._endings), reader)
        with self._lock:
            return self._ready().say(turn)

    def _ready(self) -> Booth:
        if self._booth is None:
            speakers: SimpleQueue[Speaker] = SimpleQueue()
            speakers.put(self._open.enter_context(self._synthesizer.open(self._voice)))
            longest = self._synthesizer.longest_chars
            self._booth = Booth(speakers=speakers, longest_chars=longest, cache=self._cache)
        return self._booth
