"""The feed: PSP-1, the podcast namespace, paging, the same bytes again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import feedparser
import podcastparser
import pytest
from lxml import etree

from briefing.publishing import address, feed
from briefing.settings import Show

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode

SHOW = Show(title="الموجز", author="الدار", base_url="https://example.org/news", owner_email="desk@example.org")
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


@pytest.fixture
def shelf(
    make_episode: Callable[..., Episode], on_the_shelf: Callable[[Episode], Path], tmp_path: Path
) -> Callable[[int], Path]:
    def fill(count: int) -> Path:
        for n in range(count):
            on_the_shelf(make_episode(slug=f"e{n}", published=BEGIN + timedelta(days=n)))
        return tmp_path

    return fill


def test_the_podcast_guid_is_that_of_the_specification() -> None:
    assert address.podcast_guid("https://podnews.net/rss/") == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_the_same_episodes_give_the_same_bytes(shelf: Callable[[int], Path]) -> None:
    folder = shelf(3)
    first = feed.rebuild(folder, SHOW).read_bytes()
    assert feed.rebuild(folder, SHOW, afresh=True).read_bytes() == first
    assert feed.rebuild(folder, SHOW).read_bytes() == first


def test_the_newest_episode_comes_first(shelf: Callable[[int], Path]) -> None:
    parsed = feedparser.parse(feed.rebuild(shelf(3), SHOW).read_bytes())
    assert not parsed.bozo
    assert [entry.id for entry in parsed.entries] == ["guid-e2", "guid-e1", "guid-e0"]


def test_the_enclosure_has_the_length_of_its_bytes_and_a_digest_that_follows_them(shelf: Callable[[int], Path]) -> None:
    folder = shelf(1)
    item = etree.parse(feed.rebuild(folder, SHOW)).find("channel/item")
    assert item is not None
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert int(enclosure.get("length", "")) == (folder / "e0" / "briefing.mp3").stat().st_size
    assert enclosure.get("url", "").startswith("https://example.org/news/e0/briefing.mp3?v=")


def test_chapters_of_the_feed_are_those_of_the_timeline(
    episode: Episode, on_the_shelf: Callable[[Episode], Path]
) -> None:
    folder = on_the_shelf(episode).parent
    root = etree.parse(feed.rebuild(folder, SHOW))
    stops = root.findall(".//psc:chapter", NS)
    assert [stop.get("title") for stop in stops] == [timed.chapter.title for timed in episode.chapters]
    assert stops[1].get("start") == "00:00:01.701"


def test_podcastparser_understands_the_feed(shelf: Callable[[int], Path]) -> None:
    with feed.rebuild(shelf(1), SHOW).open("rb") as stream:
        parsed = podcastparser.parse("https://example.org/news/feed.xml", stream)
    (only,) = parsed["episodes"]
    assert only["guid"] == "guid-e0"
    assert only["total_time"] == 26
    assert len(only["chapters"]) == 6


@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (3, [3]), (4, [2, 2]), (5, [3, 2]), (7, [3, 2, 2])], ids=str)
def test_pages_are_full_from_the_oldest_on(shelf: Callable[[int], Path], count: int, sizes: list[int]) -> None:
    folder = shelf(count)
    feed.rebuild(folder, Show(base_url="https://example.org/", page_size=2))
    found, name = [], "feed.xml"
    while name:
        root = etree.parse(folder / name)
        found.append(len(root.findall(".//item")))
        link = root.find(".//atom:link[@rel='next']", NS)
        name = "" if link is None else link.get("href", "").rpartition("/")[2]
    assert found == sizes


def test_adding_an_episode_leaves_full_pages_untouched(
    shelf: Callable[[int], Path], make_episode: Callable[..., Episode], on_the_shelf: Callable[[Episode], Path]
) -> None:
    folder = shelf(6)
    show = Show(base_url="https://example.org/", page_size=2)
    feed.rebuild(folder, show)
    before = (folder / "feed-1.xml").stat()
    on_the_shelf(make_episode(slug="new", published=BEGIN + timedelta(days=99)))
    feed.rebuild(folder, show)
    assert (folder / "feed-1.xml").stat() == before
    assert b"guid-new" in (folder / "feed.xml").read_bytes()


def test_a_page_that_is_not_needed_any_more_goes(shelf: Callable[[int], Path]) -> None:
    folder = shelf(4)
    feed.rebuild(folder, Show(page_size=2))
    feed.rebuild(folder, Show())
    assert [path.name for path in folder.glob("feed*")] == ["feed.xml"]


def test_what_was_remembered_may_be_lost_or_damaged(shelf: Callable[[int], Path]) -> None:
    folder = shelf(2)
    first = feed.rebuild(folder, SHOW).read_bytes()
    (folder / ".briefing" / "catalogue.json").write_text("{", encoding="utf-8")
    assert feed.rebuild(folder, SHOW).read_bytes() == first


def test_an_episode_without_its_sound_is_left_out_and_named(
    shelf: Callable[[int], Path], caplog: pytest.LogCaptureFixture
) -> None:
    folder = shelf(2)
    (folder / "e1" / "briefing.mp3").unlink()
    assert b"guid-e1" not in feed.rebuild(folder, SHOW).read_bytes()
    assert "e1" in caplog.text


def test_the_same_episode_twice_stands_once(
    make_episode: Callable[..., Episode], on_the_shelf: Callable[[Episode], Path], caplog: pytest.LogCaptureFixture
) -> None:
    older = make_episode(slug="older", published=BEGIN)
    newer = replace(make_episode(slug="newer", published=BEGIN + timedelta(days=1)), guid=older.guid)
    folder = on_the_shelf(older).parent
    on_the_shelf(newer)
    parsed = feedparser.parse(feed.rebuild(folder, SHOW).read_bytes())
    assert [entry.link for entry in parsed.entries] == ["https://example.org/news/newer/index.html"]
    assert "older" in caplog.text


@pytest.mark.parametrize(
    ("written", "address_of_the_folder"),
    [
        ("https://example.org/news", "https://example.org/news/"),
        (" https://example.org/my news/ ", "https://example.org/my%20news/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("https://موقع.example:8443/أخبار", "https://xn--4gbrim.example:8443/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/"),
    ],
)
def test_the_address_of_the_folder_is_one_that_every_player_takes(written: str, address_of_the_folder: str) -> None:
    assert address.base(Show(base_url=written)) == address_of_the_folder


def test_hostile_text_stays_text_in_the_feed(
    make_episode: Callable[..., Episode], on_the_shelf: Callable[[Episode], Path], hostile: str
) -> None:
    folder = on_the_shelf(make_episode(headline=hostile, lead=hostile, quote=hostile, speaker=hostile)).parent
    show = Show(title=hostile, author=hostile, description=hostile, base_url="https://example.org/")
    root = etree.parse(feed.rebuild(folder, show))
    assert {len(root.findall(f".//{name}")) for name in ("script", "enclosure")} == {0, 1}
    assert all(len((element.text or "").encode()) <= 4000 for element in root.iter("title", "description"))
    parsed = feedparser.parse((folder / "feed.xml").read_bytes())
    assert "<script" not in parsed.entries[0].content[0].value


def test_a_correction_is_told_before_the_lead_and_dated(
    make_episode: Callable[..., Episode], on_the_shelf: Callable[[Episode], Path], tmp_path: Path
) -> None:
    on_the_shelf(make_episode(slug="plain"))
    on_the_shelf(replace(make_episode(slug="corrected"), corrected=datetime(2026, 3, 3, 12, tzinfo=UTC)))
    root = etree.parse(feed.rebuild(tmp_path, SHOW))
    items = {item.findtext("guid"): item for item in root.findall(".//item")}
    said = "نسخة مصححة بتاريخ 3 مارس 2026."
    told, plain = items["guid-corrected"], items["guid-plain"]
    assert (told.findtext("description") or "").startswith(f"{said}\n\nأقر المجلس")
    html = told.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert html.startswith(f'<div dir="rtl" lang="ar"><p>{said}</p><p>أقر المجلس')
    assert told.findtext("atom:updated", namespaces=NS) == "2026-03-03T12:00:00+00:00"
    assert said not in etree.tostring(plain, encoding="unicode")
    assert plain.find("atom:updated", NS) is None
    assert not feedparser.parse((tmp_path / "feed.xml").read_bytes()).bozo
