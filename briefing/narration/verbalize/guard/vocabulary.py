"""The words that a number is heard in: each spoken word to what it may be in a number.

The number words stand in `value_words.tsv`, apart from those that the verbalizer speaks, so that each can catch the
other. The nouns that are counted, and the names of the months, are the ones that both know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from briefing.arabic import TATWEEL, strip_marks
from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, KAF, LAM, NOON, WAW, YEH
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_WORD = re.compile(r"[^\W\d_]+")
_GLUED = (FEH, BEH, LAM, KAF)
_SOUND_PLURAL = WAW + NOON
# An article has some hundred different number words; beyond this all are forgotten, so that memory has an end.
_MOST_REMEMBERED = 20_000
# Muharram is month 13: no month of one calendar may be heard as that of the other.
HIJRI = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A spoken word: whether "and" or the article is glued to it, its parts in a number, the nouns it is a form of."""

    word: str
    joined: bool = False
    definite: bool = False
    kinds: Mapping[str, int] = field(default_factory=dict)
    nouns: frozenset[str] = frozenset()
    dual: bool = False

    def value(self, kind: str) -> int | None:
        """Return what the word is worth in one part of a number, None where it has no such part."""
        return self.kinds.get(kind)


def tokens(spoken: str) -> tuple[Token, ...]:
    """Return the words of a text."""
    known = _known()
    if len(known) > _MOST_REMEMBERED:
        known.clear()
    found = []
    for word in _WORD.findall(strip_marks(spoken).replace(TATWEEL, "")):
        token = known.get(word)
        if token is None:
            token = known[word] = _token(word)
        found.append(token)
    return tuple(found)


@remembered
def _known() -> dict[str, Token]:
    return {}


@remembered
def words() -> dict[str, dict[str, int]]:
    """Return the parts that each number word may have, with its value in each."""
    parts: dict[str, dict[str, int]] = {}
    for row in table("value_words"):
        parts.setdefault(row["word"], {})[row["kind"]] = int(row["value"])
    for row in table("months"):
        if row["said"]:
            one, *second = (word.removeprefix(ARTICLE) for word in row["month"].split())
            parts.setdefault(one, {})["month_part" if second else "month"] = _number_of_month(row)
            for word in second:
                parts.setdefault(word, {})["month_part"] = _number_of_month(row)
    return parts


@remembered
def months_of_two_words() -> dict[tuple[str, ...], int]:
    """Return the months that have a name of two words, as `tokens` cuts it."""
    rows = [row for row in table("months") if row["said"] and " " in row["month"]]
    return {tuple(token.word for token in tokens(row["month"])): _number_of_month(row) for row in rows}


def _number_of_month(row: Mapping[str, str]) -> int:
    return int(row["number"]) + (HIJRI if row["calendar"] == "hijri" else 0)


@remembered
def _nouns() -> dict[str, frozenset[str]]:
    forms: dict[str, set[str]] = {}
    for row in table("nouns"):
        singular = row["singular"]
        for form in (singular, singular + ALEF, *_duals(row["dual"]), *_plurals(f"{row['plural']} {row['also']}")):
            forms.setdefault(form, set()).add(singular)
    return {form: frozenset(singulars) for form, singulars in forms.items()}


@remembered
def _dual_forms() -> frozenset[str]:
    return frozenset(form for row in table("nouns") for form in _duals(row["dual"]))


def _duals(dual: str) -> tuple[str, str]:
    return dual, dual.removesuffix(ALEF + NOON) + YEH + NOON


def _plurals(plurals: str) -> Iterator[str]:
    for plural in plurals.split():
        yield from (plural, plural + ALEF, plural.removesuffix(_SOUND_PLURAL) + YEH + NOON)


def _token(word: str) -> Token:
    for stem, joined, definite in _stems(word):
        kinds, nouns = words().get(stem), _nouns().get(stem)
        if kinds or nouns:
            return Token(
                word=stem,
                joined=joined,
                definite=definite,
                kinds=kinds or {},
                nouns=nouns or frozenset(),
                dual=stem in _dual_forms(),
            )
    return Token(word=word, joined=word.startswith(WAW), definite=word.startswith(ARTICLE))


def _stems(word: str) -> Iterator[tuple[str, bool, bool]]:
    """Yield a word without what may be glued before it, the least taken first: "and", a preposition, the article."""
    for whole, joined in ((word, False), (word[1:], True)):
        if joined and not word.startswith(WAW):
            return
        yield whole, joined, False
        bare = whole[1:] if whole.startswith(_GLUED) else ""
        if bare:
            yield bare, joined, False
        for stem in (whole, bare):
            if stem.startswith(ARTICLE):
                yield stem[2:], joined, True
        if whole.startswith(LAM + LAM):
            yield whole[2:], joined, True
