"""One word, letter by letter, to the sounds that it has by itself.

The letter values and the rules for long vowels, the article, tanwin and ta marbuta are those of standard descriptions:
Ryding, *A Reference Grammar of Modern Standard Arabic* (2005), ch. 2; Holes, *Modern Arabic* (2004), ch. 2; Thelwall
and Sa'adeddin, "Arabic", *Journal of the IPA* 20 (1990).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import letters as ar
from briefing.narration.phonemes import wasl
from briefing.narration.phonemes.letters import apart, plain, sounds
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.narration.phonemes.letters import Letter

SHORT = ("a", "i", "u")
LONG = ("aː", "iː", "uː")
VOWELS = frozenset(SHORT + LONG)
STOP = "ʔ"
_GLIDES = {ar.WAW: ("w", "u"), ar.YEH: ("j", "i")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The sounds of a word by itself, and what a neighbour does to them.

    `elides`: its first two (glottal stop, vowel) fall when something precedes. `article`: they are the article's.
    `governs`: it ends in a ta marbuta without marks, which is t where a definite noun follows.
    `cut`: its last letter carries no mark at all, so no vowel is owed to it.
    """

    phonemes: tuple[str, ...]
    elides: bool = False
    article: bool = False
    governs: bool = False
    cut: bool = False


@dataclass(slots=True)
class _Mouth:
    """What is said so far of a word, and what is left to read."""

    word: Sequence[Letter]
    wasl: wasl.Wasl
    out: list[str] = field(default_factory=list)

    def last(self) -> str:
        return self.out[-1] if self.out else ""

    def lengthen(self, vowel: str) -> None:
        """Make the short vowel before long, or add a long one behind a consonant that carries none."""
        if self.last() == vowel:
            self.out.pop()
        self.out.append(vowel + "ː")


def read(word: Sequence[Letter]) -> Reading:
    """Read a word's letters."""
    word = _regular(word)
    mouth = _Mouth(word, wasl.find(word))
    for at, letter in enumerate(word):
        if not letter.silent:
            _RULES.get(letter.char, _consonant)(mouth, at, letter)
    return Reading(
        phonemes=tuple(_filled(mouth.out, word)),
        elides=mouth.wasl.alef == 0,
        article=mouth.wasl.lam is not None,
        governs=mouth.wasl.lam is None and _ends_bare(word) and word[-1].char == ar.TEH_MARBUTA,
        cut=_ends_bare(word),
    )


def _ends_bare(word: Sequence[Letter]) -> bool:
    return bool(word) and word[-1].bare and word[-1].char not in {ar.ALEF, ar.ALEF_MAKSURA}


# Foreign words open with these, native words never do.
_LIQUIDS = frozenset({"l", "r", "w", "j"})
_OBSTRUENTS = frozenset({"b", "f", "k", "t", "d", "s", "ʃ", "p", "v", "ɡ"})
_MOST_CONSONANTS = 2


def _filled(phonemes: Sequence[str], word: Sequence[Letter]) -> list[str]:
    """Break up clusters that missing marks have left, so that a half-marked word can be said at all."""
    marked = any(not letter.bare for letter in word)
    typed = any(letter.still for letter in word)
    opens = bool(word) and word[0].bare and (marked or not _is_foreign_opening(phonemes[:2]))
    out: list[str] = []
    run = 0
    for phoneme in phonemes:
        run = 0 if phoneme in VOWELS else run + 1
        if opens and len(out) == 1 and run == _MOST_CONSONANTS:
            out.append("i" if phoneme == "j" else "a")
            run = 1
        elif not typed and run > _MOST_CONSONANTS and phoneme != out[-1]:
            out.append("i")
            run = 1
        out.append(phoneme)
    return out


def _is_foreign_opening(cluster: Sequence[str]) -> bool:
    if len(cluster) < _MOST_CONSONANTS:
        return False
    return (cluster[0] in _OBSTRUENTS and cluster[1] in _LIQUIDS) or tuple(cluster) == ("t", "ʃ")


@cache
def _irregular() -> dict[str, tuple[Letter, ...]]:
    rows = read_table(data("ar", "phonemes", "irregular.tsv"), ("word", "reading"))
    return {row["word"]: apart(row["reading"]) for row in rows}


