"""Whole numbers to ordinals: the third, the twenty-third, the hundredth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.verbalize.cardinals import Form, cardinal, conjunction, words

if TYPE_CHECKING:
    from briefing.model import Gender
    from briefing.narration.verbalize.grammar import Case

_HUNDRED = 100


def ordinal(value: int, gender: Gender, case: Case, *, definite: bool = True) -> str:
    """Say the ordinal of a whole number, with the article on each of its parts where it is definite."""
    article = str(words()["ordinal"]["article"]) if definite else ""
    hundreds, rest = divmod(value, _HUNDRED)
    if not rest or value > 999:  # noqa: PLR2004 - beyond the hundreds only a cardinal is said
        return article + cardinal(value, Form(gender=gender, case=case))
    below = _below_hundred(rest, gender, case, article)
    if not hundreds:
        return below
    return f"{article}{cardinal(hundreds * _HUNDRED, Form(case=case))} {conjunction()}{below}"


def _below_hundred(value: int, gender: Gender, case: Case, article: str) -> str:
    table = words()["ordinal"]
    tens, unit = divmod(value, 10)
    if value <= 10:  # noqa: PLR2004 - ten
        return article + str(table[gender.value][value])
    if not unit:
        return article + str(words()["tens"][case.stem][tens])
    first = table[f"{gender.value}_one_compound"] if unit == 1 else table[gender.value][unit]
    if tens == 1:
        return f"{article}{first} {words()['teen'][f'{gender.value}_ten']}"
    return f"{article}{first} {conjunction()}{article}{words()['tens'][case.stem][tens]}"
