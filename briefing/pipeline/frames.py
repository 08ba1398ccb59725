"""A signed sound file: where its signature stands, and what the tag around it says, however what signs has written it.

What signs an MP3 writes its tag anew, as ID3v2.4 with texts in UTF-8, and puts the manifest behind it as one frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.production import id3

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD_BYTES = 10
_NEWER = b"\x04"  # the version of ID3 whose lengths are written in seven bits a byte
_CODINGS = {0: "latin-1", 1: "utf-16", 2: "utf-16-be", 3: "utf-8"}
_LANGUAGE_BYTES, _TIMES_BYTES = 3, 16
_MANIFEST = "application/c2pa"
_STORE = b"jumb"
# Of the box of an M4A that holds a manifest: its kind, and whose it is (C2PA 2.2, A.5.3).
_BOX, _OWNER = b"uuid", bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_MARK = b"c2pa"
_TAIL_BYTES = 1024

Frame = tuple[object, ...]


def is_signed(name: str, content: bytes) -> bool:
    """Say whether a sound file holds a manifest, where what signs puts one."""
    if name.endswith(".mp3"):
        return any(_is_manifest(frame) for frame in frames(content))
    return any(kind == _BOX and owner == _OWNER for kind, owner in _boxes(content))


def frames(content: bytes) -> list[Frame]:
    """Return the frames of the tag before the sound, in order, as what they say; one that is broken ends them."""
    return list(_frames(content[_HEAD_BYTES : id3.length_bytes(content[:_HEAD_BYTES])], content[3:4] == _NEWER))


def unsigned(content: bytes) -> list[Frame]:
    """Return the frames of a signed MP3 but for the manifest's, which is the last."""
    found = frames(content)
    return found[:-1] if found and _is_manifest(found[-1]) else found


def is_marked(content: bytes) -> bool:
    """Say whether a file only looks like a signed one: its tag has the mark of a manifest, or its end has."""
    tag = content[: id3.length_bytes(content[:_HEAD_BYTES])]
    return _MANIFEST.encode() in tag or _MARK in content[len(tag) :][-_TAIL_BYTES:]


def _frames(body: bytes, is_newer: bool) -> Iterator[Frame]:  # noqa: FBT001 - two versions
    at = 0
    while at + _HEAD_BYTES <= len(body) and body[at : at + 1] != b"\0":
        name, size, flags = body[at : at + 4], _size(body[at + 4 : at + 8], is_newer), body[at + 8 : at + 10]
        inner = body[at + _HEAD_BYTES : at + _HEAD_BYTES + size]
        at += _HEAD_BYTES + size
        try:
            yield name, flags, *_told(name, inner, is_newer)
        except (ValueError, KeyError, IndexError):
            yield name, flags, inner
    if body[at:].strip(b"\0"):
        yield b"", b"", body[at:]


def _size(four: bytes, is_newer: bool) -> int:  # noqa: FBT001
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3] if is_newer else int.from_bytes(four)


def _told(name: bytes, inner: bytes, is_newer: bool) -> Iterator[object]:  # noqa: FBT001
    """Yield what a frame says, in whatever letters."""
    if name.startswith(b"T"):
        yield from _texts(inner[0], inner[1:])
    elif name == b"COMM":
        yield inner[1 : 1 + _LANGUAGE_BYTES]
        yield from _texts(inner[0], inner[1 + _LANGUAGE_BYTES :])
    elif name == b"APIC":
        kind, _, behind = inner[1:].partition(b"\0")
        yield from (kind, behind[:1], *behind[1:].split(b"\0", maxsplit=1))
    elif name == b"GEOB":
        kind, _, behind = inner[1:].partition(b"\0")
        yield from (kind.decode("latin-1"), behind)
    elif name == b"CHAP":
        called, _, behind = inner.partition(b"\0")
        yield from (called, behind[:_TIMES_BYTES], *_frames(behind[_TIMES_BYTES:], is_newer))
    elif name == b"CTOC":
        called, _, behind = inner.partition(b"\0")
        *children, rest = behind[2:].split(b"\0", maxsplit=behind[1])
        yield from (called, behind[:2], *children, *_frames(rest, is_newer))
    else:
        yield inner


def _texts(coding: int, written: bytes) -> list[str]:
    return [text.removeprefix("\ufeff") for text in written.decode(_CODINGS[coding]).split("\0")]


def _is_manifest(frame: Frame) -> bool:
    name, _, kind, *rest = frame
    return name == b"GEOB" and kind == _MANIFEST and bool(rest) and isinstance(rest[0], bytes) and _STORE in rest[0]


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at + 8 <= len(content):
        size = int.from_bytes(content[at : at + 4])
        head = 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        yield content[at + 4 : at + 8], content[at + head : at + head + len(_OWNER)]
        if size < head:
            return
        at += size
