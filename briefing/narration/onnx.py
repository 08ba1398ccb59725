"""The one door to onnxruntime, which sends reports of its use to its maker unless it is told not to."""

from __future__ import annotations

import os
from typing import Any

# Since onnxruntime 1.29, on Linux and macOS too; it reads this once, while it is imported.
_NO_REPORTS = "ORT_DISABLE_TELEMETRY"


def runtime() -> Any:  # noqa: ANN401 - onnxruntime is untyped
    """Return the module `onnxruntime`, silent: a program that speaks offline reports to nobody."""
    os.environ[_NO_REPORTS] = "1"
    import onnxruntime

    return onnxruntime
