"""Quotes without marks behind a speech verb and a colon."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from briefing.editorial.marks import MARKS
from briefing.editorial.wordlists import members
from briefing.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.frames import Cue, Heard

# A clock's colon stands between two digits and opens nothing.
_COLON = re.compile(r"(?:[^\n:]|(?<=\d):(?=\d)){0,60}?:(?!(?<=\d:)\d)[\s\-\u2013\u2014]*")
_ENOUGH_WORDS = 4
_ANY_MARK = re.compile(f"[{re.escape(''.join(MARKS))}]")


def unmarked(text: str, heard: Sequence[Heard], taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, Cue]]:
    """Find speech without marks: a finite speech verb, a colon, and words that do not begin with "that".

    Only the first colon of a sentence counts, and only where no mark follows it.
    """
    for sentence in heard:
        for cue in sentence.cues:
            colon = _COLON.match(text, cue.end, sentence.sentence.span.end) if _says(cue) else None
            if colon is None:
                continue
            start, end = colon.end(), sentence.sentence.span.end
            found = words(text[start:end])
            at = bisect_left(taken, (start, start))
            free = at == len(taken) or taken[at][0] >= end
            direct = len(found) >= _ENOUGH_WORDS and found[0].folded not in members("complementizers")
            if free and direct and not _ANY_MARK.search(text, start, end):
                yield start, end, cue
            break


def _says(cue: Cue) -> bool:
    return cue.finite and not cue.negated and cue.kind in ("say", "text", "ask")
