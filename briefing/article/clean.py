"""What is left of an article when spelling is put right and all that is no part of the story is set aside."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from briefing.article import boilerplate, captions, credit, teasers
from briefing.article.letters import normalize
from briefing.article.metadata import person
from briefing.article.moment import date_in
from briefing.article.repeats import crossheads, repeats
from briefing.article.words import words
from briefing.model import Dropped, DropReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.model import Article

_OPENING_PARAGRAPHS = 2
_LONGEST_CREDIT_CHARS = 120


def clean(article: Article) -> Article:
    """Put the spelling right, name the paragraphs to set aside, and fill in what the text says of itself.

    Paragraphs keep their numbers and their words; the headline is never set aside. What the input said (a caption
    that a page marks, its author, its date) wins over what the text looks like.
    """
    paragraphs = tuple(map(normalize, article.paragraphs))
    dropped = {found.paragraph: found.reason for found in article.dropped}
    _set_aside(paragraphs, dropped)
    opening = islice((text for number, text in enumerate(paragraphs) if number not in dropped), 1, _OPENING_PARAGRAPHS)
    asides = [paragraphs[number] for number, why in dropped.items() if why is DropReason.BOILERPLATE]
    dateline = article.dateline or _dateline(opening, asides)
    return replace(
        article,
        paragraphs=paragraphs,
        dropped=tuple(Dropped(paragraph=number, reason=dropped[number]) for number in sorted(dropped)),
        byline=article.byline or next(filter(None, map(person, map(credit.byline, asides))), None),
        dateline=dateline,
        publication=article.publication or _publication(dateline, asides),
        published=article.published or next(filter(None, map(date_in, filter(_short, asides))), None),
    )


def _set_aside(paragraphs: Sequence[str], dropped: dict[int, DropReason]) -> None:
    found = [words(paragraph) for paragraph in paragraphs]
    for number in range(1, len(paragraphs)):
        if number not in dropped and (reason := _reason(paragraphs[number], found[number])):
            dropped[number] = reason
    lengths = [len(each) for each in found]
    dropped.update(dict.fromkeys(list(teasers.links(paragraphs, lengths, dropped)), DropReason.BOILERPLATE))
    dropped.update(dict.fromkeys(teasers.openings(paragraphs, dropped), DropReason.BOILERPLATE))
    dropped.update(dict.fromkeys(list(captions.quote_captions(paragraphs, dropped)), DropReason.CAPTION))
    dropped.update(dict.fromkeys(list(repeats(paragraphs, skip=dropped)), DropReason.DUPLICATE))
    dropped.update(dict.fromkeys(list(crossheads(paragraphs, skip=dropped)), DropReason.DUPLICATE))


def _reason(paragraph: str, found: list[str]) -> DropReason | None:
    if captions.is_caption(paragraph, found):
        return DropReason.CAPTION
    return DropReason.BOILERPLATE if boilerplate.is_boilerplate(paragraph, found) else None


def _dateline(opening: Iterable[str], asides: Iterable[str]) -> str | None:
    """Return what opens the first paragraph of the story, or the line that holds nothing else."""
    lines = (line for line in asides if credit.is_date_line(line) and credit.opens_with_place(line))
    return next(filter(None, map(credit.dateline, opening)), None) or next(lines, None)


def _publication(dateline: str | None, asides: Iterable[str]) -> str | None:
    lines = (*([dateline] if dateline else []), *filter(_short, asides))
    return next(filter(None, map(credit.publication, lines)), None)


def _short(line: str) -> bool:
    return len(line) <= _LONGEST_CREDIT_CHARS
