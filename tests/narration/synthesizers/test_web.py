"""Voices on a server, against one of our own on a real socket: whatever it answers, one clear line and nothing half."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.errors import BriefingError, NetworkError, SettingsError
from briefing.model import Role, Voice
from briefing.narration import speak
from briefing.narration.clips import ClipCache
from briefing.narration.synthesizers import network, web
from briefing.narration.synthesizers.azure import Azure
from briefing.narration.synthesizers.openai import OpenAi

if TYPE_CHECKING:
    import http.server
    from collections.abc import Callable
    from types import SimpleNamespace
    from typing import Any

    from briefing.model import Script, Speech

TEXT = "مَرْحَبًا بِكُمْ فِي الْمُوجَزِ."
KINDS = {"openai": (OpenAi, "base_url", "OPENAI_API_KEY"), "azure": (Azure, "endpoint", "AZURE_SPEECH_KEY")}


class Client:
    """One of the synthesizers, with a voice that asks the server."""

    def __init__(self, kind: str, url: str, server: Any = None, kit: Any = None) -> None:  # noqa: ANN401
        maker, address, _ = KINDS[kind]
        self.server, self.kit = server, kit
        self.synthesizer = maker()
        self.voice = Voice(name="mine", title="", synthesizer=kind, options={address: url, "timeout_s": 1})

    def say(self, text: str = TEXT) -> Speech:
        with self.synthesizer.open(self.voice) as speaker:
            return speaker.say(text, Role.NARRATOR)


@pytest.fixture(params=sorted(KINDS))
def client(
    request: pytest.FixtureRequest,
    speech_server: Any,  # noqa: ANN401
    kit: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> Client:
    monkeypatch.setenv(KINDS[request.param][2], kit.key)
    return Client(request.param, speech_server.url, speech_server, kit)


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask again at once, and twice at most, by the true clock."""
    for name, value in (("ATTEMPTS", 2), ("backoff_s", lambda _: 0.0), ("_SHORTEST_INTERVAL_S", 0.0)):
        monkeypatch.setattr(network, name, value)


def _cut(connection: http.server.BaseHTTPRequestHandler, _: object) -> None:
    connection.close_connection = True


def _chunked(*chunks: bytes, whole: bool) -> Callable[[http.server.BaseHTTPRequestHandler, object], None]:
    def answer(connection: http.server.BaseHTTPRequestHandler, _: object) -> None:
        connection.send_response(200)
        connection.send_header("Transfer-Encoding", "chunked")
        connection.end_headers()
        for chunk in chunks:
            connection.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
        if whole:
            connection.wfile.write(b"0\r\n\r\n")
        connection.close_connection = not whole

    return answer


@pytest.mark.usefixtures("waits")
def test_a_reply_is_decoded_and_the_silence_around_it_cut(client: Client) -> None:
    for answer in (
        client.kit.reply(client.kit.wav_of(1500)),
        _chunked(client.kit.wav_of(1500)[:999], client.kit.wav_of(1500)[999:], whole=True),
    ):
        client.server.answers = [answer]
        sound = client.say().audio
        assert sound.sample_rate == 24_000
        assert abs(sound.length_samples / 24 - 1540) < 5  # ms: the tone and the edges that are kept
    assert len(client.server.asked) == 2


@pytest.mark.usefixtures("waits")
def test_a_reply_that_is_packed_unasked_is_unpacked(client: Client) -> None:
    packed = gzip.compress(client.kit.wav_of(1500))
    client.server.answers = [client.kit.reply(packed, Content_Encoding="gzip")]
    assert client.say().audio.length_samples > 24_000
    assert client.server.asked[0].headers["Accept-Encoding"] == "identity"


@pytest.mark.usefixtures("waits")
def test_mp3_is_understood_from_a_server_that_knows_nothing_else(
    client: Client, mp3_of: Callable[[int], bytes]
) -> None:
    client.server.answers = [client.kit.reply(mp3_of(1500))]
    assert client.say().audio.length_samples > 24_000


