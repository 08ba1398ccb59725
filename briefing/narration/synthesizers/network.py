"""How a voice that lives on a server is asked: not too often, again when it is worth it, and never believed unheard."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing import audio
from briefing.errors import NetworkError, VoiceError
from briefing.model import Audio, Speech
from briefing.narration.reply import LONGEST_WAIT_S, backoff_s
from briefing.narration.synthesizers import wav

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

ATTEMPTS = 5
_RARELY_ATTEMPTS = 2  # where another answer is unlikely, and each costs time or money
_SHORTEST_INTERVAL_S = 0.5
_QUIET = 0.003  # of full scale, -50 dB: below it is silence
_KEPT_BEFORE_MS, _KEPT_AFTER_MS = 10, 30
_MP3 = re.compile(rb"ID3|\xff[\xe0-\xff]")  # a tag, or the eleven bits that every frame begins with
_PAGE = re.compile(r"\s*\ufeff?\s*<(?:!|\?xml|html|head|body)", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")  # what no text holds
_FASTEST_MS_PER_LETTER = 15  # nobody speaks faster; a shorter reply lost its words


class TryAgainError(Exception):
    """The server did not do it this time; `wait_s` is how long it asks to be left alone.

    `rarely`: it is worth one more question, and no third.
    """

    def __init__(self, what: str, wait_s: float = 0.0, *, rarely: bool = False) -> None:
        """Say what happened, in words for the user."""
        super().__init__(what)
        self.wait_s = wait_s
        self.rarely = rarely


class NoSoundError(Exception):
    """The server did it, and what it sent is no sound: asked again it would send the same."""

    def __init__(self, what: str, remedy: str = "look at the address and the options of the voice") -> None:
        """Say what came, and what to do, in words for the user."""
        super().__init__(what)
        self.remedy = remedy


def too_slow(within_s: float) -> TryAgainError:
    """Make the failure of a server that took longer than it may."""
    return TryAgainError(f"took longer than {within_s:g} s to answer", rarely=True)


@dataclass(slots=True, kw_only=True)
class Manners:
    """When the next question may be asked."""

    server: str
    next_at_s: float = 0.0

    def ask(self, question: Callable[[], Speech]) -> Speech:
        """Ask until there is an answer, with longer and longer waits. Raises NetworkError with the last reason.

        Where the answer is no sound it is told at once.
        """
        rare = 0
        for attempt in range(1, ATTEMPTS + 1):
            time.sleep(max(0.0, self.next_at_s - time.monotonic()))
            try:
                return question()
            except NoSoundError as failure:
                raise NetworkError(self.server, str(failure), f"{failure.remedy}, or choose another") from failure
            except TryAgainError as failure:
                reason = failure
                wait_s = max(failure.wait_s, backoff_s(attempt))
                _log.info("%s: %s; attempt %d of %d", self.server, failure, attempt, ATTEMPTS)
            finally:
                self.next_at_s = time.monotonic() + _SHORTEST_INTERVAL_S
            rare += reason.rarely
            if attempt == ATTEMPTS or rare == _RARELY_ATTEMPTS or wait_s > LONGEST_WAIT_S:
                break
            time.sleep(wait_s)
        remedy = "try again later, or choose an offline voice"
        raise NetworkError(self.server, str(reason), remedy, passing=True) from reason


def spoken(reply: bytes, text: str) -> Speech:
    """Make speech of a reply in WAV or MP3; no word times. Raises as `heard` does."""
    sound, _ = heard(reply, text, _decoded)
    return Speech(audio=sound)


def heard(reply: bytes, text: str, decode: Callable[[bytes], Audio] = audio.decode_mp3) -> tuple[Audio, int]:
    """Decode a reply and cut the silence around it; return also how many samples went before.

    Raises NoSoundError where it is something else, or still; TryAgainError where a part of the text cannot be in it.
    """
    if not reply:
        raise NoSoundError("answers with nothing, where the sound should be")
    try:
        sound = decode(reply)
    except VoiceError as error:
        if error.passing:
            raise TryAgainError(f"the reply {error.what}", rarely=True) from error
        raise NoSoundError(_what_came(reply) or f"answers with what {error.what}") from error
    trimmed, before = trim(sound)
    letters = sum(character.isalpha() for character in text)
    if letters and not trimmed.samples:
        raise NoSoundError(f"answers with {sound.length_samples / sound.sample_rate:.1f} s of silence")
    if trimmed.length_samples * 1000 < letters * _FASTEST_MS_PER_LETTER * trimmed.sample_rate:
        told = f"the reply is too short for its text: {trimmed.length_samples / trimmed.sample_rate:.1f} s"
        raise TryAgainError(f"{told} for {letters} letters", rarely=True)
    return trimmed, before


def _what_came(reply: bytes) -> str:
    """Say what stands in the place of the sound, "" where it is at least no text."""
    try:
        text = reply.decode()
    except ValueError:
        return ""
    if _BINARY.search(text):
        return ""
    if _PAGE.match(text):
        return "answers with a page for people (HTML), not with sound"
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return "answers with text, not with sound"
    return "answers with JSON, not with sound"


def _decoded(reply: bytes) -> Audio:
    """Decode what calls itself WAV, and what may be MP3, which some servers send whatever they are asked for."""
    if wav.is_wav(reply):
        return wav.decode(reply)
    if _MP3.match(reply):
        return audio.decode_mp3(reply)
    raise VoiceError("the voice's reply", "is neither WAV nor MP3")


def trim(sound: Audio) -> tuple[Audio, int]:
    """Cut the silence before and after; return also how many samples went before."""
    import numpy as np

    loud = np.flatnonzero(np.abs(audio.to_wave(sound.samples)) > _QUIET)
    if not len(loud):
        return Audio(samples=b"", sample_rate=sound.sample_rate), 0
    before, after = (ms * sound.sample_rate // 1000 for ms in (_KEPT_BEFORE_MS, _KEPT_AFTER_MS))
    start, end = max(0, int(loud[0]) - before), int(loud[-1]) + 1 + after
    return Audio(samples=sound.samples[2 * start : 2 * end], sample_rate=sound.sample_rate), start
