"""Speak a script: clip after clip, in order, each ready before the whole is."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from briefing import plugins
from briefing.errors import VoiceError
from briefing.model import Audio, Clip, Speech, WordTime
from briefing.narration.breath import breathe
from briefing.narration.casting import cast
from briefing.narration.clauses import cut, pause_after_ms
from briefing.narration.pausal import Endings, pausal
from briefing.narration.speakable import Speakable, speakable

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence
    from concurrent.futures import Future

    from briefing.model import Role, Script, Utterance, Voice
    from briefing.narration.clips import ClipCache
    from briefing.plugins import Speaker, Synthesizer

SAMPLE_RATE = 22_050
_AHEAD_PER_LANE = 4  # enough to keep every lane busy, and few enough to hold little sound in memory


def ready(voice: Voice, *, offline: bool = False) -> Synthesizer:
    """Make the synthesizer of a voice. Raises VoiceError where it may not or cannot speak here."""
    synthesizer = plugins.synthesizer(voice.synthesizer)
    if offline and synthesizer.network:
        raise VoiceError(voice.name, "sends the text to a server", "leave out --offline, or choose another voice")
    reason = synthesizer.unusable_because(voice)
    if reason:
        raise VoiceError(voice.name, "is not usable here", reason)
    return synthesizer


def speak(
    script: Script,
    voice: Voice,
    synthesizer: Synthesizer,
    *,
    endings: Endings = Endings.PAUSAL,
    cache: ClipCache | None = None,
) -> Generator[Clip, None, None]:
    """Speak every utterance of the script, in order; no more than a few clips are in memory at once.

    A clip that is in `cache` is taken from there, and one that is not is put there. Word times count the words of
    `utterance.spoken.split()`. The samples depend on nothing but the text, the voice and the version of its engine.
    Raises VoiceError, before a word is spoken, where something is left that no voice should be given; VoiceError or
    NetworkError where the voice fails.
    """
    readers = iter(cast(script, voice))
    turns = [
        Turn(number, utterance, given(utterance.spoken, synthesizer, endings), next(readers))
        for number, chapter in enumerate(script.chapters)
        for utterance in chapter.utterances
    ]
    with ExitStack() as stack:
        speakers = [stack.enter_context(synthesizer.open(voice)) for _ in range(synthesizer.lanes)]
        booth = Booth(speakers=SimpleQueue(), longest_chars=synthesizer.longest_chars, cache=cache)
        for speaker in speakers:
            booth.speakers.put(speaker)
        if cache is not None:
            stack.callback(cache.prune)
        # One lane speaks in the caller's own thread, so that Ctrl-C ends the wait for a server too.
        in_order = _one_by_one if len(speakers) == 1 else _ahead
        with closing(in_order(booth, turns, len(speakers))) as speeches:
            for turn, speech in zip(turns, speeches, strict=True):
                yield Clip(utterance=turn.utterance, chapter=turn.chapter, speech=speech, reader=turn.reader)


class Turn(NamedTuple):
    """An utterance, the number of the chapter that it stands in, what the voice is given for it, and who reads it."""

    chapter: int
    utterance: Utterance
    said: Speakable
    reader: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """What every lane shares: speakers that are free, and the clips that were spoken before."""

    speakers: SimpleQueue[Speaker]
    longest_chars: int | None
    cache: ClipCache | None

    def say(self, turn: Turn) -> Speech:
        """Speak one utterance with a free speaker, part by part where it is too long for the voice."""
        if not turn.said.words:
            return Speech(audio=Audio(samples=b"", sample_rate=SAMPLE_RATE))
        parts = cut(turn.said.text, self.longest_chars)
        speaker = self.speakers.get()
        try:
            speeches = [self._say(speaker, part, turn.reader) for part in parts]
        finally:
            self.speakers.put(speaker)
        speech = speeches[0] if len(parts) == 1 else _joined(parts, speeches)
        return replace(speech, words=_renumbered(speech.words, turn.said.words))

    def _say(self, speaker: Speaker, text: str, role: Role) -> Speech:
        if self.cache is None:
            return speaker.say(text, role)
        fingerprint = speaker.fingerprint(text, role)
        found = self.cache.get(fingerprint)
        if found is None:
            found = speaker.say(text, role)
            self.cache.put(fingerprint, found)
        return found


def given(spoken: str, synthesizer: Synthesizer, endings: Endings) -> Speakable:
    """Return what a voice is given: breaths, words ended as the pauses want, what it can say, the marks it wants."""
    return speakable(pausal(breathe(spoken, synthesizer.breath_words), endings), synthesizer.marks)


def _one_by_one(booth: Booth, turns: Sequence[Turn], _: int) -> Generator[Speech, None, None]:
    for turn in turns:
        yield booth.say(turn)


def _ahead(booth: Booth, turns: Sequence[Turn], lanes: int) -> Generator[Speech, None, None]:
    """Speak on several lanes, a few utterances ahead of the listener, in order."""
    with ThreadPoolExecutor(lanes, thread_name_prefix="speak") as pool:
        coming: deque[Future[Speech]] = deque()
        try:
            for turn in turns:
                coming.append(pool.submit(booth.say, turn))
                if len(coming) > _AHEAD_PER_LANE * lanes:
                    yield coming.popleft().result()
            while coming:
                yield coming.popleft().result()
        finally:
            for future in coming:
                future.cancel()


def _joined(parts: Sequence[str], speeches: Sequence[Speech]) -> Speech:
    """Put the parts of one utterance together, with the rests that its signs ask for."""
    sample_rate = speeches[0].audio.sample_rate
    sound, times, word = bytearray(), [], 0
    for number, (part, speech) in enumerate(zip(parts, speeches, strict=True)):
        if number:
            sound += bytes(2 * (pause_after_ms(parts[number - 1]) * sample_rate // 1000))
        start = len(sound) // 2
        times += [
            WordTime(word=word + time.word, start_sample=start + time.start_sample, end_sample=start + time.end_sample)
            for time in speech.words
        ]
        sound += speech.audio.samples
        word += len(part.split())
    return Speech(audio=Audio(samples=bytes(sound), sample_rate=sample_rate), words=tuple(times))


def _renumbered(times: Sequence[WordTime], numbers: Sequence[int]) -> tuple[WordTime, ...]:
    """Count the times by the words that were written; where one was said as two, join their times."""
    joined: dict[int, WordTime] = {}
    for time in times:
        number = numbers[min(time.word, len(numbers) - 1)]  # a word that is longer than the voice takes counts twice
        first = joined.get(number, time)
        joined[number] = WordTime(word=number, start_sample=first.start_sample, end_sample=time.end_sample)
    return tuple(joined.values())
