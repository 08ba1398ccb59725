"""Ordinals: numbers behind a noun that is numbered rather than counted, as Article 26 or the 23rd session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import (
    ALEF,
    ARTICLE,
    BEH,
    FEH,
    HAMZA,
    HAMZA_ON_WAW,
    HAMZA_ON_YEH,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.arabic.words import Part, is_plural, stem_parts
from briefing.model import Gender
from briefing.narration.verbalize import cues, governors, nouns
from briefing.narration.verbalize.cardinals import Form, cardinal
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.ordinals import ordinal
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.nouns import Counted
    from briefing.narration.verbalize.slot import Slot

# A plural, or a dual, that has this ending shows its case.
_SOUND_OBLIQUE = YEH + NOON
# "The Saudi relief plane the 22nd": two adjectives at most stand between.
_FARTHEST_HEAD = 3
_LARGEST = 1000
_FEW = 10  # so many of a thing are counted in the plural
_LARGEST_NAMED = 100


@remembered
def _numbered() -> dict[str, Gender]:
    return {row["noun"]: Gender(row["gender"]) for row in table("numbered")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The noun that a number stands behind: its gender, the words from it leftwards, and what is glued to it."""

    gender: Gender
    left: tuple[str, ...]
    glued: bool


def _split(word: str) -> tuple[str, bool]:
    """Return a word with its article and without what is glued before it; the flag tells of a preposition."""
    spelled = bare(word)
    if spelled[:1] in (WAW, FEH) and spelled[1:].startswith((ARTICLE, LAM + LAM, BEH + ARTICLE)):
        spelled = spelled[1:]
    if spelled.startswith(LAM + LAM):
        return ARTICLE + spelled[2:], True
    if spelled[:1] in (BEH, KAF) and spelled[1:].startswith(ARTICLE):
        return spelled[1:], True
    return spelled, False


def head(left: tuple[str, ...], *, article: bool) -> Head | None:
    """Return the definite noun that a number gives a place to, at once before it or before its adjective.

    With the article on the number any known singular will do, "his 24th title"; without it the noun must be one that
    is numbered rather than counted.
    """
    if article and plural_of(left):
        return None
    for index, word in enumerate(left[: _FARTHEST_HEAD if article else 2]):
        spelled, glued = _split(word)
        gender = _numbered().get(spelled) or (_singular(spelled) if article else None)
        if gender is None and article:
            gender = _owned_behind_preposition(spelled)
            glued = glued or gender is not None
        # "This year 12 writers": what is pointed at has no number.
        pointed = cues.any_of(left[index + 1 : index + 2], "case", "demonstratives") and not article
        if gender and not pointed and all(_is_adjective(between) for between in left[:index]):
            return Head(gender=gender, left=left[index:], glued=glued)
    return None


def plural_of(left: tuple[str, ...]) -> Counted | None:
    """Return the plural that belongs to the noun before a number: of "the states of the union the 27" the states."""
    words = from_plural(left)
    found = nouns.find(bare(words[0]), 3) if words else None
    return found if found and found.known and found.shape is nouns.Shape.PLURAL else None


