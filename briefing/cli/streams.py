"""The three streams of the program, made so that nothing at their other end can fell it.

Where the reader of stdout goes away, as `head` does, what is still printed goes nowhere and the work goes on to its
end: a copy is not left half done because nobody reads the list of its files. What cannot be printed for another
reason (a full disk behind a redirection) is an error in one line. What cannot be told on stderr is not told.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from briefing.errors import InputError, OutputError

if TYPE_CHECKING:
    from typing import TextIO

    from _typeshed import ReadableBuffer, WriteableBuffer

_INPUT, _OUTPUT, _TALK = 0, 1, 2


class _Input(io.FileIO):
    """Standard input; what cannot be read is told."""

    def readinto(self, buffer: WriteableBuffer, /) -> int | None:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise InputError("standard input", _why(error), "give a file, or a pipe that can be read") from error

    def readall(self) -> bytes | None:  # type: ignore[override]
        try:
            return super().readall()
        except OSError as error:
            raise InputError("standard input", _why(error), "give a file, or a pipe that can be read") from error


class _Output(io.FileIO):
    """Standard output."""

    reader_is_gone = False

    def write(self, content: ReadableBuffer, /) -> int | None:  # type: ignore[override]
        try:
            return super().write(content)
        except BrokenPipeError:
            self.reader_is_gone = True
            _lead_nowhere(_OUTPUT)
            return memoryview(content).nbytes
        except OSError as error:
            # The end of the program must not fail again on what is still in the buffer.
            _lead_nowhere(_OUTPUT)
            raise OutputError("standard output", _why(error), "make room there, or send it elsewhere") from error


class _Talk(io.FileIO):
    """Standard error."""

    def write(self, content: ReadableBuffer, /) -> int | None:  # type: ignore[override]
        try:
            return super().write(content)
        except OSError:
            return memoryview(content).nbytes


def guard() -> None:
    """Put our streams in the place of Python's, where those are the program's own."""
    if _is_plain(sys.stdin):
        raw = io.BufferedReader(_Input(_INPUT, "rb", closefd=False))
        sys.stdin = io.TextIOWrapper(raw, encoding=sys.stdin.encoding, errors=sys.stdin.errors)
    if _is_plain(sys.stdout):
        sys.stdout = _text(_Output(_OUTPUT, "wb", closefd=False), sys.stdout, line_buffering=sys.stdout.isatty())
    if _is_plain(sys.stderr):
        sys.stderr = _text(_Talk(_TALK, "wb", closefd=False), sys.stderr, line_buffering=True)


def reader_is_gone() -> bool:
    """Say whether nobody reads what is printed any more."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return isinstance(raw, _Output) and raw.reader_is_gone


def _text(raw: io.FileIO, before: TextIO, *, line_buffering: bool) -> TextIO:
    # A letter that the encoding of the terminal lacks is spelled out.
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding=before.encoding, errors="backslashreplace", line_buffering=line_buffering
    )


def _is_plain(stream: object) -> bool:
    """Say whether a stream is Python's own over a file: a console of Windows and a test's stand-in are not."""
    buffer = getattr(stream, "buffer", None)
    # With PYTHONUNBUFFERED there is none around the file.
    return type(getattr(buffer, "raw", buffer)) is io.FileIO


def _lead_nowhere(number: int) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, number)
    os.close(nowhere)


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
