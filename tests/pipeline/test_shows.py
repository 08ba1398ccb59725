"""Several shows from one run: each article goes to those whose rule it meets, each with its own settings and shelf."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing import pipeline
from briefing.cli.feed import feed as feed_command
from briefing.errors import SettingsError
from briefing.model import Article, Dropped, DropReason
from briefing.pipeline.identity import Origin
from briefing.pipeline.shows import takes
from briefing.settings import Rule, Settings

if TYPE_CHECKING:
    from tests.conftest import Runner

BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة، وتبدأ الخطة في الشهر المقبل."
TOP = {"voice": "silence", "diacritizer": "none", "chime": False}
ARTICLE = Article(
    source="desk/match.txt",
    paragraphs=("فوز المنتخب بالكأس", "احتفل الجمهور بالفوز الكبير لكرة القدم.", "تصوير: وكالة الأنباء"),
    dropped=(Dropped(paragraph=2, reason=DropReason.CAPTION),),
    url="https://www.news.example:8443/sport/2026/match?id=3",
    publication="صحيفة الأُفق",
    sections=("أخبار الرياضة",),
)
ORIGIN = Origin(place="/srv/news/desk/match.txt")


def item(number: int, title: str = "خبر", section: str = "") -> str:
    named = f"<category>{section}</category>" if section else ""
    link = f"<link>https://news.example/{number}</link>"
    return f"<item><title>{title} {number}</title>{link}<description>{BODY}</description>{named}</item>"


def feed_of(path: Path, *items: str) -> str:
    path.write_text(f"<rss><channel><title>أخبار</title>{''.join(items)}</channel></rss>", encoding="utf-8")
    return str(path)


def choices(folder: Path, *shows: dict[str, Any], **top: Any) -> pipeline.Choices:  # noqa: ANN401
    settings = Settings.of({**TOP, "shows": [*shows], **top}, "briefing.toml")
    return pipeline.Choices(settings=settings, folder=folder)


def told(outcomes: list[pipeline.Outcome]) -> list[tuple[str, str]]:
    return sorted((outcome.folder.name, outcome.title) for outcome in outcomes)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(),
        Rule(words=("كأس",)),
        Rule(words=("جمهورها", "كرة القدم")),
        Rule(sections=("سياسة", "رياضة")),
        Rule(sources=("news.example",)),
        Rule(sources=("https://www.news.example:8443/sport/",)),
        Rule(sources=("www.news.example:8443/sport/2026/match",)),
        Rule(sources=("news/desk",)),
        Rule(sources=("/srv/news/",)),
        Rule(sources=("match.txt",)),
        Rule(sources=("صحيفة الأفق",)),
        Rule(words=("فوز",), sections=("رياضة",), sources=("desk",)),
    ],
)
def test_an_article_that_meets_every_list_of_a_rule_is_taken(rule: Rule) -> None:
    assert takes(rule, ARTICLE, ORIGIN)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(words=("هزيمة",)),
        Rule(words=("وكالة",)),  # of a caption, which nobody is told
        Rule(sections=("كأس",)),
        Rule(sources=("ews.example",)),
        Rule(sources=("news.example/politics",)),
        Rule(sources=("www.news.example:8443/spor",)),
        Rule(sources=("srv/desk",)),
        Rule(words=("فوز",), sections=("سياسة",)),
    ],
)
def test_an_article_that_misses_one_list_of_a_rule_is_not_taken(rule: Rule) -> None:
    assert not takes(rule, ARTICLE, ORIGIN)


def test_each_article_goes_to_every_show_that_takes_it_and_to_the_first_where_none_does(tmp_path: Path) -> None:
    source = feed_of(tmp_path / "feed.rss", item(1, section="رياضة"), item(2), item(3, "كأس", "رياضة"))
    sport = {"output": str(tmp_path / "sport"), "sections": ["رياضة"], "show": {"title": "موجز الرياضة"}}
    cups = {"output": str(tmp_path / "cups"), "words": ["كأس"], "length": "short"}
    chosen = choices(tmp_path / "out", sport, cups, show={"title": "الموجز"})
    first = list(pipeline.make([source], chosen))
    assert told(first) == [("cups", "كأس 3"), ("out", "خبر 2"), ("sport", "خبر 1"), ("sport", "كأس 3")]
    assert {outcome.status for outcome in first} == {"made"}
    assert {outcome.status for outcome in pipeline.make([source], chosen)} == {"unchanged"}
    titles = {name: (tmp_path / name / "feed.xml").read_text(encoding="utf-8") for name in ("out", "sport", "cups")}
    assert ["<title>موجز الرياضة</title>" in titles[name] for name in ("out", "sport", "cups")] == [False, True, False]
    assert ["<title>الموجز</title>" in titles[name] for name in ("out", "sport", "cups")] == [True, False, True]


def test_what_no_show_takes_is_left_out_where_the_settings_say_so(tmp_path: Path) -> None:
    source = feed_of(tmp_path / "feed.rss", item(1, section="رياضة"), item(2))
    sport = {"output": str(tmp_path / "sport"), "sections": ["رياضة"]}
    chosen = choices(tmp_path / "out", sport, default_show=False)
    assert told(list(pipeline.make([source], chosen))) == [("sport", "خبر 1")]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_of_its_own_file_is_told_in_two_shows_with_the_settings_of_each(tmp_path: Path, jobs: int) -> None:
    story = tmp_path / "story.txt"
    story.write_text(f"خبر المدينة\n\n{BODY}\n", encoding="utf-8")
    shows = [{"output": str(tmp_path / name), "length": name, "also": also} for name, also in SHOWS.items()]
    outcomes = list(pipeline.make([str(story)], choices(tmp_path / "out", *shows), crew=pipeline.gathered(jobs=jobs)))
    made = {outcome.folder.name: outcome.files for outcome in outcomes if isinstance(outcome, pipeline.Made)}
    assert {name: "briefing.m4a" in files for name, files in made.items()} == {"short": False, "whole": True}


SHOWS: dict[str, list[str]] = {"short": [], "whole": ["m4a"]}


def test_what_failed_stands_in_the_list_of_the_show_that_it_failed_in(tmp_path: Path) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_text("No Arabic here.\n", encoding="utf-8")
    long = tmp_path / "long.txt"
    long.write_text(f"كأس\n\nقال {'ا' * 6000} وذهب.\n", encoding="utf-8")
    cups = {"output": str(tmp_path / "cups"), "words": ["كأس"], "length": "whole"}
    outcomes = list(pipeline.make([str(broken), str(long)], choices(tmp_path / "out", cups)))
    assert [outcome.status for outcome in outcomes] == ["failed"] * 2
    for name, source in (("out", broken), ("cups", long)):
        (line,) = pipeline.failures(tmp_path / name).read_text(encoding="utf-8").splitlines()
        assert json.loads(line)["input"] == str(source)


def test_a_show_has_what_it_does_not_say_from_the_top_of_the_file() -> None:
    top = {**TOP, "length": "full", "wording": {"opening": "هنا {show}"}, "show": {"author": "أسرة التحرير"}}
    own = {"output": "sport", "voice": "espeak", "show": {"title": "الرياضة"}, "wording": {"closing": "إلى اللقاء."}}
    (show,) = Settings.of({**top, "shows": [own]}, "briefing.toml").shows
    assert (show.settings.voice, show.settings.length, show.settings.chime) == ("espeak", "full", False)
    assert (show.settings.show.title, show.settings.show.author) == ("الرياضة", "أسرة التحرير")
    assert (show.settings.wording.opening, show.settings.wording.closing) == ("هنا {show}", "إلى اللقاء.")


def test_a_feeds_identity_is_not_handed_down() -> None:
    named = {"guid": "9b024349-ccf0-5f69-a609-6b82873eab3c", "base_url": "https://news.example/a/"}
    own = {"output": "sport", "show": {"base_url": "https://news.example/b/"}}
    settings = Settings.of({"show": named, "shows": [own]}, "briefing.toml")
    assert (settings.show.guid, settings.shows[0].settings.show.guid) == (named["guid"], "")


def test_files_and_folders_of_a_show_are_those_beside_the_settings_file(tmp_path: Path) -> None:
    file = tmp_path / "elsewhere" / "news.toml"
    file.parent.mkdir()
    file.write_text(
        'readings = "ours.toml"\n[[shows]]\noutput = "sport"\n[shows.sounds]\nintro = "in.wav"\n', encoding="utf-8"
    )
    (show,) = Settings.load(file).shows
    assert show.output == str(file.parent / "sport")
    assert show.settings.sounds.intro == str(file.parent / "in.wav")
    assert show.settings.readings == str(file.parent / "ours.toml")


def test_an_option_wins_in_every_show() -> None:
    shows = [{"output": "a", "voice": "google", "also": ["epub"]}, {"output": "b"}]
    settings = Settings.of({"also": ["opus"], "shows": shows}, "briefing.toml")
    chosen = settings.choosing({"voice": "silence"}).making_also(["m4a"])
    assert [chosen.voice, *(show.settings.voice for show in chosen.shows)] == ["silence"] * 3
    assert chosen.also == ("opus", "m4a")
    assert [show.settings.also for show in chosen.shows] == [("epub", "m4a"), ("opus", "m4a")]


A = {"output": "a"}
UUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
SITE = "https://news.example/"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"shows": 3}, "briefing.toml: shows is 3; write a [[shows]] table for each"),
        ({"shows": [3]}, "write a [[shows]] table for each"),
        ({"shows": [{}]}, "briefing.toml: [[shows]] 1: output is None; name the folder"),
        ({"shows": [{"output": " "}]}, "[[shows]] 1: output is ' '; name the folder"),
        ({"shows": [A, {**A, "volume": 11}]}, "[[shows]] 2: unknown setting 'volume'; choose one of: also, bitrate"),
        ({"shows": [{**A, "default_show": True}]}, "[[shows]] 1: unknown setting 'default_show'"),
        ({"shows": [{**A, "shows": []}]}, "[[shows]] 1: unknown setting 'shows'"),
        ({"shows": [{**A, "words": "كأس"}]}, "[[shows]] 1: words is 'كأس'"),
        ({"shows": [{**A, "words": []}]}, "[[shows]] 1: words: nothing can match an empty list"),
        ({"shows": [{**A, "sections": ["رياضة", "!"]}]}, "[[shows]] 1: sections: nothing can match '!'"),
        ({"shows": [{**A, "sources": [""]}]}, "[[shows]] 1: sources: nothing can match ''"),
        ({"shows": [{**A, "bitrate_kbps": 7}]}, "[[shows]] 1: bitrate_kbps: MP3 has no 7 kbit/s"),
        ({"shows": [{**A, "show": {"category": "Gossip"}}]}, "[[shows]] 1: [show] category: 'Gossip'"),
        ({"shows": [A], "show": {"base_url": SITE}}, "[[shows]] 1: [show] base_url: 'https://news.example' is that of"),
        (
            {"shows": [{**A, "show": {"guid": UUID}}, {"output": "b", "show": {"guid": UUID}}]},
            f"[[shows]] 2: [show] guid: '{UUID}' is that of another show; give each show its own",
        ),
    ],
)
def test_a_wrong_show_is_named_in_one_line(values: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.of(values, "briefing.toml")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("shows", "top", "said"),
    [
        ([{"output": "x/../out"}], {}, "[[shows]] 1: output: 'x/../out' is that of another show"),
        ([{"output": "a"}, {"output": "./a"}], {}, "[[shows]] 2: output: './a' is that of another show"),
        ([], {"default_show": False}, "briefing.toml: default_show: leaves no show at all; write a [[shows]] table"),
        ([{"output": "a", "voice": "nobody"}], {}, "briefing.toml: [[shows]] 1: voice: 'nobody' is no such voice"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_done(
    shows: list[dict[str, Any]], top: dict[str, Any], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError) as caught:
        next(pipeline.make(["nowhere.txt"], choices(Path("out"), *shows, **top)))
    assert said in str(caught.value)
    assert not list(tmp_path.iterdir())


def test_one_folder_may_be_the_only_shows_where_the_first_is_left_out(tmp_path: Path) -> None:
    chosen = choices(tmp_path / "out", {"output": str(tmp_path / "out")}, default_show=False)
    assert [show.folder for show in pipeline.Shows.of(chosen).every] == [tmp_path / "out"]


SETTINGS = """voice = "silence"
diacritizer = "none"
[show]
base_url = "https://news.example/"
[[shows]]
output = "sport"
words = ["كأس"]
[shows.show]
title = "موجز الرياضة"
base_url = "https://sport.example/"
"""


def test_the_program_makes_the_shows_of_its_settings_file_and_rebuilds_each_as_itself(
    briefing: Runner, work: Path
) -> None:
    (work / "briefing.toml").write_text(SETTINGS, encoding="utf-8")
    for name, title in (("cup", "فوز بالكأس"), ("city", "خبر المدينة")):
        (work / f"{name}.txt").write_text(f"{title}\n\n{BODY}\n", encoding="utf-8")
    ran = briefing("make", "cup.txt", "city.txt")
    assert (ran.code, ran.err) == (0, "")
    assert [line.partition("  ")[0] for line in ran.out.splitlines()] == [
        "sport/cup/briefing.mp3",
        "output/city/briefing.mp3",
    ]
    before = (work / "sport" / "feed.xml").read_bytes()
    assert b"https://sport.example/cup/briefing.mp3" in before
    (work / "sport" / "feed.xml").unlink()
    assert briefing(feed_command.name or "", "sport").code == 0
    assert (work / "sport" / "feed.xml").read_bytes() == before


def test_failures_of_several_shows_are_named_together(briefing: Runner, work: Path) -> None:
    (work / "briefing.toml").write_text(f'length = "whole"\n{SETTINGS}', encoding="utf-8")
    for name, title in (("cup", "فوز بالكأس"), ("city", "خبر المدينة")):
        (work / f"{name}.txt").write_text(f"{title}\n\nقال {'ا' * 6000} وذهب.\n", encoding="utf-8")
    ran = briefing("make", "cup.txt", "city.txt")
    assert ran.code == 3
    lists = [f"--failed {name}/.briefing/failures.jsonl" for name in ("sport", "output")]
    assert f"2 of 2 failed; to try these again: {' '.join(lists)}" in ran.err
    for name in ("cup", "city"):
        (work / f"{name}.txt").write_text(f"كأس\n\n{BODY} {name}\n", encoding="utf-8")
    again = briefing("make", *" ".join(lists).split(), "--json")
    assert [json.loads(line)["slug"] for line in again.out.splitlines()] == ["cup", "city"]
    assert not list(work.glob("*/.briefing/failures.jsonl"))


def test_a_rule_alone_makes_no_episode_anew(tmp_path: Path) -> None:
    source = feed_of(tmp_path / "feed.rss", item(1))
    chosen = choices(tmp_path / "out")
    assert [outcome.status for outcome in pipeline.make([source], chosen)] == ["made"]
    more = choices(tmp_path / "out", {"output": str(tmp_path / "cups"), "words": ["كأس"]})
    assert [outcome.status for outcome in pipeline.make([source], more)] == ["unchanged"]
