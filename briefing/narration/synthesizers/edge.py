"""The voices of Microsoft Edge's reading aloud, through the package edge-tts (an extra)."""

from __future__ import annotations

import asyncio
import logging
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from briefing import packages
from briefing.arabic import strip_marks
from briefing.errors import NetworkError, SettingsError
from briefing.model import DigitalSource, Role, Speech, WordTime
from briefing.narration.synthesizers import network
from briefing.narration.synthesizers.network import Manners, TryAgainError
from briefing.narration.voices import check, options_for
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.model import Voice

_log = logging.getLogger(__name__)

_DEFAULTS: Mapping[str, object] = {"voice": "ar-SA-HamedNeural", "rate": "+0%", "volume": "+0%", "pitch": "+0Hz"}
_CONNECT_S, _READ_S = 5, 15
_TICKS_PER_S = 10_000_000
_SERVER = "Microsoft Edge's speech service"
_TOO_MANY, _SERVER_FAULT = 429, 500


class Edge:
    """Asks a server of Microsoft's, so it speaks only when it is chosen by name."""

    network: ClassVar[bool] = True
    marks: ClassVar[Marks] = Marks.FULL
    longest_chars: ClassVar[int | None] = None
    breath_words: ClassVar[int | None] = None
    lanes: ClassVar[int] = 1
    digital_source: ClassVar[DigitalSource] = DigitalSource.TRAINED

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether the package is missing; whether the server answers shows when it is asked."""
        if voice is not None:
            check(voice, _DEFAULTS)
        return None if find_spec("edge_tts") else f"the package edge-tts is missing: {packages.install('edge-tts')}"

    @contextmanager
    def open(self, voice: Voice) -> Iterator[EdgeSpeaker]:
        """Check the options of the whole cast before a word is asked for."""
        for role in Role:
            try:
                _request("", options_for(voice, role, _DEFAULTS))
            except ValueError as error:
                raise SettingsError(f"voice {voice.name}", str(error), "mend its options") from error
        yield EdgeSpeaker(voice)


class EdgeSpeaker:
    """One voice and its cast; each text is a connection of its own, as the service wants it."""

    def __init__(self, voice: Voice) -> None:
        """Ask politely from the first text on."""
        self._voice = voice
        self._manners = Manners(server=_SERVER)

    def say(self, text: str, role: Role) -> Speech:
        """Have the text spoken, and tell when each of its words sounds."""
        return self._manners.ask(lambda: _ask(text, options_for(self._voice, role, _DEFAULTS)))

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the package, the options and the text: the server's own version is not known."""
        options = sorted(options_for(self._voice, role, _DEFAULTS).items())
        return f"edge 1\t{version('edge-tts')}\t{options}\t{text}"


class _Boundary(NamedTuple):
    """A word as the service tells it; times in units of 100 ns."""

    text: str
    start: int
    length: int


def _request(text: str, told: Mapping[str, Any]) -> Any:  # noqa: ANN401 - known only where edge-tts is installed
    import edge_tts

    timeouts = {"connect_timeout": _CONNECT_S, "receive_timeout": _READ_S}
    return edge_tts.Communicate(text, boundary="WordBoundary", **told, **timeouts)


def _ask(text: str, told: Mapping[str, Any]) -> Speech:
    import aiohttp
    from edge_tts.exceptions import EdgeTTSException

    request = _request(text, told)
    try:
        mp3, boundaries = asyncio.run(_collected(request))
    except aiohttp.ClientResponseError as error:
        if error.status == _TOO_MANY or error.status >= _SERVER_FAULT:
            raise TryAgainError(f"answers {error.status}") from error
        raise NetworkError(_SERVER, f"refuses with {error.status}", "choose an offline voice") from error
    except aiohttp.ClientSSLError as error:
        raise NetworkError(_SERVER, "its certificate is not to be trusted", "look at your network and clock") from error
    except TimeoutError as error:
        raise network.too_slow(_CONNECT_S if isinstance(error, aiohttp.ConnectionTimeoutError) else _READ_S) from error
    except (aiohttp.ClientError, OSError) as error:
        raise TryAgainError("cannot be reached") from error
    except EdgeTTSException as error:
        what = "sends no sound, or what cannot be understood"
        raise TryAgainError(what, rarely=True) from error
    # The package counts the bytes of a text when the service says that it is at its end, and only then.
    if request.state["cumulative_audio_bytes"] != len(mp3):
        raise TryAgainError("broke off in the middle")
    sound, before = network.heard(mp3, text)
    times = (
        WordTime(word=word, start_sample=start, end_sample=end)
        for word, first, last in _word_times(text, boundaries)
        for start, end in [_samples(first, last, sound.sample_rate, before, sound.length_samples)]
    )
    return Speech(audio=sound, words=tuple(times))


async def _collected(request: Any) -> tuple[bytes, list[_Boundary]]:  # noqa: ANN401 - edge-tts's own type
    """Take the whole answer. The package's own synchronous reading waits for ever when the service fails."""
    sound, boundaries = bytearray(), []
    async for message in request.stream():
        if message["type"] == "audio":
            sound += message["data"]
        else:
            boundaries.append(_Boundary(message["text"], message["offset"], message["duration"]))
    return bytes(sound), boundaries


def _word_times(text: str, boundaries: Sequence[_Boundary]) -> list[tuple[int, int, int]]:
    """Give each word of `text` the span of the boundaries whose letters it holds; none where the letters differ."""
    owners = [(number, letter) for number, word in enumerate(text.split()) for letter in _letters(word)]
    spans: dict[int, tuple[int, int]] = {}
    at = 0
    for boundary in boundaries:
        letters = _letters(boundary.text)
        if [letter for _, letter in owners[at : at + len(letters)]] != letters:
            _log.debug("the service tells of %r, which is not in the text there", boundary.text)
            return []
        for number, _ in owners[at : at + len(letters)]:
            start, _ = spans.get(number, (boundary.start, 0))
            spans[number] = (start, boundary.start + boundary.length)
        at += len(letters)
    return [(number, start, end) for number, (start, end) in spans.items()]


def _letters(text: str) -> list[str]:
    return [character for character in strip_marks(text) if character.isalpha()]


def _samples(first: int, last: int, rate: int, before: int, length: int) -> tuple[int, int]:
    start, end = (min(max(ticks * rate // _TICKS_PER_S - before, 0), length) for ticks in (first, last))
    return start, end
