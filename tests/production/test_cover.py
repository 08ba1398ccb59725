"""The cover: the right letters, the right way round, the same at every run."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import pytest

from briefing.production import cover
from briefing.production.lettering import directions, letter, measure, shorten, wrap

if TYPE_CHECKING:
    from pathlib import Path

HEADLINE = "قالت الوزيرة إن 67% من السكان يؤيدون الخطة، بحسب New Times"


@pytest.mark.parametrize(
    ("text", "ltr"),
    [
        ("خبر جديد", []),
        ("إن 67% منهم", ["67"]),
        ("67% منهم", ["67%"]),
        ("بلغ 3.5 أمتار", ["3.5"]),
        ("صحيفة New Times، اليوم", ["New Times"]),
        ("الأعوام 2019 - 2024", ["2019", "2024"]),
        ("طراز F-16 الجديد", ["F-16"]),
        ("(AOC)", ["AOC"]),
        ("صحيفة New Times (NYT) أمس", ["New Times (NYT)"]),
        ("(AOC) Biden", ["AOC", "Biden"]),
        ("New Times (الأميركية)", ["New Times"]),
        ("مجلة Time [US {x}] أمس", ["Time [US {x}]"]),
        ("شركة A) B (C", ["A) B (C"]),
    ],
)
def test_numbers_and_latin_words_keep_their_own_direction(text: str, ltr: list[str]) -> None:
    kept = "".join(" " if rtl else character for character, rtl in zip(text, directions(text), strict=True))
    runs = [part for part in "".join(kept).split("  ") if part.strip()]
    assert [part.strip() for part in runs] == ltr


def test_letters_are_joined() -> None:
    (joined,), apart = wrap("بيت", 100, 1000), [wrap(character, 100, 1000)[0] for character in "بيت"]
    assert measure(joined, 100) < sum(measure(line, 100) for line in apart)


def test_every_line_fits_and_no_word_is_lost() -> None:
    lines = wrap(HEADLINE, 120, 900)
    assert " ".join(line.text for line in lines) == HEADLINE
    assert all(measure(line, 120) <= 900 for line in lines)


def test_a_line_that_does_not_fit_ends_in_an_ellipsis() -> None:
    (line,) = wrap(HEADLINE, 120, 100_000)
    shorter = shorten(line, 120, 900)
    assert shorter.text.endswith("…")
    assert measure(shorter, 120) <= 900


def test_a_headline_without_a_space_or_an_end_is_cut_before_it_is_drawn() -> None:
    (line,) = wrap("ك" * 100_000, 78, 1160)
    assert letter(line, 78).coverage.size < 100_000_000
    assert shorten(line, 78, 1160).text.endswith("…")


def test_a_line_of_unknown_characters_is_empty_and_not_a_row_of_boxes() -> None:
    (line,) = wrap("漢字", 100, 1000)
    assert letter(line, 100).coverage.max() == 0


def test_the_cover_is_a_square_png_as_directories_want_it(studio: Any, tmp_path: Path) -> None:  # noqa: ANN401
    recording = studio.recording(tmp_path / "programme.pcm", studio.tone(100))
    drawn = cover.draw(studio.episode(recording, studio.script(1)), tmp_path / "cover.png").read_bytes()
    width, height, depth, colour = struct.unpack(">IIBB", drawn[16:26])
    assert (drawn[:8], width, height, depth, colour) == (b"\x89PNG\r\n\x1a\n", 1400, 1400, 8, 2)


@pytest.mark.parametrize("headline", ["", "خبر", HEADLINE, HEADLINE * 20, "كلمة" * 60])
def test_any_headline_can_be_drawn_twice_with_the_same_bytes(headline: str, tmp_path: Path) -> None:
    covers = [cover.draw_show(headline, tmp_path / name).read_bytes() for name in ("one.png", "two.png")]
    assert covers[0] == covers[1]
