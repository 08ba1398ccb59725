from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import resources
from briefing.arabic import shadda_first, strip_marks
from briefing.narration.diacritizers import morphology
from briefing.narration.diacritizers.letters import CLASSES, COLUMN, LETTERS, Skeleton

STEMS = resources.data("ar", "morphology", "stems.tsv")


def _allows(word: str) -> bool:
    """Say whether a marked word is among the known readings of its letters."""
    skeleton = Skeleton.of(shadda_first(word))
    known = morphology.word(skeleton.bases)
    columns = [COLUMN[marks] for marks in skeleton.typed]
    return known is not None and any(
        all(reading[place, column] for place, column in enumerate(columns)) for reading in known.allowed
    )


def _traits(word: str) -> set[str]:
    """Return what the readings that a marked word fits have in common."""
    skeleton = Skeleton.of(shadda_first(word))
    known = morphology.word(skeleton.bases)
    assert known is not None
    fitting = [
        reading.traits
        for reading in known.readings
        if all(marks in limit for marks, limit in zip(skeleton.typed, reading.limits, strict=True))
    ]
    return set(frozenset.intersection(*fitting))


@pytest.mark.parametrize(
    "word",
    [
        "السُّعُودِيَّةُ",
        "مُسَوَّدَةِ",
        "وَبِالْحُكُومَةِ",
        "لِلرَّئِيسِ",
        "وِزَارَتِهِمْ",
        "يُعَطِّلُ",
        "سَتُعَطِّلُونَ",
        "وَكَتَبُوا",
        "نَقُولُ",
        "تَزْدَدْ",
        "فَازَتْ",
        "رَئِيسًا",
        "مُسْتَوًى",
        "اِنْتِخَابَاتِ",
        "الْاِنْتِخَابِيَّةَ",
        "أُطْلِقَتْ",
        "تَفَحُّمِ",
        "تَزَلْ",
        "يَقُلْنَ",
        "يَعِشْ",
        "قُلْنَا",
        "عِشْتُمْ",
        "عُدْتُ",
        "مَدَدْتَ",
        "وَأَنْتُمُ",
        "جُهُودَكُمُ",
        "رِسَالَتَهُمُ",
        "إِلَيْكُمُ",
        "مِنْهُمُ",
        "هَؤُلَاءِ",
    ],
)
def test_the_readings_of_a_news_word_are_known(word: str) -> None:
    assert _allows(word)


@pytest.mark.parametrize(
    "word",
    [
        # Two equal letters part before a consonant, and there alone; "they" leave two letters of a weak verb.
        "أَصَرَّتُ",
        "رَمَمَتْ",
        "تَرْمِمُ",
        "عَدْتُ",
        "تَعَطِّلُ",
        "السَّعُودِيَّةُ",
        "مَسَوَدَةٌ",
        "فَحَوصَاتٌ",
        "الْرَئِيسُ",
        "يَعَطَلُ",
        "يَعُشْ",
        "تَفَحِّمِ",
        "جُهُودْكُمْ",
        "رِسَالَتْهُمْ",
        "جُهُودُكُمَ",
        "مِنْهُمَ",
        "الْمُحَامِيتُهُمْ",
        "الْقُطْرِي",
    ],
)
def test_marks_that_no_word_has_are_not(word: str) -> None:
    assert not _allows(word)


@pytest.mark.parametrize("word", ["", "ظ", "زغخضث", "AOC"])
def test_an_unknown_word_has_no_readings(word: str) -> None:
    assert morphology.word(word) is None


@pytest.mark.parametrize(
    ("word", "traits"),
    [
        ("اعْتَقَلَ", {"perfect", "active", "he"}),
        ("طُبِعَ", {"perfect", "passive", "he"}),
        ("بِيعَ", {"perfect", "passive"}),
        ("اُعْتُقِلَتْ", {"perfect", "passive", "she"}),
        ("يُقَالُ", {"imperfect", "passive"}),
        ("يُقِيمُ", {"imperfect", "active"}),
        ("سَمِعْتُ", {"perfect", "i"}),
        ("سَمِعْتَ", {"perfect", "you"}),
        ("افْتَحْ", {"imperative"}),
        ("أَرْسِلُوا", {"imperative", "they"}),
        ("شَارِكْ", {"imperative"}),
        ("مُرَاسِلَيْنِ", {"noun", "dual"}),
        ("مُرَاسِلِينَ", {"noun", "sound"}),
        ("مَصَانِعَ", {"noun", "diptote", "plural"}),
        ("سُفَرَاءَ", {"noun", "diptote", "plural"}),
        ("مَنْ", {"relative", "function"}),
        ("بِحُكُومَتِهِمْ", {"noun", "governed", "bound"}),
        ("إِلَيْنَا", {"preposition", "pair", "function"}),
        ("هَاتَيْنِ", {"demonstrative", "function"}),
    ],
)
def test_a_reading_says_what_the_word_is(word: str, traits: set[str]) -> None:
    assert traits <= _traits(word)


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("كتاب", 3),
        ("حكومته", 4),
        ("مدينة", 4),
        ("مدينات", 5),
        ("مدربين", -1),
        ("كتابي", -1),
        ("مستشفى", -1),
        ("إحدى", -1),
    ],
)
def test_a_reading_knows_the_letter_that_carries_its_case(word: str, letter: int) -> None:
    known = morphology.word(word)
    assert known is not None
    assert letter in {reading.case for reading in known.readings if "noun" in reading.traits}


@pytest.mark.parametrize("word", ["وقد", "وهي"])
def test_a_conjunction_and_two_letters_make_no_command(word: str) -> None:
    known = morphology.word(word)
    assert known is None or not any("imperative" in reading.traits for reading in known.readings)


@settings(max_examples=200, deadline=None)
@given(word=st.text(alphabet="".join(sorted(LETTERS)), min_size=1, max_size=9))
def test_every_reading_leaves_each_letter_something(word: str) -> None:
    known = morphology.word(word)
    assert known is None or (known.allowed.shape[1:] == (len(word), len(CLASSES)) and known.allowed.any(-1).all())


def test_the_table_is_sorted_and_every_reading_is_its_stem() -> None:
    rows = [line.split("\t") for line in STEMS.read_text(encoding="utf-8").splitlines()[1:]]
    stems = [row[0] for row in rows]
    assert stems == sorted(set(stems))
    wrong = [
        row[0]
        for row in rows
        if len(row) != 4
        or {strip_marks(reading.partition("/")[0]) for reading in " ".join(row[1:]).split()} != {row[0]}
    ]
    assert wrong == []


def test_no_letter_of_the_table_carries_two_vowels() -> None:
    text = STEMS.read_text(encoding="utf-8")
    assert (
        re.findall("[\u064b-\u0650\u0652]{2}|\u0651\u0651|\u0652\u0651|\u0651\u0652|[\u064b-\u0650]\u0651", text) == []
    )
