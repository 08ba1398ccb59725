"""Where a word has a hamzat wasl and the article: the alef that is said only where nothing is said before it.

After Wright, *A Grammar of the Arabic Language*, I §§ 18-22, and Ryding, *A Reference Grammar of Modern Standard
Arabic* (2005), ch. 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import letters as ar
from briefing.narration.phonemes.letters import plain, sounds
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.narration.phonemes.letters import Letter

_CLITICS = {ar.WAW: "a", ar.FEH: "a", ar.BEH: "i", ar.LAM: "i", ar.KAF: "a", ar.TEH: "a"}
_LONGEST_CLITICS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Wasl:
    """The place of the hamzat wasl, and of the article's lam where it is an article."""

    alef: int | None = None
    lam: int | None = None


NO_WASL = Wasl()


# The t of form VIII, and what it becomes beside an emphatic or a voiced letter.
_INFIXES = frozenset({ar.TEH, ar.TAH, ar.DAL})


def find(word: Sequence[Letter]) -> Wasl:
    """Find the hamzat wasl of a word, behind up to two clitics."""
    for at in range(min(_LONGEST_CLITICS + 1, len(word) - 1)):
        letter = word[at]
        if letter.char in {ar.ALEF, ar.ALEF_WASLA} and not letter.dagger and not letter.silent:
            return _at(word, at)
        if letter.char not in _CLITICS or letter.doubled or letter.still:
            return NO_WASL
        if letter.char == ar.LAM and _is_joined_article(word[at + 1 :]):
            return Wasl(lam=at + 1)
    return NO_WASL


def _at(word: Sequence[Letter], at: int) -> Wasl:
    if at and not _said_before(word[at - 1], word[at]):
        return NO_WASL
    rest = word[at + 1 :]
    if _is_article(rest, clitic=word[at - 1] if at else None):
        return Wasl(alef=at, lam=at + 1)
    if word[at].char == ar.ALEF_WASLA:
        return Wasl(alef=at)
    opens = _opens_verb if at else _opens_cluster
    return Wasl(alef=at) if opens(word, at) else NO_WASL


def _said_before(clitic: Letter, alef: Letter) -> bool:
    """Say whether the letter before the alef can be a clitic with its own short vowel."""
    if alef.vowel or alef.tanwin:
        return False
    return clitic.vowel in {"", _CLITICS[clitic.char]}


def _is_article(rest: Sequence[Letter], *, clitic: Letter | None) -> bool:
    if not rest or rest[0].char != ar.LAM:
        return False
    if len(rest) == 1:  # the article of a number or a foreign word, written by itself
        return True
    lam, noun = rest[0], rest[1]
    if lam.doubled:  # the relative pronouns: one lam is written for two
        return noun.char in {"\N{ARABIC LETTER THAL}", ar.TEH} and lam.vowel == "a"
    if lam.vowel == "i":
        if noun.char == ar.HAMZA_UNDER_ALEF:  # a vowel that belongs to the hamza, put on the lam
            return noun.bare
        return noun.char == ar.ALEF and not noun.vowel and opens_derived(rest[2:])
    return not lam.vowel and not lam.dagger and _takes_article(lam, rest[1:], clitic=clitic)


def _takes_article(lam: Letter, noun_letters: Sequence[Letter], *, clitic: Letter | None) -> bool:
    noun = noun_letters[0]
    sound = sounds().get(noun.char)
    if sound is None or not sound.sun or noun.doubled:
        return True
    if lam.still:
        # "iltaqa", "calcium": a sun letter without its shadda behind a quiet lam is no article's noun.
        return clitic is None and noun.char != ar.TEH
    marked = any(not letter.bare for letter in noun_letters[1:])
    return not marked or noun.bare


def _opens_cluster(word: Sequence[Letter], at: int) -> bool:
    """Say whether a word's first alef only carries the vowel that opens a cluster."""
    alef, first = word[at], word[at + 1]
    if alef.vowel == "a" or alef.tanwin:
        return False
    if first.char in {ar.ALEF, ar.ALEF_MAKSURA} or first.char in ar.HAMZAS:
        return False
    return first.doubled or first.still or (first.bare and len(word) > 2)  # noqa: PLR2004 - "in", "aw"


def _opens_verb(word: Sequence[Letter], at: int) -> bool:
    """Say whether a clitic's alef opens a word: after kasra always, else by the shape of the rest."""
    if word[at - 1].vowel == "i":
        return True
    return word[at - 1].char in {ar.WAW, ar.FEH, ar.BEH, ar.LAM} and opens_derived(word[at + 1 :])


def opens_derived(rest: Sequence[Letter]) -> bool:
    """Say whether the letters go on like a verb of forms VII, VIII or X, its noun, or one of the old nouns."""
    if len(rest) < 2 or (rest[0].vowel and not rest[0].doubled):  # noqa: PLR2004 - "ism"
        return False
    if is_old_noun(rest):
        return True
    first, second = rest[0], rest[1]
    if len(rest) <= 2 or first.doubled:  # noqa: PLR2004 - too short for a verb
        return first.doubled and len(rest) > 2 and (first.vowel != "" or second.char == ar.TEH)  # noqa: PLR2004
    if first.char == ar.SEEN and second.char == ar.TEH:
        return True
    if first.char == ar.NOON and second.vowel:
        return _goes_on_like_form_seven(rest)
    return first.still and second.char in _INFIXES


def _goes_on_like_form_seven(rest: Sequence[Letter]) -> bool:
    second = rest[1]
    if second.vowel == "i":  # its noun has a long a: "infijaar", but the city of Vancouver has not
        return plain(rest[3:4]) == ar.ALEF
    return second.vowel == "a" and not second.tanwin


def is_old_noun(rest: Sequence[Letter]) -> bool:
    """Say whether the letters behind the alef are those of name, son, woman, two and their forms."""
    return plain(rest) in _old_nouns()


@cache
def _old_nouns() -> frozenset[str]:
    return frozenset(row["rest"] for row in read_table(data("ar", "phonemes", "wasl_nouns.tsv"), ("rest",)))


def _is_joined_article(rest: Sequence[Letter]) -> bool:
    """Say whether the article follows the preposition li, behind which it loses its alef."""
    return len(rest) > 1 and rest[0].char == ar.LAM and not (rest[0].vowel or rest[0].doubled or rest[0].dagger)
