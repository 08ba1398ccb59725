"""Captions cut where a reader breathes: the phrases of an utterance, each short enough for one line, each with times.

A cut after punctuation or where the voice pauses is best, then one before a word that opens a phrase ("and", "in",
"who"); one after such a word is worst. Lines of like length read better than a long line with an orphan behind it. The
cheapest set of cuts wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.arabic.letters import WAW
from briefing.publishing.text import offsets, visible
from briefing.publishing.words import openers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefing.model import Cue

_WORD = re.compile(r"\S+")
_STOPS = ".!\N{ARABIC QUESTION MARK}?\N{HORIZONTAL ELLIPSIS}\N{ARABIC SEMICOLON};:"
_COMMAS = ",\N{ARABIC COMMA}-\N{EN DASH}\N{EM DASH}"
_CLOSERS = "\"')]\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_AND_WORD_LETTERS = 4  # a shorter word that begins with this letter is more likely one word than two
_COST_STOP, _COST_COMMA, _COST_OPENER, _COST_WORD, _COST_PARTICLE, _COST_HARD = 0.0, 0.5, 2.0, 5.0, 9.0, 12.0
# Between two words that run on, voices leave up to 60 ms; where they breathe, 200 ms and more.
_PAUSE_MS = 120
_COST_LINE = 1.0
_COST_SLACK = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One line of captions: its text and when it sounds."""

    text: str
    start_ms: int
    end_ms: int


def phrases(cue: Cue, longest: int, weight: Callable[[str], int] = len) -> tuple[Phrase, ...]:
    """Cut a cue into lines of at most `longest`, as `weight` measures them, in reading order and without a gap.

    The first starts with the cue and the last ends with it. Between them a phrase starts with the mark of its first
    word; where the voice knows no words, with its share of the letters.
    """
    text = visible(cue.utterance.written)
    place = offsets(cue.utterance.written)
    spans = _lines(text, longest, weight, _after_pauses(cue, place))
    if not spans:
        return ()
    starts = [cue.start_ms, *(_time(cue, text, place, start) for start, _ in spans[1:])]
    for n in range(1, len(starts)):
        # Every line is shown for a moment at least, also where the cue is too short for its text: none may be lost.
        latest = cue.end_ms - (len(starts) - n)
        starts[n] = max(min(starts[n], latest), starts[n - 1] + 1)
    ends = [*starts[1:], max(cue.end_ms, starts[-1] + 1)]
    return tuple(
        Phrase(text=text[start:end], start_ms=starts[n], end_ms=ends[n]) for n, (start, end) in enumerate(spans)
    )


def _time(cue: Cue, text: str, place: Sequence[int], at: int) -> int:
    """Tell when the letter at `at` sounds: by the word that it stands in, or by its share of the whole cue."""
    begin, end, start_ms, end_ms = 0, len(text), cue.start_ms, cue.end_ms
    for mark in cue.marks:
        if place[mark.end] > at:
            begin, end, start_ms, end_ms = place[mark.start], place[mark.end], mark.start_ms, mark.end_ms
            break
    letters = len(strip_marks(text[begin:end])) or 1
    return start_ms + (end_ms - start_ms) * len(strip_marks(text[begin : max(at, begin)])) // letters


def _after_pauses(cue: Cue, place: Sequence[int]) -> frozenset[int]:
    """Return where the words begin before which the voice pauses."""
    pairs = pairwise(cue.marks)
    return frozenset(place[after.start] for before, after in pairs if after.start_ms - before.end_ms >= _PAUSE_MS)


def _lines(
    text: str, longest: int, weight: Callable[[str], int], after_pauses: frozenset[int]
) -> list[tuple[int, int]]:
    words = _words(text, longest, weight)
    best = [0.0] + [float("inf")] * len(words)
    cut = [0] * (len(words) + 1)
    for end in range(1, len(words) + 1):
        for start in range(end - 1, -1, -1):
            line = text[words[start][0] : words[end - 1][1]]
            width = weight(line)
            if width > longest and start < end - 1:
                break
            cost = best[start] + _COST_LINE
            if end < len(words):
                cut_cost = _cost_of_cut(text, words[end - 1], words[end])
                if words[end][0] in after_pauses:
                    cut_cost = min(cut_cost, _COST_COMMA)
                cost += cut_cost + _COST_SLACK * (1 - width / longest) ** 2
            if cost < best[end]:
                best[end], cut[end] = cost, start
    lines: list[tuple[int, int]] = []
    end = len(words)
    while end:
        lines.append((words[cut[end]][0], words[end - 1][1]))
        end = cut[end]
    return lines[::-1]


def _words(text: str, longest: int, weight: Callable[[str], int]) -> Sequence[tuple[int, int]]:
    """Find the words; one that is longer than a line is cut into stretches that fit."""
    found: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        start, stop = match.span()
        while weight(text[start:stop]) > longest:
            fits = longest
            while weight(text[start : start + fits]) > longest:
                fits -= 1
            found.append((start, start + fits))
            start += fits
        if start < stop:
            found.append((start, stop))
    return found


def _cost_of_cut(text: str, before: tuple[int, int], after: tuple[int, int]) -> float:
    if before[1] == after[0]:
        return _COST_HARD
    word = text[before[0] : before[1]].rstrip(_CLOSERS)
    if word[-1:] in _STOPS:
        return _COST_STOP
    if word[-1:] in _COMMAS:
        return _COST_COMMA
    if strip_marks(word) in openers():
        return _COST_PARTICLE
    following = strip_marks(text[after[0] : after[1]])
    joined = following.startswith(WAW) and len(following) >= _AND_WORD_LETTERS
    return _COST_OPENER if joined or following in openers() else _COST_WORD
