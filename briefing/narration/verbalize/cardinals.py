"""Whole numbers and their digits to words: the core that every class builds on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from briefing.arabic.letters import NOON
from briefing.model import Gender
from briefing.narration.verbalize.grammar import Case, nunated, oblique_dual
from briefing.resources import data, read_toml

# The largest scale word is for 10^18; what is longer is read digit by digit.
LONGEST = 21
_LONGEST_FRACTION = 3


@cache
def words() -> dict[str, Any]:
    """Return the table of number words."""
    return read_toml(data("ar", "verbalize", "numerals.toml"))


def conjunction() -> str:
    """Return the letter that joins the parts of a number."""
    return str(words()["and"])


def join(*parts: str) -> str:
    """Join the parts of a number: each after the first takes the conjunction."""
    return f" {conjunction()}".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a number stands: the gender of what it counts, its own case, and whether a noun follows it at once."""

    gender: Gender = Gender.MASCULINE
    case: Case = Case.GENITIVE
    construct: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    power: int
    one: str
    two: str
    few: str


@cache
def _scales() -> tuple[_Scale, ...]:
    return tuple(_Scale(power=row["power"], one=row["one"], two=row["two"], few=row["few"]) for row in words()["scale"])


def cardinal(value: int, form: Form) -> str:
    """Say a whole number. In the construct state only the last part drops its noon.

    A number of more than LONGEST digits is said digit by digit.
    """
    if value == 0:
        return str(words()["zero"])
    if value >= 10**LONGEST:
        return digits(str(value))
    parts: list[str] = []
    rest = value
    for scale in _scales():
        count, rest = divmod(rest, 10**scale.power)
        if count:
            parts.append(_scaled(count, scale, form, last=rest == 0))
    if rest:
        parts.append(_below_thousand(rest, form))
    return join(*parts)


def _scaled(count: int, scale: _Scale, form: Form, *, last: bool) -> str:
    construct = last and form.construct
    if count == 1:
        # Alone, an accusative thousand would sound like two thousand before its noun; newsreaders pause on it bare.
        return scale.one if last or form.case is not Case.ACCUSATIVE else nunated(scale.one)
    if count == 2:  # noqa: PLR2004 - the dual
        return _dual(scale.two, form.case, construct=construct)
    counted = _below_thousand(count, Form(case=form.case, construct=True))
    return f"{counted} {_scale_noun(count % 100, scale, construct=construct)}"


def _scale_noun(final: int, scale: _Scale, *, construct: bool) -> str:
    if 3 <= final <= 10:  # noqa: PLR2004 - the few
        return scale.few
    if final < 3 or construct:  # noqa: PLR2004 - hundreds take a genitive singular
        return scale.one
    return nunated(scale.one)


def _dual(stem: str, case: Case, *, construct: bool) -> str:
    nominative = stem + NOON
    full = nominative if case is Case.NOMINATIVE else oblique_dual(nominative)
    return full[:-1] if construct else full


def _below_thousand(value: int, form: Form) -> str:
    hundreds, rest = divmod(value, 100)
    return join(
        _hundred(hundreds, form, construct=form.construct and not rest),
        _below_hundred(rest, form),
    )


def _hundred(count: int, form: Form, *, construct: bool) -> str:
    if count != 2:  # noqa: PLR2004 - the dual
        return str(words()["hundreds"]["words"][count])
    return str(words()["hundreds"]["two"][form.case.stem + ("_construct" if construct else "")])


def _below_hundred(value: int, form: Form) -> str:
    if value == 0:
        return ""
    if value <= 10:  # noqa: PLR2004 - ten
        return _digit(value, form, compound=False)
    tens, unit = divmod(value, 10)
    if tens == 1:
        return _teen(unit, form)
    ten = words()["tens"][form.case.stem][tens]
    return join(_digit(unit, form, compound=True), ten) if unit else str(ten)


def _digit(value: int, form: Form, *, compound: bool) -> str:
    unit = words()["unit"]
    word = str(unit[form.gender.value][value])
    if value == 1:
        return _one(word, form, compound=compound)
    if value == 2:  # noqa: PLR2004 - the dual
        return word if form.case is Case.NOMINATIVE else str(unit[f"{form.gender.value}_two_oblique"])
    return _feminine_digit(value, word, form, compound=compound) if form.gender is Gender.FEMININE else word


def _one(word: str, form: Form, *, compound: bool) -> str:
    if form.gender is Gender.FEMININE:
        return str(words()["unit"]["feminine_one_compound"]) if compound else word
    return nunated(word) if form.case is Case.ACCUSATIVE else word


def _feminine_digit(value: int, word: str, form: Form, *, compound: bool) -> str:
    # In a compound the unit is never in the construct state: 28 and 108 differ.
    construct = form.construct and not compound
    accusative = form.case is Case.ACCUSATIVE and not construct
    if value == 8:  # noqa: PLR2004 - the one defective numeral
        return (
            str(words()["unit"]["feminine_eight_accusative" if accusative else "feminine_eight_construct"])
            if (accusative or construct)
            else word
        )
    return nunated(word) if accusative else word


def _teen(unit: int, form: Form) -> str:
    teen, gender = words()["teen"], form.gender
    ten = teen[f"{gender.value}_ten"]
    if unit == 1:
        return f"{teen[f'{gender.value}_eleven']} {ten}"
    if unit == 2:  # noqa: PLR2004 - the dual
        return f"{teen[f'{gender.value}_twelve'][form.case.stem]} {ten}"
    word = words()["unit"][gender.value][unit]
    if gender is Gender.FEMININE and unit == 8:  # noqa: PLR2004 - the one defective numeral
        word = words()["unit"]["feminine_eight_construct"]
    return f"{word} {ten}"


def digits(text: str, form: Form | None = None) -> str:
    """Say a run of digits one by one: as a counting list, in the nominative, where no form is given."""
    form = form or Form(case=Case.NOMINATIVE)
    return " ".join(cardinal(int(digit), form) for digit in text)


def number(text: str, form: Form) -> str:
    """Say a run of digits as a number; a run too long for the scales is said digit by digit."""
    trimmed = text.lstrip("0") or "0"
    return cardinal(int(trimmed), form) if len(trimmed) <= LONGEST else digits(text)


def fraction_digits(text: str, form: Form | None = None) -> str:
    """Say the digits behind a decimal point, oblique where no form is given.

    Up to three are a number behind its zeros, more are said one by one.
    """
    form = form or Form()
    if len(text) > _LONGEST_FRACTION:
        return digits(text, form)
    rest = text.lstrip("0")
    zeros = [str(words()["zero"])] * (len(text) - len(rest))
    if not rest:
        return " ".join(zeros[:1])
    return " ".join([*zeros, number(rest, form)])
