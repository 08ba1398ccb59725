"""Files that are whole or not there, a lock that goes with its process, and two folders that change places."""

from __future__ import annotations

import ctypes
import errno
import math
import os
import secrets
import sys
import time
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import file_digest
from itertools import chain, count
from typing import TYPE_CHECKING

from briefing import places
from briefing.errors import BusyError, OutputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FREE_SPACE = "free some space and run it again"
_CHECK_PLACE = "check that it is a folder that you may write to"
_RETRY_S = 0.1
# renameat2 (Linux 3.15) and renamex_np (macOS 10.12): the value that says "exchange"; "this folder" for *at calls.
_RENAME_EXCHANGE = 2
_AT_FDCWD = -100


@contextmanager
def writing(where: Path, *, remedy: str = _CHECK_PLACE) -> Iterator[None]:
    """Turn a failure of the disk into one line that names the file that failed, `where` if the system names none.

    `remedy` says what to do where the disk is not simply full. Raises OutputError, or NetworkError where `where` is
    elsewhere.
    """
    if places.is_elsewhere(where):
        with places.telling(str(where)):
            yield
        return
    try:
        yield
    except OSError as error:
        raise OutputError(str(error.filename or where), _why(error), _FREE_SPACE if full(error) else remedy) from error


def full(error: OSError) -> bool:
    """Say whether the disk, or the user's share of it, takes no more."""
    return error.errno in _FULL


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


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
        except OSError as error:
            # The temporary name is ours to know: the user knows the file.
            raise OSError(error.errno, error.strerror or str(error), str(path)) from error
        finally:
            with suppress(OSError):
                beside.unlink()


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all. Raises OutputError, or NetworkError where it is elsewhere."""
    if places.is_elsewhere(path):
        with writing(path):
            places.write(path, content)
        return path
    with replacing(path) as beside:
        beside.write_bytes(content)
    return path


def write_text(path: Path, content: str) -> Path:
    """Write a UTF-8 file, line ends as they are, whole or not at all. Raises OutputError."""
    return write_bytes(path, content.encode())


def content(path: Path) -> bytes | None:
    """Read a file; None where there is none, or one that cannot be read here.

    Raises NetworkError where a place elsewhere does not answer: what it has is not known then.
    """
    if places.is_elsewhere(path):
        return places.read(path)
    try:
        # A pipe in its place would keep us waiting.
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file here in hexadecimal digits. Raises OSError."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def free_path(wanted: Path) -> Path:
    """Return `wanted`, or a variant `wanted-2`, `wanted-3` ... where something has that name."""
    variants = (wanted.with_stem(f"{wanted.stem}-{number}") for number in count(2))
    return next(path for path in chain((wanted,), variants) if not path.exists())


@contextmanager
def locked(lock: Path, *, within_s: float | None = None, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold a lock file: others wait here until the block ends. The lock goes with the process, the file stays.

    `waiting` is called once where somebody else holds it. Raises BusyError where it is not to be had `within_s`.
    Only a failure to take it is told as the lock's, as OutputError; what the block raises is its own affair.
    """
    with writing(lock):
        handle = _opened(lock)
    try:
        with writing(lock):
            is_ours = _taken(handle)
            if not is_ours:
                waiting()
                is_ours = _wait_for(handle, within_s)
        if not is_ours:
            raise BusyError(str(lock), "is held by another run", "wait for its end")
        yield
    finally:
        os.close(handle)


def is_locked(lock: Path) -> bool:
    """Say whether somebody holds the lock file at this moment; where there is no such file, nobody does."""
    try:
        handle = os.open(lock, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        return not _taken(handle)
    finally:
        os.close(handle)


def _opened(lock: Path) -> int:
    """Open the lock file, also where another user made it: reading is enough to hold it."""
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError:
        with suppress(FileNotFoundError):
            return os.open(lock, os.O_RDONLY)
        raise


def _wait_for(handle: int, within_s: float | None) -> bool:
    """Wait for a lock, `within_s` at most if that is given; say whether it came."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows, whose own waiting gives up after ten tries
        pass
    else:
        if within_s is None:
            fcntl.flock(handle, fcntl.LOCK_EX)
            return True
    # The system's own waiting has no limit.
    until_s = math.inf if within_s is None else time.monotonic() + within_s
    while time.monotonic() < until_s:
        if _taken(handle):
            return True
        time.sleep(_RETRY_S)
    return False


def _taken(handle: int) -> bool:
    """Try to take a lock; it is let go with the handle."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one disk change places in a single step; False where the system knows no such step."""
    swap = _system_exchange()
    return swap is not None and swap(os.fsencode(one), os.fsencode(other)) == 0


@cache
def _system_exchange() -> Callable[[bytes, bytes], int] | None:
    try:
        libc = ctypes.CDLL(None)
        if sys.platform == "darwin":  # pragma: no cover - macOS
            renamex: Callable[[bytes, bytes, int], int] = libc.renamex_np
            return lambda one, other: renamex(one, other, _RENAME_EXCHANGE)
        renameat2: Callable[[int, bytes, int, bytes, int], int] = libc.renameat2
    except (OSError, TypeError, AttributeError):  # pragma: no cover - Windows, an old or another C library
        return None
    return lambda one, other: renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
