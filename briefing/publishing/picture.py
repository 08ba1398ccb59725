"""How large a picture is, from the first bytes of its file (PNG, third edition; JPEG, ITU-T T.81)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
_HEAD_BYTES = 1 << 16
# The frame headers of JPEG say the size; three markers in their range are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SMALLEST_PX, LARGEST_PX = 1400, 3000


def size(path: Path) -> tuple[int, int] | None:
    """Return width and height in pixels; None where the file is neither PNG nor JPEG, or is cut off."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD_BYTES)
    if head.startswith(_PNG):
        return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
    return _jpeg_size(head) if head.startswith(_JPEG) else None


def is_cover(path: Path) -> bool:
    """Say whether directories take the picture: square, 1400 to 3000 pixels."""
    found = size(path)
    return found is not None and found[0] == found[1] and SMALLEST_PX <= found[0] <= LARGEST_PX


def _jpeg_size(head: bytes) -> tuple[int, int] | None:
    at = len(_JPEG)
    while at + 9 <= len(head) and head[at] == 0xFF:  # noqa: PLR2004 - every marker begins with this byte
        if head[at + 1] in _FRAMES:
            return int.from_bytes(head[at + 7 : at + 9]), int.from_bytes(head[at + 5 : at + 7])
        at += 2 + int.from_bytes(head[at + 2 : at + 4])
    return None
