"""From our phonemes to the phones and syllables of the Arabic HTS voices, which learnt them from a Festival front end.

A doubled consonant is one phone, a vowel before an emphatic or a q is a darker one, a short i or u before the last
consonant of a word a more open one. Syllables are cut as that front end cut them when the voice learnt (Festival's
`lex.syllabify.phstress`), odd as it is: the voice knows no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

_COLUMNS = ("ipa", "phone", "doubled", "sonority", "kind")
_SHORT = {"a": "a", "i": "i", "u": "u"}
_LONG = {"aː": "aa", "iː": "ii", "uː": "uu"}
_OPEN = {"i": "ia", "u": "ua"}  # before the one consonant that ends a word
_VOWELS = frozenset({"ia", "ua", *_SHORT.values(), *_LONG.values()})
_DARK = "dark"
_VOWEL_SONORITY = 5
# Festival takes every phone that begins with one of these for a vowel: the glottal stop `ah` and the `E` of ayn too.
_VOWEL_LETTERS = "aeiou"


@dataclass(frozen=True, slots=True)
class _Consonant:
    phone: str
    doubled: str
    sonority: int
    dark: bool


def phones(phonemes: Sequence[str]) -> list[str]:
    """Write a word's phonemes (IPA, as `phonetize` gives them) as the voice's phones."""
    runs = [(phoneme, len(list(run))) for phoneme, run in groupby(phonemes)]
    written: list[str] = []
    for place, (phoneme, count) in enumerate(runs):
        if phoneme in _consonants():
            consonant = _consonants()[phoneme]
            written += [consonant.doubled] * (count // 2) + [consonant.phone] * (count % 2)
        else:
            written += [_vowel(phoneme, runs[place + 1 :])] * count
    return written


def is_vowel(phone: str) -> bool:
    """Say whether a phone is a vowel, dark ones too."""
    return phone.lower() in _VOWELS


def syllables(word: Sequence[str]) -> list[list[str]]:
    """Cut a word's phones into the syllables that the voice learnt."""
    cut: list[list[str]] = []
    current: list[str] = []
    for place, phone in enumerate(word):
        ahead = word[place:]
        if current and any(map(_opens, ahead)) and any(map(_opens, current)) and _begins(current[-1], ahead):
            cut.append(current)
            current = []
        current.append(phone)
    return [*cut, current] if current else cut


def _begins(last: str, ahead: Sequence[str]) -> bool:
    """Say whether a syllable begins here: at a vowel, or where the sound does not fall before what follows."""
    if is_vowel(ahead[0]):
        return True
    return len(ahead) > 1 and _sonority(last) <= _sonority(ahead[0]) <= _sonority(ahead[1])


def _opens(phone: str) -> bool:
    return is_vowel(phone) or phone[0].lower() in _VOWEL_LETTERS


def _sonority(phone: str) -> int:
    return _VOWEL_SONORITY if is_vowel(phone) else _sonorities()[phone]


def _vowel(phoneme: str, rest: Sequence[tuple[str, int]]) -> str:
    following = _consonants().get(rest[0][0]) if rest else None
    if following is not None and following.dark:
        return (_SHORT | _LONG)[phoneme].upper()
    if following is not None and len(rest) == 1 and rest[0][1] <= 2 and phoneme in _OPEN:  # noqa: PLR2004 - one phone
        return _OPEN[phoneme]
    return (_SHORT | _LONG)[phoneme]


@cache
def _consonants() -> dict[str, _Consonant]:
    rows = read_table(data("ar", "phonemes", "hts.tsv"), _COLUMNS)
    return {
        row["ipa"]: _Consonant(row["phone"], row["doubled"], int(row["sonority"]), row["kind"] == _DARK) for row in rows
    }


@cache
def _sonorities() -> dict[str, int]:
    return {
        phone: consonant.sonority
        for consonant in _consonants().values()
        for phone in (consonant.phone, consonant.doubled)
    }
