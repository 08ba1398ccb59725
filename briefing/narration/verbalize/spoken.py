"""A written numeral to words, whole or with a decimal point, alone or with the noun that it counts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic.letters import ARTICLE, TEH_MARBUTA
from briefing.model import Gender
from briefing.narration.verbalize.cardinals import Form, cardinal, conjunction, digits, fraction_digits, number, words
from briefing.narration.verbalize.grammar import Case, dual_of, nunated, oblique_dual

if TYPE_CHECKING:
    from briefing.narration.verbalize.grammar import Noun
    from briefing.narration.verbalize.numeral import Numeral

_FEW = range(3, 11)
# So many digits behind the point are heard as one number.
_HEARD_AS_ONE = 3
_ONE, _TWO, _HUNDRED = 1, 2, 100


def say(numeral: Numeral, form: Form) -> str:
    """Say a numeral that no noun follows, or whose noun is left as written."""
    if numeral.parts:
        return f" {words()['dot']} ".join(number(part, Form(case=Case.NOMINATIVE)) for part in numeral.parts)
    if not numeral.fraction:
        return number(numeral.whole, form)
    # Before the point a number is never nunated: nominative or oblique, and nothing else is heard.
    # What is behind it stands in the same case: cases/verbalize/decimal.tsv
    bare = Form(case=form.case if form.case is Case.NOMINATIVE else Case.GENITIVE)
    return f"{number(numeral.whole, bare)} {words()['point']} {fraction_digits(numeral.fraction, bare)}"


def is_half(numeral: Numeral) -> bool:
    """Say whether a numeral is so many and a half."""
    return numeral.fraction.rstrip("0") == "5"


def count(value: int, noun: Noun, case: Case, adjective: str = "") -> str:
    """Say a number together with the noun that it counts, and the adjective that the noun brings along."""
    tail, hundreds = value % _HUNDRED, value - value % _HUNDRED
    if hundreds and tail in (_ONE, _TWO):
        first = cardinal(hundreds, Form(gender=noun.gender, case=case, construct=True))
        one = nunated(noun.singular) if case is Case.ACCUSATIVE else noun.singular
        last = one if tail == _ONE else noun.dual_in(case)
        return _described(f"{first} {noun.singular} {conjunction()}{last}", adjective)
    if value == _ONE:
        return _one(noun, case, adjective)
    if value == _TWO:
        return _described(noun.dual_in(case), dual_adjective(adjective, case))
    said = cardinal(value, Form(gender=noun.gender, case=case, construct=True))
    return f"{said} {_noun(tail, noun, adjective)}"


def _one(noun: Noun, case: Case, adjective: str) -> str:
    one = cardinal(_ONE, Form(gender=noun.gender, case=case))
    singular = nunated(noun.singular) if case is Case.ACCUSATIVE else noun.singular
    described = _described(singular, nunated(adjective) if adjective and case is Case.ACCUSATIVE else adjective)
    return f"{described} {one}"


def _noun(tail: int, noun: Noun, adjective: str) -> str:
    if tail in _FEW:
        return _described(noun.plural, _plural_adjective(adjective))
    if tail >= min(_FEW):
        return _described(noun.accusative(), nunated(adjective) if adjective else "")
    return _described(noun.singular, adjective)


def _described(noun: str, adjective: str) -> str:
    return f"{noun} {adjective}" if adjective else noun


def _plural_adjective(adjective: str) -> str:
    return adjective if not adjective or adjective.endswith(TEH_MARBUTA) else adjective + TEH_MARBUTA


def dual_adjective(adjective: str, case: Case) -> str:
    """Say an adjective of two, in their case; no adjective stays none."""
    if not adjective:
        return ""
    dual = dual_of(adjective)
    return dual if case is Case.NOMINATIVE else oblique_dual(dual)


def with_fraction(numeral: Numeral, noun: Noun, case: Case, adjective: str = "") -> str:
    """Say a numeral with its noun: a half is said as one, any other fraction behind the point."""
    if not numeral.fraction:
        return count(int(numeral.whole), noun, case, adjective)
    if is_half(numeral) and len(numeral.whole) == 1:
        return half(int(numeral.whole), noun, case, adjective)
    return f"{say(numeral, Form(case=case))} {behind_point(numeral, noun, adjective)}"


def behind_point(numeral: Numeral, noun: Noun, adjective: str = "") -> str:
    """Say the noun that a decimal counts: the number that is heard last, 37 of 84.37, decides its form."""
    tail = int(numeral.fraction) % _HUNDRED if len(numeral.fraction) <= _HEARD_AS_ONE else 0
    return _noun(tail, noun, adjective) if tail > max(_FEW) else _described(noun.singular, adjective)


def half(value: int, noun: Noun, case: Case, adjective: str = "") -> str:
    """Say so many and a half of a noun; half of one where there is no whole."""
    name = words()["fraction"]["singular"]["2"]
    if not value:
        return f"{name} {_described(noun.singular, adjective)}"
    whole = count(value, noun, case)
    if value == _ONE:
        whole = whole.split(" ")[0]
    return f"{whole} {conjunction()}{name} {ARTICLE}{_described(noun.singular, adjective and ARTICLE + adjective)}"


def definite(spoken: str) -> str:
    """Put the article on each part of a number; the defective eight keeps its yeh behind it."""
    eight, kept = words()["unit"]["feminine"][8], words()["unit"]["feminine_eight_construct"]
    spoken = " ".join(kept if word == eight else word for word in spoken.split(" "))
    joint = f" {conjunction()}"
    # "One" begins with the letter of "and".
    one = words()["unit"]["masculine"][1].removeprefix(conjunction())
    return joint.join(ARTICLE + part for part in re.split(f"{joint}(?!{one})", spoken))


def feminine(form: Form) -> Form:
    """Return the same form for a feminine noun."""
    return replace(form, gender=Gender.FEMININE)


def one_by_one(text: str) -> str:
    """Say the digits of a text one by one."""
    return digits("".join(character for character in text if character.isdecimal()))
