"""The script: a running order of chapters, with the links that a newsreader says between the article's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.editorial.running_order import RunningOrder, plan, settings
from briefing.editorial.sentences import spans
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Poll,
    Quote,
    Role,
    Script,
    Segments,
    Span,
    Utterance,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TITLE_WORDS = 6


def write(article: Article, segments: Segments, length: str = "standard") -> Script:
    """Write the script: opening, headline, what happened, quotes, polls, figures, closing.

    `length` is `short`, `standard`, `full`, or minutes ("3m"). Every utterance with a source is the article's own
    text at that span; the others are links from `data/ar/script.toml`. Raises UsageError for another length.
    """
    order = plan(article, segments, length)
    told = {quote.span for quote in order.quotes}
    chapters = [
        _opening(article),
        _headline(segments),
        *_lead(article, order),
        *_quotes(article, order),
        *_polls(article, order),
        _chapter(ChapterKind.CLOSING, settings()["closing"]["title"], [_link("closing", "plain")]),
    ]
    return Script(
        title=segments.headline.text,
        chapters=tuple(chapters),
        segments=replace(segments, quotes=tuple(replace(quote, key=quote.span in told) for quote in segments.quotes)),
    )


def _opening(article: Article) -> Chapter:
    form = "publication" if article.publication else "plain"
    return _chapter(
        ChapterKind.OPENING, settings()["opening"]["title"], [_link("opening", form, publication=article.publication)]
    )


def _headline(segments: Segments) -> Chapter:
    said = _said(segments.headline.text, segments.headline.span, Role.NARRATOR)
    return _chapter(ChapterKind.HEADLINE, settings()["headline"]["title"], [_link("headline", "link"), said])


def _lead(article: Article, order: RunningOrder) -> Iterator[Chapter]:
    if order.lead:
        said = [_said(article.at(span), span, Role.NARRATOR) for span in order.lead]
        yield _chapter(ChapterKind.LEAD, settings()["lead"]["title"], [_link("lead", "link"), *said])


def _quotes(article: Article, order: RunningOrder) -> Iterator[Chapter]:
    heard: set[str | None] = set()
    for quote in order.quotes:
        form = "unknown" if quote.speaker is None else "again" if quote.speaker in heard else "person"
        heard.add(quote.speaker)
        title = "title" if quote.speaker else "title_unknown"
        yield _chapter(
            ChapterKind.QUOTE,
            settings()["quote"][title].format(speaker=quote.speaker, words=_first_words(quote.text)),
            [_link("quote", form, speaker=quote.speaker), *_quoted(article, quote)],
            speaker=quote.speaker,
        )


def _quoted(article: Article, quote: Quote) -> Iterator[Utterance]:
    for start, end in spans(quote.text):
        place = Span(paragraph=quote.span.paragraph, start=quote.span.start + start, end=quote.span.start + end)
        yield _said(article.at(place), place, Role.QUOTE, speaker=quote.speaker)


def _first_words(text: str) -> str:
    found = text.split()
    return " ".join(found[:_TITLE_WORDS]) + ("…" if len(found) > _TITLE_WORDS else "")


def _polls(article: Article, order: RunningOrder) -> Iterator[Chapter]:
    for number, (poll, places) in enumerate(order.polls):
        said = [_said(article.at(place), place, Role.FIGURES) for place in places]
        opening = [] if number else [_link("poll", "link")]
        yield _chapter(ChapterKind.POLL, _poll_title(poll), [*opening, *said])


def _poll_title(poll: Poll) -> str:
    words: dict[str, Any] = settings()["poll"]
    return str(words["title"].format(pollster=poll.pollster) if poll.pollster else words["title_unnamed"])


def _chapter(kind: ChapterKind, title: str, said: Iterable[Utterance], *, speaker: str | None = None) -> Chapter:
    utterances = list(said)
    pauses = settings()["pause_ms"]
    utterances[-1] = replace(utterances[-1], pause_after_ms=pauses["chapter"])
    return Chapter(kind=kind, title=title, utterances=tuple(utterances), speaker=speaker)


def _link(part: str, form: str, **facts: str | None) -> Utterance:
    text = settings()[part][form].format(**facts)
    return Utterance(written=text, spoken=text, pause_after_ms=settings()["pause_ms"]["link"])


def _said(text: str, source: Span, role: Role, *, speaker: str | None = None) -> Utterance:
    return Utterance(
        written=text,
        spoken=text,
        role=role,
        speaker=speaker,
        pause_after_ms=settings()["pause_ms"]["sentence"],
        source=source,
    )
