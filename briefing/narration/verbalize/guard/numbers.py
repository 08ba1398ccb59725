"""Spoken Arabic numbers to values.

The grammar: whole [point digits] [scale] [and a part [of a scale]], where a whole is groups of hundreds, tens and
units, each with its scale, joined by "and"; or so many parts of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from briefing.narration.verbalize.guard.figures import MOST_DECIMALS
from briefing.narration.verbalize.guard.value import Kind
from briefing.narration.verbalize.guard.vocabulary import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_CEILING = 10**24
_TEN, _HUNDRED = 10, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number, whether it was said as a cardinal or an ordinal, and the token behind its last word."""

    value: Fraction
    kind: Kind
    end: int


def read(tokens: Sequence[Token], start: int) -> Amount | None:
    """Read the number that begins at a token, None where none does."""
    reader = _Reader(tokens, start)
    value = reader.amount()
    if value is None:
        return None
    return Amount(value=value, kind=_kind(tokens[start : reader.position]), end=reader.position)


def read_whole(tokens: Sequence[Token]) -> int | None:
    """Read tokens that are one whole number and nothing else."""
    reader = _Reader(tokens, 0)
    value = reader.whole()
    return value if reader.position == len(tokens) else None


def _kind(tokens: Sequence[Token]) -> Kind:
    if any("ordinal" in token.kinds for token in tokens):
        return Kind.ORDINAL
    alone = len(tokens) == 1
    units = [token.kinds.get("unit", _TEN) for token in tokens]
    cardinal = min(units) < _TEN or "zero" in tokens[0].kinds or (alone and "unit" in tokens[0].kinds)
    return Kind.CARDINAL if cardinal else Kind.NUMBER


_END = Token(word="")


class _Reader:
    """Reads one number from a list of tokens, and stands behind it afterwards."""

    def __init__(self, tokens: Sequence[Token], position: int) -> None:
        self.tokens = tokens
        self.begin = self.position = position

    def _peek(self, ahead: int = 0) -> Token:
        place = self.position + ahead
        return self.tokens[place] if place < len(self.tokens) else _END

    def _take(self, kind: str, *, joined: bool = False) -> int | None:
        """Take a word that has this part and that "and" does or does not join; None where the next is another."""
        token = self._peek()
        value = token.value(kind)
        if value is None or token.joined is not joined:
            return None
        self.position += 1
        return value

    def amount(self) -> Fraction | None:
        """Read a number with its fraction, its scale and its part."""
        if self._is_part():
            return self._part()
        whole = self.whole()
        if whole is None:
            return None
        if self._peek().value("point") is not None:
            return self._decimal(whole)
        scale = self._scale()
        return Fraction(whole * scale) + self._and_a_part()

    def _is_part(self) -> bool:
        """Say whether a part stands next; a word that is a number too, as the fifth that is five, is the number."""
        kinds = self._peek().kinds
        return ("part" in kinds and "unit" not in kinds) or ("two_parts" in kinds and not {"unit", "ten"} & set(kinds))

    def _part(self) -> Fraction:
        token = self._peek()
        self.position += 1
        two = token.value("two_parts")
        part = Fraction(2, two) if two is not None else Fraction(1, token.kinds["part"])
        return part * self._scale()

    def _scale(self) -> int:
        return self._take("scale") or 1

    def _and_a_part(self) -> Fraction:
        """Read "a million and a half million" and "two millions and a half": the part is of the scale."""
        before = self.tokens[self.position - 1]
        if not self._peek().joined or not self._is_part():
            return Fraction(0)
        begin = self.position
        part = self._part()
        named = self.position - begin > 1
        return part if named else part * _scale_of(before)

    def _decimal(self, whole: int) -> Fraction:
        self.position += 1
        figures = ""
        # Behind the point a second is what is counted, no second place.
        while not (self._peek().joined or (figures and "second" in self._peek().kinds)):
            zero = self._take("zero")
            group = zero if zero is not None else self._group()
            if group is None:
                break
            figures += str(group)
        decimals = figures[:MOST_DECIMALS] or "0"
        return (whole + Fraction(int(decimals), 10 ** len(decimals))) * self._scale()

    def whole(self) -> int | None:
        """Read a whole number: groups with falling scales."""
        for joined in (False, True):
            if self._take("zero", joined=joined) is not None:
                return 0
        total, ceiling = None, _NO_CEILING
        while ceiling > 1 and (total is None or self._peek().joined):
            begin = self.position
            group, scale = self._scaled(ceiling)
            if group is None:
                self.position = begin
                break
            total = (total or 0) + group * scale
            ceiling = scale
        return total

    def _scaled(self, ceiling: int) -> tuple[int | None, int]:
        """Read a group and its scale, which must be below `ceiling`."""
        token = self._peek()
        unit = _scale_of(token)
        if unit > 1:
            self.position += 1
            return (_count_of_scale(token, alone=not self._peek().joined), unit) if unit < ceiling else (None, unit)
        group = self._group()
        scale = self._peek().value("scale") or self._peek().value("scale_or_dual") or 1
        if group is None or group >= ceiling or self._peek().joined or scale >= ceiling:
            return (group, 1) if group is not None and group < ceiling else (None, 1)
        if scale > 1:
            self.position += 1
        return group, scale

    def _group(self) -> int | None:
        """Read what stands below a thousand."""
        token = self._peek()
        # "Of a hundred" is the sign of a share only behind a number.
        hundred = token.value("hundred") or (token.value("percent") if self.position == self.begin else None)
        if hundred is not None:
            self.position += 1
            return hundred + (self._below_hundred(joined=True) or 0)
        below = self._below_hundred(joined=token.joined)
        following = self._peek()
        if below is not None and below < _TEN and not following.joined and following.value("hundred") == _HUNDRED:
            self.position += 1
            return below * _HUNDRED + (self._below_hundred(joined=True) or 0)
        return below

    def _below_hundred(self, *, joined: bool) -> int | None:
        ten = self._take("ten", joined=joined)
        if ten is not None:
            return ten
        unit = self._unit(joined=joined)
        if unit is None or unit == _TEN:
            return unit
        if self._peek().value("unit") == _TEN and not self._peek().joined:
            self.position += 1
            return unit + _TEN
        return unit + (self._take("ten", joined=True) or 0)

    def _unit(self, *, joined: bool) -> int | None:
        cardinal = self._take("unit", joined=joined)
        return cardinal if cardinal is not None else self._take("ordinal", joined=joined)


def _scale_of(token: Token) -> int:
    """Return the scale that a word names by itself, 1 where it names none."""
    dual = token.value("dual_scale")
    return dual // 2 if dual is not None else token.value("scale") or token.value("scale_or_dual") or 1


def _count_of_scale(token: Token, *, alone: bool) -> int:
    """Return how many of its scale a bare scale word says.

    An accusative one goes on with "and"; a dual that lost its noon goes on with its noun.
    """
    dual = "dual_scale" in token.kinds or ("scale_or_dual" in token.kinds and alone)
    return 2 if dual else 1
