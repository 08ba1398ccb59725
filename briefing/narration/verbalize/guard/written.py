"""Written pieces to the values that they ask for: one reader a class, each apart from the verbalizer's own.

A reader gives every sequence of values that is right, most often one. What is open in writing stays open here (a dot
before three digits), but the order never is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from briefing.arabic.letters import BEH, KAF, LAM, MEEM, WAW
from briefing.narration.verbalize.guard import roman
from briefing.narration.verbalize.guard.figures import Figure, figures, whole, wholes
from briefing.narration.verbalize.guard.hearing import AM, NEVER, PERCENT, PM
from briefing.narration.verbalize.guard.value import Expected, Kind, expect
from briefing.narration.verbalize.guard.vocabulary import HIJRI, tokens
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Expectation = tuple[Expected, ...]
_SIGNED = re.compile(rf"(?:^|[^\w%+/\u00b1]|(?<!\w){WAW})-\W?$")
_JOINED_OR_SIGNED = re.compile(rf"(?<!\w)[{BEH}{LAM}{KAF}]-\W?$")
_MARGIN = re.compile(r"(?:\u00b1|\+/?-)\W{0,2}$")
# A minus stands at most this far before its figure, behind a "+/- ".
_REACH = 6


def numbers(kind: Kind) -> Callable[[str], list[Expectation]]:
    """Return the reader of figures that are each a number of this kind."""

    def read(text: str) -> list[Expectation]:
        return [tuple(value for figure in figures(text) for value in _signed(text, figure, kind))]

    return read


def _signed(text: str, figure: Figure, kind: Kind, of: frozenset[str] = NEVER) -> Iterator[Expected]:
    before = text[max(0, figure.start - _REACH) : figure.start]
    # What was cut off counts as a letter, so that only a true beginning is one.
    before = before if figure.start <= _REACH else "x" + before
    margin = bool(_MARGIN.search(before))
    # A minus behind "plus or minus" is said by it.
    sign = -1 if _SIGNED.search(before) and not margin else 1
    last = len(figure.values) - 1
    for place, values in enumerate(figure.values):
        # The sign stands before the first of several, the unit behind the last.
        signed = values if place else frozenset(sign * value for value in values)
        if not place and _JOINED_OR_SIGNED.search(before):
            # A stroke behind "by" joins or is a minus: the stretched letter that tells is gone here.
            signed |= frozenset(-value for value in values)
        yield Expected(kind=kind, numbers=signed, of=of if place == last else NEVER, margin=margin and not place)


def digits(text: str) -> list[Expectation]:
    """Read every digit by itself, and the plus that a telephone number may end in first."""
    plus = [expect(Kind.PLUS, 1)] if "+" in text else []
    return [(*plus, *(expect(Kind.DIGIT, int(digit)) for digit in re.findall(r"\d", text)))]


def digit_by_digit(text: str) -> list[Expectation]:
    """Read a row of digits that is no quantity: it begins with a zero, or no scale can name it."""
    runs = _DIGITS.findall(text)
    is_row = len(runs) == 1 and (_LEADING_ZERO.match(runs[0]) or len(wholes(runs[0])) > 1)
    return digits(text) if is_row and not _SIGN_OF_A_NUMBER.search(text) else []


_DIGITS, _LEADING_ZERO = re.compile(r"\d+"), re.compile(r"0\d")
_SIGN_OF_A_NUMBER = re.compile(r"[-+\u00b1]")


def reference(text: str) -> list[Expectation]:
    """Read the mark of a footnote, of which nothing is said."""
    return [()] if _REFERENCE.fullmatch(text) else []


_REFERENCE = re.compile(r" ?\[\d{1,3}\]")


def ordinal(text: str) -> list[Expectation]:
    """Read a place in an order; beyond a hundred it is said as a cardinal."""
    return [
        tuple(
            replace(value, kind=Kind.NUMBER) if min(value.numbers) > _LARGEST_ORDINAL else value for value in expected
        )
        for expected in numbers(Kind.ORDINAL)(text)
    ]


_LARGEST_ORDINAL = 100


def percent(text: str) -> list[Expectation]:
    """Read a share, whose sign must be said where it is written."""
    of = PERCENT if "%" in text else NEVER
    return [tuple(value for figure in figures(text) for value in _signed(text, figure, Kind.CARDINAL, of))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What the sign of a currency or a unit stands for: its noun, the words behind it, and what it is divided into."""

    noun: frozenset[str] = NEVER
    adjective: str = ""
    tail: str = ""
    cent: frozenset[str] = NEVER
    cents: int = 0


@remembered
def _currencies() -> dict[str, Unit]:
    return {
        row["sign"].upper(): Unit(
            noun=frozenset([row["noun"]]),
            adjective=row["adjective"],
            cent=frozenset([row["cent"]]),
            cents=int(row["cents"] or 0),
        )
        for row in table("currencies")
    }


