"""Voices of one level: each voice of each chapter is brought to the same loudness before the programme is mastered.

One gain holds for a voice throughout a chapter, so a sentence keeps its place among its neighbours: levelling each
sentence by itself makes the level jump.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from briefing.audio import to_samples, to_wave
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from briefing.model import Audio, Role
    from briefing.production.loudness import Steps

    Part = tuple[int, Role]

# Room above for any voice's peaks: 16 bits leave 23 dB over this and 75 dB under it.
SPEECH_LUFS = -23.0
# A chapter of one short sentence may be off its voice's level by chance; more than this is no chance but a whisper.
_WITHIN_LU = 3.0
_MOST_GAIN_DB = 40.0


def energies(audio: Audio) -> Steps:
    """Measure each 100 ms of a clip."""
    return hop_energies(step_energies([to_wave(audio.samples)], audio.sample_rate))


def gains(heard: Mapping[Part, Iterable[Steps]]) -> dict[Part, float]:
    """Return the factor that brings each part (chapter and voice) to `SPEECH_LUFS`; silence stays as it is.

    A part may leave its voice's own gain over the whole programme by 3 dB at most.
    """
    steps = {part: np.concatenate(list(clips)) for part, clips in heard.items()}
    roles = {role for _, role in steps}
    voices = {
        role: _gain_db(np.concatenate([some for (_, owner), some in steps.items() if owner is role])) for role in roles
    }
    return {
        part: 10 ** (min(max(_gain_db(some), voices[part[1]] - _WITHIN_LU), voices[part[1]] + _WITHIN_LU) / 20)
        for part, some in steps.items()
    }


def apply(pcm: Path, stretches: Iterable[tuple[int, int, float]]) -> None:
    """Multiply stretches (first sample, sample after the last, factor) of a recording, in place."""
    with pcm.open("r+b") as file:
        for start, end, factor in stretches:
            file.seek(2 * start)
            wave = to_wave(file.read(2 * (end - start)))
            file.seek(2 * start)
            file.write(to_samples(wave * np.float32(factor)))


def _gain_db(steps: Steps) -> float:
    loudness = integrated_lufs(steps)
    return min(SPEECH_LUFS - loudness, _MOST_GAIN_DB) if math.isfinite(loudness) else 0.0
