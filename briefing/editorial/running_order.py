"""What goes into a briefing of a given length: the candidates by importance, nothing twice."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE
from briefing.editorial.figures.polls import is_margin
from briefing.editorial.headline import body, sentences
from briefing.editorial.lexicon import speech_verb
from briefing.editorial.marks import MARKS
from briefing.editorial.wordlists import members, phrases
from briefing.editorial.words import Word, words
from briefing.errors import UsageError
from briefing.model import Article, FigureKind, Poll, Quote, Segments, Span
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

_MINUTES = re.compile(r"(?P<minutes>\d+(?:\.\d+)?)\s*m?(?:in(?:utes?)?)?$")
# A day is more than any briefing, and no number grows so long that it cannot be counted with.
_MOST_MINUTES = 24 * 60
_QUESTION = "\N{ARABIC QUESTION MARK}"
_LONGEST_SENTENCE_WORDS = 55
_SHORTEST_SENTENCE_WORDS = 6
_SHORTEST_QUOTE_WORDS = 5
# "Egypt" over "Egypt has won" is no repeat that anybody would mind.
_SHORTEST_REPEAT_WORDS = 3
_NOTHING_NEW = 0.7
_SHORT_WORD = 2
_NEAR_CHARS = 40
_PREFIX = re.compile(fold("^[\u0648\u0641]?(?:[\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=..)"))
_COLON_BEFORE = re.compile(rf":\s*[{re.escape(''.join(MARKS))}\s]*$")


class Part(StrEnum):
    """Which part of the briefing something is told in."""

    LEAD = "lead"
    QUOTE = "quote"
    POLL = "poll"
    FIGURES = "figures"


# How much the best of each kind weighs, and how much less each further one: no kind crowds out another.
_WEIGHTS = {
    Part.POLL: (3.0, 0.3),
    Part.QUOTE: (2.6, 0.3),
    Part.LEAD: (2.2, 0.3),
    Part.FIGURES: (2.0, 0.3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something to tell: the article's own spans, and the quote or poll that they are told for."""

    part: Part
    spans: tuple[Span, ...]
    quote: Quote | None = None
    poll: Poll | None = None


@cache
def settings() -> dict[str, Any]:
    """Return the lengths, pauses and link sentences of `data/ar/editorial/script.toml`."""
    return read_toml(data("ar", "editorial", "script.toml"))


def word_budget(length: str) -> int:
    """Return how many words a length allows: `short`, `standard`, `full`, or minutes such as "3" or "3m".

    Raises UsageError for anything else.
    """
    lengths = settings()["length"]
    if length in ("short", "standard", "full"):
        return int(lengths[length])
    match = _MINUTES.match(length.strip())
    if not match or not 0 < float(match["minutes"]) <= _MOST_MINUTES:
        raise UsageError(length, "no such length", "choose short, standard, full, or minutes such as 3m")
    return max(1, round(float(match["minutes"]) * int(lengths["words_a_minute"])))


def plan(article: Article, segments: Segments, length: str) -> tuple[Item, ...]:
    """Choose what is told in the given length: the more important first, nothing twice; in the article's order."""
    budget = word_budget(length)
    told = _Told(article)
    told.add(segments.headline.span)
    chosen: list[Item] = []
    if segments.lead:
        first = Item(part=Part.LEAD, spans=segments.lead.spans[:1])
        if not opens_with(segments.headline.text, article.at(first.spans[0])):
            chosen.append(first)
        told.add(*first.spans)
    weighed = sorted(_candidates(article, segments), key=lambda one: -one[0])
    for _, candidate in weighed:
        if told.count >= budget:
            break
        item = told.without_repeats(candidate)
        if told.count + told.length(item.spans) <= budget and told.adds(item):
            chosen.append(item)
            told.add(*item.spans)
    return tuple(sorted(chosen, key=lambda item: _place(item.spans[0])))


def opens_with(text: str, start: str) -> bool:
    """Say whether a text begins with the words of another: a headline that is only the start of the lead, say."""
    opening = [word.folded for word in words(start)]
    return len(opening) >= _SHORTEST_REPEAT_WORDS and opening == [word.folded for word in words(text)[: len(opening)]]


