"""The house's own sounds: decoded, and brought to the level of the programme."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing.audio import run_ffmpeg, to_samples, to_wave
from briefing.errors import BriefingError, SettingsError

if TYPE_CHECKING:
    from briefing.settings import Sounds

# Music is heard as louder than speech of the same loudness.
_UNDER_SPEECH_LU = 2.0
# A jingle, not a record: nobody waits longer for the news.
LONGEST_SECONDS = 60
_QUIETEST_LUFS = -70.0
_REMEDY = "name an audio file in [sounds] of briefing.toml, or leave it empty"


class House(NamedTuple):
    """The sounds as samples at the recording's rate (mono s16), empty where the house has none."""

    intro: bytes = b""
    outro: bytes = b""
    sting: bytes = b""


NONE = House()


@lru_cache(maxsize=2)
def sounds(named: Sounds, sample_rate: int) -> House:
    """Decode the files that the settings name, once a run. Raises SettingsError where one is missing or no sound."""
    return House(*(_sound(path, sample_rate) if path else b"" for path in (named.intro, named.outro, named.sting)))


def _sound(name: str, sample_rate: int) -> bytes:
    # Loaded where a house has sounds: whoever only looks at settings needs no numpy.
    from briefing.production.level import SPEECH_LUFS
    from briefing.production.loudness import hop_energies, integrated_lufs, step_energies

    if not Path(name).is_file():
        raise SettingsError(name, "there is no such sound", _REMEDY)
    # A playlist may name addresses: nothing but files is opened.
    arguments = [
        "-protocol_whitelist",
        "file",
        "-i",
        name,
        "-vn",
        "-ac",
        "1",
        "-ar",
        str(sample_rate),
        "-t",
        str(LONGEST_SECONDS + 1),
        "-f",
        "s16le",
        "-",
    ]
    try:
        wave = to_wave(run_ffmpeg(arguments, where=name))
    except BriefingError as error:
        raise SettingsError(name, "is no sound that ffmpeg can read", _REMEDY) from error
    if len(wave) > LONGEST_SECONDS * sample_rate:
        raise SettingsError(name, f"is longer than {LONGEST_SECONDS} seconds", _REMEDY)
    loudness = integrated_lufs(hop_energies(step_energies([wave], sample_rate))) if len(wave) else _QUIETEST_LUFS
    if not loudness > _QUIETEST_LUFS:
        raise SettingsError(name, "is silent, or too short to be heard", _REMEDY)
    return to_samples(wave * 10 ** ((SPEECH_LUFS - _UNDER_SPEECH_LU - loudness) / 20))
