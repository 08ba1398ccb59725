"""Which readings a word can have: known stems with their affixes, as limits on the marks of each letter.

The networks read letter by letter, so now and then they give marks that no word has. `data/ar/morphology/stems.tsv`
holds the readings of frequent nouns and verbs (from the dictionary Arramooz, GPL-3.0: docs/decisions.md), `affixes.tsv`
what may stand before and after them. Case endings stay open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from briefing.arabic import DAMMA, FATHA, FATHATAN, KASRA, SHADDA, SUKUN
from briefing.arabic.letters import ALEF, ALEF_MADDA, ALEF_MAKSURA, HAMZA, TEH_MARBUTA, WAW, YEH
from briefing.errors import SettingsError
from briefing.narration.diacritizers.letters import CLASSES, Skeleton
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    Limit = frozenset[str]

_HEADER = "stem\tnouns\tperfects\timperfects"
_NOUN, _PERFECT, _IMPERFECT = range(3)
_SHORTEST_WORD = 3
_SHORTEST_STEM = 2
_ANY = frozenset(CLASSES)
_DOUBLED = frozenset(marks for marks in CLASSES if marks.startswith(SHADDA))
_SINGLE = _ANY - _DOUBLED
_SILENT = frozenset(("", SUKUN))
_LONG = frozenset((ALEF, ALEF_MAKSURA, ALEF_MADDA))
# The last letter of a stem changes its marks before a suffix if it is one of these.
_WEAK = frozenset((ALEF, ALEF_MAKSURA, WAW, YEH, HAMZA))
_VOWEL_BEFORE = {
    ALEF: frozenset((FATHA,)),
    ALEF_MAKSURA: frozenset((FATHA, FATHATAN)),
    WAW: frozenset((DAMMA,)),
    YEH: frozenset((KASRA,)),
}
_SUN = frozenset("\u062a\u062b\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u0644\u0646")
# The imperfect stands in the table as "he" says it.
_PERSONS = frozenset("\u064a\u062a\u0623\u0646")


@dataclass(frozen=True, slots=True)
class _Affix:
    """What may stand before or after a stem: limits on its own letters, and on the stem's letter before it."""

    limits: tuple[Limit, ...]
    before: str
    kind: str


@lru_cache(maxsize=1024)
def readings(word: str) -> npt.NDArray[np.bool_] | None:
    """Return every known reading of a bare word as a table (reading, letter, class) of what it allows.

    None where no reading is known.
    """
    if len(word) < _SHORTEST_WORD:
        return None
    found = dict.fromkeys((*_nouns(word), *_verbs(word)))
    if not found:
        return None
    return np.array([[_row(limit) for limit in reading] for reading in found], np.bool_)


@cache
def _row(limit: Limit) -> tuple[bool, ...]:
    return tuple(marks in limit for marks in CLASSES)


def _nouns(word: str) -> Iterator[tuple[Limit, ...]]:
    for prefix, prefixes in _heads(word, "noun-prefix"):
        for suffix, suffixes in _tails(word[len(prefix) :], "noun-suffix"):
            stem = word[len(prefix) : len(word) - len(suffix)]
            for after in suffixes:
                for limits in _noun_stems(stem, after.kind):
                    bent = _bend(limits, stem, after)
                    for before in prefixes:
                        yield (*before.limits, *_behind(before, bent, stem), *after.limits)


def _noun_stems(stem: str, kind: str) -> Iterator[tuple[Limit, ...]]:
    yield from _known(stem, _NOUN)
    if kind == "teh":
        yield from (limits[:-1] for limits in _known(stem + TEH_MARBUTA, _NOUN))


def _verbs(word: str) -> Iterator[tuple[Limit, ...]]:
    for prefix, prefixes in _heads(word, "verb-prefix"):
        rest = word[len(prefix) :]
        for place, column in (("perfect-suffix", _PERFECT), ("imperfect-suffix", _IMPERFECT)):
            if column == _IMPERFECT and rest[0] not in _PERSONS:
                continue
            for suffix, suffixes in _tails(rest, place):
                stem = rest[: len(rest) - len(suffix)]
                for limits in _known(YEH + stem[1:] if column == _IMPERFECT else stem, column):
                    for after in suffixes:
                        for before in prefixes:
                            yield (*before.limits, *_bend(limits, stem, after), *after.limits)


