"""The running order: which sentences of an article are told in a briefing of a given length, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.arabic.letters import QUESTION_MARK
from briefing.editorial.running_order.beats import shared, spoken_words, stems
from briefing.editorial.running_order.choice import Choice, Told
from briefing.editorial.running_order.edits import possible
from briefing.editorial.running_order.lengths import LENGTHS, Length, fitted, length_of, settings, story_length
from briefing.editorial.understanding import understand

if TYPE_CHECKING:
    from collections.abc import Collection

    from briefing.editorial.running_order.ties import Binder
    from briefing.model import Article, Edit, Segments, Span

__all__ = [
    "LENGTHS",
    "Length",
    "Plan",
    "Told",
    "fitted",
    "lacking",
    "length_of",
    "plan",
    "possible_edits",
    "retold",
    "sentences",
    "settings",
    "spoken_words",
    "story_length",
]

# A headline of which this share stands in the first sentences says nothing that they do not say.
_REPEATED = 0.4
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """What is told: the headline, unless the first sentences say it again, and the beats in order.

    `read` says that the article is read as it stands.
    """

    headline: bool
    told: tuple[Told, ...]
    length: Length
    read: bool
    binder: Binder


def plan(article: Article, segments: Segments, wanted: Length, *, around: int = 0) -> Plan:
    """Choose what is told in the given length; `around` words go to what stands around the story."""
    choice = Choice(article, segments, understand(article))
    fitting = fitted(wanted, choice.article_words)
    if fitting.whole:
        told = choice.whole()
        read = wanted.whole
        return Plan(read or not _is_repeated(segments, told), told, fitting, read, choice.binder)
    told = choice.chosen(fitting, around)
    if _is_repeated(segments, told):
        return Plan(headline=False, told=told, length=fitting, read=False, binder=choice.binder)
    # The headline is told, and what it says need not be told again.
    told = choice.chosen(fitting, around + spoken_words(segments.headline.text), segments.headline.text)
    return Plan(headline=True, told=told, length=fitting, read=False, binder=choice.binder)


def retold(article: Article, segments: Segments, spans: Collection[Span], wanted: Length) -> tuple[Plan, ...]:
    """Return the plans that tell what stands at these places and nothing else: as a choice, and as what is read whole.

    What is told is taken as it is; how it is cut, in which order, is the desk's own.
    """
    choice = Choice(article, segments, understand(article))
    headline = any(span.meets(segments.headline.span) for span in spans)
    chosen = Plan(headline, choice.again(spans, wanted), replace(wanted, whole=False), read=False, binder=choice.binder)
    every, whole = choice.whole_again(spans), wanted.unlimited
    read = (
        Plan(headline, every, replace(whole, whole=True), read=is_read, binder=choice.binder)
        for is_read in (True, False)
    )
    return (chosen, *read)


def lacking(article: Article, segments: Segments, spans: Collection[Span], wanted: Length) -> dict[Span, str]:
    """Return why a sentence at these places may not stand without another: its place, and the text of that other.

    The text is "" where it goes on with somebody else's words than in the article.
    """
    choice = Choice(article, segments, understand(article))
    return {beat.span: other.text if other else "" for beat, other in choice.missing(spans, wanted)}


def sentences(article: Article, segments: Segments) -> tuple[Span, ...]:
    """Return where the sentences of the story stand that could be told, in order."""
    choice = Choice(article, segments, understand(article))
    return tuple(told.beat.span for told in choice.every())


def possible_edits(article: Article, segments: Segments) -> frozenset[tuple[int, Edit]]:
    """Return every edit that sentences of an article can undergo, each with the number of its paragraph."""
    choice = Choice(article, segments, understand(article))
    return frozenset(
        (told.beat.span.paragraph, edit) for told in choice.every() for edit in possible(article, told, choice.binder)
    )


def _is_repeated(segments: Segments, told: tuple[Told, ...]) -> bool:
    """Say whether the first sentences that are told say what the headline says, in whatever form, or answer it."""
    if segments.headline.text.rstrip().endswith(QUESTION_MARK):
        # Radio answers, it does not ask.
        return bool(told)
    wanted = stems(segments.headline.text)
    said = frozenset().union(*(one.beat.stems for one in told[:_FIRST]))
    return len(shared(wanted, said)) >= _REPEATED * len(wanted)