@remembered
def _currency_sign() -> re.Pattern[str]:
    longest_first = sorted(_currencies(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)


def _amount(text: str) -> tuple[Figure, Unit] | None:
    """Find the figure of an amount and its currency; behind a sign of money one letter is a scale, as in $15m."""
    sign, digit = _currency_sign().search(text), re.search(r"\d", text)
    if sign is None or digit is None:
        return None
    figure = next(figures(text, letters=sign.start() < digit.start()))
    sign = _currency_sign().search(text[: figure.start] + " " + text[figure.end :])
    return (figure, _currencies()[sign[0].upper()]) if sign else None


def money(text: str) -> list[Expectation]:
    """Read an amount: as one number of its currency, or as so many and so many of its hundredth or thousandth."""
    found = _amount(text)
    if found is None:
        return []
    figure, unit = found
    values = tuple(_signed(text, figure, Kind.CARDINAL, unit.noun))
    return [values, *(_in_cents(number, unit) for value in values for number in value.numbers if unit.cents)]


def _in_cents(amount: Fraction, unit: Unit) -> Expectation:
    main = int(amount)
    cents = (amount - main) * unit.cents
    if not main:
        return (expect(Kind.CARDINAL, cents, unit.cent),)
    # The minus is said once.
    return expect(Kind.CARDINAL, main, unit.noun), expect(Kind.CARDINAL, abs(cents), unit.cent)


def currency(text: str) -> Unit:
    """Return the currency of an amount, an empty unit where none is known."""
    found = _amount(text)
    return found[1] if found else Unit()


@remembered
def _units() -> dict[str, Unit]:
    return {
        row["unit"]: Unit(noun=frozenset([row["noun"]]), adjective=row["adjective"], tail=row["tail"])
        for row in table("units")
    }


def measure(text: str) -> list[Expectation]:
    """Read a number of a unit that is written as a sign."""
    return [tuple(_signed(text, figure, Kind.CARDINAL, unit(text).noun)) for figure in list(figures(text))[:1]]


def unit(text: str) -> Unit:
    """Return the unit behind the first figure of a text, an empty one where none is known."""
    figure = next(figures(text), None)
    return _units().get(text[figure.end :].strip(" ."), Unit()) if figure else Unit()


def pair(text: str) -> list[Expectation]:
    """Read figures that stand against each other: no sign between them is a minus."""
    return [tuple(expect(Kind.CARDINAL, whole(run)) for run in re.findall(r"\d+", text))]


_YEARS = re.compile(r"\D*(\d\d)(\d\d)[^\d.,\u060c]{1,4}(\d\d)?(\d\d)\D*")


def range_(text: str) -> list[Expectation]:
    """Read the first figure of two, or two years, the second of which may leave its century to the first."""
    years = _YEARS.fullmatch(text)
    if years is None:
        return numbers(Kind.NUMBER)(text)
    first, last = f"{years[1]}{years[2]}", f"{years[3] or years[1]}{years[4]}"
    return [(expect(Kind.NUMBER, int(first)), expect(Kind.NUMBER, int(last)))]


_CLOCK = re.compile(r"(?P<hour>\d{2}(?=\d{2}(?!\d))|\d{1,2})(?:[:.,]?(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?")
_MERIDIEM = {"a": AM, "\N{ARABIC LETTER SAD}": AM, "p": PM, MEEM: PM}
_HALF_A_DAY, _DAY = 12, 24


def clock(text: str) -> list[Expectation]:
    """Read a time of the day, the hour by the clock of 24 hours."""
    match = _CLOCK.search(text)
    if match is None:
        return []
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    half = _MERIDIEM.get(text[match.end() :].strip(" .")[:1].lower(), NEVER)
    hours = Expected(kind=Kind.HOUR, numbers=frozenset(map(Fraction, _hours(hour, half))), of=half)
    return [(hours, *_times(((Kind.MINUTE, minute), (Kind.SECOND, second))))]


def _hours(hour: int, half: frozenset[str]) -> Sequence[int]:
    """Return the hour of the day; midnight is the first and the last."""
    if half and hour <= _HALF_A_DAY:
        return [hour % _HALF_A_DAY + (_HALF_A_DAY if half is PM else 0)]
    return [hour] if hour % _DAY else [0, _DAY]


def _times(times: Sequence[tuple[Kind, int]]) -> Expectation:
    return tuple(expect(kind, number) for kind, number in times if number)


def duration(text: str) -> list[Expectation]:
    """Read hours, minutes and seconds that are counted, without those that are none."""
    runs = re.findall(r"\d+", text)
    kinds = (Kind.HOUR, Kind.MINUTE, Kind.SECOND)
    if len(runs) != len(kinds):
        return []
    return [_times(tuple(zip(kinds, map(whole, runs), strict=True))) or (expect(Kind.SECOND, 0),)]


_TIMED = re.compile(r"(?:(\d+):)?(\d+):(\d+)[.,](\d+)")


def time_of_a_race(text: str) -> list[Expectation]:
    """Read hours, minutes and seconds, these with their parts."""
    match = _TIMED.search(text)
    if match is None:
        return []
    seconds = Fraction(f"{match[3]}.{match[4]}")
    before = _times(((Kind.HOUR, whole(match[1] or "0")), (Kind.MINUTE, whole(match[2]))))
    return [(*before, Expected(kind=Kind.SECOND, numbers=frozenset([seconds])))]


_ISO = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


def date(text: str) -> list[Expectation]:
    """Read a day, a month and a year in the order that Arabic news writes them: 12/5 is the 12th of May."""
    runs = re.findall(r"\d+", _ISO.sub(r"\3 \2 \1", text))
    day_month_year = [whole(run) for run in runs[:3]]
    if len(day_month_year) == _FULL_DATE and day_month_year[-1] < _LAST_HIJRI_YEAR:
        day_month_year[1] += HIJRI
    kinds = (Kind.DAY, Kind.MONTH, Kind.YEAR)
    return [tuple(expect(kind, value) for kind, value in zip(kinds, day_month_year, strict=False))]


_FULL_DATE, _LAST_HIJRI_YEAR = 3, 1600


_TWO_DAYS = re.compile(r"\D*(\d{1,2})/(\d{1,2})\D+")


def two_days(text: str) -> list[Expectation]:
    """Read two days of one month, which must be said with them."""
    days = _TWO_DAYS.fullmatch(text)
    if days is None:
        return []
    # A month that the ear does not know by its name is said as it is written.
    months = [month for word in tokens(text) if (month := word.value("month")) is not None]
    return [(*(expect(Kind.DAY, int(day)) for day in days.groups()), *(expect(Kind.MONTH, month) for month in months))]


_SLASHED = re.compile(r"(?:(\d+) )?(\d+)/(\d+)")
_SIGN = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d*)(?:[.,]0+)? ?([\u00bc-\u00be\u2150-\u215e])")
_MARKS = re.compile(r"\d[\d.,\u0631\u060c]* ?/ ?\d+$")


