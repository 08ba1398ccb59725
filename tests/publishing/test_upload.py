"""The copy: sound first, feed last, only what changed."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from fsspec.core import url_to_fs
from fsspec.implementations.memory import MemoryFileSystem

from briefing.errors import InputError, NetworkError, OutputError, SettingsError, UsageError
from briefing.publishing import upload
from briefing.shelf.page import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = ["feed.xml", "feed-1.xml", "index.html"]
EPISODE = ["one/briefing.mp3", "one/captions.vtt", "one/episode.json", "one/index.html"]
FILES = [*PAGES, "cover.jpg", *EPISODE]
RECORD = '{"version": 1, "guid": "g", "title": "t"}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    output = tmp_path / "output"
    for name in [*FILES, ".briefing/catalogue.json", ".two/briefing.mp3"]:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(RECORD if name.endswith("episode.json") else name, encoding="utf-8")
    return output


@pytest.fixture(params=["memory", "folder"])
def destination(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield "memory://news/briefings" if request.param == "memory" else str(tmp_path / "there" / "news")
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]


def test_sound_goes_first_and_the_feed_last(folder: Path, destination: str) -> None:
    sent = list(upload.publish(folder, destination))
    assert sorted(sent) == sorted(FILES)
    assert sent[0] == "one/briefing.mp3"
    assert sent[-1] == "feed.xml"
    assert sent.index("one/index.html") < sent.index("index.html")


def test_a_second_copy_sends_nothing(folder: Path, destination: str) -> None:
    list(upload.publish(folder, destination))
    assert list(upload.publish(folder, destination)) == []


def test_only_what_changed_is_sent(folder: Path, destination: str) -> None:
    list(upload.publish(folder, destination))
    (folder / "feed.xml").write_text("feed-xml", encoding="utf-8")
    os.utime(folder / "cover.jpg", ns=(1, 1))
    assert list(upload.publish(folder, destination)) == ["feed.xml"]


def test_a_copy_that_is_gone_is_sent_again(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    list(upload.publish(folder, str(there)))
    (there / "cover.jpg").unlink()
    assert list(upload.publish(folder, str(there))) == ["cover.jpg"]
    assert (there / "cover.jpg").read_text(encoding="utf-8") == "cover.jpg"


def test_a_copy_that_broke_off_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    first = upload.publish(folder, str(there))
    assert next(first) == "one/briefing.mp3"
    first.close()
    assert not (there / "feed.xml").exists()
    assert list(upload.publish(folder, str(there)))[-1] == "feed.xml"


def test_a_store_of_objects_is_told_the_type_of_each_file_and_makes_no_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: dict[str, str] = {}

    def put_file(_: object, path: str, _target: str, **arguments: str) -> None:
        assert arguments.keys() == {"ContentType"}
        told[path.removeprefix(f"{folder}/")] = arguments["ContentType"]

    monkeypatch.setattr(MemoryFileSystem, "protocol", ("s3", "s3a"))
    monkeypatch.setattr(MemoryFileSystem, "put_file", put_file)
    monkeypatch.setattr(MemoryFileSystem, "makedirs", None)
    list(upload.publish(folder, "memory://bucket/news"))
    assert told["one/captions.vtt"] == "text/vtt; charset=utf-8"
    assert told["feed.xml"] == "application/rss+xml; charset=utf-8"
    MemoryFileSystem.store.clear()


def test_what_is_no_part_of_the_show_stays_here_and_it_is_said(
    folder: Path, destination: str, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("letter.txt", "documents/diary.txt", "art/show.png", "one/notes.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("mine", encoding="utf-8")
    sent = list(upload.publish(folder, destination, image="art/show.png"))
    assert sorted(sent) == sorted([*FILES, "art/show.png", "one/notes.txt"])
    assert "documents, letter.txt" in caplog.text


@pytest.mark.parametrize("name", ["index.html", "feed.xml", "cover.jpg", "one/index.html"])
def test_what_stands_at_the_destination_and_is_not_ours_is_not_written_over(
    name: str, folder: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    (there / name).parent.mkdir(parents=True)
    (there / name).write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=f"has a {name} that we did not put there"):
        list(upload.publish(folder, str(there)))
    assert [path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()] == [name]
    assert (there / name).read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("record", ["{}", "mine", '{"version": "1", "guid": 3}'])
def test_a_folder_at_the_destination_whose_record_is_none_of_ours_is_not_written_into(
    record: str, folder: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    (there / "one").mkdir(parents=True)
    (there / "one" / "episode.json").write_text(record, encoding="utf-8")
    with pytest.raises(OutputError, match=r"has a one/episode\.json that we did not put there"):
        list(upload.publish(folder, str(there)))


def test_a_destination_whose_list_was_lost_is_known_by_what_stands_there(folder: Path, tmp_path: Path) -> None:
    for name in PAGES:
        (folder / name).write_bytes(labelled(b"<page/>"))
    there = tmp_path / "there"
    list(upload.publish(folder, str(there)))
    (there / upload.LIST_FILE).unlink()
    (folder / "feed.xml").write_bytes(labelled(b"<newer/>"))
    (folder / "one" / "captions.vtt").write_text("newer", encoding="utf-8")
    assert sorted(upload.publish(folder, str(there))) == sorted(FILES)


def withdraw(folder: Path) -> None:
    """Put a tombstone in the place of the episode, as `briefing withdraw` does."""
    for name in EPISODE:
        (folder / name).unlink()
    (folder / "one" / "index.html").write_text("tombstone", encoding="utf-8")
    (folder / "one" / "withdrawn.json").write_text(RECORD, encoding="utf-8")
    (folder / "feed.xml").write_text("without it", encoding="utf-8")


GONE = ["one/briefing.mp3", "one/captions.vtt", "one/episode.json"]


def test_what_was_withdrawn_goes_after_the_new_feed_has_come(folder: Path, destination: str) -> None:
    filesystem, root = url_to_fs(destination)
    list(upload.publish(folder, destination))
    filesystem.pipe_file(f"{root}/one/theirs.txt", b"mine")
    withdraw(folder)
    assert list(upload.publish(folder, destination)) == ["one/withdrawn.json", "one/index.html", "feed.xml", *GONE]
    there = sorted(path.removeprefix(f"{root}/") for path in filesystem.find(f"{root}/one"))
    assert there == ["one/index.html", "one/theirs.txt", "one/withdrawn.json"]
    assert filesystem.cat_file(f"{root}/one/index.html") == b"tombstone"
    assert list(upload.publish(folder, destination)) == []


def test_a_removal_that_broke_off_goes_on_where_it_was(folder: Path, destination: str) -> None:
    list(upload.publish(folder, destination))
    withdraw(folder)
    copying = upload.publish(folder, destination)
    while next(copying) != GONE[0]:
        pass
    copying.close()
    assert list(upload.publish(folder, destination))[-2:] == GONE[1:]


def test_what_is_not_in_our_list_stays_beside_a_tombstone_and_it_is_said(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    there = tmp_path / "there"
    for name in PAGES:
        (folder / name).write_bytes(labelled(b"<page/>"))
    list(upload.publish(folder, str(there)))
    (there / upload.LIST_FILE).unlink()
    withdraw(folder)
    (folder / "feed.xml").write_bytes(labelled(b"<without-it/>"))
    list(upload.publish(folder, str(there)))
    assert (there / "one" / "index.html").read_text(encoding="utf-8") == "tombstone"
    assert (there / "one" / "briefing.mp3").is_file()
    told = (
        f"{there}: one was withdrawn, but this is not ours and stays: one/briefing.mp3, one/captions.vtt, one/episode"
    )
    assert told in caplog.text
    (there / upload.LIST_FILE).unlink()
    assert "one/index.html" in list(upload.publish(folder, str(there))), "a tombstone is known as ours without the list"


def test_a_form_that_an_episode_has_no_longer_stays_there_until_it_is_withdrawn(folder: Path, destination: str) -> None:
    (folder / "one" / "briefing.epub").write_text("book", encoding="utf-8")
    list(upload.publish(folder, destination))
    (folder / "one" / "briefing.epub").unlink()
    assert list(upload.publish(folder, destination)) == []
    withdraw(folder)
    assert sorted(upload.publish(folder, destination))[:3] == ["feed.xml", "one/briefing.epub", "one/briefing.mp3"]


def test_an_episode_that_was_made_again_takes_the_place_of_its_tombstone(folder: Path, destination: str) -> None:
    filesystem, root = url_to_fs(destination)
    withdraw(folder)
    list(upload.publish(folder, destination))
    (folder / "one" / "withdrawn.json").unlink()
    for name in EPISODE:
        (folder / name).write_text(RECORD if name.endswith("episode.json") else name, encoding="utf-8")
    sent = list(upload.publish(folder, destination))
    assert sent == ["one/briefing.mp3", "one/captions.vtt", "one/episode.json", "one/index.html", "one/withdrawn.json"]
    assert sorted(path.removeprefix(f"{root}/") for path in filesystem.find(f"{root}/one")) == EPISODE


def test_the_tombstone_stays_there_after_its_folder_was_removed_here(folder: Path, tmp_path: Path) -> None:
    withdraw(folder)
    list(upload.publish(folder, str(tmp_path / "there")))
    shutil.rmtree(folder / "one")
    assert list(upload.publish(folder, str(tmp_path / "there"))) == []
    assert (tmp_path / "there" / "one" / "withdrawn.json").is_file()


def test_pages_beyond_the_last_go_and_feed_and_list_never_do(folder: Path, destination: str) -> None:
    filesystem, root = url_to_fs(destination)
    list(upload.publish(folder, destination))
    for name in ("feed-1.xml", "index.html"):
        (folder / name).unlink()
    assert list(upload.publish(folder, destination)) == ["feed-1.xml"]
    assert filesystem.isfile(f"{root}/index.html")


@pytest.mark.parametrize(
    "site",
    [
        "http://localhost:8000/index.html",
        "http://127.0.0.1/index.html",
        "https://[::1]:80/index.html",
        "http://news.localhost/index.html",
        "http://0.0.0.0:8000/index.html",
    ],
)
def test_a_feed_whose_links_lead_to_this_machine_is_refused_unless_that_is_meant(
    site: str, folder: Path, tmp_path: Path
) -> None:
    (folder / "feed.xml").write_text(f"<rss><channel><title>x</title><link>{site}</link>", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"feed\.xml: leads listeners to .* base_url .* --allow-localhost"):
        list(upload.publish(folder, str(tmp_path / "there")))
    assert not (tmp_path / "there").exists()
    assert list(upload.publish(folder, str(tmp_path / "there"), allow_localhost=True))[-1] == "feed.xml"


@pytest.mark.parametrize("site", ["https://localhost.example/index.html", "http://192.168.1.7/index.html"])
def test_a_feed_that_leads_elsewhere_is_not_refused(site: str, folder: Path, tmp_path: Path) -> None:
    (folder / "feed.xml").write_text(f"<rss><channel><link>{site}</link>", encoding="utf-8")
    assert list(upload.publish(folder, str(tmp_path / "there")))[-1] == "feed.xml"


def test_a_folder_without_a_feed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"feed\.xml"):
        list(upload.publish(tmp_path, "memory://x"))


def test_an_unknown_kind_of_address_is_one_line(folder: Path) -> None:
    with pytest.raises(UsageError, match="no destination"):
        list(upload.publish(folder, "carrier-pigeon://roof"))


def test_a_destination_that_refuses_is_one_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(NetworkError, match="refuses"):
        list(upload.publish(folder, str(tmp_path / "file")))
