"""Why a word sounds as it does: its form after each stage of the narration, and which rule or model decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing import arabic
from briefing.narration import diacritize, respell
from briefing.narration.phonemes import phonetize, settled
from briefing.narration.verbalize import verbalize
from briefing.narration.verbalize.tables import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.model import MarkedWord, Piece
    from briefing.narration.verbalize import Tables
    from briefing.plugins import Diacritizer

_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A written word, or a written expression that is spoken as several, through all stages.

    `decided_by` names, in running order, who chose: `verbalize: CLASS (RULE)`, then `typed` by the writer,
    `lexicon: NAME (KIND, FILE)`, `frame: NAME` of the grammar or `diacritizer: NAME`. It is empty for a token that has
    nothing to decide. `confidence` (0 to 1) is that of its least sure word, None where nobody can tell.
    """

    written: str
    spoken: str
    diacritized: str
    phonemes: str
    decided_by: tuple[str, ...]
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    """A whitespace-separated token of the spoken text: its span there, and the written span that it came from."""

    start: int
    end: int
    written_start: int
    written_end: int
    pieces: tuple[Piece, ...]


def explain(text: str, name: str, diacritizer: Diacritizer, tables: Tables = SHIPPED) -> tuple[Explained, ...]:
    """Take one line through verbalizing, marks and phonemes; `name` is what the diacritizer is called."""
    pieces = verbalize(text, tables)
    spoken = respell.text("".join(piece.spoken for piece in pieces), diacritizer)
    told = diacritize.told(spoken, diacritizer)
    marked = settled(spoken, told.text)
    sounds = ["".join(word.phonemes) for word in phonetize(marked)]
    tokens = list(_tokens(pieces, spoken))
    rows = []
    for group in _grouped(tokens):
        first, last = tokens[group.start], tokens[group.stop - 1]
        words = [spoken[token.start : token.end] for token in tokens[group.start : group.stop]]
        inside = list(_inside(told.words, spoken, first.start, last.end))
        rows.append(
            Explained(
                written=text[first.written_start : last.written_end].strip(),
                spoken=" ".join(words),
                diacritized=" ".join(marked.split()[group.start : group.stop]),
                phonemes=" ".join(filter(None, sounds[group.start : group.stop])),
                decided_by=tuple(dict.fromkeys(_deciders(tokens[group.start : group.stop], words, inside, name))),
                confidence=min((word.confidence for word in inside), default=None),
            )
        )
    return tuple(rows)


def _tokens(pieces: Sequence[Piece], spoken: str) -> Iterator[_Token]:
    spans: list[tuple[int, int, Piece]] = []
    start = 0
    for piece in pieces:
        spans.append((start, start + len(piece.spoken), piece))
        start += len(piece.spoken)
    for found in _TOKEN.finditer(spoken):
        under = [span for span in spans if span[0] < found.end() and found.start() < span[1]]
        yield _Token(
            start=found.start(),
            end=found.end(),
            written_start=_written(under[0], found.start(), at_end=False),
            written_end=_written(under[-1], found.end(), at_end=True),
            pieces=tuple(piece for _, _, piece in under),
        )


def _written(span: tuple[int, int, Piece], place: int, *, at_end: bool) -> int:
    """Map a place of the spoken text to the written text; inside a spelled-out piece that is the piece's border."""
    start, _, piece = span
    if len(piece.spoken) == piece.end - piece.start and piece.semiotic_class is None:
        return piece.start + place - start
    return piece.end if at_end else piece.start


def _grouped(tokens: Sequence[_Token]) -> Iterator[range]:
    """Put tokens together that came from one written expression."""
    start = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or tokens[at].written_start >= tokens[at - 1].written_end:
            yield range(start, at)
            start = at


def _inside(marked: Sequence[MarkedWord], spoken: str, start: int, end: int) -> Iterator[MarkedWord]:
    """Yield the words between two places of the spoken text; they are counted without its typed marks."""
    first, last = (len(arabic.strip_marks(spoken[:place])) for place in (start, end))
    return (word for word in marked if first <= word.start < last)


def _deciders(tokens: Sequence[_Token], words: Sequence[str], marked: Sequence[MarkedWord], name: str) -> Iterator[str]:
    for token in tokens:
        for piece in token.pieces:
            if piece.semiotic_class is not None:
                yield f"verbalize: {piece.semiotic_class}" + (f" ({piece.rule})" if piece.rule else "")
    for word in marked:
        yield word.decided_by or f"diacritizer: {name}"
    if not marked and any(map(arabic.has_arabic, words)):
        yield f"diacritizer: {name}"
