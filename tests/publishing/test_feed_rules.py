"""The rules of PSP-1 and of the podcast namespace, held against our feed and, broken one by one, against themselves."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from uuid import UUID

import pytest
from lxml import etree

from briefing.model import Enclosure
from briefing.publishing import feed
from briefing.settings import Show, is_category

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from briefing.model import Episode

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
SHOW = Show(base_url="https://example.org/news/", owner_email="desk@example.org", category="News > Politics")
ONCE_A_CHANNEL = (
    "title", "link", "description", "language", "itunes:image", "itunes:explicit", "itunes:author", "itunes:type",
    "podcast:guid", "podcast:locked", "podcast:medium", "image", "generator", "lastBuildDate",
)  # fmt: skip
ONCE_AN_ITEM = (
    "title", "link", "guid", "pubDate", "description", "enclosure", "content:encoded", "itunes:duration",
    "itunes:explicit", "podcast:chapters", "psc:chapters",
)  # fmt: skip
LONGEST = {"podcast:person": 128, "podcast:soundbite": 128, "podcast:txt": 4000, "title": 255}


def text(element: etree._Element, path: str) -> str:
    return element.findtext(path, "", NS).strip()


def is_address(url: str | None) -> bool:
    parts = urlsplit(url or "")
    return bool(url and url.isascii() and " " not in url and parts.scheme in {"http", "https"} and parts.netloc)


def faults(root: etree._Element, folder: Path) -> list[str]:
    """List what a directory would object to."""
    channel = root.find("channel")
    assert channel is not None
    found = [f"channel: {fault}" for fault in _channel_faults(channel)]
    for item in channel.findall("item"):
        found += [f"item: {fault}" for fault in _item_faults(item, folder)]
    guids = [text(item, "guid") for item in channel.findall("item")]
    dates = [parsedate_to_datetime(text(item, "pubDate")) for item in channel.findall("item") if text(item, "pubDate")]
    found += ["guids are not unique"] * (len(set(guids)) != len(guids))
    found += ["not newest first"] * (dates != sorted(dates, reverse=True))
    for element in root.iter():
        for name, most in LONGEST.items():
            too_long = len(element.text or "") > most
            found += [f"{name} is too long"] * (too_long and element in channel.iterfind(f".//{name}", NS))
        found += [
            f"no address: {value}"
            for key, value in element.items()
            if key in {"url", "href", "uri"} and not is_address(value)
        ]
    return found


def _channel_faults(channel: etree._Element) -> Iterator[str]:
    yield from (f"{name} not once" for name in ONCE_A_CHANNEL if len(channel.findall(name, NS)) != 1)
    links = channel.findall("atom:link[@rel='self']", NS)
    if [link.get("type") for link in links] != ["application/rss+xml"] or not is_address(links[0].get("href")):
        yield "no link to itself"
    if not 0 < len(text(channel, "description").encode()) <= 4000:
        yield "description"
    if text(channel, "itunes:explicit") not in {"true", "false"}:
        yield "itunes:explicit"
    if text(channel, "podcast:locked") not in {"yes", "no"}:
        yield "podcast:locked"
    if UUID(text(channel, "podcast:guid")).version != 5:
        yield "podcast:guid"
    names = [category.get("text") for category in channel.iterfind(".//itunes:category", NS)]
    if not names or not is_category(" > ".join(names)):
        yield "itunes:category"
    if not re.fullmatch(r"[a-z]{2}(-[a-z]{2})?", text(channel, "language")):
        yield "language"
    if channel.find("podcast:txt[@purpose='ai-content']", NS) is None:
        yield "does not say that the voice is synthetic"


def _item_faults(item: etree._Element, folder: Path) -> Iterator[str]:
    yield from (f"{name} not once" for name in ONCE_AN_ITEM if len(item.findall(name, NS)) != 1)
    if not 0 < len(text(item, "description").encode()) <= 4000:
        yield "description"
    if not re.fullmatch(r"[1-9]\d*", text(item, "itunes:duration")):
        yield "itunes:duration"
    if not text(item, "pubDate").endswith("+0000"):
        yield "pubDate"
    yield from _sound_faults(item, folder)
    yield from _form_faults(item)


def _sound_faults(item: etree._Element, folder: Path) -> Iterator[str]:
    for media in item.findall("enclosure"):
        name = unquote(urlsplit(media.get("url")).path).removeprefix("/news/")
        if not (folder / name).is_file() or media.get("length") != str((folder / name).stat().st_size):
            yield "the enclosure's length is not that of its bytes"
        if media.get("type") != "audio/mpeg":
            yield "the enclosure's type"
    for other in item.findall("podcast:alternateEnclosure", NS):
        if not other.get("type") or other.find("podcast:source", NS) is None:
            yield "podcast:alternateEnclosure"
    for bite in item.findall("podcast:soundbite", NS):
        if not 15 <= float(bite.get("duration", "0")) <= 120:
            yield "podcast:soundbite"


def _form_faults(item: etree._Element) -> Iterator[str]:
    transcripts = item.findall("podcast:transcript", NS)
    if [transcript.get("type") for transcript in transcripts] != ["text/vtt", "text/html", "application/json"]:
        yield "podcast:transcript"
    if any(transcript.get("language") != "ar" for transcript in transcripts):
        yield "the transcript's language"
    if [chapters.get("type") for chapters in item.findall("podcast:chapters", NS)] != ["application/json+chapters"]:
        yield "podcast:chapters"
    stops = [stop.get("start", "") for stop in item.findall("psc:chapters/psc:chapter", NS)]
    if not stops or stops[0] != "00:00:00.000" or stops != sorted(set(stops)):
        yield "psc:chapters"


@pytest.fixture(scope="module")
def folder(
    make_episode: Callable[..., Episode],
    publish_into: Callable[[Episode, Path], Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    output = tmp_path_factory.mktemp("rules")
    (output / "cover.png").write_bytes(b"picture")
    (output / "garden").mkdir()
    (output / "garden" / "briefing.opus").write_bytes(b"small")
    (output / "garden" / "cover.png").write_bytes(b"picture")
    made = make_episode(quote=" ".join(["ونحن نعرف أن الطريق طويل"] * 10))
    small = Enclosure(name="briefing.opus", media_type="audio/ogg", length_bytes=5)
    made = replace(made, enclosures=(*made.enclosures, small), article=replace(made.article, byline="سعاد"))
    publish_into(made, output)
    publish_into(make_episode(slug="حديقة & <b>", words=False), output)
    return output


@pytest.fixture(scope="module")
def root(folder: Path) -> etree._Element:
    return etree.parse(feed.rebuild(folder, SHOW)).getroot()


def test_our_feed_breaks_no_rule(root: etree._Element, folder: Path) -> None:
    assert faults(root, folder) == []


def test_a_hostile_feed_breaks_no_rule(
    make_episode: Callable[..., Episode], on_the_shelf: Callable[[Episode], Path], hostile: str, tmp_path: Path
) -> None:
    (tmp_path / "cover.png").write_bytes(b"picture")
    on_the_shelf(make_episode(slug="hostile", headline=hostile, lead=hostile, quote=hostile, speaker=hostile))
    show = replace(SHOW, title=hostile, author=hostile, description=hostile)
    assert faults(etree.parse(feed.rebuild(tmp_path, show)).getroot(), tmp_path) == []


def test_the_best_quote_is_a_soundbite_and_the_author_is_named(root: etree._Element) -> None:
    assert root.find(".//podcast:soundbite", NS).get("startTime") == "14.004"
    assert root.findtext(".//item/podcast:person[@role='author']", "", NS) == "سعاد"


def test_the_small_copy_is_an_alternate_enclosure(root: etree._Element) -> None:
    other = root.find(".//podcast:alternateEnclosure", NS)
    assert (other.get("type"), other.get("length")) == ("audio/ogg", "5")
    assert urlsplit(other.find("podcast:source", NS).get("uri")).path == "/news/garden/briefing.opus"


BREAKS = {
    "explicit": ("channel/itunes:explicit", "text", "no"),
    "category": ("channel/itunes:category", "text=", "Gossip"),
    "guid": ("channel/item[2]/guid", "text", "guid-garden"),
    "length": ("channel/item/enclosure", "length=", "1"),
    "relative": ("channel/item/enclosure", "url=", "briefing.mp3"),
    "unescaped": ("channel/item/podcast:chapters", "url=", "https://example.org/ح"),
    "date": ("channel/item/pubDate", "text", "Sun, 01 Mar 2020 09:30:00 +0000"),
    "duration": ("channel/item/itunes:duration", "text", "0:26"),
    "bite": ("channel/item/podcast:soundbite", "duration=", "3"),
    "transcript": ("channel/item/podcast:transcript", "type=", "text/plain"),
    "chapters": ("channel/item/psc:chapters/psc:chapter", "start=", "00:00:09.000"),
    "person": ("channel/podcast:person", "text", "x" * 129),
    "self": ("channel/atom:link", "rel=", "alternate"),
    "description": ("channel/item/description", "text", "x" * 4001),
}


@pytest.mark.parametrize("which", BREAKS)
def test_the_rules_object_to_a_broken_copy(root: etree._Element, folder: Path, which: str) -> None:
    path, what, value = BREAKS[which]
    broken = copy.deepcopy(root)
    element = broken.find(path, NS)
    assert element is not None
    if what == "text":
        element.text = value
    else:
        element.set(what.rstrip("="), value)
    assert faults(broken, folder)


@pytest.mark.parametrize("name", [*ONCE_A_CHANNEL, *(f"item/{name}" for name in ONCE_AN_ITEM)])
def test_the_rules_object_to_a_missing_element(root: etree._Element, folder: Path, name: str) -> None:
    broken = copy.deepcopy(root)
    element = broken.find(f"channel/{name}", NS)
    assert element is not None
    element.getparent().remove(element)
    with pytest.raises((AssertionError, ValueError)):
        assert faults(broken, folder) == []
