"""The loudness meter against the standard's own figures, and against another meter."""

from __future__ import annotations

import math
import re
import subprocess
from typing import TYPE_CHECKING

import numpy as np
import pytest

from briefing.audio import ffmpeg, to_samples
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies

if TYPE_CHECKING:
    from numpy.typing import NDArray


def sine(seconds: float, decibels: float, rate: int, pitch: float = 997.0) -> NDArray[np.float32]:
    moments = np.arange(round(seconds * rate)) / rate
    return (10 ** (decibels / 20) * np.sin(2 * np.pi * pitch * moments)).astype(np.float32)


def measure(wave: NDArray[np.float32], rate: int) -> float:
    return integrated_lufs(hop_energies(step_energies([wave], rate)))


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100, 48_000])
def test_a_full_scale_sine_in_one_channel_reads_three_below(rate: int) -> None:
    assert measure(sine(3, 0, rate), rate) == pytest.approx(-3.01, abs=0.05)


def test_quiet_passages_do_not_count() -> None:
    """The case of EBU Tech 3341 with a loud middle: the ends lie under the relative gate."""
    parts = [sine(10, -36, 48_000), sine(60, -20, 48_000), sine(10, -36, 48_000)]
    assert measure(np.concatenate(parts), 48_000) == pytest.approx(-23.01, abs=0.1)


def test_silence_has_no_loudness() -> None:
    assert measure(np.zeros(48_000, dtype=np.float32), 48_000) == -math.inf
    assert measure(np.zeros(0, dtype=np.float32), 48_000) == -math.inf


def test_what_lies_under_seventy_is_silence() -> None:
    assert measure(sine(3, -80, 48_000), 48_000) == -math.inf


def test_a_programme_shorter_than_a_block_is_measured_whole() -> None:
    assert measure(sine(0.2, -20, 22_050), 22_050) == pytest.approx(-23.01, abs=0.3)


def test_the_cut_into_chunks_makes_no_difference() -> None:
    wave = np.random.default_rng(5).normal(0, 0.1, 100_000).astype(np.float32)
    whole = step_energies([wave], 22_050)
    cut = step_energies(np.array_split(wave, 37), 22_050)
    assert np.allclose(whole, cut, rtol=1e-5)


def test_it_agrees_with_another_meter() -> None:
    random = np.random.default_rng(7)
    swell = np.repeat(random.uniform(0, 0.3, 120), 2205).astype(np.float32)
    wave = np.cumsum(random.normal(0, 0.1, len(swell))).astype(np.float32)
    noise = swell * (wave - np.convolve(wave, np.full(64, 1 / 64), mode="same")).astype(np.float32)
    command = [ffmpeg(), "-hide_banner", "-f", "s16le", "-ar", "22050", "-ac", "1", "-i", "-"]
    command += ["-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(command, input=to_samples(noise), capture_output=True, check=True).stderr.decode()
    theirs = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    assert measure(noise, 22_050) == pytest.approx(theirs, abs=0.1)
