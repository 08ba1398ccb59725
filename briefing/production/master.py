"""The programme at its loudness: one measurement, one gain, and a limiter for the few peaks that stand out."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from briefing import files
from briefing.audio import SAMPLE_WIDTH_BYTES, to_samples, to_wave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from briefing.model import Recording
    from briefing.production.loudness import Wave

_log = logging.getLogger(__name__)

LOUDNESS_LUFS = -16.0
# The promise is -1 dBTP in the file; coding moves peaks, and this is the room it needs.
CEILING_DBTP = -2.0
_CLOSE_ENOUGH_LU = 0.02
_MOST_ROUNDS = 12
_MOST_GAIN_DB = 40.0
_MOST_MAKE_UP_DB = 12.0
_LONGEST_STRIDE = 6.0
# No peak between two samples of speech stands this far above the samples themselves.
_BETWEEN_SAMPLES = 0.4
_CHUNK_SAMPLES = 1 << 17


def master(recording: Recording, *, loudness_lufs: float = LOUDNESS_LUFS) -> Recording:
    """Bring the recording's file to a programme loudness with true peaks under -1 dBTP; the timeline stays as it is.

    Silence stays silence. Raises OutputError where the sound cannot be written; the file then stays as it was.
    """
    from briefing.production import limit
    from briefing.production.loudness import hop_energies, integrated_lufs, step_energies

    rate, ceiling = recording.sample_rate, _factor(CEILING_DBTP)
    energies = step_energies(_read(recording), rate)
    loudness = integrated_lufs(hop_energies(energies))
    if not math.isfinite(loudness):
        return recording
    gain_db = min(loudness_lufs - loudness, _MOST_GAIN_DB)
    peaks = limit.true_peaks(_read(recording), rate, floor=_BETWEEN_SAMPLES * ceiling / _factor(gain_db))

    def reach(chosen_db: float) -> float:
        return integrated_lufs(limit.limited_hops(energies, peaks, _factor(chosen_db), ceiling))

    factor = _factor(_found(reach, loudness_lufs, gain_db))
    with files.replacing(recording.pcm) as mastered, mastered.open("wb") as sink:
        for piece in limit.apply(_read(recording), peaks, factor, ceiling, rate):
            sink.write(to_samples(piece))
    return recording


def _found(reach: Callable[[float], float], target_lufs: float, gain_db: float) -> float:
    """Find the gain with which the programme reaches its loudness: what the limiter takes, the gain gives back."""
    most_db = min(gain_db + _MOST_MAKE_UP_DB, _MOST_GAIN_DB)
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


def _read(recording: Recording) -> Iterator[Wave]:
    with recording.pcm.open("rb") as source:
        while data := source.read(_CHUNK_SAMPLES * SAMPLE_WIDTH_BYTES):
            yield to_wave(data)


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))
