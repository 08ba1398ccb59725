"""Files that are whole or not there: written beside their place and renamed; one writer a folder at a time."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK_FILE = ".briefing.lock"

_REMEDIES = {
    errno.ENOSPC: "free some space and run it again",
    errno.EDQUOT: "free some space and run it again",
    errno.EACCES: "choose a folder that you may write to with -o",
    errno.EPERM: "choose a folder that you may write to with -o",
    errno.EROFS: "choose a folder that you may write to with -o",
    errno.EEXIST: "choose another folder with -o",
    errno.ENOTDIR: "choose another folder with -o",
}


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Turn a failure of the disk into one line that names the place. Raises OutputError."""
    try:
        yield
    except OSError as error:
        remedy = _REMEDIES.get(error.errno or 0, "choose another folder with -o")
        raise OutputError(str(where), (error.strerror or str(error)).lower(), remedy) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path` to write to; it takes the place of `path` when the block ends well.

    Raises OutputError where the disk refuses; then, as after any error, `path` is as it was.
    """
    with writing(path):
        beside = path.with_name(f".{path.stem}.{secrets.token_hex(4)}{path.suffix}")
        try:
            yield beside
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all. Raises OutputError."""
    with replacing(path) as beside:
        beside.write_bytes(content)
    return path


def write_text(path: Path, content: str) -> Path:
    """Write a UTF-8 file, line ends as they are, whole or not at all. Raises OutputError."""
    return write_bytes(path, content.encode())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: other runs wait here until the block ends. The lock goes with the process."""
    with writing(folder):
        handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(handle)
            yield
        finally:
            os.close(handle)


def unlocked(folder: Path) -> bool:
    """Say whether nobody holds the folder's lock at this moment."""
    handle = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(handle, wait=False)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True


def _lock(handle: int, *, wait: bool = True) -> None:
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
