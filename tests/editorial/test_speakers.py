"""Who said it: one case of each way in which a news article tells that, in sentences of our own."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from briefing.editorial.attribute import attribute
from briefing.model import Article, Reality

CASES = Path(__file__).parent.parent / "cases" / "speakers.tsv"


def rows() -> list[dict[str, str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(paragraphs: str) -> Article:
    return Article(source="-", paragraphs=("خبر اليوم", *paragraphs.split(" | ")))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['kind']} {row['paragraphs'][:30]}")
def test_each_quote_has_its_speaker_and_its_reality(row: dict[str, str]) -> None:
    found = attribute(told(row["paragraphs"]))
    assert " | ".join(quote.text for quote in found) == row["quotes"]
    assert " | ".join(quote.speaker or "-" for quote in found) == row["speakers"]
    assert " | ".join(quote.reality for quote in found) == row["realities"]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['kind']} {row['paragraphs'][:30]}")
def test_what_was_denied_or_alleged_is_nobodys_and_a_name_has_its_reasons(row: dict[str, str]) -> None:
    for quote in attribute(told(row["paragraphs"])):
        assert 0 <= quote.margin <= 1
        assert bool(quote.because) == (quote.speaker is not None)
        assert quote.speaker is None or quote.reality in (Reality.SAID, Reality.ASKED)


def test_the_guest_of_an_interview_answers_and_nobody_is_named_for_the_questions() -> None:
    questions = ("س: كيف ترين الوضع؟", "ج: لم نعرف مثله منذ أعوام.", "سؤال آخر", "س: وما الحل؟", "ج: أن نسمع الناس.")
    article = Article(source="-", paragraphs=("الباحثة ندى قاسم: لا حل قريبا", *questions))
    found = [(quote.text, quote.speaker, quote.reality) for quote in attribute(article)]
    assert found == [
        ("كيف ترين الوضع؟", None, Reality.ASKED),
        ("لم نعرف مثله منذ أعوام.", "ندى قاسم", Reality.SAID),
        ("وما الحل؟", None, Reality.ASKED),
        ("أن نسمع الناس.", "ندى قاسم", Reality.SAID),
    ]


def test_labels_that_name_both_tell_who_answers() -> None:
    talk = (
        "الجريدة: لماذا تركت الفريق؟",
        "حداد: أردت أن أرى أولادي.",
        "الجريدة: هل تندم على شيء؟",
        "حداد: أبدا.",
    )
    article = Article(source="-", paragraphs=("المدرب سمير حداد: لا أندم", "ودع المدرب سمير حداد ملعبه أمس.", *talk))
    found = [(quote.text, quote.speaker, quote.reality) for quote in attribute(article)]
    assert found == [
        ("لماذا تركت الفريق؟", None, Reality.ASKED),
        ("أردت أن أرى أولادي.", "سمير حداد", Reality.SAID),
        ("هل تندم على شيء؟", None, Reality.ASKED),
        ("أبدا.", "سمير حداد", Reality.SAID),
    ]


@pytest.mark.parametrize(("lead", "answers"), [("التقيناها في بيتها وكان هذا الحوار.", 2), ("صدر الكتاب أمس.", 0)])
def test_paragraphs_that_ask_are_an_interview_where_the_article_says_so(lead: str, answers: int) -> None:
    talk = ("كم كتابا كتبت؟", "كتبت سبعة كتب.", "وما الكتاب المقبل؟", "رواية عن البحر.")
    article = Article(
        source="-",
        paragraphs=("حوار مع الكاتبة" if answers else "كتب", f"تكتب الروائية ندى قاسم للأطفال. {lead}", *talk),
    )
    found = [quote for quote in attribute(article) if quote.reality is Reality.SAID]
    assert len(found) == answers
    assert {quote.speaker for quote in found} <= {"ندى قاسم"}


@pytest.mark.parametrize(
    ("headline", "answers", "speaker"),
    [
        (
            "المخرجة ليلى ناصر: بعت سيارتي لأكمل الفيلم",
            ("ولدت الفكرة في قريتي.", "تعلمت منهم.", "أكتب حكاية."),
            "ليلى ناصر",
        ),
        ("عدبان الشطيري: لن نغلق المصنع", ("نعم، أعددنا الخطة.", "سألنا العمال.", "هذا قرارنا."), "عدبان الشطيري"),
        ("أزمة المصنع: لا حل قريبا", ("بدأت قبل عام.", "كان زمنا صعبا.", "يراقب وطنا كاملا."), None),
        ("المخرجة ليلى ناصر: ما الذي غيرته؟", ("بدأت في قريتها.", "تعلمت منهم.", "تكتب حكاية."), None),
        ("المخرجة ليلى ناصر: بعت سيارتي", ("بدأت ناصر في قريتها.", "تعلمت منهم.", "تكتب حكاية."), None),
        ("تقرير: السينما في خطر", ("بدأت قبل قرن.", "تعلمت منهم.", "تكتب حكاية."), None),
    ],
)
def test_questions_under_a_persons_own_words_are_an_interview(
    headline: str, answers: tuple[str, ...], speaker: str | None
) -> None:
    questions = ("• كيف بدأت الفكرة؟", "• وهل واجهت صعوبات؟", "• وماذا بعد؟")
    talk = [line for pair in zip(questions, answers, strict=True) for line in pair]
    found = attribute(Article(source="-", paragraphs=(headline, *talk)))
    told = [quote.speaker for quote in found if quote.reality is Reality.SAID and quote.span.paragraph]
    assert told == ([speaker] * 3 if speaker else [])


def test_a_list_of_dashes_is_no_interview() -> None:
    article = Article(source="-", paragraphs=("خبر اليوم", "- الطقس جميل اليوم.", "- الحركة خفيفة.", "* لا شيء آخر."))
    assert attribute(article) == ()
