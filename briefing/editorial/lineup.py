"""The lineup: which stories a bulletin tells, each once, and in which order; the most telling first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import QUESTION_MARK, WAW
from briefing.editorial import ranking
from briefing.editorial.choose import choose
from briefing.editorial.headline import body, headline, lead
from briefing.editorial.twins import Matter, groups, moment
from briefing.editorial.wordlists import members, phrases
from briefing.editorial.words import words
from briefing.model import FigureKind, Reality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from briefing.model import Article, Segments

# The weights of `lineup_weights.tsv` were set by hand: there is no record of what editors chose from a day's stories.
_WEIGHTS = "lineup_weights"
_OUTCOMES = frozenset({FigureKind.VOTE, FigureKind.POLL, FigureKind.MONEY, FigureKind.PERCENT})
# Stories of more outlets, or longer ones, are no greater news.
_MANY_OUTLETS, _LONG_WORDS = 3, 400
# "The age of science" is a column; news needs more words.
_SHORTEST_HEADLINE_WORDS = 4
# In sport 1.8 to 7.5 words in a hundred are of `sport.tsv`, in anything else 1.3 at most (231 articles of ten outlets).
_SPORT = 0.015
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A story that may be told: the fuller article of its twins, what an editor takes from it, who else tells it."""

    article: Article
    segments: Segments
    outlets: int

    def features(self, newest: datetime | None) -> Mapping[str, float]:
        """Return what speaks for the story, and against it."""
        told = frozenset(word.folded.removeprefix(WAW) for word in words(self._news))
        kinds = {one.kind for one in self.segments.figures if one.text in self._news}
        dated = self.article.published
        return {
            "age": min(1.0, (newest - moment(dated)).total_seconds() / _DAY_S) if newest and dated else 0.0,
            "asks": float(_asks(self.segments.headline.text)),
            "casualties": float(FigureKind.COUNT in kinds and bool(told & members("casualties"))),
            "fuller": min(1.0, _length(self.article) / _LONG_WORDS),
            "outcome": float(bool(kinds & _OUTCOMES)),
            "outlets": float(min(_MANY_OUTLETS, self.outlets) - 1),
            "poll": float(bool(self.segments.polls)),
            "quoted": float(any(one.speaker and one.reality is Reality.SAID for one in self.segments.quotes)),
            "terse": float(len(self.segments.headline.text.split()) < _SHORTEST_HEADLINE_WORDS),
        }

    @property
    def is_sport(self) -> bool:
        """Whether it is of sport, which is told behind the rest."""
        told = [word.folded for number in body(self.article) for word in words(self.article.paragraphs[number])]
        return sum(word in phrases("sport") for word in told) >= _SPORT * len(told)

    @property
    def _news(self) -> str:
        """The headline and what happened."""
        happened = self.segments.lead.sentences if self.segments.lead else ()
        return " ".join((self.segments.headline.text, *happened))


def lineup(articles: Sequence[Article], most: int) -> tuple[Article, ...]:
    """Choose at most so many stories of several articles, each told once, the most telling first, sport last.

    An article without a sentence below its headline is none. Where two stories weigh the same the earlier stays first.
    """
    found = list(_candidates([article for article in articles if lead(article)]))
    dates = [moment(one.article.published) for one in found if one.article.published]
    newest = max(dates, default=None)
    weights = ranking.weights(_WEIGHTS)
    found.sort(key=lambda one: -ranking.score(one.features(newest), weights))
    return tuple(one.article for one in sorted(found[:most], key=lambda one: one.is_sport))


def _candidates(articles: Sequence[Article]) -> Iterator[Candidate]:
    """Put twins together; the fullest of them is told."""
    fullest = sorted(range(len(articles)), key=lambda number: (-_length(articles[number]), number))
    segments = {number: choose(articles[number]) for number in fullest}
    matters = [Matter.of(articles[number], segments[number]) for number in fullest]
    twins = sorted([fullest[place] for place in group] for group in groups(matters))
    for first, *others in twins:
        outlets = {articles[number].publication or str(number) for number in (first, *others)}
        yield Candidate(articles[first], segments[first], len(outlets))


def _length(article: Article) -> int:
    return sum(len(article.paragraphs[number].split()) for number in body(article))


def tells(article: Article) -> bool:
    """Say whether a headline tells what happened: no question, and no "this is how"."""
    return not _asks(headline(article).text)


def _asks(text: str) -> bool:
    """Say whether a headline asks, or teases: why, this is what ..."""
    first = next((word.folded for word in words(text)), "")
    asking = members("interrogative") | members("demonstrative")
    return text.rstrip().endswith(QUESTION_MARK) or first in asking
