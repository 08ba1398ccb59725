"""Which vowel of a word is stressed, by the weight of its syllables.

A last syllable is stressed when it is superheavy (CVVC, CVCC); else the last but one when it is heavy; else the one
before it. After Ryding, *A Reference Grammar of Modern Standard Arabic* (2005), ch. 2, 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.phonemes.reading import LONG, VOWELS

if TYPE_CHECKING:
    from collections.abc import Sequence

_FARTHEST = 3


def stressed(phonemes: Sequence[str]) -> int | None:
    """Return the index of the stressed vowel, None for a word without a vowel."""
    vowels = [at for at, phoneme in enumerate(phonemes) if phoneme in VOWELS]
    if not vowels:
        return None
    last = vowels[-1]
    coda = len(phonemes) - last - 1
    if len(vowels) == 1 or coda + (phonemes[last] in LONG) > 1:
        return last
    if len(vowels) == 2 or _is_heavy(phonemes, vowels[-2], last):  # noqa: PLR2004 - two syllables
        return vowels[-2]
    return vowels[-_FARTHEST]


def _is_heavy(phonemes: Sequence[str], vowel: int, following: int) -> bool:
    return phonemes[vowel] in LONG or following - vowel > 2  # noqa: PLR2004 - one consonant opens the next syllable