def _heads(word: str, place: str) -> Iterator[tuple[str, Sequence[_Affix]]]:
    known = _affixes()[place]
    for length in range(len(word) - _SHORTEST_STEM + 1):
        if word[:length] in known:
            yield word[:length], known[word[:length]]


def _tails(rest: str, place: str) -> Iterator[tuple[str, Sequence[_Affix]]]:
    known = _affixes()[place]
    for start in range(_SHORTEST_STEM, len(rest) + 1):
        if rest[start:] in known:
            yield rest[start:], known[rest[start:]]


def _bend(limits: tuple[Limit, ...], stem: str, after: _Affix) -> tuple[Limit, ...]:
    """Set the vowel of a stem's last letter as its suffix wants it."""
    last = limits[-1]
    if not after.before:
        return limits
    doubled = last <= _DOUBLED
    if after.before == SUKUN:
        bent = last if last <= _SINGLE else _ANY
    elif stem[-1] in _WEAK and not doubled:
        bent = _ANY
    else:
        bent = frozenset((SHADDA + after.before if doubled else after.before,))
    return (*limits[:-1], bent)


def _behind(before: _Affix, limits: tuple[Limit, ...], stem: str) -> tuple[Limit, ...]:
    """Double a sun letter behind the article."""
    if before.kind != "article" or stem[0] not in _SUN:
        return limits
    first = limits[0]
    doubled = _DOUBLED if first == _ANY else first & _DOUBLED or {SHADDA + marks for marks in first - {SUKUN, ""}}
    return (frozenset(doubled) & _DOUBLED or _DOUBLED, *limits[1:])


@lru_cache(maxsize=4096)
def _known(stem: str, column: int) -> tuple[tuple[Limit, ...], ...]:
    row = _stems().get(stem)
    if row is None:
        return ()
    return tuple(dict.fromkeys(_limits(reading) for reading in row.split("\t")[column].split()))


def _limits(reading: str) -> tuple[Limit, ...]:
    """Say which marks each letter of a stem may carry; its last letter only whether it is doubled."""
    letters = Skeleton.of(reading)
    last = len(letters.bases) - 1
    end = _DOUBLED if SHADDA in letters.typed[last] else _ANY if letters.bases[last] in _WEAK else _SINGLE
    inner = (
        _inner(base, marks, letters.bases[at + 1])
        for at, (base, marks) in enumerate(zip(letters.bases[:-1], letters.typed[:-1], strict=True))
    )
    return (*inner, end)


def _inner(base: str, marks: str, following: str) -> Limit:
    if base in _LONG:
        return _ANY
    shadda = marks.removesuffix(FATHA)
    if shadda in ("", SHADDA) and following in (ALEF, ALEF_MAKSURA):
        return frozenset(shadda + vowel for vowel in _VOWEL_BEFORE[following])
    if marks == "":
        return _SILENT if base in (WAW, YEH) else _VOWEL_BEFORE.get(following, _ANY)
    return _limit(marks)


def _limit(marks: str) -> Limit:
    """Say what one letter's written marks allow: none leaves it open, a shadda alone leaves its vowel open."""
    named = {"": _ANY, SHADDA: _DOUBLED, SUKUN: _SILENT}
    return named.get(marks, frozenset((marks,)))


@cache
def _stems() -> Mapping[str, str]:
    """Map each stem to the rest of its row; 26,000 rows are taken apart only when they are asked for."""
    table = data("ar", "morphology", "stems.tsv")
    header, *rows = table.read_text(encoding="utf-8").splitlines()
    if header != _HEADER:
        raise SettingsError(f"{table}:1", f"the header is {header!r}", "install the program again")
    return {row[: (tab := row.index("\t"))]: row[tab + 1 :] for row in rows}


@cache
def _affixes() -> Mapping[str, Mapping[str, list[_Affix]]]:
    """Map each place and each affix's letters to its readings."""
    places: dict[str, dict[str, list[_Affix]]] = {}
    for row in read_table(data("ar", "morphology", "affixes.tsv"), ("place", "affix", "before", "kind")):
        letters = Skeleton.of(row["affix"])
        limits = [_limit(marks) for marks in letters.typed]
        if row["kind"] == "article":
            # Before a hamzat wasl, as in al-intikhabat, its lam has a kasra.
            limits[-1] = _SILENT | {KASRA}
        affix = _Affix(tuple(limits), row["before"], row["kind"])
        places.setdefault(row["place"], {}).setdefault(letters.bases, []).append(affix)
    return places
