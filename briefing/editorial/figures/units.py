"""What a number counts: percent, points, money, a measure, or the noun behind it in its singular."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.counted import nouns, signs
from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, LAM, NOON, TEH, TEH_MARBUTA, WAW, YEH
from briefing.editorial.wordlists import groups, members, triples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.figures.numbers import Number
    from briefing.editorial.tokens import Token

# "Two of three": no noun is counted.
RATIO = "ratio"
_UNITS = frozenset({"money", "measure", "duration", "points", "percent"})
_HIGHEST_PLURAL = 10
_HIGHEST_ACCUSATIVE = 99
_SHORTEST_NOUN = 3
_PAIR = 2
_PERSON = "\N{ARABIC LETTER SHEEN}\N{ARABIC LETTER KHAH}\N{ARABIC LETTER SAD}"
_VOTE = "\N{ARABIC LETTER SAD}\N{ARABIC LETTER WAW}\N{ARABIC LETTER TEH}"


@dataclass(frozen=True, slots=True)
class Unit:
    """What is counted: its name, its kind (percent, unknown, or that of `arabic.counted.Noun`), its last token."""

    name: str
    kind: str
    last: int


@cache
def _units() -> dict[str, tuple[str, str]]:
    """Return what is counted by the form that stands behind a number: shares, money, measures and time."""
    known = {form: (noun.singular, noun.kind) for form, noun in {**signs(), **nouns()}.items() if noun.kind in _UNITS}
    return known | triples("unit_spellings", "unit", "kind")


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    found = nouns().items()
    return {form: (noun.singular, noun.kind or "unknown") for form, noun in found if noun.kind not in _UNITS}


@cache
def _function_words() -> frozenset[str]:
    return members("not_counted")


def unit_after(found: Sequence[Token], number: Number) -> Unit | None:
    """Return what the tokens behind a number say that it counts, None where they do not."""
    at = number.last
    if at >= len(found):
        return None
    if unit := _percent(found, at) or _listed(found, at):
        return unit
    token = found[at]
    if token.folded in groups("figure_contexts", "context")["ballot"]:
        return Unit(_VOTE, "unknown", at)
    if not token.is_word or not token.text[0].isalpha() or token.folded in _function_words():
        return None
    return _noun(token, number, at)


def unit_before(found: Sequence[Token], first: int) -> Unit | None:
    """Return the sign in front of a number: %25, $5."""
    if not first:
        return None
    sign = found[first - 1]
    if sign.is_word or sign.folded not in _units():
        return None
    name, kind = _units()[sign.folded]
    return Unit(name, kind, first)


def _percent(found: Sequence[Token], at: int) -> Unit | None:
    folded = found[at].folded
    name, kind = _units().get(folded, ("", ""))
    if kind == "percent":
        return Unit(name, kind, at + 1)
    # In the hundred, written as two words.
    if at + 1 < len(found) and len(folded) == 2 and folded.startswith(FEH):  # noqa: PLR2004
        name, kind = _units().get(BEH + found[at + 1].folded, ("", ""))
        if kind == "percent":
            return Unit(name, kind, at + 2)
    return None


def _listed(found: Sequence[Token], at: int) -> Unit | None:
    known = _units().get(found[at].folded)
    if not known:
        return None
    name, kind = known
    last = at + 1
    if last < len(found) and kind in ("points", "money", "measure") and _is_adjective(found[last], name):
        if kind == "points":
            return Unit(f"{name} {found[last].text}", kind, last + 1)
        if kind == "measure":
            # A cubic metre is no metre; a metre, and with it all that is measured so, is masculine in its singular.
            name = f"{name} {_masculine(found[last].text)}"
        last += 1
    return Unit(name, kind, last)


def _is_adjective(token: Token, name: str) -> bool:
    """Say whether a word qualifies the unit: percentage point, American dollar, square metre."""
    adjectives = members("unit_adjectives")
    return token.is_word and token.folded in adjectives and bool(name)


def _masculine(adjective: str) -> str:
    return adjective.rstrip("\u064b\u064c\u064d").removesuffix(ALEF).removesuffix(TEH_MARBUTA)


def _noun(token: Token, number: Number, at: int) -> Unit | None:
    if token.folded.endswith(WAW + ALEF) and number.value > _PAIR:
        # Three million were driven out: the verb's plural counts persons.
        return Unit(_PERSON, "person", at)
    known = _nouns().get(token.folded) or _nouns().get(_without_tanwin(token.folded))
    if known:
        return Unit(known[0], known[1], at + 1)
    if not _can_be_counted(token.folded, number):
        return None
    name = _singular(token, number)
    # A people's name (Palestinian, Syrian) counts persons.
    return Unit(name, "person" if name.endswith(YEH) else "unknown", at + 1)


def _without_tanwin(folded: str) -> str:
    return folded.removesuffix(ALEF) if len(folded) > _SHORTEST_NOUN else folded


def _can_be_counted(folded: str, number: Number) -> bool:
    """Say whether an unlisted word can be the counted noun: indefinite, and in the form that the number asks for."""
    if len(folded) < _SHORTEST_NOUN or folded.startswith((ARTICLE, LAM + LAM)) or not folded[0] >= "\u0621":
        return False
    if _without_tanwin(folded) in members("origin"):
        return True
    if number.scale > 1 or number.value >= _HIGHEST_ACCUSATIVE + 1:
        return not folded.startswith((YEH, WAW, FEH, BEH, LAM))
    if number.value >= _HIGHEST_PLURAL + 1:
        return folded.endswith((ALEF, TEH_MARBUTA)) and not folded.startswith((WAW, BEH))
    return folded.endswith((ALEF + TEH, YEH + NOON, WAW + NOON)) and not folded.startswith(WAW)


def _singular(token: Token, number: Number) -> str:
    folded = token.text
    if folded.endswith((ALEF + TEH,)) and number.value <= _HIGHEST_PLURAL:
        return folded[:-2] + TEH_MARBUTA
    if folded.endswith((YEH + NOON, WAW + NOON)) and (number.value <= _HIGHEST_PLURAL or number.scale > 1):
        return folded[:-2]
    bare = folded.rstrip("\u064b\u064c\u064d")
    return bare.removesuffix(ALEF) if len(bare) > _SHORTEST_NOUN else bare


def noun_named(found: Sequence[Token], at: int) -> Unit | None:
    """Return the noun at a token as a unit: what "14 of ..." counts."""
    token = found[at] if at < len(found) else None
    if token is None or not token.is_word or token.folded in _function_words():
        return None
    bare = token.folded.removeprefix(ARTICLE)
    known = _nouns().get(bare)
    return Unit(known[0], known[1], at + 1) if known else Unit(token.text, "unknown", at + 1)
