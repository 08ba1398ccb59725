"""Stems, affixes and particles as limits: which marks each letter of a word may carry, and what the word then is.

`data/ar/morphology/stems.tsv` holds the readings of frequent nouns and verbs (from the dictionary Arramooz, GPL-3.0:
docs/decisions.md), each with letters for its traits; `affixes.tsv` what may stand before and after them;
`particles.tsv` the words that have no affixes, fractions, and given names that are plain words too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefing.arabic import DAMMA, FATHA, FATHATAN, KASRA, SHADDA, SUKUN
from briefing.arabic.letters import ALEF, ALEF_MADDA, ALEF_MAKSURA, HAMZA, HAMZA_ON_ALEF, TEH, WAW, YEH
from briefing.errors import SettingsError
from briefing.narration.diacritizers.letters import CLASSES, Skeleton
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# The marks that one letter may carry; a word has as many limits as letters. Traits are words of the pattern language.
Limit = frozenset[str]
Limits = tuple[Limit, ...]
Traits = frozenset[str]

ANY: Limit = frozenset(CLASSES)
DOUBLED: Limit = frozenset(marks for marks in CLASSES if marks.startswith(SHADDA))
SINGLE: Limit = ANY - DOUBLED
SILENT: Limit = frozenset(("", SUKUN))
CASES: Limit = frozenset(shadda + vowel for shadda in ("", SHADDA) for vowel in (FATHA, DAMMA, KASRA))
LONG = frozenset((ALEF, ALEF_MAKSURA, ALEF_MADDA))
# The last letter of a stem changes its marks before a suffix if it is one of these.
WEAK = frozenset((ALEF, ALEF_MAKSURA, WAW, YEH, HAMZA))
# A conjunction's or a pronoun's reading is a word of itself: two readings that look the same are told apart by it.
_WITH_PART_OF_SPEECH = frozenset(("noun", "perfect"))
_HEADER = "stem\tnouns\tperfects\timperfects"
_COLUMNS = ("noun", "perfect", "imperfect")
_LETTERS_OF_TRAITS = {
    "a": "adjective",
    "d": "diptote",
    "g": "giving",
    "i": "intransitive",
    "n": "needing",
    "o": "alone",
    "p": "plural",
}
_VOWELS = frozenset((FATHA, DAMMA, KASRA))
_VOWEL_BEFORE = {
    ALEF: frozenset((FATHA,)),
    ALEF_MAKSURA: frozenset((FATHA, FATHATAN)),
    WAW: frozenset((DAMMA,)),
    YEH: frozenset((KASRA,)),
}
_SECOND_FORM = {
    "perfect": re.compile(f"\\w.\\w{SHADDA}"),
    "imperfect": re.compile(f"{YEH}[{FATHA}{DAMMA}]\\w{FATHA}\\w{SHADDA}[{FATHA}{KASRA}]\\w$"),
}
_RADICALS = 3
# The verbal noun of the fifth form, which has the letters of "you pay", "she returns".
_FIFTH_NOUN = re.compile(f"{TEH}{FATHA}\\w{FATHA}\\w{SHADDA}{DAMMA}\\w")
# Broken plurals that take no nunation: mafa'iil, mafa'il, fu'ala', af'ila' and af'illa'.
_DIPTOTE_PLURAL = re.compile(
    f"\\w{FATHA}?\\w{FATHA}?{ALEF}\\w{KASRA}?{YEH}\\w"
    f"|\\w{FATHA}\\w{FATHA}?{ALEF}\\w{KASRA}\\w"
    f"|\\w{DAMMA}\\w{FATHA}\\w{FATHA}?{ALEF}{HAMZA}"
    f"|{HAMZA_ON_ALEF}{FATHA}\\w(?:{SUKUN}\\w{KASRA}|{KASRA})\\w{SHADDA}?{FATHA}?{ALEF}{HAMZA}"
)


@dataclass(frozen=True, slots=True)
class Affix:
    """What may stand before or after a stem: limits on its own letters, and on the stem's letter before it."""

    limits: Limits
    before: str
    traits: Traits


@lru_cache(maxsize=2048)
def known(stem: str, column: str) -> tuple[tuple[Limits, Traits], ...]:
    """Return the readings of a stem as a noun, perfect or imperfect ("he" says it); empty where it has none."""
    entries = _entries(stem, column)
    if column == "noun" and not entries and _has_fifth_form(stem):
        # Regular, and missing where it is rare: charring, from "to char".
        entries = [f"{TEH}{FATHA}{stem[1]}{FATHA}{stem[2]}{SHADDA}{DAMMA}{stem[3]}"]
    return tuple(dict.fromkeys(_reading(entry, column) for entry in entries))


def _has_fifth_form(stem: str) -> bool:
    """Say whether letters are those of a fifth form: a teh, and a verb that doubles the second of three letters."""
    verb = stem[1:]
    strong = stem[:1] == TEH and len(verb) == _RADICALS and WEAK.isdisjoint(verb[-1])
    return strong and any(_SECOND_FORM["perfect"].match(entry) for entry in _entries(verb, "perfect"))


def _entries(stem: str, column: str) -> Sequence[str]:
    row = _stems().get(stem)
    return row.split("\t")[_COLUMNS.index(column)].split() if row else ()


