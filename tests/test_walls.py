"""Walls of one sign or word, as damaged pages have them: read to the end, in time that grows with the text.

`tests/cases/walls/units.tsv` holds what a wall is built of; "␠" is a space and "␤" a new line. Four times the text may
take four times as long; where time grows with the square it takes sixteen times as long. What is asserted lies between,
and the best of three tries counts, so that a busy machine fails nothing.
"""

from __future__ import annotations

import csv
import time
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.editorial.choose import choose
from briefing.editorial.report import as_json
from briefing.editorial.script import write
from briefing.model import Article
from briefing.narration import breath, clauses, diacritize, lexicon, pausal, phonemes
from briefing.narration.diacritizers.decoder import chunks
from briefing.narration.diacritizers.letters import transfer

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = Path(__file__).parent / "cases" / "walls" / "units.tsv"
CHARACTERS = 4_000
MOST_GROWTH = 8
UNNOTICED_S = 0.25
TRIES = 3


class Silent:
    """A diacritizer that marks nothing."""

    def diacritize(self, text: str) -> str:
        return text

    def unusable_because(self) -> str | None:
        return None


def units() -> dict[str, str]:
    with UNITS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {row["of"]: row["unit"].replace("␠", " ").replace("␤", "\n") for row in rows}


def edited(text: str) -> None:
    article = Article(source="-", paragraphs=("عنوان الخبر", f"بدأ العمل اليوم في المدينة كلها. {text}"))
    segments = choose(article)
    write(article, segments, "full")
    as_json(article, segments)


def voiced(text: str) -> None:
    lexicon.force(text)
    diacritize.text(text, Silent())
    transfer(text, text + " نعم")
    phonemes.espeak(breath.breathe(text, 12), pausal.Endings.EVERYDAY)
    phonemes.settled(text, text)
    list(chunks(text))
    clauses.cut(text, 300)


def cpu_s(read: Callable[[str], None], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


def grows_with_its_square(read: Callable[[str], None], wall: Callable[[int], str]) -> bool:
    for _ in range(TRIES):
        short, long = (cpu_s(read, wall(length)) for length in (CHARACTERS, 4 * CHARACTERS))
        if long <= MOST_GROWTH * short + UNNOTICED_S:
            return False
    return True


@pytest.mark.parametrize("unit", units().values(), ids=units())
@pytest.mark.parametrize("read", [edited, voiced])
def test_a_wall_is_read_in_time_that_grows_with_it(read: Callable[[str], None], unit: str) -> None:
    assert not grows_with_its_square(read, lambda length: unit * (length // len(unit)))


def test_a_wall_of_different_initials_is_read_in_time_that_grows_with_it() -> None:
    letters = "ابتجحخدرزسشصضطعغفقكلمنهوي"
    names = [f"قال الوزير {''.join(first)}ازم {first[0]}يدر " for first in product(letters, repeat=3)]
    initials = [f"قال {''.join(letters)} " for letters in product("ABCDFGHJKLMNPQRSTVWXYZ", repeat=3)]

    def wall(length: int) -> str:
        count = length // 10
        return "".join(names[:count] + initials[:count])

    assert not grows_with_its_square(edited, wall)


def test_numbers_chained_without_end_are_read_each_by_itself() -> None:
    article = Article(source="-", paragraphs=("عنوان", "قتل ثلاثة آلاف" + " وثلاثة آلاف" * 2_000 + " شخص."))
    figures = choose(article).figures
    assert {figure.value for figure in figures} == {3_000}
