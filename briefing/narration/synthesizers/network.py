"""How a voice that lives on a server is asked: not too often, again when it is worth it, and never believed unheard."""

from __future__ import annotations

import logging
import random
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing import audio
from briefing.errors import NetworkError, VoiceError
from briefing.model import Audio, Speech
from briefing.narration.synthesizers import wav

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

ATTEMPTS = 5
_FIRST_WAIT_S, _LONGEST_WAIT_S = 1.0, 30.0
_SHORTEST_INTERVAL_S = 0.5
_QUIET = 0.003  # of full scale, -50 dB: below it is silence
_KEPT_BEFORE_MS, _KEPT_AFTER_MS = 10, 30
_MP3 = re.compile(rb"ID3|\xff[\xe0-\xff]")  # a tag, or the eleven bits that every frame begins with
_FASTEST_MS_PER_LETTER = 15  # nobody speaks faster; a shorter reply lost its words


class TryAgainError(Exception):
    """The server did not do it this time; `wait_s` is how long it asks to be left alone."""

    def __init__(self, what: str, wait_s: float = 0.0) -> None:
        """Say what happened, in words for the user."""
        super().__init__(what)
        self.wait_s = wait_s


@dataclass(slots=True, kw_only=True)
class Manners:
    """When the next question may be asked."""

    server: str
    next_at_s: float = 0.0

    def ask(self, question: Callable[[], Speech]) -> Speech:
        """Ask until there is an answer, with longer and longer waits. Raises NetworkError with the last reason."""
        for attempt in range(1, ATTEMPTS + 1):
            time.sleep(max(0.0, self.next_at_s - time.monotonic()))
            try:
                return question()
            except TryAgainError as failure:
                reason = failure
                wait_s = max(failure.wait_s, _wait_s(attempt))
                _log.info("%s: %s; attempt %d of %d", self.server, failure, attempt, ATTEMPTS)
            finally:
                self.next_at_s = time.monotonic() + _SHORTEST_INTERVAL_S
            if attempt == ATTEMPTS or wait_s > _LONGEST_WAIT_S:
                break
            time.sleep(wait_s)
        remedy = "try again later, or choose an offline voice"
        raise NetworkError(self.server, str(reason), remedy, passing=True) from reason


def spoken(reply: bytes, text: str) -> Speech:
    """Make speech of a reply in WAV or MP3; no word times. Raises TryAgainError where the text cannot be in it."""
    sound, _ = heard(reply, text, _decoded)
    return Speech(audio=sound)


def heard(reply: bytes, text: str, decode: Callable[[bytes], Audio] = audio.decode_mp3) -> tuple[Audio, int]:
    """Decode a reply and cut the silence around it; return also how many samples went before.

    Raises TryAgainError where the text cannot be in it.
    """
    if not reply:
        raise TryAgainError("the reply holds no sound (a page for people, not for programs?)")
    try:
        sound = decode(reply)
    except VoiceError as error:
        raise TryAgainError(f"the reply {error.what}") from error
    trimmed, before = trim(sound)
    letters = sum(character.isalpha() for character in text)
    if trimmed.length_samples * 1000 < letters * _FASTEST_MS_PER_LETTER * trimmed.sample_rate:
        raise TryAgainError("the reply is too short for its text")
    return trimmed, before


def _decoded(reply: bytes) -> Audio:
    """Decode what calls itself WAV, and what may be MP3, which some servers send whatever they are asked for."""
    if wav.is_wav(reply):
        return wav.decode(reply)
    if _MP3.match(reply):
        return audio.decode_mp3(reply)
    raise VoiceError("the voice's reply", "is no sound (a page for people, not for programs?)")


def trim(sound: Audio) -> tuple[Audio, int]:
    """Cut the silence before and after; return also how many samples went before."""
    import numpy as np

    loud = np.flatnonzero(np.abs(audio.to_wave(sound.samples)) > _QUIET)
    if not len(loud):
        return Audio(samples=b"", sample_rate=sound.sample_rate), 0
    before, after = (ms * sound.sample_rate // 1000 for ms in (_KEPT_BEFORE_MS, _KEPT_AFTER_MS))
    start, end = max(0, int(loud[0]) - before), int(loud[-1]) + 1 + after
    return Audio(samples=sound.samples[2 * start : 2 * end], sample_rate=sound.sample_rate), start


def _wait_s(attempt: int) -> float:
    """Double the wait at each attempt, with jitter, so that many programs do not come back at once."""
    return _FIRST_WAIT_S * float(2 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - a wait, no secret
