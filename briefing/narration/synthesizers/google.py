"""The speech of Google Translate, through the package gTTS.

gTTS sends without looking at the server's certificate, with a connection for each text, and turns certificate warnings
off for the whole program. Here its request and its reading of the reply are used over a session that checks, waits no
longer than it should, and stays open.
"""

from __future__ import annotations

from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from types import FunctionType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

from briefing import packages
from briefing.errors import NetworkError
from briefing.model import DigitalSource, Role, Speech
from briefing.narration.reply import answer_of, retry_after_s
from briefing.narration.synthesizers import network
from briefing.narration.synthesizers.network import Manners, NoSoundError, TryAgainError
from briefing.narration.voices import check, options_for
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import requests

    from briefing.model import Voice

_DEFAULTS: Mapping[str, object] = {"tld": "com", "lang": "ar", "slow": False}
_LONGEST_CHARS = 100
_CONNECT_S, _READ_S = 5, 15
_REMEDY = "choose an offline voice, for example --voice auto"
_OK, _TOO_MANY, _SERVER_FAULT = 200, 429, 500


class Google:
    """Asks translate.google.com, so it speaks only when it is chosen by name."""

    network: ClassVar[bool] = True
    marks: ClassVar[Marks] = Marks.LIGHT  # full marks halve what fits into a question, and cut sentences apart
    longest_chars: ClassVar[int | None] = _LONGEST_CHARS
    breath_words: ClassVar[int | None] = None
    lanes: ClassVar[int] = 1
    digital_source: ClassVar[DigitalSource] = DigitalSource.TRAINED

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say whether the package is missing; whether the server answers shows when it is asked."""
        if voice is not None:
            check(voice, _DEFAULTS)
        return None if find_spec("gtts") else f"the package gTTS is missing: {packages.install('gTTS')}"

    @contextmanager
    def open(self, voice: Voice) -> Iterator[GoogleSpeaker]:
        """Hold one connection for all that is said."""
        check(voice, _DEFAULTS)
        with _session() as session:
            yield GoogleSpeaker(voice, session)


class GoogleSpeaker:
    """One voice over one connection."""

    def __init__(self, voice: Voice, session: requests.Session) -> None:
        """Ask politely from the first text on."""
        self._voice = voice
        self._stream = _stream_over(session)
        self._manners = Manners(server="Google Translate's speech service")

    def say(self, text: str, role: Role) -> Speech:
        """Have the text spoken; the server tells no word times."""
        return self._manners.ask(lambda: self._ask(text, role))

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the package, the options and the text: the server's own version is not known."""
        options = sorted(options_for(self._voice, role, _DEFAULTS).items())
        return f"google 1\t{version('gTTS')}\t{options}\t{text}"

    def _ask(self, text: str, role: Role) -> Speech:
        import gtts

        told = options_for(self._voice, role, _DEFAULTS)
        request = gtts.gTTS(text, **told, lang_check=False, pre_processor_funcs=[], timeout=(_CONNECT_S, _READ_S))
        try:
            mp3 = b"".join(self._stream(request))
        except gtts.gTTSError as error:
            raise _failure(error) from error
        except ValueError as error:  # what stands in the reply's place for sound is not base64, or not UTF-8
            raise TryAgainError("the reply is garbled", rarely=True) from error
        if not mp3:
            # A page of riddles stands in its place, mostly.
            raise NoSoundError("answers without sound, as it does to whom it takes for a machine", "wait some hours")
        sound, _ = network.heard(mp3, text)
        return Speech(audio=sound)


def _failure(error: Any) -> Exception:  # noqa: ANN401 - gTTS has no types
    """Tell what may pass from what will not, in words for the user."""
    import requests

    reply, cause = error.rsp, error.__context__
    server = "Google Translate's speech service"
    if isinstance(cause, requests.exceptions.SSLError):
        return NetworkError(server, "its certificate is not to be trusted", "look at your network and clock")
    if isinstance(cause, requests.Timeout):
        return network.too_slow(_CONNECT_S if isinstance(cause, requests.ConnectTimeout) else _READ_S)
    if reply is None:
        return TryAgainError("cannot be reached")
    if reply.status_code == _TOO_MANY or reply.status_code >= _SERVER_FAULT:
        return TryAgainError(f"answers {answer_of(reply)}", retry_after_s(reply))
    if reply.status_code == _OK:
        return NetworkError(server, "has no sound for this text", _REMEDY)
    return NetworkError(server, f"refuses with {answer_of(reply)}", _REMEDY)


def _session() -> requests.Session:
    import requests

    class CheckedSession(requests.Session):
        """Checks certificates, whatever it is told, and stays open when gTTS leaves it."""

        def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # noqa: ANN401
            proxies = kwargs.pop("proxies", None)
            around = self.merge_environment_settings(request.url, proxies or {}, stream=False, verify=True, cert=None)
            return super().send(request, **{**kwargs, **around})

    return CheckedSession()


def _stream_over(session: requests.Session) -> Any:  # noqa: ANN401 - gTTS has no types
    """Return gTTS's own `stream` as a function that sends over `session`, and leaves the program's warnings alone."""
    import gtts.tts
    import requests

    @contextmanager
    def lend() -> Iterator[requests.Session]:
        yield session

    world = {
        **vars(gtts.tts),
        "requests": SimpleNamespace(Session=lend, Request=requests.Request, exceptions=requests.exceptions),
    }
    return FunctionType(gtts.gTTS.stream.__code__, world, "stream")
