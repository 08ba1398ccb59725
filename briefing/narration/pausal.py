"""Pausal forms: how a word ends where the voice stops.

After Wright, *A Grammar of the Arabic Language*, II §§ 223-227, and Ryding (2005), ch. 2, 6: the short vowel falls,
tanwin falls but for -an, which becomes a long a, and ta marbuta is h. Short vowels that belong to the word itself
(pronouns, demonstratives, particles: `data/ar/pausal/lasting.tsv`) stay, as newsreaders keep them.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from briefing import arabic
from briefing.arabic.letters import ALEF, ALEF_MAKSURA, ARTICLE, TEH_MARBUTA
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = "\u064b-\u0652\u0670\u06df"
_TOKEN = re.compile(r"\S+")
# A stop behind the word, past closing brackets and quotes.
_STOPS = re.compile(r"[.,;:?!\u2026\u060c\u061b\u061f\u06d4]['\"\u00bb\u201d\u2019)\]}]*$")
_DASHES = frozenset("-\u2013\u2014")
_SEATS = ALEF + ALEF_MAKSURA
_FALLING = dict.fromkeys(map(ord, (arabic.FATHA, arabic.DAMMA, arabic.KASRA, arabic.DAMMATAN, arabic.KASRATAN)))
_LAST = re.compile(f"([\u0621-\u063a\u0641-\u064a\u067e-\u06d3])([{_MARKS}]*+)(?:([{_SEATS}])([{_MARKS}]*+))?$")
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
    spoken = [at for at, token in enumerate(tokens) if arabic.has_arabic(token.group())]
    parts, done = [], 0
    for at, token in enumerate(tokens):
        parts += [line[done : token.start()], _ended(tokens, at, spoken[-1:], endings)]
        done = token.end()
    return "".join([*parts, line[done:]])


def _ended(tokens: Sequence[re.Match[str]], at: int, last: Sequence[int], endings: Endings) -> str:
    """Return a token with the ending that its place gives it."""
    token = tokens[at].group()
    before_dash = at + 1 < len(tokens) and set(tokens[at + 1].group()) <= _DASHES
    if at in last or before_dash or stops(token):
        return _token(token, stop=True)
    if endings is Endings.EVERYDAY and not _may_govern(token):
        return _token(token, stop=False)
    return token


def _may_govern(token: str) -> bool:
    bare = arabic.strip_marks(token)
    tanwin = {arabic.FATHATAN, arabic.DAMMATAN, arabic.KASRATAN}
    return bare.endswith(TEH_MARBUTA) and ARTICLE not in bare[:4] and not tanwin & set(token)


def _token(token: str, *, stop: bool) -> str:
    """Change the ending of the last word of a token, behind which other signs may stand."""
    end = len(token)
    while end and not _is_arabic(token[end - 1]):
        end -= 1
    start = end
    while start and _is_arabic(token[start - 1]):
        start -= 1
    return token[:start] + _word(token[start:end], stop=stop) + token[end:]


def _is_arabic(char: str) -> bool:
    return "\u0621" <= char <= "\u0652" or "\u0670" <= char <= "\u06d3"


def _word(word: str, *, stop: bool) -> str:
    if _lasts(arabic.strip_marks(word)):
        return word
    marked = arabic.shadda_first(word)
    if _AMR.search(marked):  # the silent waw of the name Amr stands behind its tanwin
        return marked[:-2] + marked[-1]
    return _LAST.sub(_at_a_stop if stop else _within, marked, count=1)


def _at_a_stop(found: re.Match[str]) -> str:
    letter, marks, seat, seat_marks = found.groups("")
    if arabic.FATHATAN in marks + seat_marks:
        return _after_tanwin(letter, marks.replace(arabic.FATHATAN, ""), seat)
    if seat:
        return found.group()
    kept = marks.translate(_FALLING)
    if letter == TEH_MARBUTA or kept == "":
        return letter + arabic.SUKUN
    return letter + kept


def _within(found: re.Match[str]) -> str:
    """Let the vowel fall, but keep -an, as in "also"; the letter is left open, so that no vowel links it on."""
    letter, marks, seat, seat_marks = found.groups("")
    if seat or arabic.FATHATAN in marks + seat_marks:
        return found.group()
    return letter + marks.translate(_FALLING)


def _after_tanwin(letter: str, marks: str, seat: str) -> str:
    if letter == TEH_MARBUTA:
        return letter + arabic.SUKUN + seat
    return letter + marks.replace(arabic.FATHA, "") + arabic.FATHA + (seat or arabic.DAGGER_ALEF)


@cache
def _lasting() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table(data("ar", "pausal", "lasting.tsv"), ("word",)))


_CLITICS = frozenset("\u0648\u0641\u0644\u0628\u0643")  # wa, fa, li, bi, ka


def _lasts(bare: str) -> bool:
    return bare in _lasting() or (len(bare) > 2 and bare[0] in _CLITICS and bare[1:] in _lasting())  # noqa: PLR2004
