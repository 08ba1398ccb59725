"""The value guard: an independent reader of spoken numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest

from briefing.errors import ValueMismatchError
from briefing.model import Chapter, ChapterKind, Headline, Piece, Script, Segments, Span, Utterance
from briefing.narration.verbalize import guard
from briefing.narration.verbalize.guard import hearing, value
from briefing.narration.verbalize.tables import SHIPPED, Tables


@pytest.mark.parametrize(
    ("spoken", "number"),
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
        ("زائد أو ناقص ثلاث", 3),
    ],
)
def test_spoken_numbers_are_read_back(spoken: str, number: int | Fraction) -> None:
    assert values(spoken) == [Fraction(number)]


def values(spoken: str) -> list[Fraction]:
    return [heard.number for heard in hearing.amounts(spoken)[0]]


def test_numbers_beside_each_other_stay_apart() -> None:
    assert values("اثنين مقابل واحد") == [2, 1]
    assert values("بين خمس وعشر سنوات") == [5, 10]


def script_of(written: str, spoken: str) -> Script:
    piece = Piece(start=0, end=len(written), spoken=spoken, semiotic_class="cardinal", rule="test")
    utterance = Utterance(written=written, spoken=spoken, pieces=(piece,))
    headline = Headline(text="خبر", span=Span(paragraph=0, start=0, end=3))
    return Script(title="خبر", chapters=(chapter_of(utterance),), segments=Segments(headline=headline))


def chapter_of(utterance: Utterance) -> Chapter:
    return Chapter(kind=ChapterKind.LEAD, title="خبر", utterances=(utterance,))


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


def judged(written: str, spoken: str, kind: str, *, tables: Tables = SHIPPED, start: int = 0) -> list[guard.Mismatch]:
    piece = Piece(start=start, end=len(written), spoken=spoken, semiotic_class=kind, rule="test")
    before = Piece(start=0, end=start, spoken=written[:start])
    return list(guard.mismatches(written, (before, piece), tables))


@pytest.mark.parametrize(
    ("kind", "written", "spoken", "values"),
    [
        ("money", "$5.12", "اثنا عشر دولارا وخمسة سنتات", ("5.12 دولار", "12 دولار, 5 سنت")),
        ("time", "5:12", "الثانية عشرة وخمس دقائق", ("hour 5, minute 12", "hour 12, minute 5")),
        ("time", "5:12", "خمسة واثنا عشر", ("hour 5, minute 12", "5, 12")),
        ("date", "12/5/2024", "الخامس من ديسمبر", ("day 12, month 5, year 2024", "day 5, month 12")),
        ("latin", "F-16", "إف", ("16", "nothing")),
        ("latin", "F-16", "إف سبعة عشر", ("16", "17")),
        ("latin", "XIV", "إكس آي في", ("14", "nothing")),
        ("web", "#رؤية_2030", "رؤية", ("2030", "nothing")),
        ("cardinal", "\u00b14", "أربع", ("\u00b14", "4")),
        ("percent", "67%", "سبعة وستين", ("67 %", "67")),
        ("fraction", "3/4", "أربعة أثلاث", ("over 3, under 4", "over 4, under 3")),
        ("phone", "+91", "تسعة واحد", ("plus 1, digit 9, digit 1", "digit 9, digit 1")),
        ("time", "2:05:30", "ساعتين", ("hour 2, minute 5, second 30", "2 ساعة")),
        ("money", "5", "خمسة", ("nothing", "5")),
        ("format", "&#39;", "خمسة", ("nothing", "5")),
    ],
)
def test_an_error_shows_both_values(kind: str, written: str, spoken: str, values: tuple[str, str]) -> None:
    (wrong,) = judged(written, spoken, kind)
    assert (wrong.written_value, wrong.spoken_value) == values
    assert (wrong.sentence, wrong.written, wrong.spoken) == (written, written, spoken)


def test_the_error_of_a_script_names_the_sentence_and_both_values() -> None:
    with pytest.raises(ValueMismatchError) as refused:
        guard.require(script_of("67", "ستة وسبعين"))
    assert str(refused.value).startswith("67: '67' is 67, but would be spoken as 76 (ستة وسبعين); write the number out")
    (notice,) = guard.notices(script_of("67", "ستة وسبعين"))
    assert "«67»" in notice
    assert "«ستة وسبعين»" in notice


OURS = Tables({"latin": [{"written": "F-16", "spoken": "إف للمقاتلة"}, {"written": "CNN", "spoken": "شبكة"}]})


def test_the_users_own_reading_of_a_name_says_what_they_want() -> None:
    assert judged("f-16", "بإف للمقاتلة", "latin", tables=OURS) == []
    assert judged("F-16", "إف للمقاتلة", "latin") != []
    assert judged("F-16", "إف خمسة", "latin", tables=OURS) != []
    assert judged("F-18", "إف للمقاتلة", "latin", tables=OURS) != []


def test_a_script_is_held_to_the_tables_that_it_was_read_with() -> None:
    coined = Tables({"currencies": [{"sign": "ZZ", "noun": "دولار", "adjective": "", "cent": "", "cents": ""}]})
    piece = Piece(start=0, end=4, spoken="خمسة دولارات", semiotic_class="money", rule="test")
    utterance = Utterance(written="ZZ 5", spoken=piece.spoken, pieces=(piece,))
    script = replace(script_of("5", "خمسة"), chapters=(chapter_of(utterance),))
    guard.require(script, coined)
    assert guard.notices(script, coined) == ()
    assert len(guard.check(script)) == 1


def test_what_no_piece_covers_is_not_said() -> None:
    piece = Piece(start=2, end=3, spoken="ستة", semiotic_class="cardinal", rule="test")
    assert [wrong.written for wrong in guard.mismatches("5 6 7", (piece,))] == ["5 ", " 7"]
    assert guard.mismatches("a 6 b", (piece,)) == ()
    assert [wrong.written for wrong in guard.mismatches("5", ())] == ["5"]
    # A piece that is left as written leaves its figure.
    assert len(guard.mismatches("5", (Piece(start=0, end=1, spoken="5"),))) == 1


@pytest.mark.parametrize("before", ["ف", "فْ", "a", "فـ", "ف\u200f"])
def test_a_hyphen_behind_a_letter_is_no_minus(before: str) -> None:
    assert judged(f"{before}-16", " ستة عشر", "alphanumeric", start=len(before)) == []
    assert judged(f"{before}-16", " سالب ستة عشر", "alphanumeric", start=len(before)) != []


@pytest.mark.parametrize("before", [" ", "", ")", "ف "])
def test_a_hyphen_behind_anything_else_is_a_minus(before: str) -> None:
    assert judged(f"{before}-16", "سالب ستة عشر", "cardinal", start=len(before)) == []
    assert judged(f"{before}-16", "ستة عشر", "cardinal", start=len(before)) != []


def test_a_foreign_word_may_sound_like_a_number_but_a_letter_may_not() -> None:
    assert judged("Set 5", "ست خمسة", "latin") == []
    assert judged("Alef 5 Set", "ألف خمسة ست", "latin") == []
    assert judged("Set 5", "ستة خمسة", "latin") != []
    assert judged("St 5", "ست خمسة", "latin") != []
    assert judged("\u00c9t\u00e9 5", "ست خمسة", "latin") == []


def test_a_word_of_a_hashtag_is_said_as_written() -> None:
    assert judged("#الأحد_خمسة_2030", "الأحد خمسة ألفين وثلاثين", "web") == []
    assert judged("#الأحد_2030", "الأحد خمسة ألفين وثلاثين", "web") != []


def test_a_name_may_be_said_digit_by_digit() -> None:
    assert judged("X16", "إكس واحد ستة", "latin") == []
    assert judged("X16", "إكس ستة واحد", "latin") != []
    assert judged("X16-7", "إكس واحد ستة شرطة سبعة", "latin") == []


def test_a_latin_word_without_figures_says_no_number_that_was_written() -> None:
    assert judged("CNN", "سي إن إن", "latin") == []
    assert judged("Ten", "عشرة", "latin") == []
    # A Roman numeral stands in Latin letters.
    assert judged("XIV", "إكس", "symbol") == []


def test_a_unit_that_is_not_known_still_has_its_number() -> None:
    assert judged("5 كذا", "خمسة كذا", "measure") == []
    assert judged("5 كذا", "ستة كذا", "measure") != []


def test_an_adjective_is_heard_in_every_form() -> None:
    assert judged("C$2", "دولارين كنديين", "money") == []
    assert judged("5 SEK", "خمس كرونات سويدية", "money") == []
    assert judged("2 SEK", "كرونتين سويديتين", "money") == []
    assert judged("5 SEK", "خمس كرونات", "money") != []
    assert judged("5 SEK", "خمس كرونات نرويجية", "money") != []


def test_the_words_behind_a_unit_are_no_numbers_of_their_own() -> None:
    assert judged("5 ppm", "خمسة أجزاء في المليون", "measure") == []
    assert judged("5 ppm", "خمسة أجزاء", "measure") != []
    assert judged("5 m/s", "خمسة أمتار في الثانية ", "measure") == []


def test_values_of_another_kind_are_refused_in_their_place() -> None:
    five = value.expect(value.Kind.CARDINAL, 5)
    assert five.admits(value.Heard(kind=value.Kind.NUMBER, number=Fraction(5)))
    assert not five.admits(value.Heard(kind=value.Kind.DAY, number=Fraction(5)))
    assert not value.expect(value.Kind.DAY, 5).admits(value.Heard(kind=value.Kind.NUMBER, number=Fraction(5)))
    assert value.expect(value.Kind.NUMBER, 5).admits(value.Heard(kind=value.Kind.ORDINAL, number=Fraction(5)))
    assert not value.expect(value.Kind.NUMBER, 5).admits(value.Heard(kind=value.Kind.HOUR, number=Fraction(5)))
    assert value.shown([]) == "nothing"


def test_a_wall_of_figures_is_no_wall_of_an_error() -> None:
    (wrong,) = judged("9" * 400, "خمسة " * 400, "cardinal")
    shown = (wrong.written, wrong.spoken, wrong.written_value, wrong.spoken_value)
    assert [len(text) for text in shown] == [121] * 4
    assert all(text.endswith("\u2026") for text in shown)
