"""Money: a currency sign or code before or behind the number, its scale and its cents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.narration.verbalize import nouns
from briefing.narration.verbalize.cardinals import Form, conjunction
from briefing.narration.verbalize.classes.large import amount, scale_after
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after
from briefing.narration.verbalize.spoken import behind_point, count, say
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from briefing.narration.verbalize.grammar import Case, Noun
    from briefing.narration.verbalize.numeral import Numeral
    from briefing.narration.verbalize.slot import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency by its sign or code: its noun, the adjective of its country, and its cents."""

    noun: Noun
    adjective: str
    cent: Noun | None
    cents: int


@remembered
def currencies() -> dict[str, Currency]:
    """Return the currencies by each of their signs and codes, in capitals."""
    return {
        row["sign"]: Currency(
            noun=nouns.noun(row["noun"]),
            adjective=row["adjective"],
            cent=nouns.noun(row["cent"]) if row["cent"] else None,
            cents=int(row["cents"] or 0),
        )
        for row in table("currencies")
    }


@remembered
def _sign() -> re.Pattern[str]:
    longest_first = sorted(currencies(), key=len, reverse=True)
    return re.compile(rf" ?({'|'.join(map(re.escape, longest_first))})(?![^\W\d_])", re.IGNORECASE)


def _sign_after(text: str, position: int) -> tuple[str, int] | None:
    found = _sign().match(text, position)
    return (found[1].upper(), found.end()) if found else None


def stands_after(text: str, position: int) -> bool:
    """Say whether a currency follows, by its sign or by its name."""
    word = word_after(text, position)
    counted = nouns.find(word.text, None) if word else None
    return _sign_after(text, position) is not None or (counted is not None and counted.noun in _names())


@remembered
def _names() -> frozenset[Noun]:
    return frozenset(currency.noun for currency in currencies().values())


def read(slot: Slot) -> Reading | None:
    """Read an amount of money."""
    if slot.numeral.parts or slot.numeral.is_long:
        return None
    scaled = scale_after(slot.text, slot.end, money=bool(slot.currency))
    behind = None if slot.currency else _sign_after(slot.text, scaled.word.end if scaled else slot.end)
    sign = slot.currency or (behind[0] if behind else "")
    if not sign:
        return None
    currency = currencies()[sign]
    if scaled:
        end, said = amount(slot, scaled, construct=True)
        rest = slot.text[end : scaled.word.end].strip()
        name = f"{currency.noun.singular} {currency.adjective}".rstrip()
        return slot.reading(
            behind[1] if behind else scaled.word.end,
            " ".join(filter(None, (said, rest, name))),
            SemioticClass.MONEY,
            "scale and currency",
        )
    return slot.reading(
        behind[1] if behind else slot.end, _amount(slot.numeral, currency, slot.case), SemioticClass.MONEY, "currency"
    )


def _amount(numeral: Numeral, currency: Currency, case: Case) -> str:
    whole, cents = int(numeral.whole), _cents(numeral.fraction, currency)
    # "One pound and twenty pence" would sound like twenty-one: cases/verbalize/money.tsv
    if cents is None or currency.cent is None or (whole == 1 and cents):
        named = behind_point(numeral, currency.noun, currency.adjective) if numeral.fraction else _plain(currency)
        return f"{say(numeral, Form(case=case))} {named}"
    if not cents:
        return count(whole, currency.noun, case, currency.adjective)
    behind = count(cents, currency.cent, case)
    return f"{count(whole, currency.noun, case, currency.adjective)} {conjunction()}{behind}" if whole else behind


def _plain(currency: Currency) -> str:
    return f"{currency.noun.singular} {currency.adjective}".rstrip()


def _cents(fraction: str, currency: Currency) -> int | None:
    width = len(str(currency.cents)) - 1
    digits = fraction.rstrip("0")
    if len(digits) > width:
        return None
    return int(digits.ljust(width, "0") or 0)
