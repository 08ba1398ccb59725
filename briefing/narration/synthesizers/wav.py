"""WAV as speech servers send it (Multimedia Programming Interface and Data Specifications 1.0; RFC 2361).

A server that writes before it knows how long the sound will be puts 0 or a huge number where the length belongs; then
the sound goes on to the end of the reply.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

from briefing.audio import SAMPLE_WIDTH_BYTES, to_samples
from briefing.errors import VoiceError
from briefing.model import Audio

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

_RIFF = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_SUBFORMAT_AT = 24  # in an extensible format chunk, behind valid bits and the mask of the loudspeakers
_STREAMED_FROM = 0x7FFF_0000  # no reply is that long: such a length says that it was not known
_RATES = range(8_000, 192_001)
_MOST_CHANNELS = 8


class Format(NamedTuple):
    """How the samples are written."""

    coding: int
    channels: int
    sample_rate: int
    bits: int


def is_wav(data: bytes) -> bool:
    """Say whether a reply begins as WAV does."""
    return len(data) >= _RIFF.size and data[:4] == b"RIFF" and data[8:12] == b"WAVE"


def decode(data: bytes) -> Audio:
    """Decode WAV to mono, 16 bits, at its own sample rate. Raises VoiceError where it is broken off or unknown."""
    form: Format | None = None
    for name, body, whole in _chunks(data):
        if name == b"fmt ":
            form = _format(body)
        elif name == b"data":
            if form is None:
                raise _fault("is WAV that does not say how it is written")
            if not whole:
                raise _fault("breaks off in the middle", passing=True)
            return _mono(body, form)
    raise _fault("is WAV without sound")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """Return each chunk's name and content, and whether all of it is there."""
    at = _RIFF.size
    while at + _CHUNK.size <= len(data):
        name, length = _CHUNK.unpack_from(data, at)
        at += _CHUNK.size
        left = len(data) - at
        unknown = name == b"data" and (length >= _STREAMED_FROM or not length)
        taken = left if unknown else min(length, left)
        yield name, data[at : at + taken], unknown or length <= left
        at += taken + taken % 2


def _format(body: bytes) -> Format:
    if len(body) < _FORMAT.size:
        raise _fault("is WAV whose head is broken off")
    coding, channels, sample_rate, _, _, bits = _FORMAT.unpack_from(body)
    if coding == _EXTENSIBLE and len(body) >= _SUBFORMAT_AT + 2:
        (coding,) = struct.unpack_from("<H", body, _SUBFORMAT_AT)
    form = Format(coding, channels, sample_rate, bits)
    if (coding, bits) not in _NUMBERS or not 1 <= channels <= _MOST_CHANNELS or sample_rate not in _RATES:
        raise _fault(f"is WAV of a kind that is not read (coding {coding}, {bits} bits, {sample_rate} Hz)")
    return form


def _mono(body: bytes, form: Format) -> Audio:
    frame = form.channels * form.bits // 8
    body = body[: len(body) // frame * frame]
    if form.coding == _PCM and form.bits == 8 * SAMPLE_WIDTH_BYTES and form.channels == 1:
        return Audio(samples=body, sample_rate=form.sample_rate)
    wave = _numbers(body, form).reshape(-1, form.channels).mean(axis=1)
    return Audio(samples=to_samples(wave), sample_rate=form.sample_rate)


def _numbers(body: bytes, form: Format) -> NDArray[np.float64]:
    """Return the samples as numbers, full scale = 1; what is no number is silence."""
    import numpy as np

    kind, zero, full = _NUMBERS[form.coding, form.bits]
    if form.bits == 24:  # noqa: PLR2004 - no type of numpy's has three bytes
        wide = np.zeros((len(body) // 3, 4), dtype=np.uint8)
        wide[:, 1:] = np.frombuffer(body, dtype=np.uint8).reshape(-1, 3)
        body = wide.tobytes()
    return np.nan_to_num((np.frombuffer(body, dtype=kind).astype(np.float64) - zero) / full, posinf=0.0, neginf=0.0)


# What numpy reads, which number is silence, and which is full scale.
_NUMBERS = {
    (_PCM, 8): ("u1", 128, 1 << 7),
    (_PCM, 16): ("<i2", 0, 1 << 15),
    (_PCM, 24): ("<i4", 0, 1 << 31),
    (_PCM, 32): ("<i4", 0, 1 << 31),
    (_FLOAT, 32): ("<f4", 0, 1),
    (_FLOAT, 64): ("<f8", 0, 1),
}


def _fault(what: str, *, passing: bool = False) -> VoiceError:
    return VoiceError("the voice's reply", what, "try again later, or choose another voice", passing=passing)
