"""What is said besides the values: a word that nothing written asks for changes what the values are of.

"Square", "an hour", "Canadian", "less than", "before Christ", one more minus: each leaves the number as it is, and says
another thing. So every spoken word must be a part of a number, a word of the text, or one that its class or its unit
brings along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.arabic.letters import ALEF, ARTICLE, TEH, TEH_MARBUTA
from briefing.narration.verbalize.guard.vocabulary import Token, tokens, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from briefing.narration.verbalize.guard.written import Unit

_OF_A_NUMBER = frozenset(
    {"dual_scale", "hundred", "ordinal", "part", "scale", "scale_or_dual", "ten", "two_parts", "unit", "zero"}
)
# A sign, and the parts of speech that say it.
_SIGNS = {
    "%": {"percent"},
    "-": {"minus"},
    "+": {"plus", "or", "more_than"},
    "\u00b1": {"plus", "or", "minus"},
    **{sign: {"point", "dot"} for sign in ".,\u060c\u0631"},
}
# An adjective agrees with its noun: square, of the feminine and the plural, of two; each may be nunated.
_AGREEMENT = ("", ALEF, TEH_MARBUTA, *(
    gender + dual for gender in ("", TEH) for dual in ("\u0627\u0646", "\u064a\u0646")
))  # fmt: skip


def without_description(unit: Unit, spoken: str) -> str | None:
    """Return what is said without what stands behind a unit, None where that, or the adjective, is not said."""
    if not unit.noun:
        return spoken
    said = strip_marks(spoken).strip()
    if not said.endswith(unit.tail):
        return None
    said = said.removesuffix(unit.tail)
    heard = tokens(said)
    # Pence are of no country.
    named = any(unit.noun & word.nouns for word in heard)
    described = all(any(_agrees(word, stem) for word in heard) for stem in _stems(unit))
    return said if described or not named else None


def unasked(text: str, spoken: str, also: Collection[str], unit: Unit) -> list[str]:
    """Return the spoken words that nothing written asks for."""
    said = tokens(spoken)
    other = [
        word for place, word in enumerate(said) if _OF_A_NUMBER.isdisjoint(word.kinds) and not _is_hundred(word, place)
    ]
    return [*(_strange(text, other, also, unit) if other else ()), *_more_than_one_minus(text, said)]


def _is_hundred(word: Token, place: int) -> bool:
    """Say whether "of a hundred" is no sign of a share: nothing stands before it."""
    return place == 0 and "percent" in word.kinds


def _strange(text: str, said: Iterable[Token], also: Collection[str], unit: Unit) -> list[str]:
    """Return which words, none a part of a number, neither the text, its signs, its class nor its unit has."""
    asked = tokens(text)
    kinds = frozenset(also).union(*(kinds for sign, kinds in _SIGNS.items() if sign in text))
    nouns = (unit.noun | unit.cent).union(*(word.nouns for word in asked))
    stems = [*_stems(unit), *(word.word.removesuffix(TEH_MARBUTA) for word in asked)]
    return [
        word.word
        for word in said
        if not (kinds & _kinds(word) or nouns & word.nouns or any(_agrees(word, stem) for stem in stems))
    ]


def _kinds(word: Token) -> set[str]:
    return set(word.kinds).union(*(words().get(noun, ()) for noun in word.nouns))


def _more_than_one_minus(text: str, said: tuple[Token, ...]) -> list[str]:
    minus = [word.word for word in said if "minus" in word.kinds]
    return minus[max(1, text.count("-")) :]


def beside_the_values(text: str, spoken: str, also: Collection[str], unit: Unit) -> Iterator[str]:
    """Yield the spoken words that an error must show: the adjective and the tail of a unit, and what is unasked."""
    shown = unasked(text, spoken, also, unit)
    for word in tokens(spoken):
        if word.word in shown or any(_agrees(word, stem) for stem in (*_stems(unit), *unit.tail.split())):
            yield word.word


def _stems(unit: Unit) -> list[str]:
    return [word.removesuffix(TEH_MARBUTA) for word in unit.adjective.split()]


def _agrees(word: Token, stem: str) -> bool:
    bare = word.word.removeprefix(ARTICLE) if word.definite else word.word
    return any(form.startswith(stem) and form.removeprefix(stem) in _AGREEMENT for form in (word.word, bare))
