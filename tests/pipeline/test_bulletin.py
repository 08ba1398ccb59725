"""A bulletin from articles or from a shelf: one episode, made once, of what is new and not told already."""

from __future__ import annotations

import json
import time
import tomllib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import feedparser
import mutagen.id3
import pytest

from briefing import pipeline
from briefing.editorial.bulletin import joined
from briefing.model import Article, Dropped, DropReason
from briefing.pipeline import identity, kept
from briefing.publishing import record
from briefing.settings import Settings, Show
from briefing.shelf import Shelf, withdraw

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES = Path(__file__).parent.parent / "cases" / "bulletin" / "twins.toml"
TOPICS = {topic["name"]: topic for topic in tomllib.loads(CASES.read_text(encoding="utf-8"))["topic"]}
SETTINGS = Settings(voice="silence", diacritizer="none", chime=False, length="10m")
# 28 November 2026, nine o'clock in the morning in Beirut.
MORNING = 1_795_849_200
HOUR = 3600
ENTRY = (
    "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>{story}</description></item>"
)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(MORNING))
    monkeypatch.setenv("TZ", "Asia/Beirut")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(hours: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MORNING + hours * HOUR)))


def head(name: str, kind: str = "told") -> str:
    return str(TOPICS[name][kind].partition("\n")[0])


def sources(folder: Path, *named: str, kind: str = "told") -> list[str]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name.replace(' ', '-')}-{kind}.txt" for name in named or TOPICS]
    for path, name in zip(paths, named or TOPICS, strict=True):
        path.write_text(TOPICS[name][kind].strip() + "\n", encoding="utf-8")
    return [str(path) for path in paths]


def choices(folder: Path, settings: Settings = SETTINGS, **more: Any) -> pipeline.Choices:  # noqa: ANN401
    return pipeline.Choices(settings=settings, folder=folder, **more)


def bulletin(given: list[str], folder: Path, settings: Settings = SETTINGS, **more: Any) -> pipeline.Bulletin:  # noqa: ANN401
    return pipeline.bulletin(given, choices(folder, settings), **{"top": 7, **more})


def made(told: pipeline.Bulletin) -> pipeline.Made:
    assert isinstance(told.outcome, pipeline.Made), told.outcome
    return told.outcome


def titles(told: pipeline.Bulletin) -> list[str]:
    return [story.paragraphs[0] for story in told.stories]


def make(given: list[str], folder: Path) -> None:
    settings = replace(SETTINGS, length="standard")
    assert [one.status for one in pipeline.make(given, choices(folder, settings))] == ["made"] * len(given)


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != "lock"}


# --- of articles ------------------------------------------------------------------------------------------------------


def test_it_is_one_episode_of_several_stories_in_every_form(tmp_path: Path) -> None:
    outcome = made(bulletin(sources(tmp_path / "in"), tmp_path / "out"))
    assert (outcome.slug, outcome.title) == ("bulletin-2026-11-28-am", "نشرة صباح السبت، 28 نوفمبر 2026")
    assert {"briefing.mp3", "chapters.json", "captions.vtt", "transcript.json", "index.html", "summary.txt"} <= set(
        outcome.files
    )
    chapters = json.loads(outcome.files["chapters.json"].read_text(encoding="utf-8"))["chapters"]
    assert len(chapters) == len(TOPICS) + 2
    spoken = outcome.files["transcript.json"].read_text(encoding="utf-8")
    assert {head(name) for name in TOPICS} <= {chapter["title"] for chapter in chapters}
    assert "ما زال عشرات السكان تحت أنقاض منازلهم" in spoken
    feed: Any = feedparser.parse((tmp_path / "out" / "feed.xml").read_bytes())
    assert [(entry.title, entry.id) for entry in feed.entries] == [(outcome.title, outcome.guid)]


def test_its_description_in_the_feed_is_its_headlines(tmp_path: Path) -> None:
    told = bulletin(sources(tmp_path / "in", "a quake", "a fire"), tmp_path / "out")
    assert record.read(tmp_path / "out" / made(told).slug).lead == ". ".join(titles(told))


