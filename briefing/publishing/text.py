"""Text for the eye: harmless in every form, and cut to length at words.

The written text may come from anywhere. What cannot be seen, what turns the reading direction round and what stands
for a letter without being one goes; the letters, their marks, the digits and the punctuation stay.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
PERCENT = "\N{ARABIC PERCENT SIGN}"

_SPACES = "\t\n\v\f\r\x85\N{NO-BREAK SPACE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"
_DROPPED_RANGES = (
    (0x00, 0x08),  # C0 controls; XML forbids them
    (0x0E, 0x1F),
    (0x7F, 0x9F),  # C1 controls
    (0xAD, 0xAD),  # soft hyphen
    (0x061C, 0x061C),  # bidi controls: the structure says the direction
    (0x200B, 0x200B),
    (0x200E, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0xD800, 0xDFFF),  # lone surrogates are no characters
    (0xFDD0, 0xFDEF),  # noncharacters
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE007F),  # tags
)
_PRESENTATION_RANGES = ((0xFB50, 0xFDCF), (0xFDF0, 0xFDFC), (0xFE70, 0xFEFC))


def _translations() -> Iterator[tuple[int, str]]:
    for first, last in _PRESENTATION_RANGES:
        for code in range(first, last + 1):
            yield code, unicodedata.normalize("NFKC", chr(code))
    for first, last in _DROPPED_RANGES:
        for code in range(first, last + 1):
            yield code, ""
    for plane in range(17):
        yield plane * 0x10000 + 0xFFFE, ""
        yield plane * 0x10000 + 0xFFFF, ""
    for char in _SPACES:
        yield ord(char), " "
    yield ord(PERCENT), "%"  # neither screen readers nor braille tables know the Arabic sign


_VISIBLE = dict(_translations())


def visible(text: str) -> str:
    """Return `text` with nothing in it that hides, turns or breaks: one line, safe to escape into any markup."""
    return text.translate(_VISIBLE)


def tidy(text: str) -> str:
    """Return the visible text with single spaces and none at the ends, as titles and names need it."""
    return " ".join(visible(text).split())


def offsets(text: str) -> Sequence[int]:
    """Tell where each code point of `text`, and its end, lands in `visible(text)`."""
    if visible(text) == text:
        return range(len(text) + 1)
    return list(accumulate((len(visible(char)) for char in text), initial=0))


def clip(text: str, longest: int) -> str:
    """Cut a text to at most `longest` code points, at a word where there is one, and say so with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head.rsplit(" ", 1)[0] if " " in head[longest // 2 :] else head
    return at_word.rstrip() + ELLIPSIS


def clip_bytes(text: str, longest: int) -> str:
    """Cut a text to at most `longest` bytes of UTF-8, never inside a character."""
    if len(text.encode()) <= longest:
        return text
    head = text.encode()[: longest - len(ELLIPSIS.encode())].decode(errors="ignore")
    return re.sub(r"\s\S*$", "", head) + ELLIPSIS
