"""Words and phrases are found whole, with what may hang on them and however their writer spelled them."""

from __future__ import annotations

import pytest

from briefing.arabic.mention import folded, mentions


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("زار الوفد غزة أمس", "غزة"),
        ("قوافل لغزة", "غزة"),
        ("وبالرياضة يحيا", "رياضة"),
        ("أخبار الرياضة", "رياضة"),
        ("حكومتها", "حكومة"),
        ("للحكومة", "الحكومة"),
        ("وبالحكومة", "الحكومة"),
        ("مَجْلِسُ الأمنِ", "مجلس الامن"),
        ("لمجلس الأمن", "مجلس الأمن"),
        ("حققوا فوزاً", "فوز"),
        ("فوزهم", "فوز"),
        ("لألمانيا", "ألمانيا"),
        ("حلف الـNATO", "nato"),
        ("إســرائيل", "اسرائيل"),
        ("مستشفى", "مستشفي"),
    ],
)
def test_a_word_is_found_with_what_hangs_on_it(text: str, phrase: str) -> None:
    assert mentions(folded([text]), phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("حكومية", "حكومة"),
        ("قطري", "قطر"),
        ("مجلس أمن", "مجلس الأمن"),
        ("كرات القدم", "كرة القدم"),
        ("كرة اليد والقدم", "كرة القدم"),
        ("حكومته", "الحكومة"),
        ("انتصار", "نصار"),
        ("", "خبر"),
    ],
)
def test_another_word_is_not_taken_for_it(text: str, phrase: str) -> None:
    assert not mentions(folded([text]), phrase)


def test_a_phrase_does_not_run_from_one_paragraph_into_the_next() -> None:
    assert not mentions(folded(["خطة لمجلس", "الأمن مستتب"]), "مجلس الأمن")
