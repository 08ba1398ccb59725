"""The value guard: an independent reader of spoken numbers."""

from fractions import Fraction

import pytest

from briefing.errors import ValueMismatchError
from briefing.model import Chapter, ChapterKind, Headline, Piece, Script, Segments, Span, Utterance
from briefing.narration.verbalize import guard
from briefing.narration.verbalize.guard.words import values


@pytest.mark.parametrize(
    ("spoken", "value"),
    [
        ("ألفين وأربعة وعشرين", 2024),
        ("تسع مئة وسبعة عشر", 917),
        ("ثمانمائة وتسعة", 809),
        ("مليون ونصف المليون", 1_500_000),
        ("مليارين ونصف المليار", 2_500_000_000),
        ("نصف مليون", 500_000),
        ("ثلاثة فاصلة صفر خمسة", Fraction("3.05")),
        ("واحد فاصلة خمسة وعشرين مليون", 1_250_000),
        ("سالب ثلاث درجات", -3),
        ("مئة عام وعامين", 102),
        ("الحادي والعشرين", 21),
        ("الثالثة عشرة", 13),
        ("مئتي ألف", 200_000),
        ("اثني عشر ألفا وخمسمئة", 12_500),
        ("ألفا جندي", 2000),
        ("ثلاث نقاط ونصف نقطة", Fraction("3.5")),
        ("ثلثي", Fraction(2, 3)),
        ("سبعة عشر على عشرين", Fraction(17, 20)),
        ("زائد أو ناقص ثلاث", 3),
    ],
)
def test_spoken_numbers_are_read_back(spoken: str, value: int | Fraction) -> None:
    assert values(spoken) == [Fraction(value)]


def test_numbers_beside_each_other_stay_apart() -> None:
    assert values("اثنين مقابل واحد") == [2, 1]
    assert values("بين خمس وعشر سنوات")[:1] == [5]


def script_of(written: str, spoken: str) -> Script:
    piece = Piece(start=0, end=len(written), spoken=spoken, semiotic_class="cardinal", rule="test")
    utterance = Utterance(written=written, spoken=spoken, pieces=(piece,))
    headline = Headline(text="خبر", span=Span(paragraph=0, start=0, end=3))
    chapter = Chapter(kind=ChapterKind.LEAD, title="خبر", utterances=(utterance,))
    return Script(title="خبر", chapters=(chapter,), segments=Segments(headline=headline))


@pytest.mark.parametrize(("written", "spoken"), [("67", "ستة وسبعين"), ("1.5", "خمسة عشر"), ("30", "ثلاثة"), ("5", "")])
def test_a_wrong_value_is_refused_with_both_values(written: str, spoken: str) -> None:
    with pytest.raises(ValueMismatchError) as refused:
        guard.require(script_of(written, spoken))
    assert written in str(refused.value)
    assert "--allow-unverified" in str(refused.value)


def test_what_is_let_through_is_named_for_the_page() -> None:
    (notice,) = guard.notices(script_of("67", "ستة وسبعين"))
    assert "67" in notice


def test_a_right_value_passes() -> None:
    guard.require(script_of("67", "سبعة وستين"))
    assert guard.notices(script_of("67", "سبعة وستين")) == ()


def test_a_dropped_hyphen_is_no_minus_and_a_range_is_no_subtraction() -> None:
    piece = Piece(start=1, end=3, spoken="سالب خمسة", semiotic_class="cardinal", rule="test")
    assert guard.mismatches("3-5", (piece,)) != ()
