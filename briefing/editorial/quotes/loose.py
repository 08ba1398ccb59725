"""Quotes with a mark missing, and quotes without marks behind a speech verb and a colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from briefing.editorial.quotes.cues import CueKind, Form, cue_form
from briefing.editorial.quotes.marks import MARKS, Marked, Side, find
from briefing.editorial.sentences import spans
from briefing.editorial.wordlists import members
from briefing.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.quotes.sources import Cue, Heard

_COLON = re.compile(r"[^\n:]{0,60}?:[\s\-\u2013\u2014]*")
_LONGEST_UNCLOSED = 2000
_ENOUGH_WORDS = 4
_ANY_MARK = re.compile(f"[{re.escape(''.join(MARKS))}]")
_TAIL = re.compile(rf"[{re.escape(''.join(MARKS))}\s.,!?\N{{ARABIC COMMA}}\N{{ARABIC QUESTION MARK}}]*$")


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
        if start and found and cue_form(found[0].text):
            return start
        for word in found:
            if start + word.start and _gives_back(word.text):
                return len(rest[: start + word.start].rstrip())
        start = end
    return ends[-1] if ends else len(rest)


def _gives_back(word: str) -> bool:
    form = cue_form(word)
    return (
        form is not None
        and form[1] is Form.PARTICIPLE
        and word.endswith(
            ("\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER ALEF}\N{ARABIC FATHATAN}", "\N{ARABIC LETTER TEH MARBUTA}")
        )
    )


def unmarked(text: str, heard: Sequence[Heard], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Cue]]:
    """Find speech without marks: a finite speech verb, a colon, and words that do not begin with "that".

    Only the first colon of a sentence counts, and only where no mark follows it.
    """
    for sentence in heard:
        for cue in sentence.cues:
            colon = _COLON.match(text, cue.end, sentence.span.end) if _says(cue) else None
            if colon is None:
                continue
            start, end = colon.end(), sentence.span.end
            found = words(text[start:end])
            at = bisect_left(taken, (start, start))
            free = at == len(taken) or taken[at][0] >= end
            direct = len(found) >= _ENOUGH_WORDS and found[0].folded not in members("complementizers")
            if free and direct and not _ANY_MARK.search(text, start, end):
                yield start, end, cue
            break


def _says(cue: Cue) -> bool:
    return cue.form is Form.FINITE and cue.real and cue.kind in (CueKind.SAY, CueKind.TEXT)
