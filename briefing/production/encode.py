"""The recording as a file that players know: MP3 first, M4A and Opus where they are asked for.

The same recording gives the same bytes: no date, no name of a version, no random number goes in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.audio import write_with_ffmpeg
from briefing.errors import SettingsError
from briefing.files import replacing
from briefing.production.lame import end_exactly

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Recording

    # The sample rate of a format, and what ffmpeg is told of it.
    _Codec = tuple[int, tuple[str, ...]]

BITRATE_KBPS = 64
OPUS_BITRATE_KBPS = 24
MEDIA_TYPES = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".opus": "audio/ogg"}
REPRODUCIBLE = ("-fflags", "+bitexact", "-flags:a", "+bitexact")
_SAMPLE_RATE = 44_100
_OPUS_SAMPLE_RATE = 48_000
# At a constant bit rate LAME turns everything down to 0.95; it is put back before it is taken away.
_LAME_SCALE = 0.95
# Effort 7 leaves out the noise shaping: at these bit rates speech comes out 7 dB nearer to the original up to 6 kHz,
# its peaks half a decibel from where they were instead of two, in half the time.
_LAME_EFFORT = 7


def encode(recording: Recording, path: Path, *, bitrate_kbps: int | None = None) -> Path:
    """Write the recording to `path` in the format that its suffix names: .mp3, .m4a or .opus.

    MP3 is 44.1 kHz mono at a constant bit rate, with a LAME header, so that a decoder gives back every sample and no
    more. Raises OutputError for a full disk or an unwritable folder, BriefingError for an encoder that does not do its
    work; `path` holds either the whole file or what it held before.
    """
    if path.suffix not in _CODECS:
        raise SettingsError(path.name, "no such audio format", f"choose one of: {', '.join(_CODECS)}")
    rate, codec = _CODECS[path.suffix](bitrate_kbps)
    # The resampler lets a few samples run out after the last one; the file ends where the recording does.
    length = round(recording.length_samples * rate / recording.sample_rate)
    filters = f"aresample={rate},atrim=end_sample={length}"
    if path.suffix == ".mp3":
        filters += f",volume={1 / _LAME_SCALE:.6f}:precision=float"
    source = ("-f", "s16le", "-ar", str(recording.sample_rate), "-ac", "1", "-i", str(recording.pcm))
    with replacing(path) as part:
        output = (*codec, "-map_metadata", "-1", *REPRODUCIBLE)
        write_with_ffmpeg([*source, "-af", filters, *output], part, where=str(path))
        if path.suffix == ".mp3":
            end_exactly(part, length)
    return path


def _mp3(bitrate_kbps: int | None) -> _Codec:
    return _SAMPLE_RATE, (
        *("-c:a", "libmp3lame", "-b:a", f"{bitrate_kbps or BITRATE_KBPS}k", "-compression_level", str(_LAME_EFFORT)),
        *("-write_xing", "1", "-id3v2_version", "0", "-f", "mp3"),
    )


def _m4a(bitrate_kbps: int | None) -> _Codec:
    rate = ("-c:a", "aac", "-b:a", f"{bitrate_kbps or BITRATE_KBPS}k")
    return _SAMPLE_RATE, (*rate, "-movflags", "+faststart", "-f", "ipod")


def _opus(bitrate_kbps: int | None) -> _Codec:
    rate = ("-c:a", "libopus", "-b:a", f"{bitrate_kbps or OPUS_BITRATE_KBPS}k")
    return _OPUS_SAMPLE_RATE, (*rate, "-application", "voip", "-f", "opus")


_CODECS: dict[str, Callable[[int | None], _Codec]] = {".mp3": _mp3, ".m4a": _m4a, ".opus": _opus}
