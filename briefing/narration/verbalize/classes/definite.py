"""Definite numbers: the five states, the G7, the last 24 hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, BEH, HEH, LAM
from briefing.model import Gender
from briefing.narration.verbalize import cues, governors, nouns
from briefing.narration.verbalize.cardinals import cardinal, words
from briefing.narration.verbalize.classes.ordinal import case_of_noun, from_plural, head, plural_of, without_owner
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.ordinals import ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after
from briefing.narration.verbalize.spoken import definite

if TYPE_CHECKING:
    from briefing.narration.verbalize.slot import Slot


def read(slot: Slot) -> Reading | None:
    """Read a number with the article: its gender is that of the noun behind it, else of the noun before it."""
    value = slot.numeral.value
    if not slot.prefix.article or value is None or slot.numeral.parts:
        return None
    gender, rule = _gender(slot)
    case = slot.case
    if not slot.prefix.preposition and slot.left and not governors.is_function_word(slot.left[0]):
        indefinite = ARTICLE not in bare(slot.left[0])[:4] and not cues.is_owned(bare(slot.left[0]))
        noun = from_plural(slot.left) if plural_of(slot.left) else slot.left
        case = Case.GENITIVE if indefinite else case_of_noun(noun, glued=False)
    numbered = Gender.MASCULINE if _is_day(slot) else _sovereign(slot) or _second_ordinal(slot)
    if numbered:
        return slot.reading(slot.end, ordinal(value, numbered, case), SemioticClass.ORDINAL, "named", definite=True)
    if _is_age(slot):
        said = ordinal(value, Gender.FEMININE, case)
        return slot.reading(slot.end, said, SemioticClass.DEFINITE, "age", definite=True)
    unnunated = case if case is Case.NOMINATIVE else Case.GENITIVE
    said = definite(cardinal(value, slot.form(gender=gender, case=unnunated)))
    return slot.reading(slot.end, said, SemioticClass.DEFINITE, rule, definite=True)


def _is_day(slot: Slot) -> bool:
    return _of_one_of(slot, "months")


def _sovereign(slot: Slot) -> Gender | None:
    """Return the gender of the pope, king or queen whose number it is, None where there is none."""
    # "The king and the members of his family" are counted.
    if not slot.left or bare(slot.left[0]).startswith(ARTICLE) or bare(slot.left[0]).endswith((HEH, HEH + ALEF)):
        return None
    if cues.any_of(slot.left[1:3], "definite", "sovereigns_feminine"):
        return Gender.FEMININE
    named = cues.any_of(slot.left[:1], "definite", "sovereign_names")
    return Gender.MASCULINE if named or cues.any_of(slot.left[1:3], "definite", "sovereigns") else None


def _second_ordinal(slot: Slot) -> Gender | None:
    """Return the gender of "the 18th and the 19th century" at its second number, None where there is no first."""
    previous = slot.previous
    if not slot.prefix.conjunction or previous is None or previous.semiotic_class is not SemioticClass.ORDINAL:
        return None
    if slot.text[previous.end : slot.prefix.start].strip():
        return None
    found = head(tuple(word for word in slot.left if bare(word) != ARTICLE), article=True)
    return found.gender if found else None


def _of_one_of(slot: Slot, name: str) -> bool:
    """Say whether the word for of, and one of the words of a cue, stand behind the number."""
    if slot.next is None or slot.next.text != words()["of"]:
        return False
    word = word_after(slot.text, slot.next.end)
    return word is not None and bare(word.text) in cues.listed("definite", name)


def _is_age(slot: Slot) -> bool:
    if slot.left and bare(slot.left[0]) in cues.listed("definite", "age"):
        return True
    return _of_one_of(slot, "ages")


def _gender(slot: Slot) -> tuple[Gender, str]:
    left = slot.left[1:] if cues.any_of(slot.left[:1], "definite", "appositions") and slot.left[1:] else slot.left
    before = left[0] if left else ""
    if bare(before) in cues.listed("definite", "groups"):
        return Gender.FEMININE, "group"
    if bare(before) in cues.listed("definite", "rounds"):
        return Gender.MASCULINE, "round"
    if plural := plural_of(tuple(left)):
        return plural.noun.gender, "plural before"
    spelled = bare(before)
    for glued in (BEH, LAM, ""):
        spelled = spelled.removeprefix(glued + ARTICLE)
    if cues.is_owned(spelled):
        written = cues.unowned(spelled)
        plural = nouns.find(written, 3)
        spelled = written if plural and plural.known else without_owner(spelled)
    if spelled != bare(before):
        found = nouns.find(spelled, 3)
        if found:
            return found.noun.gender, "noun before"
    if slot.counted:
        return slot.counted.noun.gender, "noun behind"
    return Gender.MASCULINE, "alone"