_PROCLITICS = frozenset({ar.WAW, ar.FEH, ar.BEH, ar.LAM, ar.KAF, ar.TEH, ar.HAMZA_ON_ALEF})


def _regular(word: Sequence[Letter]) -> Sequence[Letter]:
    """Write what the spelling hides (dagger alef, silent letters) into the letters, behind up to two clitics."""
    letters = plain(word)
    for skipped in _stems(letters):
        if found := _irregular().get(letters[skipped:]):
            stem = [_agreed(written, known) for written, known in zip(word[skipped:], found, strict=True)]
            return (*word[:skipped], *stem)
    return word


def _stems(plain: str) -> Iterator[int]:
    """Tell where the stem may begin: behind up to two clitics, and behind the article."""
    for at, char in enumerate(plain[:3]):
        yield at
        if plain.startswith(ar.ALEF + ar.LAM, at):
            yield at + 2
        if char not in _PROCLITICS:
            return


def _agreed(written: Letter, known: Letter) -> Letter:
    if known.silent and written.bare and not written.doubled:
        return replace(written, silent=True)
    if known.dagger and written.vowel in {"", "a"} and not written.still:
        return replace(written, dagger=True, doubled=written.doubled or known.doubled)
    if known.vowel and written.bare:
        return replace(written, vowel=known.vowel)
    return written


def _consonant(mouth: _Mouth, at: int, letter: Letter) -> None:
    if at == mouth.wasl.lam:
        _article(mouth, at, letter)
        return
    sound = STOP if letter.char in ar.HAMZAS else sounds()[letter.char].ipa
    doubled = (letter.doubled and bool(mouth.out)) or _assimilates(mouth, at - 1)
    mouth.out += [sound] * (2 if doubled else 1)
    _vowel(mouth, letter)


def _vowel(mouth: _Mouth, letter: Letter) -> None:
    if letter.dagger:
        mouth.out.append("aː")
    elif letter.vowel:
        mouth.out += [letter.vowel, "n"] if letter.tanwin else [letter.vowel]


def _assimilates(mouth: _Mouth, lam: int) -> bool:
    """Say whether `lam` is the article's and the letter behind it takes it in."""
    if lam < 0 or lam != mouth.wasl.lam or mouth.word[lam].doubled or mouth.word[lam].vowel:
        return False
    behind = mouth.word[lam + 1 : lam + 2]
    sound = sounds().get(behind[0].char) if behind else None
    return sound is not None and sound.sun


def _article(mouth: _Mouth, at: int, lam: Letter) -> None:
    if _assimilates(mouth, at):
        return
    mouth.out += ["l", "l"] if lam.doubled else ["l"]
    following = plain(mouth.word[at + 1 : at + 2])
    if following == ar.ALEF and not lam.vowel and wasl.opens_derived(mouth.word[at + 2 :]):
        mouth.out.append("i")
    elif following != ar.HAMZA_UNDER_ALEF:
        _vowel(mouth, lam)


def _hamza(mouth: _Mouth, at: int, letter: Letter) -> None:
    opens = mouth.last() not in VOWELS
    mouth.out += [STOP] * (2 if letter.doubled and mouth.out else 1)
    if letter.bare and opens and letter.char in _OPENING_VOWELS:
        mouth.out.append(_opening_vowel(mouth, at, letter))
    else:
        _vowel(mouth, letter)


_OPENING_VOWELS = {ar.HAMZA_ON_ALEF: "a", ar.HAMZA_UNDER_ALEF: "i"}


def _opening_vowel(mouth: _Mouth, at: int, hamza: Letter) -> str:
    """Guess the vowel of an unmarked hamza: what its seat says, but u before a bare waw, as in Europe's name."""
    rest = mouth.word[at + 1 :]
    if len(rest) > 1 and rest[0].char == ar.WAW and rest[0].bare and not rest[0].doubled:
        return "u"
    return _OPENING_VOWELS[hamza.char]


def _madda(mouth: _Mouth, _at: int, _letter: Letter) -> None:
    mouth.out += [STOP, "aː"]


