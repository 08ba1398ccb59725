"""A true-peak limiter that looks both ways: no sample between the samples passes the ceiling, and nothing is clipped.

The gain follows from the sound around a moment only, so a recording may be limited piece by piece: the pieces join
without a seam, and memory stays as it is however long the recording grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Wave = NDArray[np.float32]

_OVERSAMPLING = 4
# Longer than a period of a deep voice: the gain rides the syllable, it does not follow the wave.
_REACH_STEPS = 20
_STEPS_PER_SECOND = 1000
# How much more sound than its own a piece needs on each side, in steps of about a millisecond.
CONTEXT_STEPS = 2 * _REACH_STEPS + 24


def step_samples(sample_rate: int) -> int:
    """Return the length of a limiter step; pieces and contexts are whole numbers of steps."""
    return max(sample_rate // _STEPS_PER_SECOND, 1)


def limit(wave: Wave, sample_rate: int, ceiling: float) -> Wave:
    """Return the piece inside `wave` with its true peaks at `ceiling` at most.

    `wave` carries `CONTEXT_STEPS` steps of its neighbours (or silence) on each side; they are not returned.
    """
    step = step_samples(sample_rate)
    peaks = _true_peaks(wave, step)
    wanted = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    inner = slice(CONTEXT_STEPS * step, len(wave) - CONTEXT_STEPS * step)
    if wanted.min() == 1.0:
        return wave[inner]
    return (wave * _gain(wanted, step, len(wave)))[inner].astype(np.float32)


def _true_peaks(wave: Wave, step: int) -> Wave:
    """Return the largest value of each step of the wave, read at four times its sample rate."""
    size = len(wave)
    spectrum = np.fft.rfft(wave)
    dense = np.fft.irfft(spectrum, _OVERSAMPLING * size) * np.float32(_OVERSAMPLING)
    peaks: Wave = np.abs(dense).reshape(-1, _OVERSAMPLING * step).max(axis=1)
    return peaks


def _gain(wanted: Wave, step: int, length: int) -> Wave:
    """Hold the lowest gain around each step, then smooth it by as much as it was held: never above what is wanted."""
    hold = _REACH_STEPS + 1
    held = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, hold, mode="edge"), 2 * hold + 1).min(axis=1)
    window = np.hanning(2 * _REACH_STEPS + 3)[1:-1]
    smooth = np.convolve(np.pad(held, _REACH_STEPS, mode="edge"), window / window.sum(), mode="valid")
    centres = np.arange(len(wanted)) * step + (step - 1) / 2
    gain: Wave = np.interp(np.arange(length), centres, smooth).astype(np.float32)
    return gain
