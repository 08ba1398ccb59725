"""Sound to answer with, and clocks that do not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing import audio
from briefing.narration.synthesizers import network

if TYPE_CHECKING:
    from collections.abc import Callable


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
