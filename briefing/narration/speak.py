"""Speak a script: clip after clip, in order, each ready before the whole is."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING

from briefing import plugins
from briefing.errors import VoiceError
from briefing.model import Audio, Clip, Speech, WordTime
from briefing.narration.speakable import speakable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from briefing.model import Role, Script, Utterance, Voice
    from briefing.narration.clips import ClipCache
    from briefing.plugins import Marks, Speaker, Synthesizer

SAMPLE_RATE = 22_050
_AHEAD_PER_LANE = 4  # enough to keep every lane busy, and few enough to hold little sound in memory


def ready(voice: Voice, *, offline: bool = False) -> Synthesizer:
    """Make the synthesizer of a voice. Raises VoiceError where it may not or cannot speak here."""
    synthesizer = plugins.synthesizer(voice.synthesizer)
    if offline and synthesizer.network:
        raise VoiceError(voice.name, "sends the text to a server", "leave out --offline, or choose an offline voice")
    reason = synthesizer.unusable_because()
    if reason:
        raise VoiceError(voice.name, "is not usable here", reason)
    return synthesizer


def speak(script: Script, voice: Voice, synthesizer: Synthesizer, *, cache: ClipCache | None = None) -> Iterator[Clip]:
    """Speak every utterance of the script, in order; no more than a few clips are in memory at once.

    A clip that is in `cache` is taken from there, and one that is not is put there. Word times count the words of
    `utterance.spoken.split()`. The samples depend on nothing but the text, the voice and the version of its engine.
    Raises VoiceError or NetworkError where the voice fails.
    """
    turns = [(number, utterance) for number, chapter in enumerate(script.chapters) for utterance in chapter.utterances]
    with ExitStack() as stack:
        booth = Booth(
            speakers=SimpleQueue(),
            marks=synthesizer.marks,
            cache=cache,
        )
        for _ in range(synthesizer.lanes):
            booth.speakers.put(stack.enter_context(synthesizer.open(voice)))
        pool = stack.enter_context(ThreadPoolExecutor(synthesizer.lanes, thread_name_prefix="speak"))
        coming: deque[tuple[int, Utterance, Future[Speech]]] = deque()
        try:
            for number, utterance in turns:
                coming.append((number, utterance, pool.submit(booth.say, utterance)))
                if len(coming) > _AHEAD_PER_LANE * synthesizer.lanes:
                    yield _clip(*coming.popleft())
            while coming:
                yield _clip(*coming.popleft())
        finally:
            for _, _, future in coming:
                future.cancel()


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """What every lane shares: speakers that are free, and the clips that were spoken before."""

    speakers: SimpleQueue[Speaker]
    marks: Marks
    cache: ClipCache | None

    def say(self, utterance: Utterance) -> Speech:
        """Speak one utterance with a free speaker, or find it among the clips of before."""
        ready = speakable(utterance.spoken, self.marks)
        if not ready.words:
            return Speech(audio=Audio(samples=b"", sample_rate=SAMPLE_RATE))
        speaker = self.speakers.get()
        try:
            speech = self._say(speaker, ready.text, utterance.role)
        finally:
            self.speakers.put(speaker)
        return replace(speech, words=_renumbered(speech.words, ready.words))

    def _say(self, speaker: Speaker, text: str, role: Role) -> Speech:
        if self.cache is None:
            return speaker.say(text, role)
        fingerprint = speaker.fingerprint(text, role)
        found = self.cache.get(fingerprint)
        if found is None:
            found = speaker.say(text, role)
            self.cache.put(fingerprint, found)
        return found


def _clip(number: int, utterance: Utterance, future: Future[Speech]) -> Clip:
    return Clip(utterance=utterance, chapter=number, speech=future.result())


def _renumbered(times: Sequence[WordTime], numbers: Sequence[int]) -> tuple[WordTime, ...]:
    """Count the times by the words that were written; where one was said as two, join their times."""
    joined: dict[int, WordTime] = {}
    for time in times:
        number = numbers[time.word]
        first = joined.get(number, time)
        joined[number] = WordTime(word=number, start_sample=first.start_sample, end_sample=time.end_sample)
    return tuple(joined.values())
