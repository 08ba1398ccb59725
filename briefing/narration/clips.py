"""Clips that were spoken before, kept by what they are made of, so that nothing is spoken or asked for twice.

An entry's name is the SHA-256 of the fingerprint that its speaker gave. Entries are written beside their place and
moved into it, so several programs can share the folder. What cannot be kept (a full disk, a folder that may not be
written) is spoken again next time, and breaks nothing.

An entry begins with the SHA-256 of its fingerprint and of every byte behind the digest: the kind of file, the sample
rate, the number of words, their times, the samples. One that is damaged anywhere, or is another's, is not there.
"""

from __future__ import annotations

import hashlib
import logging
import os
import struct
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import resources
from briefing.model import Audio, Speech, WordTime

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

_MAGIC = b"briefclip3"
_HEAD = struct.Struct("<10sII")  # magic, sample rate, number of words
_DIGEST_BYTES = hashlib.sha256().digest_size
_WORD = struct.Struct("<QQQ")
_SUFFIX = ".clip"
_HALF_WRITTEN = ".part"
_ABANDONED_AFTER_S = 3600
_PRUNE_TO = 0.8  # of the limit, so that not every run has to prune
LIMIT_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheState:
    """How much the cache holds."""

    folder: Path
    clips: int
    length_bytes: int
    limit_bytes: int


class ClipCache:
    """A folder of clips of limited size; the longest unused go first."""

    def __init__(self, folder: Path | None = None, limit_bytes: int = LIMIT_BYTES) -> None:
        """Use `folder`, or the user's cache folder. Nothing is made or read yet."""
        self.folder = folder or resources.user_cache_folder() / "clips"
        self.hits = 0  # how many clips were asked for and there
        self._limit_bytes = limit_bytes
        self._told = False

    def get(self, fingerprint: str) -> Speech | None:
        """Return the speech that was kept under a fingerprint, if it is there and whole."""
        path = self._path(fingerprint)
        try:
            # A pipe in its place would be waited for.
            content = path.read_bytes() if path.is_file() else b""
        except OSError:
            return None
        speech = _unpack(content, fingerprint)
        with suppress(OSError):
            if speech is None:
                path.unlink()
            else:
                self.hits += 1
                os.utime(path)
        return speech

    def put(self, fingerprint: str, speech: Speech) -> None:
        """Keep a speech; where that fails, say so once in the log."""
        path = self._path(fingerprint)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, _pack(speech, fingerprint))
        except OSError as error:
            if not self._told:
                _log.warning("%s: clips are not kept: %s", self.folder, (error.strerror or str(error)).lower())
            self._told = True

    def prune(self) -> None:
        """Bring the folder back under its limit: what was abandoned half written, then the longest unused clips."""
        entries = sorted(self._entries())
        total = sum(length for _, length, _ in entries)
        goal = self._limit_bytes * _PRUNE_TO if total > self._limit_bytes else total
        for used, length, path in entries:
            half_written = path.suffix == _HALF_WRITTEN
            if (half_written and time.time() - used > _ABANDONED_AFTER_S) or (not half_written and total > goal):
                with suppress(OSError):
                    path.unlink()
                total -= length

    def clear(self) -> int:
        """Remove every clip and return how many there were."""
        paths = [path for _, _, path in self._entries()]
        for path in paths:
            with suppress(OSError):
                path.unlink()
        return len(paths)

    def state(self) -> CacheState:
        """Count what is there."""
        lengths = [length for _, length, _ in self._entries()]
        return CacheState(
            folder=self.folder, clips=len(lengths), length_bytes=sum(lengths), limit_bytes=self._limit_bytes
        )

    def _path(self, fingerprint: str) -> Path:
        name = hashlib.sha256(fingerprint.encode()).hexdigest()
        return self.folder / name[:2] / f"{name[2:]}{_SUFFIX}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        """List what can be looked at; a folder that cannot has nothing in it."""
        with suppress(OSError):
            for pattern in (f"??/*{_SUFFIX}", f"??/*{_HALF_WRITTEN}"):
                for path in self.folder.glob(pattern):
                    with suppress(OSError):
                        status = path.stat()
                        yield status.st_mtime, status.st_size, path


def _pack(speech: Speech, fingerprint: str) -> bytes:
    head = _HEAD.pack(_MAGIC, speech.audio.sample_rate, len(speech.words))
    words = b"".join(_WORD.pack(time.word, time.start_sample, time.end_sample) for time in speech.words)
    body = head + words + speech.audio.samples
    return _digest(body, fingerprint) + body


def _unpack(content: bytes, fingerprint: str) -> Speech | None:
    """Return the speech of an entry; None where a byte of it has changed, or it was written for another."""
    body = content[_DIGEST_BYTES:]
    if content[:_DIGEST_BYTES] != _digest(body, fingerprint):
        return None
    _, sample_rate, words = _HEAD.unpack_from(body)
    sound = _HEAD.size + words * _WORD.size
    times = (
        WordTime(word=word, start_sample=start, end_sample=end)
        for word, start, end in _WORD.iter_unpack(body[_HEAD.size : sound])
    )
    return Speech(audio=Audio(samples=body[sound:], sample_rate=sample_rate), words=tuple(times))


def _digest(body: bytes, fingerprint: str) -> bytes:
    # The digest of the name has one length, so that no part of a name can pass for a part of the body.
    return hashlib.sha256(hashlib.sha256(fingerprint.encode()).digest() + body).digest()


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=_HALF_WRITTEN)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
