"""What no word of Arabic has: which marks each letter of a word can carry, whatever the networks say."""

from __future__ import annotations

import pytest

from briefing.arabic import shadda_first
from briefing.narration.diacritizers.lattice import carried
from briefing.narration.diacritizers.letters import COLUMN, Skeleton


def _can_be(word: str) -> bool:
    skeleton = Skeleton.of(shadda_first(word))
    table = carried(skeleton.bases)
    return all(table[place, COLUMN[marks]] for place, marks in enumerate(skeleton.typed))


@pytest.mark.parametrize(
    "word",
    [
        "كِتَابٌ",
        "السَّاحَةَ",
        "آلَامِكُمْ",
        "الِاتِّحَادُ",
        "وَالِاسْمُ",
        "فَاسْتَقَالَ",
        "لِاسْمِهِ",
        "مِائَةُ",
        "خَمْسُمِائَةٍ",
        "كِتَابًا",
        "كَتَبُوا",
        "حَيَاةُ",
        "حُجَّةً",
    ],
)
def test_a_word_can_carry_its_marks(word: str) -> None:
    assert _can_be(word)


@pytest.mark.parametrize("word", ["قُرْان", "كِتِاب", "كِتَاَب", "آَلام", "مَدِينُة", "السِّاحة"])
def test_a_long_alef_has_a_fatha_before_it_and_no_mark(word: str) -> None:
    assert not _can_be(word)
