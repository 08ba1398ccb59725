"""What is left of an article when spelling is put right and all that is no part of the story is set aside."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from briefing.article import asides, captions, credit, teasers
from briefing.article.furniture import furniture
from briefing.article.letters import normalize
from briefing.article.metadata import person
from briefing.article.moment import date_in
from briefing.article.repeats import crossheads, repeats
from briefing.article.words import words
from briefing.model import Dropped, DropReason
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from briefing.model import Article

_OPENING_PARAGRAPHS = 2
_LONGEST_CREDIT_CHARS = 120


def clean(article: Article) -> Article:
    """Put the spelling right, name the paragraphs to set aside, and fill in what the text says of itself.

    Paragraphs keep their numbers and their words; the headline is never set aside. What the input said (a caption
    that a page marks, its author, its date) wins over what the text looks like.
    """
    paragraphs = tuple(map(normalize, article.paragraphs))
    paragraphs = (*paragraphs[:1], *(_tail().sub("", text) for text in paragraphs[1:]))
    dropped = {found.paragraph: found.reason for found in article.dropped}
    paragraphs = _without_marks(paragraphs, _set_aside(paragraphs, dropped))
    paragraphs, signed = _without_sign_offs(paragraphs, dropped, article.publication)
    opening = islice((text for number, text in enumerate(paragraphs) if number not in dropped), 1, _OPENING_PARAGRAPHS)
    lines = [paragraphs[number] for number, why in sorted(dropped.items()) if why is DropReason.BOILERPLATE]
    dateline = article.dateline or _dateline(list(opening), lines, article.publication)
    return replace(
        article,
        paragraphs=paragraphs,
        dropped=tuple(Dropped(paragraph=number, reason=dropped[number]) for number in sorted(dropped)),
        byline=article.byline or next(filter(None, map(person, map(credit.byline, lines))), None),
        dateline=dateline,
        publication=article.publication or _publication(dateline, lines) or signed,
        published=article.published or next(filter(None, map(date_in, filter(_short, lines))), None),
    )


def _set_aside(paragraphs: Sequence[str], dropped: dict[int, DropReason]) -> frozenset[str]:
    """Name the paragraphs to set aside, and return the numbers of the notes among them."""
    found = [words(paragraph) for paragraph in paragraphs]
    left = (number for number in range(1, len(paragraphs)) if number not in dropped)
    lengths = [len(each) for each in found]
    _add(dropped, DropReason.CAPTION, [n for n in left if captions.is_caption(paragraphs[n], found[n])])
    _add(dropped, DropReason.BOILERPLATE, asides.beside(paragraphs, found))
    notes, numbers = asides.notes(paragraphs, dropped)
    _add(dropped, DropReason.BOILERPLATE, notes)
    _add(dropped, DropReason.BOILERPLATE, teasers.links(paragraphs, lengths, dropped))
    _add(dropped, DropReason.BOILERPLATE, teasers.openings(paragraphs, dropped))
    _add(dropped, DropReason.CAPTION, captions.quote_captions(paragraphs, dropped))
    _add(dropped, DropReason.DUPLICATE, repeats(paragraphs, skip=dropped))
    _add(dropped, DropReason.DUPLICATE, crossheads(paragraphs, skip=dropped))
    _add(dropped, DropReason.BOILERPLATE, furniture(paragraphs, found, dropped))
    return numbers


def _add(dropped: dict[int, DropReason], reason: DropReason, numbers: Iterable[int]) -> None:
    """Name paragraphs to set aside; what was named before keeps its reason."""
    for number in list(numbers):
        dropped.setdefault(number, reason)


def _without_marks(paragraphs: Sequence[str], notes: Iterable[str]) -> tuple[str, ...]:
    """Return the paragraphs without what points at notes of these numbers."""
    for mark in map(asides.mark, notes):
        paragraphs = tuple(mark.sub("", text) for text in paragraphs)
    return tuple(paragraphs)


def _without_sign_offs(
    paragraphs: Sequence[str], skip: Container[int], own: str | None
) -> tuple[tuple[str, ...], str | None]:
    """Return the story's paragraphs without the agency or paper in brackets at their end, and the last of these."""
    signed = None
    bare = list(paragraphs)
    for number in range(1, len(bare)):
        if number in skip:
            continue
        bare[number], name = credit.sign_off(bare[number], own)
        signed = name or signed
    return tuple(bare), signed


def _dateline(opening: Sequence[str], asides: Iterable[str], own: str | None) -> str | None:
    """Return what opens the first paragraph of the story, or the line that holds nothing else."""
    lines = (line for line in asides if credit.is_date_line(line) and credit.opens_with_place(line))
    opened = (credit.dateline(line) or credit.own_tag(line, own) for line in opening)
    return next(filter(None, opened), None) or next(lines, None)


def _publication(dateline: str | None, asides: Iterable[str]) -> str | None:
    lines = (*([dateline] if dateline else []), *filter(_short, asides))
    return next(filter(None, map(credit.publication, lines)), None)


@cache
def _tail() -> re.Pattern[str]:
    """Return what an agency or a thread writes behind a paragraph's last stop: "(end)", "to be continued"."""
    listed = "|".join(row["word"] for row in read_table(data("ar", "article", "tails.tsv"), ("word",)))
    return re.compile(rf"(?<=[.!?\u061f\u00bb\u201d\"])\s*[(\[/]?\s*(?:{listed})(?!\w)\W*$")


def _short(line: str) -> bool:
    return len(line) <= _LONGEST_CREDIT_CHARS
