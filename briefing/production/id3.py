"""ID3v2.3.0 tags with chapters (ID3v2 Chapter Frame Addendum 1.0), written frame by frame.

Version 2.3 in UTF-16 is what every player reads; 2.4 loses long Arabic titles in some. Frames keep the order in which
they are given, so chapters stay in the order of time.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.model import TimedChapter

MOST_CHILDREN = 255
# So many signs of UTF-16 make a frame of less than 128 bytes, which is written alike in both versions.
SHORT_TEXT = 60
_UTF16 = b"\x01"
_NO_OFFSET = 0xFFFFFFFF
_TOP_ORDERED, _ORDERED = 0x03, 0x01
_FRONT_COVER = 3
_HEADER_BYTES = 10


def tag(frames: Iterable[bytes]) -> bytes:
    """Join frames into a tag."""
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _synchsafe(len(body)) + body


def length_bytes(head: bytes) -> int:
    """Return the length of the ID3v2 tag that a file begins with, 0 where it begins with none."""
    if len(head) < _HEADER_BYTES or not head.startswith(b"ID3"):
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return _HEADER_BYTES + size


def text(name: str, value: str) -> bytes:
    """Make a text frame (TIT2, TPE1, ...)."""
    return _frame(name, _UTF16 + _utf16(value))


def comment(value: str, *, language: str = "ara", about: str = "") -> bytes:
    """Make a COMM frame."""
    return _frame("COMM", _UTF16 + language.encode("ascii") + _utf16(about) + b"\0\0" + _utf16(value))


def user_text(about: str, value: str) -> bytes:
    """Make a TXXX frame: a text under a name of its own."""
    return _frame("TXXX", _UTF16 + _utf16(about) + b"\0\0" + _utf16(value))


def picture(image: bytes, media_type: str) -> bytes:
    """Make an APIC frame with the front cover."""
    return _frame("APIC", b"\0" + media_type.encode("ascii") + b"\0" + bytes([_FRONT_COVER]) + b"\0" + image)


def chapters(title: str, timed: Sequence[TimedChapter], longest: int | None = None) -> list[bytes]:
    """Make the table of contents and a frame for each chapter, in the order of time; texts are of `longest` at most.

    A table holds 255 entries: a longer programme gets a table of tables.
    """
    names = [f"chp{number}" for number in range(len(timed))]
    frames = [_chapter(name, chapter, longest) for name, chapter in zip(names, timed, strict=True)]
    return [*_contents(_cut(title, longest), names), *frames]


def _contents(title: str, names: Sequence[str]) -> list[bytes]:
    if len(names) <= MOST_CHILDREN:
        return [_table("toc", _TOP_ORDERED, names, title)]
    groups = [names[start : start + MOST_CHILDREN] for start in range(0, len(names), MOST_CHILDREN)]
    tables = [f"toc{number}" for number in range(len(groups))]
    lower = [_table(name, _ORDERED, group, title) for name, group in zip(tables, groups, strict=True)]
    return [_table("toc", _TOP_ORDERED, tables, title), *lower]


def _table(name: str, flags: int, children: Sequence[str], title: str) -> bytes:
    listed = b"".join(child.encode("ascii") + b"\0" for child in children)
    return _frame("CTOC", name.encode("ascii") + b"\0" + bytes([flags, len(children)]) + listed + text("TIT2", title))


def _cut(value: str, longest: int | None) -> str:
    if longest is None or len(value) <= longest:
        return value
    return value[: longest - 1].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


def _chapter(name: str, timed: TimedChapter, longest: int | None) -> bytes:
    times = struct.pack(">4I", timed.start_ms, timed.end_ms, _NO_OFFSET, _NO_OFFSET)
    speaker = text("TPE1", _cut(timed.chapter.speaker, longest)) if timed.chapter.speaker else b""
    title = text("TIT2", _cut(timed.chapter.title, longest))
    return _frame("CHAP", name.encode("ascii") + b"\0" + times + title + speaker)


def _frame(name: str, body: bytes) -> bytes:
    return name.encode("ascii") + struct.pack(">I", len(body)) + b"\0\0" + body


def _utf16(value: str) -> bytes:
    # A file's name may hold bytes that are no text: each is shown as a question mark.
    return b"\xff\xfe" + value.replace("\0", "").encode("utf-16-le", "replace")


def _synchsafe(value: int) -> bytes:
    return bytes(value >> shift & 0x7F for shift in (21, 14, 7, 0))
