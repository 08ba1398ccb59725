"""One timeline, every form: the same milliseconds in the tag, the lists, the feed, the captions, the page, the book."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html
from mutagen.id3 import ID3

from briefing.production import tag
from briefing.publishing import feed
from briefing.publishing.captions import captions as captions_of
from briefing.settings import Show

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode


def ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return round((int(hours) * 3600 + int(minutes) * 60) * 1000 + float(seconds) * 1000)


def in_the_tag(folder: Path) -> list[int]:
    return sorted(frame.start_time for frame in ID3(folder / "briefing.mp3").getall("CHAP"))


def in_the_chapters(folder: Path) -> list[int]:
    listed = json.loads((folder / "chapters.json").read_text(encoding="utf-8"))["chapters"]
    return [round(chapter["startTime"] * 1000) for chapter in listed]


def in_the_feed(folder: Path) -> list[int]:
    root = etree.parse(folder.parent / "feed.xml")
    return [ms(stop.get("start", "")) for stop in root.iter("{http://podlove.org/simple-chapters}chapter")]


def on_the_page(folder: Path) -> list[int]:
    links = html.parse(folder / "index.html").xpath("//section/p[@class='at']/a/@href")
    return [round(float(link.partition("#t=")[2]) * 1000) for link in links]


@pytest.fixture
def folder(episode: Episode, on_the_shelf: Callable[[Episode], Path]) -> Path:
    found = on_the_shelf(episode)
    feed.rebuild(found.parent, Show())
    tag.tag(found / "briefing.mp3", episode, show=Show())
    return found


@pytest.mark.parametrize("form", [in_the_tag, in_the_chapters, in_the_feed, on_the_page])
def test_chapters_start_at_the_same_millisecond_in(
    form: Callable[[Path], list[int]], folder: Path, episode: Episode
) -> None:
    assert form(folder) == [chapter.start_ms for chapter in episode.chapters]


def test_sentences_start_at_the_same_millisecond_in_captions_page_and_book(folder: Path, episode: Episode) -> None:
    starts = [cue.start_ms for chapter in episode.chapters for cue in chapter.cues]
    captions = re.findall(r"^(\S+) -->", (folder / "captions.vtt").read_text(encoding="utf-8"), re.MULTILINE)
    page = json.loads(html.parse(folder / "index.html").getroot().get_element_by_id("follow").text)
    book = etree.fromstring(zipfile.ZipFile(folder / "briefing.epub").read("EPUB/briefing.smil"))
    assert {ms(start) for start in captions} >= {chapter.cues[0].start_ms for chapter in episode.chapters}
    assert set(starts) <= {line.start_ms for caption in captions_of(episode) for line in caption}
    assert [line[0] for line in page["lines"]] == starts
    assert [ms(audio.get("clipBegin", "")) for audio in book.iter("{http://www.w3.org/ns/SMIL}audio")] == starts


def test_the_description_has_the_begun_second_of_every_chapter(folder: Path, episode: Episode) -> None:
    description = etree.parse(folder.parent / "feed.xml").findtext("channel/item/description", "")
    shown = re.findall(r"^\((\d\d):(\d\d)\) (.+)$", description, re.MULTILINE)
    assert [(int(minutes) * 60 + int(seconds), title) for minutes, seconds, title in shown] == [
        (chapter.start_ms // 1000, chapter.chapter.title) for chapter in episode.chapters
    ]
