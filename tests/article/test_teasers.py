"""Teasers of other stories are set aside, and no heading, list, question or paragraph of this one is."""

from __future__ import annotations

import time

import pytest

from briefing.article.clean import clean
from briefing.model import Article

STORY = (
    "افتتح وزير النقل سامر الحداد جسرا جديدا في مدينة النهر صباح اليوم.",
    "وقال الوزير إن الجسر يختصر الطريق بين الضفتين نصف ساعة.",
    "وأضاف أن العمل فيه استغرق ثلاثة أعوام.",
    "ويبلغ طول الجسر كيلومترين، وتعبره القطارات أيضا.",
)
OPENINGS = (
    "أعلن رئيس الاتحاد، نادر سعد، موعد المباراة النهائية في كأس البلاد.",
    "كشفت شرطة العاصمة، الأحد، عن سرقة لوحات من متحف الفنون.",
    "في ثاني أيام زيارته، التقى الملك طلاب الجامعة في بلدة الزيتون.",
    "رحبت الجمعية، الاثنين، بقانون الأجور الذي أقره البرلمان.",
)


def dropped(*paragraphs: str) -> list[int]:
    found = clean(Article(source="-", paragraphs=("افتتاح جسر في مدينة النهر", *paragraphs)))
    return [each.paragraph for each in found.dropped]


def test_openings_of_other_stories_behind_an_article_are_set_aside() -> None:
    assert dropped(*STORY, *OPENINGS) == [5, 6, 7, 8]


def test_a_long_run_may_open_with_questions_and_circumstances() -> None:
    run = ("هل تعاني من قلة النوم؟ إليك ما ينصح به الأطباء.", "بمشاركة ألف لاعب، انطلق سباق المدن الساحلية.")
    assert dropped(*STORY, OPENINGS[1], *run, "قطعت شركة الهواتف شوطا طويلا.") == [5, 6, 7, 8]
    assert dropped(*STORY, OPENINGS[1], *run) == [5, 6, 7]


def test_two_openings_that_speak_of_nothing_of_the_story_are_set_aside_and_one_is_kept() -> None:
    assert dropped(*STORY, *OPENINGS[:2]) == [5, 6]
    assert dropped(*STORY, OPENINGS[0]) == []


def test_two_loose_paragraphs_that_speak_of_the_story_are_kept() -> None:
    own = "افتتح رئيس البلدية، سامر حداد، صباح الأحد، سوق المدينة عند الجسر قرب النهر."
    assert dropped(*STORY, OPENINGS[0], own) == []


def test_an_article_whose_paragraphs_are_never_joined_keeps_an_end_that_speaks_of_its_matter() -> None:
    told = [f"{one.rstrip('.')} وفي مدينة النهر نفسها قرب الجسر." for one in OPENINGS]
    assert dropped(STORY[0], "أشاد السكان بالجسر.", "بلغت كلفته مليون دينار.", *told) == []


def test_a_joined_paragraph_ends_the_run_of_openings() -> None:
    assert dropped(*STORY, *OPENINGS[:2], "وأكد الوزير أن الجسر آمن.", *OPENINGS[2:]) == []


def test_paragraphs_that_only_begin_loosely_open_no_other_story() -> None:
    plain = ("يعبر الجسر ألف سيارة.", "للجسر أربعة مسارات.", "عند طرفيه محطتان.")
    assert dropped(*STORY, *plain) == []


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("المحكمة العليا تدين نائبا بتهمة الرشوة", True),
        ("الجسر الجديد يختصر الطريق بين الضفتين", False),
        ("رسوم عبور الجسر الجديد", False),
        ("يختصر الجسر طريق العمال إلى المصنع البعيد", False),
        ("والمحكمة العليا تدين نائبا بتهمة الرشوة", False),
        ("كيف تدين المحكمة العليا نائبا بتهمة الرشوة؟", False),
        ("اقرأ.. المحكمة العليا تدين نائبا", True),
        ("تابع أهل القرية حفل الجائزة على شاشة كبيرة في الساحة", False),
        ("قد يهمك/ المحكمة العليا تدين نائبا", True),
    ],
)
def test_a_headline_alone_is_another_story_unless_it_heads_what_stands_under_it(line: str, *, goes: bool) -> None:
    assert dropped(STORY[0], line, *STORY[1:]) == ([2] if goes else [])


def test_a_question_beside_a_headline_is_a_link_too() -> None:
    links = ("ماذا نعرف عن قانون الأجور الجديد؟", "البرلمان يقر قانون الأجور")
    assert dropped(*STORY[:2], *links, *STORY[2:]) == [3, 4]


def test_the_questions_of_an_interview_are_kept() -> None:
    questions = ("متى ينتهي العمل في المطار الجديد؟", "ومن دفع الثمن؟", "ما رأيكم في قانون الأجور الجديد؟")
    asked = [part for pair in zip(questions, STORY[1:], strict=True) for part in pair]
    assert dropped(STORY[0], *asked) == []


@pytest.mark.parametrize("paragraph", ["المحكمة تدين نائبا بتهمة الرشوة", "أعلن الوزير، الأحد، أمرا.", "وقال شيئا."])
def test_a_wall_of_paragraphs_is_read_in_time_that_grows_with_it(paragraph: str) -> None:
    seconds = []
    for count in (2_000, 8_000):
        wall = Article(source="-", paragraphs=("عنوان", *STORY, *(f"{paragraph} {at}" for at in range(count))))
        start = time.process_time()
        clean(wall)
        seconds.append(time.process_time() - start)
    assert seconds[1] < 8 * seconds[0] + 0.25
