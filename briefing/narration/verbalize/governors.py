"""The case that the words before a number ask for; the oblique where they say nothing, as newsreaders do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, HEH, LAM, MEEM, NOON, WAW, YEH
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from collections.abc import Sequence

# How many words back a verb is looked for.
_REACH = 7
_PLACE_OF_TWO = 2
# "Supported the draft of the law 200 deputies": the verb stands at most two words before the object.
_OBJECT_REACH = 3
# A noun with one of these belongs to somebody: "their number", "its area".
_OWNERS = (HEH, HEH + ALEF, HEH + MEEM)
_SHORTEST_OWNED = 4
# Behind these its figure is no predicate: "their number reached 12", "after its fall of 74 cents".
_HEADS_OF_OWNED = ("preposition", "verb")


@dataclass(frozen=True, slots=True)
class Governor:
    """A word that decides the case of the number behind it."""

    case: Case
    kind: str


@remembered
def _governors() -> dict[str, Governor]:
    return {row["word"]: Governor(Case(row["case"]), row["kind"]) for row in table("governors")}


def governor(word: str) -> Governor | None:
    """Return what the table says of a word, with or without a conjunction on it."""
    known, spelled = _governors(), bare(word)
    found = known.get(spelled)
    if found is None and spelled[:1] in (WAW, FEH) and len(spelled) > 2:  # noqa: PLR2004 - a word behind it
        found = known.get(spelled[1:])
    return found


def is_function_word(word: str) -> bool:
    """Say whether a word is known to govern rather than to be counted."""
    return governor(word) is not None


def governed(left: Sequence[str], *, people: bool = False, counts: bool = False, opens: bool = False) -> Case:
    """Return the case of a number behind these words of its clause, the nearest first.

    `counts` says that a noun is counted, `people` that it is one for people, `opens` that one word alone stands between
    the end of a sentence and the number: a verb there has no other subject than the people.
    """
    clause, left = left, _without_places(left)
    # What begins a clause and has a place behind it is its verb, also one that the table does not know.
    verb = len(left) == 1 and len(clause) > 1 and _may_be_a_verb(left[0])
    if not left or verb or (people and _is_behind_an_object(left)):
        return Case.NOMINATIVE
    nearest = governor(left[0])
    if nearest is not None:
        return Case.NOMINATIVE if nearest.kind == "verb" and people and opens else nearest.case
    if not counts and cues.any_of(left[:1], "case", "named_by_number"):
        return Case.GENITIVE
    if cues.any_of(left[1:2], "case", "particles"):
        return Case.NOMINATIVE
    spelled = bare(left[0])
    if _is_owned(spelled):
        before = governor(left[1]) if len(left) > 1 else None
        return Case.ACCUSATIVE if before is not None and before.kind in _HEADS_OF_OWNED else Case.NOMINATIVE
    return _behind_a_subject(left) if spelled.startswith((ARTICLE, WAW + ARTICLE)) else Case.GENITIVE


def _may_be_a_verb(word: str) -> bool:
    """Say whether the table does not know a word, or as a noun only, which its number would stand behind at once."""
    found = governor(word)
    return found is None or found.kind == "noun"


def _without_places(left: Sequence[str]) -> Sequence[str]:
    """Drop what stands between a governor and its number: "in Gaza", "in the attack", "for him"."""
    clause = left
    while left:
        spelled = bare(left[0])
        with_owner = spelled[:1] in (LAM, BEH) and _is_owned(spelled) and governor(spelled) is None
        if with_owner or spelled.startswith((LAM + LAM, BEH + ARTICLE)):
            left = left[1:]
        elif _in_a_place(left):
            left = left[2:]
        elif _in_a_region(left):
            left = left[_PLACE_OF_TWO + 1 :]
        elif time := _time(left):
            left = left[time:]
        elif len(left) < len(clause) and _in_something(left):
            left = left[2:]
        else:
            break
    return left


def _is_behind_an_object(left: Sequence[str]) -> bool:
    """Say whether the thing comes before those who act on it: "attended the party 200 people"."""
    definite = bare(left[0]).startswith(ARTICLE) or cues.any_of(left[:1], "case", "places")
    return definite and cues.any_of(left[1:_OBJECT_REACH], "case", "done_by_people")


def _time(left: Sequence[str]) -> int:
    """Return how many words say when, before a number: "yesterday", "on Friday evening", "during the last year"."""
    length = 0
    while length < len(left):
        part_of_day = length > 0 and cues.any_of(left[length : length + 1], "case", "parts_of_day")
        if part_of_day or cues.any_of(left[length : length + 1], "case", "adverbs"):
            length += 1
        elif len(left) > length + 1 and _is_this_year(left[length : length + 2]):
            length += 2
        else:
            break
    # What leads to the time is a part of it.
    before = governor(left[length]) if 0 < length < len(left) else None
    return length + 1 if before is not None and before.kind == "preposition" else length


def _is_this_year(two: Sequence[str]) -> bool:
    """Say whether two words, the nearest first, are "the last year" or "this year"."""
    this = cues.any_of(two[1:], "case", "demonstratives") and cues.any_of(two[:1], "case", "periods")
    return this or cues.any_of(two[:1], "case", "relative")


def _in_something(left: Sequence[str]) -> bool:
    """Say whether "in an attack" stands there: with a place behind it, it is not the number's own governor."""
    before = governor(left[1]) if len(left) > 1 and governor(left[0]) is None else None
    return before is not None and before.kind == "preposition"


