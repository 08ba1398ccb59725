"""Phonemes: every case of tests/cases/phonemes, and what holds for any text."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.narration import phonemes
from briefing.narration.phonemes import Endings

CASES = Path(__file__).parent.parent / "cases" / "phonemes"


def _cases() -> list[tuple[str, str]]:
    found = []
    for table in sorted(CASES.glob("*.tsv")):
        with table.open(encoding="utf-8") as rows:
            found += [(row["text"], row["ipa"]) for row in csv.DictReader(rows, delimiter="\t")]
    return found


@pytest.mark.parametrize(("text", "ipa"), _cases())
def test_a_case_is_read_as_written_down(text: str, ipa: str) -> None:
    assert phonemes.ipa(text, Endings.PAUSAL) == ipa


@given(st.text(), st.sampled_from(Endings))
def test_any_text_is_read_without_a_crash_and_token_by_token(text: str, endings: Endings) -> None:
    assert [word.text for word in phonemes.phonetize(text, endings)] == text.split()
    assert len(phonemes.espeak(text, endings)) == len(text.split())


@given(st.text(alphabet="ابتةىويلءأإآؤئنمكشصط\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670 .،\n"))
def test_any_arabic_is_read_without_a_crash(text: str) -> None:
    assert len(phonemes.ipa(text).split("\n")) == len(text.split("\n"))
    phonemes.espeak(text)


def test_a_single_r_is_a_tap_and_a_double_one_a_trill() -> None:
    assert phonemes.espeak("مَرَّ رَجُلٌ", Endings.PAUSAL) == ("m'aRRa", "*'adZul")


def test_espeak_gets_stress_before_the_vowel_and_dark_vowels_beside_emphatics() -> None:
    assert phonemes.espeak("الْكِتَابُ - طَالِبٌ مَدْحٌ.", Endings.PAUSAL) == ("?alkit'a:b", "", "t['a.:libun", "m'ad|H")


def test_a_preposition_leans_on_its_noun() -> None:
    assert phonemes.espeak("فِي الْبَيْتِ") == ("%fi", "lb'ajti")


def test_words_with_marks_stay_as_typed_and_others_are_taken_from_the_diacritizer() -> None:
    typed, decoded = "قَالَتْ مِنْ بايدن لَنْدَنْ كَبِيرَة", "قَالَتْ مِنَ بَايْدِنْ لَنْدَنْ كَبِيرَةٌ"
    assert phonemes.settled(typed, decoded) == "قَالَتْ مِنْ بَايْدِنْ لَنْدَنْ كَبِيرَة"
    assert phonemes.settled("قال مهمّ", "قَالَ مُهِمٌّ") == "قَالَ مُهِمٌّ"


def test_a_letter_under_thousands_of_marks_is_still_one_letter() -> None:
    assert phonemes.ipa("ب" + "\u0651\u064e" * 50_000) == "ba"
