"""Who is said to speak: named in the article, and as the article's own sentences give their words to somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.audit.report import Fault
from briefing.audit.text import tokens
from briefing.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefing.model import Quote
    from briefing.provenance import Statement


def check_speakers(statement: Statement, quotes: Iterable[Quote], paragraphs: Sequence[str]) -> Iterator[Fault]:
    """Yield a fault for every sentence that is given to somebody to whom the article does not give it.

    `quotes` are those that an editor takes from the article alone, each with its speaker.
    """
    known = tuple(quotes)
    named = {fold(token) for text in paragraphs for token in tokens(text)}
    for number, said in enumerate(statement.said, start=1):
        where = f"sentence {number}"
        if said.source is None or (not said.speaker and said.role is not Role.QUOTE):
            continue
        if said.speaker and not {fold(token) for token in tokens(said.speaker)} <= named:
            yield Fault(kind="speaker", where=where, what=f"is given to {said.speaker}, whom the article does not name")
            continue
        theirs = [quote for quote in known if quote.span.meets(said.source)]
        if not theirs:
            yield Fault(kind="speaker", where=where, what="is told as somebody's words, and is the article's own")
        elif said.speaker not in {quote.speaker for quote in theirs}:
            speaker = next((quote.speaker for quote in theirs if quote.speaker), None) or "nobody"
            what = f"is given to {said.speaker or 'nobody'}, and the article gives it to {speaker}"
            yield Fault(kind="speaker", where=where, what=what)