def _place(span: Span) -> tuple[int, int]:
    return span.paragraph, span.start


def _candidates(article: Article, segments: Segments) -> Iterator[tuple[float, Item]]:
    found = _Sentences([span for number in body(article) for span in sentences(article, number)])
    items = {
        Part.POLL: _poll_items(article, segments, found),
        Part.QUOTE: _quote_items(article, segments, found),
        Part.LEAD: _sentence_items(article, segments, found, Part.LEAD),
        Part.FIGURES: _sentence_items(article, segments, found, Part.FIGURES),
    }
    for part, several in items.items():
        best, step = _WEIGHTS[part]
        for rank, item in enumerate(several):
            yield best - step * rank, item


class _Sentences:
    """The sentences of the body, found by what stands in them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self._starts = [_place(span) for span in spans]

    def holding(self, span: Span) -> Span | None:
        at = bisect_right(self._starts, _place(span)) - 1
        return self.spans[at] if at >= 0 and holds(self.spans[at], span) else None

    def held(self, spans: Sequence[Span]) -> frozenset[Span]:
        return frozenset(found for span in spans if (found := self.holding(span)))


def holds(outer: Span, inner: Span) -> bool:
    """Say whether one span lies inside another."""
    return outer.paragraph == inner.paragraph and outer.start <= inner.start and inner.end <= outer.end


def _poll_items(article: Article, segments: Segments, found: _Sentences) -> Iterator[Item]:
    """Tell who asked whom and when before the answers: the sentences without an answer come first."""
    asked, margins = _asked(article, segments)
    for poll in segments.polls:
        answers = found.held([figure.span for figure in poll.figures])
        # "This share rises to ..." says nothing where its own sentence was told in the lead.
        answers = frozenset(span for span in answers if not _points_back(article.at(span)))
        told_first = found.held([*asked[poll.pollster], *margins[poll.margin_of_error]])
        told = sorted(answers | told_first, key=lambda span: (span in answers, _place(span)))
        if told:
            yield Item(part=Part.POLL, spans=tuple(told), poll=poll)


def _asked(
    article: Article, segments: Segments
) -> tuple[dict[str | None, list[Span]], dict[Decimal | None, list[Span]]]:
    """Return where it is told how many were asked, by pollster, and how far the answers may be off, by that margin."""
    asked: dict[str | None, list[Span]] = defaultdict(list)
    margins: dict[Decimal | None, list[Span]] = defaultdict(list)
    for figure in segments.figures:
        if figure.kind is FigureKind.SAMPLE:
            asked[figure.pollster].append(figure.span)
        if is_margin(article, figure):
            margins[figure.value].append(figure.span)
    return asked, margins


def _points_back(text: str) -> bool:
    return any(word.folded in members("demonstratives") for word in words(text)[1:2])


def _quote_items(article: Article, segments: Segments, found: _Sentences) -> Iterator[Item]:
    worth = [(quote_score(quote), quote) for quote in segments.quotes]
    for score, quote in sorted(worth, key=lambda one: -one[0]):
        if score <= 0:
            continue
        sentence = found.holding(quote.span)
        whole = sentence is None or quote.span.start - sentence.start <= 1 or stands_alone(article, quote)
        yield Item(part=Part.QUOTE, spans=(quote.span if whole or sentence is None else sentence,), quote=quote)


def stands_alone(article: Article, quote: Quote) -> bool:
    """Say whether the quoted words are whole sentences; if not, only the article's sentence around them tells them."""
    start = quote.span.start
    before = article.paragraphs[quote.span.paragraph][max(0, start - _NEAR_CHARS) : start]
    only_marks = len(before) == start and not before.strip("".join(MARKS) + " ")
    if only_marks or _COLON_BEFORE.search(before[-12:]):
        return True
    near = words(before)
    attached = bool(near) and (near[-1].folded in members("complementizers") or near[-1].text == quote.cue)
    return attached and len(words(quote.text)) >= _SHORTEST_SENTENCE_WORDS


