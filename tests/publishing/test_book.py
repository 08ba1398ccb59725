"""The book that reads itself aloud, and the braille files."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from lxml import etree

from briefing.publishing import braille
from briefing.publishing.braille import Braille
from briefing.publishing.epub import Epub

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from briefing.model import Episode

SMIL = "{http://www.w3.org/ns/SMIL}"


def book(episode: Episode, folder: Path) -> zipfile.ZipFile:
    (folder / "briefing.mp3").write_bytes(b"sound")
    (path,) = Epub().publish(episode, folder)
    return zipfile.ZipFile(path)


def test_the_book_begins_with_its_type_unpacked(episode: Episode, tmp_path: Path) -> None:
    first = book(episode, tmp_path).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_every_sentence_of_the_book_has_its_sound_at_the_time_of_its_cue(episode: Episode, tmp_path: Path) -> None:
    root = etree.fromstring(book(episode, tmp_path).read("EPUB/briefing.smil"))
    begins = [audio.get("clipBegin") for audio in root.iter(f"{SMIL}audio")]
    assert begins[:3] == ["00:00:00.000", "00:00:01.701", "00:00:04.202"]
    assert len(begins) == sum(len(chapter.cues) for chapter in episode.chapters)


def test_the_book_is_the_same_bytes_the_second_time(episode: Episode, tmp_path: Path) -> None:
    book(episode, tmp_path)
    first = (tmp_path / "briefing.epub").read_bytes()
    book(episode, tmp_path)
    assert (tmp_path / "briefing.epub").read_bytes() == first


def test_hostile_text_leaves_the_book_well_formed(
    make_episode: Callable[..., Episode], tmp_path: Path, hostile: str
) -> None:
    made = book(make_episode(headline=hostile, lead=hostile, quote=hostile, speaker=hostile), tmp_path)
    for name in made.namelist():
        if name.endswith((".xhtml", ".opf", ".smil", ".xml")):
            etree.fromstring(made.read(name))


def test_without_liblouis_there_is_no_braille_and_no_error(
    episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert Braille().publish(episode, tmp_path) == []


def test_braille_has_forty_cells_a_line_and_pages_of_twenty_five(
    episode: Episode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "bin" / braille.PROGRAM
    fake.parent.mkdir()
    twenty_words = "for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do printf 'ABCDEFG '; done; echo"
    fake.write_text(f"#!/bin/sh\nwhile read -r line; do {twenty_words}; done\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{fake.parent}:/usr/bin:/bin")
    one, two = Braille().publish(episode, tmp_path)
    assert (one.name, two.name) == ("summary-g1.brf", "summary-g2.brf")
    pages = one.read_bytes().decode("ascii").split("\f")
    assert pages.pop() == ""
    assert all(page.count("\r\n") <= 25 for page in pages)
    assert all(len(line) <= 40 for page in pages for line in page.split("\r\n"))
