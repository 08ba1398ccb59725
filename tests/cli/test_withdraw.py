"""`briefing withdraw`: out of feed and list, and back only when it is asked for."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

SLUG = "aoc-biden-2024"
REASON = "خطأ في نسبة القول"
ON = "2026-03-01"


@pytest.fixture
def output(seed_output: Path, work: Path, environment: dict[str, str]) -> Path:
    """Give a folder with the seed's episode, on a day of our choice."""
    environment["SOURCE_DATE_EPOCH"] = "1772357400"  # 2026-03-01T09:30:00Z
    return shutil.copytree(seed_output, work / "output")


def test_an_episode_leaves_feed_and_list_and_a_page_says_so(output: Path, briefing: Runner) -> None:
    (output / SLUG / "notes.txt").write_text("mine", encoding="utf-8")
    ran = briefing("withdraw", SLUG, "--reason", f"  {REASON}\n")
    assert (ran.code, ran.out.split()) == (0, [f"output/{SLUG}/index.html"])
    assert ran.err.splitlines() == [f"{SLUG}: what you put there stays, and is published: notes.txt"]
    assert SLUG not in (output / "feed.xml").read_text(encoding="utf-8")
    assert SLUG not in (output / "index.html").read_text(encoding="utf-8")
    page = (output / SLUG / "index.html").read_text(encoding="utf-8")
    assert f"سبب السحب: {REASON}</p>" in page
    assert "1 مارس 2026" in page
    told = json.loads((output / SLUG / "withdrawn.json").read_bytes())
    assert (told["withdrawn"], told["reason"]) == (f"{ON}T09:30:00+00:00", REASON)
    visible = sorted(path.name for path in (output / SLUG).iterdir() if not path.name.startswith("."))
    assert visible == ["index.html", "notes.txt", "withdrawn.json"]


def test_the_article_is_not_made_again_until_that_is_undone(output: Path, seed: Path, briefing: Runner) -> None:
    briefing("withdraw", SLUG)
    again = briefing("make", seed, "--voice", "silence", "--json")
    assert again.code == 7
    told = json.loads(again.out)
    assert (told["status"], told["exit_code"]) == ("withdrawn", 7)
    assert again.err.strip() == f"briefing: {told['error']}"
    assert told["error"].startswith(f"output/{SLUG}: was withdrawn on {ON} and is not made again; ")
    undone = told["error"].partition("run: briefing ")[2].split()
    ran = briefing(*undone)
    assert (ran.code, ran.out) == (0, "")
    assert briefing("make", seed, "--voice", "silence").code == 0
    assert (output / SLUG / "briefing.mp3").is_file()
    assert SLUG in (output / "feed.xml").read_text(encoding="utf-8")


def test_to_withdraw_twice_is_fine_and_said(output: Path, briefing: Runner) -> None:
    briefing("withdraw", SLUG, "--reason", REASON)
    page = (output / SLUG / "index.html").read_bytes()
    ran = briefing("withdraw", SLUG)
    assert (ran.code, ran.err.strip()) == (0, f"{SLUG}: was withdrawn already, on {ON}")
    assert (output / SLUG / "index.html").read_bytes() == page
    assert briefing("withdraw", SLUG, "--no-title").code == 0
    assert "<strong>" not in (output / SLUG / "index.html").read_text(encoding="utf-8")


def test_what_is_no_episode_stops_none_of_the_others_and_the_first_failure_is_the_exit_code(
    output: Path, briefing: Runner
) -> None:
    (output / "mine").mkdir()
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    none = briefing("withdraw", "mine", "nowhere")
    assert (none.code, none.out) == (7, "")
    assert none.err.splitlines() == [
        "briefing: output/mine: is no episode of ours, and stays; remove it yourself where it has to go",
        "briefing: nowhere: there is no such episode; give the name of a folder in output",
    ]
    assert {path: path.read_bytes() for path in output.rglob("*") if path.is_file()} == before
    some = briefing("withdraw", "nowhere", SLUG)
    assert (some.code, some.out.split()) == (2, [f"output/{SLUG}/index.html"])


def test_among_others_a_withdrawn_article_is_no_failure(
    output: Path, seed: Path, briefing: Runner, tmp_path: Path
) -> None:
    briefing("withdraw", SLUG)
    other = tmp_path / "other.txt"
    other.write_text("خبر آخر\n\nأعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة.\n", encoding="utf-8")
    ran = briefing("make", seed, other, "--voice", "silence", "--json")
    assert [json.loads(line)["status"] for line in ran.out.splitlines()] == ["withdrawn", "made"]
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert "was withdrawn on" in ran.err
    assert not (output / ".briefing" / "failures.jsonl").exists()


@pytest.mark.parametrize("besides", [["--reason", REASON], ["--no-title"]])
def test_to_undo_takes_no_reason(besides: list[str], output: Path, briefing: Runner) -> None:
    ran = briefing("withdraw", "--undo", SLUG, *besides)
    assert ran.code == 2
    assert (output / SLUG / "briefing.mp3").is_file()


def test_a_feed_that_is_not_ours_is_refused_before_anything_is_withdrawn(output: Path, briefing: Runner) -> None:
    (output / "feed.xml").write_text("<rss/>", encoding="utf-8")
    assert briefing("withdraw", SLUG).code == 7
    assert (output / SLUG / "briefing.mp3").is_file()
