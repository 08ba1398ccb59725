"""Sound to answer with, and clocks that do not wait."""

from __future__ import annotations

import http.server
import json
import math
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Self

import pytest

from briefing import audio
from briefing.narration.synthesizers import network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message
    from pathlib import Path


HOP = 256
SAMPLE_RATE = 16_000
LEVEL = 0.25
SYMBOLS = "_^$ !',-.:;?abdfhijklmnpqrstuvwzðħŋɡɣʃʒʔʕˈːˤθχ\N{COMBINING BRIDGE BELOW}"
_INT64, _FLOAT = 7, 1
_TENSOR_ATTRIBUTE = 4


@pytest.fixture(scope="session")
def mp3_of() -> Callable[[int], bytes]:
    """Make an MP3 as the servers send them: 24 kHz, mono, a tone between silences of 200 ms."""

    def make(tone_ms: int) -> bytes:
        tone = f"sine=frequency=300:sample_rate=24000:duration={tone_ms / 1000},adelay=200,apad=pad_dur=0.2"
        return audio.run_ffmpeg(["-f", "lavfi", "-i", tone, "-ac", "1", "-b:a", "48k", "-f", "mp3", "-"], where="test")

    return make


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Write down every wait, and do not wait."""
    waited: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(network.time, "sleep", sleep)
    monkeypatch.setattr(network.time, "monotonic", lambda: now[0])
    return waited


@pytest.fixture
def write_voice() -> Callable[..., Path]:
    return _write_voice


def _write_voice(folder: Path, name: str, *, timed: bool = False, phoneme_type: str = "espeak") -> Path:
    """Write a voice in Piper's format that is a few hundred bytes long: each symbol sounds for a fixed time.

    The model is written by hand in ONNX's protocol buffers (onnx.proto3): a graph that repeats a constant once for each
    id that it is given and, if wanted, also tells how long each id lasts. `NAME.onnx` has its settings beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(_model(timed=timed))
    settings = {
        "audio": {"sample_rate": SAMPLE_RATE},
        "espeak": {"voice": "ar"},
        "phoneme_type": phoneme_type,
        "num_symbols": len(SYMBOLS),
        "num_speakers": 1,
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_id_map": {symbol: [number] for number, symbol in enumerate(SYMBOLS)},
        "hop_length": HOP,
    }
    path.with_name(f"{name}.onnx.json").write_text(json.dumps(settings), encoding="utf-8")
    return path


def _model(*, timed: bool) -> bytes:
    nodes = [
        _node("Shape", ["input"], "count"),
        _node("Mul", ["count", "hop"], "size"),
        _node("ConstantOfShape", ["size"], "output", _tensor("value", _FLOAT, [1], struct.pack("<f", LEVEL))),
    ]
    outputs = [_value("output", _FLOAT)]
    if timed:
        nodes.append(_node("ConstantOfShape", ["count"], "hops", _tensor("value", _FLOAT, [1], struct.pack("<f", 1))))
        outputs.append(_value("hops", _FLOAT))
    inputs = [_value("input", _INT64), _value("input_lengths", _INT64), _value("scales", _FLOAT)]
    graph = b"".join(
        [
            *(_bytes(1, node) for node in nodes),
            _bytes(2, b"tiny"),
            _bytes(5, _tensor("hop", _INT64, [2], struct.pack("<qq", 1, HOP))),
            *(_bytes(11, value) for value in inputs),
            *(_bytes(12, value) for value in outputs),
        ]
    )
    return _number(1, 8) + _bytes(8, _number(2, 13)) + _bytes(7, graph)


def _node(operation: str, inputs: list[str], output: str, value: bytes | None = None) -> bytes:
    attribute = b""
    if value is not None:
        attribute = _bytes(5, _bytes(1, b"value") + _bytes(5, value) + _number(20, _TENSOR_ATTRIBUTE))
    return (
        b"".join(_bytes(1, name.encode()) for name in inputs)
        + _bytes(2, output.encode())
        + _bytes(4, operation.encode())
        + attribute
    )


