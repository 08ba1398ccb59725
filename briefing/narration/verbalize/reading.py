"""What a class makes of a stretch of text, and the closed set of classes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.model import Gender
    from briefing.narration.verbalize.grammar import Case


class SemioticClass(StrEnum):
    """What a stretch of written text stands for."""

    ABBREVIATION = "abbreviation"
    ALPHANUMERIC = "alphanumeric"
    CARDINAL = "cardinal"
    DATE = "date"
    DECIMAL = "decimal"
    DEFINITE = "definite"
    FORMAT = "format"
    FRACTION = "fraction"
    LARGE = "large"
    LATIN = "latin"
    MEASURE = "measure"
    MONEY = "money"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    PHONE = "phone"
    POINTS = "points"
    RANGE = "range"
    ROMAN = "roman"
    SCORE = "score"
    SYMBOL = "symbol"
    TIME = "time"
    WEB = "web"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How code points `start` to `end` are said, by which class and rule; `case` is what a joined number inherits."""

    start: int
    end: int
    spoken: str
    semiotic_class: SemioticClass
    rule: str
    case: Case | None = None
    gender: Gender | None = None
