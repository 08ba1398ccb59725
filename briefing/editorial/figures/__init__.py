"""Figures: every quantity that the article reports, with what it counts; no years, dates, ages or model numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.editorial.figures import polls
from briefing.editorial.figures import words as figures_words
from briefing.editorial.figures.kinds import Context, has, kind_of, means_to_vote
from briefing.editorial.figures.quantities import Quantity, quantities
from briefing.editorial.headline import body, headline, sentences
from briefing.editorial.tokens import tokens
from briefing.model import Article, Figure, FigureKind, Poll, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.figures.polls import PollTalk
    from briefing.editorial.figures.named import Named
    from briefing.editorial.tokens import Token


def survey(article: Article) -> tuple[tuple[Figure, ...], tuple[Poll, ...]]:
    """Return the figures of an article in order, wherever they are told, and the polls that some of them are of.

    A figure of the headline is left out where the body tells it again.
    """
    places = [headline(article).span, *(span for number in body(article) for span in sentences(article, number))]
    cut = [tokens(article.at(place)) for place in places]
    talks = [polls.talk(article, place) for place in places]
    votes = [has(found, "vote") for found in cut]
    reports = _reports(cut, talks, votes)
    whose = polls.pollsters(talks, reports)
    any_poll, any_vote = any(talk.mentions for talk in talks), any(votes)
    found: list[tuple[Figure, str]] = []
    for at, place in enumerate(places):
        asked = reports[at] or means_to_vote(cut[at])
        context = Context(
            poll=asked,
            vote=votes[at],
            votes_elsewhere=any_vote,
            polls_elsewhere=any_poll,
            league=has(cut[at], "league"),
            index=has(cut[at], "index"),
        )
        found += _of_sentence(article, place, cut[at], context, whose[at])
    kept = _without_repeats_in_headline(found, places[0].paragraph)
    return kept, polls.polls(article, talks, whose, kept)


def _reports(cut: Sequence[Sequence[Token]], talks: Sequence[PollTalk], votes: Sequence[bool]) -> list[bool]:
    """Say which sentences report a poll: those that mention one, and those that go on telling its answers."""
    found: list[bool] = []
    for at, said in enumerate(talks):
        goes_on = bool(found) and any(found[-2:]) and not votes[at] and _goes_on(cut[at])
        stands = bool(found) and found[-1] and not votes[at] and _tells_standing(cut[at])
        found.append(said.mentions or goes_on or stands)
    return found


def _goes_on(found: Sequence[Token]) -> bool:
    return any(has(found, context) for context in ("respondent", "opinion", "margin", "sample")) and any(
        token.value is not None for token in found
    )


def _tells_standing(found: Sequence[Token]) -> bool:
    """Say whether a sentence right behind a poll's goes on with who got how much; what a year brought is no answer."""
    return (
        has(found, "standing")
        and not (has(found, "election") or has(found, "rate"))
        and any(token.value is not None for token in found)
    )


def _of_sentence(
    article: Article, place: Span, found: Sequence[Token], context: Context, whose: Named | None
) -> Iterator[tuple[Figure, str]]:
    text = article.at(place)
    for quantity in quantities(text, found):
        kind = kind_of(quantity.unit, found, quantity.first, context)
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
            pollster=whose.text if whose and of_poll else None,
            comparison=figures_words.comparison(text, found, quantity),
            direction=figures_words.direction(found, quantity),
        )
        yield figure, _counted(quantity)


def _counted(quantity: Quantity) -> str:
    # Killed people are called dead in one sentence and persons in the next: it is one fact.
    return "person" if quantity.unit.kind == "person" else quantity.unit.name


def _without_repeats_in_headline(found: Sequence[tuple[Figure, str]], headline_paragraph: int) -> tuple[Figure, ...]:
    """Leave out what the headline only repeats: the body says the same with more around it."""
    told = {
        (figure.value, figure.value_max, counted)
        for figure, counted in found
        if figure.span.paragraph != headline_paragraph
    }
    return tuple(
        figure
        for figure, counted in found
        if figure.span.paragraph != headline_paragraph or (figure.value, figure.value_max, counted) not in told
    )