LASTING: dict[str, tuple[Callable[[SimpleNamespace], Any], int, str]] = {
    "401": (
        lambda kit: kit.reply(f'{{"error": {{"message": "Incorrect API key: {kit.key}"}}}}'.encode(), 401),
        1,
        r"refuses the key with 401 \(Unauthorized\); look at the key in \w+_KEY$",
    ),
    "403": (lambda kit: kit.reply(b"", 403), 1, r"refuses the key with 403"),
    "404": (lambda kit: kit.reply(b"<html>Not found</html>", 404), 1, r"refuses with 404 \(Not Found\); choose an off"),
    "400": (
        lambda kit: kit.reply(f'{{"error": {{"message": "no model {kit.key}"}}}}'.encode(), 400),
        1,
        r"refuses with 400 \(Bad Request\): no model \*\*\*; choose",
    ),
    "422": (lambda kit: kit.reply(b'{"detail": [{"loc": "voice"}]}', 422), 1, r"refuses with 422 \(Unpro[a-z]+ \w+\);"),
    "redirected": (lambda kit: kit.reply(b"", 302, Location="http://127.0.0.1:9/"), 1, r"leads elsewhere with 302"),
    "429": (lambda kit: kit.reply(b"", 429), 5, r"answers 429 \(Too Many Requests\); try again later"),
    "429 for an hour": (
        lambda kit: kit.reply(b"", 429, Retry_After="3600"),
        1,
        r"answers 429 \(.+\) and asks to be left alone for 60 min",
    ),
    "429 without money": (
        lambda kit: kit.reply(b'{"error": {"message": "You exceeded your quota"}}', 429),
        5,
        r"answers 429 \(Too Many Requests\): You exceeded your quota; try",
    ),
    "500": (lambda kit: kit.reply(b"oops", 500), 5, r"answers 500 \(Internal Server Error\); try again later"),
    "html": (
        lambda kit: kit.reply(b"\n<!DOCTYPE html><html><body>Log in</body></html>"),
        1,
        r"answers with a page for people \(HTML\), not with sound; look at the address and the options of the voice",
    ),
    "json": (
        lambda kit: kit.reply(f'{{"error": {{"message": "no credit for {kit.key}"}}}}'.encode()),
        1,
        r"answers with JSON, not with sound: no credit for \*\*\*; look",
    ),
    "deep json": (lambda kit: kit.reply(b"[" * 100_000), 1, r"answers with text, not with sound; look"),
    "deep json that refuses": (
        lambda kit: kit.reply(b"[" * 16_000, 400),
        1,
        r"refuses with 400 \(Bad Request\); choose",
    ),
    "text": (lambda kit: kit.reply("لا صوت".encode()), 1, r"answers with text, not with sound; look"),
    "another sound": (lambda kit: kit.reply(b"OggS\0\xff" * 99), 1, r"answers with what is neither WAV nor MP3; look"),
    "an empty reply": (lambda kit: kit.reply(b""), 1, r"answers with nothing, where the sound should be; look"),
    "no reply": (lambda _: _cut, 5, r"cannot be reached, or broke off"),
    "half a wav": (lambda kit: kit.reply(kit.wav_of(1500)[:30_000]), 2, r"the reply breaks off in the middle"),
    "half a body": (
        lambda kit: kit.reply(kit.wav_of(1500)[:30_000], length=len(kit.wav_of(1500))),
        5,
        r"broke off in the middle",
    ),
    "half a stream": (
        lambda kit: _chunked(kit.wav_of(1500, length=0xFFFF_FFFF)[:30_000], whole=False),
        5,
        r"broke off in the middle",
    ),
    "a wav without sound": (lambda kit: kit.reply(kit.wav_of(1500)[:40]), 1, r"answers with what is WAV without sound"),
    "too short": (lambda kit: kit.reply(kit.wav_of(30)), 2, r"is too short for its text: 0\.1 s for 16 letters"),
    "silence": (lambda kit: kit.reply(kit.wav_of(0)), 1, r"answers with \d\.\d s of silence; look"),
    "broken mp3": (lambda kit: kit.reply(b"ID3" + bytes(300)), 1, r"answers with what is not MP3 sound"),
}


