"""Captions cut where a reader breathes: one or two lines each, with times.

A break after punctuation or where the voice pauses is best, then one before a word that opens a phrase ("and", "in",
"who"); one after such a word or inside a name is worst. Between the two lines of a caption it costs little, between two
captions all of it. What sounds for too short a time to be read stands with what comes before or behind it, also where
that is another sentence or another voice. The cheapest set of captions of a chapter wins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.arabic.letters import WAW
from briefing.publishing.text import offsets, visible
from briefing.publishing.words import openers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from briefing.model import Cue

# A caption that is shown longer is read twice, one that goes sooner not at all: the usual bounds of broadcasters.
LONGEST_MS = 7000
SHORTEST_MS = 2000
# What follows after a longer silence has a caption of its own.
LONGEST_GAP_MS = 1000
_WORD = re.compile(r"\S+")
_STOPS = ".!\N{ARABIC QUESTION MARK}?\N{HORIZONTAL ELLIPSIS}\N{ARABIC SEMICOLON};"
_COMMAS = ",\N{ARABIC COMMA}-\N{EN DASH}\N{EM DASH}"
_CLOSERS = "\"')]\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
_AND_WORD_LETTERS = 4  # a shorter word that begins with this letter is more likely one word than two
_COST_STOP, _COST_COMMA, _COST_COLON, _COST_OPENER, _COST_WORD, _COST_PARTICLE = 0.0, 0.5, 1.0, 2.0, 5.0, 9.0
_COST_HARD = 12.0
# Between two words that run on, voices leave up to 60 ms; where they breathe, 200 ms and more.
_PAUSE_MS = 120
_COST_CAPTION = 4.0
_COST_TOO_SHORT = 14.0
_COST_TWO_SENTENCES = 6.0  # more than a caption of its own: what can be read alone stands alone
_LINE_BREAK = 0.2  # of what the same break costs between captions
_MOST_WORDS = 32  # of a caption: bounds the search where words are single letters
_NEVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One line of a caption: its text, when it sounds, and who is heard."""

    speaker: str
    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a caption may be cut from: an utterance on the timeline, who is heard, and how wide a line may be."""

    cue: Cue
    speaker: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    """A word, or as much of it as fits a line: where in which utterance, when it sounds.

    `left` and `right` are how wide the utterance is up to its start and its end; `cost` is that of a break behind it.
    """

    said: int
    start: int
    end: int
    left: int
    right: int
    start_ms: int
    end_ms: int
    cost: float


@dataclass(frozen=True, slots=True)
class _Caption:
    """A caption as places in the words: where each of its one or two lines begins, and where it ends."""

    breaks: tuple[int, ...]
    end: int

    def lines(self) -> Iterator[tuple[int, int]]:
        """Give the lines, each from one word up to another."""
        return zip(self.breaks, (*self.breaks[1:], self.end), strict=True)


def captions(
    chapter: Sequence[Said], width: Callable[[str], int] = len, names: Container[tuple[str, str]] = ()
) -> Iterator[tuple[Phrase, ...]]:
    """Cut a chapter into captions of one or two lines, in reading order; none of it is lost.

    `names` are the pairs of neighbours of which a name is made, bare of marks.
    `width` measures a stretch of text, letter by letter. An utterance's first line starts with its cue and its last one
    ends with it; between them a line starts with the mark of its first word, or where the voice knows no words, with
    its share of the letters.
    """
    words = [word for number, said in enumerate(chapter) for word in _words(number, said, width, names)]
    cut = _cheapest(words, [said.longest for said in chapter])
    lines = [(words[first], words[last - 1]) for caption in cut for first, last in caption.lines()]
    phrases = (
        phrase
        for number, of in groupby(lines, key=lambda line: line[0].said)
        for phrase in _timed(chapter[number], [*of])
    )
    for caption in cut:
        yield tuple(next(phrases) for _ in caption.breaks)


def _timed(said: Said, lines: Sequence[tuple[_Word, _Word]]) -> Iterator[Phrase]:
    """Time the lines of an utterance, without a gap between them."""
    cue, text = said.cue, visible(said.cue.utterance.written)
    starts = [cue.start_ms, *(first.start_ms for first, _ in lines[1:])]
    for n in range(1, len(starts)):
        # Every line is shown for a moment at least, also where the cue is too short for its text: none may be lost.
        latest = cue.end_ms - (len(starts) - n)
        starts[n] = max(min(starts[n], latest), starts[n - 1] + 1)
    ends = [*starts[1:], max(cue.end_ms, starts[-1] + 1)]
    for (first, last), start_ms, end_ms in zip(lines, starts, ends, strict=True):
        yield Phrase(speaker=said.speaker, text=text[first.start : last.end], start_ms=start_ms, end_ms=end_ms)


def _cheapest(words: Sequence[_Word], longest: Sequence[int]) -> list[_Caption]:
    """Return the captions of the cheapest way to cut all words, given how wide a line of each utterance may be."""
    best = [0.0, *(_NEVER for _ in words)]
    made = [_Caption((), 0) for _ in best]
    for end in range(1, len(best)):
        last = words[end - 1]
        for start in range(end - 1, max(end - _MOST_WORDS, 0) - 1, -1):
            lasts_ms = last.end_ms - words[start].start_ms
            if start < end - 1 and lasts_ms > LONGEST_MS:
                break
            cost, breaks = _in_lines(words, start, end, longest)
            if cost == _NEVER:
                break
            cost += best[start] + _COST_CAPTION + last.cost + _COST_TOO_SHORT * max(1 - lasts_ms / SHORTEST_MS, 0.0)
            if cost < best[end]:
                best[end], made[end] = cost, _Caption(breaks, end)
    found = []
    end = len(words)
    while end:
        found.append(made[end])
        end = made[end].breaks[0]
    return found[::-1]


def _in_lines(words: Sequence[_Word], start: int, end: int, longest: Sequence[int]) -> tuple[float, tuple[int, ...]]:
    """Return what it costs to show the words in one line or two, and where the lines begin."""
    first, last = words[start], words[end - 1]
    if first.said == last.said:
        widest = longest[first.said]
        if last.right - first.left <= widest:
            return 0.0, (start,)
        cost, at = min(
            (
                (_LINE_BREAK * words[at - 1].cost + _uneven(words, start, at, end) / widest, at)
                for at in range(start + 1, end)
                if words[at - 1].right - first.left <= widest and last.right - words[at].left <= widest
            ),
            default=(_NEVER, end),
        )
        return cost, (start, at)
    at = next(at for at in range(start + 1, end) if words[at].said != first.said)
    fits = words[at - 1].right - first.left <= longest[first.said] and last.right <= longest[last.said]
    near = words[at].start_ms - words[at - 1].end_ms <= LONGEST_GAP_MS
    if not (fits and near and words[at].said == last.said):
        return _NEVER, (start, at)
    return _COST_TWO_SENTENCES, (start, at)


def _uneven(words: Sequence[_Word], start: int, at: int, end: int) -> int:
    return abs(words[at - 1].right - words[start].left - (words[end - 1].right - words[at].left))


def _words(number: int, said: Said, width: Callable[[str], int], names: Container[tuple[str, str]]) -> Iterator[_Word]:
    """Find the words of an utterance; one that is longer than a line is cut into stretches that fit."""
    cue = said.cue
    text = visible(cue.utterance.written)
    place = offsets(cue.utterance.written)
    upto = [0, *accumulate(map(width, text))]
    spans = list(_spans(text, upto, said.longest))
    starts = _starts(cue, text, place, [start for start, _ in spans])
    pauses = _after_pauses(cue, place)
    for n, (start, end) in enumerate(spans):
        behind = spans[n + 1] if n + 1 < len(spans) else None
        yield _Word(
            said=number,
            start=start,
            end=end,
            left=upto[start],
            right=upto[end],
            start_ms=starts[n],
            end_ms=starts[n + 1] if behind else cue.end_ms,
            cost=_cost_of_break(text, (start, end), behind, pauses, names),
        )


def _spans(text: str, upto: Sequence[int], longest: int) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text):
        start, stop = match.span()
        while upto[stop] - upto[start] > longest:
            fits = max(bisect_right(upto, upto[start] + longest) - 1, start + 1)
            yield start, fits
            start = fits
        yield start, stop


def _starts(cue: Cue, text: str, place: Sequence[int], at: Sequence[int]) -> list[int]:
    """Tell when each stretch of the text sounds: by the word that it stands in, or by its share of the whole cue."""
    marks = iter(cue.marks)
    mark = next(marks, None)
    letters = [0, *accumulate(len(strip_marks(letter)) for letter in text)]
    starts = []
    for start in at:
        while mark is not None and place[mark.end] <= start:
            mark = next(marks, None)
        begin, end, from_ms, to_ms = 0, len(text), cue.start_ms, cue.end_ms
        if mark is not None:
            begin, end, from_ms, to_ms = place[mark.start], place[mark.end], mark.start_ms, mark.end_ms
        before = letters[max(start, begin)] - letters[begin]
        starts.append(from_ms + (to_ms - from_ms) * before // (letters[end] - letters[begin] or 1))
    return starts


def _after_pauses(cue: Cue, place: Sequence[int]) -> frozenset[int]:
    """Return where the words begin before which the voice pauses."""
    pairs = pairwise(cue.marks)
    return frozenset(place[after.start] for before, after in pairs if after.start_ms - before.end_ms >= _PAUSE_MS)


def _cost_of_break(
    text: str,
    before: tuple[int, int],
    after: tuple[int, int] | None,
    after_pauses: frozenset[int],
    names: Container[tuple[str, str]],
) -> float:
    if after and before[1] == after[0]:
        return _COST_HARD
    word = text[before[0] : before[1]].rstrip(_CLOSERS)
    if word[-1:] == ":":
        return _COST_COLON  # it announces what follows
    if after is None or word[-1:] in _STOPS:
        return _COST_STOP
    if word[-1:] in _COMMAS or after[0] in after_pauses:
        return _COST_COMMA
    bare, following = strip_marks(word), strip_marks(text[after[0] : after[1]])
    if bare in openers() or (bare, following.rstrip(_CLOSERS + _STOPS + _COMMAS)) in names:
        return _COST_PARTICLE
    joined = following.startswith(WAW) and len(following) >= _AND_WORD_LETTERS
    return _COST_OPENER if joined or following in openers() else _COST_WORD
