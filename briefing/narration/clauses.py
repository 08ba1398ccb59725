"""Cut a text that is longer than a voice takes, where a reader would breathe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic.letters import COMMA, WAW

if TYPE_CHECKING:
    from collections.abc import Sequence

_STOP_MS = {".": 400, "!": 400, "\N{ARABIC QUESTION MARK}": 400, ":": 300, "\N{ARABIC SEMICOLON}": 300, COMMA: 200}
# How good a place is, from best to worst; the last place of the best kind that fits is taken.
_STRONG, _WEAK, _AND_AHEAD, _ANYWHERE = range(4)
_LEAST_FILLED = 4  # a cut at a comma in the first quarter of what fits is no gain


def cut(text: str, longest_chars: int | None) -> tuple[str, ...]:
    """Cut `text` into parts of whole words, none longer than `longest_chars` (marks counted).

    A single word that is longer is cut where it must be.
    """
    if longest_chars is None or len(text) <= longest_chars:
        return (text,)
    parts, left = [], _short_words(text.split(), longest_chars)
    while left:
        count = _fitting(left, longest_chars)
        parts.append(" ".join(left[:count]))
        left = left[count:]
    return tuple(parts)


def pause_after_ms(part: str) -> int:
    """Return how long a voice rests after a part: what the sign at its end asks for."""
    return _STOP_MS.get(part[-1:], 0)


def _fitting(words: Sequence[str], longest_chars: int) -> int:
    """Return how many of the words make the next part."""
    length, ends = -1, []
    for word in words:
        length += len(word) + 1
        if length > longest_chars:
            break
        ends.append(length)
    if len(ends) == len(words):
        return len(words)
    places = [number for number, end in enumerate(ends) if end * _LEAST_FILLED >= longest_chars] or [len(ends) - 1]
    return 1 + min(places, key=lambda number: (_kind(words, number), -number))


def _kind(words: Sequence[str], number: int) -> int:
    last = words[number][-1]
    if _STOP_MS.get(last, 0) > _STOP_MS[COMMA]:
        return _STRONG
    if last == COMMA:
        return _WEAK
    return _AND_AHEAD if words[number + 1].startswith(WAW) else _ANYWHERE


def _short_words(words: Sequence[str], longest_chars: int) -> list[str]:
    return [word[start : start + longest_chars] for word in words for start in range(0, len(word), longest_chars)]
