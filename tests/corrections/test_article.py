"""An article with what was decided of it: set aside, restored, approved as it is and no longer when it changes."""

from __future__ import annotations

from datetime import UTC, datetime

from briefing.corrections import Row, corrected, uncorrected
from briefing.corrections.learning import lessons
from briefing.model import Approval, Article, Dropped, DropReason

ARTICLE = Article(
    source="story.txt",
    paragraphs=("العنوان", "الفقرة الأولى من الخبر", "اقرأ أيضا", "الفقرة الثالثة من الخبر"),
    dropped=(Dropped(paragraph=2, reason=DropReason.BOILERPLATE),),
)
AT = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)


def decided(kind: str, text: str) -> Row:
    return Row(kind=kind, article="story.txt", text=text)


def aside(article: Article) -> dict[int, str]:
    return {drop.paragraph: drop.reason for drop in article.dropped}


def test_without_decisions_it_is_the_article_itself() -> None:
    assert corrected(ARTICLE, []) is ARTICLE


def test_paragraphs_are_restored_and_set_aside_and_the_headline_is_not() -> None:
    rows = [decided("restore", "اقرأ أيضا"), decided("set_aside", "الفقرة الثالثة"), decided("set_aside", "العنوان")]
    found = corrected(ARTICLE, rows)
    assert aside(found) == {3: "editor"}
    assert uncorrected(found) == ARTICLE


def test_other_decisions_take_the_place_of_earlier_ones() -> None:
    once = corrected(ARTICLE, [decided("restore", "اقرأ أيضا")])
    twice = corrected(once, [decided("set_aside", "الفقرة الأولى")])
    assert aside(twice) == {1: "editor", 2: "boilerplate"}


def test_approvals_go_with_the_article_and_decide_nothing() -> None:
    approved = Row(kind="approved", article="story.txt", to="0123", length="short", by="سلمى", at=AT)
    found = corrected(ARTICLE, [approved])
    assert found.approvals == (Approval(by="سلمى", at=AT, length="short", told="0123"),)
    assert (found.corrections, found.dropped) == ((), ARTICLE.dropped)
    assert uncorrected(found) == ARTICLE


def reading(word: str, to: str, place: int) -> Row:
    return Row(kind="reading", article=f"{place}.txt", text=word, to=to, sentence=f"جملة {place}", nth=1)


def test_what_was_corrected_three_times_is_a_lesson() -> None:
    rows = [reading("عبر", "عَبَّرَ", place) for place in range(3)] + [reading("حمل", "حَمَلَ", place) for place in range(2)]
    (lesson,) = lessons(rows, least=3)
    assert (lesson.word, lesson.reading, lesson.others) == ("عبر", "عَبَّرَ", ())
    assert lesson.sentences == ("جملة 0", "جملة 1", "جملة 2")


def test_the_same_place_counts_once_and_a_second_reading_is_told() -> None:
    once = [reading("عبر", "عَبَّرَ", 1)] * 3
    assert not list(lessons(once, least=3))
    rows = [*(reading("عبر", "عَبَّرَ", place) for place in range(3)), reading("عبر", "عَبْرَ", 9)]
    assert [lesson.others for lesson in lessons(rows, least=3)] == [("عَبْرَ",)]