def from_plural(left: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words from what is owned leftwards, without its owner and that one's adjective; else nothing."""
    if not left or not bare(left[0]).startswith(ARTICLE):
        return ()
    described = _is_adjective(left[0]) and bare(left[1]).startswith(ARTICLE) if len(left) > 1 else False
    return left[2 if described else 1 :]


def _singular(word: str) -> Gender | None:
    """Return the gender of a known noun in the singular that has the article or an owner."""
    stem = word.removeprefix(ARTICLE) if word.startswith(ARTICLE) else without_owner(word)
    found = nouns.find(stem, None) if stem else None
    if found is None:
        return None
    if found.known:
        return found.noun.gender if found.shape is nouns.Shape.SINGULAR else None
    # "Its independence": what the dictionary has, and no plural, is one thing.
    owned = not word.startswith(ARTICLE) and stem_parts(fold(stem)) & Part.NOUN and not is_plural(fold(stem))
    return found.noun.gender if owned else None


def _owned_behind_preposition(word: str) -> Gender | None:
    """Return the gender of an owned noun with a preposition glued to it."""
    return _singular(word[1:]) if word[:1] in (BEH, LAM) else None


def without_owner(word: str) -> str:
    """Return a noun without whose it is, "" where that is not said; its last letter as it is at the end of a word."""
    owner = next((owner for owner in (HEH + ALEF, HEH + MEEM, HEH) if word.endswith(owner)), "")
    stem = word.removesuffix(owner) if owner else ""
    if stem.endswith(TEH):
        return stem.removesuffix(TEH) + TEH_MARBUTA
    return stem[:-1] + HAMZA if stem.endswith((HAMZA_ON_WAW, HAMZA_ON_YEH)) else stem


def _is_adjective(word: str) -> bool:
    spelled = bare(word)
    return spelled.startswith(ARTICLE) and spelled.endswith((TEH_MARBUTA, YEH))


def _is_of_origin(word: str) -> bool:
    spelled = bare(word)
    return spelled.startswith(ARTICLE) and spelled.endswith((YEH + TEH_MARBUTA, YEH))


def _without_adverb(left: tuple[str, ...]) -> tuple[str, ...]:
    """Return a noun and the words before it, without the one between that says when: "begins tonight the session"."""
    when = any(cues.any_of(left[1:2], "case", name) for name in ("adverbs", "periods"))
    return (left[0], *left[2:]) if when and len(left) > 2 else left  # noqa: PLR2004 - a verb before it


def case_of_noun(left: tuple[str, ...], *, glued: bool) -> Case:
    """Return the case of the noun that stands nearest before a number."""
    if glued:
        return Case.GENITIVE
    if bare(left[0]).startswith(ARTICLE) and bare(left[0]).endswith(_SOUND_OBLIQUE):
        return Case.GENITIVE
    left = _without_adverb(left)
    # "Its members" are written with their case, by the seat of the hamza.
    seated = cues.is_owned(bare(left[0])) and HAMZA_ON_WAW in bare(left[0])[-3:-1]
    if seated or len(left) < 2:  # noqa: PLR2004 - nothing before the noun
        return Case.NOMINATIVE
    describes = _is_of_origin(left[0]) or cues.any_of(left[:1], "definite", "appositions")
    if describes and bare(left[1]).startswith(ARTICLE):
        return case_of_noun(left[1:], glued=False)
    before = governors.governor(left[1])
    if before is not None:
        return Case.NOMINATIVE if before.kind == "verb" else before.case
    return Case.NOMINATIVE if governors.is_subject(left[1:]) else Case.GENITIVE


def _counts(slot: Slot) -> bool:
    """Say whether a noun behind a number is counted by it: known to be, or a singular that shows that it is.

    "Article 26 paragraph 3" counts no paragraphs.
    """
    counted, noun = slot.counted, slot.next
    if counted is None or noun is None:
        return False
    if ARTICLE + bare(noun.text) in _numbered() and slot.text[noun.end : noun.end + 2].strip().isdecimal():
        return False
    # "The place 12 worldwide" counts no worlds.
    ending = bare(noun.text).endswith((TEH_MARBUTA, ALEF)) and not bare(noun.text).endswith(YEH + ALEF)
    shown = ending and bool(stem_parts(fold(counted.noun.singular)) & Part.NOUN)
    return counted.known or (shown and slot.numeral.value is not None and slot.numeral.value > _FEW)


def read(slot: Slot) -> Reading | None:
    """Read a number that names a place in an order."""
    value = slot.numeral.value
    if value is None or not 1 <= value < _LARGEST or not slot.left or slot.prefix.preposition or slot.sign:
        return None
    found = head(slot.left, article=slot.prefix.article)
    # A noun behind the number is counted by it, unless the number has the article: cases/verbalize/ordinal.tsv
    if found is None or (_counts(slot) and not slot.prefix.article):
        return None
    if value > _LARGEST_NAMED and not slot.prefix.article:
        return slot.reading(slot.end, cardinal(value, Form()), SemioticClass.ORDINAL, "beyond a hundred")
    said = ordinal(value, found.gender, case_of_noun(found.left, glued=found.glued))
    return slot.reading(slot.end, said, SemioticClass.ORDINAL, f"{found.gender} noun", definite=True)
