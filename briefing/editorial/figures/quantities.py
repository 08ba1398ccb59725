"""Quantities of a sentence: numbers with what they count, ranges as one; names, dates and ages are left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from briefing.arabic.counted import months, nouns
from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, BEH, FROM, GLUED_ARTICLES, NOON, TO, WAW, YEH
from briefing.arabic.words import Part, parts
from briefing.editorial.figures.numbers import Number, number_at
from briefing.editorial.figures.units import RATIO, Unit, noun_named, unit_after, unit_before
from briefing.editorial.wordlists import groups, members, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.tokens import Token

_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_SMALL = 10
_ROUND = 100
_HUNDRED = 100
_CENT = Decimal("0.01")
# "Episode 5 of the series" has a rank, "the study 1250 of the teachers" a count.
_LEAST_CROWD = 100
# "128 billion dollars, down from 140 billion": nothing but money goes on so.
_LEAST_SUM = 1_000_000
_THREE = 3
_BETWEEN = BEH + YEH + NOON
_TO = frozenset({TO})
_DASHES = frozenset("-\N{EN DASH}\N{EM DASH}")
_KNOWN = frozenset({"percent", "points", "money", "measure", "person", "thing"})
_COUNTABLE = frozenset({"person", "thing", "abstract", "unknown"})
_REACH = 8


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, from token `first` to `last` (excluded) of a sentence; `start` is its first letter."""

    first: int
    last: int
    start: int
    value: Decimal
    unit: Unit
    value_max: Decimal | None = None


def quantities(text: str, found: Sequence[Token]) -> Iterator[Quantity]:
    """Return the quantities that a sentence reports, in order."""
    at = 0
    counted: Unit | None = None
    while at < len(found):
        number = number_at(found, at)
        if number is None or _is_glued_to_latin(found, number):
            at += 1
            continue
        several = _ratio(found, number) or _range(found, number) or _single(found, number, counted)
        if not several:
            at = max(number.last, at + 1)
            continue
        for quantity in several:
            if _reports(found, quantity, number):
                if quantity.unit.kind in ("person", "thing", "unknown", "money"):
                    counted = quantity.unit
                yield _signed(text, quantity)
        at = several[-1].last


def _ratio(found: Sequence[Token], number: Number) -> list[Quantity]:
    """Read "eight out of every ten", "eight French people out of ten" as a share of one: 0.8.

    Out of a crowd that was counted, so many are so many: twelve of the fifteen members.
    """
    at = number.last
    if at < len(found) and found[at].folded != FROM:
        # What is counted may stand between, or a name that closes a bracket may not.
        at += 1
    if at + 2 >= len(found) or found[at].folded != FROM:
        return []
    whole = number_at(found, at + 2)
    if whole is None or not 0 < number.value < whole.value:
        return []
    each = found[at + 1].folded in groups("figure_words", "sort")["each"]
    few = number.in_words and whole.in_words and found[at + 1].folded in groups("figure_words", "sort")["whole"]
    if not (each and whole.value <= _HUNDRED) and not (few and whole.value <= _SMALL):
        return []
    value = (number.value / whole.value).quantize(_CENT).normalize()
    start = found[number.first].start + number.prefix
    return [Quantity(number.first, whole.last, start, value, Unit(RATIO, "percent", whole.last))]


def _single(found: Sequence[Token], number: Number, counted: Unit | None) -> list[Quantity]:
    unit = (
        unit_after(found, number)
        or unit_before(found, number.first)
        or _bracketed(found, number)
        or _unnamed(found, number, counted)
        or _number_of(found, number)
    )
    if not unit or _is_wish(found, number, unit):
        return []
    return [_quantity(found, number, unit)]


def _is_wish(found: Sequence[Token], number: Number, unit: Unit) -> bool:
    """Say whether a bare round number only wishes or insists: a thousand thanks, said a hundred times."""
    if not number.in_words or number.last != number.first + 1:
        return False
    behind = _behind(found, number)
    if number.value >= _ROUND and behind in groups("figure_words", "sort")["times"]:
        return True
    return number.value == number.scale and unit.kind == "unknown" and behind not in nouns()


def _behind(found: Sequence[Token], number: Number) -> str:
    """Return the folded word behind a number, empty where the text ends with it."""
    return found[number.last].folded if number.last < len(found) else ""


