"""The value guard: what is spoken is read back to values and held against what was written.

A wrong value is the one unforgivable error. `mismatches` names every piece whose spoken words say another value than
its written figures; `require` refuses a script that has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from briefing.errors import ValueMismatchError
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.guard import figures, words
from briefing.narration.verbalize.letters import INVISIBLE
from briefing.narration.verbalize.reading import SemioticClass
from briefing.narration.verbalize.tables import table
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from briefing.model import Piece, Script

__all__ = ["Mismatch", "check", "mismatches", "notices", "require"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A piece that would be spoken with another value than was written."""

    sentence: str
    written: str
    spoken: str
    written_value: str
    spoken_value: str


def mismatches(text: str, pieces: Iterable[Piece]) -> tuple[Mismatch, ...]:
    """Return the pieces of a text whose spoken value is not the written one."""
    found = []
    for piece in pieces:
        written = INVISIBLE.sub("", text[piece.start : piece.end])
        if piece.start and text[piece.start - 1].isalnum():
            written = written.lstrip("-\u2212")
        if not _has_figures(written) or _agrees(piece, written):
            continue
        found.append(
            Mismatch(
                sentence=text,
                written=written,
                spoken=piece.spoken,
                written_value=_shown(min(values) for values in figures.candidates(written)),
                spoken_value=_shown(words.values(piece.spoken)),
            )
        )
    return tuple(found)


def check(script: Script) -> tuple[Mismatch, ...]:
    """Return the mismatches of a verbalized script."""
    return tuple(
        mismatch
        for chapter in script.chapters
        for utterance in chapter.utterances
        for mismatch in mismatches(utterance.written, utterance.pieces)
    )


def require(script: Script) -> None:
    """Raise ValueMismatchError where a script would speak another value than was written."""
    found = check(script)
    if found:
        first = found[0]
        raise ValueMismatchError(
            first.sentence,
            f"{first.written!r} is {first.written_value}, but would be spoken as {first.spoken_value} ({first.spoken})",
            "write the number out in words, add a reading of your own, or allow it with --allow-unverified",
        )


def notices(script: Script) -> tuple[str, ...]:
    """Return one line for the page for each mismatch that was let through."""
    line = read_toml(data("ar", "verbalize", "guard.toml"))["unverified"]
    return tuple(line.format(written=found.written, spoken=found.spoken) for found in check(script))


def _has_figures(written: str) -> bool:
    return any(c.isnumeric() and not c.isalpha() for c in written)


def _shown(values: Iterable[Fraction]) -> str:
    return ", ".join(f"{float(value):.15g}" for value in values) or "nothing"


def _agrees(piece: Piece, written: str) -> bool:
    compare = _COMPARISONS.get(SemioticClass(piece.semiotic_class), _same) if piece.semiotic_class else _same
    return compare(written, piece.spoken)


def _same(written: str, spoken: str) -> bool:
    expected, said = figures.candidates(written), words.values(spoken)
    if len(said) == len(expected) and all(value in values for value, values in zip(said, expected, strict=True)):
        return True
    return _with_dual(expected, said, spoken) or _digit_by_digit(written, spoken)


def _with_dual(expected: list[set[Fraction]], said: list[Fraction], spoken: str) -> bool:
    """Say whether a dual noun says the two, without a number word."""
    return (
        not said
        and words.duals(spoken) >= len(expected)
        and all(
            any(abs(value) == 2 for value in values)  # noqa: PLR2004 - the dual
            for values in expected
        )
    )


def _digit_by_digit(written: str, spoken: str) -> bool:
    digits, said = figures.digits(written), words.values(spoken)
    return len(digits) > 1 and [Fraction(int(digit)) for digit in digits] == said


def _percent(written: str, spoken: str) -> bool:
    return _same(written, re.sub(rf"\W(?:{_percent_words()})\W*$", "", spoken))


def _percent_words() -> str:
    return "|".join(row["spoken"] for row in table("symbols") if row["symbol"] == "%")


_CENTS = (100, 1000)
_MINUS = re.compile(r"[-\u2212](?=\W*\d)")


