"""Text to paragraphs: a paragraph is a line that is not empty, unless the lines were broken to a width."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# U+2028, U+2029 and U+0085 end a line too; a form feed parts pages.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\u2060"
SENTENCE_ENDS = (".", "!", "?", "\N{ARABIC QUESTION MARK}", ":", "\N{HORIZONTAL ELLIPSIS}")
_NARROWEST = 40
_WIDEST = 130
_LEAST_BREAKS = 3
_LEAST_SHARE = 0.9


def split(text: str) -> tuple[str, ...]:
    """Return the paragraphs: each line that holds something visible, trimmed.

    Where the lines of the text were plainly broken to a width (each is filled as far as the next word allows), a
    paragraph is a block between empty lines, its lines joined by a space.
    """
    blocks = list(_blocks(_LINE_END.split(text)))
    if _broken_to_a_width(blocks):
        return tuple(" ".join(block) for block in blocks)
    return tuple(line for block in blocks for line in block)


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        visible = line.strip().strip(_INVISIBLE).strip()
        if visible:
            block.append(line.strip())
        elif block:
            yield block
            block = []
    if block:
        yield block


def _broken_to_a_width(blocks: list[list[str]]) -> bool:
    breaks = [pair for block in blocks for pair in pairwise(block)]
    width = max((len(line) for block in blocks if len(block) > 1 for line in block), default=0)
    if len(breaks) < _LEAST_BREAKS or not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in breaks)
    ended = sum(line.endswith(SENTENCE_ENDS) for line, _ in breaks)
    return full >= len(breaks) * _LEAST_SHARE and ended * 2 < len(breaks)