def _alef(mouth: _Mouth, at: int, letter: Letter) -> None:
    if at == mouth.wasl.alef:
        if at == 0:
            mouth.out += [STOP, _wasl_vowel(mouth, letter)]
        return
    if at == 0:
        mouth.out += [STOP, letter.vowel or "a"]
        return
    before = mouth.word[at - 1]
    if mouth.wasl.lam == at - 1 and mouth.last() == "i":  # "al-istiqbaal": a second hamzat wasl
        return
    if before.tanwin or _closes_plural(mouth, at) or mouth.last() in {*LONG, "i", "u"}:
        return
    mouth.lengthen("a")


def _closes_plural(mouth: _Mouth, at: int) -> bool:
    """Say whether this is the silent alef behind the waw of the plural."""
    waw = mouth.word[at - 1]
    return at == len(mouth.word) - 1 and at > 1 and waw.char == ar.WAW and not waw.vowel and not waw.doubled


def _wasl_vowel(mouth: _Mouth, alef: Letter) -> str:
    if mouth.wasl.lam == 1:
        return "a"
    if alef.vowel or wasl.is_old_noun(mouth.word[1:]):
        return alef.vowel or "i"
    first = next((letter.vowel for letter in mouth.word[1:4] if letter.vowel), "i")
    return "u" if first == "u" else "i"


def _alef_maksura(mouth: _Mouth, at: int, letter: Letter) -> None:
    if letter.vowel or letter.doubled or mouth.last() == "i":
        _glide(mouth, at, replace(letter, char=ar.YEH))
    elif not mouth.word[at - 1].tanwin and mouth.last() not in LONG:
        mouth.lengthen("a")


def _glide(mouth: _Mouth, at: int, letter: Letter) -> None:
    consonant, vowel = _GLIDES[letter.char]
    last = mouth.last()
    if letter.doubled:
        if last and last not in VOWELS:
            mouth.out.append(vowel)
        mouth.out += [consonant] * (2 if last else 1)
        _vowel(mouth, letter)
    elif letter.vowel or letter.dagger:
        mouth.out.append(consonant)
        _vowel(mouth, letter)
    elif at and mouth.word[at - 1].tanwin:  # the waw of the name Amr
        return
    elif letter.bare and _opens_syllable(mouth, at):
        mouth.out.append(consonant)
    elif last == vowel or (last and last not in VOWELS and _lengthens(mouth, at, letter)):
        mouth.lengthen(vowel)
    else:
        mouth.out.append(consonant)


def _opens_syllable(mouth: _Mouth, at: int) -> bool:
    """Say whether a long vowel follows, unmarked: the glide before it is a consonant then, as in "Russia"."""
    following = mouth.word[at + 1 : at + 2]
    if not following or following[0].doubled or not following[0].bare:
        return False
    if following[0].char == ar.ALEF and _closes_plural(mouth, at + 1):
        return False
    return following[0].char in {ar.ALEF, ar.ALEF_MAKSURA, ar.WAW, ar.YEH}


def _lengthens(mouth: _Mouth, at: int, letter: Letter) -> bool:
    """Say whether a bare waw or yeh behind a consonant is its long vowel."""
    return not letter.still and not mouth.word[at - 1].still and mouth.wasl.lam != at - 1


def _teh_marbuta(mouth: _Mouth, at: int, letter: Letter) -> None:
    if mouth.last() == "iː" and mouth.word[at - 1].bare:  # the ending of adjectives, its shadda left out
        mouth.out[-1:] = ["i", "j", "j"]
    if mouth.last() not in VOWELS:
        mouth.out.append("a")
    if letter.vowel:
        mouth.out.append("t")
        _vowel(mouth, letter)
    else:
        mouth.out.append("h")


_RULES: dict[str, Callable[[_Mouth, int, Letter], None]] = {
    ar.ALEF: _alef,
    ar.ALEF_WASLA: _alef,
    ar.ALEF_MADDA: _madda,
    ar.ALEF_MAKSURA: _alef_maksura,
    ar.WAW: _glide,
    ar.YEH: _glide,
    ar.TEH_MARBUTA: _teh_marbuta,
    **dict.fromkeys(ar.HAMZAS, _hamza),
}
