"""Each semiotic class with the reader of what is written, the ear for what is said, and what must be said besides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.narration.verbalize.guard import besides, hearing, written
from briefing.narration.verbalize.guard.value import Expected, Heard, Kind, agree, shown
from briefing.narration.verbalize.reading import SemioticClass
from briefing.narration.verbalize.tables import own_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_FOREIGN_WORD = re.compile("[A-Za-z\u00c0-\u024f]{3}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is written and what is heard in its place, as an error shows them."""

    written: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """How the figures of a class are read, how its words are heard, what may be said with them, which unit is named."""

    read: Callable[[str], list[written.Expectation]]
    hear: Callable[[str], list[hearing.Hearing]] = hearing.amounts
    also: frozenset[str] = frozenset()
    unit: Callable[[str], written.Unit] | None = None


def judge(semiotic_class: SemioticClass | None, text: str, spoken: str) -> Wrong | None:
    """Hold what is said for a plain text against the text; None where both say the same."""
    if semiotic_class in _NAMES:
        return _name(_NAMES[semiotic_class](text), text, spoken)
    ways = _CLASSES.get(semiotic_class, _PLAIN)
    return None if any(_agrees(way, text, spoken) for way in ways) else _wrong(ways[0], text, spoken)


def values(semiotic_class: SemioticClass | None, text: str, spoken: str) -> str:
    """Return the values that are heard in what is said for a plain text, as an error would show them."""
    if semiotic_class in _NAMES:
        as_written = set(_WORD.findall(text))
        return shown(value for value, _ in hearing.name(" ".join(_set_apart(spoken, as_written))))
    ways = _CLASSES.get(semiotic_class, _PLAIN)
    way = next((one for one in ways if _agrees(one, text, spoken)), ways[0])
    return shown(_first(way.hear(spoken) or hearing.amounts(spoken)))


def _agrees(way: _Class, text: str, spoken: str) -> bool:
    unit = _unit(way, text)
    said = besides.without_description(unit, spoken)
    if said is None or besides.unasked(text, said, way.also, unit):
        return False
    heard = way.hear(said)
    return any(agree(wanted, values) for wanted in way.read(text) for values in heard)


def _wrong(way: _Class, text: str, spoken: str) -> Wrong:
    """Show what is asked and what is heard, with the words beside the values, for they may be all that differs."""
    unit = _unit(way, text)
    heard = way.hear(spoken) or hearing.amounts(spoken)
    asked_besides = [unit.adjective, unit.tail]
    heard_besides = besides.beside_the_values(text, spoken, way.also, unit)
    asked, said = _first(way.read(text)), _first(heard)
    wrong = Wrong(written=_line(shown(asked), asked_besides), spoken=_line(shown(said), heard_besides))
    if wrong.written != wrong.spoken:
        return wrong
    # Fifth is not five.
    return Wrong(written=_line(wrong.written, _kinds(asked)), spoken=_line(wrong.spoken, _kinds(said)))


def _unit(way: _Class, text: str) -> written.Unit:
    return way.unit(text) if way.unit else written.Unit()


def _first(sequences: Sequence[Sequence[Expected | Heard]]) -> Sequence[Expected | Heard]:
    return next(iter(sequences), ())


def _line(values: str, words: Iterable[str]) -> str:
    return " ".join(filter(None, (values, *words)))


def _kinds(values: Iterable[Expected | Heard]) -> list[str]:
    return [f"({value.kind})" for value in values]


def _name(runs: Sequence[written.Run], text: str, spoken: str) -> Wrong | None:
    """Hold a name to its figures; a word of the text that is said as written is no number of them."""
    as_written = set(_WORD.findall(text))
    heard = hearing.name(" ".join(_set_apart(spoken, as_written)))
    if _in_order(runs, heard, may_be_words=_FOREIGN_WORD.search(text) is not None) or _is_own(text, spoken):
        return None
    return Wrong(written=shown(value for run in runs for value in run[0]), spoken=shown(value for value, _ in heard))