def _tensor(name: str, kind: int, dimensions: list[int], raw: bytes) -> bytes:
    return (
        b"".join(_number(1, size) for size in dimensions) + _number(2, kind) + _bytes(8, name.encode()) + _bytes(9, raw)
    )


def _value(name: str, kind: int) -> bytes:
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind)))


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


KEY = "sk-secret-0123456789abcdef"


def wav_of(
    tone_ms: int, *, sample_rate: int = 24_000, length: int | None = None, form: tuple[int, int, int] = (1, 1, 16)
) -> bytes:
    """Make a WAV: a tone between silences of 100 ms; `length` is what its head says, `form` coding, channels, bits."""
    coding, channels, bits = form
    frame = channels * bits // 8
    rest = _WRITTEN[coding, bits](0.0) * channels * (sample_rate // 10)
    period = [0.3 * math.sin(2 * math.pi * 300 * n / sample_rate) for n in range(sample_rate // 100)]  # three waves
    tone = b"".join(_WRITTEN[coding, bits](value) * channels for value in period) * (tone_ms // 10 + 1)
    body = rest + tone[: tone_ms * sample_rate // 1000 * frame] + rest
    told = struct.pack("<HHIIHH", coding, channels, sample_rate, sample_rate * frame, frame, bits)
    chunks = b"fmt " + struct.pack("<I", len(told)) + told + b"LIST" + struct.pack("<I", 3) + b"abc\0"
    chunks += b"data" + struct.pack("<I", len(body) if length is None else length) + body
    return b"RIFF" + struct.pack("<I", (4 + len(chunks)) & 0xFFFF_FFFF) + b"WAVE" + chunks


_WRITTEN: dict[tuple[int, int], Callable[[float], bytes]] = {
    (1, 8): lambda value: struct.pack("<B", round(128 + 127 * value)),
    (1, 16): lambda value: struct.pack("<h", round(32767 * value)),
    (1, 24): lambda value: struct.pack("<i", round(8_388_607 * value))[:3],
    (1, 32): lambda value: struct.pack("<i", round(2_147_483_647 * value)),
    (3, 32): lambda value: struct.pack("<f", value),
    (3, 64): lambda value: struct.pack("<d", value),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a client sent."""

    path: str
    headers: Message
    body: bytes


class SpeechServer:
    """A server on 127.0.0.1 that gives each question to the next of `answers`; the last one stays.

    An answer is a function of the connection and the question: it may say anything, or nothing, or stop in the middle.
    """

    def __init__(self) -> None:
        self.answers: list[Callable[[http.server.BaseHTTPRequestHandler, Asked], None]] = []
        self.asked: list[Asked] = []
        self.stopping = threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked = Asked(path=self.path, headers=self.headers, body=body)
                outer.asked.append(asked)
                answer = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                answer(self, asked)

            def handle(self) -> None:
                with suppress(BrokenPipeError, ConnectionResetError):  # the client went away
                    super().handle()

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


@pytest.fixture
def speech_server() -> Iterator[SpeechServer]:
    with SpeechServer() as running:
        yield running


def reply(
    body: bytes, status: int = 200, length: int | None = None, **headers: str
) -> Callable[[http.server.BaseHTTPRequestHandler, Asked], None]:
    """Answer with a body; `length` is the length that is promised, where it is another."""

    def answer(connection: http.server.BaseHTTPRequestHandler, _: Asked) -> None:
        connection.send_response(status)
        for name, value in headers.items():
            connection.send_header(name.replace("_", "-"), value)
        connection.send_header("Content-Length", str(len(body) if length is None else length))
        connection.end_headers()
        connection.wfile.write(body)
        connection.close_connection = length is not None

    return answer


@pytest.fixture
def kit() -> SimpleNamespace:
    """Lend what tests of servers need, since test modules cannot import one another."""
    return SimpleNamespace(wav_of=wav_of, reply=reply, key=KEY)
