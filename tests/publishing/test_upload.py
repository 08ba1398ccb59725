"""The copy: sound first, feed last, only what changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from fsspec.implementations.memory import MemoryFileSystem

from briefing.errors import InputError, NetworkError, OutputError, UsageError
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