def test_the_same_bytes_come_out_of_the_same_stories_at_the_same_moment(tmp_path: Path) -> None:
    given = sources(tmp_path / "in")
    for folder in ("one", "other"):
        bulletin(given, tmp_path / folder)
    one, other = (
        {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
        for root in (tmp_path / "one", tmp_path / "other")
    )
    mine = {name for name in one if ".briefing" not in name}
    assert {name: one[name] for name in mine} == {name: other[name] for name in mine}


def test_an_unchanged_bulletin_costs_no_work_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = sources(tmp_path / "in", "a quake", "a fire")
    first = bulletin(given, tmp_path / "out")
    before = stamps(tmp_path / "out")
    at(1, monkeypatch)
    again = bulletin(given, tmp_path / "out")
    assert made(again).status == "unchanged"
    assert stamps(tmp_path / "out") == before
    assert {**first.as_json(), "status": "unchanged"} == again.as_json()


@pytest.mark.parametrize("changed", [replace(SETTINGS, length="1m"), replace(SETTINGS, show=Show(title="موجز المساء"))])
def test_a_bulletin_that_is_asked_for_otherwise_is_made_anew(changed: Settings, tmp_path: Path) -> None:
    given = sources(tmp_path / "in", "a quake", "a fire")
    bulletin(given, tmp_path / "out")
    assert made(bulletin(given, tmp_path / "out", changed)).status == "made"


def test_a_later_bulletin_of_the_same_half_day_takes_the_place_of_the_earlier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(bulletin(sources(tmp_path / "in", "a quake"), tmp_path / "out"))
    at(2, monkeypatch)
    later = made(bulletin(sources(tmp_path / "in", "a quake", "a fire"), tmp_path / "out"))
    assert (later.status, later.slug, later.guid) == ("made", first.slug, first.guid)
    found = record.read(tmp_path / "out" / later.slug)
    assert found.published.timestamp() == MORNING + 2 * HOUR
    at(4, monkeypatch)
    other = made(bulletin(sources(tmp_path / "in", "a quake"), tmp_path / "out"))
    assert other.slug == "bulletin-2026-11-28-pm"
    assert other.guid != first.guid


def test_the_half_of_the_day_is_that_of_the_listeners_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    assert made(bulletin(sources(tmp_path / "in", "a quake"), tmp_path / "out")).slug == "bulletin-2026-11-28-pm"


def test_the_same_story_of_two_agencies_is_told_once(tmp_path: Path) -> None:
    given = [*sources(tmp_path / "in"), *sources(tmp_path / "in", kind="twin")]
    told = bulletin(given, tmp_path / "out", top=20)
    assert len(told.stories) == len(TOPICS)


def test_no_more_stories_are_told_than_asked_for_nor_than_there_is_time_for(tmp_path: Path) -> None:
    given = sources(tmp_path / "in")
    assert len(bulletin(given, tmp_path / "a", top=4).stories) == 4
    assert len(bulletin(given, tmp_path / "b", replace(SETTINGS, length="2m")).stories) == 3


@pytest.mark.parametrize("minutes", [1, 2])
@pytest.mark.parametrize("voice", ["silence", "espeak-slow"])
def test_it_never_lasts_longer_than_asked_for_however_slow_the_voice(minutes: int, voice: str, tmp_path: Path) -> None:
    settings = replace(SETTINGS, voice=voice, length=f"{minutes}m", chime=True)
    assert made(bulletin(sources(tmp_path / "in"), tmp_path / "out", settings)).duration_ms <= 60_000 * minutes


def test_a_slow_voice_tells_less(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.narration.synthesizers.silence._DEFAULTS", {"letter_ms": 150, "pause_ms": 600})
    told = made(bulletin(sources(tmp_path / "in"), tmp_path / "out", replace(SETTINGS, length="2m")))
    assert 60_000 < told.duration_ms <= 120_000


def test_a_source_that_fails_stops_none_of_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "none.txt"
    bad.write_text("No Arabic here.\n", encoding="utf-8")
    given = [str(bad), *sources(tmp_path / "in", "a quake"), str(tmp_path / "nowhere.txt")]
    told = bulletin(given, tmp_path / "out")
    assert made(told).status == "made"
    assert [(failed.source, failed.error.exit_code) for failed in told.failed] == [(given[0], 3), (given[2], 3)]
    assert [failed["status"] for failed in told.as_json()["failed"]] == ["failed", "failed"]


def test_a_story_that_cannot_be_told_stops_none_of_the_others(tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text(f"الوزارة تعلن خطة لترميم الطرق\n\nأعلنت الوزارة خطة {'ط' * 6000} لترميم الطرق.\n", encoding="utf-8")
    told = bulletin([str(bad), *sources(tmp_path / "in", "a quake")], tmp_path / "out")
    assert titles(told) == [head("a quake")]
    assert [str(one.error) for one in told.failed] == [
        f"{bad}: has a word of 6,000 letters; give an article, with spaces in it"
    ]


def test_where_no_source_can_be_read_nothing_is_made_and_it_is_said(tmp_path: Path) -> None:
    told = bulletin([str(tmp_path / "nowhere.txt")], tmp_path / "out")
    assert isinstance(told.outcome, pipeline.Failed)
    assert len(told.failed) == 1
    assert not list((tmp_path / "out").glob("*"))[1:]


def test_a_feed_gives_its_stories_with_their_sources_and_addresses(tmp_path: Path) -> None:
    entries = [
        ENTRY.format(
            title=topic["told"].strip().split("\n")[0],
            link=f"https://news.example/{number}?token=secret",
            date=f"Sat, 28 Nov 2026 0{number}:00:00 +0000",
            story="&lt;p&gt;" + "&lt;/p&gt;&lt;p&gt;".join(topic["told"].strip().split("\n")[1:]) + "&lt;/p&gt;",
        )
        for number, topic in enumerate(TOPICS.values())
    ]
    feed = tmp_path / "feed.xml"
    feed.write_text(
        f'<rss version="2.0"><channel><title>وكالة المدى</title>{"".join(entries)}</channel></rss>', encoding="utf-8"
    )
    told = bulletin([str(feed)], tmp_path / "out", since=timedelta(hours=4))
    assert len(told.stories) == 4  # three to six o'clock
    assert {story["publication"] for story in told.as_json()["stories"]} == {"وكالة المدى"}
    folder = tmp_path / "out" / made(told).slug
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert page.count('<a href="https://news.example/') == 4
    assert "secret" not in page + (folder / ".article.json").read_text(encoding="utf-8")
    assert (folder / "summary.txt").read_text(encoding="utf-8").count("نقلا عن وكالة المدى.") == 4


# --- of a shelf -------------------------------------------------------------------------------------------------------


def test_a_shelf_tells_its_own_episodes_of_the_last_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    at(-30, monkeypatch)
    make(sources(tmp_path / "in", "a fire"), out)
    at(-20, monkeypatch)
    make(sources(tmp_path / "in", "a quake", "a company"), out)
    at(0, monkeypatch)
    told = bulletin([], out)
    assert sorted(titles(told)) == sorted(head(name) for name in ("a quake", "a company"))
    assert {story["source"] for story in told.as_json()["stories"]} == {"a-quake-told", "a-company-told"}
    assert len(bulletin([], out, since=timedelta(hours=31)).stories) == 3


def test_a_story_is_told_from_a_shelf_as_from_its_article(tmp_path: Path) -> None:
    given = sources(tmp_path / "in", "a quake", "an election")
    make(given, tmp_path / "out")
    texts = [
        (folder / made(bulletin(from_, folder)).slug / "transcript.json").read_bytes()
        for folder, from_ in ((tmp_path / "out", []), (tmp_path / "other", given))
    ]
    assert texts[0] == texts[1]


def test_a_bulletin_is_not_told_again_and_a_withdrawn_story_neither(tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(sources(tmp_path / "in", "a quake", "a fire"), out)
    assert len(bulletin([], out).stories) == 2
    assert len(bulletin([], out).stories) == 2
    withdraw(Shelf(out), "a-fire-told", identity.now())
    assert titles(bulletin([], out)) == [head("a quake")]


def test_a_shelf_without_news_says_so_in_one_line(tmp_path: Path) -> None:
    told = bulletin([], tmp_path / "out")
    assert isinstance(told.outcome, pipeline.Failed)
    assert str(told.outcome.error) == (
        f"{tmp_path / 'out'}: has no story of the last 24 hours; make some first, or look back farther with --since"
    )
    minutes = bulletin([], tmp_path / "out", since=timedelta(minutes=90))
    assert isinstance(minutes.outcome, pipeline.Failed)
    assert "of the last 90 minutes" in str(minutes.outcome.error)


def test_episodes_whose_article_was_not_kept_are_counted_in_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out = tmp_path / "out"
    make(sources(tmp_path / "in", "a quake", "a fire"), out)
    (out / "a-fire-told" / kept.ARTICLE_FILE).unlink()
    assert len(bulletin([], out).stories) == 1
    assert f"{out}: of 1 episodes the article was not kept" in caplog.text


def test_what_seems_to_come_from_tomorrow_is_new_and_from_next_week_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    at(20, monkeypatch)
    make(sources(tmp_path / "in", "a quake"), out)
    at(200, monkeypatch)
    make(sources(tmp_path / "in", "a fire"), out)
    at(0, monkeypatch)
    assert titles(bulletin([], out)) == [head("a quake")]


# --- the article that is kept -----------------------------------------------------------------------------------------


def test_the_article_of_an_episode_is_kept_hidden_without_path_and_secrets(tmp_path: Path) -> None:
    article = Article(
        source="/home/somebody/story.txt",
        paragraphs=("عنوان", "نص الخبر.", "اقرأ أيضا"),
        dropped=(Dropped(paragraph=2, reason=DropReason.BOILERPLATE),),
        url="https://news.example/story?key=abc&id=7",
        id="secret-name",
        publication="وكالة المدى",
    )
    kept.keep(article, tmp_path)
    assert kept.kept(tmp_path) == replace(article, source="", url="https://news.example/story?id=7", id=None)
    text = (tmp_path / ".article.json").read_text(encoding="utf-8")
    assert not any(secret in text for secret in ("somebody", "abc", "secret"))


def test_parts_are_kept_too(tmp_path: Path) -> None:
    part = Article(source="a", paragraphs=("عنوان", "نص."))
    kept.keep(replace(part, parts=(part, part)), tmp_path)
    found = kept.kept(tmp_path)
    assert found is not None
    assert [one.paragraphs for one in found.parts] == [part.paragraphs] * 2


@pytest.mark.parametrize(
    "content", ["", "{}", '{"source": "", "paragraphs": []}', '{"source": 1, "paragraphs": ["x"]}']
)
def test_an_article_that_cannot_be_read_back_is_none(content: str, tmp_path: Path) -> None:
    assert kept.kept(tmp_path) is None
    (tmp_path / kept.ARTICLE_FILE).write_text(content, encoding="utf-8")
    assert kept.kept(tmp_path) is None


def test_the_hidden_article_is_no_form_of_the_episode(tmp_path: Path) -> None:
    out = tmp_path / "out"
    given = sources(tmp_path / "in", "a quake")
    settings = replace(SETTINGS, length="standard")
    for _ in range(2):
        (outcome,) = pipeline.make(given, choices(out, settings))
        assert isinstance(outcome, pipeline.Made)
        assert not [name for name in outcome.files if name.startswith(".")]
        assert (out / outcome.slug / kept.ARTICLE_FILE).is_file()


def test_the_sound_names_the_source_of_each_story_once(tmp_path: Path) -> None:
    parts = [
        Article(source=f"{number}.txt", paragraphs=(head(name), *TOPICS[name]["told"].split("\n")[1:]), publication=who)
        for number, (name, who) in enumerate(
            (("a quake", "وكالة المدى"), ("a fire", "صحيفة الأفق"), ("a company", "وكالة المدى"))
        )
    ]
    moment = identity.now().astimezone()
    order = pipeline.Order(asked="", article=joined(parts, moment), origin=identity.Origin(place=""))
    shelf = Shelf(tmp_path / "out")
    shelf.open()
    outcome = pipeline.one(order, choices(tmp_path / "out"), shelf)
    assert isinstance(outcome, pipeline.Made)
    comment = mutagen.id3.ID3(outcome.mp3).getall("COMM")[0].text[0]
    assert comment.split("\n")[:-1] == ["وكالة المدى", "صحيفة الأفق"]
