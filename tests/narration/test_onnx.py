"""onnxruntime behind its door."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

import briefing
from briefing.narration import onnx

MODEL = b"\x08\x96\x01" + b"\x3a\x04abcd" + b"\x15abcd" + b"\x11abcdefgh"  # a number, a text, two of fixed length


def test_the_runtime_keeps_no_record_to_send(environment: dict[str, str], tmp_path: Path) -> None:
    environment.pop("CI", None)
    program = "from briefing.narration import onnx; onnx.runtime().SessionOptions()"
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    assert not list(tmp_path.rglob(".onnxruntime"))


def test_nothing_but_the_door_imports_the_runtime() -> None:
    package = Path(briefing.__file__).parent
    importers = {
        file.name for file in package.rglob("*.py") if "import onnxruntime\n" in file.read_text(encoding="utf-8")
    }
    assert importers == {"onnx.py"}


def test_a_model_is_whole_where_its_last_field_ends() -> None:
    assert onnx.is_whole(io.BytesIO(MODEL))
    ends = {3, 9, 14, len(MODEL)}  # behind a field a shorter model could end
    assert [length for length in range(len(MODEL)) if onnx.is_whole(io.BytesIO(MODEL[:length]))] == sorted(ends)[:-1]


@pytest.mark.parametrize("content", [b"", b"<html>", b"no model", b"[GLOBAL]", b"\xff" * 20, MODEL + b"\n"])
def test_what_is_no_model_is_not_whole(content: bytes) -> None:
    assert not onnx.is_whole(io.BytesIO(content))
