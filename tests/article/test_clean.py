"""Cleaning: one spelling, the numbers of the paragraphs kept, and what is no story set aside."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.arabic import strip_marks
from briefing.article.clean import clean
from briefing.article.letters import normalize
from briefing.article.read import read
from briefing.model import Article, Dropped, DropReason

CASES = Path(__file__).parent.parent / "cases" / "clean"
SEED = Path(__file__).parent.parent.parent / "seeds" / "aoc-biden-2024.txt"


def rows(name: str) -> list[dict[str, str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def written(cell: str) -> str:
    r"""Return a cell with its \u escapes as characters, so that an editor can see them."""
    return cell.encode("raw_unicode_escape").decode("raw_unicode_escape")


@pytest.mark.parametrize("row", rows("letters.tsv"), ids=lambda row: row["what"])
def test_the_spelling_is_put_right(row: dict[str, str]) -> None:
    assert normalize(written(row["written"])) == written(row["cleaned"])


@pytest.mark.parametrize("row", rows("set-aside.tsv"), ids=lambda row: row["paragraph"][:40])
def test_a_paragraph_is_set_aside_for_its_reason_or_kept(row: dict[str, str]) -> None:
    story = "وصل الوفد إلى العاصمة صباح اليوم للمشاركة في الاجتماع السنوي."
    article = Article(source="-", paragraphs=("عنوان الخبر", story, row["paragraph"]))
    reasons = {found.paragraph: str(found.reason) for found in clean(article).dropped}
    assert reasons.get(2, "") == row["reason"]
    assert 1 not in reasons


@pytest.mark.parametrize("row", rows("credit.tsv"), ids=lambda row: row["paragraph"][:40])
def test_the_text_says_who_where_and_when(row: dict[str, str]) -> None:
    article = clean(Article(source="-", paragraphs=("عنوان الخبر", row["paragraph"], "وصل الوفد إلى العاصمة اليوم.")))
    assert (article.dateline or "") == row["dateline"]
    assert (article.byline or "") == row["byline"]
    assert (article.publication or "") == row["publication"]
    assert (article.published.date().isoformat() if article.published else "") == row["published"]


def test_the_seed_loses_its_caption_and_its_repeat_and_nothing_else() -> None:
    (article,) = read(str(SEED))
    cleaned = clean(article)
    assert cleaned.dropped == (
        Dropped(paragraph=5, reason=DropReason.CAPTION),
        Dropped(paragraph=15, reason=DropReason.DUPLICATE),
    )
    assert cleaned.paragraphs == article.paragraphs


def test_links_to_other_stories_inside_an_article_are_set_aside_but_a_list_stays() -> None:
    body = [
        f"وصل الوفد {name} إلى المدينة صباح اليوم."
        for name in ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس")
    ]
    links = ["خبر آخر عن الطقس", "صور من افتتاح المعرض"]
    article = clean(Article(source="-", paragraphs=("عنوان", *body[:3], *links, *body[3:])))
    assert [found.paragraph for found in article.dropped] == [4, 5]
    listed = clean(Article(source="-", paragraphs=("عنوان", *body[:3], "وشملت القائمة:", *links, *body[3:])))
    assert listed.dropped == ()


def test_a_line_that_was_lifted_out_of_a_paragraph_is_not_told_twice() -> None:
    lifted = "نبدأ العمل صباح الغد في كل المدن"
    told = f'وقال رئيس الوفد إن اللجنة تجتمع اليوم، مضيفا: "{lifted}".'
    article = clean(
        Article(source="-", paragraphs=("عنوان", "وصل الوفد اليوم.", f'"{lifted}"', told, "خلفية الاجتماع"))
    )
    assert article.dropped == (Dropped(paragraph=2, reason=DropReason.DUPLICATE),)


def test_what_the_page_said_wins() -> None:
    caption = Dropped(paragraph=1, reason=DropReason.CAPTION)
    article = Article(source="-", paragraphs=("عنوان", "صف من الأشجار", "نص."), dropped=(caption,), byline="كاتب")
    cleaned = clean(article)
    assert cleaned.dropped == (caption,)
    assert cleaned.byline == "كاتب"


@given(st.lists(st.text(), min_size=1, max_size=8))
def test_any_text_keeps_its_number_of_paragraphs_and_its_headline(paragraphs: list[str]) -> None:
    cleaned = clean(Article(source="-", paragraphs=tuple(paragraphs)))
    assert len(cleaned.paragraphs) == len(paragraphs)
    assert all(0 < found.paragraph < len(paragraphs) for found in cleaned.dropped)
    "\n".join(cleaned.paragraphs).encode()


@given(st.text(alphabet='ابتكلمنيهو ـًٌٍَُِّْٰ.،"«»“”0123', max_size=80))
def test_cleaning_keeps_every_mark_and_is_done_once(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert sorted(set(text) - set("ـ ")) == sorted(set(once) - set("ـ "))
    assert strip_marks(once).replace("ـ", "").split() == strip_marks(text).replace("ـ", "").split()


@pytest.mark.parametrize("block", ["“", '"', "«", "(", "قال: “نعم” ", "&#", "ـ", "- ", "كلمة ", "a.b@c "])
def test_a_long_run_of_anything_is_cleaned(block: str) -> None:
    text = block * (200_000 // len(block))
    assert len(clean(Article(source="-", paragraphs=("عنوان", text, text + "."))).paragraphs) == 3


@pytest.mark.parametrize("tail", [" (النهاية)", " انتهى", " [يتبع]", "\n/انتهى/", " يتبع."])
def test_what_an_agency_writes_behind_the_last_stop_is_not_told(tail: str) -> None:
    article = clean(Article(source="-", paragraphs=("عنوان", f"وصل الوفد اليوم.{tail}")))
    assert article.paragraphs[1] == "وصل الوفد اليوم."


@pytest.mark.parametrize("line", ["وقال إن الاجتماع انتهى", "كيف كانت النهاية", "الفريق الذي يتبع الوزارة."])
def test_such_a_word_in_a_sentence_is_a_word(line: str) -> None:
    assert clean(Article(source="-", paragraphs=("عنوان", line))).paragraphs[1] == line


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("وصوت ثلاثون نائبا مع القانون. (رويترز)", "وصوت ثلاثون نائبا مع القانون."),
        ("وصوت ثلاثون نائبا مع القانون [أ ف ب].", "وصوت ثلاثون نائبا مع القانون."),
        ("وصوت ثلاثون نائبا مع القانون. (فرانس برس، رويترز)", "وصوت ثلاثون نائبا مع القانون."),
        ("وصوت ثلاثون نائبا مع القانون (المادة الرابعة).", "وصوت ثلاثون نائبا مع القانون (المادة الرابعة)."),
    ],
)
def test_the_agency_in_brackets_behind_a_paragraph_is_its_source_and_not_told(line: str, bare: str) -> None:
    article = clean(Article(source="-", paragraphs=("خبر", "بدأت الجلسة صباح اليوم.", line)))
    assert article.paragraphs[-1] == bare
    assert (article.publication is None) == (line == bare)
