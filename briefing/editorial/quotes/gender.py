"""Whether the person who is quoted is a man or a woman, as far as the article's own grammar shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.editorial.quotes.cues import gender
from briefing.editorial.wordlists import groups, members
from briefing.editorial.words import words
from briefing.model import Gender

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefing.model import Quote

_TEH_MARBUTA = "\N{ARABIC LETTER TEH MARBUTA}"
_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
# A verb may stand in the feminine for these, and none of them is a woman.
_NO_PERSONS = ("institutions", "media", "outlets", "plural_sources", "documents")


def gendered(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """Return the quotes with the gender of their speakers, the same for all quotes of one name."""
    genders: Mapping[str | None, Gender | None] = {
        speaker: _of(speaker, [quote for quote in quotes if quote.speaker == speaker])
        for speaker in {quote.speaker for quote in quotes}
    }
    return tuple(replace(quote, gender=genders[quote.speaker]) for quote in quotes)


def _of(speaker: str | None, quotes: Iterable[Quote]) -> Gender | None:
    """Weigh the title of a name and the verbs of all its quotes.

    One feminine form decides: the masculine is what a writer, and a machine that translates, takes without thinking.
    """
    if speaker is None or not _is_person(speaker):
        return None
    shown = {_of_title(speaker), *(gender(word.text) for quote in quotes for word in words(quote.cue or ""))}
    return next((known for known in (Gender.FEMININE, Gender.MASCULINE) if known in shown), None)


def _is_person(speaker: str) -> bool:
    first = _bare(speaker)
    return not any(first in members(name) for name in _NO_PERSONS)


def _of_title(speaker: str) -> Gender | None:
    """Return what a title says: the feminine has an ending of its own."""
    first = _bare(speaker)
    if not any(first in group for group in groups("roles", "group").values()):
        return None
    return Gender.FEMININE if first.endswith(_TEH_MARBUTA) else Gender.MASCULINE


def _bare(speaker: str) -> str:
    folded = words(speaker)[0].folded if words(speaker) else ""
    return folded.removeprefix(_ARTICLE) or folded
