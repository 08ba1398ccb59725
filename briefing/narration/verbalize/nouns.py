"""The counted nouns: the table, and a guess by the shape of the word for what it does not hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from briefing.arabic import vocabulary
from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, ARTICLE, BEH, HEH, KAF, LAM, MEEM, NOON, TEH, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part, stem_parts
from briefing.model import Gender
from briefing.narration.verbalize.cardinals import words
from briefing.narration.verbalize.governors import is_function_word
from briefing.narration.verbalize.grammar import Case, Noun, dual_of, nunated
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.tables import remembered, table

_FEW = range(3, 11)
_PERSON = "person"
_SOUND_PLURAL = WAW + NOON
_SOUND_OBLIQUE = YEH + NOON
_ALEF_TEH = ALEF + TEH
_HAMZA_ABOVE = "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}"
_YEH_HAMZA = "\N{ARABIC LETTER YEH WITH HAMZA ABOVE}"
_HAMZA_BELOW = "\N{ARABIC LETTER ALEF WITH HAMZA BELOW}"
# A plural like the one of "weapon" belongs to a masculine singular.
_PLURAL_OF_FEW = re.compile(f"{_HAMZA_ABOVE}..?.{TEH_MARBUTA}")
# Most plurals like "results" and "benefits" belong to a feminine; "fires", "alternatives" stand in the table.
_PLURAL_OF_FEMININE = re.compile(f"..{ALEF}{_YEH_HAMZA}.")
# Verbal nouns of the derived forms are masculine, and take the feminine plural.
_VERBAL = re.compile(f"(?:[{ALEF}{_HAMZA_BELOW}].+{ALEF}.|{TEH}.+{YEH}.){_ALEF_TEH}")

_PARTICIPLES = re.compile(f"{ARTICLE}{MEEM}...+(?:{_SOUND_PLURAL}|{_SOUND_OBLIQUE})")
_BROKEN = re.compile(f"{ARTICLE}{MEEM}.{ALEF}.{_SOUND_OBLIQUE}")

# The article, a conjunction, or a preposition with the article: what begins so is not counted.
_NO_NOUN = (ARTICLE, WAW, LAM + LAM, BEH + ARTICLE, KAF + ARTICLE)


class Shape(StrEnum):
    """In which form a counted noun is written."""

    SINGULAR = "singular"
    DUAL = "dual"
    PLURAL = "plural"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun as it stands in the text."""

    noun: Noun
    shape: Shape
    known: bool


@remembered
def _known() -> dict[Shape, dict[str, Noun]]:
    found: dict[Shape, dict[str, Noun]] = {shape: {} for shape in Shape}
    for row in _by_precedence():
        noun = Noun(singular=row["singular"], gender=Gender(row["gender"]), dual=row["dual"], plural=row["plural"])
        for form in {noun.singular, nunated(noun.singular)}:
            found[Shape.SINGULAR].setdefault(form, noun)
        for case in Case:
            found[Shape.DUAL].setdefault(noun.dual_in(case), noun)
        for plural in [noun.plural, *row["also"].split()]:
            for form in _plural_forms(plural):
                found[Shape.PLURAL].setdefault(form, noun)
    return found


def _by_precedence() -> list[dict[str, str]]:
    # The user's rows stand last in the table and go first; a plural of both genders is the masculine's.
    rows = table("nouns")[::-1]
    return sorted(rows, key=lambda row: row["gender"] == Gender.FEMININE)


def _plural_forms(plural: str) -> set[str]:
    forms = {plural, nunated(plural)}
    if plural.endswith(_SOUND_PLURAL):
        forms.add(plural.removesuffix(_SOUND_PLURAL) + _SOUND_OBLIQUE)
    return forms


def noun(singular: str) -> Noun:
    """Return the noun of the table with this singular; KeyError where there is none."""
    return _known()[Shape.SINGULAR][singular]


@remembered
def _people() -> frozenset[str]:
    # "Twenty books" are written as "writers".
    things = {row["singular"] for row in table("nouns") if row["kind"] != _PERSON}
    return frozenset(
        form
        for row in table("nouns")
        if row["kind"] == _PERSON
        for word in (row["singular"], row["dual"], row["plural"], *row["also"].split())
        if word not in things
        for form in (word + ALEF, *_plural_forms(word))
    )


def is_person(word: str) -> bool:
    """Say whether a word, with or without the article, is a form of a noun that counts people, or what somebody is."""
    indefinite = word.removeprefix(ARTICLE)
    if word in _people() or indefinite in _people():
        return True
    forms = (indefinite, indefinite.removesuffix(ALEF), indefinite.removesuffix(TEH_MARBUTA))
    counted = any(form in _known()[shape] for form in forms for shape in Shape)
    return not counted and any("role" in vocabulary.tags(form) for form in forms)


def is_participle(word: str) -> bool:
    """Say whether a definite word is the sound plural of a participle, as "the shareholders": mostly people.

    "The millions" and "the fields" have that ending too, behind a long vowel of their own.
    """
    return _PARTICIPLES.fullmatch(word) is not None and _BROKEN.fullmatch(word) is None


def find(word: str, value: int | None) -> Counted | None:
    """Return the noun that `word` is behind a number of this value, None where it counts nothing."""
    spelled = bare(word)
    few = value is not None and value % 100 in _FEW
    order = (Shape.PLURAL, Shape.SINGULAR, Shape.DUAL) if few else (Shape.SINGULAR, Shape.PLURAL, Shape.DUAL)
    for shape in order:
        known = _known()[shape].get(spelled)
        if known:
            return Counted(known, shape, known=True)
    closed = spelled[:-1] + TEH_MARBUTA
    if spelled.endswith(HEH) and stem_parts(fold(closed)) & Part.NOUN:
        # What is counted belongs to nobody: a heh at its end is a teh marbuta without its dots.
        return find(closed, value)
    if is_function_word(spelled) or len(spelled) < 3:  # noqa: PLR2004 - no noun is that short
        return None
    return _guess(spelled, few=few)


def _guess(word: str, *, few: bool) -> Counted | None:
    prepositional = word[0] in (LAM, BEH, KAF) and word[1:] in _known()[Shape.SINGULAR]
    # "A workshop" begins with the letter of "and".
    joined = word.startswith(_NO_NOUN) and not (word[0] == WAW and stem_parts(fold(word)) & Part.NOUN)
    if prepositional or joined:
        return None
    gender = Gender.MASCULINE
    if any(word == scale["few"] for scale in words()["scale"]):
        return Counted(Noun(singular=word, gender=gender, dual=dual_of(word), plural=word), Shape.PLURAL, known=False)
    if word.endswith(TEH_MARBUTA):
        masculine = few and _PLURAL_OF_FEW.fullmatch(word)
        gender = Gender.MASCULINE if masculine else Gender.FEMININE
    elif (few and _PLURAL_OF_FEMININE.fullmatch(word)) or (word.endswith(_ALEF_TEH) and not _VERBAL.fullmatch(word)):
        gender = Gender.FEMININE
    singular = word.removesuffix(ALEF)
    guessed = Noun(singular=singular, gender=gender, dual=dual_of(singular), plural=word)
    return Counted(guessed, Shape.PLURAL if few else Shape.SINGULAR, known=False)
