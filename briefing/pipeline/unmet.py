"""Which decisions of an editor hold no longer: the words that they are tied to are gone, or mean nothing any more."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.arabic import WORD
from briefing.arabic.folding import fold
from briefing.corrections import place_of, sentence_of, touched
from briefing.editorial.attribute import named
from briefing.editorial.choose import choose
from briefing.editorial.running_order import sentences
from briefing.model import CorrectionKind
from briefing.narration.verbalize import verbalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefing.model import Article, Correction, Span

_LONGEST_SHOWN = 60


class Unmet(StrEnum):
    """Why a decision no longer applies."""

    GONE = "gone"
    UNTOLD = "untold"
    NOBODY = "nobody"
    STRANGER = "stranger"
    HEADLINE = "headline"
    NO_WORD = "no_word"
    NOT_ASIDE = "not_aside"
    BEATEN = "beaten"


_LINES = {
    Unmet.GONE: "its words do not stand in the article any more",
    Unmet.UNTOLD: "no sentence that could be told has them",
    Unmet.NOBODY: "they are nobody's words",
    Unmet.STRANGER: "the article calls nobody «{to}»",
    Unmet.HEADLINE: "the headline is never set aside",
    Unmet.NO_WORD: "no sentence has that word",
    Unmet.NOT_ASIDE: "that paragraph is not set aside",
    Unmet.BEATEN: "another decision says otherwise",
}


def unmet(article: Article) -> Iterator[tuple[Correction, Unmet]]:
    """Yield the decisions that no longer apply, and why; those that are of every article are none of this one."""
    for _, part in article.stories():
        for decision in part.corrections:
            check = _CHECKS.get(decision.kind)
            why = check(part, decision) if check and not decision.shared else None
            if why:
                yield decision, why


def as_line(decision: Correction, why: Unmet) -> str:
    """Say in one line which decision no longer applies, and why."""
    told = _LINES[why].format(to=decision.to)
    return f"the correction [[{decision.kind}]] of «{decision.text:.{_LONGEST_SHOWN}}» no longer applies: {told}"


def _of_sentence(article: Article, decision: Correction) -> Unmet | None:
    place = place_of(article.paragraphs, decision)
    if place is None:
        return Unmet.GONE
    told = touched(sentences(article, choose(article)), place)
    if not told:
        return Unmet.UNTOLD
    return Unmet.BEATEN if _is_beaten(article, decision, told) else None


def _is_beaten(article: Article, decision: Correction, told: frozenset[Span]) -> bool:
    """Say whether one of its sentences is left out by another decision, or another one is to come first."""
    if decision.kind is CorrectionKind.LEAVE:
        return False
    if any(touched(told, place_of(article.paragraphs, other)) for other in article.decided(CorrectionKind.LEAVE)):
        return True
    first = next(iter(article.decided(CorrectionKind.LEAD)), None)
    return decision.kind is CorrectionKind.LEAD and decision is not first


def _of_quote(article: Article, decision: Correction) -> Unmet | None:
    place = place_of(article.paragraphs, decision)
    if place is None:
        return Unmet.GONE
    if not any(quote.span.meets(place) for quote in choose(article).quotes):
        return Unmet.NOBODY
    return None if not decision.to or named(article, decision.to) else Unmet.STRANGER


def _of_paragraph(article: Article, decision: Correction) -> Unmet | None:
    place = place_of(article.paragraphs, decision)
    if place is None:
        return Unmet.GONE
    if decision.kind is CorrectionKind.SET_ASIDE:
        return Unmet.HEADLINE if place.paragraph == 0 else None
    return None if any(drop.paragraph == place.paragraph for drop in article.cleaned) else Unmet.NOT_ASIDE


def _of_word(article: Article, decision: Correction) -> Unmet | None:
    place = sentence_of(article.paragraphs, decision)
    if decision.sentence and place is None:
        # It may be a sentence of ours, which stands in no article.
        return None if _count(decision.sentence, decision.text) else Unmet.GONE
    texts = (article.paragraphs[place.paragraph],) if place else article.paragraphs
    return None if any(_count(text, decision.text) >= max(1, decision.nth) for text in texts) else Unmet.NO_WORD


def _count(text: str, word: str) -> int:
    """Count the places of a word in a text as it is said."""
    spoken = "".join(piece.spoken for piece in verbalize(text))
    return list(map(fold, WORD.findall(spoken))).count(fold(word))


_CHECKS: Mapping[CorrectionKind, Callable[[Article, Correction], Unmet | None]] = {
    CorrectionKind.TELL: _of_sentence,
    CorrectionKind.LEAVE: _of_sentence,
    CorrectionKind.LEAD: _of_sentence,
    CorrectionKind.SPEAKER: _of_quote,
    CorrectionKind.RESTORE: _of_paragraph,
    CorrectionKind.SET_ASIDE: _of_paragraph,
    CorrectionKind.READING: _of_word,
}
