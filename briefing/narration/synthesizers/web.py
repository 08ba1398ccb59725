"""One question to a speech server over HTTP: a key that nobody sees, an answer that comes in time, whole or not at all.

A key stands in a header that we set for the one address that was chosen: nothing follows a redirection, which could
lead it elsewhere, and no `.netrc` takes its place.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.errors import NetworkError, SettingsError
from briefing.model import Role
from briefing.narration.reply import answer_of, blocks, may_pass, retry_after_s
from briefing.narration.synthesizers import network
from briefing.narration.synthesizers.network import Manners, NoSoundError, TryAgainError
from briefing.shown import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import requests

    from briefing.model import Speech

    # What a server is asked for a text in a role of the cast. Raises SettingsError where an option cannot be.
    AskFor = Callable[[str, Role], "Question"]

_CONNECT_S = 5
_WAITS_S = range(1, 601)
# Ten minutes of the widest sound that is read: nothing that a voice says in one answer is longer.
_LARGEST_BYTES = 256 * 1024 * 1024
_LARGEST_COMPLAINT_BYTES = 16 * 1024
_LONGEST_COMPLAINT = 200
_OK, _ELSEWHERE, _BAD = 200, 300, 400
_KEY_REFUSED = frozenset({401, 403})
_OFFLINE_VOICE = "choose an offline voice, for example --voice auto"
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a server is asked: `server` is its name for the user, `within_s` how long the whole answer may take."""

    server: str
    url: str
    headers: Mapping[str, str]
    body: bytes
    within_s: float
    key: str
    key_env: str


class WebSpeaker:
    """One voice and its cast over one connection to a server that tells no word times."""

    def __init__(self, session: requests.Session, ask_for: AskFor, name_of: Callable[[Question], str]) -> None:
        """Ask politely from the first text on; `name_of` names everything that decides how an answer sounds."""
        self._session, self._ask_for, self._name_of = session, ask_for, name_of
        self._manners = Manners(server=ask_for("", Role.NARRATOR).server)

    def say(self, text: str, role: Role) -> Speech:
        """Have the text spoken."""
        question = self._ask_for(text, role)
        return self._manners.ask(lambda: _spoken(ask(self._session, question), text, question.key))

    def fingerprint(self, text: str, role: Role) -> str:
        """Name the server and what it is asked: what stands behind its model's name is not known."""
        return self._name_of(self._ask_for(text, role))


@contextmanager
def speaking(ask_for: AskFor, name_of: Callable[[Question], str]) -> Iterator[WebSpeaker]:
    """Check the options of the whole cast, and hold one connection for all that is said. Raises SettingsError."""
    import requests

    check(ask_for)
    with requests.Session() as session:
        yield WebSpeaker(session, ask_for, name_of)


def check(ask_for: AskFor) -> None:
    """Check the options of the whole cast. Raises SettingsError."""
    for role in Role:
        ask_for("", role)


def key_of(name: str, where: str) -> str:
    """Return the key that an environment variable holds, "" where no variable is named. Raises SettingsError."""
    lacking = lacking_key(name)
    if lacking:
        raise SettingsError(where, lacking, "set it, or name another with key_env")
    key = os.environ.get(name, "").strip()
    if name and not _PRINTABLE.fullmatch(key):
        raise SettingsError(where, f"what {name} holds is no key", "a key is one word of letters, digits and signs")
    return key


def lacking_key(name: str) -> str | None:
    """Say that the environment lacks the key that a variable should hold; None where it is there, or none is named."""
    if not name or os.environ.get(name, "").strip():
        return None
    return f"the environment variable {name} is not set: it holds the key of the server"


def checked_wait_s(seconds: object, where: str) -> float:
    """Return how long an answer may take. Raises SettingsError where nobody would wait so long, or so short."""
    if not isinstance(seconds, int) or seconds not in _WAITS_S:
        raise SettingsError(where, f"timeout_s is {seconds}", f"give {_WAITS_S[0]} to {_WAITS_S[-1]}")
    return float(seconds)


