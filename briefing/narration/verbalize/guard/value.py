"""What is compared: a value that a written figure asks for, and a value that is heard, each with its class."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Kind(StrEnum):
    """The class of one value: a time is not a sum of numbers, each of its parts has a place of its own."""

    NUMBER = "number"  # a cardinal or an ordinal: tens, hundreds and scales sound the same in both
    CARDINAL = "cardinal"
    ORDINAL = "ordinal"
    DIGIT = "digit"
    PLUS = "plus"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    OVER = "over"
    UNDER = "under"


_COUNTING = (Kind.NUMBER, Kind.CARDINAL, Kind.ORDINAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A value that the spoken words say; `of` holds every noun that the counted word may be a form of."""

    kind: Kind
    number: Fraction
    of: frozenset[str] = frozenset()
    margin: bool = False

    def __str__(self) -> str:
        """Show it as an error does."""
        return _shown(self.kind, self.number, self.of, margin=self.margin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A value that a written figure asks for: every number that it may be, and what it must be said to count."""

    kind: Kind
    numbers: frozenset[Fraction]
    of: frozenset[str] = frozenset()
    margin: bool = False

    def admits(self, heard: Heard) -> bool:
        """Say whether what is heard is this value."""
        return (
            heard.number in self.numbers
            and (heard.kind is self.kind or (Kind.NUMBER in (heard.kind, self.kind) and _counts(self, heard)))
            and (not self.of or bool(self.of & heard.of))
            and heard.margin is self.margin
        )

    def __str__(self) -> str:
        """Show it as an error does: the smallest number that it may be."""
        return _shown(self.kind, min(self.numbers), self.of, margin=self.margin)


def expect(kind: Kind, number: Fraction | int, of: frozenset[str] = frozenset()) -> Expected:
    """Return the value of a figure that can be read in one way only."""
    return Expected(kind=kind, numbers=frozenset([Fraction(number)]), of=of)


def agree(expected: Sequence[Expected], heard: Sequence[Heard]) -> bool:
    """Say whether every value is heard in its place, and none besides."""
    return len(expected) == len(heard) and all(map(Expected.admits, expected, heard))


def shown(values: Iterable[Expected | Heard]) -> str:
    """Show a sequence of values as an error does."""
    return ", ".join(map(str, values)) or "nothing"


def _counts(expected: Expected, heard: Heard) -> bool:
    return expected.kind in _COUNTING and heard.kind in _COUNTING


def _shown(kind: Kind, number: Fraction, of: frozenset[str], *, margin: bool) -> str:
    label = "" if kind in _COUNTING else f"{kind} "
    return f"{label}{'±' if margin else ''}{float(number):.15g} {'/'.join(sorted(of))}".rstrip()
