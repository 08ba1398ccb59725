"""A watched feed: what is new is made once, and what is unchanged costs nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefing import pipeline
from tests.pipeline.watching import BODY, SETTINGS, guids, item, rss

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Site
    from tests.pipeline.watching import Watching


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"ETag": '"v1"'}, {"if-none-match": '"v1"'}),
        ({"Last_Modified": "Sat, 28 Nov 2026 10:00:00 GMT"}, {"if-modified-since": "Sat, 28 Nov 2026 10:00:00 GMT"}),
    ],
)
def test_a_feed_that_has_not_changed_is_asked_for_once_and_costs_nothing(
    watching: Callable[..., Watching], site: Site, told: dict[str, str], asked: dict[str, str]
) -> None:
    site.puts("/feed", rss(item(1), item(2)), **told)
    watch = watching(f"{site.url}/feed")
    assert watch.round() == ["made خبر رقم 1", "made خبر رقم 2"]
    before = {path: path.stat().st_mtime_ns for path in watch.folder.rglob("*")}
    assert watch.next() == []
    assert {path: path.stat().st_mtime_ns for path in watch.folder.rglob("*")} == before
    assert site.last("/feed").items() >= asked.items()
    assert site.times("/feed") == 2


def test_conditions_are_for_the_address_that_answered_with_them(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/a", rss(item(1)), ETag='"1"')
    site.puts("/b", rss(item(2)), ETag='"1"')
    site.puts("/feed", "", status=302, Location="/a")
    watch = watching(f"{site.url}/feed")
    assert watch.round() == ["made خبر رقم 1"]
    assert watch.next() == []
    assert "if-none-match" not in site.last("/feed")
    assert site.last("/a")["if-none-match"] == '"1"'
    site.puts("/feed", "", status=302, Location="/b")
    assert watch.next() == ["made خبر رقم 2"]


def test_where_a_server_says_nothing_of_versions_a_quiet_round_is_quiet_too(
    watching: Callable[..., Watching], site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """An entry in another language is warned of with the news, and not again in every quiet round."""
    other = "<item><title>In English</title></item>"
    site.puts("/feed", rss(item(1), other))
    watch = watching(f"{site.url}/feed")
    assert watch.round() == ["made خبر رقم 1"]
    assert caplog.text.count("passed over") == 1
    assert watch.next() == []
    site.puts("/feed", rss(item(1), other, more="<lastBuildDate>now</lastBuildDate>"))
    assert watch.next() == []
    assert caplog.text.count("passed over") == 1


def test_what_is_new_or_says_something_else_is_made_and_keeps_its_guid(
    watching: Callable[..., Watching], site: Site
) -> None:
    site.puts("/feed", rss(item(1), item(2)))
    watch = watching(f"{site.url}/feed")
    watch.round()
    before = guids(watch.folder)
    site.puts("/feed", rss(item(3), item(1, f"{BODY} وقالت الوزارة إن العمل بدأ."), item(2)))
    assert sorted(watch.next()) == ["made خبر رقم 1", "made خبر رقم 3"]
    assert guids(watch.folder).items() >= before.items()
    assert len(guids(watch.folder)) == 3


def test_an_item_that_left_a_feed_and_comes_back_is_not_new(watching: Callable[..., Watching], site: Site) -> None:
    watch = watching(f"{site.url}/feed", newest=1)
    for items in ((item(1), item(2)), (item(3),), (item(1), item(2))):
        site.puts("/feed", rss(*items))
        told = watch.next()
    assert told == []


def test_a_headline_alone_gets_the_story_of_its_page(watching: Callable[..., Watching], site: Site) -> None:
    link = f"<link>{site.url}/story</link>"
    page = f"<html><body><article><h1>خبر رقم 1</h1><p>{BODY}</p><p>{BODY} وبدأ العمل.</p></article></body></html>"
    site.puts("/story", page, Content_Type="text/html; charset=utf-8")
    site.puts("/feed", rss(item(1, "", link=link), item(2)), ETag='"1"')
    watch = watching(f"{site.url}/feed")
    assert watch.round() == ["made خبر رقم 1", "made خبر رقم 2"]
    assert "أعلنت الحكومة اليوم" in (watch.folder / "story" / "summary.txt").read_text(encoding="utf-8")
    watch.next()
    assert site.times("/story") == 1


def test_an_item_whose_page_is_busy_waits_for_a_round_in_which_it_is_not(
    watching: Callable[..., Watching], site: Site
) -> None:
    site.puts("/feed", rss(item(1, "", link=f"<link>{site.url}/story</link>")), ETag='"1"')
    site.puts("/story", "", status=503)
    watch = watching(f"{site.url}/feed")
    assert watch.round() == ["failed"]
    assert watch.next() == ["failed"]
    page = f"<html><body><article><h1>خبر رقم 1</h1><p>{BODY}</p><p>{BODY} وبدأ العمل.</p></article></body></html>"
    site.puts("/story", page, Content_Type="text/html; charset=utf-8")
    assert watch.next() == ["made خبر رقم 1"]
    assert watch.next() == []
    assert not pipeline.failures(watch.folder).exists()


def test_the_first_look_takes_the_newest_and_passes_over_the_archive_for_good(
    watching: Callable[..., Watching], site: Site
) -> None:
    archive = [item(number, day=number) for number in range(1, 6)]
    site.puts("/feed", rss(*archive))
    watch = watching(f"{site.url}/feed", newest=2)
    assert watch.round() == ["made خبر رقم 5", "made خبر رقم 4"]
    site.puts("/feed", rss(*archive, item(6, day=6)))
    assert watch.next() == ["made خبر رقم 6"]
    site.puts("/feed", rss(item(1, f"{BODY} تصحيح.", day=1), *archive[1:], item(6, day=6)))
    assert watch.next() == []


def test_what_comes_later_in_great_numbers_is_made_round_by_round(
    watching: Callable[..., Watching], site: Site
) -> None:
    site.puts("/feed", rss(item(1, day=1)), ETag='"1"')
    watch = watching(f"{site.url}/feed", newest=2)
    watch.round()
    site.puts(
        "/feed", rss(*(item(number, day=number) for number in range(1, 7))), ETag='"2"', Cache_Control="max-age=3000"
    )
    rounds = [watch.next() for _ in range(14)]
    assert rounds[:4] == [
        ["made خبر رقم 6", "made خبر رقم 5"],
        ["made خبر رقم 4", "made خبر رقم 3"],
        ["made خبر رقم 2"],
        [],
    ]
    assert "if-none-match" in site.last("/feed")


def test_without_dates_the_newest_stand_first_in_a_feed(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/feed", rss(item(1), item(2, day=9), item(3)))
    assert watching(f"{site.url}/feed", newest=2).round() == ["made خبر رقم 1", "made خبر رقم 2"]


def test_an_article_that_cannot_be_made_is_tried_once_and_its_feed_is_done(
    watching: Callable[..., Watching], site: Site
) -> None:
    site.puts("/feed", rss(item(1, f"قال {'ا' * 6000} وذهب."), item(2)), ETag='"1"')
    watch = watching(f"{site.url}/feed", settings=replace(SETTINGS, length="whole"))
    assert sorted(watch.round()) == ["failed خبر رقم 1", "made خبر رقم 2"]
    assert watch.next() == []
    (line,) = pipeline.failures(watch.folder).read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["input"] == "https://news.example/story-1"
    site.puts("/feed", rss(item(1), item(2)), ETag='"2"')
    assert watch.next() == ["made خبر رقم 1"]
    assert not pipeline.failures(watch.folder).exists()


def test_a_page_is_watched_like_a_feed_of_one(watching: Callable[..., Watching], site: Site) -> None:
    site.puts("/story", f"خبر المدينة\n\n{BODY}\n", Content_Type="text/plain; charset=utf-8")
    watch = watching(f"{site.url}/story")
    assert (watch.round(), watch.next()) == (["made خبر المدينة"], [])
