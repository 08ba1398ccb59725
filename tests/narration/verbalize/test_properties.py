"""What holds for every text, whatever it is."""

import re
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from briefing.model import Chapter, ChapterKind, Headline, Script, Segments, Span, Utterance
from briefing.narration.verbalize import script, spoken, verbalize
from briefing.narration.verbalize.guard import mismatches
from briefing.narration.verbalize.scan import scan

CHARACTERS = "0123456789٠٥۷.,،٫٬-–+%٪$€/:()\"'#@&*_ـ°½²³é𝟙😀ß \n\u00a0\u200f\ud800"
LINES = """12 100 2024 1.5 14:30 2-1 و ب ال الـ بـ في من عام الساعة مارس المادة رقم بين إلى أن بلغ
ألف مليون دولار سنة شخص نقطة نساء بالمئة صباحا كم م هـ د. أ.د. ر.س
CNN iPhone F-16 G20 USD x Trump bbc.com @a_b #وسم_1"""
PARTS = st.sampled_from([*CHARACTERS, *LINES.split()])
TEXTS = st.one_of(st.text(max_size=40), st.lists(PARTS, max_size=14).map("".join))


@given(TEXTS)
@example("رويترز/إبسوس أن 67% من الناخبين")
def test_the_pieces_tile_the_written_text(text: str) -> None:
    pieces = verbalize(text)
    assert [piece.start for piece in pieces] == [0, *[piece.end for piece in pieces]][: len(pieces)]
    assert (pieces[-1].end if pieces else 0) == len(text)
    assert all(piece.spoken == text[piece.start : piece.end] for piece in pieces if piece.semiotic_class is None)


@given(TEXTS)
def test_no_digit_no_latin_letter_and_no_sign_is_left(text: str) -> None:
    left = [
        letter
        for letter in spoken(text)
        if letter.isdecimal() or "LATIN" in unicodedata.name(letter, "") or unicodedata.category(letter)[0] == "S"
    ]
    assert left == []


@given(TEXTS)
def test_every_piece_that_changes_names_its_class_and_its_rule(text: str) -> None:
    assert all(piece.rule for piece in verbalize(text) if piece.semiotic_class)


@given(TEXTS)
def test_what_is_spoken_is_said_the_same_again(text: str) -> None:
    assert spoken(text) == spoken(text)


@given(st.from_regex(r"[\u0621-\u063a\u0641-\u064a]{2,9}( [\u0621-\u063a\u0641-\u064a]{4,9}){0,4}", fullmatch=True))
def test_arabic_words_are_left_as_they_stand(text: str) -> None:
    if not any(reading.semiotic_class for reading in scan(text)):
        assert spoken(text) == text


FRAMES = st.sampled_from(
    """بلغ عددهم {}|{} شخص|قتل {} جنديا|نحو {} سيدة|{}%|بقيمة {} دولار|${}|{} ألف|عام {}|{} كم|في الـ{}|{} نساء
أن {} من|بينهم {} طفلا و{} امرأة|من {} إلى {} دولة|إف-{}|رقم {}""".replace("\n", "|").split("|")
)


@given(FRAMES, st.integers(min_value=0, max_value=10**15))
def test_a_whole_number_reads_back_to_its_value(frame: str, value: int) -> None:
    text = frame.format(value, value)
    assert mismatches(text, verbalize(text)) == ()


@given(st.integers(min_value=0, max_value=10**6), st.from_regex(r"[0-9]{1,6}", fullmatch=True))
def test_a_decimal_reads_back_to_its_value(whole: int, fraction: str) -> None:
    text = f"بنسبة {whole}.{fraction}%"
    assert mismatches(text, verbalize(text)) == ()


def test_a_number_of_400_digits_is_said_digit_by_digit() -> None:
    said = spoken("العدد " + "7" * 400)
    assert len(said.split()) == 401


def test_the_longest_runs_neither_hang_nor_crash() -> None:
    size = 4_000
    for text in ("9" * size, "1-" * size, "1/" * size, "1.1," * size, "a" * size, "a." * size, "\u064b" * size):
        mismatches(text, verbalize(text))
    for text in ("1 " * size, "%" * size, "ـ" * size, "أ." * size, "#" * size, "@a" * size, "( " * size, "1و" * size):
        mismatches(text, verbalize(text))
    for text in ("$1 " * 5 * size, "مئة و" * size, "a1" * size, "7," * size, "3" * size + ".5", "#" + "5_" * size):
        mismatches(text, verbalize(text))


def test_a_script_keeps_its_written_text_and_gains_pieces() -> None:
    utterance = Utterance(written="فاز 12 نائبا", spoken="فاز 12 نائبا")
    chapter = Chapter(kind=ChapterKind.LEAD, title="خبر", utterances=(utterance,))
    headline = Headline(text="خبر", span=Span(paragraph=0, start=0, end=3))
    filled = script(Script(title="خبر", chapters=(chapter,), segments=Segments(headline=headline)))
    found = filled.chapters[0].utterances[0]
    assert found.written == utterance.written
    assert found.spoken == "فاز اثنا عشر نائبا"
    assert [piece.semiotic_class for piece in found.pieces] == [None, "cardinal", None]


def test_a_quoted_digit_of_another_script_is_said_too() -> None:
    assert not re.search(r"\d", spoken("४५ شخصا"))
