"""The script: a running order of chapters, with the links that a newsreader says between the article's own words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.editorial.quotes.marks import MARKS
from briefing.editorial.running_order import Item, Part, holds, plan, settings
from briefing.editorial.sentences import spans
from briefing.editorial.wordlists import groups
from briefing.editorial.words import fold, words
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Quote,
    Role,
    Script,
    Segments,
    Span,
    Utterance,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

_TITLE_WORDS = 6
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LINKS, _CLAUSES = ":", ",;\N{ARABIC COMMA}\N{ARABIC SEMICOLON}"
_EDGES = "".join(MARKS) + " \N{NO-BREAK SPACE}"


def write(article: Article, segments: Segments, length: str = "standard") -> Script:
    """Write the script: opening, headline, what happened, quotes, polls, figures, closing.

    `length` is `short`, `standard`, `full`, or minutes ("3m"). Every utterance with a source is the article's own
    text at that span; the others are links from `data/ar/editorial/script.toml`. Raises UsageError for another length.
    """
    items = plan(article, segments, length)
    chapters = (
        _opening(article),
        _headline(segments),
        *_told(article, items, Part.LEAD, ChapterKind.LEAD, Role.NARRATOR),
        *_quotes(article, segments, items),
        *_polls(article, items),
        *_told(article, items, Part.FIGURES, ChapterKind.FIGURES, Role.FIGURES),
        _chapter(ChapterKind.CLOSING, _words("closing")["title"], [_link("closing", "plain")]),
    )
    told = [said.source for chapter in chapters for said in chapter.utterances if said.source]
    quotes = tuple(replace(quote, key=_is_told(quote.span, told)) for quote in segments.quotes)
    return Script(title=segments.headline.text, chapters=chapters, segments=replace(segments, quotes=quotes))


def _is_told(span: Span, told: Sequence[Span]) -> bool:
    return any(holds(one, span) or (holds(span, one) and one.start == span.start) for one in told)


def _words(part: str) -> dict[str, Any]:
    found: dict[str, Any] = settings()[part]
    return found


def _opening(article: Article) -> Chapter:
    forms = [name for name, fact in (("publication", article.publication), ("dated", article.published)) if fact]
    link = _link(
        "opening",
        "_".join(forms) or "plain",
        publication=article.publication,
        date=_date(article.published) if article.published else None,
    )
    return _chapter(ChapterKind.OPENING, _words("opening")["title"], [link])


def _date(when: datetime) -> str:
    return f"{when.day} {_words('opening')['months'][when.month - 1]} {when.year}"


def _headline(segments: Segments) -> Chapter:
    said = _said(segments.headline.text, segments.headline.span, Role.NARRATOR)
    said = replace(said, pause_after_ms=_words("pause_ms")["headline"])
    return _chapter(ChapterKind.HEADLINE, _words("headline")["title"], [_link("headline", "link"), said])


def _told(article: Article, items: Sequence[Item], part: Part, kind: ChapterKind, role: Role) -> Iterator[Chapter]:
    said = [_said(article.at(span), span, role) for item in items if item.part is part for span in item.spans]
    if said:
        yield _chapter(kind, _words(kind.value)["title"], [_link(kind.value, "link"), *said])


def _quotes(article: Article, segments: Segments, items: Sequence[Item]) -> Iterator[Chapter]:
    heard: set[str | None] = set()
    for item in items:
        quote = item.quote
        if quote is None:
            continue
        title = _words("quote")["title" if quote.speaker else "title_unknown"]
        alone = item.spans == (quote.span,)
        said = list(_alone(article, quote, heard) if alone else _in_sentence(article, segments, item))
        heard.add(quote.speaker)
        yield _chapter(
            ChapterKind.QUOTE,
            title.format(speaker=quote.speaker, words=_first_words(quote.text)),
            said,
            speaker=quote.speaker,
        )


def _alone(article: Article, quote: Quote, heard: set[str | None]) -> Iterator[Utterance]:
    form = "unknown" if quote.speaker is None else "again" if quote.speaker in heard else "person"
    yield _link("quote", form, speaker=quote.speaker)
    yield from _quoted(article, quote.span, quote.speaker)


def _quoted(article: Article, span: Span, speaker: str | None) -> Iterator[Utterance]:
    for start, end in spans(article.at(span)):
        place = replace(span, start=span.start + start, end=span.start + end)
        yield _said(article.at(place), place, Role.QUOTE, speaker=speaker)


def _in_sentence(article: Article, segments: Segments, item: Item) -> Iterator[Utterance]:
    """Tell the article's own sentence, the quoted words in the quote's voice; first whose they are, if it is silent."""
    sentence, quote = item.spans[0], item.quote
    speaker = quote.speaker if quote else None
    if speaker and not _is_named(article.at(sentence), speaker):
        yield _link("quote", "context", speaker=speaker)
    start = sentence.start
    for inside in segments.quotes:
        if not holds(sentence, inside.span) or inside.span.start < start:
            continue
        yield from _piece(article, replace(sentence, start=start, end=inside.span.start))
        yield from _quoted(article, inside.span, inside.speaker)
        start = inside.span.end
    yield from _piece(article, replace(sentence, start=start))


def _is_named(text: str, speaker: str) -> bool:
    known = {word.folded for word in words(text)}
    return any(word.folded in known for word in words(speaker))


def _piece(article: Article, span: Span) -> Iterator[Utterance]:
    """Tell what stands between the quotes of a sentence, without the marks around it; nothing for mere punctuation."""
    text = article.at(span)
    start = span.start + len(text) - len(text.lstrip(_EDGES + "." + _CLAUSES))
    end = span.end - (len(text) - len(text.rstrip(_EDGES)))
    if start < end and words(article.paragraphs[span.paragraph][start:end]):
        place = replace(span, start=start, end=end)
        said = _said(article.at(place), place, Role.NARRATOR)
        yield replace(said, pause_after_ms=_pause_after(said.written))


def _pause_after(text: str) -> int:
    pauses: dict[str, int] = _words("pause_ms")
    last = text[-1:]
    if last == _LINKS:
        return pauses["link"]
    if last in _CLAUSES:
        return pauses["clause"]
    return pauses["sentence"] if last in ".!?\N{ARABIC QUESTION MARK}" else pauses["joint"]


def _first_words(text: str) -> str:
    found = text.split()
    return " ".join(found[:_TITLE_WORDS]) + (_ELLIPSIS if len(found) > _TITLE_WORDS else "")


def _polls(article: Article, items: Sequence[Item]) -> Iterator[Chapter]:
    first = True
    for item in items:
        poll = item.poll
        if poll is None:
            continue
        said = [_said(article.at(place), place, Role.FIGURES) for place in item.spans]
        links = [_link("poll", "link")] if first else []
        if poll.pollster and not _are_polls(poll.pollster) and not _is_named(said[0].written, poll.pollster):
            links.append(_link("poll", "named", pollster=poll.pollster))
        first = False
        yield _chapter(ChapterKind.POLL, _poll_title(poll.pollster), [*links, *said])


def _poll_title(pollster: str | None) -> str:
    form = "title_unnamed" if not pollster else "title_plural" if _are_polls(pollster) else "title"
    return str(_words("poll")[form].format(pollster=pollster))


def _are_polls(pollster: str) -> bool:
    """Say whether the article only speaks of "opinion polls"."""
    return fold(pollster.split(maxsplit=1)[0]) in groups("figure_contexts", "context")["poll"]


def _chapter(kind: ChapterKind, title: str, said: Iterable[Utterance], *, speaker: str | None = None) -> Chapter:
    utterances = list(said)
    utterances[-1] = replace(utterances[-1], pause_after_ms=_words("pause_ms")["chapter"])
    return Chapter(kind=kind, title=title, utterances=tuple(utterances), speaker=speaker)


def _link(part: str, form: str, **facts: str | None) -> Utterance:
    text = _words(part)[form].format(**facts)
    return Utterance(written=text, spoken=text, pause_after_ms=_words("pause_ms")["link"])


def _said(text: str, source: Span, role: Role, *, speaker: str | None = None) -> Utterance:
    return Utterance(
        written=text,
        spoken=text,
        role=role,
        speaker=speaker,
        pause_after_ms=_words("pause_ms")["sentence"],
        source=source,
    )
