"""A withdrawn episode goes from feed and list before it goes itself, whenever the run is killed."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest
from lxml import etree, html

from briefing.publishing import feed, tombstone, upload
from briefing.settings import Show
from briefing.shelf import Shelf, Story, Withdrawal, withdraw
from tests.shelf.test_kills import killed_before_step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode

SHOW = Show(title="الموجز", base_url="https://example.org/news/")
MOMENT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
REASON = "نُسب القول إلى غير قائله."


@pytest.fixture
def show(
    make_episode: Callable[..., Episode], publish_into: Callable[[Episode, Path], Path], tmp_path: Path
) -> Callable[[str], Shelf]:
    """Give a function that makes a shelf with two episodes and their feed."""

    def make(name: str) -> Shelf:
        shelf = Shelf(tmp_path / name)
        shelf.open()
        for slug in ("one", "two"):
            with shelf.room(Story.of((slug,), slug, lasting=True), slug) as room:
                publish_into(make_episode(slug=slug), room.folder.parent).rename(room.folder.with_name("made"))
                room.folder.rmdir()
                room.folder.with_name("made").rename(room.folder)
        feed.rebuild(shelf.folder, SHOW)
        return shelf

    return make


def named(shelf: Shelf) -> list[str]:
    """List the files that the feed names."""
    root = etree.parse(shelf.folder / "feed.xml")
    addresses = [url for url in root.xpath("//item//@url | //item/link/text()") if isinstance(url, str)]
    return [url.removeprefix("https://example.org/news/").partition("?")[0] for url in addresses]


def take_out(shelf: Shelf) -> None:
    """Do what `briefing withdraw` does."""
    shelf.open()
    withdraw(shelf, "one", MOMENT, reason=REASON)
    feed.rebuild(shelf.folder, SHOW)


def test_feed_and_list_no_longer_name_it(show: Callable[[str], Shelf]) -> None:
    shelf = show("output")
    assert "one/briefing.mp3" in named(shelf)
    take_out(shelf)
    assert {name.partition("/")[0] for name in named(shelf)} == {"two"}
    listed = (shelf.folder / "index.html").read_text(encoding="utf-8")
    assert "two/index.html" in listed
    assert "one/" not in listed
    feed.rebuild(shelf.folder, SHOW, afresh=True)
    assert {name.partition("/")[0] for name in named(shelf)} == {"two"}


def test_while_it_is_taken_off_a_destination_the_feed_there_never_names_what_is_not_there(
    show: Callable[[str], Shelf], tmp_path: Path
) -> None:
    shelf, there = show("output"), Shelf(tmp_path / "there")
    list(upload.publish(shelf.folder, str(there.folder)))
    take_out(shelf)
    steps = []
    for name in upload.publish(shelf.folder, str(there.folder)):
        assert [name for name in named(there) if not (there.folder / name).is_file()] == [], name
        steps.append(name)
    assert "one/briefing.mp3" in steps
    assert {name.partition("/")[0] for name in named(there)} == {"two"}
    assert sorted(path.name for path in (there.folder / "one").iterdir()) == ["index.html", "withdrawn.json"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows ends a process in another way")
def test_a_run_may_be_killed_before_any_step(show: Callable[[str], Shelf]) -> None:
    for step in count():
        shelf = show(str(step))
        (shelf.folder / "one" / "notes.txt").write_text("mine", encoding="utf-8")
        died = killed_before_step(step, partial(take_out, shelf))
        assert [name for name in named(shelf) if not (shelf.folder / name).is_file()] == [], step
        assert len(list(shelf.folder.rglob("notes.txt"))) == 1, step
        take_out(shelf)
        assert {name.partition("/")[0] for name in named(shelf)} == {"two"}, step
        left = sorted(path.name for path in (shelf.folder / "one").iterdir())
        assert left == [".briefing.json", "index.html", "notes.txt", "withdrawn.json"], step
        assert len(list(shelf.folder.rglob("briefing.mp3"))) == 1, step
        assert not [*(shelf.own / "rooms").iterdir(), *(shelf.own / "new").iterdir(), *shelf.notices.iterdir()], step
        if not died:
            break
    assert step > 40


def test_the_next_run_that_writes_the_feed_carries_out_what_a_kill_cut_short(show: Callable[[str], Shelf]) -> None:
    shelf = show("output")
    withdraw(shelf, "one", MOMENT)
    feed.rebuild(shelf.folder, SHOW)
    assert not (shelf.folder / "one" / "briefing.mp3").exists()
    assert "tabindex" not in (shelf.folder / "one" / "index.html").read_text(encoding="utf-8")


def test_the_tombstone_says_what_when_and_why_and_plays_nothing() -> None:
    withdrawal = Withdrawal(guid="g", title="خبر <b>الحديقة</b>", withdrawn=MOMENT, reason=REASON)
    page = tombstone.page(withdrawal)
    root = html.fromstring(page)
    assert root.xpath("string(//h1)") == "حلقة مسحوبة"
    assert root.xpath("string(//title)") == "حلقة مسحوبة: خبر <b>الحديقة</b>"
    told = " ".join(root.xpath("string(//main)").split())
    assert "خبر <b>الحديقة</b> سُحبت هذه الحلقة ولم تعد متاحة للاستماع." in told
    assert f"سبب السحب: {REASON}" in told
    assert "سُحبت في 1 مارس 2026" in told
    assert root.xpath("//time/@datetime") == ["2026-03-01T23:30:00+00:00"]
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert root.xpath("//a/@href") == ["../index.html"]
    assert not root.xpath("//audio | //script")


def test_a_tombstone_tells_no_title_and_no_reason_where_it_has_none() -> None:
    root = html.fromstring(tombstone.page(Withdrawal(guid="g", title="", withdrawn=MOMENT)))
    assert root.xpath("string(//title)") == "حلقة مسحوبة"
    assert not root.xpath("//strong")
    assert "سبب" not in root.xpath("string(//main)")
