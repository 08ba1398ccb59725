"""Text cut into the sentences that a diacritizer reads one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.narration.diacritizers.letters import line_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

# No sentence of news is longer, and a wall of text without a stop must not make the networks' memory grow with it.
LONGEST_CHUNK = 500
_STOPS = "[.!?\u061f\u061b\u2026]"
# Looked for at the start of a row of stops alone, else a wall of them takes time with its square.
_SENTENCE_END = re.compile(f"(?<!{_STOPS}){_STOPS}++[\"'\u00bb\u201d)\\]]*+(?=\\s)")
_CLAUSE_END = re.compile("[,:\u060c\\-\u2013](?=\\s)")
_SPACE = re.compile("\\s")


def chunks(bases: str) -> Iterator[tuple[int, int]]:
    """Cut text into sentences; one of more than LONGEST_CHUNK characters at its clauses, then at spaces."""
    for line_start, line_end in line_spans(bases):
        start = line_start
        for end in (*(match.end() for match in _SENTENCE_END.finditer(bases, line_start, line_end)), line_end):
            while end - start > LONGEST_CHUNK:
                cut = _cut(bases, start, start + LONGEST_CHUNK)
                yield start, cut
                start = cut
            if start < end:
                yield start, end
                start = end


def _cut(bases: str, start: int, limit: int) -> int:
    for pattern in (_CLAUSE_END, _SPACE):
        ends = [match.end() for match in pattern.finditer(bases, start, limit)]
        if ends:
            return ends[-1]
    return limit


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence, or the sentences, begin and end that code points `start` to `end` of a text are of."""
    spans = [span for span in chunks(text) if span[0] < end and start < span[1]]
    return (spans[0][0], spans[-1][1]) if spans else (start, end)
