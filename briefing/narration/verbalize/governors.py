"""The case that the words before a number ask for; the oblique where they say nothing, as newsreaders do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, ALEF_MAKSURA, ARTICLE, FEH, NOON, TEH, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part, parts, stem_parts, unjoined
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.adverbials import adverbials
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import bare
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from collections.abc import Sequence

# How many words back a verb is looked for.
_REACH = 7
# "Supported the draft of the law 200 deputies": the verb stands at most two words before the object.
_OBJECT_REACH = 3
# Its object may have two adjectives: "got the first dose".
_FARTHEST_VERB = 4
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


def without_adverbials(left: Sequence[str], *, people: bool) -> Sequence[str]:
    """Return the words before a number without those next to it that say where, when and how."""
    return left[adverbials(left, _kind, people=people) :]


def _kind(word: str) -> str | None:
    found = governor(word)
    return found.kind if found else None


def is_joined(word: str) -> bool:
    """Say whether a word begins with "and" or "so", and not with these letters of its own: "opened", "lost"."""
    spelled = bare(word)
    return spelled[:1] in (WAW, FEH) and spelled not in _governors() and not parts(fold(spelled))


def is_preposition(word: str) -> bool:
    """Say whether a word is a preposition of the table."""
    return _kind(word) == "preposition"


def is_function_word(word: str) -> bool:
    """Say whether a word is known to govern rather than to be counted."""
    return governor(word) is not None


def governed(
    left: Sequence[str], *, people: bool = False, counts: bool = False, hers: bool = False, opens: bool = False
) -> Case:
    """Return the case of a number behind these words of its clause, the nearest first.

    `counts` says that a noun is counted, `people` that it is one for people, `hers` that it is feminine, `opens` that
    the clause begins a sentence: a verb there has no other subject than the people, or what it agrees with.
    """
    if cues.any_of(left[:1], "case", "number_itself"):
        return Case.GENITIVE
    measured = _is_measured_in_a_clause(left)
    clause, left = left, without_adverbials(left, people=people)
    # What begins a clause and has a place behind it is its verb, also one that the table does not know.
    if cues.any_of(left[1:2], "case", "relative_pronouns") and _has_a_verb(left[2:], Case.ACCUSATIVE):
        # "The museum, which was opened in the old town, holds 2500 pieces": the number is of the first verb.
        return Case.ACCUSATIVE
    begins = _begins(left)
    verb = begins and len(left) < len(clause) and _may_be_a_verb(left[0])
    # A verb that begins a sentence has its subject behind it, one that goes on with others' may have none.
    verb = verb or (begins and (opens or people) and is_strange_verb(left[0]))
    if (
        measured
        or not left
        or verb
        or (people and _is_behind_an_object(left))
        or (opens and _disagrees(left, people=people))
    ):
        return Case.NOMINATIVE
    nearest = _nearest(left)
    if nearest is not None:
        agrees = people or (hers and bare(left[0]).endswith(TEH))
        return Case.NOMINATIVE if nearest.kind == "verb" and agrees and opens and begins else nearest.case
    if not counts and cues.any_of(left[:1], "case", "named_by_number"):
        return Case.GENITIVE
    return Case.NOMINATIVE if opens and _has_no_verb(left) else _behind_a_stranger(left)


def _nearest(left: Sequence[str]) -> Governor | None:
    """Return what the table says of the nearest word: "that" before "there are" makes their noun its own."""
    nearest, before = governor(left[0]), governor(left[1]) if len(left) > 1 else None
    if nearest is None or before is None or not nearest.kind == before.kind == "word":
        return nearest
    return before if before.case is Case.ACCUSATIVE else nearest


def _is_measured_in_a_clause(left: Sequence[str]) -> bool:
    """Say whether the number is what something has: "on a loan whose value is 200 dollars" is a sentence of its own."""
    if len(left) < 2 or not cues.is_owned(bare(left[0])):  # noqa: PLR2004 - what is described, and its measure
        return False
    measure, described = cues.unowned(bare(left[0])), bare(left[1])
    if not cues.listed("case", "measures") & {measure, measure.removesuffix(TEH) + TEH_MARBUTA}:
        return False
    return not described.startswith(ARTICLE) and _governor_or_verb(described) is None and not is_joined(described)


def _disagrees(left: Sequence[str], *, people: bool) -> bool:
    """Say whether a feminine noun stands behind a masculine verb: "shook the capital 22 blasts" has its subject last.

    Behind a noun in the place of the verb, "the weight of the bag 22 kilos", the number is the predicate. A verb that
    the table has must be waiting for people: "got the first dose 200 citizens".
    """
    if not 1 < len(left) <= _FARTHEST_VERB or not all(map(_is_feminine, left[:-1])):
        return False
    verb, known = bare(left[-1]), governor(left[-1])
    if known is not None and not (people and known.kind == "verb"):
        return False
    noun = bare(left[-2]).endswith(TEH_MARBUTA)  # the other ending is that of a hospital too
    # "He got" begins as "she gets" does, but its own feminine is in the table.
    hers = verb.endswith(TEH) or (verb.startswith(TEH) and not _governors().keys() & {verb + TEH, verb[:-1] + TEH})
    return noun and not hers and not verb.startswith(ARTICLE) and not cues.is_owned(verb)


def _is_feminine(word: str) -> bool:
    return bare(word).startswith(ARTICLE) and bare(word).endswith((TEH_MARBUTA, ALEF_MAKSURA))


def _has_no_verb(left: Sequence[str]) -> bool:
    """Say whether the words before a number begin a sentence without a verb, of which it is the predicate."""
    head = fold(bare(left[-1]))
    if cues.any_of(left, "case", "parts_of_day"):
        return False  # "Thursday, 20 March" is when it was
    noun = parts(head) == Part.NOUN or cues.any_of(left[-1:], "case", "measured")
    verbless = all(governor(word) is None and not is_strange_verb(word) for word in left)
    return noun and verbless and bare(left[0]).startswith(ARTICLE) and not bare(left[-1]).startswith(ARTICLE)


def _begins(left: Sequence[str]) -> bool:
    """Say whether the nearest word is the first of its clause."""
    openers = ("openers", "relative_pronouns")
    return len(left) == 1 or any(cues.any_of(left[1:2], "case", name) for name in openers)


def is_strange_verb(word: str) -> bool:
    """Say whether a word that the table does not know is a finite verb by the dictionary, and no noun too."""
    if governor(word) is not None:
        return False
    folded = unjoined(fold(bare(word)))
    part = parts(folded)
    # Folded, the last letter of "gave" is that of "mine".
    noun = stem_parts(folded) if bare(word).endswith(ALEF_MAKSURA) else part
    return bool(part & Part.VERB) and not noun & Part.NOUN


def is_subject(left: Sequence[str]) -> bool:
    """Say whether the definite noun behind these words is the subject of a verb that the table does not know."""
    left = without_adverbials(left, people=False)
    return bool(left) and _begins(left) and is_strange_verb(left[0])


def _behind_a_stranger(left: Sequence[str]) -> Case:
    """Return the case of a number behind a word that the table does not know."""
    spelled = bare(left[0])
    if cues.any_of(left[1:2], "case", "particles") or _has_its_object(spelled):
        return Case.NOMINATIVE
    if cues.is_owned(spelled):
        before = _governor_or_verb(left[1]) if len(left) > 1 else None
        return Case.ACCUSATIVE if before is not None and before.kind in _HEADS_OF_OWNED else Case.NOMINATIVE
    return _behind_a_subject(left) if spelled.startswith((ARTICLE, WAW + ARTICLE)) else Case.GENITIVE


def _has_its_object(word: str) -> bool:
    """Say whether a word is a verb with the pronoun of its object: "the bus that carried her 42 workers"."""
    if not cues.is_owned(word):
        return False
    part = parts(fold(cues.unowned(word)))
    return bool(part & Part.IMPERFECT) and not part & Part.NOUN


def _may_be_a_verb(word: str) -> bool:
    """Say whether the table does not know a word, or as a noun only, which its number would stand behind at once."""
    found = governor(word)
    return found is None or found.kind == "noun"


def _is_behind_an_object(left: Sequence[str]) -> bool:
    """Say whether the thing comes before those who act on it: "attended the party 200 people"."""
    definite = bare(left[0]).startswith(ARTICLE) or cues.any_of(left[:1], "case", "places")
    return definite and cues.any_of(left[1:_OBJECT_REACH], "case", "done_by_people")


def _behind_a_subject(left: Sequence[str]) -> Case:
    measured = cues.any_of(tuple(left[:2]), "case", "measured")
    return Case.NOMINATIVE if measured and not _has_a_verb(left) else Case.ACCUSATIVE


def _has_a_verb(left: Sequence[str], case: Case | None = None) -> bool:
    """Say whether a verb, of a case, stands before the nearest word, with no particle between that begins a clause."""
    found = filter(None, map(_governor_or_verb, left[1:_REACH]))
    verb = next((one for one in found if one.kind in {"verb", "word"}), None)
    return verb is not None and verb.kind == "verb" and case in {None, verb.case}


def _governor_or_verb(word: str) -> Governor | None:
    return governor(word) or (Governor(Case.NOMINATIVE, "verb") if is_strange_verb(word) else None)


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
