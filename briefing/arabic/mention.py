"""Whether a text has a word or a phrase: whole words, whatever hangs on them and however their writer spelled them.

A word is found with the particles and the article before it and the pronouns behind it that `affixes.tsv` lists for
nouns, and with the alef of the accusative.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefing.arabic import WORD
from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, LAM, TEH_MARBUTA, YEH
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ARTICLE = ALEF + LAM


def folded(texts: Iterable[str]) -> str:
    """Return the words of a text as `mentions` looks for them."""
    return "\n".join(f" {' '.join(map(fold, WORD.findall(text)))} " for text in texts)


def mentions(text: str, phrase: str) -> bool:
    """Say whether a text that was `folded` has a phrase, each word of it with what may hang on it."""
    return _pattern(phrase).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(f" {' '.join(_bent(fold(word)) for word in WORD.findall(phrase))} ")


def _bent(word: str) -> str:
    """Make the pattern of a word; one that is asked for with its article is found with it alone."""
    whole = f"(?:{_before()}){_with_ends(word)}"
    if not word.startswith(_ARTICLE):
        return whole
    return f"(?:{whole}|(?:{_before('article')}){_with_ends(word.removeprefix(_ARTICLE))})"


def _with_ends(word: str) -> str:
    """Add what may hang on the end; a teh marbuta opens before it: government, its government."""
    if word.endswith(TEH_MARBUTA):
        return f"{re.escape(word[:-1])}(?:{TEH_MARBUTA}|{_behind(frozenset({'teh', 'bound'}))})"
    return f"{re.escape(word)}(?:|{_behind(frozenset({'bound'}))}|{_behind(frozenset({'accusative'}))})"


@cache
def _before(trait: str = "") -> str:
    return _any(form for form, traits in _affixes("noun-prefix") if not trait or trait in traits)


@cache
def _behind(wanted: frozenset[str]) -> str:
    # "My" is how adjectives end too, and news is full of these: Qatar, Qatari.
    return _any(form for form, traits in _affixes("noun-suffix") if traits == wanted and form != YEH)


def _any(forms: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


def _affixes(place: str) -> list[tuple[str, Collection[str]]]:
    table = read_table(data("ar", "morphology", "affixes.tsv"), ("place", "affix", "before", "traits"))
    return [(fold(row["affix"]), frozenset(row["traits"].split())) for row in table if row["place"] == place]
