"""The feed to the last letter, and what a second run leaves alone: records by hand, so that each case is quick."""

from __future__ import annotations

import json
import os
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from briefing.model import Enclosure
from briefing.publishing import feed, record
from briefing.settings import Show

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode
    from tests.conftest import Golden

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
SHOW = Show(
    title="أخبار  الحديقة",
    author="دار  الحديقة",
    description="ما  يجري فيها",
    base_url="https://example.org/news",
    owner_email="desk@example.org",
    category="News > Politics",
)
BEGIN = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)
MP3 = b"\xff\xfb\x90\x64" + bytes(200)
FORMS = ("captions.vtt", "chapters.json", "index.html", "transcript.json")


class Folder:
    """An output folder that is filled without a voice, an encoder or a page."""

    def __init__(self, path: Path, make_episode: Callable[..., Episode]) -> None:
        self.path = path
        self._make_episode = make_episode

    def put(
        self,
        slug: str,
        *,
        published: datetime = BEGIN,
        forms: tuple[str, ...] = FORMS,
        also: bytes = b"",
        **changes: str,
    ) -> Path:
        """Lay an episode into the folder as it stands when its publishers are done."""
        folder = self.path / slug
        folder.mkdir(exist_ok=True)
        (folder / "briefing.mp3").write_bytes(MP3)
        for name in forms:
            (folder / name).write_bytes(b"x")
        made = self._make_episode(slug=slug, published=published, sound=MP3, **changes)
        if also:
            (folder / "briefing.opus").write_bytes(also)
            small = Enclosure(name="briefing.opus", media_type="audio/ogg", length_bytes=len(also))
            made = replace(made, enclosures=(*made.enclosures, small))
        record.write(replace(made, article=replace(made.article, byline="سعاد  منصور")), folder)
        return folder

    def rebuild(self, show: Show = SHOW, *, afresh: bool = False) -> etree._Element:
        """Rebuild, and give the channel of the feed."""
        return self.channel(feed.rebuild(self.path, show, afresh=afresh).name)

    def channel(self, name: str = "feed.xml") -> etree._Element:
        channel = etree.parse(self.path / name).getroot().find("channel")
        assert channel is not None
        return channel

    def links(self, name: str) -> dict[str, str]:
        """Give where a page of the feed says that the others are."""
        links = self.channel(name).findall("atom:link", NS)
        assert {link.get("type") for link in links} == {"application/rss+xml"}
        return {str(link.get("rel")): str(link.get("href")).removeprefix("https://example.org/news/") for link in links}


@pytest.fixture
def folder(tmp_path: Path, make_episode: Callable[..., Episode]) -> Folder:
    return Folder(tmp_path, make_episode)


