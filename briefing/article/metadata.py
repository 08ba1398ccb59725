"""What a page says of itself, made fit to be told: who wrote it, and whose it is."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

from briefing import resources
from briefing.arabic import has_arabic
from briefing.arabic.letters import LAM
from briefing.article.boilerplate import speaks
from briefing.article.credit import byline_labels, names_only_sources, outlet_nouns
from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Collection

_ADDRESS = re.compile(
    r"https?:|www\.|[/\\@]|\.(?:com|net|org|info|news|tv|png|jpe?g|gif|svg|webp|php|html?)\b|\b(?:png|jpe?g|svg)\b",
    re.IGNORECASE,
)
_MAILED = re.compile(r'"?(?P<before>[^<>"]+?)"?\s*<[^<>\s]+@[^<>\s]+>|[^()\s]+@[^()\s]+\s*\((?P<behind>[^()]+)\)')
_AROUND_A_NAME = " :|/.,\N{ARABIC COMMA}-\N{EN DASH}\N{EM DASH}"
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+/?")
_RIGHTS = re.compile(r"\(c\)|\N{COPYRIGHT SIGN}|copyright|all rights reserved", re.IGNORECASE)
_LONGEST_RIGHTS_CHARS = 160
_TITLE_PARTS = re.compile(
    r"\s*(?:[|:\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}]+|\s[-\N{EN DASH}\N{EM DASH}]\s)\s*"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?:\s*[-\N{EN DASH}]\s*(?:19|20)\d{2})?(?!\d)")
# A slogan or the word "home" behind a site's name.
_SLOGAN = re.compile(r"\s+[|\N{EN DASH}\N{EM DASH}]\s+")
_LONGEST_NAME_WORDS = 8


def person(written: str | None) -> str | None:
    """Return the name of somebody who writes, None where it is an address, a file, a role, a company's line."""
    listed = _without_addresses(" ".join(html.unescape(written or "").split())).split(";")
    names = [name for name in map(_unlabelled, listed) if _may_write(name)]
    # Beside a writer with an Arabic name, a Latin one is the page's maker; beside a file, part of its name.
    arabic = [name for name in names if has_arabic(name)]
    return "; ".join(arabic or (names if len(names) == len(listed) else ())) or None


def _may_write(name: str) -> bool:
    found = words(name)
    if not found or len(found) > _LONGEST_NAME_WORDS or _ADDRESS.search(name) or any(map(str.isdecimal, found)):
        return False
    # "admin2" is one of them.
    return (
        {word.rstrip("0123456789") for word in found}.isdisjoint(_roles())
        and " ".join(found) not in byline_labels()
        and not names_only_sources(found)
    )


def _without_addresses(written: str) -> str:
    """Return what stands beside a mail address: desk@paper.example (Name), Name <desk@paper.example>."""
    mailed = _MAILED.fullmatch(written)
    return (mailed["behind"] or mailed["before"]) if mailed else written


def _unlabelled(name: str) -> str:
    """Return a name without the "by" before it."""
    name = name.strip(_AROUND_A_NAME)
    first, _, rest = name.partition(" ")
    return rest.strip(_AROUND_A_NAME) if " ".join(words(first)) in byline_labels() and rest else name


def outlet(written: str | None) -> str | None:
    """Return the name of a publication, None where a page gives its address or its rights in the place of it."""
    name = " ".join(html.unescape(written or "").split())
    if owner := owner_of_rights(name):
        return owner
    if _RIGHTS.search(name):
        name = _YEAR.sub(" ", _RIGHTS.sub(" ", name)).strip(" .,;:|-")
    parts = [part for part in _SLOGAN.split(" ".join(name.split())) if not speaks(part, words(part))]
    name = parts[0] if parts else ""
    if not name or _HOST.fullmatch(name) or "://" in name or name.startswith("www."):
        return None
    return name


def owner_of_rights(line: str) -> str | None:
    """Return the paper to which a line keeps the rights: "all rights reserved to the newspaper X 2024"."""
    if len(line) > _LONGEST_RIGHTS_CHARS or not (_RIGHTS.search(line) or speaks(line, words(line))):
        return None
    named = _named_outlet().search(line)
    return " ".join(named["name"].split()) if named else None


def outlet_in_title(title: str, headline: str, homes: Collection[str] = ()) -> str | None:
    """Return the part of a page's title that names an outlet: "headline | newspaper X".

    It says what it is, or is what the links of the page to its site's first page are called, `homes`.
    """
    named = (
        part
        for part in title_parts(title)
        if part not in headline and (part in homes or _named_outlet().fullmatch(part))
    )
    return next(named, None)


def title_parts(title: str) -> list[str]:
    """Return the parts of a page's title: its headline, its section, its paper."""
    return [part.strip() for part in _TITLE_PARTS.split(title)]


@cache
def _named_outlet() -> re.Pattern[str]:
    """Return what names an outlet: "newspaper" and its name, up to a year or a sign."""
    nouns = "|".join(map(re.escape, outlet_nouns()))
    return re.compile(rf"(?<!\w){LAM}?(?P<name>(?:{nouns})(?:\s+[^\W\d]\w*){{1,4}})(?!\w)")


@cache
def _roles() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "no-writers.tsv"), ("word",))
    return frozenset(word for row in rows for word in words(row["word"]))
