"""Programme loudness by ITU-R BS.1770-5 (the K weighting, the two gates), for mono sound of any length.

Sound goes by in chunks and only the energy of each 5 ms step is kept. Full scale is 1.
"""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    Wave = NDArray[np.float32]
    Steps = NDArray[np.float32]

STEPS_PER_SECOND = 200
_STEPS_PER_HOP = 20
_HOPS_PER_BLOCK = 4
_OFFSET_LU = -0.691
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
# The weighting filter rings for less than a tenth of a second: its tail there is 200 dB down.
_RINGING_SECONDS = 0.1
_FFT_SAMPLES = 1 << 16


def step_samples(sample_rate: int) -> int:
    """Return the length of a step."""
    return max(round(sample_rate / STEPS_PER_SECOND), 1)


def integrated_lufs(hops: Steps) -> float:
    """Return the gated loudness of a programme from the energies of its hops, minus infinity where it is silent.

    Blocks are four hops long and start at every hop; a programme shorter than a block counts as one.
    """
    width = min(_HOPS_PER_BLOCK, len(hops))
    if not width:
        return -math.inf
    blocks = np.convolve(hops.astype(np.float64), np.full(width, 1 / width), mode="valid")
    blocks = blocks[blocks > _energy(_ABSOLUTE_GATE_LUFS)]
    if not len(blocks):
        return -math.inf
    gate = _energy(_loudness(float(blocks.mean())) + _RELATIVE_GATE_LU)
    return _loudness(float(blocks[blocks > gate].mean()))


def hop_energies(steps: Steps) -> Steps:
    """Return the energy of each 100 ms; what is left at the end counts only where there is nothing else."""
    hops = len(steps) // _STEPS_PER_HOP
    if not hops:
        return steps.mean(keepdims=True) if len(steps) else steps
    found: Steps = steps[: hops * _STEPS_PER_HOP].reshape(hops, -1).mean(axis=1)
    return found


def step_energies(chunks: Iterable[Wave], sample_rate: int) -> Steps:
    """Measure the K-weighted mean square of each step of a sound that arrives in chunks.

    An unfinished last step counts with the energy that it has.
    """
    response, ring = _weighting(sample_rate)
    step = step_samples(sample_rate)
    size = (_FFT_SAMPLES - ring) // step * step
    past, found = np.zeros(ring, dtype=np.float32), []
    for chunk in in_sizes(chunks, size):
        window = np.concatenate([past, chunk])
        past = window[-ring:]
        weighted = np.fft.irfft(np.fft.rfft(window, _FFT_SAMPLES) * response, _FFT_SAMPLES)[ring : len(window)]
        found.append(np.square(by_step(weighted.astype(np.float32, copy=False), step)).mean(axis=1))
    return np.concatenate(found) if found else np.zeros(0, dtype=np.float32)


def in_sizes(chunks: Iterable[Wave], size: int) -> Iterator[Wave]:
    """Cut or join chunks to pieces of `size` samples; the last may be shorter."""
    held: list[Wave] = []
    count = 0
    for chunk in chunks:
        held.append(chunk)
        count += len(chunk)
        if count < size:
            continue
        joined = np.concatenate(held)
        whole = count // size * size
        yield from joined[:whole].reshape(-1, size)
        held, count = [joined[whole:]], count - whole
    if count:
        yield np.concatenate(held)


def by_step(wave: Wave, step: int) -> Wave:
    """Lay a wave out as one row a step, the last one filled up with silence."""
    missing = -len(wave) % step
    return (np.pad(wave, (0, missing)) if missing else wave).reshape(-1, step)


def _loudness(energy: float) -> float:
    return _OFFSET_LU + 10 * math.log10(energy) if energy > 0 else -math.inf


def _energy(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_LU) / 10))


@cache
def _weighting(sample_rate: int) -> tuple[NDArray[np.complex64], int]:
    """Return the K weighting as a spectrum for `_FFT_SAMPLES`, and how many samples it rings."""
    ring = round(sample_rate * _RINGING_SECONDS)
    turns = np.exp(-2j * np.pi * np.arange(_FFT_SAMPLES // 2 + 1) / _FFT_SAMPLES)
    response = np.ones_like(turns)
    for numerator, denominator in (_shelf(sample_rate), _high_pass(sample_rate)):
        response *= np.polyval(numerator[::-1], turns) / np.polyval(denominator[::-1], turns)
    impulse = np.fft.irfft(response, _FFT_SAMPLES)[: ring + 1]
    return np.fft.rfft(impulse, _FFT_SAMPLES).astype(np.complex64), ring


def _shelf(sample_rate: int) -> tuple[list[float], list[float]]:
    """Return the head's shelving filter; the analogue values are those behind the standard's 48 kHz coefficients."""
    quality, gain_db = 0.7071752369554196, 3.999843853973347
    tangent = math.tan(math.pi * 1681.974450955533 / sample_rate)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    scale = 1 + tangent / quality + tangent**2
    numerator = [
        (high + band * tangent / quality + tangent**2) / scale,
        2 * (tangent**2 - high) / scale,
        (high - band * tangent / quality + tangent**2) / scale,
    ]
    return numerator, [1.0, 2 * (tangent**2 - 1) / scale, (1 - tangent / quality + tangent**2) / scale]


def _high_pass(sample_rate: int) -> tuple[list[float], list[float]]:
    """Return the revised low-frequency B curve."""
    quality = 0.5003270373238773
    tangent = math.tan(math.pi * 38.13547087602444 / sample_rate)
    scale = 1 + tangent / quality + tangent**2
    denominator = [1.0, 2 * (tangent**2 - 1) / scale, (1 - tangent / quality + tangent**2) / scale]
    return [1.0, -2.0, 1.0], denominator
