"""Sound on this machine: raw samples, and the one door to pydub and to ffmpeg.

ffmpeg comes with the package imageio-ffmpeg, so nothing has to be installed beside the program. numpy, pydub and the
ffmpeg binary are looked up inside the functions: importing this module costs nothing.
"""

from __future__ import annotations

import subprocess
import warnings
import wave
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from briefing.errors import BriefingError, OutputError, VoiceError
from briefing.model import Audio

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

SAMPLE_WIDTH_BYTES = 2
_FULL_SCALE = 32768
_RESAMPLE_GUARD_MS = 50
_LAST_WORDS = 400
_TOO_LARGE = 25  # SIGXFSZ, which Windows does not have
# What ffmpeg passes on of the disk, and how we tell it.
_DISK_SAYS = {
    "No space left on device": ("the disk is full", "free some space and run it again"),
    "Disk quota exceeded": ("your share of the disk is full", "free some space and run it again"),
    "Error opening output": ("cannot be written", "choose another folder with -o"),
}


def write_wav(sink: BinaryIO, sound: Audio) -> None:
    """Write sound as a WAV file, into a file that is open or into memory."""
    with wave.open(sink, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(SAMPLE_WIDTH_BYTES)
        file.setframerate(sound.sample_rate)
        file.writeframes(sound.samples)


@cache
def ffmpeg() -> str:
    """Return the path of the ffmpeg binary. Raises BriefingError where this platform has none."""
    import imageio_ffmpeg

    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise BriefingError(
            "ffmpeg", "no binary for this machine", "install ffmpeg and point IMAGEIO_FFMPEG_EXE at it"
        ) from error


def run_ffmpeg(arguments: Sequence[str], *, where: str, stdin: bytes = b"") -> bytes:
    """Run ffmpeg to its end, `stdin` being what it reads as `pipe:0`, and return what it wrote to stdout.

    Raises OutputError for a full disk or an unwritable file, BriefingError where ffmpeg cannot be started, was stopped
    or failed.
    """
    command = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", *arguments]
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, check=False)  # noqa: S603 - our own
    except OSError as error:
        raise _no_start(error) from error
    if done.returncode == 0:
        return done.stdout
    raise _failure(where, done.returncode, done.stderr.decode("utf-8", "replace"))


def write_with_ffmpeg(arguments: Sequence[str], path: Path, *, where: str, stdin: bytes = b"") -> Path:
    """Run ffmpeg to write `path`, its last argument. Raises as run_ffmpeg does, and where nothing was written."""
    run_ffmpeg([*arguments, str(path)], where=where, stdin=stdin)
    if not path.is_file() or not path.stat().st_size:
        raise ffmpeg_fault("ended without an error and wrote nothing")
    return path


def ffmpeg_fault(what: str) -> BriefingError:
    """Make the error of an ffmpeg that is none, or that does not do what it is told."""
    return BriefingError(ffmpeg(), what, "point IMAGEIO_FFMPEG_EXE at an ffmpeg that works, or unset it")


def _no_start(error: OSError) -> BriefingError:
    return ffmpeg_fault(f"cannot be started: {(error.strerror or str(error)).lower()}")


def _failure(where: str, code: int, stderr: str) -> BriefingError:
    said = " ".join(stderr.split())[-_LAST_WORDS:]
    for sign, (what, remedy) in _DISK_SAYS.items():
        if sign in stderr:
            return OutputError(where, what, remedy)
    if code == -_TOO_LARGE:
        return OutputError(where, "is larger than this system lets a file be", "raise the limit (ulimit -f)")
    if code < 0:
        return BriefingError(where, f"ffmpeg was stopped by signal {-code}", "run the command again")
    return BriefingError(where, f"ffmpeg failed: {said or f'exit code {code}'}", "run the command again")


def to_wave(samples: bytes) -> NDArray[np.float32]:
    """Turn samples into numbers, full scale = 1."""
    import numpy as np

    return np.frombuffer(samples, dtype="<i2").astype(np.float32) * np.float32(1 / _FULL_SCALE)


def to_samples(wave: NDArray[np.floating[Any]]) -> bytes:
    """Turn numbers into samples; what is beyond full scale is cut off."""
    import numpy as np

    return bytes(np.clip(np.rint(wave * _FULL_SCALE), -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes())


def decode_mp3(data: bytes) -> Audio:
    """Decode an MP3 to mono at its own sample rate. Raises VoiceError where the bytes are not sound."""
    if not data:
        raise VoiceError("the voice's reply", "holds no sound", "try again later, or choose another voice")
    segment_type, decode_error = _pydub()
    try:
        # Naming format and codec keeps pydub from asking ffprobe, which no package brings.
        decoded = segment_type.from_file(BytesIO(data), format="mp3", codec="mp3")
    except OSError as error:
        raise _no_start(error) from error
    except (decode_error, IndexError) as error:
        raise VoiceError("the voice's reply", "is not MP3 sound", "try again later, or choose another voice") from error
    mono = decoded.set_channels(1).set_sample_width(SAMPLE_WIDTH_BYTES)
    return Audio(samples=bytes(mono.raw_data), sample_rate=int(mono.frame_rate))


@cache
def _pydub() -> tuple[Any, type[Exception]]:
    with warnings.catch_warnings():
        # It looks for a system ffmpeg while it is imported; ours is named right after.
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
        from pydub.exceptions import CouldntDecodeError
    AudioSegment.converter = ffmpeg()
    return AudioSegment, CouldntDecodeError


def resample(audio: Audio, sample_rate: int) -> Audio:
    """Return the same sound at another sample rate, its length rounded to the nearest sample."""
    if audio.sample_rate == sample_rate:
        return audio
    import numpy as np

    length = round(audio.length_samples * sample_rate / audio.sample_rate)
    if not length:
        return Audio(samples=b"", sample_rate=sample_rate)
    # Whole guard periods of silence at the end keep the circular transform from folding the end onto the start.
    guard = _RESAMPLE_GUARD_MS * audio.sample_rate // 1000
    wave = to_wave(audio.samples)
    seconds = -(-(len(wave) + guard) // audio.sample_rate)
    spectrum = np.fft.rfft(wave, seconds * audio.sample_rate)
    size = seconds * sample_rate
    bins = np.zeros(size // 2 + 1, dtype=spectrum.dtype)
    shared = min(len(bins), len(spectrum))
    bins[:shared] = spectrum[:shared]
    resampled = np.fft.irfft(bins, size)[:length] * (sample_rate / audio.sample_rate)
    return Audio(samples=to_samples(resampled), sample_rate=sample_rate)
