"""Figures: every quantity that the article reports, with what it counts; no years, dates, ages or model numbers."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.editorial.figures import polls, scope
from briefing.editorial.figures import words as figures_words
from briefing.editorial.figures.kinds import Context, has, kind_of, means_to_vote
from briefing.editorial.figures.quantities import Quantity, quantities
from briefing.editorial.headline import body, headline, sentences
from briefing.model import Article, Figure, FigureKind, Poll, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.figures.scope import Asked, Stretch, Talk


def survey(article: Article) -> tuple[tuple[Figure, ...], tuple[Poll, ...]]:
    """Return the figures of an article in order, wherever they are told, and the polls that some of them are of.

    A figure of the headline is left out where the body tells it again.
    """
    places = [headline(article).span, *(span for number in body(article) for span in sentences(article, number))]
    talks = scope.talks(article, places)
    votes = any(has(talk.tokens, "vote") for talk in talks)
    found: list[_Told] = []
    for talk, stretches in zip(talks, scope.stretches(article, talks), strict=True):
        context = Context(
            poll=means_to_vote(talk.tokens),
            vote=has(talk.tokens, "vote"),
            votes_elsewhere=votes,
            league=has(talk.tokens, "league"),
            index=has(talk.tokens, "index"),
        )
        found += _of_sentence(article, talk, stretches, context)
    kept = _without_repeats_in_headline(found, places[0].paragraph)
    told = [(one.figure, one.asked) for one in kept]
    return tuple(figure for figure, _ in told), polls.polls(article, told)


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure, what it counts, and the poll in whose scope it stands."""

    figure: Figure
    counted: str
    asked: Asked | None


def _of_sentence(article: Article, talk: Talk, stretches: Sequence[Stretch], context: Context) -> Iterator[_Told]:
    place, found = talk.span, talk.tokens
    text = article.at(place)
    for quantity in quantities(text, found):
        at = bisect_right(stretches, quantity.first, key=_first)
        asked = stretches[at - 1].asked if at else None
        here = replace(context, poll=context.poll or asked is not None, experts=asked is not None and asked.experts)
        kind = kind_of(quantity.unit, found, quantity.first, here)
        start, end = figures_words.extent(found, quantity)
        span = Span(paragraph=place.paragraph, start=place.start + start, end=place.start + end)
        of_poll = kind in (FigureKind.POLL, FigureKind.SAMPLE)
        figure = Figure(
            text=article.at(span),
            span=span,
            value=quantity.value,
            value_max=quantity.value_max,
            unit=quantity.unit.name or None,
            kind=kind,
            subject=figures_words.subject(text, found, quantity, kind),
            pollster=asked.called if asked and of_poll else None,
            comparison=figures_words.comparison(text, found, quantity),
            direction=figures_words.direction(found, quantity),
        )
        yield _Told(figure, _counted(quantity), asked)


def _first(stretch: Stretch) -> int:
    return stretch.first


def _counted(quantity: Quantity) -> str:
    # Killed people are called dead in one sentence and persons in the next: it is one fact.
    return "person" if quantity.unit.kind == "person" else quantity.unit.name


def _without_repeats_in_headline(found: Sequence[_Told], headline_paragraph: int) -> list[_Told]:
    """Leave out what the headline only repeats: the body says the same with more around it."""
    told = {
        (one.figure.value, one.figure.value_max, one.counted)
        for one in found
        if one.figure.span.paragraph != headline_paragraph
    }
    return [
        one
        for one in found
        if one.figure.span.paragraph != headline_paragraph
        or (one.figure.value, one.figure.value_max, one.counted) not in told
    ]
