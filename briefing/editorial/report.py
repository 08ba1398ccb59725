"""Segments as data for other programs, and as a table with spans for a person to check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from briefing.model import Article, Figure, Poll, Quote, Segments, Span


def as_json(article: Article, segments: Segments) -> dict[str, Any]:
    """Return the object that `show --at segments --json` prints."""
    return {
        "headline": segments.headline.text,
        "lead": " ".join(segments.lead.sentences) if segments.lead else "",
        "quotes": [_quote(quote) for quote in segments.quotes],
        "figures": [_figure(figure) for figure in segments.figures],
        "polls": [_poll(poll) for poll in segments.polls],
        "dropped": [{"paragraph": drop.paragraph, "reason": drop.reason.value} for drop in article.dropped],
    }


def as_lines(article: Article, segments: Segments) -> Iterator[str]:
    """Write the same for a person: one claim a line, with the place in the article that it stands on."""
    yield f"headline {_place(segments.headline.span)}  {segments.headline.text}"
    for span in segments.lead.spans if segments.lead else ():
        yield f"lead     {_place(span)}  {article.at(span)}"
    for quote in segments.quotes:
        star = "*" if quote.key else " "
        yield f"quote   {star}{_place(quote.span)}  {quote.speaker or '-'} | {quote.cue or '-'} | {quote.text}"
        if quote.because:
            yield f"         why {quote.margin:.2f}  {', '.join(quote.because)}"
    for figure in segments.figures:
        facts = " | ".join(filter(None, (figure.unit, figure.kind.value, figure.pollster, figure.subject)))
        yield f"figure   {_place(figure.span)}  {_number(figure.value)} | {facts} | {figure.text}"
    for drop in article.dropped:
        yield f"dropped  {drop.paragraph}  {drop.reason.value}"


def _poll(poll: Poll) -> dict[str, Any]:
    return {
        "pollster": poll.pollster,
        "partner": poll.partner,
        "sponsor": poll.sponsor,
        "publisher": poll.publisher,
        "population": poll.population,
        "sample_size": None if poll.sample_size is None else _number(poll.sample_size),
        "margin_of_error": None if poll.margin_of_error is None else _number(poll.margin_of_error),
        "fieldwork": poll.fieldwork,
        "figures": [_figure(figure) for figure in poll.figures],
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "speaker": quote.speaker,
        "margin": round(quote.margin, 3),
        "reality": quote.reality.value,
        "issuer": quote.issuer,
        "because": list(quote.because),
        "cue": quote.cue,
        "paragraph": quote.span.paragraph,
        "key": quote.key,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "text": figure.text,
        "value": _number(figure.value),
        "value_max": None if figure.value_max is None else _number(figure.value_max),
        "unit": figure.unit,
        "kind": figure.kind.value,
        "subject": figure.subject,
        "pollster": figure.pollster,
        "paragraph": figure.span.paragraph,
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _place(span: Span) -> str:
    return f"{span.paragraph}:{span.start}-{span.end}"
