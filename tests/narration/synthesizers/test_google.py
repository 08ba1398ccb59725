"""gTTS against a fake that answers as the real endpoint does."""

from __future__ import annotations

import base64
import json
import urllib.parse
import warnings
from typing import TYPE_CHECKING, Any

import pytest
import requests
import responses

from briefing.errors import NetworkError, SettingsError
from briefing.model import Role, Voice
from briefing.narration import speak
from briefing.narration.clauses import cut
from briefing.narration.clips import ClipCache
from briefing.narration.speakable import speakable
from briefing.narration.synthesizers.google import Google
from briefing.plugins import Marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from briefing.model import Script, Speech

URL = "https://translate.google.com/_/TranslateWebserverUi/data/batchexecute"
VOICE = Voice(name="google", title="", synthesizer="google")
TEXT = "مَرْحَبًا بِكُمْ فِي الْمُوجَزِ."
LONG = "قَالَ الرَّئِيسُ إِنَّ الْخُطَّةَ جَاهِزَةٌ؛ وَإِنَّ الْعَمَلَ بَدَأَ مُنْذُ أُسْبُوعٍ، وَسَيَنْتَهِي فِي الصَّيْفِ. وَلَمْ يَذْكُرْ مَتَى تَبْدَأُ الْمَرْحَلَةُ الثَّانِيَةُ."
CAPTCHA = "<html><body>Our systems have detected unusual traffic from your computer network.</body></html>"


def reply(mp3: bytes | None) -> str:
    """Write the chunked JSON that the endpoint sends; `None` is its way to say that it has no sound."""
    sound = "null" if mp3 is None else json.dumps([base64.b64encode(mp3).decode()], separators=(",", ":"))
    line = json.dumps([["wrb.fr", "jQ1olc", sound, None, None, None, "generic"]], separators=(",", ":"))
    tail = '[["di",88],["af.httprm",87,"-7041313911110428172",15]]\n25\n[["e",4,null,null,142]]'
    return f")]}}'\n\n{len(line)}\n{line}\n58\n{tail}\n"


def asked(server: responses.RequestsMock) -> list[str]:
    """Return the texts that the server was asked to speak."""
    return [_text(call.request.body) for call in server.calls]


def _text(body: Any) -> str:  # noqa: ANN401 - whatever the library calls a body
    (((_, parameter, _, _),),) = json.loads(urllib.parse.parse_qs(body)["f.req"][0])
    text, language, _, _ = json.loads(parameter)
    assert language == "ar"
    return str(text)


@pytest.fixture
def server() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def good(mp3_of: Callable[[int], bytes]) -> str:
    return reply(mp3_of(2000))


def say(text: str = TEXT) -> Speech:
    with Google().open(VOICE) as speaker:
        return speaker.say(text, Role.NARRATOR)


@pytest.mark.usefixtures("waits")
def test_a_reply_is_decoded_and_the_silence_around_it_cut(server: responses.RequestsMock, good: str) -> None:
    server.post(URL, body=good)
    sound = say().audio
    assert sound.sample_rate == 24_000
    assert abs(sound.length_samples / 24 - 2040) < 15  # ms: the tone and the edges that are kept
    assert asked(server) == [TEXT]


