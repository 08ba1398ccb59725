"""An episode as its readers meet it: chapters of lines in the order of the sound, and the figures behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.model import ChapterKind, Role
from briefing.publishing.text import tidy, visible
from briefing.shown import link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.model import Article, Cue, Episode, Segments, Span, TimedChapter

# A number's own comma or point ends no clause.
_CLAUSE_END = re.compile(r"[,;:.!?\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\N{ARABIC QUESTION MARK}](?=\s|$)")
# A label says what the number counts: more than a word or two beside the number.
_FEW_WORDS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One utterance as it is shown: its number in the episode, its text, whose words they are.

    `announced` says that the line before has just named the speaker, who need not be named again.
    """

    number: int
    text: str
    cue: Cue
    quoted: bool
    speaker: str | None
    announced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure as a table shows it: the phrase that says what it counts, and the figure as it is written."""

    subject: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One chapter as it is shown. `groups` are its lines, neighbours of one quote together.

    `link` is the address of the chapter's own article: a bulletin's stories have one each.
    """

    number: int
    title: str
    start_ms: int
    end_ms: int
    groups: tuple[tuple[Line, ...], ...]
    rows: tuple[Row, ...]
    link: str = ""


def address(article: Article) -> str:
    """Return the address of an article where it is one that a browser may follow; keys in it are not published."""
    url = visible(article.url or "").strip()
    return link(url) if url.startswith(("https://", "http://")) else ""


def parts(episode: Episode) -> tuple[Part, ...]:
    """Lay the episode out, chapter by chapter. Lines are numbered through from 0, chapters from 1."""
    found: list[Part] = []
    line = 0
    for number, timed in enumerate(episode.chapters, start=1):
        lines = tuple(_lines(line, timed.cues))
        line += len(lines)
        found.append(
            Part(
                number=number,
                title=tidy(timed.chapter.title),
                start_ms=timed.start_ms,
                end_ms=timed.end_ms,
                groups=tuple(_groups(lines)),
                rows=tuple(_rows(timed, episode.script.segments)),
                link=_link(timed, episode.article),
            )
        )
    return tuple(found)


def lines(part: Part) -> Iterator[Line]:
    """Walk the lines of a chapter."""
    for group in part.groups:
        yield from group


def _lines(first: int, cues: Iterable[Cue]) -> Iterator[Line]:
    before = ""
    for number, cue in enumerate(cues, start=first):
        utterance = cue.utterance
        speaker = tidy(utterance.speaker or "") or None
        text = visible(utterance.written)
        yield Line(
            number=number,
            text=text,
            cue=cue,
            quoted=utterance.role is Role.QUOTE,
            speaker=speaker,
            announced=speaker is not None and any(name in before.split() for name in speaker.split()[-1:]),
        )
        before = text.rstrip(":")


def _groups(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    group: list[Line] = []
    for line in lines:
        if group and not (line.quoted and group[-1].quoted and line.speaker == group[-1].speaker):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _link(timed: TimedChapter, article: Article) -> str:
    """Return where the story of a chapter stands, if it is one of several."""
    told = (cue.utterance.source for cue in timed.cues if timed.chapter.kind is ChapterKind.STORY)
    return next((address(article.part_of(source)) for source in told if source), "")


def _rows(timed: TimedChapter, segments: Segments) -> Iterator[Row]:
    """Give the figures that a chapter tells, each with the clause that it stands in, in the article's own words."""
    seen: set[Span] = set()
    figures = (*segments.figures, *(figure for poll in segments.polls for figure in poll.figures))
    for cue in timed.cues:
        source = cue.utterance.source
        if source is None:
            continue
        for figure in figures:
            if figure.span not in seen and figure.span.meets(source):
                seen.add(figure.span)
                yield Row(subject=_clause(tidy(cue.utterance.written), tidy(figure.text)), value=tidy(figure.text))


def _clause(line: str, figure: str) -> str:
    """Return the clause of a line that a figure stands in, the whole line where it is the clause."""
    at = line.find(figure)
    if at < 0:
        return line
    start = max((stop.end() for stop in _CLAUSE_END.finditer(line, 0, at)), default=0)
    stop = _CLAUSE_END.search(line, at + len(figure))
    clause = line[start : stop.start() if stop else len(line)].strip()
    return clause if len(clause.split()) > len(figure.split()) + _FEW_WORDS else line
