"""A true-peak limiter that looks both ways: no value between the samples passes the ceiling, and nothing is clipped.

First the peak of each 5 ms step is read at four times the sample rate (ITU-R BS.1770-5, annex 2); from the peaks of a
whole programme follows the gain of every step, and from that what the programme will sound like, before it is written.
"""

from __future__ import annotations

import logging
import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from briefing.production.loudness import by_step, hop_energies, in_sizes, step_samples

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from briefing.production.loudness import Steps, Wave

_log = logging.getLogger(__name__)

_OVERSAMPLING = 4
_TAPS = 12
_STEPS_AT_ONCE = 2000
_STEPS_FORESEEN_AT_ONCE = 20_000
# Longer than a period of a deep voice: the gain rides the syllable, it does not follow the wave.
_REACH_STEPS = 4
_MARGIN_STEPS = 2 * _REACH_STEPS + 1
_CLOSE_ENOUGH_LU = 0.02
_MOST_ROUNDS = 12
_MOST_MAKE_UP_DB = 12.0
_LONGEST_STRIDE = 6.0


def true_peaks(chunks: Iterable[Wave], sample_rate: int, *, floor: float = 0.0) -> Steps:
    """Return the largest value of each step of a sound that arrives in chunks, between the samples too.

    Beside samples that stay under `floor` it is not read between them: that is where the time goes.
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


def gains(peaks: Steps, factor: float, ceiling: float, *, first: int = 0, last: int | None = None) -> Steps:
    """Return the gain of steps `first` to `last`: `factor` where nothing stands out, less where a peak would pass.

    The lowest gain around a step is held, then smoothed by as much as it was held: it never lets a peak through. It
    follows from the peaks nearby only, so it may be asked for stretch by stretch, and beyond the ends as well.
    """
    last = len(peaks) if last is None else last
    start, end = first - _MARGIN_STEPS, last + _MARGIN_STEPS
    near = peaks[max(start, 0) : max(end, 0)]
    wanted = np.full(end - start, factor, dtype=np.float32)
    offset = max(-start, 0)
    np.minimum(factor, ceiling / np.maximum(near, np.float32(1e-9)), out=wanted[offset : offset + len(near)])
    if wanted.min() >= np.float32(factor):
        return wanted[_MARGIN_STEPS:-_MARGIN_STEPS]
    held = np.lib.stride_tricks.sliding_window_view(wanted, 2 * (_REACH_STEPS + 1) + 1).min(axis=1)
    window = np.hanning(2 * _REACH_STEPS + 3)[1:-1].astype(np.float32)
    smooth: Steps = np.convolve(held, window / window.sum(), mode="valid")
    return np.minimum(smooth, np.float32(factor))


def limited_hops(energies: Steps, peaks: Steps, factor: float, ceiling: float) -> Steps:
    """Say what the energy of every 100 ms would be with the gain that `gains` gives."""
    found = [np.zeros(0, dtype=np.float32)]
    for first in range(0, len(energies), _STEPS_FORESEEN_AT_ONCE):
        some = energies[first : first + _STEPS_FORESEEN_AT_ONCE]
        gain = gains(peaks, factor, ceiling, first=first, last=first + len(some))
        found.append(hop_energies(some * np.square(gain)))
    return np.concatenate(found)


def gain_for(reach: Callable[[float], float], target_lufs: float, gain_db: float, most_db: float) -> float:
    """Find the gain in dB with which a sound reaches its loudness: what the limiter takes, the gain gives back.

    `reach` says how loud the sound is behind the limiter with a gain; the search begins at `gain_db`, which is right
    where the limiter takes nothing, and never goes over `most_db`.
    """
    most_db = min(gain_db + _MOST_MAKE_UP_DB, most_db)
    stride, before_db, before_lufs = 1.0, gain_db, math.nan
    for _ in range(_MOST_ROUNDS):
        reached_lufs = reach(gain_db)
        _log.debug("gain %.2f dB: %.2f LUFS", gain_db, reached_lufs)
        missing_lu = target_lufs - reached_lufs
        if abs(missing_lu) < _CLOSE_ENOUGH_LU or gain_db >= most_db:
            break
        if reached_lufs > before_lufs:
            stride = min(max((gain_db - before_db) / (reached_lufs - before_lufs), 1.0), _LONGEST_STRIDE)
        before_db, before_lufs = gain_db, reached_lufs
        gain_db = min(gain_db + stride * missing_lu, most_db)
    return gain_db


def apply(chunks: Iterable[Wave], peaks: Steps, factor: float, ceiling: float, sample_rate: int) -> Iterator[Wave]:
    """Multiply a sound by the gain of its steps, which slides from the middle of one step to that of the next."""
    step = step_samples(sample_rate)
    slide = ((np.arange(step) + 0.5) / step).astype(np.float32)
    first = 0
    for piece in in_sizes(chunks, step * _STEPS_AT_ONCE):
        rows = by_step(piece, step)
        gain = gains(peaks, factor, ceiling, first=first - 1, last=first + len(rows) + 1)
        edges = ((gain[1:] + gain[:-1]) * np.float32(0.5))[:, None]
        first += len(rows)
        limited = rows * (edges[:-1] + (edges[1:] - edges[:-1]) * slide)
        yield limited.ravel()[: len(piece)].astype(np.float32, copy=False)


def _margin(piece: Wave) -> Wave:
    return np.pad(piece[:_TAPS], (0, max(_TAPS - len(piece), 0)))


def _peaks(wave: Wave, step: int, floor: float) -> Steps:
    """Return the peaks of the steps of `wave`, which carries `_TAPS` samples of its neighbours at both ends."""
    magnitude = np.abs(wave)
    peaks: Steps = by_step(magnitude[_TAPS:-_TAPS], step).max(axis=1)
    loud = np.maximum(magnitude[_TAPS:-_TAPS], magnitude[_TAPS + 1 : len(wave) - _TAPS + 1]) > floor
    first = np.flatnonzero(loud) + _TAPS
    gaps = first[_may_rise_between(wave, magnitude, first)]
    around = np.lib.stride_tricks.sliding_window_view(wave, 2 * _TAPS)[gaps - _TAPS + 1]
    np.maximum.at(peaks, (gaps - _TAPS) // step, np.abs(around @ _interpolator()).max(axis=1, initial=0))
    return peaks


def _may_rise_between(wave: Wave, magnitude: Wave, first: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Say between which samples, `first` and the next, the curve may stand higher than at both.

    The higher of the two is no lower than its other neighbour, or the wave crosses zero right beside them.
    """
    before, one, other, after = (magnitude[first + offset] for offset in (-1, 0, 1, 2))
    crossing = (wave[first - 1] * wave[first] < 0) | (wave[first + 1] * wave[first + 2] < 0)
    found: NDArray[np.bool_] = np.where(one >= other, one >= before, other >= after) | crossing
    return found


@cache
def _interpolator() -> NDArray[np.float32]:
    """Return the matrix that reads the points between the middle two of a row of samples."""
    columns = []
    for part in range(1, _OVERSAMPLING):
        distance = np.arange(2 * _TAPS) - (_TAPS - 1 + part / _OVERSAMPLING)
        columns.append(np.sinc(distance) * np.cos(np.pi * distance / (2 * _TAPS)) ** 2)
    return np.array(columns, dtype=np.float32).T.copy()
