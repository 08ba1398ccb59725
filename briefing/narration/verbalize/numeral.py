"""One written numeral, and the one place where its dots and commas are decided.

A dot or comma before exactly three digits is a thousands sign or a decimal sign by what stands beside the numeral: the
table `_IS_DECIMAL` holds the choice, and no other module makes it. The wire form 5\u063133 has
its fraction first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from briefing.arabic.letters import COMMA, REH

if TYPE_CHECKING:
    from collections.abc import Callable

_WIRE = re.compile(rf"(\d{{1,12}}){REH}(\d{{1,12}})(?![\d])")
_SPACED = re.compile(r"\d{1,3}(?:(?: \d{3}){1,5}|(?:['\u2019]\d{3}){1,5})(?!\d|[.,]\d)")
_PLAIN = re.compile(rf"\d+(?:[.,{COMMA}](?=\d)\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ONE_GROUP = re.compile(r"(\d{1,3})([.,])(\d{3})")
_ZEROS = re.compile("0{2,}")
_DECIMAL = re.compile(rf"(\d+)[.,{COMMA}](\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numeral:
    """A numeral as written: where it ends, its whole digits and the digits behind its decimal sign."""

    end: int
    whole: str
    fraction: str = ""
    parts: tuple[str, ...] = ()

    @property
    def value(self) -> int | None:
        """Return the value of a whole number that the scales can say, else None."""
        trimmed = self.whole.lstrip("0") or "0"
        return int(trimmed) if not self.fraction and not self.parts and len(trimmed) <= _LONGEST else None

    @property
    def is_long(self) -> bool:
        """Say whether it has more whole digits than the scales can say."""
        return len(self.whole.lstrip("0")) > _LONGEST


_LONGEST = 21


class Beside(Enum):
    """What stands beside a numeral, as far as it decides between thousands and decimals."""

    ALONE = auto()
    PERCENT = auto()
    CURRENCY_SIGN = auto()
    SCALE = auto()
    UNIT = auto()
    COUNTED = auto()
    NOTHING = auto()


def _without_zero(sign: str, digits: str) -> bool:
    # A decimal is not written out to a zero: 1.250 dollars are a thousand and more, 1.085 dollars a rate of exchange.
    return sign == "." and not digits.endswith("0")


# 1.106 of those asked, 1.106 alone; $1.106, $1,106; 1,235 million and 1,250 million: cases/verbalize/numeral.tsv
_IS_DECIMAL: dict[Beside, Callable[[str, str], bool]] = {
    Beside.ALONE: lambda _sign, digits: digits != "000",
    Beside.PERCENT: lambda sign, digits: sign == "." or digits != "000",
    Beside.CURRENCY_SIGN: lambda sign, _digits: sign == ".",
    Beside.SCALE: lambda sign, digits: sign == "." or not digits.endswith("0"),
    Beside.UNIT: _without_zero,
    Beside.COUNTED: lambda _sign, _digits: False,
    Beside.NOTHING: lambda sign, _digits: sign == ".",
}


def _counted(_end: int) -> Beside:
    return Beside.COUNTED


def lex(text: str, start: int, beside: Callable[[int], Beside] = _counted) -> Numeral:
    """Read the numeral that begins at `start`, a digit; `beside` says what stands beside it, given where it ends."""
    wire = _WIRE.match(text, start)
    if wire:
        return Numeral(end=wire.end(), whole=wire[2], fraction=wire[1])
    spaced = _SPACED.match(text, start)
    if spaced:
        return Numeral(end=spaced.end(), whole=re.sub(r"\D", "", spaced[0]))
    plain = _PLAIN.match(text, start)
    assert plain is not None  # noqa: S101 - the caller saw a digit
    return _separated(plain[0], plain.end(), beside)


def _separated(written: str, end: int, beside: Callable[[int], Beside]) -> Numeral:
    if written.isdecimal():
        return Numeral(end=end, whole=written)
    one = _ONE_GROUP.fullmatch(written)
    if one and (one[1].startswith("0") or _IS_DECIMAL[beside(end)](one[2], one[3])):
        return Numeral(end=end, whole=one[1], fraction=one[3])
    if _GROUPED.fullmatch(written):
        return _grouped(written, end)
    decimal = _DECIMAL.fullmatch(written)
    if decimal:
        # Two zeros are how a price list writes that there is no fraction: 700.00.
        fraction = "" if _ZEROS.fullmatch(decimal[2]) else decimal[2]
        return Numeral(end=end, whole=decimal[1], fraction=fraction)
    return Numeral(end=end, whole=written, parts=tuple(re.split(r"\D", written)))


def _grouped(written: str, end: int) -> Numeral:
    sign = "," if "," in written and written.index(",") < written.find(".") % (len(written) + 1) else "."
    whole, _, fraction = written.replace(sign, "").partition("." if sign == "," else ",")
    return Numeral(end=end, whole=whole, fraction="" if _ZEROS.fullmatch(fraction) else fraction)
