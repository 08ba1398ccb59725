"""Who is said to speak: named in the article, and as the article's own sentences give their words to somebody."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.audit.report import Fault
from briefing.audit.text import goes_on, tokens
from briefing.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.model import Quote, Span
    from briefing.provenance import Said, Statement

# A quotation mark and a stop.
_SLACK_CHARS = 3


def check_speakers(statement: Statement, quotes: Iterable[Quote], paragraphs: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for every sentence that is given to somebody to whom the article does not give it.

    `quotes` are those that an editor takes from the article alone, each with its speaker.
    """
    known = tuple(quotes)
    named = frozenset(fold(token) for text in paragraphs for token in tokens(text))
    for number, (before, said) in enumerate(pairwise((None, *statement.said)), start=1):
        what = _fault(said, known, named) if said else ""
        if said and said.role is not Role.QUOTE and not said.speaker and goes_on(before, said, paragraphs):
            # The sentence that gives somebody's words goes on.
            what = ""
        if what:
            yield Fault(kind="speaker", where=f"sentence {number}", what=what)


def _fault(said: Said, quotes: Sequence[Quote], named: frozenset[str]) -> str:
    """Say what is wrong with whose words a sentence is given as; "" where nothing is."""
    source = said.source
    if source is None:
        return ""
    theirs = [quote for quote in quotes if quote.span.meets(source)]
    if said.role is Role.QUOTE:
        return _fault_of_words(said, source, theirs, named)
    if said.speaker:
        return f"is the newsreader's, and is given to {said.speaker}"
    # Where an editor says that words are nobody's, or the article does not say whose they are, the newsreader may.
    inside = next((quote.speaker for quote in theirs if quote.speaker and quote.span.holds(source)), None)
    return f"is told as the newsreader's own, and is what {inside} said" if inside else ""


def _fault_of_words(said: Said, source: Span, theirs: Sequence[Quote], named: frozenset[str]) -> str:
    if said.speaker and not {fold(token) for token in tokens(said.speaker)} <= named:
        return f"is given to {said.speaker}, whom the article does not name"
    if not theirs:
        return "is told as somebody's words, and is the article's own"
    if said.speaker not in {quote.speaker for quote in theirs}:
        speaker = next((quote.speaker for quote in theirs if quote.speaker), None) or "nobody"
        return f"is given to {said.speaker or 'nobody'}, and the article gives it to {speaker}"
    same = [one.span for one in theirs if one.span.paragraph == source.paragraph]
    behind, before = source.end - max(one.end for one in same), min(one.start for one in same) - source.start
    return "goes on beyond what was said" if max(behind, before) > _SLACK_CHARS else ""
