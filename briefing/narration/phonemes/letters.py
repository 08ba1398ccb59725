"""The letters of a word with what stands on them, and the sounds that single letters stand for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from briefing import arabic
from briefing.arabic.letters import (
    ALEF,
    ALEF_MADDA,
    ALEF_MAKSURA,
    ALEF_WASLA,
    HAMZAS,
    HEH,
    KAF,
    TEH_MARBUTA,
    YEH,
)
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

# The sign of the Quran's spelling for a letter that is written but never said.
SILENT = "\N{ARABIC SMALL HIGH ROUNDED ZERO}"

_TANWIN = {arabic.FATHATAN: "a", arabic.DAMMATAN: "u", arabic.KASRATAN: "i"}
_SHORT = {arabic.FATHA: "a", arabic.DAMMA: "u", arabic.KASRA: "i"}
# Letters of neighbouring languages that news wires mix in, and the Arabic letter that is meant.
_NEIGHBOURS = str.maketrans(
    {
        "\N{ARABIC LETTER FARSI YEH}": YEH,
        "\N{ARABIC LETTER YEH BARREE}": YEH,
        "\N{ARABIC LETTER KEHEH}": KAF,
        "\N{ARABIC LETTER HEH GOAL}": HEH,
        "\N{ARABIC LETTER AE}": HEH,
        "\N{ARABIC LETTER HEH DOACHASHMEE}": HEH,
        "\N{ARABIC LETTER TEH MARBUTA GOAL}": TEH_MARBUTA,
        arabic.TATWEEL: None,
    }
)
# No letter carries more marks than these few, and to put very many in order takes very long.
_LONG_RUN = re.compile("([\u064b-\u0655\u0670\u06df]{8})[\u064b-\u0655\u0670\u06df]+")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter and its marks: `vowel` is a, i, u or empty; `still` is a sukun, `doubled` a shadda."""

    char: str
    vowel: str = ""
    tanwin: bool = False
    doubled: bool = False
    still: bool = False
    dagger: bool = False
    silent: bool = False

    @property
    def bare(self) -> bool:
        """Say whether nothing tells how the letter goes on: no vowel, no sukun, no dagger alef."""
        return not (self.vowel or self.still or self.dagger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What a letter stands for: its consonant in IPA and in espeak-ng's mnemonics."""

    ipa: str
    espeak: str
    sun: bool
    emphatic: bool


@cache
def sounds() -> dict[str, Sound]:
    """Return the consonant of each letter, by letter."""
    rows = read_table(data("ar", "phonemes", "letters.tsv"), ("letter", "ipa", "espeak", "kind"))
    return {
        row["letter"]: Sound(
            ipa=row["ipa"], espeak=row["espeak"], sun="sun" in row["kind"], emphatic="emphatic" in row["kind"]
        )
        for row in rows
    }


@cache
def _known() -> frozenset[str]:
    shapes = {ALEF, ALEF_MADDA, ALEF_WASLA, ALEF_MAKSURA, TEH_MARBUTA}
    return frozenset(sounds()) | HAMZAS | shapes


def compose(text: str) -> str:
    """Bring hidden spellings of a letter (presentation forms, split hamza, Persian yeh and kaf) to the plain one."""
    text = _LONG_RUN.sub(r"\1", text)
    if _PRESENTATION.search(text):
        text = unicodedata.normalize("NFKC", text)
    return unicodedata.normalize("NFC", text).translate(_NEIGHBOURS)


def apart(word: str) -> tuple[Letter, ...]:
    """Take a composed word apart; whatever is neither an Arabic letter nor a mark is passed over."""
    found: list[Letter] = []
    for char in word:
        if char in _known():
            found.append(Letter(char=char))
        elif found:
            found[-1] = _marked(found[-1], char)
    return _seated(found)


def _marked(letter: Letter, mark: str) -> Letter:
    if mark in _SHORT:
        return replace(letter, vowel=letter.vowel or _SHORT[mark])
    if mark in _TANWIN:
        return replace(letter, vowel=_TANWIN[mark], tanwin=True)
    return replace(
        letter,
        doubled=letter.doubled or mark == arabic.SHADDA,
        still=letter.still or mark == arabic.SUKUN,
        dagger=letter.dagger or mark == arabic.DAGGER_ALEF,
        silent=letter.silent or mark == SILENT,
    )


def _seated(found: list[Letter]) -> tuple[Letter, ...]:
    """Move a tanwin from its alef to the letter that it is said after: both spellings are written."""
    for at in range(1, len(found)):
        seat = found[at]
        if seat.tanwin and seat.vowel == "a" and seat.char in {ALEF, ALEF_MAKSURA}:
            found[at - 1] = replace(found[at - 1], vowel="a", tanwin=True)
            found[at] = replace(seat, vowel="", tanwin=False)
    return tuple(found)


def plain(word: Iterable[Letter]) -> str:
    """Return the bare letters."""
    return "".join(letter.char for letter in word)
