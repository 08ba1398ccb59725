"""`briefing bulletin`: what it prints, and how it ends."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner

CASES = Path(__file__).parent.parent / "cases" / "bulletin" / "twins.toml"
TOPICS = tomllib.loads(CASES.read_text(encoding="utf-8"))["topic"]
QUICK = ("--voice", "silence", "--diacritizer", "none")
SATURDAY = str(1_795_849_200)


@pytest.fixture
def desk(work: Path, environment: dict[str, str]) -> Path:
    """Give a folder of articles; it is Saturday, in the morning."""
    environment |= {"SOURCE_DATE_EPOCH": SATURDAY, "TZ": "UTC"}
    folder = work / "desk"
    folder.mkdir()
    for number, topic in enumerate(TOPICS):
        (folder / f"story-{number}.txt").write_text(topic["told"].strip() + "\n", encoding="utf-8")
    return folder


def test_a_folder_of_articles_makes_one_line(desk: Path, briefing: Runner) -> None:
    ran = briefing("bulletin", desk.name, *QUICK)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("output/bulletin-2026-11-28-am/briefing.mp3  (")
    assert ran.out.count("\n") == 1
    assert briefing("bulletin", desk.name, *QUICK).out.endswith(", unchanged)\n")


def test_without_a_source_the_output_folder_is_told(desk: Path, briefing: Runner) -> None:
    assert briefing("make", desk.name, *QUICK).code == 0
    ran = briefing("bulletin", *QUICK, "--json", "--top", "3", "--minutes", "4")
    told = json.loads(ran.out)
    assert (ran.code, ran.err, told["status"]) == (0, "", "made")
    assert len(told["stories"]) == 3
    assert told["duration_ms"] <= 240_000


def test_json_is_one_object_with_what_failed(desk: Path, briefing: Runner) -> None:
    ran = briefing("bulletin", "nowhere.txt", f"{desk.name}/story-0.txt", *QUICK, "--json")
    told = json.loads(ran.out)
    assert ran.code == 3
    assert ran.err == "briefing: nowhere.txt: there is no such file; check the path\n"
    assert told["slug"] == "bulletin-2026-11-28-am"
    assert [story["title"] for story in told["stories"]] == [TOPICS[0]["told"].partition("\n")[0]]
    assert [(failed["source"], failed["exit_code"]) for failed in told["failed"]] == [("nowhere.txt", 3)]


def test_no_story_is_one_line_and_with_json_one_object(desk: Path, briefing: Runner) -> None:
    assert desk.is_dir()
    ran = briefing("bulletin", *QUICK, "--json")
    assert ran.code == 3
    assert ran.err == (
        "briefing: output: has no story of the last 24 hours; make some first, or look back farther with --since\n"
    )
    assert json.loads(ran.out)["status"] == "failed"
