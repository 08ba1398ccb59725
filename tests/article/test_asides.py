"""What is no part of a story by what stands beside it: headlines under a heading, posts, notes; and what is one."""

from __future__ import annotations

import pytest

from briefing.article.clean import clean
from briefing.model import Article

STORY = (
    "أغلقت البلدية نفق المدينة القديمة أمام السيارات.",
    "وقال مدير الأشغال كريم عيسى إن الجدران تشققت.",
    "وطلبت الشرطة من السائقين استعمال الطريق الدائري.",
)
HEADINGS = ("المزيد من الأخبار", "قد يهمك أيضا", "الأكثر قراءة", "مواضيع ذات صلة:", "اقرأ أيضا")
HEADLINES = ("حريق في مستودع قرب الميناء", "لماذا ارتفعت أسعار الخبز؟", "وفاة الفنان نادر العلي")


def told(*paragraphs: str) -> list[str]:
    article = clean(Article(source="-", paragraphs=("إغلاق نفق المدينة القديمة", *paragraphs)))
    dropped = {one.paragraph for one in article.dropped}
    return [text for number, text in enumerate(article.paragraphs) if number and number not in dropped]


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_lines_under_a_heading_of_other_stories_go_with_it(heading: str) -> None:
    assert told(*STORY, heading, *HEADLINES) == list(STORY)
    assert told(STORY[0], heading, *HEADLINES, *STORY[1:]) == list(STORY)


def test_a_crosshead_and_a_sentence_behind_such_lines_stay() -> None:
    crosshead = "الشرطة والسائقون والطريق الدائري"
    assert told(*STORY[:2], HEADINGS[0], HEADLINES[0], crosshead, STORY[2]) == [*STORY[:2], crosshead, STORY[2]]


@pytest.mark.parametrize(
    "post",
    [
        ("الازدحام كبير اليوم في المدينة", "— مواطن (@someone) May 4, 2024"),
        ("الازدحام كبير اليوم في المدينة — مواطن (@someone) ٤ مايو ٢٠٢٤",),
        ("صورة من النفق pic.example/x", "- البلدية (@city) 4 أيار 2024"),
        ("شكرا لكل من صبر معنا", "https://t.example/xY1", "\N{EM DASH} البلدية (@city) May 4, 2024"),
    ],
)
def test_a_post_goes_with_its_signature(post: tuple[str, ...]) -> None:
    assert told(*STORY[:2], *post, STORY[2]) == list(STORY)


def test_an_account_that_a_sentence_names_is_no_signature() -> None:
    line = "وكتب المدير على حسابه - وهو حساب قديم (@karim) - أن النفق مغلق."
    assert told(*STORY, line) == [*STORY, line]


@pytest.mark.parametrize(
    ("mark", "note"), [("(1)", "(1) تقرير البلدية السنوي"), ("[1]", "[1] تقرير البلدية"), ("¹", "(1) تقرير")]
)
@pytest.mark.parametrize("place", ["{}.", " {}.", ".{}"])
def test_notes_and_what_points_at_them_are_not_told(mark: str, note: str, place: str) -> None:
    pointing = STORY[1].removesuffix(".") + place.format(mark)
    assert told(STORY[0], pointing, STORY[2], note, "(2) مقابلة مع المدير") == list(STORY)


def test_all_under_a_heading_of_notes_is_notes() -> None:
    assert told(*STORY, "الهوامش:", "(1) تقرير البلدية.", "مقابلة مع المدير.") == list(STORY)


def test_numbered_lines_that_nothing_points_at_are_told() -> None:
    lines = ("(1) إغلاق النفق شهرين.", "(2) فتح الطريق الدائري.")
    assert told(*STORY, *lines) == [*STORY, *lines]
    article = "ونصت المادة (1) من القرار على إغلاق النفق."
    assert told(*STORY[:2], article, *lines) == [*STORY[:2], article, *lines]


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("حجم الخط A+ A- طباعة مدة القراءة: 3 دقائق", True),
        ("المشاركة على X المشاركة في Facebook", True),
        ("Copyright © 2003 صحيفة الأفق", True),
        ("نشر بالتعاون مع الوكالة، وجميع الحقوق محفوظة لها.", True),
        ("3 دقائق", True),
    ],
)
def test_a_row_of_a_pages_buttons_is_furniture(line: str, *, goes: bool) -> None:
    assert told(*STORY[:2], line, STORY[2]) == ([*STORY] if goes else [*STORY[:2], line, STORY[2]])
