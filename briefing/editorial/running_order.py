"""What goes into a briefing of a given length: the candidates by importance, nothing twice."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.editorial.cues import is_speech_verb
from briefing.editorial.headline import body, sentences
from briefing.editorial.words import Words, fold, words
from briefing.errors import UsageError
from briefing.model import Article, Poll, Quote, Segments, Span
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MINUTES = re.compile(r"(?P<minutes>\d+(?:\.\d+)?)\s*m?(?:in(?:utes?)?)?$")
# Weights of the four kinds of candidate; the later ones of a kind count less, so that no kind crowds out another.
_POLL, _QUOTE, _SENTENCE = (3.0, 0.3), (2.6, 0.3), (2.2, 0.25)
_LONGEST_SENTENCE_WORDS = 55
_NOTHING_NEW = 0.7
_SHORT_WORD = 2


@cache
def settings() -> dict[str, Any]:
    """Return the lengths, pauses and link sentences of `data/ar/script.toml`."""
    return read_toml(data("ar", "script.toml"))


def word_budget(length: str) -> int:
    """Return how many words a length allows: `short`, `standard`, `full`, or minutes such as "3" or "3m".

    Raises UsageError for anything else.
    """
    lengths = settings()["length"]
    if length in ("short", "standard", "full"):
        return int(lengths[length])
    match = _MINUTES.match(length.strip())
    if not match or not float(match["minutes"]):
        raise UsageError(length, "no such length", "choose short, standard, full, or minutes such as 3m")
    return max(1, round(float(match["minutes"]) * int(lengths["words_a_minute"])))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningOrder:
    """What is told, each part in the order of the article."""

    lead: tuple[Span, ...]
    quotes: tuple[Quote, ...]
    polls: tuple[tuple[Poll, tuple[Span, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    weight: float
    spans: tuple[Span, ...]
    what: Quote | Poll | Span


def plan(article: Article, segments: Segments, length: str) -> RunningOrder:
    """Choose what is told in the given length, the more important first, and nothing twice."""
    budget = word_budget(length)
    told = _Told(article)
    told.add(segments.headline.span)
    opening = [span for number, span in enumerate(segments.lead.spans if segments.lead else ()) if not number]
    for span in opening:
        told.add(span)
    chosen: list[_Candidate] = []
    for candidate in sorted(_candidates(article, segments), key=lambda candidate: -candidate.weight):
        if told.count + told.length(candidate.spans) <= budget and told.adds(candidate.spans):
            chosen.append(candidate)
            for span in candidate.spans:
                told.add(span)
    return _in_order(opening, chosen)


def _in_order(opening: Sequence[Span], chosen: Sequence[_Candidate]) -> RunningOrder:
    lead = [*opening, *(one.what for one in chosen if isinstance(one.what, Span))]
    quotes = [one.what for one in chosen if isinstance(one.what, Quote)]
    polls = [(one.what, one.spans) for one in chosen if isinstance(one.what, Poll)]
    return RunningOrder(
        lead=tuple(sorted(lead, key=_place)),
        quotes=tuple(sorted(quotes, key=lambda quote: _place(quote.span))),
        polls=tuple(sorted(polls, key=lambda poll: _place(poll[1][0]))),
    )


def _place(span: Span) -> tuple[int, int]:
    return span.paragraph, span.start


def _candidates(article: Article, segments: Segments) -> Iterator[_Candidate]:
    all_sentences = [span for number in body(article) for span in sentences(article, number)]
    for rank, poll in enumerate(segments.polls):
        spans = tuple(span for span in all_sentences if any(_holds(span, figure.span) for figure in poll.figures))
        if spans:
            yield _Candidate(_weight(_POLL, rank), spans, poll)
    quotes = sorted(segments.quotes, key=lambda quote: -quote_score(quote))
    for rank, quote in enumerate(quote for quote in quotes if quote_score(quote) > 0):
        yield _Candidate(_weight(_QUOTE, rank), (quote.span,), quote)
    for rank, span in enumerate(_by_news(article, segments, all_sentences)):
        yield _Candidate(_weight(_SENTENCE, rank), (span,), span)


def _weight(kind: tuple[float, float], rank: int) -> float:
    return kind[0] - kind[1] * rank


def _holds(outer: Span, inner: Span) -> bool:
    return outer.paragraph == inner.paragraph and outer.start <= inner.start and inner.end <= outer.end


def quote_score(quote: Quote) -> float:
    """Say how much a quote is worth telling: whole sentences of a named speaker, neither a scrap nor a speech."""
    count = len(words(quote.text))
    if count < 5:  # noqa: PLR2004 - fewer words are a scrap that needs its sentence
        return 0
    return min(count, 20) / 20 - max(0, count - 45) / 60 - quote.span.paragraph / 200


def _by_news(article: Article, segments: Segments, all_sentences: Sequence[Span]) -> list[Span]:
    """Rank the sentences that stand on their own by how close they are to what the article is about."""
    frequency = Counter(stem for span in all_sentences for stem in set(stems(article.at(span))))
    title = set(stems(segments.headline.text))
    quoted = [quote.span for quote in segments.quotes]
    ranked = []
    for position, span in enumerate(all_sentences):
        found = set(stems(article.at(span)))
        if not _stands_alone(article.at(span)) or any(_holds(span, quote) for quote in quoted) or not found:
            continue
        centre = sum(frequency[stem] for stem in found) / len(found)
        ranked.append((len(found & title) / (len(title) or 1) + centre / 4 - position / 15, -position, span))
    return [span for _, _, span in sorted(ranked, key=lambda one: (-one[0], -one[1]))]


def _stands_alone(text: str) -> bool:
    found = words(text)
    return 5 < len(found) <= _LONGEST_SENTENCE_WORDS and not is_speech_verb(found[0].text)  # noqa: PLR2004 - a label


def stems(text: str | Words) -> list[str]:
    """Return the words of a text that carry meaning, without article and particles, for comparing sentences."""
    found = words(text) if isinstance(text, str) else text
    return [stem for stem in (_stem(word.folded) for word in found) if len(stem) > _SHORT_WORD]


_PREFIX = re.compile(fold("^[\u0648\u0641]?(?:[\u0628\u0643]?\u0627\u0644|\u0644\u0644)(?=..)"))


def _stem(folded: str) -> str:
    return _PREFIX.sub("", folded)


class _Told:
    """What has been told so far, and whether something adds to it."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._stems: set[str] = set()
        self._spans: list[Span] = []
        self.count = 0

    def length(self, spans: Sequence[Span]) -> int:
        return sum(len(words(self._article.at(span))) for span in spans)

    def add(self, span: Span) -> None:
        text = words(self._article.at(span))
        self.count += len(text)
        self._stems |= set(stems(text))
        self._spans.append(span)

    def adds(self, spans: Sequence[Span]) -> bool:
        if any(_overlap(span, told) for span in spans for told in self._spans):
            return False
        found = {stem for span in spans for stem in stems(self._article.at(span))}
        return len(found & self._stems) < _NOTHING_NEW * len(found)


def _overlap(one: Span, other: Span) -> bool:
    return one.paragraph == other.paragraph and one.start < other.end and other.start < one.end
