"""An episode as its readers meet it: chapters of lines in the order of the sound, and the figures behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.model import ChapterKind, Role
from briefing.publishing.text import tidy, visible
from briefing.publishing.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Cue, Episode, Figure, Segments, Span, TimedChapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance as it is shown: its number in the episode, its text, whose words they are."""

    number: int
    text: str
    cue: Cue
    quoted: bool
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure as a table shows it."""

    subject: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One chapter as it is shown. `groups` are its lines, neighbours of one quote together."""

    number: int
    title: str
    start_ms: int
    end_ms: int
    groups: tuple[tuple[Line, ...], ...]
    rows: tuple[Row, ...]


def parts(episode: Episode) -> tuple[Part, ...]:
    """Lay the episode out, chapter by chapter. Lines are numbered through from 0, chapters from 1."""
    found: list[Part] = []
    line = 0
    for number, timed in enumerate(episode.chapters, start=1):
        lines = tuple(_line(line + n, cue) for n, cue in enumerate(timed.cues))
        line += len(lines)
        found.append(
            Part(
                number=number,
                title=tidy(timed.chapter.title),
                start_ms=timed.start_ms,
                end_ms=timed.end_ms,
                groups=tuple(_groups(lines)),
                rows=tuple(_row(figure) for figure in _figures(timed, episode.script.segments)),
            )
        )
    return tuple(found)


def lines(part: Part) -> Iterator[Line]:
    """Walk the lines of a chapter."""
    for group in part.groups:
        yield from group


def _line(number: int, cue: Cue) -> Line:
    utterance = cue.utterance
    return Line(
        number=number,
        text=visible(utterance.written),
        cue=cue,
        quoted=utterance.role is Role.QUOTE,
        speaker=tidy(utterance.speaker or "") or None,
    )


def _groups(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    group: list[Line] = []
    for line in lines:
        if group and not (line.quoted and group[-1].quoted and line.speaker == group[-1].speaker):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _figures(timed: TimedChapter, segments: Segments) -> Iterator[Figure]:
    """Find the figures that a chapter of numbers speaks of: those that stand where its sentences come from."""
    if timed.chapter.kind not in {ChapterKind.POLL, ChapterKind.FIGURES}:
        return
    sources = [cue.utterance.source for cue in timed.cues if cue.utterance.source]
    seen: set[Span] = set()
    for figure in (*segments.figures, *(figure for poll in segments.polls for figure in poll.figures)):
        if figure.span not in seen and any(_meet(figure.span, source) for source in sources):
            seen.add(figure.span)
            yield figure


def _meet(one: Span, other: Span) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end


def _row(figure: Figure) -> Row:
    """Show a figure in the article's own words: they have the unit in the form that the number asks for."""
    unnamed = str(words()["page"]["figure_unnamed"])
    return Row(subject=tidy(figure.subject or "") or unnamed, value=tidy(figure.text))