def png(width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


def guids(channel: etree._Element) -> list[str | None]:
    return [item.findtext("guid") for item in channel.findall("item")]


def test_a_feed_with_all_that_there_can_be_is_as_it_was_agreed(folder: Folder, golden: Golden) -> None:
    (folder.path / "cover.png").write_bytes(png(1400, 1400))
    folder.put("first & best", also=b"small", quote=" ".join(["ونحن نعرف أن الطريق طويل"] * 10))
    (folder.path / "الثانية").mkdir()
    (folder.path / "الثانية" / "cover.jpg").write_bytes(b"picture")
    folder.put("الثانية", published=BEGIN + timedelta(days=1), headline="خبر <مهم> & عاجل", lead="سطر <b>أول</b>")
    golden.check("feed/full.xml", feed.rebuild(folder.path, SHOW).read_text(encoding="utf-8"))


def test_a_feed_with_only_what_must_be_is_as_it_was_agreed(folder: Folder, golden: Golden) -> None:
    folder.put("alone", forms=())
    show = Show(base_url="https://example.org/", guid="9b024349-ccf0-5f69-a609-6b82873eab3c")
    golden.check("feed/bare.xml", feed.rebuild(folder.path, show).read_text(encoding="utf-8"))


def test_a_feed_without_episodes_has_no_date(folder: Folder, golden: Golden) -> None:
    golden.check("feed/empty.xml", feed.rebuild(folder.path, SHOW).read_text(encoding="utf-8"))


def test_the_list_of_episodes_names_each_and_leads_to_the_feed(folder: Folder) -> None:
    folder.put("a", headline="الخبر الأول")
    folder.put("b c", published=BEGIN + timedelta(days=1), headline="الخبر الثاني")
    folder.rebuild()
    page = html.parse(folder.path / "index.html").getroot()
    assert page.findtext(".//title") == page.findtext(".//h1/bdi") == "أخبار الحديقة"
    assert page.findtext(".//header/p") == "ما يجري فيها"
    assert page.xpath("//header//a/@href") == ["feed.xml"]
    listed = [(link.get("href"), link.findtext("bdi")) for link in page.findall(".//li/a")]
    assert listed == [("b%20c/index.html", "الخبر الثاني"), ("a/index.html", "الخبر الأول")]
    assert page.xpath("//li//time/@datetime")[0] == "2026-01-02T06:30:00+00:00"
    assert page.xpath("//li/audio/@src") == ["b%20c/briefing.mp3", "a/briefing.mp3"]
    assert all(line.text_content() for line in page.xpath("//li/p[@class='about']"))
    assert len(page.xpath("//li/p[@class='about']")) == 2
    assert page.find(".//nav") is None


def test_a_long_list_of_episodes_is_paged_by_the_hundred(folder: Folder) -> None:
    episode = json.loads((folder.put("e0") / "episode.json").read_bytes())
    for number in range(1, 301):
        (folder.path / f"e{number}").mkdir()
        episode |= {"guid": f"g{number}", "published": (BEGIN + timedelta(days=number)).isoformat()}
        (folder.path / f"e{number}" / "episode.json").write_text(json.dumps(episode), encoding="utf-8")
    feed.rebuild(folder.path, SHOW)
    pages = {}
    for name in ("index.html", "index-2.html", "index-1.html"):
        page = html.parse(folder.path / name).getroot()
        pages[name] = (len(page.findall(".//li")), page.xpath("//nav/a/@rel"), page.xpath("//nav/a/@href"))
    assert pages == {
        "index.html": (101, ["next"], ["index-2.html"]),
        "index-2.html": (100, ["prev", "next"], ["index.html", "index-1.html"]),
        "index-1.html": (100, ["prev"], ["index-2.html"]),
    }


def test_each_page_of_the_feed_says_where_the_others_are(folder: Folder) -> None:
    for number in range(6):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    folder.rebuild(replace(SHOW, page_size=2))
    ends = {"first": "feed.xml", "last": "feed-1.xml"}
    assert folder.links("feed.xml") == {"self": "feed.xml", "next": "feed-2.xml", **ends}
    assert folder.links("feed-2.xml") == {"self": "feed-2.xml", "next": "feed-1.xml", "previous": "feed.xml", **ends}
    assert folder.links("feed-1.xml") == {"self": "feed-1.xml", "previous": "feed-2.xml", **ends}
    assert guids(folder.channel("feed.xml")) == ["guid-e5", "guid-e4"]
    assert guids(folder.channel("feed-1.xml")) == ["guid-e1", "guid-e0"]


@pytest.mark.parametrize(("size", "sizes"), [(0, [3]), (1, [1, 1, 1]), (2, [3]), (3, [3]), (4, [3])], ids=str)
def test_a_page_holds_as_many_as_the_settings_say(folder: Folder, size: int, sizes: list[int]) -> None:
    for number in range(3):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    folder.rebuild(replace(SHOW, page_size=size))
    names = ["feed.xml", *sorted((path.name for path in folder.path.glob("feed-*.xml")), reverse=True)]
    assert [len(folder.channel(name).findall("item")) for name in names] == sizes


def test_pages_that_are_not_needed_any_more_go_and_nothing_else_does(folder: Folder) -> None:
    for number in range(6):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    folder.rebuild(replace(SHOW, page_size=2))
    for name in ("feed-9.xml", "feed-old.xml", "index-1.html"):
        (folder.path / name).write_bytes(b"mine")
    (folder.path / "feed-1.xml").unlink()
    folder.rebuild()
    assert sorted(path.name for path in folder.path.glob("*-*")) == ["feed-9.xml", "feed-old.xml", "index-1.html"]


def test_a_second_run_writes_nothing_and_reads_no_record(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    show = replace(SHOW, page_size=2)
    folder.rebuild(show)
    before = {path.name: path.stat().st_ino for path in folder.path.glob("[!.]*.*")}
    monkeypatch.setattr(record, "read", None)  # whoever reads one fails
    folder.rebuild(show)
    assert {path.name: path.stat().st_ino for path in folder.path.glob("[!.]*.*")} == before
    assert set(before) == {"feed.xml", "feed-1.xml", "index.html"}


@pytest.mark.parametrize("name", ["feed.xml", "feed-1.xml", "index.html"])
def test_a_page_that_went_is_written_again(folder: Folder, name: str) -> None:
    for number in range(4):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    show = replace(SHOW, page_size=2)
    folder.rebuild(show)
    before = (folder.path / name).read_bytes()
    (folder.path / name).unlink()
    folder.rebuild(show)
    assert (folder.path / name).read_bytes() == before


@pytest.mark.parametrize("name", ["feed.xml", "index.html"])
def test_a_page_is_written_anew_only_when_all_is_done_afresh(folder: Folder, name: str) -> None:
    folder.put("e0", forms=())
    folder.rebuild()
    before = (folder.path / name).read_bytes()
    edited = before.replace(b"briefing</", b"briefing edited</") + b"<!-- edited -->"
    (folder.path / name).write_bytes(edited)
    feed.rebuild(folder.path, SHOW)
    assert (folder.path / name).read_bytes() == edited
    folder.rebuild(afresh=True)
    assert (folder.path / name).read_bytes() == before


def test_a_change_of_the_show_is_seen_on_every_page(folder: Folder) -> None:
    for number in range(4):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    folder.rebuild(replace(SHOW, page_size=2))
    folder.rebuild(replace(SHOW, page_size=2, title="اسم جديد"))
    assert folder.channel("feed.xml").findtext("title") == folder.channel("feed-1.xml").findtext("title") == "اسم جديد"
    assert html.parse(folder.path / "index.html").findtext(".//h1/bdi") == "اسم جديد"


def test_an_episode_that_was_made_again_is_read_again(folder: Folder) -> None:
    folder.put("e0", forms=())
    folder.rebuild()
    folder.put("e0", forms=(), headline="عنوان مصحح")
    assert folder.rebuild().findtext("item/title") == "عنوان مصحح"
    assert html.parse(folder.path / "index.html").findtext(".//li/a/bdi") == "عنوان مصحح"


def test_an_episode_that_was_made_again_within_a_moment_and_as_long_is_read_again(folder: Folder) -> None:
    path = folder.put("e0", forms=(), headline="عنوان أول") / "episode.json"
    folder.rebuild()
    before = path.stat()
    # A file that takes another one's place, as ours do; the clock and the length say that nothing has changed.
    (path.parent / "new").write_text(path.read_text(encoding="utf-8").replace("أول", "ثان"), encoding="utf-8")
    (path.parent / "new").replace(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert folder.rebuild().findtext("item/title") == "عنوان ثان"


@pytest.mark.parametrize("remembered", ["", "{", "{}", '{"version": "0"}', '{"version": "0", "heads": 3, "pages": 3}'])
def test_what_was_remembered_may_be_of_another_version_or_none(folder: Folder, remembered: str) -> None:
    folder.put("e0", forms=())
    before = etree.tostring(folder.rebuild())
    (folder.path / ".briefing" / "catalogue.json").write_text(remembered, encoding="utf-8")
    (folder.path / "feed.xml").unlink()
    assert etree.tostring(folder.rebuild()) == before


def test_only_a_folder_with_a_record_is_an_episode(folder: Folder) -> None:
    folder.put("e0", forms=())
    (folder.put("hidden", forms=())).rename(folder.path / ".hidden")
    for number in range(20):  # in whatever order the disk names them, some come first
        (folder.path / f"notes {number}").mkdir()
    (folder.path / "aaa.txt").write_bytes(b"mine")
    folder.put("e1", forms=())
    assert guids(folder.rebuild()) == ["guid-e0", "guid-e1"]


def test_the_newest_comes_first_wherever_it_was_written_and_names_decide_between_equals(folder: Folder) -> None:
    cairo = timezone(timedelta(hours=3))
    folder.put("early", published=BEGIN, forms=())
    folder.put("later-in-cairo", published=(BEGIN + timedelta(minutes=1)).astimezone(cairo), forms=())
    folder.put("b", published=BEGIN + timedelta(minutes=2), forms=())
    folder.put("a", published=(BEGIN + timedelta(minutes=2)).astimezone(cairo), forms=())
    channel = folder.rebuild()
    assert guids(channel) == ["guid-a", "guid-b", "guid-later-in-cairo", "guid-early"]
    assert channel.findtext("pubDate") == channel.findtext("lastBuildDate")
    assert parsedate_to_datetime(channel.findtext("pubDate", "")) == BEGIN + timedelta(minutes=2)


def test_of_one_episode_under_two_names_the_newest_stands_and_the_other_is_named(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    folder.put("e2", published=BEGIN, forms=())
    for number in range(2):
        path = folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=()) / "episode.json"
        path.write_text(path.read_text(encoding="utf-8").replace(f"guid-e{number}", "guid-twin"), encoding="utf-8")
    assert guids(folder.rebuild()) == ["guid-twin", "guid-e2"]
    assert caplog.messages[0] == "e0: is the same episode as e1, which is newer; the feed leaves it out"


def test_an_episode_whose_sound_has_another_length_is_left_out_and_named(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    for slug in ("e0", "e1", "e2"):
        folder.put(slug, forms=())
    (folder.path / "e1" / "briefing.mp3").write_bytes(MP3 + b"\0")
    assert guids(folder.rebuild()) == ["guid-e0", "guid-e2"]
    assert caplog.messages[-1] == (
        f"{folder.path / 'e1' / 'briefing.mp3'}: is gone or has changed, the feed leaves the episode out; make it again"
    )


@pytest.mark.parametrize(
    ("files", "named", "image"),
    [
        (("cover.png",), "", "https://example.org/news/cover.png"),
        (("cover.png", "cover.jpg"), "", "https://example.org/news/cover.jpg"),
        (("art/my cover.png",), "art/my cover.png", "https://example.org/news/art/my%20cover.png"),
        ((), "https://img.example/cover.png", "https://img.example/cover.png"),
        ((), "http://img.example/cover.png", "http://img.example/cover.png"),
    ],
    ids=str,
)
def test_the_shows_picture_is_found(
    folder: Folder, files: tuple[str, ...], named: str, image: str, caplog: pytest.LogCaptureFixture
) -> None:
    for name in files:
        (folder.path / name).parent.mkdir(exist_ok=True)
        (folder.path / name).write_bytes(png(3000, 3000))
    channel = folder.rebuild(replace(SHOW, image=named))
    picture = channel.find("itunes:image", NS)
    assert picture is not None
    assert picture.get("href") == channel.findtext("image/url") == image
    assert not caplog.messages


def test_a_picture_that_directories_turn_down_is_named_and_shown_all_the_same(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    (folder.path / "cover.png").write_bytes(png(1400, 1399))
    assert folder.rebuild().find("itunes:image", NS) is not None
    assert caplog.messages == [
        f"{folder.path / 'cover.png'}: directories take a square JPEG or PNG of 1400 to 3000 pixels"
    ]


@pytest.mark.parametrize("named", ["", "art/none.png"])
def test_without_a_picture_the_feed_says_what_is_missing(
    folder: Folder, named: str, caplog: pytest.LogCaptureFixture
) -> None:
    (folder.path / "other.png").write_bytes(png(1400, 1400))
    assert folder.rebuild(replace(SHOW, image=named)).find("itunes:image", NS) is None
    assert caplog.messages == [
        f"{folder.path}: has no cover, and directories take no feed without one; put cover.png there"
    ]


def test_a_new_picture_is_seen_on_every_page_of_the_feed(folder: Folder) -> None:
    for number in range(4):
        folder.put(f"e{number}", published=BEGIN + timedelta(days=number), forms=())
    folder.rebuild(replace(SHOW, page_size=2))
    (folder.path / "cover.png").write_bytes(png(1400, 1400))
    folder.rebuild(replace(SHOW, page_size=2))
    assert all(folder.channel(name).find("image") is not None for name in ("feed.xml", "feed-1.xml"))


def test_a_lead_too_long_is_cut_and_what_a_listener_must_know_is_not(folder: Folder) -> None:
    folder.put("e0", forms=(), lead="كلمة " * 1000)
    folder.put("short", forms=(), lead="كلمة قصيرة.")
    long, short = (item.findtext("description", "") for item in folder.rebuild().findall("item"))
    lead, times, notices = short.split("\n\n")
    assert (lead, len(times.splitlines()), len(notices.splitlines())) == ("كلمة قصيرة.", 6, 3)
    assert long.endswith(f"\n\n{notices}")
    assert long.split("\n\n")[0].endswith("كلمة…")
    assert 3900 < len(long.encode()) <= 4000


def test_where_the_chapters_alone_are_too_long_the_whole_is_cut(folder: Folder) -> None:
    path = folder.put("e0", forms=()) / "episode.json"
    document = json.loads(path.read_bytes())
    document["chapters"] = [{"start_ms": 1000 * number, "title": "فصل طويل العنوان"} for number in range(300)]
    path.write_text(json.dumps(document), encoding="utf-8")
    description = folder.rebuild().findtext("item/description", "")
    assert description.startswith(f"{document['lead']}\n\n(00:00) فصل")
    assert description.endswith("…")
    assert 3900 < len(description.encode()) <= 4000
