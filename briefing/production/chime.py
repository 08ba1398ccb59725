"""The sound between chapters: two soft struck tones, reckoned here, the same at every run."""

from __future__ import annotations

from functools import cache

import numpy as np

from briefing.audio import to_samples
from briefing.production.level import SPEECH_LUFS
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies

# Partials of a small bar: frequency, strength, and how fast it dies away; the second tone answers a fourth higher.
_TONES = ((0.0, 587.33), (0.14, 783.99))
_PARTIALS = ((1.0, 1.0, 5.0), (2.0, 0.22, 9.0), (3.93, 0.08, 18.0))
_LENGTH_SECONDS = 0.9
_ATTACK_SECONDS = 0.008
_RELEASE_SECONDS = 0.15
# Under the speech: a sign, not an alarm. At 18 LU under it, where it once stood, a car's noise covers it. Its tones die
# away: whole it is 1.2 LU under the seed's speech in the MP3; its loudest 0.4 s are 2 LU over it, its peaks 1.5 dB
# under the limit.
_UNDER_SPEECH_LU = 1.5


@cache
def chime(sample_rate: int) -> bytes:
    """Return the chime at a sample rate (mono s16), just under speech at `level.SPEECH_LUFS`."""
    length = round(_LENGTH_SECONDS * sample_rate)
    wave = np.zeros(length)
    for onset, pitch in _TONES:
        seconds = np.arange(length) / sample_rate - onset
        struck = np.where(seconds < 0, 0.0, np.minimum(seconds / _ATTACK_SECONDS, 1.0))
        for ratio, strength, decay in _PARTIALS:
            if pitch * ratio < sample_rate / 2:
                ring = np.exp(-decay * np.maximum(seconds, 0)) * np.sin(2 * np.pi * pitch * ratio * seconds)
                wave += strength * struck * ring
    wave *= np.minimum((length - np.arange(length)) / (_RELEASE_SECONDS * sample_rate), 1.0)
    loudness = integrated_lufs(hop_energies(step_energies([wave.astype(np.float32)], sample_rate)))
    return to_samples(wave * 10 ** ((SPEECH_LUFS - _UNDER_SPEECH_LU - loudness) / 20))
