"""What came in: a path, `-` for stdin or a link, read as one article or, from a feed, as several."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from briefing.article import decode, paragraphs
from briefing.article.language import refuse_other_languages
from briefing.errors import InputError
from briefing.model import Article

MAX_BYTES = 20_000_000
STDIN = "-"

Reader = Callable[[bytes, str], tuple[Article, ...]]

_OS_ERRORS = {
    errno.ENOENT: ("there is no such file", "check the path"),
    errno.EISDIR: ("is a folder", "name the files in it"),
    errno.EACCES: ("may not be read", "change its permissions"),
    errno.ENAMETOOLONG: ("is no file name", "give a path, a link, or - for standard input"),
}


def read(source: str) -> tuple[Article, ...]:
    """Read what `source` names: a file, or `-` for standard input.

    The file's suffix chooses the reader. Raises InputError where it cannot be read or holds no Arabic article.
    """
    data = _bytes_of(source)
    if not data.strip():
        raise InputError(source, "is empty", "give a file with an article in it")
    articles = READERS.get(Path(source).suffix.lower(), _text)(data, source)
    refuse_other_languages(articles)
    return articles


def _bytes_of(source: str) -> bytes:
    if source == STDIN:
        return _limited(sys.stdin.buffer, "stdin")
    try:
        with Path(source).open("rb") as file:
            return _limited(file, source)
    except OSError as error:
        what, remedy = _OS_ERRORS.get(error.errno or 0, (f"cannot be read: {error.strerror}", "check the path"))
        raise InputError(source, what, remedy) from error
    except ValueError as error:  # a NUL in the path
        raise InputError(repr(source), "is no file name", "give a path, a link, or - for standard input") from error


def _limited(file: BinaryIO, where: str) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(where, f"is larger than {MAX_BYTES // 1_000_000} MB", "give one article, not an archive")
    return data


def _text(data: bytes, source: str) -> tuple[Article, ...]:
    """Read plain text: the first paragraph is the headline."""
    found = paragraphs.split(decode.decode(data, source))
    if not found:
        raise InputError(source, "is empty", "give a file with an article in it")
    return (Article(source=source, paragraphs=found),)


READERS: dict[str, Reader] = {".txt": _text}
