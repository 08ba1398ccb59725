"""The tone of a quiet room under the whole programme: a pause of digital zero sounds as if the player had stopped.

The tone is a loop of a few seconds without a seam, the same at every run: what sounds at a sample follows from its
number alone, so that a pause, a clip and the next pause stand in one room.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from briefing.production.loudness import Wave

# Of full scale, for speech at `level.SPEECH_LUFS`: 50 dB under the speech. 10 dB more are a hiss on headphones, 10 dB
# less do not outlive the coding at 64 kbit/s.
_LEVEL_DB = -76.0
_LOOP_SECONDS = 5
# A room is dark: half the power at 300 Hz, and less and less above; below the first there is only rumble.
_LOWEST_HZ, _CORNER_HZ = 60.0, 300.0
_SEED = 1


def tone(start: int, end: int, sample_rate: int) -> Wave:
    """Return what the room sounds like from sample `start` to sample `end` of a recording."""
    loop = _loop(sample_rate)
    first = start % len(loop)
    last = first + end - start
    return np.tile(loop, -(-last // len(loop)))[first:last]


@cache
def _loop(sample_rate: int) -> Wave:
    """Make noise of a given spectrum and random phases: what a transform gives repeats without a seam."""
    size = _LOOP_SECONDS * sample_rate
    hertz = np.arange(size // 2 + 1) / _LOOP_SECONDS
    strength = np.where(hertz < _LOWEST_HZ, 0.0, 1 / np.hypot(1, hertz / _CORNER_HZ))
    # The legacy generator is the one whose numbers numpy promises never to change.
    phases = np.random.RandomState(_SEED).uniform(0, 2 * np.pi, len(hertz))
    noise = np.fft.irfft(strength * np.exp(1j * phases), size)
    loop: Wave = (noise * (10 ** (_LEVEL_DB / 20) / np.sqrt(np.mean(noise**2)))).astype(np.float32)
    return loop
