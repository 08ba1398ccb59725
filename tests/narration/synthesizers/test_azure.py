"""Azure's REST interface against a server that checks what Microsoft documents."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from briefing.arabic import strip_marks
from briefing.errors import NetworkError, SettingsError
from briefing.model import Role, Voice
from briefing.narration.synthesizers.azure import Azure

if TYPE_CHECKING:
    import http.server
    from types import SimpleNamespace

    from briefing.model import Speech

TEXT = "قَالَ الرَّئِيسُ: نَعَمْ، سَنَعْمَلُ!"
NAMESPACE = "{http://www.w3.org/2001/10/synthesis}"
NEEDED = ("Ocp-Apim-Subscription-Key", "Content-Type", "X-Microsoft-OutputFormat", "User-Agent")


class AzureServer:
    """Answers as the documentation says; a key that is wrong gets 401 and no body."""

    def __init__(self, server: Any, kit: SimpleNamespace) -> None:  # noqa: ANN401
        self.server, self.kit = server, kit
        server.answers = [self.answer]

    def answer(self, connection: http.server.BaseHTTPRequestHandler, asked: Any) -> None:  # noqa: ANN401
        status = self._checked(asked)
        self.kit.reply(self.kit.wav_of(2500) if status == 200 else b"", status)(connection, asked)

    def _checked(self, asked: Any) -> int:  # noqa: ANN401
        headers = asked.headers
        if headers.get("Ocp-Apim-Subscription-Key") != self.kit.key:
            return 401
        if any(not headers.get(name) for name in NEEDED) or headers["Content-Type"] != "application/ssml+xml":
            return 415
        if headers["X-Microsoft-OutputFormat"] != "riff-24khz-16bit-mono-pcm":
            return 400
        speak = ET.fromstring(asked.body)  # noqa: S314 - our own
        (voice,) = speak
        language = speak.get("{http://www.w3.org/XML/1998/namespace}lang")
        right = speak.tag == f"{NAMESPACE}speak" and speak.get("version") == "1.0" and voice.tag == f"{NAMESPACE}voice"
        return 200 if right and language and voice.get("name", "").startswith(language) else 400

    def prosody(self) -> ET.Element:
        ((prosody,),) = ET.fromstring(self.server.asked[-1].body)  # noqa: S314
        return prosody


@pytest.fixture
def server(speech_server: Any, kit: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> AzureServer:  # noqa: ANN401
    monkeypatch.setenv("AZURE_SPEECH_KEY", kit.key)
    monkeypatch.delenv("AZURE_SPEECH_REGION", raising=False)
    return AzureServer(speech_server, kit)


def say(server: AzureServer, text: str = TEXT, role: Role = Role.NARRATOR, **options: object) -> Speech:
    told = {"endpoint": f"{server.server.url}/cognitiveservices/v1", **options}
    voice = Voice(
        name="mine", title="", synthesizer="azure", options=told, cast={Role.QUOTE: {"voice": "ar-EG-SalmaNeural"}}
    )
    with Azure().open(voice) as speaker:
        return speaker.say(text, role)


@pytest.mark.usefixtures("waits")
def test_each_clause_is_bare_for_the_eye_and_marked_for_the_ear(server: AzureServer) -> None:
    assert say(server).audio.sample_rate == 24_000
    prosody = server.prosody()
    assert [(part.tag, part.get("alias"), part.text, part.tail) for part in prosody] == [
        (f"{NAMESPACE}sub", "قَالَ الرَّئِيسُ", "قال الرئيس", ": "),
        (f"{NAMESPACE}sub", "نَعَمْ", "نعم", "، "),
        (f"{NAMESPACE}sub", "سَنَعْمَلُ", "سنعمل", "!"),
    ]


@pytest.mark.usefixtures("waits")
def test_each_word_may_have_its_ipa(server: AzureServer) -> None:
    say(server, readings="phoneme")
    parts = [(part.get("alphabet"), part.get("ph"), part.text, part.tail) for part in server.prosody()]
    assert parts[0] == ("ipa", "qaːla", "قال", " ")
    assert parts[1] == ("ipa", "rraʔiːsu", "الرئيس", ": ")
    assert [part[2:] for part in parts[2:]] == [("نعم", "، "), ("سنعمل", "!")]


@pytest.mark.usefixtures("waits")
def test_plain_marks_cost_no_markup(server: AzureServer) -> None:
    say(server, readings="marks")
    assert server.prosody().text == TEXT
    assert not list(server.prosody())


@pytest.mark.parametrize("readings", ["sub", "phoneme", "marks"])
@pytest.mark.usefixtures("waits")
def test_whatever_way_every_letter_is_there_once(readings: str, server: AzureServer) -> None:
    for text in (TEXT, "لَا", "نَعَمْ. نعم", "سَنَعْمَلُ ، ثُمَّ"):
        say(server, text, readings=readings)
        assert strip_marks("".join(server.prosody().itertext())).split() == strip_marks(text).split()


@pytest.mark.usefixtures("waits")
def test_the_cast_has_voices_and_languages_of_its_own(server: AzureServer) -> None:
    say(server, role=Role.QUOTE, rate="-10%", pitch="high")
    speak = ET.fromstring(server.server.asked[-1].body)  # noqa: S314
    assert speak[0].get("name") == "ar-EG-SalmaNeural"
    assert (server.prosody().get("rate"), server.prosody().get("pitch")) == ("-10%", "high")


@pytest.mark.usefixtures("waits")
def test_a_wrong_key_is_told_and_not_shown(server: AzureServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_SPEECH_KEY", "0123wrong")
    with pytest.raises(NetworkError, match=r"Azure's speech service: refuses the key with 401") as caught:
        say(server)
    assert "0123wrong" not in str(caught.value)


def test_the_region_stands_in_the_address(server: AzureServer, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    from briefing.narration.synthesizers import azure

    def address(**options: object) -> str:
        voice = Voice(name="mine", title="", synthesizer="azure", options=options)
        return azure._question(voice, "", Role.NARRATOR).url

    expected = "the environment variable AZURE_SPEECH_REGION is not set"
    with pytest.raises(SettingsError, match=expected):
        address()
    assert (Azure().unusable_because(Voice(name="mine", title="", synthesizer="azure")) or "").startswith(expected)
    monkeypatch.setenv("AZURE_SPEECH_REGION", "qatarcentral")
    assert Azure().unusable_because(Voice(name="mine", title="", synthesizer="azure")) is None
    assert address() == "https://qatarcentral.tts.speech.microsoft.com/cognitiveservices/v1"
    assert address(region="uaenorth").startswith("https://uaenorth.tts.")
    with pytest.raises(SettingsError, match="give one like westeurope"):
        address(region="evil.example/")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"voice": "Hamed"}, "voice is 'Hamed'; give one like ar-EG-SalmaNeural"),
        ({"rate": "silly"}, "rate is 'silly'; give one like"),
        ({"pitch": '"><evil/>'}, "give one like"),
        ({"readings": "loud"}, "readings is 'loud'; choose one of: sub, phoneme, marks"),
    ],
)
def test_an_option_that_cannot_be_is_told_before_anything_is_asked(
    options: dict[str, object], complaint: str, server: AzureServer
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        say(server, **options)
    assert not server.server.asked
