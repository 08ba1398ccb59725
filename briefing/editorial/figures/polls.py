"""Polls as the program tells them: who asked, with whom, for whom, whom, how many, when, and what was answered."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.counted import written_months
from briefing.arabic.folding import fold
from briefing.arabic.letters import BEH, FEH, FROM, WAW
from briefing.editorial.figures.units import RATIO
from briefing.editorial.wordlists import as_written, groups
from briefing.model import Article, Figure, FigureKind, Poll

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.editorial.figures.scope import Asked
    from briefing.model import Span

# Seven words and their spaces.
_LONGEST_NAME = 7
_MARGIN_CHARS = 100


def polls(article: Article, figures: Sequence[tuple[Figure, Asked | None]]) -> tuple[Poll, ...]:
    """Put the figures of each poll together with what the article says about how it was made, in its order."""
    asked: dict[int, tuple[Asked, list[Figure]]] = {}
    for figure, poll in figures:
        if poll is not None:
            asked.setdefault(id(poll), (poll, []))[1].append(figure)
    sentences = {span for poll, _ in asked.values() for span in poll.sentences}
    # Each sentence is looked at once, however many polls it tells of.
    times = {span: _fieldwork(article.at(span)) for span in sentences}
    found = (_poll(article, poll, own, times) for poll, own in asked.values())
    return tuple(poll for poll in found if poll.figures)


def _poll(article: Article, asked: Asked, own: Sequence[Figure], times: Mapping[Span, str | None]) -> Poll:
    who = {role: named.text for role, named in asked.who.items()}
    sample = next((figure for figure in own if figure.kind is FigureKind.SAMPLE), None)
    margin = next((figure for figure in own if is_margin(article, figure)), None)
    return Poll(
        pollster=asked.called,
        figures=tuple(figure for figure in own if figure.kind is FigureKind.POLL),
        partner=who.get("partner"),
        sponsor=who.get("sponsor"),
        publisher=who.get("publisher"),
        population=_population(own),
        sample_size=sample.value if sample else None,
        margin_of_error=margin.value if margin else None,
        fieldwork=next(filter(None, (times[span] for span in asked.sentences)), None),
    )


def is_margin(article: Article, figure: Figure) -> bool:
    """Say whether a figure is a margin of error: the words stand right before it."""
    start = figure.span.start
    before = article.paragraphs[figure.span.paragraph][max(0, start - _MARGIN_CHARS) : start].split()[-_LONGEST_NAME:]
    margin = groups("figure_contexts", "context")["margin"]
    return figure.unit is not None and any(_bare(fold(word)) in margin for word in before)


def _bare(folded: str) -> str:
    for particle in (WAW, BEH, FEH):
        folded = folded.removeprefix(particle) if len(folded) > len("poll") else folded
    return folded


def _population(figures: Sequence[Figure]) -> str | None:
    """Return whom the first answer is a share of: the words behind "percent of"."""
    for figure in figures:
        _, of, whom = figure.text.partition(f" {FROM} ")
        # "Eight of every ten" says of how many, not of whom.
        if figure.kind is FigureKind.POLL and of and figure.unit != RATIO:
            return whom
    return None


def _fieldwork(text: str) -> str | None:
    match = _time().search(text)
    return match.group().strip() if match else None


@cache
def _time() -> re.Pattern[str]:
    """Build the pattern of a time of asking: last week, between 3 and 7 March, in the past month."""
    month = "|".join(sorted(map(re.escape, written_months()), key=len, reverse=True))
    phrases = "|".join(sorted(map(re.escape, as_written("fieldwork")), key=len, reverse=True))
    day = r"\d{1,2}"
    joint = r"\s*(?:\w{1,3}\s*)?"
    return re.compile(
        rf"(?<!\w)(?:{day}{joint}{day}\s+(?:\w+\s)?(?:{month})(?:\s*/\s*\w+)?(?:\s+\d{{4}})?"
        rf"|{day}\s+(?:{month})(?:\s*/\s*\w+)?{joint}{day}\s+(?:{month})(?:\s+\d{{4}})?"
        rf"|(?:{phrases})(?!\w))"
    )
