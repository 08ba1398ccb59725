"""Who wrote it, where and when: byline, dateline, date and publication, as far as the text says."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing import resources
from briefing.arabic.folding import fold
from briefing.arabic.words import Part, parts
from briefing.article.moment import days_in, months
from briefing.article.phrases import behind_label, label
from briefing.article.words import has_end, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_SOURCE_WORDS = 5
_LONGEST_CREDIT_WORDS = 12
_LONGEST_BYLINE_WORDS = 8
_LONGEST_DATELINE_CHARS = 90
_LONGEST_DATELINE_WORDS = 14
_SEPARATOR = re.compile(r"\s*(?:[-\u2013\u2014]{1,3}|:|\u0640)\s*|\s*/\s*(?=\S)")
_SIGNED = re.compile(r"(?<!\s)\s*[(\[]\s*(?P<name>[^()\[\]\n]{2,60})[)\]]\s*(?P<stop>\.?)\s*$")
_BARE_DASH = re.compile(r"\s[-\u2013\u2014]{1,2}\s")
_NUMBER_BEFORE = re.compile(r"^\d+")
_DATE_LINE_WORDS = 14
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)")
# A day with its time beside it is a stamp, also where a place or a zone is named that no table has.
_MOST_STRANGE_WORDS = 2
_LONGEST_LINE_CHARS = 300
_LEAST_CREDITS = 2
_LONGEST_SECTION_WORDS = 3


@cache
def _sources() -> dict[str, str]:
    rows = resources.read_table(resources.data("ar", "article", "sources.tsv"), ("written", "publication"))
    return {" ".join(words(row["written"])): row["publication"] for row in rows}


@cache
def _places() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "datelines.tsv"), ("place",))
    return frozenset(" ".join(words(row["place"])) for row in rows)


@cache
def byline_labels() -> frozenset[str]:
    """Return the words that stand before a writer's name."""
    return frozenset(" ".join(words(row["label"])) for row in _bylines())


@cache
def _bylines() -> list[dict[str, str]]:
    return resources.read_table(resources.data("ar", "article", "bylines.tsv"), ("label",))


def names_only_sources(found: Sequence[str]) -> bool:
    """Say whether all the words are names of agencies and outlets, or "agencies"."""
    return bool(found) and sources_in(found) is not None


def sources_in(found: Sequence[str]) -> list[str] | None:
    """Return the names of the publications that the words list, None where a word is no part of such a name."""
    names: list[str] = []
    start = 0
    while start < len(found):
        for end in range(min(len(found), start + _LONGEST_SOURCE_WORDS), start, -1):
            known = _sources().get(" ".join(found[start:end]))
            if known is not None:
                names += [known] if known else []
                start = end
                break
        else:
            return None
    return names


def is_credit(paragraph: str, found: Sequence[str]) -> bool:
    """Say whether a line only credits: agencies, a writer, a place with a date, or several of these."""
    return len(found) <= _LONGEST_CREDIT_WORDS and _only_credits(_credits(paragraph))


def _only_credits(parts: Sequence[str]) -> bool:
    """Say whether all parts of a line credit somebody; beside two that do, one of a word or two is a section's name."""
    others = [part for part in parts if not _is_one_credit(part)]
    section = len(parts) > _LEAST_CREDITS and len(others) == 1 and len(words(others[0])) <= _LONGEST_SECTION_WORDS
    return not others or section


def _credits(line: str) -> list[str]:
    """Return the parts of a line: bars part them, and a label with a colon begins one ("5 March 2024 by: name")."""
    return [part for part in _label_or_bar().split(line[:_LONGEST_LINE_CHARS]) if words(part)] or [line]


@cache
def _label_or_bar() -> re.Pattern[str]:
    labels = "|".join(re.escape(label) for label in (*(row["label"] for row in _bylines()), *_counters()))
    return re.compile(rf"[|\N{{BULLET}}\N{{MIDDLE DOT}}]|(?<=[\s(])(?=(?:{labels})\s*[:(])")


def _is_one_credit(part: str) -> bool:
    return names_only_sources(words(part)) or _byline(part) is not None or _is_date(part) or _is_counter(part)


def _is_counter(part: str) -> bool:
    """Say whether a part only counts who has read: "views: 321", "321 views"."""
    rest = [word for word in words(part) if not word.isdecimal()]
    return 0 < len(rest) < len(words(part)) and any(rest == words(label) for label in _counters())


@cache
def _counters() -> tuple[str, ...]:
    rows = resources.read_table(resources.data("ar", "article", "counters.tsv"), ("label",))
    return tuple(row["label"] for row in rows)


def byline(paragraph: str) -> str | None:
    """Return the writer's name from a line such as *By: name*, also where a date stands before it."""
    parts = _credits(paragraph)
    names = (_byline(part) for part in parts)
    return next(filter(None, names), None) if _only_credits(parts) else None


def _byline(part: str) -> str | None:
    if len(part) > _LONGEST_DATELINE_CHARS or label(part) not in byline_labels():
        return None
    name = behind_label(part).strip(" .:-|/\uff1a\u2013\u2014")
    return name if 0 < len(words(name)) <= _LONGEST_BYLINE_WORDS else None


