"""The name lexicon: sane entries, longest match, clitics, and words that the writer marked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import arabic
from briefing.narration import lexicon


def test_every_name_is_its_reading_without_marks() -> None:
    assert [e.name for e in lexicon.entries().values() if arabic.strip_marks(e.reading) != e.name] == []


def test_every_reading_has_its_shadda_first() -> None:
    assert [e.name for e in lexicon.entries().values() if arabic.shadda_first(e.reading) != e.reading] == []


@pytest.mark.parametrize(
    ("text", "forced"),
    [
        ("قال جو بايدن", "قال جُو بَايْدِنْ"),
        ("وبايدن ولترامب", "وَبَايْدِنْ وَلِتِرَامْبْ"),
        ("للعراق وبالعراق", "لِلْعِرَاق وَبِالْعِرَاق"),
        ("للنفط والصحافة وللمنطقة", "لِلن\u0651ِفْط وَالص\u0651ِحَافَة وَلِلْمَنْطِقَة"),
        ("على الفيسبوك", "على الْفِيسْبُوكْ"),
        ("بحماس من حركة حماس", "بحماس من حَرَكَة حَمَاسْ"),
        ("رويترز/إبسوس", "رُويْتَرْزْ/إِبْسُوسْ"),
        ("بايدَن", "بايدَن"),
    ],
)
def test_names_get_their_marks(text: str, forced: str) -> None:
    assert lexicon.force(text) == forced


@given(st.text())
def test_no_letter_changes(text: str) -> None:
    assert arabic.strip_marks(lexicon.force(text)) == arabic.strip_marks(text)


def test_there_are_names_enough_for_a_newsroom() -> None:
    assert len(lexicon.entries()) >= 1_500


def test_no_letter_carries_two_vowels_or_a_shadda_at_the_start() -> None:
    wrong = re.compile("[\u064b-\u0650\u0652]{2}|\u0651\u0651|(^|\\s).\u0651|[^\u0621-\u0652\u067e-\u06af -]")
    assert [entry.reading for entry in lexicon.entries().values() if wrong.search(entry.reading)] == []


def test_no_reading_leaves_a_letter_open_inside_a_word() -> None:
    long_vowel, lam = "[\u0622\u0627\u0648\u0649\u064a](?![\u064b-\u0652])", "(?<=[\u0627\u0650])\u0644(?=.\u0651)"
    opens = re.compile("[\u0621-\u064a](?=[\u0621-\u064a])")
    closed = {entry.reading: re.sub(f"{long_vowel}|{lam}", "", entry.reading) for entry in lexicon.entries().values()}
    assert [reading for reading, rest in closed.items() if opens.search(rest)] == []


@pytest.mark.parametrize(
    ("text", "forced"),
    [
        ("باع كمبيوترا", "باع كُمْبِيُوتَرًا"),
        ("تبيع نفطها", "تبيع نِفْطها"),
        ("أغلق تلفزيونه", "أغلق تلفزيونه"),
        ("شركة آبلها", "شركة آبلها"),
    ],
)
def test_a_common_word_keeps_its_reading_before_an_ending(text: str, forced: str) -> None:
    assert lexicon.force(text) == forced
