"""The programme at its loudness: one measurement, one gain, and a limiter for the few peaks that stand out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from briefing import files
from briefing.audio import SAMPLE_WIDTH_BYTES, to_samples, to_wave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Recording
    from briefing.production.loudness import Wave

LOUDNESS_LUFS = -16.0
# The promise is -1 dBTP in the file; coding moves peaks, and this is the room it needs.
CEILING_DBTP = -2.0
MOST_GAIN_DB = 40.0
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
    gain_db = min(loudness_lufs - loudness, MOST_GAIN_DB)
    peaks = limit.true_peaks(_read(recording), rate, floor=_BETWEEN_SAMPLES * ceiling / _factor(gain_db))

    def reach(chosen_db: float) -> float:
        return integrated_lufs(limit.limited_hops(energies, peaks, _factor(chosen_db), ceiling))

    factor = _factor(limit.gain_for(reach, loudness_lufs, gain_db, MOST_GAIN_DB))
    with files.replacing(recording.pcm) as mastered, mastered.open("wb") as sink:
        for piece in limit.apply(_read(recording), peaks, factor, ceiling, rate):
            sink.write(to_samples(piece))
    return recording


def _read(recording: Recording) -> Iterator[Wave]:
    with recording.pcm.open("rb") as source:
        while data := source.read(_CHUNK_SAMPLES * SAMPLE_WIDTH_BYTES):
            yield to_wave(data)


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))
