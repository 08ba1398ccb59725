"""`POST {base_url}/audio/speech` against a server that checks what OpenAI's does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from briefing.arabic import strip_marks
from briefing.errors import NetworkError, SettingsError
from briefing.model import Role, Voice
from briefing.narration import speak, voices
from briefing.narration.synthesizers.openai import OpenAi

if TYPE_CHECKING:
    import http.server
    from collections.abc import Callable
    from types import SimpleNamespace

    from briefing.model import Script, Speech

TEXT = "مَرْحَبًا بِكُمْ فِي الْمُوجَزِ."
KNOWN = {"model", "input", "voice", "instructions", "response_format", "speed", "stream_format"}
LONGEST = 4096
MOST_TOKENS = {"gpt-4o-mini-tts": 2000}  # of a text whose letters stand between marks each sign may be one


class OpenAiServer:
    """Answers as the API reference says: keys, fields and limits are checked, the sound is as long as the text."""

    def __init__(self, server: Any, kit: SimpleNamespace, known: frozenset[str] = frozenset(KNOWN)) -> None:  # noqa: ANN401
        self.server, self.kit, self.known = server, kit, known
        server.answers = [self.answer]

    def answer(self, connection: http.server.BaseHTTPRequestHandler, asked: Any) -> None:  # noqa: ANN401
        status, complaint = self._checked(asked)
        body = json.dumps({"error": {"message": complaint, "type": "invalid_request_error"}}).encode()
        if status == 200:
            # The real one streams, and does not know the length when it writes the head.
            body = self.kit.wav_of(60 * len(json.loads(asked.body)["input"]), length=0xFFFF_FFFF)
        self.kit.reply(body, status)(connection, asked)

    def _checked(self, asked: Any) -> tuple[int, str]:  # noqa: ANN401
        if asked.headers.get("Authorization") != f"Bearer {self.kit.key}":
            return 401, f"Incorrect API key provided: {asked.headers.get('Authorization')}"
        if asked.path != "/v1/audio/speech" or asked.headers.get("Content-Type") != "application/json":
            return 404, "Invalid URL"
        told = json.loads(asked.body)
        if not {"model", "input", "voice"} <= told.keys() or told.get("response_format") != "wav":
            return 400, "a field is missing"
        if told.keys() - self.known:
            return 400, f"Unknown parameter: {min(told.keys() - self.known)}"
        signs = len(told["input"].replace(" ", ""))
        if len(told["input"]) > LONGEST or signs > MOST_TOKENS.get(told["model"], LONGEST):
            return 400, f"String should have at most {LONGEST} characters, or has too many tokens"
        return 200, ""

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(asked.body) for asked in self.server.asked]


@pytest.fixture
def server(speech_server: Any, kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> OpenAiServer:  # noqa: ANN401
    monkeypatch.setenv("OPENAI_API_KEY", kit.key)
    return OpenAiServer(speech_server, kit)


def voice_of(server: OpenAiServer, cast: dict[Role, dict[str, object]] | None = None, **options: object) -> Voice:
    told = {"base_url": f"{server.server.url}/v1/", "model": "gpt-4o-mini-tts", "voice": "onyx", **options}
    return Voice(name="mine", title="", synthesizer="openai", options=told, cast=cast or {})


def say(voice: Voice, text: str = TEXT, role: Role = Role.NARRATOR) -> Speech:
    with OpenAi().open(voice) as speaker:
        return speaker.say(text, role)


@pytest.mark.usefixtures("waits")
def test_the_server_is_asked_what_the_reference_says(server: OpenAiServer) -> None:
    voice = voice_of(server, cast={Role.QUOTE: {"voice": "nova", "speed": 0.9}})
    for role in (Role.NARRATOR, Role.QUOTE):
        assert say(voice, role=role).audio.sample_rate == 24_000
    asked = {"model": "gpt-4o-mini-tts", "input": TEXT, "response_format": "wav"}
    assert server.told() == [{**asked, "voice": "onyx"}, {**asked, "voice": "nova", "speed": 0.9}]


@pytest.mark.usefixtures("waits")
def test_fields_of_a_servers_own_are_sent_beside_ours(server: OpenAiServer) -> None:
    server.known |= {"lang", "steps"}
    say(voice_of(server, extra={"lang": "ar", "steps": 8}))
    assert server.told()[0]["lang"] == "ar"
    assert server.told()[0]["steps"] == 8


@pytest.mark.usefixtures("waits")
def test_a_field_that_the_server_does_not_know_is_told_in_its_words(server: OpenAiServer) -> None:
    with pytest.raises(NetworkError, match=r"refuses with 400 \(Bad Request\): Unknown parameter: lang; choose"):
        say(voice_of(server, extra={"lang": "ar"}))


@pytest.mark.usefixtures("waits")
def test_a_wrong_key_is_told_and_not_shown(server: OpenAiServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MY_KEY", "sk-wrong-key")
    with pytest.raises(NetworkError, match=r"refuses the key with 401 .*look at the key in MY_KEY") as caught:
        say(voice_of(server, key_env="MY_KEY"))
    assert "sk-wrong-key" not in str(caught.value)


@pytest.mark.usefixtures("waits")
def test_a_server_without_a_key_is_sent_none(server: OpenAiServer) -> None:
    voice = voice_of(server, key_env="")
    assert OpenAi().unusable_because(voice) is None
    with pytest.raises(NetworkError, match=r"refuses the key with 401 .*name its key with key_env"):
        say(voice)
    assert "Authorization" not in server.server.asked[0].headers


@pytest.mark.parametrize("name", ["input", "model", "response_format", "speed", "voice"])
def test_extra_takes_the_place_of_none_of_ours(name: str, server: OpenAiServer) -> None:
    with (
        pytest.raises(SettingsError, match=f"extra has '{name}'; set that under"),
        OpenAi().open(voice_of(server, extra={name: "x"})),
    ):
        pass


@pytest.mark.usefixtures("waits")
def test_a_long_text_is_cut_at_the_ends_of_clauses(server: OpenAiServer, script_of: Callable[..., Script]) -> None:
    clause = "قَالَ الرَّئِيسُ إِنَّ الْخُطَّةَ جَاهِزَةٌ وَإِنَّ الْعَمَلَ بَدَأَ مُنْذُ أُسْبُوعٍ، "
    (clip,) = speak.speak(script_of((clause * 120).strip(" ،") + "."), voice_of(server), OpenAi())
    texts = [told["input"] for told in server.told()]
    assert len(texts) > 1
    assert all(len(text) < LONGEST for text in texts)
    assert all(text.endswith("،") for text in texts[:-1])
    assert strip_marks(" ".join(texts)) == strip_marks(clip.utterance.spoken)
    lengths = [60 * len(text) + 40 for text in texts]
    assert clip.speech.audio.length_samples / 24 == pytest.approx(sum(lengths) + 200 * (len(texts) - 1), abs=20)


def test_what_decides_the_sound_is_in_the_fingerprint_and_the_key_is_not(
    server: OpenAiServer, kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fingerprint(**options: object) -> str:
        with OpenAi().open(voice_of(server, **options)) as speaker:
            return str(speaker.fingerprint(TEXT, Role.NARRATOR))

    monkeypatch.setenv("OTHER", kit.key + "2")
    plain = fingerprint()
    assert kit.key not in plain
    assert fingerprint(key_env="OTHER") == fingerprint(timeout_s=30) == fingerprint(speed=1.0) == plain
    changed = (
        {"model": "tts-1"},
        {"voice": "nova"},
        {"speed": 1.1},
        {"extra": {"lang": "ar"}},
        {"base_url": "https://a.example"},
    )
    assert len({plain, *(fingerprint(**options) for options in changed)}) == 6


def test_an_option_may_be_a_table_of_plain_values() -> None:
    content = {"title": "A", "synthesizer": "openai", "options": {"extra": {"lang": "ar", "steps": 8, "fast": True}}}
    assert voices.parse("mine", content, "mine.toml").options["extra"] == {"lang": "ar", "steps": 8, "fast": True}
    for extra in ({"lang": []}, {"lang": {"code": "ar"}}):
        with pytest.raises(SettingsError, match=r"extra is .*give a text, a number, true, false, or a table of these"):
            voices.parse("mine", {**content, "options": {"extra": extra}}, "mine.toml")


@pytest.mark.usefixtures("waits")
def test_the_whole_address_does_as_well_as_its_beginning(server: OpenAiServer) -> None:
    assert say(voice_of(server, base_url=f"{server.server.url}/v1/audio/speech")).audio.sample_rate == 24_000


@pytest.mark.parametrize("speed", [0.0, 99.0])
def test_a_speed_that_no_server_knows_is_not_sent(server: OpenAiServer, speed: float) -> None:
    with pytest.raises(SettingsError, match=r"give 0.25 to 4"):
        say(voice_of(server, speed=speed))
    assert not server.server.asked
