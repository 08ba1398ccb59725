"""Every form of an episode names the voice that read it, in the same words."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import mutagen
import pytest
from lxml import etree

from briefing import pipeline, reader
from briefing.model import Voice
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

VOICE = """
title = "A calm voice"
synthesizer = "silence"
credit = "{credit}"
"""
ARTICLE = "افتتاح جسر جديد في المدينة\n\nافتتح الوزير صباح اليوم جسرا جديدا في المدينة القديمة.\n"
SENTENCE = "القارئ: هدوء تام."
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def make(folder: Path, monkeypatch: pytest.MonkeyPatch, credit: str) -> Path:
    """Make a short episode in every form with a voice of one's own, and return its folder."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "home"))
    voices = folder / "home" / "briefing" / "voices"
    voices.mkdir(parents=True)
    (voices / "calm.toml").write_text(VOICE.format(credit=credit), encoding="utf-8")
    source = folder / "bridge.txt"
    source.write_text(ARTICLE, encoding="utf-8")
    settings = Settings(voice="calm", diacritizer="none", also=("epub", "m4a", "opus"))
    (made,) = pipeline.make([str(source)], pipeline.Choices(settings=settings, folder=folder / "output", cache=False))
    assert isinstance(made, pipeline.Made)
    return made.mp3.parent


@pytest.fixture(scope="module")
def episode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        return make(tmp_path_factory.mktemp("read"), patch, "هدوء تام")


def test_the_files_of_the_sound_name_the_voice(episode: Path) -> None:
    told = {}
    for name, key in (("briefing.mp3", "COMM::ara"), ("briefing.m4a", "\xa9cmt"), ("briefing.opus", "description")):
        value = mutagen.File(episode / name).tags[key]  # type: ignore[attr-defined]
        told[name] = value.text[0] if name == "briefing.mp3" else value[0]
    assert told == dict.fromkeys(told, f"bridge.txt\n{SENTENCE}")


def test_page_and_book_name_the_voice(episode: Path) -> None:
    book = zipfile.ZipFile(episode / "briefing.epub")
    package = etree.fromstring(book.read("EPUB/package.opf"))
    narrators = [meta.text for meta in package.iter("{*}meta") if meta.get("property") == "media:narrator"]
    assert narrators == ["صوت اصطناعي: هدوء تام"]
    assert SENTENCE in book.read("EPUB/briefing.xhtml").decode()
    assert SENTENCE in (episode / "index.html").read_text(encoding="utf-8")


def test_record_and_feed_name_the_voice(episode: Path) -> None:
    record = json.loads((episode / "episode.json").read_bytes())
    assert (record["voice"], record["read_by"]) == ("calm", SENTENCE)
    (item,) = etree.parse(episode.parent / "feed.xml").getroot().iter("item")
    assert item.findtext("description", "").endswith(f"\n{SENTENCE}")
    assert f"<p>{SENTENCE}</p>" in item.findtext(CONTENT, "")


def test_a_voice_without_a_credit_goes_by_its_name() -> None:
    voice = Voice(name="kareem", title="Kareem (Piper, Jordan)", synthesizer="piper")
    assert (reader.read_by(voice), reader.narrator(voice)) == ("القارئ: kareem.", "صوت اصطناعي: kareem")


def test_a_credit_of_two_lines_is_one() -> None:
    voice = Voice(name="calm", title="", synthesizer="silence", credit="هدوء\n تام\r")
    assert reader.name(voice) == "هدوء تام"
