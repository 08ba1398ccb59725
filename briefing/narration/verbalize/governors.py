"""The case that the words before a number ask for; the oblique where they say nothing, as newsreaders do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import ARTICLE, FEH, LAM, WAW, bare
from briefing.narration.verbalize.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

# How many words back a verb is looked for.
_REACH = 7


@dataclass(frozen=True, slots=True)
class Governor:
    """A word that decides the case of the number behind it."""

    case: Case
    kind: str


@cache
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


def governed(left: Sequence[str]) -> Case:
    """Return the case of a number behind these words of its clause, the nearest first."""
    if not left:
        return Case.NOMINATIVE
    nearest = governor(left[0])
    if nearest is not None:
        return nearest.case
    spelled = bare(left[0])
    verb = _verb(left[1:_REACH])
    if _is_subject(spelled):
        return _behind_a_subject(left, verb)
    return Case.GENITIVE if len(left) > 1 or verb is None else Case.ACCUSATIVE


def _is_subject(word: str) -> bool:
    return word.startswith((ARTICLE, WAW + ARTICLE, LAM + LAM))


def _behind_a_subject(left: Sequence[str], verb: Governor | None) -> Case:
    if verb is not None:
        return Case.ACCUSATIVE
    first = governor(left[1]) if len(left) > 1 else None
    return Case.NOMINATIVE if first is not None and first.kind == "word" else Case.ACCUSATIVE


def _verb(words: Sequence[str]) -> Governor | None:
    for word in words:
        found = governor(word)
        if found is not None and found.kind == "verb":
            return found
    return None


def coordinated(left: Sequence[str]) -> Case:
    """Return the case of a number that is joined by a conjunction to the noun before it."""
    for index, word in enumerate(left[:_REACH]):
        found = governor(word)
        if found is not None and index:
            return found.case
    return Case.GENITIVE
