from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article.clean import clean
from briefing.article.read import read
from briefing.editorial.choose import choose
from briefing.editorial.report import as_json, as_lines
from briefing.editorial.script import write
from briefing.errors import UsageError
from briefing.model import Article, ChapterKind, Role, Script

SEED = Path(__file__).parent.parent.parent / "seeds" / "aoc-biden-2024.txt"
LENGTHS = ("short", "standard", "full", "2m", "1")


@pytest.fixture(scope="module")
def seed() -> Article:
    return clean(read(str(SEED))[0])


def _count(script: Script) -> int:
    return sum(len(said.written.split()) for chapter in script.chapters for said in chapter.utterances)


def _told(script: Script) -> list[str]:
    return [said.written for chapter in script.chapters for said in chapter.utterances]


def test_the_seed_runs_from_opening_to_closing_with_a_chapter_for_each_quote_and_the_poll(seed: Article) -> None:
    script = write(seed, choose(seed))
    kinds = [chapter.kind for chapter in script.chapters]
    assert kinds[:3] == [ChapterKind.OPENING, ChapterKind.HEADLINE, ChapterKind.LEAD]
    assert kinds[-2:] == [ChapterKind.POLL, ChapterKind.CLOSING]
    assert {chapter.speaker for chapter in script.chapters if chapter.kind is ChapterKind.QUOTE} == {
        "كريستين ويلكر",
        "ألكساندريا أوكاسيو كورتيز",
    }
    assert "رويترز/إبسوس" in script.chapters[-2].title
    assert 220 <= _count(script) <= 400


@pytest.mark.parametrize("length", LENGTHS)
def test_everything_that_is_no_link_is_the_articles_own_text_told_once(seed: Article, length: str) -> None:
    script = write(seed, choose(seed), length)
    sourced = [said for chapter in script.chapters for said in chapter.utterances if said.source]
    assert all(said.source and seed.at(said.source) == said.written for said in sourced)
    assert len({said.source for said in sourced}) == len(sourced)
    assert not {drop.paragraph for drop in seed.dropped} & {said.source.paragraph for said in sourced if said.source}
    assert all(said.spoken == said.written for said in sourced)


def test_a_shorter_length_drops_by_importance_and_keeps_the_poll(seed: Article) -> None:
    segments = choose(seed)
    short, standard, full = (write(seed, segments, length) for length in ("short", "standard", "full"))
    assert _count(short) < _count(standard) <= _count(full)
    assert any(chapter.kind is ChapterKind.POLL for chapter in short.chapters)
    assert any(not quote.key for quote in short.segments.quotes)


def test_quotes_are_spoken_by_the_quotes_voice_and_named_by_their_speaker(seed: Article) -> None:
    script = write(seed, choose(seed))
    for chapter in script.chapters:
        if chapter.kind is ChapterKind.QUOTE and chapter.speaker:
            assert chapter.title.startswith(chapter.speaker)
            assert any(said.role is Role.QUOTE for said in chapter.utterances)


def test_a_partial_quote_is_told_in_the_articles_own_sentence() -> None:
    text = (
        "قال وزير المياه سامر الحداد في بيان له إن السد الجديد يمثل في رأيه «أكبر إنجاز للبلاد منذ عشرات السنين» كلها."
    )
    article = Article(
        source="-", paragraphs=("افتتاح سد جديد", "افتتحت الحكومة صباح اليوم سدا جديدا في شمال البلاد.", text)
    )
    script = write(article, choose(article))
    said = next(chapter for chapter in script.chapters if chapter.kind is ChapterKind.QUOTE).utterances
    assert [one.role for one in said] == [Role.NARRATOR, Role.QUOTE, Role.NARRATOR]
    assert said[1].written == "أكبر إنجاز للبلاد منذ عشرات السنين"


def test_only_a_headline_makes_a_briefing_without_empty_chapters() -> None:
    article = Article(source="-", paragraphs=("عنوان بلا خبر",))
    script = write(article, choose(article))
    assert [chapter.kind for chapter in script.chapters] == [
        ChapterKind.OPENING,
        ChapterKind.HEADLINE,
        ChapterKind.CLOSING,
    ]


