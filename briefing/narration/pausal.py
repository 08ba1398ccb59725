"""Pausal forms: how a word ends where the voice stops.

After Wright, *A Grammar of the Arabic Language*, II §§ 223-227, and Ryding (2005), ch. 2, 6: the short vowel falls,
tanwin falls but for -an, which becomes a long a, and ta marbuta is h. Short vowels that belong to the word itself
(pronouns, demonstratives, particles: `data/ar/pausal/lasting.tsv`) stay, as newsreaders keep them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from briefing import arabic
from briefing.resources import data, read_table

_MARKS = "\u064b-\u0652\u0670\u06df"
_TOKEN = re.compile(r"\S+")
# A stop behind the word, past closing brackets and quotes.
_STOPS = re.compile(r"[.,;:?!\u2026\u060c\u061b\u061f\u06d4]['\"\u00bb\u201d\u2019)\]}]*$")
_DASHES = frozenset("-\u2013\u2014")
_CORE = re.compile(f"^(.*?)([\u0621-\u063a\u0641-\u064a\u0671-\u06d3{_MARKS}]*)([^\u0621-\u06ff]*|\\W*)$", re.DOTALL)
_TEH_MARBUTA = "\N{ARABIC LETTER TEH MARBUTA}"
_SEATS = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER ALEF MAKSURA}"
_SHORT = arabic.FATHA + arabic.DAMMA + arabic.KASRA
_LAST = re.compile(f"([\u0621-\u063a\u0641-\u064a\u067e-\u06d3])([{_MARKS}]*)([{_SEATS}]?)([{_MARKS}]*)$")
_AMR = re.compile("[\u064c\u064d]\u0648$")


class Endings(StrEnum):
    """Which word endings are said."""

    FULL = "full"
    PAUSAL = "pausal"
    EVERYDAY = "everyday"


def pausal(text: str, endings: Endings = Endings.PAUSAL) -> str:
    """Give words their pausal marks; no letter changes.

    FULL leaves the text as it is. PAUSAL changes the last word before punctuation and at the end of each line.
    EVERYDAY changes every word, but keeps the ending of a noun in ta marbuta that may govern the next word.
    """
    if endings is Endings.FULL:
        return text
    return "".join(_line(line, endings) for line in text.splitlines(keepends=True))


def stops(token: str) -> bool:
    """Say whether the voice stops after this whitespace-separated token."""
    return _STOPS.search(token) is not None or (token != "" and set(token) <= _DASHES)


def _line(line: str, endings: Endings) -> str:
    tokens = list(_TOKEN.finditer(line))
    parts, done = [], 0
    for at, token in enumerate(tokens):
        following = tokens[at + 1].group() if at + 1 < len(tokens) else ""
        stop = not _sounds_after(tokens, at) or stops(token.group()) or (following != "" and set(following) <= _DASHES)
        ends = stop or (endings is Endings.EVERYDAY and not _may_govern(token.group()))
        parts += [line[done : token.start()], _token(token.group()) if ends else token.group()]
        done = token.end()
    return "".join([*parts, line[done:]])


def _sounds_after(tokens: list[re.Match[str]], at: int) -> bool:
    return any(arabic.has_arabic(token.group()) for token in tokens[at + 1 :])


def _may_govern(token: str) -> bool:
    bare = arabic.strip_marks(token)
    article = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
    tanwin = {arabic.FATHATAN, arabic.DAMMATAN, arabic.KASRATAN}
    return bare.endswith(_TEH_MARBUTA) and article not in bare[:4] and not tanwin & set(token)


def _token(token: str) -> str:
    core = token.rstrip()
    end = len(core)
    while end and not _is_arabic(core[end - 1]):
        end -= 1
    word, tail = token[:end], token[end:]
    start = end
    while start and _is_arabic(word[start - 1]):
        start -= 1
    return word[:start] + _word(word[start:]) + tail


def _is_arabic(char: str) -> bool:
    return "\u0621" <= char <= "\u0652" or "\u0670" <= char <= "\u06d3"


def _word(word: str) -> str:
    if _lasts(arabic.strip_marks(word)):
        return word
    marked = arabic.shadda_first(word)
    if _AMR.search(marked):  # the silent waw of the name Amr stands behind its tanwin
        return marked[:-2] + marked[-1]
    return _LAST.sub(_ending, marked, count=1)


def _ending(found: re.Match[str]) -> str:
    letter, marks, seat, seat_marks = found.groups()
    if arabic.FATHATAN in marks + seat_marks:
        return _after_tanwin(letter, marks.replace(arabic.FATHATAN, ""), seat)
    if seat:
        return found.group()
    kept = "".join(mark for mark in marks if mark not in _SHORT + arabic.DAMMATAN + arabic.KASRATAN)
    if letter == _TEH_MARBUTA or kept == "":
        return letter + arabic.SUKUN
    return letter + kept


def _after_tanwin(letter: str, marks: str, seat: str) -> str:
    if letter == _TEH_MARBUTA:
        return letter + arabic.SUKUN + seat
    return letter + marks + arabic.FATHA + (seat or arabic.DAGGER_ALEF)


@cache
def _lasting() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(data("ar", "pausal", "lasting.tsv"), ("word",)))


_CLITICS = frozenset("\u0648\u0641\u0644\u0628\u0643")  # wa, fa, li, bi, ka


def _lasts(bare: str) -> bool:
    return bare in _lasting() or (len(bare) > 2 and bare[0] in _CLITICS and bare[1:] in _lasting())  # noqa: PLR2004
