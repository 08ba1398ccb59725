"""The LAME tag in an MP3's first frame: how many samples around the sound are not part of it.

ffmpeg writes at most 1,681 samples of padding into it; where there are more, up to 15 samples of nothing would sound.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.audio import ffmpeg_fault

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES_PER_FRAME = 1152
_MARKERS = (b"Info", b"Xing")
_HEAD_BYTES = 400
_FRAMES_AT, _DELAY_AT, _CHECKSUM_AT = 8, 141, 154
_CHECKED_BYTES = 190
_MOST_PADDING = (1 << 12) - 1


def end_exactly(path: Path, length_samples: int) -> None:
    """Set the padding of an MP3 without an ID3 tag so that it sounds for exactly `length_samples`.

    Raises BriefingError where it is no MP3 of that length.
    """
    with path.open("r+b") as file:
        head = bytearray(file.read(_HEAD_BYTES))
        start = max(head.find(marker) for marker in _MARKERS)
        if start < 0:
            raise ffmpeg_fault("wrote an MP3 without a LAME tag")
        frames = int.from_bytes(head[start + _FRAMES_AT : start + _FRAMES_AT + 4], "big")
        field = slice(start + _DELAY_AT, start + _DELAY_AT + 3)
        delay = int.from_bytes(head[field], "big") >> 12
        padding = frames * SAMPLES_PER_FRAME - delay - length_samples
        if not 0 <= padding <= _MOST_PADDING:
            raise ffmpeg_fault(f"wrote {frames} frames for {length_samples} samples")
        head[field] = (delay << 12 | padding).to_bytes(3, "big")
        checksum = slice(start + _CHECKSUM_AT, start + _CHECKSUM_AT + 2)
        head[checksum] = bytes(2)
        head[checksum] = _crc16(head[:_CHECKED_BYTES]).to_bytes(2, "big")
        file.seek(0)
        file.write(head)


def _crc16(data: bytearray) -> int:
    checksum = 0
    for byte in data:
        checksum ^= byte
        for _ in range(8):
            checksum = checksum >> 1 ^ 0xA001 if checksum & 1 else checksum >> 1
    return checksum
