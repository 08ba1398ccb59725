"""What an editor wants of a running order: what is told, what is not, what comes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from briefing.corrections import place_of
from briefing.model import CorrectionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.running_order.beats import Beat
    from briefing.model import Article

NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Wishes:
    """Numbers of beats: those that are told whatever they are worth, those that never are, and the one that opens."""

    told: tuple[int, ...] = ()
    left: frozenset[int] = frozenset()
    lead: int = NOWHERE

    @classmethod
    def of(cls, article: Article, beats: Sequence[Beat]) -> Self:
        """Find the beats that decisions are about: every sentence that their words touch. What is left is not told."""
        if not article.corrections:
            return cls()
        left = frozenset(_touched(article, beats, CorrectionKind.LEAVE))
        leads = [number for number in _touched(article, beats, CorrectionKind.LEAD) if number not in left]
        told = [*leads[:1], *_touched(article, beats, CorrectionKind.TELL)]
        wanted = tuple(number for number in dict.fromkeys(told) if number not in left and beats[number].passages)
        return cls(told=wanted, left=left, lead=leads[0] if leads else NOWHERE)


def _touched(article: Article, beats: Sequence[Beat], kind: CorrectionKind) -> list[int]:
    places = [place_of(article.paragraphs, decision) for decision in article.decided(kind)]
    return [beat.number for beat in beats if any(place and place.meets(beat.span) for place in places)]
