"""The name lexicon: sane entries, longest match, clitics, and words that the writer marked."""

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
        ("وبايدن ولترامب", "وَبَايْدِنْ وَلِتْرَامْبْ"),
        ("للعراق وبالعراق", "لِلْعِرَاق وَبِالْعِرَاق"),
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