def quote_score(quote: Quote) -> float:
    """Say how much a quote is worth telling: whole sentences of a named speaker, neither a scrap nor a speech."""
    count = len(words(quote.text))
    if count < _SHORTEST_QUOTE_WORDS or quote.speaker is None:
        return 0
    asks = quote.text.endswith(_QUESTION) / 2
    return min(count, 20) / 20 - max(0, count - 45) / 60 - quote.span.paragraph / 200 - asks


def _sentence_items(article: Article, segments: Segments, found: _Sentences, part: Part) -> Iterator[Item]:
    """Rank the sentences that can be told by themselves by how close they are to what the article is about."""
    frequency = Counter(stem for span in found.spans for stem in stems(article.at(span)))
    title = stems(segments.headline.text)
    # A quote that is told by itself is not told twice; one of nobody, or a scrap, is told in the article's sentence.
    quoted = found.held([quote.span for quote in segments.quotes if quote_score(quote)])
    counted = found.held([figure.span for figure in segments.figures])
    ranked = []
    for position, span in enumerate(found.spans):
        text = article.at(span)
        here = stems(text)
        if span in quoted or (span in counted) != (part is Part.FIGURES) or not here or not _can_be_told(text):
            continue
        centre = sum(frequency[stem] for stem in here) / len(here)
        opens = position == 0 or found.spans[position - 1].paragraph != span.paragraph
        ranked.append((len(here & title) / (len(title) or 1) + centre / 4 + opens / 2 - position / 12, -position, span))
    for _, _, span in sorted(ranked, key=lambda one: (-one[0], -one[1])):
        yield Item(part=part, spans=(span,))


def _can_be_told(text: str) -> bool:
    """Say whether a sentence stands by itself: no question, no "he added", no voice of somebody who is not named."""
    found = words(text)
    if not _SHORTEST_SENTENCE_WORDS <= len(found) <= _LONGEST_SENTENCE_WORDS:
        return False
    first, second = found[0], found[1]
    leaning = phrases("leaning_words")
    leans = first.folded in leaning or f"{first.folded} {second.folded}" in leaning
    leans = leans or second.folded in members("demonstratives")
    asks = text.endswith(_QUESTION) or text[0] in MARKS or text[-1] in MARKS
    nobody = speech_verb(fold(first.text)) is not None and not _names_somebody(second)
    return not (leans or asks or nobody or any(word.folded in members("first_person") for word in found[:6]))


def _names_somebody(word: Word) -> bool:
    text = word.text
    return text.startswith(ARTICLE) or fold(text) in members("role")


@lru_cache(maxsize=1024)
def stems(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning, without article and particles, for comparing sentences."""
    found = (_PREFIX.sub("", word.folded) for word in words(text))
    return frozenset(stem for stem in found if len(stem) > _SHORT_WORD)


class _Told:
    """What has been told so far, and whether something adds to it."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._stems: set[str] = set()
        self._told: list[tuple[int, int, int]] = []
        self.count = 0

    def length(self, spans: Sequence[Span]) -> int:
        return sum(len(words(self._article.at(span))) for span in spans)

    def add(self, *spans: Span) -> None:
        for span in spans:
            text = self._article.at(span)
            self.count += len(words(text))
            self._stems |= stems(text)
            insort(self._told, (span.paragraph, span.start, span.end))

    def without_repeats(self, item: Item) -> Item:
        """Take out what has been told already; a quote's sentence that was told in part is told no more."""
        return replace(item, spans=tuple(span for span in item.spans if not self._is_told(span)))

    def _is_told(self, span: Span) -> bool:
        """Say whether a part of a span has been told: what has been told does not overlap, so its neighbours show."""
        at = bisect_right(self._told, (span.paragraph, span.start, span.end))
        return any(
            paragraph == span.paragraph and start < span.end and span.start < end
            for paragraph, start, end in self._told[max(0, at - 1) : at + 1]
        )

    def adds(self, item: Item) -> bool:
        if not item.spans:
            return False
        found = {stem for span in item.spans for stem in stems(self._article.at(span))}
        # The answers of a poll are news even where the lead told them in other words.
        return item.part is Part.POLL or len(found & self._stems) < _NOTHING_NEW * len(found)
