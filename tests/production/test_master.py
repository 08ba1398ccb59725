"""The programme reaches its loudness and keeps under its ceiling, whatever the voice; silence stays silence."""

from __future__ import annotations

import errno
import re
import subprocess
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from briefing.audio import ffmpeg, to_samples, to_wave
from briefing.errors import OutputError
from briefing.model import Audio
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies
from briefing.production.master import CEILING_DBTP, master

if TYPE_CHECKING:
    from pathlib import Path

RATE = 22_050


def speechlike(seconds: float, level: float, peak: float) -> Audio:
    """Make syllables of noise with a crest factor like a voice's."""
    random = np.random.default_rng(11)
    count = round(seconds * RATE)
    knots = np.arange(0, count + 2205, 2205)
    swell = np.interp(np.arange(count), knots, random.uniform(0, 1, len(knots)))
    pulses = np.zeros(count)
    pulses[:: RATE // 110] = peak
    wave = level * swell * np.convolve(random.normal(0, 1, count) * 0.3 + pulses, np.hanning(12), mode="same")
    return Audio(samples=to_samples(np.clip(wave, -1, 1)), sample_rate=RATE)


def true_peak_dbtp(pcm: bytes) -> float:
    command = [ffmpeg(), "-hide_banner", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(command, input=pcm, capture_output=True, check=True).stderr.decode()
    return float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])


@pytest.mark.parametrize("target", [-23.0, -19.0, -16.0])
@pytest.mark.parametrize(("level", "peak"), [(0.02, 1.0), (0.1, 1.5), (0.2, 0.0)])
def test_any_voice_reaches_its_loudness(target: float, level: float, peak: float, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = master(studio.recording(tmp_path / "programme.pcm", speechlike(6, level, peak)), loudness_lufs=target)
    pcm = recording.pcm.read_bytes()
    assert len(pcm) == 2 * recording.length_samples
    assert integrated_lufs(hop_energies(step_energies([to_wave(pcm)], RATE))) == pytest.approx(target, abs=0.1)
    assert true_peak_dbtp(pcm) <= CEILING_DBTP + 0.1


def test_silence_stays_silence(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = master(studio.recording(tmp_path / "programme.pcm", studio.silence(3000)))
    assert not any(recording.pcm.read_bytes())


def test_a_whisper_of_noise_is_not_blown_up(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    noise = Audio(samples=to_samples(np.random.default_rng(1).normal(0, 0.00002, RATE)), sample_rate=RATE)
    recording = master(studio.recording(tmp_path / "programme.pcm", noise))
    assert recording.pcm.read_bytes() == noise.samples


@pytest.mark.parametrize("length_ms", [0, 1, 30, 399, 401])
def test_a_programme_may_be_of_any_length(length_ms: int, studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = master(studio.recording(tmp_path / "programme.pcm", studio.tone(length_ms)))
    assert recording.pcm.stat().st_size == 2 * recording.length_samples


def test_nothing_is_left_beside_the_sound(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    master(studio.recording(tmp_path / "programme.pcm", studio.tone(900)))
    assert [path.name for path in tmp_path.iterdir()] == ["programme.pcm"]


def test_a_full_disk_leaves_the_sound_as_it_was(studio: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(900))
    before = recording.pcm.read_bytes()

    def full(_: object) -> bytes:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("briefing.production.master.to_samples", full)
    with pytest.raises(OutputError, match="no space left on device"):
        master(recording)
    assert recording.pcm.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["programme.pcm"]