@pytest.mark.parametrize("failure", sorted(LASTING))
@pytest.mark.usefixtures("waits")
def test_what_lasts_is_one_clear_line_without_the_key(
    failure: str, client: Client, tmp_path: Path, script_of: Callable[..., Script]
) -> None:
    answer, attempts, complaint = LASTING[failure]
    client.server.answers = [answer(client.kit)]
    cache = ClipCache(tmp_path / "clips")
    with pytest.raises(NetworkError, match=complaint) as caught:
        list(speak.speak(script_of(TEXT), client.voice, client.synthesizer, cache=cache))
    assert len(client.server.asked) == attempts
    assert client.kit.key not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not cache.state().clips


@pytest.mark.parametrize("failure", ["429", "500", "half a wav", "half a body", "no reply"])
def test_what_may_pass_is_asked_again_after_a_wait(failure: str, client: Client, waits: list[float]) -> None:
    client.server.answers = [LASTING[failure][0](client.kit), client.kit.reply(client.kit.wav_of(1500))]
    assert client.say().audio.length_samples > 24_000
    assert len(client.server.asked) == 2
    assert sum(waits) >= 0.5


@pytest.mark.parametrize("form", ["seconds", "date", "garbage"])
def test_a_server_that_names_its_wait_is_left_alone_so_long(form: str, client: Client, waits: list[float]) -> None:
    told = {
        "seconds": "17",
        "date": format_datetime(datetime.now(UTC) + timedelta(seconds=19), usegmt=True),
        "garbage": "soon",
    }
    client.server.answers = [
        client.kit.reply(b"", 429, Retry_After=told[form]),
        client.kit.reply(client.kit.wav_of(1500)),
    ]
    client.say()
    longest = max(waits)
    assert (longest < 2) if form == "garbage" else (16 <= longest <= 20)


@pytest.mark.usefixtures("hurry")
def test_a_server_that_says_nothing_is_not_waited_for(client: Client) -> None:
    client.server.answers = [lambda *_: client.server.stopping.wait(30)]
    began = time.monotonic()
    with pytest.raises(NetworkError, match="took longer than 1 s to answer; try again later"):
        client.say()
    assert 2 <= time.monotonic() - began < 6
    client.server.answers = [client.kit.reply(client.kit.wav_of(1500))]
    assert client.say().audio.length_samples > 24_000


@pytest.mark.usefixtures("hurry")
def test_a_reply_that_trickles_on_is_not_waited_for(client: Client) -> None:
    def trickle(connection: http.server.BaseHTTPRequestHandler, _: object) -> None:
        connection.send_response(200)
        connection.send_header("Content-Length", "100000")
        connection.end_headers()
        for number in range(600):
            connection.wfile.write(client.kit.wav_of(100)[number : number + 1])
            if client.server.stopping.wait(0.05):
                return

    client.server.answers = [trickle]
    began = time.monotonic()
    with pytest.raises(NetworkError, match="took longer than 1 s to answer"):
        client.say()
    assert 2 <= time.monotonic() - began < 6


