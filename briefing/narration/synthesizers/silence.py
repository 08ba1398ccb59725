"""A voice without sound that is true to the timeline: for tests, and to try a script without listening."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, ClassVar

from briefing.arabic import strip_marks
from briefing.model import Audio, DigitalSource, Speech, WordTime
from briefing.narration.voices import check, options_for
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from briefing.model import Role, Voice

SAMPLE_RATE = 22_050
_DEFAULTS: Mapping[str, object] = {"letter_ms": 75, "pause_ms": 300}
_LIMITS = {"letter_ms": (0, 1000), "pause_ms": (0, 10_000)}


class Silence:
    """Every letter lasts as long as the next; every word that ends in a punctuation mark is followed by a pause."""

    network: ClassVar[bool] = False
    marks: ClassVar[Marks] = Marks.NONE
    longest_chars: ClassVar[int | None] = None
    breath_words: ClassVar[int | None] = None
    lanes: ClassVar[int] = 1
    digital_source: ClassVar[DigitalSource] = DigitalSource.ALGORITHM

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Work everywhere."""
        if voice is not None:
            check(voice, _DEFAULTS, _LIMITS)
        return None

    def open(self, voice: Voice) -> AbstractContextManager[SilenceSpeaker]:
        """Read the options `letter_ms` and `pause_ms`."""
        return nullcontext(SilenceSpeaker(voice))


class SilenceSpeaker:
    """Says nothing, at the pace of a newsreader."""

    def __init__(self, voice: Voice) -> None:
        """Read the options at once, so that a wrong one is told before anything is spoken."""
        self._voice = voice
        check(voice, _DEFAULTS, _LIMITS)

    def say(self, text: str, role: Role) -> Speech:
        """Return silence as long as the text would take, and where in it each word would sound."""
        options = options_for(self._voice, role, _DEFAULTS)
        letter, pause = (int(str(options[key])) * SAMPLE_RATE // 1000 for key in ("letter_ms", "pause_ms"))
        times, now = [], 0
        for number, word in enumerate(text.split()):
            letters = sum(character.isalpha() for character in strip_marks(word))
            times.append(WordTime(word=number, start_sample=now, end_sample=now + letters * letter))
            now += letters * letter + (0 if word[-1].isalnum() or not strip_marks(word[-1]) else pause)
        spoken = max((time.end_sample for time in times), default=0)
        return Speech(audio=Audio(samples=bytes(2 * spoken), sample_rate=SAMPLE_RATE), words=tuple(times))

    def fingerprint(self, text: str, role: Role) -> str:
        """Silence is made of the text and the options alone."""
        return f"silence 1 {sorted(options_for(self._voice, role, _DEFAULTS).items())} {text}"