def _in_a_region(left: Sequence[str]) -> bool:
    """Say whether a place of two words stands there: "in the city of Gaza", "in the east of the country"."""
    if len(left) <= _PLACE_OF_TWO or any(governor(word) for word in left[:_PLACE_OF_TWO]):
        return False
    before = governor(left[_PLACE_OF_TWO])
    definite = bare(left[0]).startswith(ARTICLE) or cues.any_of(left[:1], "case", "places")
    timed = cues.any_of((left[_PLACE_OF_TWO],), "case", "times")
    return definite and before is not None and before.kind == "preposition" and not timed


def _in_a_place(left: Sequence[str]) -> bool:
    """Say whether "in Gaza", "in the attack" stands between the governor and the number."""
    if len(left) < 2:  # noqa: PLR2004 - a preposition and its noun
        return False
    before = governor(left[1])
    if before is None or before.kind != "preposition" or governor(left[0]):
        return False
    if _is_owned(bare(left[0])):
        # "On board of her" is a place, "after its fall" is not.
        return not cues.any_of((left[1],), "case", "times")
    return bare(left[0]).startswith((ARTICLE, WAW + ARTICLE)) or cues.any_of((left[0],), "case", "places")


def _is_owned(word: str) -> bool:
    return word.endswith(_OWNERS) and len(word) >= _SHORTEST_OWNED and not word.startswith(ARTICLE)


def _behind_a_subject(left: Sequence[str]) -> Case:
    measured = cues.any_of(tuple(left[:2]), "case", "measured")
    for word in left[1:_REACH]:
        found = governor(word)
        if found is not None and found.kind == "verb":
            return Case.ACCUSATIVE
        if found is not None and found.kind == "word":
            break
    return Case.NOMINATIVE if measured else Case.ACCUSATIVE


def coordinated(left: Sequence[str]) -> Case:
    """Return the case of a number that is joined by a conjunction to the noun before it."""
    nearest = bare(left[0])
    if nearest.endswith(ALEF):
        return Case.ACCUSATIVE
    if nearest.endswith(YEH + NOON):
        return Case.GENITIVE
    for index, word in enumerate(left[:_REACH]):
        found = governor(word)
        if found is not None and index:
            return found.case
    return Case.NOMINATIVE if len(left) < _REACH else Case.GENITIVE