@pytest.mark.parametrize("length", ["long", "0", "", "-3m", "3h"])
def test_an_unknown_length_is_refused(length: str) -> None:
    article = Article(source="-", paragraphs=("عنوان",))
    with pytest.raises(UsageError, match="no such length"):
        write(article, choose(article), length)


def test_the_report_names_every_claim_with_its_place(seed: Article) -> None:
    segments = choose(seed)
    report = as_json(seed, segments)
    assert set(report) == {"headline", "lead", "quotes", "figures", "polls", "dropped"}
    assert {(figure["value"], figure["pollster"]) for figure in report["figures"]} >= {
        (67, "رويترز/إبسوس"),
        (6, "رويترز/إبسوس"),
    }
    assert [drop["paragraph"] for drop in report["dropped"]] == [5, 15]
    assert not any("حملة بايدن" in (quote["speaker"] or "") for quote in report["quotes"])
    assert len(list(as_lines(seed, segments))) >= len(report["quotes"]) + len(report["figures"])


_TEXT = st.text(alphabet='اقالوزيرن: "«».،؟%37()\n', max_size=80)


@given(st.lists(_TEXT, min_size=1, max_size=4), st.sampled_from(LENGTHS))
def test_any_article_makes_a_script_whose_words_are_its_own(paragraphs: list[str], length: str) -> None:
    article = Article(source="-", paragraphs=tuple(paragraphs))
    script = write(article, choose(article), length)
    assert script.chapters[0].kind is ChapterKind.OPENING
    for chapter in script.chapters:
        for said in chapter.utterances:
            assert said.source is None or article.at(said.source) == said.written


HEADLINE = "افتتحت البلدية صباح اليوم جسرا جديدا"
LEAD = f"{HEADLINE} يربط ضفتي النهر بعد عامين من العمل."


@pytest.mark.parametrize(
    ("headline", "lead", "heard"),
    [
        (HEADLINE, LEAD, [LEAD]),
        (f"«{HEADLINE}»", f"سبق - وكالات: {LEAD}", [LEAD]),
        (HEADLINE, f"{HEADLINE}.", [HEADLINE]),
        (f"{HEADLINE} قرب السوق", f"{HEADLINE}.", [f"{HEADLINE} قرب السوق"]),
        ("جسر جديد", LEAD, ["جسر جديد", LEAD]),
        ("البلدية تفتتح جسرا", LEAD, ["البلدية تفتتح جسرا", LEAD]),
        ("افتتحت البلدية", LEAD, ["افتتحت البلدية", LEAD]),
    ],
)
def test_a_headline_that_is_the_first_words_of_the_lead_is_heard_once(
    headline: str, lead: str, heard: list[str]
) -> None:
    article = Article(source="-", paragraphs=(headline, lead, "وقال رئيس البلدية إن المشروع سيتوسع."))
    script = write(article, choose(article))
    told = [said.written for chapter in script.chapters for said in chapter.utterances if said.source]
    assert told[: len(heard)] == heard
    assert ChapterKind.HEADLINE in [chapter.kind for chapter in script.chapters]
    assert script.title == headline


@pytest.mark.parametrize("particle", ["بـ", "ب", "لـ ", "كـ", "بِـ", "و"])
def test_no_sentence_breaks_off_behind_a_particle_of_one_letter(particle: str) -> None:
    quoted = "كارثة لن تنجو منها أي مدينة في البلاد مهما صغرت"
    sentence = f"ووصف النائب حسن جابر الخطة {particle}«{quoted}»."
    article = Article(source="-", paragraphs=("رأي في الخطة", "اجتمعت اللجنة صباح اليوم لبحث الخطة.", sentence))
    assert sentence in _told(write(article, choose(article)))


def test_words_of_more_than_one_letter_before_a_quote_leave_it_to_the_voice_of_quotes() -> None:
    quoted = "كارثة لن تنجو منها أي مدينة في البلاد مهما صغرت"
    sentence = f"ووصف النائب حسن جابر الخطة في رأيه «{quoted}»."
    article = Article(source="-", paragraphs=("رأي في الخطة", "اجتمعت اللجنة صباح اليوم لبحث الخطة.", sentence))
    assert quoted in _told(write(article, choose(article)))
