"""From the words that a voice spoke back to the words that the reader sees.

A voice counts words of the spoken text; the page highlights words of the written text. The pieces of an utterance
tile the written text and say what is spoken for each stretch, so they carry a time from one to the other.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.model import Piece, Utterance, WordTime

_WORD = re.compile(r"\S+")


class WrittenTime(NamedTuple):
    """When code points `start` to `end` of the written text sound, in samples from the clip's first."""

    start: int
    end: int
    start_sample: int
    end_sample: int


def written_times(utterance: Utterance, words: Sequence[WordTime]) -> list[WrittenTime]:
    """Return the times of the written words, in the order of the text; words spoken for one stretch are joined.

    Nothing comes back where the voice counted other words than the text has: a wrong highlight is worse than none.
    """
    spans = _spoken_word_spans(utterance)
    if len(spans) != len(utterance.spoken.split()) or any(word.word >= len(spans) for word in words):
        return []
    timed = [
        WrittenTime(*span, word.start_sample, word.end_sample)
        for word in sorted(words, key=lambda word: word.word)
        if (span := spans[word.word]) is not None
    ]
    return list(_joined(timed))


def _spoken_word_spans(utterance: Utterance) -> list[tuple[int, int] | None]:
    """Return, for each spoken word, the stretch of written words that it stands for."""
    written = [match.span() for match in _WORD.finditer(utterance.written)]
    if not utterance.pieces:
        return list(written)
    spoken = "".join(piece.spoken for piece in utterance.pieces)
    return [
        _whole_words(_written_span(utterance, match.start(), match.end()), written) for match in _WORD.finditer(spoken)
    ]


def _written_span(utterance: Utterance, start: int, end: int) -> tuple[int, int]:
    """Map characters `start` to `end` of the pieces' joined spoken text onto the written text."""
    touched, offset = [], 0
    for piece in utterance.pieces:
        first, last = max(start - offset, 0), min(end - offset, len(piece.spoken))
        if first < last:
            touched.append(_inside(utterance.written, piece, first, last))
        offset += len(piece.spoken)
    return min(low for low, _ in touched), max(high for _, high in touched)


def _inside(written: str, piece: Piece, first: int, last: int) -> tuple[int, int]:
    if piece.spoken == written[piece.start : piece.end]:
        return piece.start + first, piece.start + last
    return piece.start, piece.end


def _whole_words(span: tuple[int, int], written: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    touched = [word for word in written if word[0] < span[1] and span[0] < word[1]]
    return (touched[0][0], touched[-1][1]) if touched else None


def _joined(timed: Iterable[WrittenTime]) -> Iterator[WrittenTime]:
    """Join times whose stretches share a written word, and keep the rest one after the other."""
    held: WrittenTime | None = None
    for new in timed:
        if held is None:
            held = new
        elif new.start < held.end:
            held = WrittenTime(
                min(held.start, new.start),
                max(held.end, new.end),
                min(held.start_sample, new.start_sample),
                max(held.end_sample, new.end_sample),
            )
        else:
            yield held
            held = new
    if held is not None:
        yield held
