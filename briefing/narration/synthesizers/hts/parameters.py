"""From labels to what the filter needs in each frame: how long each state lasts, and the smoothest likely course.

- Durations: the mean of each state, longer or shorter by its variance where the speed asks for it (Yoshimura et al.,
  "Duration modeling for HMM-based speech synthesis", ICSLP 1998).
- The course of a stream: the most probable one under the densities of each number and of its change (MLPG: Tokuda et
  al., "Speech parameter generation algorithms for HMM-based speech synthesis", ICASSP 2000). The normal equations are a
  matrix with five diagonals, the same shape for every number of the stream, so that all are solved at once.
- Global variance: what averaging took away of a stream's spread is given back by scaling (the closed form of Silén et
  al., "Ways to implement global variance in statistical speech synthesis", Interspeech 2012, after Toda and Tokuda).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from briefing.narration.synthesizers.hts.voice_file import Densities, Floats, HtsVoice, Stream

    Frames = NDArray[np.int64]
    Mask = NDArray[np.bool_]

# A variance of 0 is what a state seen once has; in the equations its weight must stay a number.
_LEAST_VARIANCE = 1e-12
_VOICED = 0.5  # a frame whose state is more probably voiced than not sounds voiced
# A group of a word or two has less spread than a sentence by its nature: bring it nearer, not all the way. Over 28 news
# sentences the factors are 1.0 to 1.5; three times as much, in a lone word of few frames, is heard as a squeak.
_MOST_SPREAD = 1.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What sounds, a row a frame: mel-cepstrum, log of the pitch in Hz, and the taps of the band filter.

    The pitch of a frame without voice is of no meaning.
    """

    spectrum: Floats
    log_pitch: Floats
    voiced: Mask
    bands: Floats


