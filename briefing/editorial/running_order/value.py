"""News value: how much a sentence is worth telling, before anything is told."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import QUESTION_MARK, WAW
from briefing.editorial import ranking
from briefing.editorial.marks import DOUBLE_MARKS, is_unbalanced
from briefing.editorial.running_order.beats import stems
from briefing.editorial.wordlists import members, phrases
from briefing.editorial.words import words
from briefing.model import FigureKind, Reality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.editorial.running_order.beats import Beat
    from briefing.editorial.running_order.ties import Ties
    from briefing.model import Headline

# News is written from the most important down: the ninth sentence is worth about a third of the first.
_FALL_SENTENCES = 8.0
_THIRD = 2
# What counts as much of anything.
_SEVERAL, _OFTEN = 3, 4
_LONG_WORDS, _SHORTEST_WORDS = 30, 8
_OUTCOMES = frozenset({FigureKind.VOTE, FigureKind.POLL, FigureKind.MONEY, FigureKind.PERCENT})
_OPENING_WORDS = 6
_SHORTEST_QUOTE_WORDS = 4
_STOPS = (*DOUBLE_MARKS, ".", "!", ":", ")", QUESTION_MARK, "\N{HORIZONTAL ELLIPSIS}")


@dataclass(frozen=True, slots=True)
class Worth:
    """What a beat is worth before anything is told: named features, what they add up to, and whether it is background.

    Background is told last.
    """

    features: Mapping[str, float]
    value: float
    background: bool


def worths(headline: Headline, beats: Sequence[Beat], ties: Sequence[Ties]) -> tuple[Worth, ...]:
    """Weigh the beats of an article."""
    desk = _Desk(headline, beats, ties)
    found = []
    for beat, tie in zip(beats, ties, strict=True):
        features = {name: float(value) for name, value in desk.features(beat, tie) if value}
        found.append(Worth(features, ranking.score(features, ranking.weights("choice_weights")), is_background(beat)))
    return tuple(found)


class _Desk:
    """What a beat is compared with: the headline, what the whole article speaks of, who was heard before."""

    def __init__(self, headline: Headline, beats: Sequence[Beat], ties: Sequence[Ties]) -> None:
        self._beats = beats
        self._often = Counter(stem for beat in beats for stem in beat.stems)
        self._wanted = stems(headline.text)
        self._measured = False
        self._numbers = {word.folded for word in words(headline.text) if word.text.isdigit()}
        self._heard: set[tuple[int, bool]] = set()
        asking = (tie.speaker for beat, tie in zip(beats, ties, strict=True) if _asks(beat))
        self._askers = {one.number for one in asking if one is not None}

    def features(self, beat: Beat, tie: Ties) -> Iterator[tuple[str, float]]:
        """Yield the features of a beat, asked for in the article's order."""
        yield "told", 1
        yield from self._place(beat)
        yield from self._matter(beat)
        yield from self._voice(beat, tie)
        yield from _form(beat, tie)

    def _place(self, beat: Beat) -> Iterator[tuple[str, float]]:
        yield "second", beat.number == 1
        yield "third", beat.number == _THIRD
        yield "early", math.exp(-beat.number / _FALL_SENTENCES)
        yield "late_share", beat.number / len(self._beats)

    def _matter(self, beat: Beat) -> Iterator[tuple[str, float]]:
        count = max(1, len(beat.stems))
        yield "headline_density", len(beat.stems & self._wanted) / count
        measured = any(figure.kind in _OUTCOMES for figure in beat.figures)
        yield "first_measured", measured and not self._measured
        self._measured = self._measured or measured
        yield "central", sum(self._often[stem] > 1 for stem in beat.stems) / count
        yield "centre_sum", sum(min(self._often[stem], _OFTEN) - 1 for stem in beat.stems) / 10
        yield "background", is_background(beat)
        yield "next", any(word.folded in members("to_come") for word in words(beat.text))
        yield "numbers", min(_SEVERAL, len(beat.figures)) / _SEVERAL
        yield "headline_number", any(word.folded in self._numbers for word in words(beat.text))
        yield "outcome", measured
        yield "poll", bool(beat.polls)
        yield "names", min(_SEVERAL, sum(bool(one.name) for one in beat.heard.mentions)) / _SEVERAL
        yield "parties", min(_OFTEN, len(beat.heard.mentions)) / _OFTEN

    def _voice(self, beat: Beat, tie: Ties) -> Iterator[tuple[str, float]]:
        if tie.speaker is not None:
            number, quoted = tie.speaker.number, _is_quoted(beat)
            new = (number, quoted) not in self._heard
            yield "reported", not quoted
            yield "quoted", quoted
            # Each side is heard once before anybody is heard twice.
            yield "new_reported", new and not quoted
            yield "new_quoted", new and quoted
            yield "asker", number in self._askers
            self._heard.add((number, quoted))
        yield "nobody", beat.direct is not None and tie.speaker is None
        yield "alleged", any(quote.reality is not Reality.SAID for quote in beat.quotes)
        first = any(word.folded in members("first_person") for word in words(beat.text)[:_OPENING_WORDS])
        yield "ourselves", not beat.quotes and first


def _form(beat: Beat, tie: Ties) -> Iterator[tuple[str, float]]:
    yield "denies", tie.denies
    yield "opposes", tie.opposes
    yield "adds", tie.adds
    yield "leans", tie.leans
    yield "resumes", tie.resumes
    yield "asks", beat.asks
    yield "leads", tie.leads
    # A listener would hear the slip.
    yield "unbalanced", is_unbalanced(beat.text)
    yield "long", max(0, beat.words - _LONG_WORDS) / _LONG_WORDS
    yield "scrap", beat.words < _SHORTEST_WORDS
    yield "unstopped", not beat.text.rstrip().endswith(_STOPS)


def _is_quoted(beat: Beat) -> bool:
    return any(len(words(quote.text)) >= _SHORTEST_QUOTE_WORDS for quote in beat.quotes)


def _asks(beat: Beat) -> bool:
    """Say whether somebody asks in a beat, as the one who leads an interview does."""
    asked = any(quote.reality is Reality.ASKED or quote.text.rstrip().endswith(QUESTION_MARK) for quote in beat.quotes)
    return asked or any(cue.kind == "ask" and cue.subject for cue in beat.heard.cues)


def is_background(beat: Beat) -> bool:
    """Say whether a sentence opens as background does: it is worth mentioning that, last year."""
    opening = " ".join(word.folded for word in words(beat.text)[:_OPENING_WORDS])
    return any(opening.removeprefix(WAW).startswith(form) for form in phrases("background"))
