"""Bytes to text: which encoding an article is in, and a plain word where it is none."""

from __future__ import annotations

import codecs
import re
from functools import cache

from briefing.errors import InputError

_SAVE_AS_TEXT = "give the article's text (UTF-8), an HTML page or a link"
_SAVE_AS_UTF8 = "save the file again as UTF-8"

# What a file that is no text starts with.
_SIGNATURES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a sound or picture file",
    b"ID3": "an MP3 file",
    b"\xff\xfb": "an MP3 file",
    b"\xff\xf3": "an MP3 file",
    b"OggS": "an Ogg file",
    b"fLaC": "a FLAC file",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
    b"7z\xbc\xaf": "a 7-Zip archive",
}
_BYTE_ORDER_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# The encodings that hold Arabic letters, as Python names their codecs. Others that a page names are not believed: its
# bytes tell more, and some codecs (idna, unicode_escape, undefined) are none that a browser knows.
_ARABIC_ENCODINGS = frozenset(
    ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859-6", "mac-arabic", "cp720", "cp864")
)
_MISTAKEN_FOR = ("cp1252", "cp1256")
_SINGLE_BYTE = ("windows-1256", "iso-8859-6")
_ARABIC = re.compile("[\u0621-\u064a]")
_ARABIC_OR_PLAIN = re.compile("[\u0600-\u06ff\\s -~\u00a0\u00ab\u00bb\u2013-\u2026]")
_BINARY_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE_BYTES = 1 << 16
_FEW_CHARS = 500
_LEAST_FIT = 0.97
_MOST_BROKEN = 0.02
_MOST_CONTROL = 0.01


class BrokenTextError(InputError):
    """A text in the encoding `codec` with a few bytes in it that are no letters of it."""

    def __init__(self, where: str, codec: str, line: int) -> None:
        """Say near which line the first of them stands."""
        self.codec = codec
        super().__init__(where, f"broken {codec.removesuffix('-sig').upper()} near line {line}", _SAVE_AS_UTF8)


def decode(data: bytes, where: str, declared: str | None = None) -> str:
    """Decode an article: as its byte order mark says, as `declared`, as UTF-8, UTF-16, windows-1256 or ISO-8859-6.

    Text that was encoded twice is put right, and a few NULs in a text are left in it. Raises InputError for what is no
    text, or text with broken bytes.
    """
    for mark, codec in _BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return _strictly(data, codec, where)
    _refuse_signatures(data, where)
    sparse = data.count(0) <= len(data) * _MOST_CONTROL
    for codec in filter(None, ("utf-8", arabic_encoding(declared))):
        decoded = _try(data, codec)
        if decoded and (sparse or "\0" not in decoded):
            return _undo_double_encoding(decoded)
    return _guess(data, where, single_byte=sparse)


def arabic_encoding(named: str | None) -> str | None:
    """Return the codec of the encoding that a page or server names, None where no Arabic text can be in it."""
    try:
        codec = codecs.lookup(named or "").name
    except (LookupError, ValueError):  # ValueError: a NUL, or half a character, in the name
        return None
    return codec if codec in _ARABIC_ENCODINGS else None


def _refuse_signatures(data: bytes, where: str) -> None:
    for signature, kind in _SIGNATURES.items():
        if data.startswith(signature):
            raise InputError(where, f"is {kind}, not an article", _SAVE_AS_TEXT)


def _strictly(data: bytes, codec: str, where: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise BrokenTextError(where, codec, data[: error.start].count(b"\n") + 1) from error


def _try(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _guess(data: bytes, where: str, *, single_byte: bool) -> str:
    """Choose among the encodings without a mark by how much of a sample comes out as Arabic text."""
    if single_byte:
        _refuse_broken_utf8(data, where)
        text = None if _looks_binary(data) else _best(data, _SINGLE_BYTE)
    else:
        text = _best(data, ("utf-16-le", "utf-16-be"))
    if text is None:
        raise InputError(where, "is not a text in UTF-8, UTF-16, windows-1256 or ISO-8859-6", _SAVE_AS_TEXT)
    return text


def _refuse_broken_utf8(data: bytes, where: str) -> None:
    """Refuse UTF-8 with a few broken bytes: read as a single-byte encoding it would come out as other letters."""
    sample = data.decode("utf-8", errors="replace")
    broken = sample.count("\N{REPLACEMENT CHARACTER}")
    if broken <= len(sample) * _MOST_BROKEN and _ARABIC.search(sample):
        first = sample.index("\N{REPLACEMENT CHARACTER}")
        raise BrokenTextError(where, "utf-8", sample.count("\n", 0, first) + 1)


def _looks_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE_BYTES]
    return len(_BINARY_BYTES.findall(sample)) > len(sample) * _MOST_CONTROL


def _best(data: bytes, candidates: tuple[str, ...]) -> str | None:
    fits = [(_fit(text), text) for text in (_try(data, codec) for codec in candidates) if text]
    fit, text = max(fits, key=lambda pair: pair[0], default=(0.0, ""))
    return text if fit >= _LEAST_FIT else None


def _fit(text: str) -> float:
    """Return the share of characters that an Arabic article is made of; 0 where there is no Arabic letter."""
    sample = text[:_SAMPLE_BYTES]
    if not _ARABIC.search(sample):
        return 0.0
    return len(_ARABIC_OR_PLAIN.findall(sample)) / len(sample)


def _undo_double_encoding(text: str) -> str:
    """Put right UTF-8 that was read as a single-byte encoding and saved as UTF-8 again."""
    for codec in _MISTAKEN_FOR:
        table = _bytes_as_characters(codec)
        try:
            text[:_FEW_CHARS].translate(table).encode("latin-1")
            repaired = text.translate(table).encode("latin-1").decode("utf-8")
        except UnicodeError:
            continue
        if _ARABIC.search(repaired):
            return repaired
    return text


@cache
def _bytes_as_characters(codec: str) -> dict[int, int]:
    """Return which byte each character of a single-byte encoding stands for; a byte without one stands for itself."""
    return {ord(bytes([byte]).decode(codec, errors="ignore") or chr(byte)): byte for byte in range(256)}