@pytest.mark.usefixtures("hurry")
def test_a_reply_that_never_ends_is_not_taken(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_LARGEST_BYTES", 50_000)
    client.server.answers = [client.kit.reply(client.kit.wav_of(1500))]
    with pytest.raises(NetworkError, match="sends more than anybody could say"):
        client.say()


@pytest.mark.usefixtures("waits")
def test_a_server_that_is_not_there_is_told(client: Client) -> None:
    client.server.__exit__()
    with pytest.raises(NetworkError, match="cannot be reached"):
        client.say()
    client.server.__exit__ = lambda *_: None


def test_the_key_is_sent_as_it_is_even_where_a_netrc_knows_the_host(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password something\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    client.server.answers = [client.kit.reply(client.kit.wav_of(1500))]
    client.say()
    sent = client.server.asked[0].headers
    assert client.kit.key in {
        sent.get("Authorization", "").removeprefix("Bearer "),
        sent.get("Ocp-Apim-Subscription-Key"),
    }
    assert "Basic" not in sent.get("Authorization", "")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_missing_key_is_told_before_anything_is_asked(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(kind, "http://127.0.0.1:9/")
    monkeypatch.delenv(KINDS[kind][2], raising=False)
    expected = f"the environment variable {KINDS[kind][2]} is not set: it holds the key of the server"
    assert client.synthesizer.unusable_because(client.voice) == expected
    with pytest.raises(SettingsError, match=expected):
        client.say()


@pytest.mark.parametrize("key", ["two words", "line\nbreak", "сзкрит"])
def test_a_key_that_is_none_is_refused_and_not_shown(key: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KINDS[client.voice.synthesizer][2], key)
    with pytest.raises(SettingsError, match="is no key; a key is one word") as caught:
        client.say()
    assert key.split(maxsplit=1)[0] not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://speech.example/v1", "would get the key unsealed; give an address that begins with https://"),
        ("http://8.8.8.8/v1", "would get the key unsealed"),
        ("ftp://127.0.0.1/", "is no address of a server"),
        ("127.0.0.1:80", "is no address of a server"),
        ("https://", "is no address of a server"),
        ("https://[::1", "is no address of a server"),
        ("https://me:secret@speech.example/", "is no address of a server"),
        ("https://speech.example/?key=secret", "is no address of a server"),
    ],
)
def test_an_address_that_cannot_be_is_refused(url: str, complaint: str, client: Client) -> None:
    with pytest.raises(SettingsError, match=complaint) as caught:
        Client(client.voice.synthesizer, url).say()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://speech.example/v1",
        "http://localhost:80",
        "http://192.168.1.7/v1",
        "http://litellm:4000",
        "http://nas.local/",
    ],
)
def test_a_key_goes_unsealed_only_inside_the_house(url: str) -> None:
    assert web.checked_url(url, "here", has_key=True) == url


def test_a_wait_that_nobody_would_wait_is_refused(client: Client) -> None:
    for seconds in (0, 601):
        wrong = Voice(name="mine", title="", synthesizer="", options={**client.voice.options, "timeout_s": seconds})
        with (
            pytest.raises(SettingsError, match=f"timeout_s is {seconds}; give 1 to 600"),
            client.synthesizer.open(wrong),
        ):
            pass


@pytest.mark.usefixtures("hurry")
def test_an_episode_is_made_whole_or_not_at_all(
    speech_server: Any,  # noqa: ANN401
    kit: SimpleNamespace,
    briefing: Any,  # noqa: ANN401
    environment: dict[str, str],
    seed: Path,
) -> None:
    home = Path(environment["XDG_CONFIG_HOME"])
    work = home.parent / "work"
    folder = home / "briefing" / "voices"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text(
        f'title = "Mine"\nsynthesizer = "openai"\n[options]\nbase_url = "{speech_server.url}/v1"\nmodel = "m"\n',
        encoding="utf-8",
    )
    environment["OPENAI_API_KEY"] = kit.key
    good = kit.reply(kit.wav_of(9000))
    speech_server.answers = [good, good, kit.reply(kit.wav_of(9000)[:20_000])]
    ran = briefing("make", seed, "--voice", "mine", "--length", "short", "-v")
    assert ran.code == 8
    assert ran.err.splitlines()[-1].endswith(
        "the reply breaks off in the middle; try again later, or choose an offline voice"
    )
    assert kit.key not in ran.err + ran.out
    assert not (work / "output" / seed.stem).exists()

    speech_server.answers = [good]
    asked = len(speech_server.asked)
    assert briefing("make", seed, "--voice", "mine", "--length", "short").code == 0
    assert (work / "output" / seed.stem / "briefing.mp3").is_file()
    texts = [question.body for question in speech_server.asked]
    assert not set(texts[asked:]) & set(texts[:2])  # what was spoken whole is not asked for again


def test_a_voice_on_a_server_is_refused_offline(client: Client) -> None:
    with pytest.raises(BriefingError, match="sends the text to a server"):
        speak.ready(client.voice, offline=True)


def test_no_key_is_shown_by_the_list_of_voices(kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    for _, _, name in KINDS.values():
        monkeypatch.setenv(name, kit.key)
    listed = subprocess.run([sys.executable, "-m", "briefing", "voices", "--json"], capture_output=True, check=True)
    assert re.search(rb'"openai"', listed.stdout)
    assert kit.key.encode() not in listed.stdout + listed.stderr
