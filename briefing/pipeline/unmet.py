"""Which decisions of an editor hold no longer: the words that they are tied to are gone, or mean nothing any more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.corrections import find
from briefing.editorial.attribute import named
from briefing.editorial.choose import choose
from briefing.editorial.running_order import is_tellable
from briefing.model import CorrectionKind
from briefing.narration.verbalize import verbalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from briefing.model import Article, Correction

_WORD = re.compile("[\\w\u064b-\u0652\u0670]+")
_LONGEST_SHOWN = 60
_GONE = "its words do not stand in the article any more"


def unmet(article: Article) -> Iterator[tuple[Correction, str]]:
    """Yield the decisions that no longer apply, and why; those that are of every article are none of this one."""
    for _, part in article.stories():
        for decision in part.corrections:
            check = _CHECKS.get(decision.kind)
            why = check(part, decision) if check and not decision.shared else ""
            if why:
                yield decision, why


def as_line(decision: Correction, why: str) -> str:
    """Say in one line which decision no longer applies, and why."""
    return f"the correction [[{decision.kind}]] of «{decision.text:.{_LONGEST_SHOWN}}» no longer applies: {why}"


def _of_sentence(article: Article, decision: Correction) -> str:
    place = find(article.paragraphs, decision.text, decision.nth)
    if place is None:
        return _GONE
    return "" if is_tellable(article, choose(article), place) else "no sentence that could be told has them"


def _of_quote(article: Article, decision: Correction) -> str:
    place = find(article.paragraphs, decision.text, decision.nth)
    if place is None:
        return _GONE
    if not any(quote.span.meets(place) for quote in choose(article).quotes):
        return "they are nobody's words"
    return "" if not decision.to or named(article, decision.to) else f"the article calls nobody «{decision.to}»"


def _of_paragraph(article: Article, decision: Correction) -> str:
    place = find(article.paragraphs, decision.text, decision.nth)
    if place is None:
        return _GONE
    headline = decision.kind is CorrectionKind.SET_ASIDE and place.paragraph == 0
    return "the headline is never set aside" if headline else ""


def _of_word(article: Article, decision: Correction) -> str:
    place = find(article.paragraphs, decision.sentence) if decision.sentence else None
    if decision.sentence and place is None:
        # It may be a sentence of ours, which stands in no article.
        return "" if _has(decision.sentence, decision.text) else _GONE
    texts = (article.paragraphs[place.paragraph],) if place else article.paragraphs
    return "" if any(_has(text, decision.text) for text in texts) else "no sentence has that word"


def _has(text: str, word: str) -> bool:
    spoken = "".join(piece.spoken for piece in verbalize(text))
    return fold(word) in map(fold, _WORD.findall(spoken))


_CHECKS: Mapping[CorrectionKind, Callable[[Article, Correction], str]] = {
    CorrectionKind.TELL: _of_sentence,
    CorrectionKind.LEAVE: _of_sentence,
    CorrectionKind.LEAD: _of_sentence,
    CorrectionKind.SPEAKER: _of_quote,
    CorrectionKind.RESTORE: _of_paragraph,
    CorrectionKind.SET_ASIDE: _of_paragraph,
    CorrectionKind.READING: _of_word,
}
