"""Phonemes as the mnemonics of espeak-ng's Arabic voice (phsource/ph_arabic of espeak-ng 1.52)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefing.narration.phonemes.letters import sounds
from briefing.narration.phonemes.reading import LONG, VOWELS

if TYPE_CHECKING:
    from collections.abc import Sequence

_STRESS = "'"
_WEAK = "%"
_BETWEEN = "|"
# The voice has a darker a, i and u for the neighbourhood of the emphatic consonants.
_DARK = "."
# A single r is one tap of the tongue; the voice's own r is a trill, which stays where the letter is doubled. A
# listener hears the tapped text 0.09 bits a character better (docs/decisions.md).
_R, _TAP = "r", "*"


@cache
def _mnemonics() -> dict[str, str]:
    return {sound.ipa: sound.espeak for sound in sounds().values()} | {"ʔ": "?"}


@cache
def _emphatics() -> frozenset[str]:
    return frozenset(sound.ipa for sound in sounds().values() if sound.emphatic)


@cache
def _longer() -> frozenset[str]:
    return frozenset(mnemonic for mnemonic in _mnemonics().values() if len(mnemonic) > 1)


def espeak(phonemes: Sequence[str], stress: int | None) -> str:
    """Write a word; the vowel beside an emphatic consonant is the dark one, and no two sounds run into one.

    Without a stress the word is marked as weak, else the voice would choose a stress itself.
    """
    written = _WEAK if stress is None and phonemes else ""
    for at, phoneme in enumerate(phonemes):
        sound = _vowel(phonemes, at) if phoneme in VOWELS else _consonant(phonemes, at)
        if written[-1:] + sound[0] in _longer():  # d and h-with-a-dot are written like d-with-a-dot
            written += _BETWEEN
        written += (_STRESS if at == stress else "") + sound
    return written


def _consonant(phonemes: Sequence[str], at: int) -> str:
    if phonemes[at] == _R and _R not in (*phonemes[max(at - 1, 0) : at], *phonemes[at + 1 : at + 2]):
        return _TAP
    return _mnemonics()[phonemes[at]]


def _vowel(phonemes: Sequence[str], at: int) -> str:
    phoneme = phonemes[at]
    beside = {*phonemes[max(at - 1, 0) : at], *phonemes[at + 1 : at + 2]}
    dark = _DARK if beside & _emphatics() else ""
    return phoneme[0] + dark + (":" if phoneme in LONG else "")
