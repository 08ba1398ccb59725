"""The script: chapters of the article's own sentences, and the little that is said around them."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.article.clean import clean
from briefing.article.read import read
from briefing.editorial.choose import choose
from briefing.editorial.report import as_json, as_lines
from briefing.editorial.running_order import settings
from briefing.editorial.running_order.edits import apply
from briefing.editorial.script import write
from briefing.model import Article, ChapterKind, Role, Script

SEED = Path(__file__).parent.parent.parent / "seeds" / "aoc-biden-2024.txt"
LENGTHS = ("short", "standard", "full", "whole", "2m", "1")
LEAD = "انهار جسر للسيارات في مدينة مرسانا صباح اليوم، وقتل عشرون شخصا على الأقل."
QUOTED = "لن نسمح بأن تتكرر هذه الكارثة أبدا في بلادنا"


@pytest.fixture(scope="module")
def seed() -> Article:
    return clean(read(str(SEED))[0])


def _count(script: Script) -> int:
    return sum(len(said.written.split()) for chapter in script.chapters for said in chapter.utterances)


def _told(script: Script) -> list[str]:
    return [said.written for chapter in script.chapters for said in chapter.utterances]


def _article(*paragraphs: str, headline: str = "انهيار جسر في مرسانا", **facts: object) -> Article:
    return Article(source="-", paragraphs=(headline, *paragraphs), **facts)  # type: ignore[arg-type]


def test_the_seed_tells_both_sides_and_the_poll_in_story_order(seed: Article) -> None:
    script = write(seed, choose(seed))
    told = " ".join(_told(script))
    kinds = [chapter.kind for chapter in script.chapters]
    assert kinds == [ChapterKind.LEAD, ChapterKind.POLL, ChapterKind.CLOSING]
    assert "قالت AOC" in told
    assert "“توسيع قوة” الحركة التقدمية" in told
    assert "67%" in told
    assert "الأسبوع الماضي" in told
    assert "6 نقاط مئوية" in told
    assert "الرئيس يدعو الرئيسين" in told
    assert "رويترز/إبسوس" in script.chapters[-2].title
    # At 1.7 words a second of the default voice.
    assert 100 <= _count(script) <= 187


@pytest.mark.parametrize("length", LENGTHS)
def test_everything_that_is_no_link_is_the_articles_own_text_told_once(seed: Article, length: str) -> None:
    script = write(seed, choose(seed), length)
    sourced = [said for chapter in script.chapters for said in chapter.utterances if said.source]
    assert all(said.source and apply(seed, said.source, said.edits) == said.written for said in sourced)
    assert len({said.source for said in sourced}) == len(sourced)
    assert not {drop.paragraph for drop in seed.dropped} & {said.source.paragraph for said in sourced if said.source}
    assert all(said.spoken == said.written for said in sourced)


def test_a_longer_length_tells_more(seed: Article) -> None:
    counts = [_count(write(seed, choose(seed), length)) for length in ("short", "standard", "full", "whole")]
    assert counts == sorted(set(counts))


def test_a_whole_quoted_sentence_has_a_voice_of_its_own_and_the_articles_own_words_before_it() -> None:
    script = write(_article(LEAD, f"وقال وزير النقل سامر حداد: «{QUOTED}».", *[LEAD] * 8), choose(_article(LEAD)))
    article = _article(LEAD, f"وقال وزير النقل سامر حداد: «{QUOTED}».")
    script = write(article, choose(article), "whole")
    said = next(chapter for chapter in script.chapters if chapter.kind is ChapterKind.QUOTE)
    assert [(one.role, one.written) for one in said.utterances] == [
        (Role.NARRATOR, "وقال وزير النقل سامر حداد:"),
        (Role.QUOTE, QUOTED),
    ]
    assert said.title == said.speaker == "سامر حداد"


@pytest.mark.parametrize(
    "sentence",
    [
        "قال وزير النقل سامر حداد إن السد الجديد يمثل في رأيه «أكبر إنجاز للبلاد منذ عشرات السنين» كلها.",
        f"«{QUOTED}»، قال وزير النقل سامر حداد أمام الصحافيين.",
        f"ووصف النائب حسن جابر الخطة بـ«{QUOTED}».",
        "وقال وزير النقل سامر حداد: «كلا وألف كلا».",
    ],
)
def test_words_in_the_newsreaders_own_grammar_stay_in_the_newsreaders_voice(sentence: str) -> None:
    article = _article(LEAD, sentence)
    said = [one for chapter in write(article, choose(article), "whole").chapters for one in chapter.utterances]
    assert sentence in [one.written for one in said]
    assert all(one.role is Role.NARRATOR for one in said)


def test_words_behind_a_bare_said_are_the_speakers_own() -> None:
    article = _article(LEAD, f'وقال وزير النقل سامر حداد لوكالة الأنباء "{QUOTED}".')
    said = [one for chapter in write(article, choose(article), "whole").chapters for one in chapter.utterances]
    assert (Role.QUOTE, QUOTED) in [(one.role, one.written) for one in said]


def test_a_quote_that_nothing_carries_is_introduced_once_in_the_right_gender() -> None:
    article = _article(
        LEAD,
        "قالت النائبة ليلى نصار إنها حذرت من حال الجسر.",
        "وأعلن وزير النقل سامر حداد الحداد ثلاثة أيام.",
        "«حذرنا مرارا من حال هذا الجسر ولم يسمعنا أحد»، تقول نصار.",
    )
    told = _told(write(article, choose(article), "whole"))
    assert sum("وقالت ليلى نصار:" in line for line in told) <= 1
    assert not any(line.startswith("وقال ليلى") for line in told)


def test_only_a_headline_makes_a_briefing_of_it() -> None:
    article = Article(source="-", paragraphs=("عنوان بلا خبر",))
    script = write(article, choose(article))
    assert [chapter.kind for chapter in script.chapters] == [ChapterKind.LEAD, ChapterKind.CLOSING]
    assert "عنوان بلا خبر" in _told(script)


@pytest.mark.parametrize("length", LENGTHS)
def test_chapters_are_few_and_their_titles_stand_whole(seed: Article, length: str) -> None:
    script = write(seed, choose(seed), length)
    titles = [chapter.title for chapter in script.chapters]
    assert length == "whole" or 1 <= len(titles) <= 6
    assert all(2 <= len(title.split()) <= 4 for title in titles)
    assert all("…" not in title for title in titles)


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("إغلاق المدارس الحكومية", "إغلاق المدارس الحكومية"),
        ("أسعار الخبز ترتفع في العاصمة بعد قرار الحكومة رفع الدعم", "أسعار الخبز"),
        ("مرسانا: استقالة رئيس البلدية بعد انهيار الجسر القديم فوق النهر", "استقالة رئيس البلدية"),
        ("انتخابات بلدية في الرباط تبدأ صباح الأحد وسط إجراءات أمنية", "انتخابات بلدية في الرباط"),
        ("الحكومة تبحث زيادة رواتب المعلمين في جلسة طارئة مساء اليوم", "زيادة رواتب المعلمين"),
        # What no dictionary knows is not taken apart for its first letter.
        ("السعودية تعترض صاروخا باليستيا من اليمن استهدف نجران وإصابة مقيم", "أخبار السعودية"),
        ("آلاف السكان يغادرون بيوتهم هذا العام في منطقة الجبال", "منطقة الجبال"),
        # Who is threatened with death is not dead.
        ("البلاد تهدد بقتل القائد لو عاد إلى المدينة قبل نهاية العام", "أخبار البلاد"),
        # Where it happened, and what somebody becomes, is not the matter.
        ("تونس: تحطم طائرة على متنها 66 شخصا جنوب غرب البلاد في طريقها إلى العاصمة", "أخبار تونس"),
        ("لبنان: إعادة انتخاب سليم حداد رئيسا للبلاد حتى نهاية العام المقبل", "أخبار لبنان"),
        # A teaser names nothing; a subject of two words needs no "news of", nor do several.
        ("تحذير قوي.. ركود اقتصادي عالمي في نهاية العام الحالي", "ركود اقتصادي عالمي"),
        ("الليرة التركية.. ماذا بعد دعم المصرف المركزي لها هذا الأسبوع؟", "الليرة التركية"),
        ("لبنان والعراق والأردن تستعد لموجة حر شديدة قبل نهاية هذا الأسبوع", "لبنان والعراق والأردن"),
        ("النفط يقفز بعد صدور تقارير جديدة عن مخزونات الخام هذا الأسبوع", "أخبار النفط"),
        # What is issued the words behind it say, and so what is first; "a number of" is no one's way; no oblique dual.
        ("أحزاب تدين الحكم الصادر في قضية سليم حداد وتدعو إلى الحوار", "قضية سليم حداد"),
        ("نجاح أول عملية في العالم لزراعة عضو كامل لجندي أصيب في الحرب", "الخبر الرئيسي"),
        ("لبنان يدين تفجيرين كبيرين استهدفا مدرستين في العاصمة المجاورة صباح أمس", "أخبار لبنان"),
        # Words in marks are no subject, and nor is what tells of finding it.
        ("فاز فيلم «عشرون خفقة في الدقيقة» أمس فوزا غير متوقع لدى النقاد", "الخبر الرئيسي"),
        ("العثور على حطام سفينة كبيرة قبالة سواحل جزيرة بعيدة صباح أمس", "الخبر الرئيسي"),
        # A number, a pronoun's noun, a verb that looks like a noun make none.
        ("إقالة 250 عاملا من مصنع السيارات قبل نهاية العام الحالي", "مصنع السيارات"),
    ],
)
def test_the_first_chapter_is_called_after_the_matter_of_the_headline(headline: str, title: str) -> None:
    told = Article(source="-", paragraphs=(headline, "بدأ العمل صباح اليوم.", "وينتهي العمل مساء الغد."))
    assert write(told, choose(told), "whole").chapters[0].title == title


def test_no_title_is_cut_from_was_born() -> None:
    story = ("استقال نادر سعد أمس من منصبه.", "ولد نادر في مرسانا، وولد نادر فقيرا، وعمل في المصنع.")
    told = Article(source="-", paragraphs=("من هو نادر الذي ترك منصبه أمس؟", *story))
    assert "ولد نادر" not in [chapter.title for chapter in write(told, choose(told), "whole").chapters]


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("وزار مدير المصنع نادر سعد أسر المصابين في بيوتهم صباح اليوم ووعدهم بتعويض قبل نهاية العام.", "نادر سعد"),
        ("وأعلنت وزارة الصحة موعدا آخر لفحص سكان الحي بعد انتهاء عطلة طويلة.", "وزارة الصحة"),
        ("وزار نادر سعد أسر المصابين في بيوتهم صباح اليوم ووعدهم بتعويض قبل نهاية العام.", "نادر سعد"),
        # One who is named once, without an office or a name that is known, may be no name.
        ("وزار بوريت سكان أسر المصابين في بيوتهم صباح اليوم ووعدهم بتعويض قبل نهاية العام.", "بقية الخبر"),
    ],
)
def test_what_no_phrase_names_is_called_after_whom_it_tells_of(sentence: str, title: str) -> None:
    told = _article(LEAD, f"وقال وزير النقل سامر حداد: «{QUOTED}».", sentence)
    assert write(told, choose(told), "whole").chapters[-2].title == title


@pytest.mark.parametrize(
    ("found", "title"),
    [
        ("أظهر استطلاع أجراه مركز النهر أن 67% من الناخبين يريدون مرشحا جديدا.", "استطلاع مركز النهر"),
        ("أظهرت دراسة أجرتها جامعة المدينة أن 67% من الطلاب يفضلون الدراسة من البيت.", "دراسة جامعة المدينة"),
    ],
)
def test_a_study_is_called_no_poll(found: str, title: str) -> None:
    told = _article(LEAD, found)
    titles = [chapter.title for chapter in write(told, choose(told), "whole").chapters]
    assert title in titles
    assert settings()["words"]["poll"] not in titles


def test_words_of_one_person_that_follow_each_other_are_one_chapter() -> None:
    article = _article(
        LEAD,
        f"وقال وزير النقل سامر حداد: «{QUOTED}».",
        "وأضاف: «سنحاسب كل من قصر في واجبه مهما علا منصبه».",
    )
    speakers = [chapter.speaker for chapter in write(article, choose(article), "whole").chapters]
    assert speakers.count("سامر حداد") == 1


def test_a_heading_inside_the_article_opens_a_chapter_of_the_article_read_whole() -> None:
    article = _article(LEAD, "سنوات من الإهمال", "بني الجسر قبل ستين عاما ولم يرمم سوى مرة واحدة في تاريخه الطويل كله.")
    script = write(article, choose(article), "whole")
    assert "سنوات من الإهمال" in [chapter.title for chapter in script.chapters]
    assert "سنوات من الإهمال" in _told(script)


# --- what is said around ----------------------------------------------------------------------------------------------


def test_the_opening_names_show_source_and_day_as_far_as_they_are_known() -> None:
    day = datetime(2026, 11, 28, tzinfo=UTC)
    for facts, show, opening in (
        ({}, "", "موجز إخباري."),
        ({"publication": "رويترز"}, "", "موجز إخباري، نقلا عن رويترز."),
        ({"published": day}, "", "موجز إخباري، بتاريخ 28 نوفمبر 2026."),
        (
            {"publication": "رويترز", "published": day},
            "أخبار اليوم",
            "أخبار اليوم، نقلا عن رويترز، بتاريخ 28 نوفمبر 2026.",
        ),
        ({"published": day}, "أخبار اليوم", "أخبار اليوم، بتاريخ 28 نوفمبر 2026."),
        ({}, "أخبار اليوم", "أخبار اليوم."),
    ):
        article = _article(LEAD, **facts)
        script = write(article, choose(article), show=show)
        assert script.chapters[0].utterances[0].written == opening
        closing = script.chapters[-1].utterances[-1].written
        assert ("رويترز" in closing) is ("publication" in facts)


def test_the_house_says_it_in_its_own_words() -> None:
    article = _article(LEAD, publication="رويترز")
    house = {"opening": "هنا {show} ومعكم {publication}.", "closing": "دمتم بخير.", "lead": "أول الأخبار"}
    script = write(article, choose(article), show="إذاعتنا", wording=house)
    assert script.chapters[0].utterances[0].written == "هنا إذاعتنا ومعكم رويترز."
    assert script.chapters[-1].utterances[0].written == "دمتم بخير."
    assert script.chapters[-1].title == settings()["words"]["closing_title"]


@pytest.mark.parametrize(
    ("opening", "facts", "said"),
    [
        ("هنا {show}، {date}، عن {publication}.", {}, "هنا إذاعتنا."),
        ("هنا {show}، عن {publication}.", {"publication": "رويترز"}, "هنا إذاعتنا، عن رويترز."),
        ("عن {publication}.", {}, "إذاعتنا."),
        ("   ", {}, "إذاعتنا."),
    ],
)
def test_a_clause_of_the_houses_opening_that_names_what_is_not_known_is_left_out(
    opening: str, facts: dict[str, object], said: str
) -> None:
    article = _article(LEAD, **facts)
    script = write(article, choose(article), show="إذاعتنا", wording={"opening": opening})
    assert script.chapters[0].utterances[0].written == said


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ({}, "نسخة مصححة بتاريخ 1 مارس 2026."),
        ({"corrected": "صُحح هذا الخبر يوم {date}."}, "صُحح هذا الخبر يوم 1 مارس 2026."),
        ({"corrected": "  "}, "نسخة مصححة بتاريخ 1 مارس 2026."),
    ],
)
def test_a_correction_is_told_behind_the_opening_with_its_day(wording: dict[str, str], said: str) -> None:
    article = _article(LEAD)
    corrected = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    told = write(article, choose(article), show="إذاعتنا", wording=wording, corrected=corrected).chapters[0].utterances
    plain = write(article, choose(article), show="إذاعتنا", wording=wording).chapters[0].utterances
    assert [utterance.written for utterance in told[:2]] == ["إذاعتنا.", said]
    assert (told[0], *told[2:]) == plain
    assert told[1].source is None


def test_a_name_that_is_filled_in_is_not_filled_again() -> None:
    article = _article(LEAD)
    script = write(article, choose(article), show="نشرة {date}")
    assert script.chapters[0].utterances[0].written == "نشرة {date}."


def test_nobodys_words_stand_under_the_name_of_somebody_else() -> None:
    article = _article(
        LEAD,
        f"وقال وزير النقل سامر حداد: «{QUOTED}».",
        "ومن المقرر أن يجتمع مجلس النواب في الأسبوع المقبل لبحث حال الجسور كلها في البلاد.",
        "وقالت النائبة هدى عادل: «حذرنا مرارا من حال هذا الجسر ولم يسمعنا أحد».",
    )
    chapters = write(article, choose(article), "whole").chapters
    assert [chapter.speaker for chapter in chapters if chapter.speaker] == ["سامر حداد", "هدى عادل"]
    for chapter in chapters:
        if chapter.speaker:
            assert {said.speaker for said in chapter.utterances if said.speaker} == {chapter.speaker}
            assert not any("مجلس النواب" in said.written for said in chapter.utterances)


def test_the_wires_place_is_a_named_edit_and_stays_where_the_article_is_read() -> None:
    dateline = "مرسانا، البلاد (CNN)-- "
    article = _article(dateline + LEAD, *[LEAD.replace("جسر", word) for word in ("مبنى", "نفق", "سد")])
    read = write(article, choose(article), "whole")
    assert any(said.written.startswith("مرسانا، البلاد (CNN)--") for said in read.chapters[0].utterances)
    told = write(article, choose(article), "standard")
    said = next(said for said in told.chapters[0].utterances if said.written.startswith(LEAD[:20]))
    assert [edit.rule for edit in said.edits] == ["dateline"]


@pytest.mark.parametrize("word", sorted(settings()["words"]))
def test_no_link_states_a_fact_in_a_name_that_nothing_fills(word: str) -> None:
    text = settings()["words"][word]
    filled = ("speaker", "pollster", "matter", "show", "publication", "date", "title", "half", "weekday")
    assert text.count("{") == sum(text.count(f"{{{name}}}") for name in filled)


# --- the report -------------------------------------------------------------------------------------------------------


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


def test_a_quote_is_a_key_quote_where_the_briefing_tells_it(seed: Article) -> None:
    script = write(seed, choose(seed))
    told = " ".join(_told(script))
    assert any(quote.key for quote in script.segments.quotes)
    assert all(quote.text[:20] in told for quote in script.segments.quotes if quote.key)
    assert any(not quote.key for quote in script.segments.quotes)


_TEXT = st.text(alphabet='اقالوزيرن: "«».،؟%37()\n', max_size=80)


@given(st.lists(_TEXT, min_size=1, max_size=4), st.sampled_from(LENGTHS))
def test_any_article_makes_a_script_whose_words_are_its_own(paragraphs: list[str], length: str) -> None:
    article = Article(source="-", paragraphs=tuple(paragraphs))
    script = write(article, choose(article), length)
    assert script.chapters[-1].kind is ChapterKind.CLOSING
    for chapter in script.chapters:
        for said in chapter.utterances:
            assert said.source is None or apply(article, said.source, said.edits) == said.written


@given(
    st.lists(st.sampled_from([LEAD, QUOTED, "وأضاف:", "وقال سامر حداد:", "«كلا»", "س: متى؟", "ج: غدا."]), max_size=8)
)
def test_no_place_of_the_article_is_said_twice(paragraphs: list[str]) -> None:
    article = _article(*paragraphs)
    for length in ("standard", "whole"):
        made = write(article, choose(article), length)
        spans = sorted(
            (said.source.paragraph, said.source.start, said.source.end)
            for chapter in made.chapters
            for said in chapter.utterances
            if said.source
        )
        assert all(one[0] < other[0] or one[2] <= other[1] for one, other in pairwise(spans))
