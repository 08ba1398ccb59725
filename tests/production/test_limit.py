"""No peak passes the limiter, between the samples neither; what is under the ceiling passes untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.production.limit import apply, gains, true_peaks
from briefing.production.loudness import step_samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 22_050
CEILING = 0.8


def limited(wave: NDArray[np.float32], factor: float = 1.0, parts: int = 1) -> NDArray[np.float32]:
    peaks = true_peaks(np.array_split(wave, parts), RATE)
    return np.concatenate(list(apply(np.array_split(wave, parts), peaks, factor, CEILING, RATE)))


def between(wave: NDArray[np.float32]) -> float:
    """Read the largest value of a wave at sixteen times its sample rate."""
    spectrum = np.fft.rfft(np.pad(wave, 4096))
    return float(np.abs(np.fft.irfft(spectrum, 16 * (len(wave) + 8192)) * 16).max())


@given(seed=st.integers(0, 1000), strength=st.floats(0.05, 3), seconds=st.floats(0.002, 1.5))
@settings(max_examples=40, deadline=None)
def test_no_peak_passes(seed: int, strength: float, seconds: float) -> None:
    random = np.random.default_rng(seed)
    spectrum = np.fft.rfft(random.normal(0, strength, max(int(seconds * RATE), 8)))
    # Speech has little in the top of the band, where a meter of four times the rate may miss half a decibel.
    wave = np.fft.irfft(spectrum * (np.arange(len(spectrum)) < 0.8 * len(spectrum))).astype(np.float32)
    out = limited(wave)
    assert len(out) == len(wave)
    assert between(out) <= CEILING * 10 ** (0.5 / 20)


def test_a_peak_between_two_samples_is_seen() -> None:
    """A tone at a quarter of the rate, in between phases: its samples stand 3 dB under its peaks."""
    wave = np.sin(np.pi / 2 * np.arange(2000) + np.pi / 4).astype(np.float32)
    assert np.abs(wave).max() == pytest.approx(0.707, abs=0.001)
    assert true_peaks([wave], RATE)[2:-2].max() == pytest.approx(1.0, abs=0.01)


def test_what_is_under_the_ceiling_is_only_multiplied() -> None:
    wave = (0.3 * np.sin(np.arange(5000) / 9)).astype(np.float32)
    assert np.allclose(limited(wave, factor=2.0), 2 * wave, atol=1e-6)


def test_a_loud_moment_leaves_the_rest_alone() -> None:
    wave = (0.5 * np.sin(np.arange(RATE) / 9)).astype(np.float32)
    wave[RATE // 2 : RATE // 2 + 200] *= 3
    out = limited(wave)
    assert np.allclose(out[: RATE // 3], wave[: RATE // 3])
    assert np.allclose(out[-RATE // 3 :], wave[-RATE // 3 :])
    assert between(out) <= CEILING * 1.01


@pytest.mark.parametrize("parts", [2, 3, 17, 400])
def test_the_cut_into_chunks_makes_no_difference(parts: int) -> None:
    wave = np.random.default_rng(3).normal(0, 0.5, 3 * step_samples(RATE) * 2000 + 77).astype(np.float32)
    assert np.allclose(limited(wave), limited(wave, parts=parts), atol=1e-6)


def test_the_gain_of_a_stretch_is_that_of_the_whole() -> None:
    peaks = np.abs(np.random.default_rng(4).normal(0, 0.6, 500)).astype(np.float32)
    whole = gains(peaks, 1.5, CEILING)
    parts = [gains(peaks, 1.5, CEILING, first=first, last=min(first + 7, 500)) for first in range(0, 500, 7)]
    assert np.allclose(np.concatenate(parts), whole)


def test_nothing_in_nothing_out() -> None:
    empty = np.zeros(0, dtype=np.float32)
    assert len(true_peaks([], RATE)) == 0
    assert len(gains(empty, 1.0, CEILING)) == 0
    assert not list(apply([], empty, 1.0, CEILING, RATE))