@pytest.mark.usefixtures("waits")
def test_the_certificate_is_checked_and_no_wait_is_endless(
    server: responses.RequestsMock, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    checked = responses.matchers.request_kwargs_matcher({"verify": True, "timeout": (5, 15)})
    server.post(URL, body=good, match=[checked])
    say()


@pytest.mark.usefixtures("waits")
def test_certificate_warnings_of_the_program_stay_on(server: responses.RequestsMock, good: str) -> None:
    import urllib3

    server.post(URL, body=good)
    with warnings.catch_warnings():
        say()
        assert not [rule for rule in warnings.filters if rule[2] is urllib3.exceptions.InsecureRequestWarning]


@pytest.mark.usefixtures("waits")
def test_a_certificate_authority_of_the_users_own_is_honoured(
    server: responses.RequestsMock, good: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/own/authority.pem")
    checked = responses.matchers.request_kwargs_matcher({"verify": "/own/authority.pem"})
    server.post(URL, body=good, match=[checked])
    say()


@pytest.mark.parametrize("failure", [{"status": 429}, {"status": 500}, {"status": 503}])
def test_what_may_pass_is_tried_again(
    server: responses.RequestsMock, good: str, waits: list[float], failure: dict[str, Any]
) -> None:
    server.post(URL, **failure)
    server.post(URL, body=good)
    assert say().audio.length_samples > 0
    assert len(server.calls) == 2
    assert sum(waits) >= 0.5


@pytest.mark.parametrize("failure", [requests.ConnectTimeout(), requests.ReadTimeout(), requests.ConnectionError()])
@pytest.mark.usefixtures("waits")
def test_a_network_that_fails_once_is_tried_again(
    server: responses.RequestsMock, good: str, failure: Exception
) -> None:
    server.post(URL, body=failure)
    server.post(URL, body=good)
    assert say().audio.length_samples > 0


LASTING = [
    ({"status": 429}, 5, "answers 429"),
    ({"status": 500}, 5, "answers 500"),
    ({"body": CAPTCHA}, 1, "answers without sound"),
    ({"body": ")]}'"}, 1, "answers without sound"),
    ({"body": reply(b"no music at all" * 40)}, 1, "answers with text, not with sound"),
    ({"body": reply(b"\xfe" * 40)}, 1, "answers with what is not MP3 sound"),
    ({"body": requests.ReadTimeout()}, 2, "took longer than 15 s to answer"),
    ({"body": requests.ConnectTimeout()}, 2, "took longer than 5 s to answer"),
    ({"body": requests.ConnectionError()}, 5, "cannot be reached"),
    ({"body": requests.exceptions.SSLError()}, 1, "certificate is not to be trusted"),
    ({"status": 403}, 1, "refuses with 403"),
    ({"status": 404}, 1, "refuses with 404"),
    ({"body": reply(None)}, 1, "has no sound for this text"),
    ({"status": 429, "headers": {"Retry-After": "3600"}}, 1, "and asks to be left alone for 60 minutes"),
]


@pytest.mark.parametrize(("failure", "attempts", "complaint"), LASTING)
@pytest.mark.usefixtures("waits")
def test_what_lasts_is_one_clear_error(
    server: responses.RequestsMock, failure: dict[str, Any], attempts: int, complaint: str
) -> None:
    server.post(URL, **failure)
    with pytest.raises(NetworkError, match=rf"Google Translate's speech service: .*{complaint}.*; "):
        say()
    assert len(server.calls) == attempts


@pytest.mark.usefixtures("waits")
def test_who_is_taken_for_a_machine_is_told_to_wait(server: responses.RequestsMock) -> None:
    server.post(URL, body=CAPTCHA)
    with pytest.raises(NetworkError, match=r"takes for a machine; wait some hours, or choose another$"):
        say()


def test_waits_grow_and_respect_what_the_server_asks(server: responses.RequestsMock, waits: list[float]) -> None:
    server.post(URL, status=429, headers={"Retry-After": "7"})
    server.post(URL, status=500)
    server.post(URL, status=500)
    server.post(URL, status=500)
    server.post(URL, status=403)
    with pytest.raises(NetworkError):
        say()
    long = [wait for wait in waits if wait > 0]
    assert long[0] == 7
    assert 1 <= long[1] <= 2 <= long[2] <= 4 <= long[3] <= 8


@pytest.mark.usefixtures("waits")
def test_a_reply_that_is_too_short_for_its_text_is_not_kept(
    server: responses.RequestsMock, good: str, mp3_of: Callable[[int], bytes]
) -> None:
    server.post(URL, body=reply(mp3_of(60)))
    server.post(URL, body=good)
    assert say().audio.length_samples > 24_000


def test_questions_keep_their_distance(server: responses.RequestsMock, good: str, waits: list[float]) -> None:
    server.post(URL, body=good)
    with Google().open(VOICE) as speaker:
        for _ in range(3):
            speaker.say(TEXT, Role.NARRATOR)
    assert [wait for wait in waits if wait > 0] == [0.5, 0.5]


@pytest.mark.usefixtures("waits")
def test_a_long_text_is_asked_in_parts_and_none_twice(
    server: responses.RequestsMock, good: str, script_of: Callable[..., Script], tmp_path: Path
) -> None:
    server.post(URL, body=good)
    server.post(URL, status=403)  # midway
    with pytest.raises(NetworkError):
        list(speak.speak(script_of(LONG), VOICE, Google(), cache=ClipCache(tmp_path)))
    server.reset()
    server.post(URL, body=good)
    (clip,) = speak.speak(script_of(LONG), VOICE, Google(), cache=ClipCache(tmp_path))
    first, *rest = cut(speakable(LONG, Marks.LIGHT).text, 100)
    assert asked(server) == rest
    assert first.endswith(".")
    assert clip.speech.audio.length_samples > 2 * 24_000 * (1 + len(rest))
    server.reset()
    assert list(speak.speak(script_of(LONG), VOICE, Google(), cache=ClipCache(tmp_path))) == [clip]


def test_an_unknown_option_is_told_before_anything_is_asked() -> None:
    wrong = Voice(name="mine", title="", synthesizer="google", options={"speed": 3})
    with pytest.raises(SettingsError, match="unknown option 'speed'"), Google().open(wrong):
        pass