def durations(voice: HtsVoice, labels: Sequence[str], speed: float, fixed: Mapping[int, int]) -> Frames:
    """Return the frames of each state of each label, at least 1: labels x states.

    `fixed` gives the frames of a label as a whole, by its number, where the caller knows better: of a pause.
    """
    rows = np.array([voice.durations.of(label)[0] for label in labels], dtype=np.float64)
    mean, variance = rows[:, : voice.states], np.maximum(rows[:, voice.states :], _LEAST_VARIANCE)
    wanted = (1 / speed - 1) * mean.sum(axis=1, keepdims=True) / variance.sum(axis=1, keepdims=True)
    frames: Frames = np.maximum(1, np.floor(mean + wanted * variance + 0.5)).astype(np.int64)
    for number, count in fixed.items():
        share = np.full(voice.states, max(count // voice.states, 1))
        share[voice.states // 2] += max(count - int(share.sum()), 0)
        frames[number] = share
    return frames


def course(voice: HtsVoice, labels: Sequence[str], frames: Frames) -> Course:
    """Generate the streams of an utterance whose states last `frames`."""
    repeats = frames.reshape(-1)
    speech = np.repeat([not voice.is_silent(label) for label in labels], frames.sum(axis=1))
    spectrum = _course(voice.spectrum, _rows(voice.spectrum.densities, labels), repeats)
    _spread(spectrum, speech, _variance(voice.spectrum, labels[0]))
    pitch_rows = _rows(voice.pitch.densities, labels)
    voiced = np.repeat(pitch_rows[:, -1] > _VOICED, repeats)
    log_pitch = np.zeros(len(voiced))
    log_pitch[voiced] = _course(voice.pitch, pitch_rows, repeats, voiced)[:, 0]
    intoned = (voiced & speech)[voiced]
    column = log_pitch[voiced][:, np.newaxis]
    _spread(column, intoned, _variance(voice.pitch, labels[0]))
    log_pitch[voiced] = column[:, 0]
    bands = _rows(voice.bands.densities, labels)[:, : voice.bands.length]
    return Course(spectrum=spectrum, log_pitch=log_pitch, voiced=voiced, bands=np.repeat(bands, repeats, axis=0))


def _rows(densities: Densities, labels: Sequence[str]) -> Floats:
    return np.array([row for label in labels for row in densities.of(label)], dtype=np.float64)


def _variance(stream: Stream, label: str) -> Floats | None:
    if stream.variance is None:
        return None
    return stream.variance.of(label)[0][: stream.length].astype(np.float64)


def _spread(values: Floats, where: Mask, wanted: Floats | None) -> None:
    """Scale the rows `where` around their mean until they vary as wanted; nothing is done where nothing varies."""
    chosen = values[where]
    if wanted is None or not len(chosen):
        return
    mean, variance = chosen.mean(axis=0), chosen.var(axis=0)
    factor = np.sqrt(np.maximum(wanted, 0) / np.where(variance > 0, variance, np.inf))
    factor[variance <= 0] = 1
    values[where] = (chosen - mean) * np.minimum(factor, _MOST_SPREAD) + mean


def _course(stream: Stream, rows: Floats, repeats: Frames, where: Mask | None = None) -> Floats:
    """Return the most probable course of a stream, frames x numbers, of the frames `where` alone if it is given.

    Stretches of `where` are apart: no window looks from one into the next.
    """
    count = len(stream.windows)
    halves = np.repeat(rows[:, : 2 * stream.width], repeats, axis=0)
    edges = np.ones(len(halves) + 1, dtype=bool)
    if where is not None:
        numbers = np.flatnonzero(where)
        halves, edges = halves[where], np.ones(len(numbers) + 1, dtype=bool)
        edges[1:-1] = np.diff(numbers) > 1
    else:
        edges[1:-1] = False
    means = halves[:, : stream.width].reshape(-1, count, stream.length)
    weights = 1 / np.maximum(halves[:, stream.width :], _LEAST_VARIANCE).reshape(-1, count, stream.length)
    weights[edges[:-1] | edges[1:], 1:] = 0  # a change across an edge is none
    return _solved(*_equations(stream.windows, means, weights))


def _equations(
    windows: Sequence[tuple[float, float, float]], means: Floats, weights: Floats
) -> tuple[list[Floats], Floats]:
    """Return the diagonals W'UW of the normal equations, from the main one on, and their right side W'Um."""
    length, _, width = means.shape
    diagonals = [np.zeros((length, width)) for _ in range(3)]
    right = np.zeros((length, width))
    for number, window in enumerate(windows):
        weight, weighted = weights[:, number], weights[:, number] * means[:, number]
        for left, factor in enumerate(window):
            source = _meeting(length, left - 1)
            right[_shifted(source, left - 1)] += factor * weighted[source]
            for far in range(left, 3):
                both = _meeting(length, left - 1, far - 1)
                diagonals[far - left][_shifted(both, left - 1)] += factor * window[far] * weight[both]
    return diagonals, right


def _meeting(length: int, *offsets: int) -> slice:
    """Return the frames from which all offsets stay inside."""
    return slice(max(0, *(-offset for offset in offsets)), max(0, length - max(0, *offsets)))


def _shifted(frames: slice, offset: int) -> slice:
    return slice(frames.start + offset, frames.stop + offset)


def _solved(diagonals: list[Floats], right: Floats) -> Floats:
    """Solve a symmetric system of five diagonals by LDL', for every column at once; the arguments are used up.

    A loop over frames: rows are taken out of their arrays once, and where there is a single column they are plain
    numbers, which Python adds far faster than numpy does arrays of one.
    """
    alone = right.shape[1] == 1
    main, near, far, wanted = (_lines(part, alone=alone) for part in (*diagonals, right))
    length = len(wanted)
    for row in range(length):
        pivot = main[row]
        below, beyond, value = near[row], far[row], wanted[row]
        step, leap = below / pivot, beyond / pivot
        if row + 1 < length:
            main[row + 1] -= step * below
            wanted[row + 1] -= step * value
        if row + 2 < length:
            near[row + 1] -= step * beyond
            main[row + 2] -= leap * beyond
            wanted[row + 2] -= leap * value
        near[row], far[row], wanted[row] = step, leap, value / pivot
    for row in range(length - 2, -1, -1):
        wanted[row] -= near[row] * wanted[row + 1]
        if row + 2 < length:
            wanted[row] -= far[row] * wanted[row + 2]
    return np.array(wanted).reshape(right.shape)


def _lines(rows: Floats, *, alone: bool) -> list[Any]:
    return rows[:, 0].tolist() if alone else list(rows)