def _money(written: str, spoken: str) -> bool:
    if _same(written, spoken):
        return True
    if _MINUS.search(written) and words.says_minus(spoken):
        return _money(_MINUS.sub("", written), words.without_minus(spoken))
    expected, said = figures.candidates(written), words.values(spoken)
    said += [Fraction(2)] * words.duals(spoken)
    if len(expected) != 1:
        return False
    whole, cents = (said[0], said[-1]) if len(said) == len(_CENTS) else (Fraction(0), sum(said, Fraction(0)))
    swapped = (cents, whole) if len(said) == len(_CENTS) else (whole, cents)
    return any(first + second / per in expected[0] for per in _CENTS for first, second in ((whole, cents), swapped))


_MINUTES = 60
_NOON = 12


def _time(written: str, spoken: str) -> bool:
    # The noun for a second is the ordinal too.
    said = words.values(spoken.replace(f" {cues.said('time', 'second')}", "")) + [Fraction(2)] * words.duals(spoken)
    runs = re.findall(r"\d+", figures.plain(written))
    if len(runs) == 1 and len(runs[0]) > 2:  # noqa: PLR2004 - hour and minute in one
        runs = [runs[0][:-2], runs[0][-2:]]
    expected = sum(Fraction(int(run), _MINUTES**place) for place, run in enumerate(runs))
    found = sum((value / _MINUTES**place for place, value in enumerate(said)), Fraction(0))
    # "The sixth and forty minutes" reads as one number.
    one_number = len(runs) == 2 and int(runs[1]) % 10 == 0 and said == [Fraction(sum(map(int, runs)))]  # noqa: PLR2004
    return one_number or found == expected or (expected < 1 and found - _NOON == expected) or _sorted_same(runs, said)


def _sorted_same(runs: list[str], said: list[Fraction]) -> bool:
    return sorted(int(run) for run in runs if int(run)) == sorted(int(value) for value in said if value)


def _date(written: str, spoken: str) -> bool:
    if _same(written, spoken):
        return True
    runs = [int(run) for run in re.findall(r"\d+", figures.plain(written))]
    months = {row["month"]: int(row["number"]) for row in table("months") if row["said"]}
    named = [Fraction(months[word]) for word in spoken.split() if word in months]
    return sorted(words.values(spoken) + named) == sorted(Fraction(run) for run in runs)


def _fraction(written: str, spoken: str) -> bool:
    expected = figures.fraction(written)
    if _same(written, spoken):
        return True
    readings = [words.values(spoken, parts=parts) for parts in (True, False)]
    return any(sum(said, Fraction(0)) == expected or said == [figures.mixed_over(written)] for said in readings)


def _range(written: str, spoken: str) -> bool:
    if _same(written, spoken):
        return True
    runs, said = re.findall(r"\d+", figures.plain(written)), words.values(spoken)
    return len(runs) == len(said) and all(str(int(value)).endswith(run) for run, value in zip(runs, said, strict=True))


def _name(written: str, spoken: str) -> bool:
    """Hold a name to its figures where it says any: a known name may say them in another language."""
    said = words.values(spoken)
    runs = [Fraction(int(run)) for run in re.findall(r"\d+", figures.plain(written))]
    return not said or said == runs or _same(written, spoken)


def _measure(written: str, spoken: str) -> bool:
    return (
        _same(re.sub(r"(?<=[^\W\d_])\d$", "", written), spoken)
        or _money(written, spoken)
        or _and_a_half(written, spoken)
    )


def _and_a_half(written: str, spoken: str) -> bool:
    expected, said = figures.candidates(written), words.values(spoken)
    return len(expected) == 1 and sum(said, Fraction(2) * words.duals(spoken)) in expected[0]


def _any(_written: str, _spoken: str) -> bool:
    return True


_COMPARISONS: dict[SemioticClass, Callable[[str, str], bool]] = {
    SemioticClass.ALPHANUMERIC: _name,
    SemioticClass.DATE: _date,
    SemioticClass.FORMAT: _any,
    SemioticClass.FRACTION: _fraction,
    SemioticClass.LATIN: _name,
    SemioticClass.MEASURE: _measure,
    SemioticClass.MONEY: _money,
    SemioticClass.PERCENT: _percent,
    SemioticClass.RANGE: _range,
    SemioticClass.TIME: _time,
    SemioticClass.WEB: _any,
}
