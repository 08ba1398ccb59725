"""onnxruntime behind its door."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import briefing


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
