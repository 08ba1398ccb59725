"""The value guard: what is spoken is read back to values and held against what was written.

A wrong value is the one unforgivable error. `mismatches` names every piece whose spoken words say another value than
its written figures; `require` refuses a script that has one. The guard shares no code with the verbalizer: it reads
the written text to a sequence of values of its own (`written`), hears the spoken words as such a sequence (`hearing`),
and compares the two place by place, class by class (`classes`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.errors import ValueMismatchError
from briefing.narration.verbalize.guard import figures, roman
from briefing.narration.verbalize.guard.classes import judge, values
from briefing.narration.verbalize.reading import SemioticClass
from briefing.narration.verbalize.tables import SHIPPED, using
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefing.model import Piece, Script
    from briefing.narration.verbalize.tables import Tables

# Marks and what has no width may stand between a letter and its hyphen.
_REACH = 4
_LONGEST_SHOWN = 120
# A numeral of Rome that no piece says is left out.
_MAY_BE_ROMAN = (SemioticClass.LATIN, SemioticClass.ROMAN, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """A piece that would be spoken with another value than was written."""

    sentence: str
    written: str
    spoken: str
    written_value: str
    spoken_value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """A number as it is written and said, and the value that is heard; `holds` where that is the written one."""

    written: str
    spoken: str
    semiotic_class: str
    value: str
    holds: bool


def read_back(text: str, pieces: Iterable[Piece], tables: Tables = SHIPPED) -> tuple[ReadBack, ...]:
    """Return every number of a text with the value that a listener hears."""
    with using(tables):
        return tuple(_read_back(text, tuple(pieces)))


def mismatches(text: str, pieces: Iterable[Piece], tables: Tables = SHIPPED) -> tuple[Mismatch, ...]:
    """Return the pieces of a text whose spoken value is not the written one."""
    with using(tables):
        return tuple(_mismatches(text, pieces))


def check(script: Script, tables: Tables = SHIPPED) -> tuple[Mismatch, ...]:
    """Return the mismatches of a verbalized script."""
    return tuple(
        mismatch
        for chapter in script.chapters
        for utterance in chapter.utterances
        for mismatch in mismatches(utterance.written, utterance.pieces, tables)
    )


def require(script: Script, tables: Tables = SHIPPED) -> None:
    """Raise ValueMismatchError where a script would speak another value than was written."""
    wrong = check(script, tables)
    if wrong:
        first = wrong[0]
        raise ValueMismatchError(
            first.sentence,
            f"{first.written!r} is {first.written_value}, but would be spoken as {first.spoken_value} ({first.spoken})",
            "write the number out in words, add a reading of your own, or allow it with --allow-unverified",
        )


def notices(script: Script, tables: Tables = SHIPPED) -> tuple[str, ...]:
    """Return one line for the page for each mismatch that was let through."""
    line = read_toml(data("ar", "verbalize", "guard.toml"))["unverified"]
    return tuple(line.format(written=wrong.written, spoken=wrong.spoken) for wrong in check(script, tables))


def _read_back(text: str, pieces: tuple[Piece, ...]) -> Iterator[ReadBack]:
    for piece in pieces:
        written = text[piece.start : piece.end]
        if not figures.any_in(written):
            continue
        kind = SemioticClass(piece.semiotic_class) if piece.semiotic_class else None
        wrong = next(_mismatch(text, piece.start, piece.end, piece.spoken, kind), None)
        yield ReadBack(
            written=_short(written.strip()),
            spoken=_short(piece.spoken.strip()),
            semiotic_class=kind or "",
            value=wrong.spoken_value if wrong else values(kind, figures.plain(written), piece.spoken),
            holds=wrong is None,
        )


def _mismatches(text: str, pieces: Iterable[Piece]) -> Iterator[Mismatch]:
    end = 0
    for start, stop, spoken, semiotic_class in _spans(text, pieces):
        # What no piece covers is not said at all.
        yield from _mismatch(text, end, start, "", None)
        yield from _mismatch(text, start, stop, spoken, semiotic_class)
        end = stop


def _spans(text: str, pieces: Iterable[Piece]) -> Iterator[tuple[int, int, str, str | None]]:
    for piece in pieces:
        yield piece.start, piece.end, piece.spoken, piece.semiotic_class
    yield len(text), len(text), "", None


def _mismatch(text: str, start: int, end: int, spoken: str, semiotic_class: str | None) -> Iterator[Mismatch]:
    written = text[start:end]
    if not figures.any_in(written) and not (semiotic_class in _MAY_BE_ROMAN and roman.any_in(written)):
        return
    plain = figures.plain(written)
    if semiotic_class in (SemioticClass.ROMAN, None):
        plain = roman.spelled_out(plain)
    if strip_marks(figures.plain(text[max(0, start - _REACH) : start]))[-1:].isalnum():
        # A hyphen behind a letter or a figure joins; it is no minus.
        plain = plain.removeprefix("-")
    wrong = judge(SemioticClass(semiotic_class) if semiotic_class else None, plain, spoken)
    if wrong is not None:
        yield Mismatch(
            sentence=text,
            written=_short(written),
            spoken=_short(spoken),
            written_value=_short(wrong.written),
            spoken_value=_short(wrong.spoken),
        )


def _short(text: str) -> str:
    """Cut what would make an error of a page out of a line."""
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "\u2026"
