"""Written figures to the values that they may have; a dot or comma that can be read two ways gives both."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from briefing.arabic import TATWEEL
from briefing.narration.verbalize.tables import remembered, table

_SEPARATORS = ".,\u060c\u066b\u066c"
_FIGURE = re.compile(rf"\d{{1,3}}(?:[ \u00a0\u202f\u2009]\d{{3}})+(?![\d{_SEPARATORS}])|\d+(?:[{_SEPARATORS}]\d+)*")
_WIRE = re.compile("(\\d+)\u0631(\\d+)")
_FRACTION = re.compile(r"(?:(\d+) )?(\d+)/(\d+)")
# What is longer is said digit by digit.
_LONGEST = 40
_SCALE = re.compile(r"\W{0,2}([^\W\d_]+)")
_MONEY = re.compile("[$\u00a2-\u00a5\u20a0-\u20bf] ?$")
_SIGNED = re.compile(r"(?:^|[^\w%+/\u00b1])[-\u2212]\W?$")


def plain(text: str) -> str:
    """Write every digit in its plain form."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text.replace(TATWEEL, ""))


@remembered
def _scales() -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in table("value_words") if row["kind"].startswith("scale")}


@remembered
def _letter_scales() -> dict[str, int]:
    return {row["word"]: int(row["value"]) for row in table("value_words") if row["kind"] == "letter_scale"}


def _factor(scale: str, before: str) -> int:
    """Return what a scale word makes of its figure; a letter alone is one only behind a sign of money."""
    if scale in _letter_scales():
        return _letter_scales()[scale] if _MONEY.search(before) else 1
    return _scales().get(scale, 1)


def candidates(written: str) -> list[set[Fraction]]:
    """Return the values of each figure of a text, in order."""
    text = plain(written)
    found, position = [], 0
    while match := re.compile(r"\d").search(text, position):
        wire = _WIRE.match(text, match.start())
        if wire:
            values, end = {Fraction(f"{wire[2]}.{wire[1]}")}, wire.end()
        else:
            figure = _FIGURE.match(text, match.start())
            assert figure is not None  # noqa: S101 - a digit was seen
            values, end = _readings(figure[0]), figure.end()
        scale = _SCALE.match(text, end)
        factor = _factor(scale[1].lower(), text[: match.start()]) if scale else 1
        values = {value * factor for value in values}
        if _SIGNED.search(text[: match.start()]):
            values = {-value for value in values}
        groups = re.findall(r"\d+", text[match.start() : end])
        found += [values] if values else [{Fraction(group[:_LONGEST])} for group in groups]
        position = end
    return found


def _readings(figure: str) -> set[Fraction]:
    if len(figure) > _LONGEST:
        return set()
    groups = re.split(r"\D", figure)
    signs = re.findall(r"\D", figure)
    found = set()
    if all(len(group) == 3 for group in groups[1:]) or not signs:  # noqa: PLR2004 - a thousand
        found.add(Fraction(_whole("".join(groups))))
    if signs and signs[-1] not in " \u00a0" and (len(signs) == 1 or signs[-1] != signs[0]):
        found.add(Fraction(f"{_whole(''.join(groups[:-1]))}.{groups[-1]}"))
    return found


def _whole(digits: str) -> str:
    return digits.lstrip("0") or "0"


def fraction(written: str) -> Fraction | None:
    """Return the value of a written fraction."""
    value = _unsigned_fraction(plain(written))
    return -value if value is not None and _SIGN.match(written) else value


_SIGN = re.compile(r"\W?[-\u2212]")


def _unsigned_fraction(text: str) -> Fraction | None:
    sign = next((c for c in text if unicodedata.category(c) == "No" and unicodedata.numeric(c, None) is not None), None)
    if sign:
        whole = re.match(r"\D*(\d+)", text)
        part = Fraction(unicodedata.numeric(sign)).limit_denominator(100)
        return part + (int(whole[1]) if whole else 0)
    match = _FRACTION.search(text)
    return int(match[1] or 0) + Fraction(int(match[2]), int(match[3])) if match and int(match[3]) else None


def mixed_over(written: str) -> Fraction | None:
    """Return what "200 and 1 over 387" is to the ear: 201 over 387."""
    match = _FRACTION.search(plain(written))
    return Fraction(int(match[1]) + int(match[2]), int(match[3])) if match and match[1] and int(match[3]) else None


def digits(text: str) -> str:
    """Return the digits of a text alone."""
    return "".join(c for c in plain(text) if c.isdecimal())
