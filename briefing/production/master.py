"""The programme at its loudness: one measurement, one gain, and a limiter for the few peaks that stand out."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING

from briefing import files
from briefing.audio import SAMPLE_WIDTH_BYTES, to_samples, to_wave

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from briefing.model import Recording
    from briefing.production.loudness import Wave

_log = logging.getLogger(__name__)

LOUDNESS_LUFS = -16.0
# The promise is -1 dBTP in the file; coding moves peaks, and this is the room it needs.
CEILING_DBTP = -2.0
_CLOSE_ENOUGH_LU = 0.1
_MOST_ATTEMPTS = 3
_MOST_GAIN_DB = 40.0
_PIECE_SECONDS = 10


def master(recording: Recording, *, loudness_lufs: float = LOUDNESS_LUFS) -> Recording:
    """Bring the recording's file to a programme loudness with true peaks under -1 dBTP; the timeline stays as it is.

    Silence stays silence. Raises OutputError where the sound cannot be written; the file then stays as it was.
    """
    from briefing.production.loudness import integrated_lufs, step_energies

    rate = recording.sample_rate
    loudness = integrated_lufs(step_energies(_read(recording), rate))
    if not math.isfinite(loudness):
        return recording
    gain_db = min(loudness_lufs - loudness, _MOST_GAIN_DB)
    with files.replacing(recording.pcm) as mastered:
        for _ in range(_MOST_ATTEMPTS):
            with mastered.open("wb") as sink:
                reached = integrated_lufs(step_energies(_rendered(recording, gain_db, sink), rate))
            _log.debug("gain %.2f dB: %.2f LUFS", gain_db, reached)
            missing_lu = loudness_lufs - reached
            if abs(missing_lu) < _CLOSE_ENOUGH_LU or gain_db >= _MOST_GAIN_DB:
                break
            # What the limiter takes from a peaky voice, the gain gives back.
            gain_db = min(gain_db + missing_lu, _MOST_GAIN_DB)
    return recording


def _read(recording: Recording) -> Iterator[Wave]:
    with recording.pcm.open("rb") as source:
        while data := source.read(_PIECE_SECONDS * recording.sample_rate * SAMPLE_WIDTH_BYTES):
            yield to_wave(data)


def _rendered(recording: Recording, gain_db: float, sink: BinaryIO) -> Iterator[Wave]:
    """Write the recording with its gain, limited, and pass on what was written."""
    import numpy as np

    from briefing.production.limit import CONTEXT_STEPS, limit, step_samples

    step = step_samples(recording.sample_rate)
    context = CONTEXT_STEPS * step
    factor = np.float32(10 ** (gain_db / 20))
    ceiling = 10 ** (CEILING_DBTP / 20)
    for start, end, wave in _pieces(recording.pcm, recording.length_samples, _PIECE_SECONDS * 1000 * step, context):
        limited = limit(wave * factor, recording.sample_rate, ceiling)[: end - start]
        sink.write(to_samples(limited))
        yield limited


def _pieces(pcm: Path, length: int, size: int, context: int) -> Iterator[tuple[int, int, Wave]]:
    """Yield the recording piece by piece, each with `context` samples around it and silence beyond the ends."""
    import numpy as np

    with pcm.open("rb") as source:
        for start in range(0, length, size):
            first, last = max(start - context, 0), min(start + size + context, length)
            source.seek(first * SAMPLE_WIDTH_BYTES)
            read = to_wave(source.read((last - first) * SAMPLE_WIDTH_BYTES))
            wave = np.zeros(size + 2 * context, dtype=np.float32)
            offset = first - (start - context)
            wave[offset : offset + len(read)] = read
            yield start, min(start + size, length), wave