def fraction(text: str) -> list[Expectation]:
    """Read so many parts of so many, with the whole before them; or marks, as 8.5 of 10."""
    negative = -1 if re.match(r"\W?-", text) else 1
    sign, slashed = _SIGN.search(text), _SLASHED.search(text)
    if sign:
        value = next(iter(next(figures(sign[2])).values[0]))
        return [_parts(re.sub(r"\D", "", sign[1]), negative * value.numerator, value.denominator)]
    if slashed and not re.search(r"[.,\u060c\u0631]", text):
        return [_parts(slashed[1], negative * whole(slashed[2]), whole(slashed[3]))]
    return numbers(Kind.CARDINAL)(text.replace("/", " / "))


def so_many_of(text: str) -> list[Expectation]:
    """Read the n of a row of m, as a mark or a page: neither is a part of anything."""
    counter = _COUNTER.fullmatch(text)
    return [tuple(expect(Kind.CARDINAL, whole(run)) for run in counter.groups())] if counter else []


_COUNTER = re.compile(r"(?:[^\W\d]|\s)*(\d+)/(\d+)")


def _parts(before: str | None, over: int, under: int) -> Expectation:
    wholes = (expect(Kind.CARDINAL, whole(before)),) if before else ()
    return (*wholes, expect(Kind.OVER, over), expect(Kind.UNDER, under))


Run = list[Expectation]
"""A figure of a name, with every sequence that says it."""

_RUN = re.compile(r"(?P<minus>(?<!\w)-)?(?P<digits>\d{1,3}(?:[ ,]\d{3})+(?!\d)|\d+(?:\.\d+)*)")


def name(text: str) -> list[Run]:
    """Read the figures of a name, Arabic and Roman, each of which is said as a number or digit by digit."""
    return [_of_a_name(run["digits"], -1 if run["minus"] else 1) for run in _RUN.finditer(roman.spelled_out(text))]


def _of_a_name(run: str, sign: int) -> Run:
    parts = re.split(r"\D", run)
    apart = [number for part in parts for number in wholes(part)]
    in_parts = tuple(expect(Kind.NUMBER, number) for number in (sign * apart[0], *apart[1:]))
    if len(parts) == 1:
        return [in_parts, tuple(expect(Kind.NUMBER, int(digit)) for digit in run)]
    whole_run = tuple(_signed(run, next(figures(run)), Kind.NUMBER))
    return [whole_run, in_parts] if len(parts) > _A_DECIMAL or "." not in run else [whole_run]


_A_DECIMAL = 2
_HOST = re.compile(r"(?:\w+://)?(?:([\w.%+-]+)@)?([\w.-]+)")
_TOP = re.compile(r"(?:\.(?:[A-Za-z]{2}|com|org|net|gov|edu))*\.\w+\.?$")


def web(text: str) -> list[Run]:
    """Read a hashtag, a handle or an address: the name of its site, of a mail the user's too, and nothing else."""
    match = _HOST.match(text)
    if match is None or text.startswith(("#", "@")):
        return name(text)
    site = _TOP.sub("", match[2]).rsplit(".", 1)[-1]
    return name(f"{match[1] or ''} {site}")