def _bracketed(found: Sequence[Token], number: Number) -> Unit | None:
    """Return the noun behind a number that stands alone in brackets: "(80) baskets"."""
    at = number.last
    if not number.first or at >= len(found) or (found[number.first - 1].text, found[at].text) != ("(", ")"):
        return None
    unit = unit_after(found, replace(number, last=at + 1))
    # Behind a name it is an age or a mark, and what follows has nothing to do with it: only a listed noun is counted.
    return unit if unit and (unit.kind in _KNOWN or found[at + 1].folded in nouns()) else None


def _number_of(found: Sequence[Token], number: Number) -> Unit | None:
    """Return the noun before a number that says how many there are: "the number of the dead rose to 53"."""
    sort = groups("figure_words", "sort")["number"]
    for at in range(number.first - 1, max(-1, number.first - _REACH), -1):
        token = found[at]
        if not token.is_word:
            return None
        if token.folded.removeprefix(WAW) in sort or token.folded in sort:
            return noun_named(found, at + 1)
        if number_at(found, at):
            return None
    return None


def _quantity(found: Sequence[Token], number: Number, unit: Unit) -> Quantity:
    value = _grouped_or_plain(found[number.first], number, unit)
    start = found[number.first].start + number.prefix
    return Quantity(number.first, max(number.last, unit.last), start, value, unit)


def _grouped_or_plain(token: Token, number: Number, unit: Unit) -> Decimal:
    """Read "1.106" as eleven hundred where it counts whole things, "5,125" as five and a bit in a share."""
    if number.scale > 1 or token.grouped is None or number.value != token.value:
        return number.value
    if unit.kind in ("percent", "points"):
        return min(token.grouped, number.value)
    return max(token.grouped, number.value)


def _range(found: Sequence[Token], number: Number) -> list[Quantity]:
    """Read two numbers that share a unit, or that "between" binds: a range, or a pair of figures."""
    joint = _joint(found, number)
    if joint is None:
        return []
    second = number_at(found, joint)
    if second is None or _looks_like_year(found, number) != _looks_like_year(found, second):
        return []
    unit = unit_after(found, second)
    if unit is None or unit.kind == "duration":
        return _pair_of_durations(number, second, unit)
    own = unit_after(found, number)
    if own is not None and not (own.name == unit.name and _bound_before(found, number.first) == _BETWEEN):
        return []
    lower = number.value * second.scale if number.scale == 1 else number.value
    first = replace(_quantity(found, number, unit), value=lower, last=second.first)
    last = _quantity(found, second, unit)
    if lower < last.value and _is_range(found, number, second):
        return [replace(first, last=last.last, value_max=last.value)]
    return [replace(first, value=number.value if own else lower), last]


def _pair_of_durations(number: Number, second: Number, unit: Unit | None) -> list[Quantity]:
    if unit is None:
        return []
    return [Quantity(number.first, max(second.last, unit.last), 0, number.value, unit)]


def _joint(found: Sequence[Token], number: Number) -> int | None:
    """Return where a second number starts right behind a dash, "to" or "and", past the first one's own unit."""
    own = unit_after(found, number)
    at = own.last if own else number.last
    if at + 1 >= len(found):
        return None
    token = found[at]
    if token.text in _DASHES or token.folded in _TO:
        return at + 1 if own is None else None
    if token.folded == WAW and found[at + 1].value is not None and found[at + 1].start == token.end:
        return at + 1
    if token.is_word and token.folded.startswith(WAW) and number_at(found, at):
        return at
    return None


def _is_range(found: Sequence[Token], number: Number, second: Number) -> bool:
    joint = found[second.first - 1]
    if joint.text in _DASHES:
        return True
    if joint.folded in _TO:
        before = found[max(0, number.first - _REACH) : number.first]
        changes = any(token.folded in pairs("directions", "direction") for token in before)
        return not changes or _bound_before(found, number.first) != FROM
    return _bound_before(found, number.first) == _BETWEEN


def _bound_before(found: Sequence[Token], first: int) -> str:
    return found[first - 1].folded if first else ""


