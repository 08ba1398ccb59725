"""Cardinals: a number with the noun that it counts, or alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, TEH, TEH_MARBUTA, YEH
from briefing.model import Gender
from briefing.narration.verbalize import cues, nouns
from briefing.narration.verbalize.cardinals import Form, cardinal, words
from briefing.narration.verbalize.grammar import nunated
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.numeral import lex
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import past_joined, word_after
from briefing.narration.verbalize.spoken import behind_point, count, say
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.nouns import Counted
    from briefing.narration.verbalize.slot import Slot

_TWO = 2
_MORE = re.compile(r"\+(?= )")
# A plural is looked for among those that follow a number of this size.
_SEVERAL = 3


def counts_at(text: str, position: int) -> bool:
    """Say whether a number that ends here counts something: a noun, or some of those that follow."""
    word = word_after(text, position)
    return word is not None and (word.text == words()["of"] or nouns.find(word.text, None) is not None)


def read(slot: Slot) -> Reading:
    """Read whatever no other class took: every numeral can be said."""
    counted, value = slot.counted, slot.numeral.value
    more = _more_than(slot)
    if more:
        return more
    if slot.numeral.fraction and counted and counted.known and counted.shape is nouns.Shape.SINGULAR:
        return _decimal(slot, counted)
    if value is None or counted is None:
        form = slot.form(gender=_gender_of_several(slot))
        return slot.reading(slot.end, say(slot.numeral, form), SemioticClass.CARDINAL, "alone")
    if value % 100 in (1, 2) and not slot.in_brackets and slot.next and nouns.find(slot.next.text, value) == counted:
        return _with_noun(slot, counted, value)
    at_once = past_joined(slot.text, slot.end) == slot.end
    said = cardinal(value, slot.form(gender=counted.noun.gender, construct=at_once))
    return slot.reading(slot.end, said, SemioticClass.CARDINAL, f"{counted.noun.gender} noun")


def _more_than(slot: Slot) -> Reading | None:
    """Read a number with a plus behind it and a noun that it counts: "300+ engineers" are more than 300."""
    value, plus = slot.numeral.value, _MORE.match(slot.text, slot.end)
    if value is None or plus is None or slot.sign:
        return None
    word = word_after(slot.text, plus.end())
    counted = nouns.find(word.text, value) if word else None
    if counted is None:
        return None
    form = Form(gender=counted.noun.gender, construct=True)
    said = cardinal(value, form)
    if not cues.any_of(slot.left[:2], "cardinal", "more"):
        said = f"{cues.said('cardinal', 'more_than')} {said}"
    return slot.reading(plus.end(), said, SemioticClass.CARDINAL, "more than")


def _gender_of_several(slot: Slot) -> Gender:
    """Return the gender of those among whom so many are: two of the girls, two of three committees."""
    if slot.next is None or slot.next.text != words()["of"]:
        return Gender.MASCULINE
    start = slot.next.end
    between = word_after(slot.text, start)
    if between and cues.any_of((between.text,), "cardinal", "of_a_whole"):
        start = between.end
    if slot.text[start + 1 : start + 2].isdecimal():
        start = lex(slot.text, start + 1).end
    whole = word_after(slot.text, start)
    several = nouns.find(bare(whole.text).removeprefix(ARTICLE), _SEVERAL) if whole else None
    plural = several is not None and several.shape is nouns.Shape.PLURAL
    # "Passers-by" has the ending of a feminine; of plurals that the table does not know only one ending is.
    sure = several is not None and whole is not None and (several.known or bare(whole.text).endswith(ALEF + TEH))
    return several.noun.gender if several is not None and plural and sure else Gender.MASCULINE


def _decimal(slot: Slot, counted: Counted) -> Reading:
    """Say a decimal with its noun, which many papers leave in the bare singular: 84.37 dollars."""
    said = say(slot.numeral, slot.form())
    if slot.next is None or bare(slot.next.text) != counted.noun.singular:
        return slot.reading(slot.end, said, SemioticClass.CARDINAL, "alone")
    noun = behind_point(slot.numeral, counted.noun)
    if noun == counted.noun.singular or slot.in_brackets:
        return slot.reading(slot.end, said, SemioticClass.CARDINAL, "alone")
    adjective = word_after(slot.text, slot.next.end)
    if adjective is None or bare(adjective.text) not in _adjectives():
        return slot.reading(slot.next.end, f"{said} {noun}", SemioticClass.CARDINAL, "decimal and noun")
    described = f"{said} {noun} {nunated(bare(adjective.text))}"
    return slot.reading(adjective.end, described, SemioticClass.CARDINAL, "decimal and noun")


@remembered
def _adjectives() -> frozenset[str]:
    """Return what describes a unit or a currency, and stands in its case: square, Saudi."""
    return frozenset(row["adjective"] for name in ("units", "currencies") for row in table(name) if row["adjective"])


def _with_noun(slot: Slot, counted: Counted, value: int) -> Reading:
    assert slot.next is not None  # noqa: S101 - the caller saw it
    if not counted.known:
        said = cardinal(value, slot.form(gender=counted.noun.gender))
        return slot.reading(slot.end, said, SemioticClass.CARDINAL, "alone")
    end, adjective = _adjective(slot, counted, value)
    said = count(value, counted.noun, slot.case, adjective)
    return slot.reading(end, said, SemioticClass.CARDINAL, "one and two follow the noun")


def _adjective(slot: Slot, counted: Counted, value: int) -> tuple[int, str]:
    assert slot.next is not None  # noqa: S101 - the caller saw it
    word = word_after(slot.text, slot.next.end)
    if value > _TWO or word is None or bare(word.text).startswith(ARTICLE):
        return slot.next.end, ""
    ending = YEH + TEH_MARBUTA if counted.noun.gender is Gender.FEMININE else YEH
    return (word.end, bare(word.text)) if bare(word.text).endswith(ending) else (slot.next.end, "")
