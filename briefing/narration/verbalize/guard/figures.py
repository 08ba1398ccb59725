"""Written figures to the numbers that they may be; a dot or comma that can be read two ways gives both."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from briefing.arabic import TATWEEL
from briefing.narration.verbalize.guard.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+")
_LOOKS_LIKE = {
    "-": "\u2010\u2011\u2212",
    "%": "\u066a\ufe6a\uff05",
    " ": "\u00a0\u2007\u2009\u202f",
    ".": "\u066b",
    ",": "\u066c",
    "": TATWEEL,
    **{str(digit): chr(0x2080 + digit) for digit in range(10)},
}
# One to nine in circles, in brackets and with a dot.
_CIRCLED = "\u2460\u2474\u2488\u24f5\u2776\u2780\u278a"
_PLAIN = str.maketrans(
    {
        **{sign: plain for plain, signs in _LOOKS_LIKE.items() for sign in signs},
        **{chr(ord(first) + place): str(place + 1) for first in _CIRCLED for place in range(9)},
    }
)
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
# Parts, numbers in circles, numerals of Rome that are one sign. Powers belong to their unit, or to a footnote.
_SIGNS = "\u00bc-\u00be\u2150-\u218b\u2460-\u249b\u24ea-\u24ff\u2776-\u2793"
_HAS_FIGURES = re.compile(f"[\\d{_SIGNS}\u2080-\u2089]")
_WIRE = "(?P<part>\\d+)\u0631(?P<whole>\\d+)"
_ARABIC_COMMA = "\u060c"
_SPACED = r"(?P<spaced>\d{1,3}(?:(?: \d{3})+|(?:['\u2019]\d{3})+)(?!\d|[.,]\d))"
_SEPARATED = "(?P<separated>\\d+(?:[.,\u060c]\\d+)*)"
_FIGURE = re.compile(f"{_WIRE}|{_SPACED}|{_SEPARATED}|(?P<sign>[{_SIGNS}])")
_NEXT_WORD = re.compile(r"[ \t]{0,3}([^\W\d_]+)")
_THOUSAND = 3
# 65,000 is no 65.
_NO_DECIMAL = (",", "000")
# What is longer is said digit by digit: no scale is larger.
_LONGEST = 21
_UNSAYABLE = 10**40
# Nobody hears the decimals behind these.
MOST_DECIMALS = 400


def plain(text: str) -> str:
    """Write every digit, sign and space in its plain form, without what has no width."""
    text = _INVISIBLE.sub("", text).translate(_PLAIN)
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)


def any_in(text: str) -> bool:
    """Say whether a text has figures of any kind."""
    return _HAS_FIGURES.search(text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its scale word: where both stand, and every number that it may be, in their order.

    It has several values in order where it is no number, as the 2.3.1 of a version.
    """

    start: int
    end: int
    values: tuple[frozenset[Fraction], ...]


def figures(text: str, *, letters: bool = False) -> Iterator[Figure]:
    """Yield the figures of a plain text, in order; with `letters` one letter behind a figure may be its scale."""
    place = 0
    while match := _FIGURE.search(text, place):
        end, factor = _scale(text, match.end(), letters=letters)
        yield Figure(
            start=match.start(),
            end=end,
            values=tuple(frozenset(value * factor for value in values) for values in _values(match)),
        )
        place = match.end()


def _scale(text: str, end: int, *, letters: bool) -> tuple[int, int]:
    word = _NEXT_WORD.match(text, end)
    kinds = words().get(word[1].lower(), {}) if word else {}
    named = ("scale", "scale_or_dual", *(["letter_scale"] if letters else []))
    factor = next((kinds[kind] for kind in named if kind in kinds), 1)
    return (word.end(), factor) if word and factor > 1 else (end, 1)


def _values(match: re.Match[str]) -> tuple[frozenset[Fraction], ...]:
    if match["sign"]:
        return (frozenset([Fraction(unicodedata.numeric(match[0])).limit_denominator(100)]),)
    if match["part"]:
        return (frozenset([_decimal(match["whole"], match["part"])]),)
    if match["spaced"]:
        return (frozenset([Fraction(whole(re.sub(r"\D", "", match[0])))]),)
    return _separated(match[0])


def _separated(figure: str) -> tuple[frozenset[Fraction], ...]:
    groups = re.split(r"\D", figure)
    signs = re.findall(r"\D", figure)
    readings = set()
    if _is_grouped(groups[1:], groups, signs):
        readings.add(Fraction(whole("".join(groups))))
    if _ends_in_decimals(groups, signs):
        readings.add(_decimal("".join(groups[:-1]), groups[-1]))
    if readings:
        return (frozenset(readings),)
    return tuple(frozenset([Fraction(number)]) for group in groups for number in wholes(group))


def _is_grouped(thousands: list[str], groups: list[str], signs: list[str]) -> bool:
    """Say whether these groups, and what is before them, are thousands."""
    if not signs:
        return len(groups[0].lstrip("0")) <= _LONGEST
    several = len(signs) > 1
    return (
        all(len(group) == _THOUSAND for group in thousands)
        and len(groups[0]) <= _THOUSAND
        and not (several and _ARABIC_COMMA in signs)
    )


def _ends_in_decimals(groups: list[str], signs: list[str]) -> bool:
    if len(signs) == 1:
        return (signs[0], groups[1]) != _NO_DECIMAL
    return _is_grouped(groups[1:-1], groups, signs) and len(set(signs[:-1])) == 1 and signs[-1] not in signs[:-1]


def _decimal(whole_digits: str, part: str) -> Fraction:
    part = part[:MOST_DECIMALS]
    return whole(whole_digits) + Fraction(int(part), 10 ** len(part))


def whole(digits: str) -> int:
    """Return the number of a run of digits; a run that no scale can name is a number that nothing says."""
    trimmed = digits.lstrip("0")
    return int(trimmed or 0) if len(trimmed) <= _LONGEST else _UNSAYABLE


def wholes(digits: str) -> list[int]:
    """Return the number of a run of digits, or each digit where no scale can name it."""
    return [whole(digits)] if len(digits.lstrip("0")) <= _LONGEST else list(map(int, digits))
