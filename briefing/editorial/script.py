"""The script: a running order of chapters, with the links that a newsreader says between the article's own words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE
from briefing.editorial.marks import MARKS
from briefing.editorial.running_order import Item, Part, holds, opens_with, plan, settings
from briefing.editorial.sentences import spans
from briefing.editorial.wordlists import groups
from briefing.editorial.words import words
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
_VOWELS = "\u064b-\u0652\u0670"
# A particle of one letter belongs to the word behind it: a quote that it leans on stays in the narrator's sentence.
_LONE_PARTICLE = re.compile(
    rf"(?<![\w{_VOWELS}])[^\W\d_][{_VOWELS}\N{{ARABIC TATWEEL}}]*[\s{re.escape(''.join(MARKS))}]*$"
)
_LONGEST_PARTICLE_CHARS = 12
_EDGES = "".join(MARKS) + " \N{NO-BREAK SPACE}"


def write(article: Article, segments: Segments, length: str = "standard") -> Script:
    """Write the script: opening, headline, what happened, quotes, polls, figures, closing.

    `length` is `short`, `standard`, `full`, or minutes ("3m"). Every utterance with a source is the article's own
    text at that span; the others are links from `data/ar/editorial/script.toml`. Raises UsageError for another length.
    """
    items = plan(article, segments, length)
    chapters = (
        _opening(article),
        _headline(article, segments, items),
        *_told(article, _behind_headline(article, segments, items), Part.LEAD, ChapterKind.LEAD, Role.NARRATOR),
        *_quotes(article, segments, items),
        *_polls(article, items),
        *_told(article, items, Part.FIGURES, ChapterKind.FIGURES, Role.FIGURES),
        _chapter(ChapterKind.CLOSING, _words("closing")["title"], [_link("closing", "plain")]),
    )
    told = _Heard([said.source for chapter in chapters for said in chapter.utterances if said.source])
    quotes = tuple(replace(quote, key=told.tells(quote.span)) for quote in segments.quotes)
    return Script(title=segments.headline.text, chapters=chapters, segments=replace(segments, quotes=quotes))


class _Heard:
    """The places of the article that the briefing says; no two of them overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=_place)

    def tells(self, quote: Span) -> bool:
        """Say whether a quote is said: inside a place, or from its own start on in several."""
        at = bisect_right(self._spans, _place(quote), key=_place) - 1
        if at < 0:
            return False
        said = self._spans[at]
        return holds(said, quote) or (holds(quote, said) and said.start == quote.start)


def _place(span: Span) -> tuple[int, int]:
    return span.paragraph, span.start


def _quote_place(quote: Quote) -> tuple[int, int]:
    return _place(quote.span)


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


def _headline(article: Article, segments: Segments, items: Sequence[Item]) -> Chapter:
    """Tell the headline; where it is only the first words of the lead, that sentence in its place."""
    spans = _repeating(article, segments, items) or (segments.headline.span,)
    said = _said(article.at(spans[0]), spans[0], Role.NARRATOR)
    said = replace(said, pause_after_ms=_words("pause_ms")["headline"])
    return _chapter(ChapterKind.HEADLINE, _words("headline")["title"], [_link("headline", "link"), said])


def _behind_headline(article: Article, segments: Segments, items: Sequence[Item]) -> list[Item]:
    told = _repeating(article, segments, items)
    return [item for item in items if item.part is not Part.LEAD or item.spans != told]


def _repeating(article: Article, segments: Segments, items: Sequence[Item]) -> tuple[Span, ...]:
    """Return the sentence of the lead that begins with the headline's words, nothing where none does."""
    first = next((item.spans for item in items if item.part is Part.LEAD), ())
    return first if first and opens_with(article.at(first[0]), segments.headline.text) else ()


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
    first = bisect_left(segments.quotes, _place(sentence), key=_quote_place)
    for inside in segments.quotes[first:]:
        if not holds(sentence, inside.span):
            break
        if inside.span.start < start or _leans(article, inside.span):
            continue
        yield from _piece(article, replace(sentence, start=start, end=inside.span.start))
        yield from _quoted(article, inside.span, inside.speaker)
        start = inside.span.end
    yield from _piece(article, replace(sentence, start=start))


def _leans(article: Article, quote: Span) -> bool:
    """Say whether a quote stands behind a particle of one letter, which nobody can say by itself."""
    near = max(0, quote.start - _LONGEST_PARTICLE_CHARS)
    return _LONE_PARTICLE.search(article.paragraphs[quote.paragraph], near, quote.start) is not None


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
    return fold(pollster.split(maxsplit=1)[0]).removeprefix(ARTICLE) in groups("poll_tags", "tag")["polls"]


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
