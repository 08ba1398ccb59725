"""A true-peak limiter that looks both ways: no value between the samples passes the ceiling, and nothing is clipped.

First the peak of each 5 ms step is read at four times the sample rate (ITU-R BS.1770-5, annex 2); from the peaks of a
whole programme follows the gain of every step, and from that what the programme will sound like, before it is written.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from briefing.production.loudness import by_step, in_sizes, step_samples

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from briefing.production.loudness import Steps, Wave

_OVERSAMPLING = 4
_TAPS = 12
_STEPS_AT_ONCE = 2000
# Longer than a period of a deep voice: the gain rides the syllable, it does not follow the wave.
_REACH_STEPS = 4


def true_peaks(chunks: Iterable[Wave], sample_rate: int, *, floor: float = 0.0) -> Steps:
    """Return the largest value of each step of a sound that arrives in chunks, between the samples too.

    Steps whose samples stay under `floor` are not read between the samples: that is where the time goes.
    """
    step = step_samples(sample_rate)
    silence = np.zeros(_TAPS, dtype=np.float32)
    held, before, found = silence[:0], silence, []
    for piece in in_sizes(chunks, step * _STEPS_AT_ONCE):
        if len(held):
            found.append(_peaks(np.concatenate([before, held, _margin(piece)]), step, floor))
            before = held[-_TAPS:]
        held = piece
    if len(held):
        rows = by_step(held, step).ravel()
        found.append(_peaks(np.concatenate([before, rows, silence]), step, floor))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)


def gains(peaks: Steps, factor: float, ceiling: float) -> Steps:
    """Return the gain of each step, `factor` where nothing stands out, that keeps its peaks at `ceiling` or under it.

    The lowest gain around a step is held, then smoothed by as much as it was held: it never lets a peak through.
    """
    wanted = np.minimum(factor, ceiling / np.maximum(peaks, np.float32(1e-9))).astype(np.float32)
    if not len(wanted) or wanted.min() >= factor:
        return wanted
    hold = _REACH_STEPS + 1
    padded = np.pad(wanted, hold, constant_values=factor)
    held = np.lib.stride_tricks.sliding_window_view(padded, 2 * hold + 1).min(axis=1)
    window = np.hanning(2 * _REACH_STEPS + 3)[1:-1].astype(np.float32)
    smooth: Steps = np.convolve(np.pad(held, _REACH_STEPS, mode="edge"), window / window.sum(), mode="valid")
    return np.minimum(smooth, factor)


def apply(chunks: Iterable[Wave], gain: Steps, sample_rate: int) -> Iterator[Wave]:
    """Multiply a sound by the gain of its steps, which slides from the middle of one step to that of the next."""
    step = step_samples(sample_rate)
    slide = ((np.arange(step) + 0.5) / step).astype(np.float32)
    edges = np.concatenate([gain[:1], (gain[1:] + gain[:-1]) / 2, gain[-1:]])
    first = 0
    for piece in in_sizes(chunks, step * _STEPS_AT_ONCE):
        rows = by_step(piece, step)
        starts = edges[first : first + len(rows), None]
        rises = edges[first + 1 : first + len(rows) + 1, None] - starts
        first += len(rows)
        yield (rows * (starts + rises * slide)).ravel()[: len(piece)]


def _margin(piece: Wave) -> Wave:
    return np.pad(piece[:_TAPS], (0, max(_TAPS - len(piece), 0)))


def _peaks(wave: Wave, step: int, floor: float) -> Steps:
    windows = np.lib.stride_tricks.sliding_window_view(wave, step + 2 * _TAPS)[::step]
    peaks: Steps = np.abs(by_step(wave[_TAPS:-_TAPS], step)).max(axis=1)
    loud = peaks > floor
    peaks[loud] = np.maximum(peaks[loud], np.abs(windows[loud] @ _interpolator(step)).max(axis=1, initial=0))
    return peaks


@cache
def _interpolator(step: int) -> NDArray[np.float32]:
    """Return the matrix that reads a step with its margins at the points between its samples."""
    columns = []
    for sample in range(step):
        for part in range(1, _OVERSAMPLING):
            distance = np.arange(step + 2 * _TAPS) - (_TAPS + sample + part / _OVERSAMPLING)
            inside = np.abs(distance) < _TAPS
            taper = np.where(inside, np.cos(np.pi * distance / (2 * _TAPS)) ** 2, 0)
            columns.append(np.sinc(distance) * taper)
    return np.array(columns, dtype=np.float32).T.copy()
