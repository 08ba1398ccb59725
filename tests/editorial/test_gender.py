"""Whether a man or a woman is quoted."""

from __future__ import annotations

import pytest

from briefing.arabic.folding import fold
from briefing.editorial.attribute import attribute
from briefing.editorial.lexicon import speech_verb
from briefing.model import Article, Gender

M, W = "m", "f"
MAN, WOMAN = Gender.MASCULINE, Gender.FEMININE


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("قال", M),
        ("وقال", M),
        ("قالت", W),
        ("فقالت", W),
        ("يقول", M),
        ("تقول", W),
        ("وستقول", W),
        ("مضيفا", M),
        ("مضيفة", W),
        ("قالوا", None),
        ("بيت", None),
    ],
)
def test_a_speech_verb_shows_the_gender_of_its_subject(word: str, shown: str | None) -> None:
    verb = speech_verb(fold(word))
    assert (verb.gender if verb and verb.number == "s" else None) == shown


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("قالت ليلى حداد: «الخطة جاهزة للتنفيذ هذا العام».", WOMAN),
        ("قال سامي حداد: «الخطة جاهزة للتنفيذ هذا العام».", MAN),
        ("قالت وزارة الصحة: «الخطة جاهزة للتنفيذ هذا العام».", None),
        ("قالت مصادر طبية: «الخطة جاهزة للتنفيذ هذا العام».", None),
    ],
)
def test_a_person_has_the_gender_that_the_verb_shows_and_a_body_has_none(sentence: str, shown: Gender | None) -> None:
    article = Article(source="x", paragraphs=("عنوان الخبر الأول", sentence))
    (quote,) = attribute(article)
    assert quote.gender is shown


def test_one_feminine_form_decides_for_all_quotes_of_a_name() -> None:
    article = Article(
        source="x",
        paragraphs=(
            "عنوان الخبر الأول",
            "قال كريستين ويلكر: «هل ستكون الخطة جاهزة للتنفيذ هذا العام؟».",
            "وأضافت كريستين ويلكر: «لم نسمع جوابا واضحا من أحد حتى الآن».",
        ),
    )
    assert [quote.gender for quote in attribute(article)] == [WOMAN, WOMAN]