def checked_url(url: str, where: str, *, has_key: bool) -> str:
    """Return an address that may be asked. Raises SettingsError, also where a key would cross the internet unsealed."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.query or parts.fragment:
        raise SettingsError(where, f"{url!r} is no address of a server", "give one like https://speech.example/v1")
    if has_key and parts.scheme == "http" and not _is_near(host):
        raise SettingsError(where, f"{url!r} would get the key unsealed", "give an address that begins with https://")
    return url


def ask(session: requests.Session, question: Question) -> bytes:
    """Send a question and return the whole answer.

    Raises TryAgainError for what may pass, NetworkError for what will not.
    """
    import requests
    import urllib3

    until_s = time.monotonic() + question.within_s
    try:
        with session.post(
            question.url,
            data=question.body,
            headers={**question.headers, "Accept-Encoding": "identity"},
            auth=_as_it_is,
            stream=True,
            allow_redirects=False,
            timeout=(_CONNECT_S, question.within_s),
        ) as reply:
            _expect(reply, question, until_s)
            return _whole(reply, until_s)
    except requests.exceptions.SSLError as error:
        what = "its certificate is not to be trusted"
        raise NetworkError(question.server, what, "look at your network and clock") from error
    except requests.ConnectTimeout as error:
        raise network.too_slow(_CONNECT_S) from error
    except (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError) as error:
        raise network.too_slow(question.within_s) from error
    except requests.ConnectionError as error:
        raise TryAgainError("cannot be reached, or broke off") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise TryAgainError("broke off in the middle") from error


def _spoken(sound: bytes, text: str, key: str) -> Speech:
    """Make speech of an answer; where it is a complaint in its place, it is told in the server's words."""
    try:
        return network.spoken(sound, text)
    except NoSoundError as error:
        raise NoSoundError(f"{error}{_complaint(sound, key)}", error.remedy) from error


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request's headers alone, where the library would look into `.netrc`."""
    return request


def _is_near(host: str) -> bool:
    """Say whether a host is on this machine or in this house: its name has no dot, or its address is private."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(".local")


def _expect(reply: requests.Response, question: Question, until_s: float) -> None:
    """Raise what an answer that is no success means, in the server's words where the key cannot be among them."""
    status, told = reply.status_code, answer_of(reply)
    if status == _OK:
        return
    if status in _KEY_REFUSED:  # what the server says of it may have the key in it
        remedy = f"look at the key in {question.key_env}" if question.key_env else "name its key with key_env"
        raise NetworkError(question.server, f"refuses the key with {told}", remedy)
    if may_pass(status):
        complaint = _complaint(_told(reply, until_s), question.key)
        raise TryAgainError(f"answers {told}{complaint}", retry_after_s(reply))
    if _ELSEWHERE <= status < _BAD:
        raise NetworkError(question.server, f"leads elsewhere with {told}", "look at its address")
    complaint = _complaint(_told(reply, until_s), question.key)
    raise NetworkError(question.server, f"refuses with {told}{complaint}", _OFFLINE_VOICE)


def _whole(reply: requests.Response, until_s: float) -> bytes:
    """Read an answer to its end. Raises TryAgainError where it has none, or comes too early."""
    sound = b"".join(blocks(reply, until_s, _LARGEST_BYTES))
    if len(sound) > _LARGEST_BYTES:
        raise TryAgainError("sends more than anybody could say")
    promised = reply.headers.get("Content-Length", "")
    if promised.isdigit() and "Content-Encoding" not in reply.headers and len(sound) < int(promised):
        raise TryAgainError("broke off in the middle")
    return sound


def _told(reply: requests.Response, until_s: float) -> bytes:
    """Read what a server says of its refusal."""
    return b"".join(blocks(reply, until_s, _LARGEST_COMPLAINT_BYTES))


def _complaint(reply: bytes, key: str) -> str:
    """Return what a server says of its refusal in JSON, in a few words and without the key."""
    try:
        told = json.loads(reply)
    except (ValueError, RecursionError):
        return ""
    for name in ("error", "message", "detail"):
        told = told.get(name, told) if isinstance(told, dict) else told
    if not isinstance(told, str) or not told.strip():
        return ""
    if key:
        told = told.replace(key, HIDDEN)
    return f": {told.strip()[:_LONGEST_COMPLAINT]}"