def dateline(paragraph: str) -> str | None:
    """Return the place and agency that open a paragraph, with the dash or colon behind them, as written.

    *Cairo (Reuters) - *, *(CNN)-- *, *Sabq- agencies: *, or a known city alone before a dash.
    """
    head = paragraph[:_LONGEST_DATELINE_CHARS]
    longest = None
    for separator in _SEPARATOR.finditer(head):
        found = words(head[: separator.start()])
        if len(found) > _LONGEST_DATELINE_WORDS:
            break
        if _is_place(found, separator[0]) or _ends_in_source(found):
            longest = head[: separator.end()].rstrip()
    return longest


def own_tag(paragraph: str, outlet: str | None) -> str | None:
    """Return the name of the paper itself that opens a paragraph, with the dash or colon behind it, as written.

    Its place may stand before it, a section behind: "Town - paper X - follow-ups: ...".
    """
    head, start, named, longest = paragraph[:_LONGEST_DATELINE_CHARS], 0, False, None
    for separator in _SEPARATOR.finditer(head) if outlet else ():
        part = words(head[start : separator.start()])
        own = _names_outlet(part, outlet) or _names_section(part, outlet)
        if not own and (not _is_section(part) if named else len(part) > _LONGEST_SECTION_WORDS):
            break
        start, named = separator.end(), named or own
        longest = head[:start].rstrip() if named else None
    return longest


def _names_section(found: Sequence[str], outlet: str | None) -> bool:
    """Say whether a section follows the name of an outlet at once."""
    name = words(outlet or "")
    return list(found[: len(name)]) == name and _is_section(found[len(name) :])


def _is_section(found: Sequence[str]) -> bool:
    """Say whether a word alone may be a section, as "follow-ups" is: it can be no verb."""
    return len(found) == 1 and not parts(fold(found[0])) & Part.VERB


def sign_off(paragraph: str, outlet: str | None) -> tuple[str, str | None]:
    """Return a paragraph without the agency or the paper that stands in brackets behind it, and who that is."""
    end = _SIGNED.search(paragraph)
    if end is None or not end.start():
        return paragraph, None
    found = words(end["name"])
    name = outlet if _names_outlet(found, outlet) else next(iter(sources_in(found) or ()), None)
    if name is None:
        return paragraph, None
    told = paragraph[: end.start()]
    return told if has_end(told) else told + end["stop"], name


def _names_outlet(found: Sequence[str], outlet: str | None) -> bool:
    """Say whether the words are an outlet's name, with or without what it is: "agency X"."""
    name = words(outlet or "")
    return bool(name) and (list(found) == name or any([*words(noun), *name] == list(found) for noun in outlet_nouns()))


@cache
def outlet_nouns() -> tuple[str, ...]:
    """Return what papers and stations are called, as written: "agency", "newspaper"."""
    return tuple(
        row["noun"] for row in resources.read_table(resources.data("ar", "article", "outlet-nouns.tsv"), ("noun",))
    )


def _is_place(found: Sequence[str], separator: str) -> bool:
    return " ".join(found) in _places() and _BARE_DASH.fullmatch(separator) is not None


def _ends_in_source(found: Sequence[str]) -> bool:
    """Say whether an agency closes the opening, behind nothing but a place and a date."""
    for start in range(len(found)):
        if names_only_sources(found[start:]):
            return _opens_dateline(found[:start]) or (start == 0 and not _may_be_a_word(found, 0))
    return False


def opens_with_place(line: str) -> bool:
    """Say whether a city that datelines name comes first."""
    return _opens_dateline(words(line))


def _opens_dateline(found: Sequence[str]) -> bool:
    return any(" ".join(found[:end]) in _places() for end in range(1, len(found) + 1))


def publication(text: str) -> str | None:
    """Return the agency or outlet that closes a credit line or a dateline."""
    found = words(text)
    for start in range(len(found)):
        names = sources_in(found[start:])
        if names and not _may_be_a_word(found, start):
            return names[0]
    return None


def _may_be_a_word(found: Sequence[str], start: int) -> bool:
    """Say whether an agency's short name is a word or a city as well: it is the agency's behind a place alone."""
    return found[start] in _short_names() and not _opens_dateline(found[:start])


@cache
def _short_names() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "short-names.tsv"), ("written",))
    return frozenset(row["written"] for row in rows)


def is_date_line(paragraph: str) -> bool:
    """Say whether a line holds a date and no sentence: no more than its day, its place, its agency and its writer."""
    parts = _credits(paragraph)
    return any(map(_is_date, parts)) and _only_credits(parts)


def _is_date(part: str) -> bool:
    # Eras are glued to years: "1445h".
    rests = [rest for rest in (_NUMBER_BEFORE.sub("", word) for word in words(part)) if rest]
    strange = sum(rest not in _date_words() for rest in rests)
    allowed = _MOST_STRANGE_WORDS if _CLOCK.search(part) else 0
    return len(rests) <= _DATE_LINE_WORDS and strange <= allowed and any(days_in(part))


@cache
def _date_words() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "date-words.tsv"), ("word",))
    names = (*_places(), *_sources(), *months(), *byline_labels(), *(row["word"] for row in rows))
    return frozenset(word for name in names for word in words(name))
