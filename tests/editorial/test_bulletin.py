"""The script of a bulletin: the day, the headlines, a chapter a story, nothing that its articles do not say."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefing.article.clean import clean
from briefing.editorial.bulletin import joined, longest_ms, most_stories, name, telling, write
from briefing.editorial.choose import choose
from briefing.editorial.headline import headline
from briefing.editorial.running_order import spoken_words
from briefing.editorial.running_order.edits import apply
from briefing.model import Article, Chapter, ChapterKind, Dropped, DropReason, Role, Script, Span

CASES = Path(__file__).parent.parent / "cases" / "bulletin" / "twins.toml"
TOPICS = {topic["name"]: topic for topic in tomllib.loads(CASES.read_text(encoding="utf-8"))["topic"]}
MORNING = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
SYNTHETIC = "يقرأ لكم هذه النشرة صوت اصطناعي."
TITLE = "نشرة صباح السبت، 28 نوفمبر 2026"


def topic(named: str, **more: str) -> Article:
    paragraphs = tuple(TOPICS[named]["told"].strip().splitlines())
    return clean(Article(source=named, paragraphs=paragraphs, **more))  # type: ignore[arg-type]


STORIES = tuple(map(topic, TOPICS))


def script(*parts: Article, length: str = "10m", moment: datetime = MORNING, **more: object) -> tuple[Article, Script]:
    bulletin = joined(parts or STORIES, moment)
    return bulletin, write(bulletin, length, show="موجز المساء", **more)  # type: ignore[arg-type]


def stories(told: Script) -> list[Chapter]:
    return [chapter for chapter in told.chapters if chapter.kind is ChapterKind.STORY]


def words(told: Script) -> int:
    return sum(spoken_words(said.written) for said in told.utterances)


# --- the joined article -----------------------------------------------------------------------------------------------


def test_a_bulletin_is_named_after_the_half_of_its_day() -> None:
    assert name(MORNING) == "bulletin-2026-11-28-am"
    assert name(MORNING.replace(hour=11, minute=59)) == "bulletin-2026-11-28-am"
    assert name(MORNING.replace(hour=12, minute=0)) == "bulletin-2026-11-28-pm"


@pytest.mark.parametrize(
    ("moment", "title"),
    [
        (datetime(2026, 11, 23, 0, tzinfo=UTC), "نشرة صباح الاثنين، 23 نوفمبر 2026"),
        (datetime(2026, 11, 24, 23, tzinfo=UTC), "نشرة مساء الثلاثاء، 24 نوفمبر 2026"),
        (datetime(2026, 11, 25, 9, tzinfo=UTC), "نشرة صباح الأربعاء، 25 نوفمبر 2026"),
        (datetime(2026, 11, 26, 12, tzinfo=UTC), "نشرة مساء الخميس، 26 نوفمبر 2026"),
        (datetime(2026, 12, 4, 9, tzinfo=UTC), "نشرة صباح الجمعة، 4 ديسمبر 2026"),
        (MORNING, TITLE),
        (datetime(2027, 1, 3, 9, tzinfo=UTC), "نشرة صباح الأحد، 3 يناير 2027"),
    ],
)
def test_its_title_says_the_day_as_a_newsreader_does(moment: datetime, title: str) -> None:
    assert joined(STORIES, moment).paragraphs[0] == title


def test_its_paragraphs_are_those_of_its_parts_and_each_leads_back_to_its_own() -> None:
    dropped = Dropped(paragraph=2, reason=DropReason.BOILERPLATE)
    parts = (STORIES[0], replace(STORIES[1], dropped=(dropped,)), STORIES[2])
    bulletin = joined(parts, MORNING)
    assert bulletin.paragraphs == (TITLE, *(line for part in parts for line in part.paragraphs))
    assert bulletin.parts == parts
    first = 1 + len(STORIES[0].paragraphs)
    assert bulletin.dropped == (replace(dropped, paragraph=first + 2),)
    for start, part in bulletin.placed_parts():
        for number, line in enumerate(part.paragraphs):
            span = Span(paragraph=start + number, start=0, end=len(line))
            assert (bulletin.at(span), bulletin.part_of(span)) == (line, part)
    assert bulletin.part_of(Span(paragraph=0, start=0, end=1)) is bulletin
    assert STORIES[0].part_of(Span(paragraph=1, start=0, end=1)) is STORIES[0]


# --- what is said -----------------------------------------------------------------------------------------------------


def test_it_opens_with_the_show_and_the_day_then_three_headlines_then_a_chapter_a_story() -> None:
    _, told = script()
    first, *between, last = told.chapters
    assert told.title == TITLE
    assert (first.kind, first.title) == (ChapterKind.HEADLINES, "عناوين النشرة")
    heads = [part.paragraphs[0] for part in STORIES]
    assert [said.written for said in first.utterances] == [
        f"موجز المساء، {TITLE}.",
        SYNTHETIC,
        "أبرز العناوين:",
        *heads[:3],
    ]
    assert [chapter.title for chapter in between] == heads
    assert {chapter.kind for chapter in between} == {ChapterKind.STORY}
    assert (last.kind, last.title) == (ChapterKind.CLOSING, "ختام النشرة")
    assert [said.written for said in last.utterances] == ["إلى هنا تنتهي النشرة."]


def test_a_bulletin_of_few_stories_has_no_headlines() -> None:
    _, told = script(*STORIES[:3])
    assert [chapter.kind for chapter in told.chapters] == [*[ChapterKind.STORY] * 3, ChapterKind.CLOSING]
    assert [said.written for said in told.chapters[0].utterances[:2]] == [f"موجز المساء، {TITLE}.", SYNTHETIC]


def test_no_headline_is_said_that_asks_or_is_too_long_to_be_heard() -> None:
    asking = replace(STORIES[0], paragraphs=("هل يصمد الجسر الجديد أمام الفيضان؟", *STORIES[0].paragraphs[1:]))
    long = replace(STORIES[1], paragraphs=(" ".join([STORIES[1].paragraphs[0]] * 3), *STORIES[1].paragraphs[1:]))
    _, told = script(asking, long, *STORIES[2:])
    said = [one.written for one in told.chapters[0].utterances if one.source]
    assert said == [part.paragraphs[0] for part in STORIES[2:5]]


def test_one_headline_that_can_be_said_is_none() -> None:
    asking = [replace(one, paragraphs=(f"هل {one.paragraphs[0]}", *one.paragraphs[1:])) for one in STORIES[:4]]
    _, told = script(*asking[:3], STORIES[3])
    assert ChapterKind.HEADLINES not in {chapter.kind for chapter in told.chapters}
    _, told = script(*asking[:2], *STORIES[2:4])
    assert told.chapters[0].kind is ChapterKind.HEADLINES


def test_each_sentence_is_its_own_storys_at_its_place_in_the_bulletin() -> None:
    bulletin, told = script()
    placed = dict(zip([chapter.title for chapter in stories(told)], bulletin.parts, strict=True))
    for chapter in stories(told):
        sourced = [said for said in chapter.utterances if said.source]
        assert sourced
        for said in sourced:
            assert said.source is not None
            assert apply(bulletin, said.source, said.edits) == said.written
            assert bulletin.part_of(said.source) is placed[chapter.title]


def test_a_story_says_what_happened_with_its_number_and_its_best_quote_by_a_second_voice() -> None:
    _, told = script()
    quake = stories(told)[0]
    said = [one.written for one in quake.utterances]
    assert said[0].startswith("ضرب زلزال بلغت قوته 6.2 درجات جزيرة سيلانا")
    quoted = [one for one in quake.utterances if one.role is Role.QUOTE]
    assert [(one.speaker, one.written) for one in quoted] == [
        ("كريم الساحلي", "ما زال عشرات السكان تحت أنقاض منازلهم في بلدة مرسى الحجر")
    ]
    for chapter in stories(told):
        assert len({one.speaker for one in chapter.utterances if one.role is Role.QUOTE}) <= 1


def test_the_storys_own_source_is_named_where_it_is_known() -> None:
    parts = [
        replace(one, publication=named)
        for one, named in zip(STORIES, ("وكالة المدى", None, "صحيفة الأفق"), strict=False)
    ]
    _, told = script(*parts)
    ends = [chapter.utterances[-1].written for chapter in stories(told)]
    assert ends[0] == "نقلا عن وكالة المدى."
    assert not ends[1].startswith("نقلا عن")
    assert ends[2] == "نقلا عن صحيفة الأفق."


def test_a_house_says_opening_and_closing_in_its_own_words() -> None:
    wording = {"bulletin_opening": "هنا {show} في {date}، وهذه {title}.", "bulletin_closing": "شكرا لكم من {show}."}
    _, told = script(wording=wording)
    assert told.utterances[0].written == f"هنا موجز المساء في 28 نوفمبر 2026، وهذه {TITLE}."
    assert told.utterances[-1].written == "شكرا لكم من موجز المساء."


def test_what_an_editor_takes_is_that_of_all_stories_in_its_place() -> None:
    bulletin, told = script()
    assert told.segments.headline.text == TITLE
    assert told.segments.lead is not None
    assert told.segments.lead.sentences == tuple(part.paragraphs[0] for part in STORIES)
    assert [bulletin.at(span) for span in told.segments.lead.spans] == list(told.segments.lead.sentences)
    own = [choose(part) for part in STORIES]
    assert len(told.segments.quotes) == sum(len(one.quotes) for one in own)
    assert len(told.segments.figures) == sum(len(one.figures) for one in own)
    assert len(told.segments.polls) == sum(len(one.polls) for one in own)
    claims = (
        *told.segments.quotes,
        *told.segments.figures,
        *(one for poll in told.segments.polls for one in poll.figures),
    )
    assert all(bulletin.at(claim.span) == claim.text for claim in claims)


def test_the_quotes_that_are_told_are_key_quotes() -> None:
    for length in ("2m", "10m"):
        _, told = script(length=length)
        spoken = {said.written for said in told.utterances if said.role is Role.QUOTE}
        direct = {quote.text for quote in told.segments.quotes if quote.key}
        assert spoken <= direct
        assert all(any(text in said.written for said in told.utterances) for text in direct)
    shorter = [script(length=f"{minutes}m")[1].segments.quotes for minutes in (1, 2, 3, 4)]
    assert not all(quote.key for quotes in shorter for quote in quotes)


# --- its length -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [1, 2, 3, 5, 10, 30])
def test_it_tells_no_more_than_its_minutes_hold_and_only_whole_sentences(minutes: int) -> None:
    bulletin, told = script(length=f"{minutes}m")
    assert words(told) <= 100 * minutes
    assert 1 <= len(stories(told)) <= most_stories(f"{minutes}m")
    for chapter in stories(told):
        last = [said for said in chapter.utterances if said.source][-1]
        assert last.source is not None
        behind = bulletin.paragraphs[last.source.paragraph][last.source.end :]
        assert last.written.rstrip('"').endswith(".") or behind.startswith('"')


def test_a_longer_bulletin_tells_more_until_all_is_told() -> None:
    counts = [words(script(length=f"{minutes}m")[1]) for minutes in (1, 2, 4, 10)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    assert words(script(length="30m")[1]) == words(script(length="60m")[1])


def test_what_one_story_does_not_need_the_others_have() -> None:
    brief = Article(source="-", paragraphs=("افتتاح حديقة في مدينة بلهار", "افتتحت بلدية بلهار حديقة عامة يوم الأحد."))
    crowded = script(STORIES[0], STORIES[1], length="1.2m")[1]
    roomy = script(brief, STORIES[1], length="1.2m")[1]
    assert len(stories(roomy)[1].utterances) > len(stories(crowded)[1].utterances)


@pytest.mark.parametrize(("length", "most"), [("1m", 1), ("2m", 3), ("10m", 18), ("0.1m", 1)])
def test_only_as_many_stories_are_told_as_there_is_room_for(length: str, most: int) -> None:
    assert most_stories(length) == most


def test_a_story_of_which_only_the_headline_could_be_told_is_left_out_where_there_are_others() -> None:
    long = " ".join(["وقال المتحدث باسم الوزارة في مؤتمر صحفي طويل عقده في العاصمة"] * 12)
    bare = Article(source="-", paragraphs=("الوزارة تعلن خطة لترميم الطرق", f"{long}."))
    assert telling((bare, STORIES[0]), "2m") == (STORIES[0],)
    assert telling((bare,), "2m") == (bare,)


def test_how_long_it_may_last_follows_from_its_length() -> None:
    assert longest_ms("10m") == 600_000
    assert longest_ms("2.5m") == 150_000


def test_a_story_of_which_nothing_can_be_told_in_time_is_told_by_its_headline() -> None:
    long = " ".join(["وقال المتحدث باسم الوزارة في مؤتمر صحفي طويل عقده في العاصمة"] * 12)
    story = Article(source="-", paragraphs=("الوزارة تعلن خطة لترميم الطرق", f"{long}."))
    _, told = script(story, length="1m")
    assert headline(story).text in [said.written for said in told.utterances]
