"""Quotes with a mark missing: where they most likely ended."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, TEH_MARBUTA
from briefing.editorial.lexicon import speech_verb
from briefing.editorial.marks import MARKS, Marked, Side, find, pair
from briefing.editorial.sentences import spans
from briefing.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_UNCLOSED = 2000
# A text with more marks left open than these is garbled, and nothing says where they end.
_MOST_UNCLOSED = 3
_TAIL = re.compile(rf"[{re.escape(''.join(MARKS))}\s.,!?\N{{ARABIC COMMA}}\N{{ARABIC QUESTION MARK}}]*$")


@lru_cache(maxsize=128)
def repaired(text: str) -> tuple[Marked, ...]:
    """Return the stretches between marks; those that lost a mark get an end, unless the text is garbled."""
    marked = pair(text)
    if not 0 < sum(not one.closed for one in marked) <= _MOST_UNCLOSED:
        return marked
    return tuple(one if one.closed else closed(text, one, marked) for one in marked)


def closed(text: str, one: Marked, marked: Sequence[Marked]) -> Marked:
    """Give an unclosed stretch the end that it most likely had.

    A nested name that closes at the very end closed both; else it ends where the next sentence or a participle gives
    the word back to the writer.
    """
    rest = text[one.start : one.start + _LONGEST_UNCLOSED]
    end = one.start + _first_end(rest, [end for _, end in spans(rest)])
    inner = [other for other in marked if other.closed and other.outer_start >= one.start]
    if inner and inner[-1].outer_start <= end and _TAIL.fullmatch(text[inner[-1].outer_end : one.start + len(rest)]):
        return Marked(one.start, inner[-1].end, one.outer_start, inner[-1].outer_end, one.depth, repaired=True)
    return Marked(one.start, end, one.outer_start, end, one.depth, repaired=True)


def continued(text: str) -> int | None:
    """Return where a quote that an earlier paragraph opened is closed: at a first mark that closes; None without."""
    first = next(iter(find(text)), None)
    return first.start if first and first.side is Side.CLOSES else None


def _first_end(rest: str, ends: Sequence[int]) -> int:
    """Return where the quoted words end: before a participle of speech, or before a sentence that has a cue."""
    start = 0
    for end in ends:
        found = words(rest[start:end])
        if start and found and speech_verb(found[0].folded):
            return start
        for word in found:
            if start + word.start and _gives_back(word.text):
                return len(rest[: start + word.start].rstrip())
        start = end
    return ends[-1] if ends else len(rest)


def _gives_back(word: str) -> bool:
    verb = speech_verb(fold(word))
    return (
        verb is not None
        and not verb.finite
        and word.endswith((ALEF, "\N{ARABIC LETTER ALEF}\N{ARABIC FATHATAN}", TEH_MARBUTA))
    )