def _reading(entry: str, column: str) -> tuple[Limits, Traits]:
    reading, _, letters = entry.partition("/")
    traits = {column, *(_LETTERS_OF_TRAITS[letter] for letter in letters)}
    if column == "noun":
        traits |= {"diptote", "plural"} if _DIPTOTE_PLURAL.fullmatch(reading) else set()
        traits |= {"fifth"} if _FIFTH_NOUN.fullmatch(reading) else set()
    else:
        traits.add("passive" if _is_passive(reading, column) else "active")
        traits |= {"doubled"} if _SECOND_FORM[column].match(reading) else set()
    return _limits(reading), frozenset(traits)


def _is_passive(reading: str, column: str) -> bool:
    """Tell the passive by its vowels: u-i in the perfect (i in a hollow verb), u-a in the imperfect."""
    vowels = [mark for mark in reading if mark in _VOWELS]
    if column == "imperfect":
        return vowels[:1] == [DAMMA] and KASRA not in vowels
    hollow = reading[1:3] == KASRA + YEH
    return hollow or (vowels[:1] == [DAMMA] and (KASRA in vowels or reading.endswith(SHADDA)))


def _limits(reading: str) -> Limits:
    """Say which marks each letter of a stem may carry; its last letter only whether it is doubled."""
    letters = Skeleton.of(reading)
    last = len(letters.bases) - 1
    end = DOUBLED if SHADDA in letters.typed[last] else ANY if letters.bases[last] in WEAK else SINGLE
    inner = (
        _inner(base, marks, letters.bases[at + 1])
        for at, (base, marks) in enumerate(zip(letters.bases[:-1], letters.typed[:-1], strict=True))
    )
    return (*inner, end)


def _inner(base: str, marks: str, following: str) -> Limit:
    if base in LONG:
        return ANY
    shadda = marks.removesuffix(FATHA)
    if shadda in ("", SHADDA) and following in (ALEF, ALEF_MAKSURA):
        return frozenset(shadda + vowel for vowel in _VOWEL_BEFORE[following])
    if marks == "":
        # A diphthong's sukun is written in the table: without one the letter is a long vowel.
        return frozenset(("",)) if base in (WAW, YEH) else _VOWEL_BEFORE.get(following, ANY)
    return _limit(marks)


def _limit(marks: str) -> Limit:
    """Say what one letter's written marks allow: none leaves it open, a shadda alone leaves its vowel open."""
    named = {"": ANY, SHADDA: DOUBLED, SUKUN: SILENT}
    return named.get(marks, frozenset((marks,)))


@cache
def affixes(place: str) -> Mapping[str, Sequence[Affix]]:
    """Return what may stand in a place (`noun-prefix`, `perfect-suffix` ...) by its letters."""
    found: dict[str, list[Affix]] = {}
    for row in _affix_rows():
        if row["place"] == place:
            letters = Skeleton.of(row["affix"])
            traits = frozenset(row["traits"].split())
            limits = [_limit(marks) for marks in letters.typed]
            if "dual" in traits:
                # Its yeh says that it is one: without the sukun a voice would hear a plural's long vowel.
                limits = [frozenset((SUKUN,)) if limit == SILENT else limit for limit in limits]
            if traits & {"article", "she"}:
                # Before a hamzat wasl, as in al-intikhabat, its last letter has a kasra.
                limits[-1] = SILENT | {KASRA}
            elif traits & {"bound", "object"} and limits[-1:] == [SILENT]:
                # So has the m of "your" and "their" a damma.
                limits[-1] = SILENT | {DAMMA}
            found.setdefault(letters.bases, []).append(Affix(tuple(limits), row["before"], traits))
    return found


@cache
def _affix_rows() -> Sequence[Mapping[str, str]]:
    return list(read_table(data("ar", "morphology", "affixes.tsv"), ("place", "affix", "before", "traits")))


def particles(word: str) -> Sequence[tuple[Limits, Traits]]:
    """Return the readings of a word that takes no affixes; a noun among them leaves its last letter's vowel open."""
    return _particles().get(word, ())


@cache
def _particles() -> Mapping[str, Sequence[tuple[Limits, Traits]]]:
    found: dict[str, list[tuple[Limits, Traits]]] = {}
    for row in read_table(data("ar", "morphology", "particles.tsv"), ("word", "reading", "traits")):
        letters = Skeleton.of(row["reading"])
        traits = frozenset(row["traits"].split())
        limits = [_exact(marks) for marks in letters.typed]
        if "paused" in traits:
            limits[-1] = frozenset((SUKUN,))
        elif letters.typed[-1] == SUKUN:
            # A vowel before a hamzat wasl: min al- is read mina l-, alayhim al- alayhimu l-.
            limits[-1] = SILENT | ({DAMMA} if traits & {"pair", "pronoun"} else {KASRA, FATHA})
        if "noun" in traits and letters.typed[-1] in ("", SHADDA):
            limits[-1] = DOUBLED if letters.typed[-1] else SINGLE
        if traits.isdisjoint(_WITH_PART_OF_SPEECH):
            traits |= {"function"}
        found.setdefault(row["word"], []).append((tuple(limits), traits))
    return found


def _exact(marks: str) -> Limit:
    """Say what a particle's letter allows: a long vowel's letter may be written with or without its sukun."""
    named = {"": SILENT | {FATHA}, SUKUN: SILENT}
    return named.get(marks, frozenset((marks,)))


@cache
def _stems() -> Mapping[str, str]:
    """Map each stem to the rest of its row; 26,000 rows are taken apart only when they are asked for."""
    table = data("ar", "morphology", "stems.tsv")
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    if header != _HEADER:
        raise SettingsError(f"{table}:1", f"the header is {header!r}", "install the program again")
    return {row[: (tab := row.index("\t"))]: row[tab + 1 :] for row in rows}
