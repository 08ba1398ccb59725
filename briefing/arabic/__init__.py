"""The Arabic script: letters, marks, and the small operations that every desk needs."""

from __future__ import annotations

import re

FATHATAN = "\N{ARABIC FATHATAN}"
DAMMATAN = "\N{ARABIC DAMMATAN}"
KASRATAN = "\N{ARABIC KASRATAN}"
FATHA = "\N{ARABIC FATHA}"
DAMMA = "\N{ARABIC DAMMA}"
KASRA = "\N{ARABIC KASRA}"
SHADDA = "\N{ARABIC SHADDA}"
SUKUN = "\N{ARABIC SUKUN}"
DAGGER_ALEF = "\N{ARABIC LETTER SUPERSCRIPT ALEF}"
TATWEEL = "\N{ARABIC TATWEEL}"

# A word of running text, with its marks.
WORD = re.compile("[\\w\u064b-\u0652\u0670]+")

# Tanwin, short vowels, shadda and sukun: what a diacritizer writes. The dagger alef is a mark too.
MARKS = frozenset(map(chr, range(0x064B, 0x0653))) | {DAGGER_ALEF}
_MARK_CLASS = "\u064b-\u0652\u0670"
_ANY_MARK = re.compile(f"[{_MARK_CLASS}]")
_RUN_OF_MARKS = re.compile(f"[{_MARK_CLASS}]{{2,}}")
# Letters, each with what one letter can carry.
_MARKED_WORD = re.compile(f"(?:[^\\s{_MARK_CLASS}]\u0651?[\u064b-\u0650\u0652]?\u0670?)+")
_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]")


def strip_marks(text: str) -> str:
    """Drop every mark, leaving the bare letters."""
    return _ANY_MARK.sub("", text)


def is_marked_word(text: str) -> bool:
    """Say whether a word, shadda first, has no more marks on each letter than one letter can carry."""
    return _MARKED_WORD.fullmatch(text) is not None


def shadda_first(text: str) -> str:
    """Put each shadda before the vowel on the same letter, as voices and braille tables need it.

    NFC puts it behind; no NFC may follow.
    """
    return _RUN_OF_MARKS.sub(lambda run: SHADDA * run[0].count(SHADDA) + run[0].replace(SHADDA, ""), text)


def has_arabic(text: str) -> bool:
    """Say whether the text has an Arabic letter."""
    return _LETTER.search(text) is not None
