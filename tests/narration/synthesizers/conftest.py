"""Sound to answer with, and clocks that do not wait."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING

import pytest

from briefing import audio
from briefing.narration.synthesizers import network

if TYPE_CHECKING:
    from collections.abc import Callable
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
