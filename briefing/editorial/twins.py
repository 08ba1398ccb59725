"""Twins: one event as two agencies tell it, found by what the stories are about: their words, names and numbers.

Headlines say the same in other letters, and other things in the same. So the words are looked for where they stand in
the other story, each weighed by how often its own story says it; the people and bodies named must be the same, and the
numbers must not differ. Two stories that are held for one lose one of them: rather tell a story twice.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from briefing.editorial.headline import body, sentences
from briefing.editorial.running_order.beats import stems
from briefing.editorial.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from briefing.model import Article, Segments

# What a story is about stands in its headline and its first sentences; what it tells, in its first twenty.
_LEAD_SENTENCES, _TOLD_SENTENCES = 4, 20
_OFTEN = 3
# A number up to nine is in every second story.
_TELLING = 10
# How much the two must have in common by the numbers that they share, none to two: of each headline's words in the
# other story, of the shorter lead's words in the other lead. Beside it, measured on all 26,565 pairs of 231 articles of
# ten outlets (one pair held for twins, rightly; the one twin pair that is missed shares no number) and on the 210 pairs
# of tests/cases/bulletin/twins.toml (7 of 7 twins, no other): from (0.55, 0.25) on with one number, the injury of a
# striker is held for his team's victory.
_IN_COMMON = ((0.75, 0.4), (0.7, 0.33), (0.55, 0.28))
# Of the names of the story that names fewer; of its numbers. "The price rose to 81.20" and "fell to 79.40" are two.
_NAMES, _NUMBERS = 0.25, 0.5
_DAYS_APART = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a story is about, for comparing: `words` are the stems that it says, and how often."""

    headline: frozenset[str]
    lead: frozenset[str]
    words: Counter[str]
    names: frozenset[str]
    numbers: frozenset[Decimal]
    published: datetime | None

    @classmethod
    def of(cls, article: Article, segments: Segments) -> Matter:
        """Take what an article is about."""
        spans = list(chain.from_iterable(sentences(article, number) for number in body(article)))
        told = [stems(article.at(span)) for span in spans[:_TOLD_SENTENCES]]
        headline = stems(segments.headline.text)
        names = (name for entity in understand(article).entities.all for name in entity.names)
        return cls(
            headline=headline,
            lead=headline.union(*told[:_LEAD_SENTENCES]),
            words=Counter(chain(headline, *told)),
            names=frozenset(chain.from_iterable(names)),
            numbers=frozenset(one.value for one in segments.figures if one.value >= _TELLING or one.value % 1),
            published=article.published,
        )

    @property
    def chief(self) -> frozenset[str]:
        """The words of the headline that the story says most: whoever does not say them tells of something else."""
        most = max((self.words[word] for word in self.headline), default=0)
        return frozenset(word for word in self.headline if self.words[word] == most and most >= _OFTEN)

    def is_twin_of(self, other: Matter) -> bool:
        """Say whether another story tells the same event."""
        numbers = self.numbers & other.numbers
        headlines, leads = _IN_COMMON[min(len(numbers), len(_IN_COMMON) - 1)]
        return (
            _share(len(self.lead & other.lead), self.lead, other.lead) >= leads
            and self.chief <= other.words.keys()
            and other.chief <= self.words.keys()
            and min(_said_by(other, self), _said_by(self, other)) >= headlines
            and (
                not (self.names and other.names)
                or _share(len(self.names & other.names), self.names, other.names) >= _NAMES
            )
            and (not (self.numbers and other.numbers) or _share(len(numbers), self.numbers, other.numbers) >= _NUMBERS)
            and _is_near(self.published, other.published)
        )


def groups(matters: Iterable[Matter]) -> list[list[int]]:
    """Put the stories that tell one event together, by their numbers: each is a twin of the first of its group."""
    found: list[list[int]] = []
    several = list(matters)
    for number, matter in enumerate(several):
        twins = next((group for group in found if several[group[0]].is_twin_of(matter)), None)
        if twins is None:
            found.append([number])
        else:
            twins.append(number)
    return found


def _share(common: int, one: frozenset[object], other: frozenset[object]) -> float:
    return common / max(1, min(len(one), len(other)))


def _said_by(teller: Matter, story: Matter) -> float:
    """Return how much of a story's headline another tells: each word counts as often as its own story says it."""
    known = sum(story.words[word] for word in story.headline if word in teller.words)
    return known / max(1, sum(story.words[word] for word in story.headline))


def _is_near(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return True
    return abs(moment(one) - moment(other)) <= _DAYS_APART


def moment(told: datetime) -> datetime:
    """Return a date in UTC where it does not say of which zone it is."""
    return told if told.tzinfo else told.replace(tzinfo=UTC)
