"""Bad input gets one clear line and the exit code of its family, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.errors import InputError, OutputError, SettingsError, UsageError

if TYPE_CHECKING:
    from tests.conftest import Runner

HEADLINE = "الحكومة تعلن خطة جديدة لدعم الصناعة المحلية"
ARTICLE = f"{HEADLINE}\n\nأعلنت الحكومة اليوم خطة جديدة لدعم الصناعة المحلية في أنحاء البلاد.\n"

BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "sound.mp3": b"ID3\x03\x00\x00\x00\x00\x00\x21" + bytes(range(256)) * 8,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "english.txt": b"The government announced a new plan today.\n" * 5,
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_is_no_arabic_article_is_one_line(name: str, tmp_path: Path, briefing: Runner) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    ran = briefing("make", tmp_path / name, "--voice", "silence")
    assert ran.code == InputError.exit_code
    assert ran.err.count("\n") == 1
    assert name in ran.err
    assert not ran.out


def test_a_missing_file_and_a_folder_are_one_line(tmp_path: Path, briefing: Runner) -> None:
    for source in (tmp_path / "nowhere.txt", tmp_path):
        ran = briefing("make", source, "--voice", "silence")
        assert (ran.code, ran.err.count("\n")) == (InputError.exit_code, 1)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1256"])
def test_other_encodings_are_read_right(encoding: str, tmp_path: Path, briefing: Runner) -> None:
    (tmp_path / "story.txt").write_bytes(ARTICLE.encode(encoding))
    ran = briefing("show", tmp_path / "story.txt", "--at", "article")
    assert ran.code == 0
    assert HEADLINE in ran.out


def test_a_headline_alone_makes_a_short_briefing_without_empty_chapters(tmp_path: Path, briefing: Runner) -> None:
    (tmp_path / "story.txt").write_text(HEADLINE, encoding="utf-8")
    ran = briefing("show", tmp_path / "story.txt", "--at", "script", "--json")
    assert ran.code == 0
    assert '"kind": "lead"' in ran.out
    for kind in ("matter", "quote", "poll"):
        assert f'"kind": "{kind}"' not in ran.out
    made = briefing("make", tmp_path / "story.txt", "--voice", "silence")
    assert (made.code, made.err.count("\n")) == (0, 1)
    assert "only a headline" in made.err


def test_a_book_on_one_line_is_refused_in_one_line(tmp_path: Path, briefing: Runner) -> None:
    (tmp_path / "book.txt").write_text("كلمة " * 30_000, encoding="utf-8")
    ran = briefing("make", tmp_path / "book.txt", "--voice", "silence")
    assert (ran.code, ran.err.count("\n")) == (InputError.exit_code, 1)


def test_a_word_without_end_is_refused_in_one_line(tmp_path: Path, briefing: Runner) -> None:
    (tmp_path / "word.txt").write_text("ا" * 3_000_000, encoding="utf-8")
    ran = briefing("make", tmp_path / "word.txt", "--voice", "silence")
    assert (ran.code, ran.err.count("\n")) == (InputError.exit_code, 1)
    assert "3,000,000 letters" in ran.err


def test_output_that_cannot_be_printed_is_one_line(seed: Path, environment: dict[str, str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "briefing", "show", seed, "--at", "article"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    assert (ran.returncode, ran.stderr.count(b"\n")) == (OutputError.exit_code, 1)


def test_one_bad_input_does_not_stop_the_others(tmp_path: Path, briefing: Runner) -> None:
    (tmp_path / "story.txt").write_text(ARTICLE, encoding="utf-8")
    ran = briefing("make", tmp_path / "nowhere.txt", tmp_path / "story.txt", "--voice", "silence", "--json")
    assert ran.code == InputError.exit_code
    first, last = ran.err.splitlines()
    assert "there is no such file" in first
    assert last.startswith("briefing: 1 of 2 failed; to try these again: --failed ")
    assert '"slug": "story"' in ran.out


def test_an_output_folder_that_cannot_be_written_is_one_line(tmp_path: Path, briefing: Runner, seed: Path) -> None:
    (tmp_path / "taken").touch()
    ran = briefing("make", seed, "--voice", "silence", "-o", tmp_path / "taken")
    assert (ran.code, ran.err.count("\n")) == (OutputError.exit_code, 1)


def test_an_unknown_voice_or_setting_names_the_known_ones(briefing: Runner, seed: Path, tmp_path: Path) -> None:
    ran = briefing("make", seed, "--voice", "nobody")
    assert ran.code == UsageError.exit_code
    assert "espeak" in ran.err
    (tmp_path / "work" / "briefing.toml").write_text("volume = 11\n", encoding="utf-8")
    ran = briefing("make", seed)
    assert ran.code == SettingsError.exit_code
    assert "volume" in ran.err


def test_a_form_that_nobody_makes_names_those_that_there_are(briefing: Runner, seed: Path) -> None:
    ran = briefing("make", seed, "--voice", "silence", "--also", "wax")
    assert (ran.code, ran.err.count("\n")) == (UsageError.exit_code, 1)
    assert "epub" in ran.err
    assert "opus" in ran.err


@pytest.mark.parametrize("arguments", [("make",), ("make", "--loud"), ("sing",), ("show", "x", "--at", "noon")])
def test_wrong_words_are_a_usage_error_in_one_line(arguments: tuple[str, ...], briefing: Runner) -> None:
    ran = briefing(*arguments)
    assert (ran.code, ran.err.count("\n")) == (UsageError.exit_code, 1)
    assert "--help" in ran.err
