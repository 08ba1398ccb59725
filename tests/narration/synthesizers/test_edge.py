"""edge-tts against a server of our own that speaks as the real one does."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from typing import TYPE_CHECKING, Any, Self

import aiohttp
import pytest
from aiohttp import web
from edge_tts import communicate

from briefing.errors import NetworkError, SettingsError
from briefing.model import Role, Voice
from briefing.narration import voices
from briefing.narration.synthesizers.edge import Edge

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from briefing.model import Speech

    # a status code, or a way to speak
    Answer = int | Callable[[web.WebSocketResponse], Coroutine[Any, Any, None]]

VOICE = Voice(name="edge", title="", synthesizer="edge", cast={Role.QUOTE: {"voice": "ar-SA-ZariyahNeural"}})
TEXT = "مَرْحَبًا بِكُمْ، فِي الْمُوجَزِ."


class Server:
    """Answers each connection with the next of `answers`; the last one stays."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        application = web.Application()
        application.router.add_get("/edge", self._answer)
        runner = web.AppRunner(application)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, int):
            return web.Response(status=answer)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        assert '"wordBoundaryEnabled":"true"' in await socket.receive_str()
        ssml = await socket.receive_str()
        self.asked.append(ssml)
        await answer(socket)
        await socket.close()
        return socket


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with Server() as running:
        monkeypatch.setattr(communicate, "WSS_URL", f"ws://127.0.0.1:{running.port}/edge?TrustedClientToken=x")
        yield running


async def send_sound(socket: web.WebSocketResponse, mp3: bytes) -> None:
    head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    for at in range(0, len(mp3), 1000):
        await socket.send_bytes(len(head).to_bytes(2, "big") + head + mp3[at : at + 1000])


async def send_word(socket: web.WebSocketResponse, word: str, start_ms: int, length_ms: int) -> None:
    told = {"Offset": start_ms * 10_000, "Duration": length_ms * 10_000, "text": {"Text": word, "Length": len(word)}}
    body = json.dumps({"Metadata": [{"Type": "WordBoundary", "Data": told}]})
    await socket.send_str(f"X-RequestId:1\r\nPath:audio.metadata\r\n\r\n{body}")


def speaking(mp3: bytes, words: list[tuple[str, int, int]], *, whole: bool = True) -> Answer:
    async def answer(socket: web.WebSocketResponse) -> None:
        await socket.send_str("X-RequestId:1\r\nPath:turn.start\r\n\r\n{}")
        for word in words:
            await send_word(socket, *word)
        await send_sound(socket, mp3)
        if whole:
            await socket.send_str("X-RequestId:1\r\nPath:turn.end\r\n\r\n{}")

    return answer


WORDS = [("مرحبا", 200, 600), ("بكم", 800, 300), ("في", 1300, 200), ("الموجز", 1500, 700)]


@pytest.fixture
def good(mp3_of: Callable[[int], bytes]) -> Answer:
    return speaking(mp3_of(2000), WORDS)


def say(text: str = TEXT, role: Role = Role.NARRATOR) -> Speech:
    with Edge().open(VOICE) as speaker:
        return speaker.say(text, role)


@pytest.mark.usefixtures("waits")
def test_the_answer_is_decoded_with_the_time_of_every_word(server: Server, good: Answer) -> None:
    server.answers = [good]
    speech = say()
    assert speech.audio.sample_rate == 24_000
    assert [time.word for time in speech.words] == [0, 1, 2, 3]
    second, third, fourth = (time.start_sample // 24 for time in speech.words[1:])
    assert (third - second, fourth - third) == (500, 200)


@pytest.mark.usefixtures("waits")
def test_the_quote_is_asked_of_another_voice(server: Server, good: Answer) -> None:
    server.answers = [good]
    say()
    say(role=Role.QUOTE)
    assert [re.findall("ar-[A-Z]+, [A-Za-z]+", ssml) for ssml in server.asked] == [
        ["ar-SA, HamedNeural"],
        ["ar-SA, ZariyahNeural"],
    ]


@pytest.mark.usefixtures("waits")
def test_words_that_are_told_otherwise_get_no_times(server: Server, mp3_of: Callable[[int], bytes]) -> None:
    server.answers = [speaking(mp3_of(2000), [("أهلا", 0, 500)])]
    assert say().words == ()


@pytest.mark.usefixtures("waits")
def test_an_answer_that_breaks_off_is_asked_for_again(
    server: Server, good: Answer, mp3_of: Callable[[int], bytes]
) -> None:
    server.answers = [speaking(mp3_of(2000), WORDS[:2], whole=False), speaking(b"", []), 429, 503, good]
    assert len(say().words) == 4
    assert len(server.asked) == 3


@pytest.mark.usefixtures("waits")
def test_a_service_that_sends_no_sound_is_asked_once_more_and_no_third_time(server: Server, good: Answer) -> None:
    server.answers = [speaking(b"", []), speaking(b"", []), good]
    with pytest.raises(NetworkError, match="sends no sound"):
        say()
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (403, "refuses with 403"),
        (429, "answers 429"),
        (speaking(b"", []), "sends no sound"),
        (speaking(b"x" * 500, []), "answers with text, not with sound"),
        (speaking(b"\xfe" * 500, []), "answers with what is not MP3 sound"),
    ],
)
@pytest.mark.usefixtures("waits")
def test_what_lasts_is_one_clear_error(server: Server, answer: Answer, complaint: str) -> None:
    server.answers = [answer]
    with pytest.raises(NetworkError, match=rf"Microsoft Edge's speech service: .*{complaint}.*; "):
        say()


@pytest.mark.parametrize(
    ("failure", "complaint"),
    [
        (TimeoutError(), "took longer than 15 s to answer"),
        (aiohttp.ConnectionTimeoutError(), "took longer than 5 s to answer"),
        (aiohttp.ServerDisconnectedError(), "cannot be reached"),
        (ConnectionRefusedError(), "cannot be reached"),
        (aiohttp.ClientSSLError(None, OSError()), "certificate"),  # type: ignore[arg-type]
    ],
)
@pytest.mark.usefixtures("waits")
def test_a_network_that_fails_is_one_clear_error(
    failure: Exception, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(aiohttp.ClientSession, "ws_connect", fail)
    with pytest.raises(NetworkError, match=complaint):
        say()


@pytest.mark.parametrize("options", [{"voice": "nobody"}, {"rate": "fast"}])
def test_options_that_are_off_are_told_before_anything_is_asked(options: dict[str, object]) -> None:
    wrong = Voice(name="mine", title="", synthesizer="edge", options=options)
    with pytest.raises(SettingsError, match="voice mine: Invalid"), Edge().open(wrong):
        pass


@pytest.mark.usefixtures("user_folders")
def test_the_voices_that_come_with_the_program_are_well_formed() -> None:
    for name in ("hamed", "zariyah", "salma", "shakir"):
        with Edge().open(voices.load(name)) as speaker:
            assert "Neural" in speaker.fingerprint(TEXT, Role.QUOTE)
