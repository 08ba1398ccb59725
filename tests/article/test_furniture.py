"""What is learnt of furniture: lines that nobody wrote a rule for, and what keeps a story whole."""

from __future__ import annotations

import pytest

from briefing.article.furniture import furniture
from briefing.article.words import words

STORY = [
    "افتتاح سوق جديدة في المدينة",
    "افتتحت البلدية صباح أمس سوقا جديدة للخضار في الحي الشرقي بعد عامين من العمل.",
    "وقال رئيس البلدية إن السوق تتسع لمئتي بائع، وإن الإيجار سيبقى على حاله ثلاث سنوات.",
    "ورحب الباعة بالسوق، لكن بعضهم اشتكى من بعد مواقف السيارات عن المدخل الرئيسي.",
    "وتدرس البلدية فتح سوق ثانية في الحي الغربي قبل نهاية العام المقبل.",
]


def told(*lines: str) -> list[str]:
    """Return what of a text is not furniture."""
    gone = set(furniture(lines, [words(line) for line in lines]))
    return [line for number, line in enumerate(lines) if number not in gone]


@pytest.mark.parametrize(
    "line",
    [
        "انسخ رابط المقال وأرسله إلى أصدقائك",
        "بقلم مراسلة الشؤون المحلية | 12/3/2024 | 340 مشاهدة",
        "كل ما ينشر في هذا القسم يعبر عن كاتبه ولا تتحمل الجريدة أي مسؤولية عنه",
        "انضموا إلى مجموعتنا على واتساب لتصلكم الأخبار أولا بأول",
        "الوسوم: سوق، بلدية، خضار",
        "(تصوير: وكالة الشاطئ)",
        "عدد التعليقات 14",
        "ر.م / س.ك",
    ],
)
def test_furniture_is_known_in_words_that_no_rule_has(line: str) -> None:
    assert told(*STORY, line) == STORY


@pytest.mark.parametrize(
    "line",
    [
        "وسيحمل الباعة بطاقات جديدة تصدرها البلدية.",
        "وأعلنت الجريدة المحلية أن عدد المشتركين فيها تجاوز عشرة آلاف.",
        "سوق بلا سيارات",
        "وتضم السوق قسما للأسماك",
        "ستنقل الحافلات الزوار مجانا في الأسبوع الأول",
        "وأعلنت منصة السوق أن نائب المدير لن ينشر أي تفاصيل خاصة قد تؤثر على هذا التحقيق أو هذه القضية المالية كلها.",
    ],
)
def test_a_sentence_and_a_heading_of_the_story_stay(line: str) -> None:
    assert told(*STORY[:3], line, *STORY[2:]) == [*STORY[:3], line, *STORY[2:]]


def test_lines_under_a_colon_are_a_list_and_stay() -> None:
    listed = ["وتشمل السوق:", "قسم الخضار والفواكه", "قسم الأسماك", "مكتب البريد والاتصالات"]
    assert told(*STORY[:3], *listed, *STORY[3:]) == [*STORY[:3], *listed, *STORY[3:]]


def test_where_no_story_stands_beside_it_nothing_is_furniture() -> None:
    lines = ("عنوان", "اشتركوا في نشرتنا البريدية", "جميع الحقوق محفوظة للجريدة")
    assert told(*lines) == list(lines)


def test_the_headline_stays_whatever_it_says() -> None:
    assert told("اشتركوا في قناتنا على يوتيوب", *STORY[1:])[0] == "اشتركوا في قناتنا على يوتيوب"


def test_an_address_of_a_megabyte_is_looked_at_in_no_time() -> None:
    assert told(*STORY, "@" * 1_000_000, "x" * 1_000_000)[-1] == "x" * 1_000_000