def _set_apart(spoken: str, as_written: set[str]) -> list[str]:
    """Return the spoken words that are none of those that are said as written."""
    return [word for word in spoken.split() if word not in as_written]


def _in_order(runs: Sequence[written.Run], heard: Sequence[tuple[Heard, bool]], *, may_be_words: bool) -> bool:
    """Say whether every figure of a name is heard in its place; a foreign word may sound like one more number."""
    waiting, place = list(reversed(runs)), 0
    while place < len(heard):
        length = _length_of(waiting[-1], heard, place) if waiting else 0
        if length:
            waiting.pop()
            place += length
        elif heard[place][1] and may_be_words:
            place += 1
        else:
            return False
    return not waiting


def _length_of(run: written.Run, heard: Sequence[tuple[Heard, bool]], place: int) -> int:
    """Return how many of the values heard at a place say a figure, 0 where they do not."""
    for way in run:
        if agree(way, [value for value, _ in heard[place : place + len(way)]]):
            return len(way)
    return 0


def _is_own(text: str, spoken: str) -> bool:
    """Say whether it is the user's own reading of a word, who knows what is said."""
    own = [row["spoken"] for row in own_rows("latin") if row["written"].lower() in text.lower()]
    return any(reading in spoken for reading in own)


def _nothing(_text: str) -> list[written.Expectation]:
    return [()]


_NAMES = {
    SemioticClass.ALPHANUMERIC: written.name,
    SemioticClass.LATIN: written.name,
    SemioticClass.WEB: written.web,
}
_PLAIN = (
    _Class(read=written.numbers(Kind.CARDINAL)),
    _Class(read=written.digit_by_digit, hear=hearing.digits),
)
_FRACTION = frozenset({"fraction_link", "over", "plus"})
_DATE = frozenset({"date_link", "month", "month_part"})
_TIMES = frozenset({"hour", "minute", "second"})
_CLOCK = _TIMES | {"morning", "noon", "evening", "midnight", "night", "before", "except", "clock_link"}
_CLASSES: dict[SemioticClass | None, Sequence[_Class]] = {
    SemioticClass.DATE: [
        _Class(read=written.date, hear=hearing.date, also=_DATE),
        _Class(read=written.two_days, hear=hearing.date, also=_DATE | {"range_link"}),
    ],
    SemioticClass.DEFINITE: [_Class(read=written.numbers(Kind.NUMBER)), _PLAIN[1]],
    SemioticClass.FORMAT: [_Class(read=_nothing)],
    SemioticClass.FRACTION: [
        _Class(read=written.fraction, hear=hearing.parts, also=_FRACTION),
        _Class(read=written.so_many_of, hear=hearing.so_many_of, also=_FRACTION),
    ],
    SemioticClass.MEASURE: [_Class(read=written.measure, unit=written.unit)],
    SemioticClass.MONEY: [_Class(read=written.money, unit=written.currency)],
    SemioticClass.ORDINAL: [_Class(read=written.ordinal)],
    SemioticClass.PERCENT: [_Class(read=written.percent)],
    SemioticClass.PHONE: [_Class(read=written.digits, hear=hearing.digits)],
    SemioticClass.RANGE: [_Class(read=written.range_, also=frozenset({"range_link"}))],
    SemioticClass.ROMAN: [_Class(read=written.numbers(Kind.ORDINAL)), _PLAIN[0]],
    SemioticClass.SCORE: [_Class(read=written.pair, also=frozenset({"score_link"}))],
    SemioticClass.SYMBOL: [*_PLAIN, _Class(read=written.reference)],
    SemioticClass.TIME: [
        _Class(read=written.clock, hear=hearing.clock, also=_CLOCK),
        _Class(read=written.duration, hear=hearing.duration, also=_TIMES),
        _Class(read=written.time_of_a_race, hear=hearing.duration, also=_TIMES | {"point"}),
    ],
}