def _unnamed(found: Sequence[Token], number: Number, counted: Unit | None) -> Unit | None:
    """Return what a number without a noun counts: "14 of the guards", "113 others", "the death of 4"."""
    at = number.last
    following = found[at].folded if at < len(found) else ""
    before = found[number.first - 1].folded if number.first else ""
    if counted is not None and counted.kind == "money":
        if number.scale >= _LEAST_SUM and before in members("sum_links"):
            return Unit(counted.name, counted.kind, at)
        counted = None
    if following in members("others"):
        return Unit(counted.name if counted else "", counted.kind if counted else "person", at + 1)
    most = max(number.value, found[number.first].grouped or number.value)
    ranked = before.startswith(ARTICLE) and most < _LEAST_CROWD
    whole = _whole(found, at) if following == FROM and number.scale == 1 else None
    if whole is not None and not number.in_words and number.value < whole.value:
        # 20 of 22 analysts.
        unit = unit_after(found, whole)
        return Unit(unit.name, unit.kind, at) if unit and unit.kind in _COUNTABLE else None
    if following == FROM and at + 1 < len(found) and not ranked:
        return None if _is_no_part(found[at + 1].folded) else noun_named(found, at + 1)
    # The waw of "the death of" is its own.
    if {before, before.removeprefix(WAW)} & members("casualties") and number.value > 1:
        return Unit(counted.name if counted else "", "person", at)
    return None


def _is_no_part(folded: str) -> bool:
    """Say whether a word behind "of" is no set that a number is taken from: a month, or a noun for one thing."""
    noun = nouns().get(folded)
    return folded in months() or (noun is not None and fold(noun.singular) == folded)


def _whole(found: Sequence[Token], at: int) -> Number | None:
    """Read the number behind "of", "out of" and "among"."""
    behind = at + 1
    if behind < len(found) and found[behind].folded in groups("figure_words", "sort")["whole"]:
        behind += 1
    return number_at(found, behind)


def _reports(found: Sequence[Token], quantity: Quantity, number: Number) -> bool:
    """Say whether a number with a unit is a quantity that the article reports."""
    unit = quantity.unit
    before = found[quantity.first - 1] if quantity.first else None
    behind = _behind(found, number)
    year = _looks_like_year(found, number)
    small_word = number.in_words and quantity.value <= _SMALL and number.scale == 1
    return not (
        unit.kind == "duration"
        or behind in months()
        or (before is not None and _names(found, quantity, before, year=year))
        or ((year or small_word) and unit.kind not in _KNOWN and not (year and _counts(found, quantity, number)))
    )


def _counts(found: Sequence[Token], quantity: Quantity, number: Number) -> bool:
    """Say whether digits that could be a year count a noun: a verb or a noun stands before them, no particle."""
    before = found[quantity.first - 1].folded if quantity.first else ""
    named = number.last < quantity.last and parts(found[number.last].folded) == Part.NOUN
    return (
        named and bool(parts(before)) and before not in members("not_counted") | groups("ordinal_nouns", "sort")["year"]
    )


def _names(found: Sequence[Token], quantity: Quantity, before: Token, *, year: bool) -> bool:
    """Say whether the word before a number makes a name, a year or a known set of it: article 5, year 2015, the 20."""
    sorts = groups("ordinal_nouns", "sort")
    if before.folded in GLUED_ARTICLES and before.end == found[quantity.first].start:
        # "The 20" is a set that everybody knows; "the 53 dollars" is a sum.
        return quantity.unit.kind in ("unknown", "abstract")
    if before.folded in sorts["ordinal"] and quantity.unit.kind not in ("percent", "points", "money"):
        return True
    return (year and before.folded in sorts["year"]) or before.folded in members("superlatives")


def _looks_like_year(found: Sequence[Token], number: Number) -> bool:
    return found[number.first].text.isdigit() and number.scale == 1 and _FIRST_YEAR <= number.value <= _LAST_YEAR


def _is_glued_to_latin(found: Sequence[Token], number: Number) -> bool:
    """Say whether Latin letters touch the number, with or without a dash: F-35, G20, 5G."""
    first, last = found[number.first], number.last
    before = found[number.first - 1] if number.first else None
    if before and before.end == first.start and before.text in _DASHES and number.first > 1:
        before = found[number.first - 2]
        if before.end != first.start - 1:
            before = None
    elif before and before.end != first.start:
        before = None
    after = found[last] if last < len(found) and found[last].start == found[last - 1].end else None
    return any(token is not None and token.is_word and token.text.isascii() for token in (before, after))


def _signed(text: str, quantity: Quantity) -> Quantity:
    """Take the sign in front along: +3.8%, -2%."""
    start = quantity.start
    sign = text[start - 1 : start]
    if sign not in {"+", "-", "\N{MINUS SIGN}"} or (start > 1 and text[start - 2] not in " (\N{NO-BREAK SPACE}"):
        return quantity
    value = quantity.value if sign == "+" else -quantity.value
    return replace(quantity, start=start - 1, value=value)
