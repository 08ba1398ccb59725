"""Voices of one level: each voice of each chapter is brought to the same loudness before the programme is mastered.

One gain holds for a voice throughout a chapter, so a sentence keeps its place among its neighbours: levelling each
sentence by itself makes the level jump. What counts is how loud a voice is behind the limiter of the mastering, which
takes up to 4 LU from a voice with sharp peaks and nothing from a round one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from briefing.audio import to_samples, to_wave
from briefing.production import limit, room
from briefing.production.loudness import by_step, hop_energies, integrated_lufs, step_energies, step_samples
from briefing.production.master import CEILING_DBTP, MOST_GAIN_DB

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from briefing.model import Role
    from briefing.production.loudness import Steps, Wave

    Part = tuple[int, Role]

# Where a round voice stands before mastering. Room above for any voice's peaks: 16 bits leave 26 dB over this.
SPEECH_LUFS = -26.0
# A chapter of one short sentence may be off its voice's level by chance; more than this is no chance but a whisper.
_WITHIN_LU = 3.0


class Heard(NamedTuple):
    """Energy and peak of every 5 ms of a sound."""

    energies: Steps
    peaks: Steps


def heard(wave: Wave, sample_rate: int) -> Heard:
    """Measure a clip; between its samples no peak is looked for, which levelling can do without."""
    peaks = by_step(np.abs(wave), step_samples(sample_rate)).max(axis=1, initial=0)
    return Heard(energies=step_energies([wave], sample_rate), peaks=peaks)


def gains(clips: Mapping[Part, Iterable[Heard]], loudness_lufs: float) -> dict[Part, float]:
    """Return the factor with which each part (chapter and voice) will be as loud as the others; silence stays as it is.

    `loudness_lufs` is what the programme will be mastered to: it decides how much of a voice the limiter will take. A
    part may leave its voice's own gain over the whole programme by 3 dB at most.
    """
    voices = {role: _gain_db(_of(clips, role), loudness_lufs) for role in {role for _, role in clips}}
    return {
        (chapter, role): _factor(_near(_gain_db(_joined(some), loudness_lufs), voices[role]))
        for (chapter, role), some in clips.items()
    }


def apply(pcm: Path, stretches: Iterable[tuple[int, int, float]], sample_rate: int) -> None:
    """Multiply stretches (first sample, sample after the last, factor) of a recording, in place and in one room."""
    with pcm.open("r+b") as file:
        for start, end, factor in stretches:
            file.seek(2 * start)
            wave = to_wave(file.read(2 * (end - start)))
            file.seek(2 * start)
            file.write(to_samples(wave * np.float32(factor) + room.tone(start, end, sample_rate)))


def _of(clips: Mapping[Part, Iterable[Heard]], role: Role) -> Heard:
    return _joined(clip for (_, owner), some in clips.items() if owner is role for clip in some)


def _near(gain_db: float, voice_db: float) -> float:
    return min(max(gain_db, voice_db - _WITHIN_LU), voice_db + _WITHIN_LU)


def _joined(sounds: Iterable[Heard]) -> Heard:
    energies, peaks = zip(*sounds, strict=True)
    return Heard(energies=np.concatenate(energies), peaks=np.concatenate(peaks))


def _gain_db(sound: Heard, loudness_lufs: float) -> float:
    loudness = integrated_lufs(hop_energies(sound.energies))
    if not math.isfinite(loudness):
        return 0.0

    def reach(chosen_db: float) -> float:
        return integrated_lufs(limit.limited_hops(*sound, _factor(chosen_db), _factor(CEILING_DBTP)))

    first_db = min(loudness_lufs - loudness, MOST_GAIN_DB)
    mastered_db = limit.gain_for(reach, loudness_lufs, first_db, MOST_GAIN_DB)
    return mastered_db - (loudness_lufs - SPEECH_LUFS)


def _factor(decibels: float) -> float:
    return float(10 ** (decibels / 20))
