"""From phonemes back to marks: which marks on a bare word make it sound like this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import arabic
from briefing.arabic import letters as ar
from briefing.narration.phonemes.letters import apart, sounds
from briefing.narration.phonemes.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKS = {"a": arabic.FATHA, "i": arabic.KASRA, "u": arabic.DAMMA}

_LENGTHENED_BY = {ar.WAW: arabic.DAMMA, ar.YEH: arabic.KASRA}


# The longest word of the lexicon has 13 letters, the hardest takes a few hundred tries: beyond these it is no name.
_MOST_LETTERS = 40
_MOST_TRIES = 2_000


def marked(bare: str, phonemes: Sequence[str]) -> str | None:
    """Return `bare` with marks that read as `phonemes`, None where the letters cannot say them.

    Tries the marks of one letter after the other, the usual spelling first; what is whole must read as wanted.
    """
    wanted = tuple(phonemes)
    begun = [""] if len(bare) <= _MOST_LETTERS else []
    for _ in range(_MOST_TRIES):
        if not begun:
            return None
        done = begun.pop()
        at = len(arabic.strip_marks(done))
        if at < len(bare):
            longer = (done + bare[at] + marks for marks in reversed(_choices(bare, done, at)))
            begun += [written for written in longer if _may_become(written, wanted)]
        elif read(apart(done)).phonemes == wanted:
            return arabic.shadda_first(done)
    return None


def _choices(bare: str, done: str, at: int) -> tuple[str, ...]:
    """List the marks that a letter may carry, the usual spelling first."""
    char = bare[at]
    vowels = tuple(_MARKS.values())
    if char in {ar.ALEF_MADDA, ar.ALEF_MAKSURA}:
        return ("",)
    if char == ar.ALEF:
        return ("", *vowels) if at == 0 else ("",)
    doubled = tuple(arabic.SHADDA + mark for mark in (*vowels, arabic.SUKUN))
    if done.endswith(ar.ALEF + ar.LAM):
        return (*doubled, *vowels, arabic.SUKUN)
    lengthens = done[-1:] == _LENGTHENED_BY.get(char)
    is_silent_lam = char == ar.LAM and done.endswith(ar.ALEF) and _is_sun(bare[at + 1 : at + 2])
    plain = (*vowels, arabic.SUKUN, *(doubled if at else ()), arabic.FATHA + arabic.DAGGER_ALEF)
    return ("", *plain) if lengthens or is_silent_lam else (*plain, "")


def _is_sun(char: str) -> bool:
    sound = sounds().get(char)
    return sound is not None and sound.sun


def _may_become(begun: str, wanted: tuple[str, ...]) -> bool:
    """Say whether what is written so far can still go on to the wanted sounds.

    The last vowel may yet grow long, and a lam may yet fall silent, so the last two sounds are not held to account.
    """
    said = read(apart(begun)).phonemes[:-2]
    return said == wanted[: len(said)]
