"""Anchors: words of an article are found again, whatever marks and signs stand around them."""

from __future__ import annotations

from briefing.corrections import find, number_of
from briefing.model import Span

PARAGRAPHS = (
    "المجلس يقر الميزانية",
    'وقال الوزير: "لن نتراجع عن القرار"، وأضاف أن القرار نهائي.',
    "ثم قال الوزير إن القرار نهائي، وإن الوزير نفسه وقّعه.",
)


def text(span: Span | None) -> str:
    assert span is not None
    return PARAGRAPHS[span.paragraph][span.start : span.end]


def test_words_are_found_with_their_place() -> None:
    found = find(PARAGRAPHS, "لن نتراجع عن القرار")
    assert found == Span(paragraph=1, start=14, end=33)
    assert text(found) == "لن نتراجع عن القرار"


def test_marks_quotes_and_hamzas_do_not_matter() -> None:
    assert text(find(PARAGRAPHS, "«لَنْ نتراجع  عن الـقرار»")) == "لن نتراجع عن القرار"
    assert text(find(PARAGRAPHS, "وان الوزير")) == "وإن الوزير"


def test_the_nth_place_is_found_across_paragraphs() -> None:
    places = [find(PARAGRAPHS, "الوزير", nth) for nth in (0, 1, 2, 3, 4)]
    assert [place and place.place for place in places] == [(1, 5), (1, 5), (2, 7), (2, 35), None]


def test_half_a_word_and_other_words_are_not_found() -> None:
    assert find(PARAGRAPHS, "الوز") is None
    assert find(PARAGRAPHS, "القرار عن") is None
    assert find(PARAGRAPHS, "«…»") is None


def test_the_number_of_a_place_leads_back_to_it() -> None:
    for nth in (1, 2, 3):
        place = find(PARAGRAPHS, "الوزير", nth)
        assert place is not None
        assert number_of(PARAGRAPHS, place) == nth
    once = find(PARAGRAPHS, "لن نتراجع")
    assert once is not None
    assert number_of(PARAGRAPHS, once) == 0
