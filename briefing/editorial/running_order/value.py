"""News value: how much a sentence is worth telling, before anything is told."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import QUESTION_MARK, WAW
from briefing.editorial.running_order.beats import stems
from briefing.editorial.wordlists import members, phrases
from briefing.editorial.words import words
from briefing.model import FigureKind, Reality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.running_order.beats import Beat
    from briefing.editorial.running_order.ties import Ties
    from briefing.model import Headline

# News is written from the most important down: the ninth sentence is worth about a third of the first.
_FALL_SENTENCES = 8.0
# What each thing adds to a sentence, on the scale on which the first sentence's place is 1.
_HEADLINE = 0.5  # sharing all of the headline's words
_CENTRE = 0.25  # of words that the whole article speaks of
_VOICE, _QUOTE = 0.3, 0.8  # a side that was not heard yet, in the newsreader's words or in its own
_PRINCIPAL = 0.4  # whom the headline names
_OUTCOME = 0.3  # the number that is the news
_NEXT = 0.3  # what comes next
_DENIAL = 0.3
_OPENS = 0.1  # its paragraph
_BACKGROUND, _PLUPERFECT = -0.5, -0.3
_ASKER = -1.2  # who leads the interview
_QUESTION, _NOBODY, _OURSELVES = -0.6, -0.4, -0.6
_NUMBERS = -0.1  # each beyond two
_LONG, _UNBALANCED, _SCRAP = -0.3, -0.5, -1.0
_LONGEST_WORDS, _SHORTEST_WORDS = 45, 6
_OUTCOMES = frozenset({FigureKind.VOTE, FigureKind.POLL, FigureKind.MONEY, FigureKind.PERCENT})
_OPENING_WORDS = 6
_FEW_NUMBERS = 2
_SHORTEST_QUOTE_WORDS = 4
_DOUBLE_MARKS = frozenset(
    '"\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}'
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a beat is worth, and whether it is background, which is told last."""

    value: float
    background: bool


def worths(headline: Headline, beats: Sequence[Beat], ties: Sequence[Ties]) -> tuple[Worth, ...]:
    """Weigh the beats of an article."""
    often = Counter(stem for beat in beats for stem in beat.stems)
    wanted = stems(headline.text)
    numbers = {word.folded for word in words(headline.text) if word.text.isdigit()}
    top = headline.span.paragraph
    heard: set[tuple[int, bool]] = set()
    asking = {tie.speaker.number for beat, tie in zip(beats, ties, strict=True) if tie.speaker and _asks(beat)}
    found = []
    for beat, tie in zip(beats, ties, strict=True):
        background = is_background(beat)
        value = math.exp(-beat.number / _FALL_SENTENCES)
        value += _HEADLINE * len(beat.stems & wanted) / max(1, len(wanted)) + _PLUPERFECT * _opens_in_the_past(beat)
        value += _CENTRE * min(1.0, sum(often[stem] > 1 for stem in beat.stems) / max(1, len(beat.stems)))
        value += _OPENS * beat.heard.sentence.opens
        value += _NEXT * _tells_next(beat) + _DENIAL * tie.denies + _OUTCOME * _tells_outcome(beat, numbers)
        value += _BACKGROUND * background + _QUESTION * beat.asks
        if tie.speaker is not None:
            # Each side is heard once before anybody is heard twice, in its own words if it can be.
            quoted = (tie.speaker.number, _is_quoted(beat))
            value += (_QUOTE if quoted[1] else _VOICE) * (quoted not in heard)
            # Whom the headline names is whom the story is about.
            value += _PRINCIPAL * (quoted[1] and quoted not in heard and tie.speaker.places[0][0] == top)
            heard.add(quoted)
            value += _ASKER * (tie.speaker.number in asking)
        value += _NOBODY * (beat.direct is not None and tie.speaker is None)
        value += _OURSELVES * (
            not beat.quotes and any(w.folded in members("first_person") for w in words(beat.text)[:_OPENING_WORDS])
        )
        value += _UNBALANCED * (_marks(beat.text) % 2)
        # Radio bears a number a sentence, with what it is compared to.
        value += _NUMBERS * max(0, len(beat.figures) - _FEW_NUMBERS)
        value += _LONG * (beat.words > _LONGEST_WORDS) + _SCRAP * (beat.words < _SHORTEST_WORDS)
        found.append(Worth(value, background))
    return tuple(found)


def _marks(text: str) -> int:
    """Count the quotation marks of a text: an odd one is a slip that a listener would hear."""
    return sum(character in _DOUBLE_MARKS for character in text)


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


def _opens_in_the_past(beat: Beat) -> bool:
    """Say whether a sentence opens with "had": it tells what was before the news."""
    first = words(beat.text)[:1]
    return bool(first) and first[0].folded.removeprefix(WAW) in members("had")


def _tells_next(beat: Beat) -> bool:
    return any(word.folded in members("to_come") for word in words(beat.text))


def _tells_outcome(beat: Beat, numbers: set[str]) -> bool:
    """Say whether a sentence has a number that is the news: a vote, a price, a toll, the headline's own number."""
    found = words(beat.text)
    toll = bool(beat.figures) and any(word.folded in members("casualties") for word in found)
    headline = any(word.folded in numbers for word in found)
    return toll or headline or any(figure.kind in _OUTCOMES for figure in beat.figures)
