"""The pages in a real browser and through the Nu HTML checker."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from briefing.arabic import strip_marks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGES = (
    "index.html",
    "aoc-biden-2024/index.html",
    "aoc-biden-2024/player.html",
    "aoc-biden-2024/summary.html",
    "hostile/index.html",
    "hostile/player.html",
    "withdrawn/index.html",
)
LARGEST_BYTES = 60_000


@pytest.fixture(scope="module")
def heard(node: Callable[..., Any], site: str) -> dict[str, Any]:
    found: dict[str, Any] = node("listen.cjs", f"{site}aoc-biden-2024/index.html")
    return found


def test_no_page_breaks_an_accessibility_rule_in_any_dress(node: Callable[..., Any], site: str) -> None:
    for seen in node("axe.cjs", site, *PAGES):
        assert seen["violations"] == [], seen
        assert seen["complaints"] == [], seen
        assert seen["tooWide"] <= 0, seen
        assert seen["passed"] > 10, seen


def test_the_html_checker_finds_nothing(
    tool: Callable[[str], str], node_module: Callable[[str], Path], output: Path
) -> None:
    checker = node_module("vnu-jar/build/dist/vnu.jar")
    pages = [output / page for page in (*PAGES, "hostile/summary.html")]
    done = subprocess.run([tool("java"), "-jar", checker, "--Werror", *pages], capture_output=True, check=False)
    assert done.stderr.decode() == ""
    assert done.returncode == 0


def test_a_page_is_light(episode: Path) -> None:
    assert (episode / "index.html").stat().st_size < LARGEST_BYTES


def test_nothing_plays_by_itself_and_no_script_fails(heard: dict[str, Any]) -> None:
    assert heard["autoplay"] is False
    assert heard["complaints"] == []


def test_every_keyboard_stop_can_be_seen(heard: dict[str, Any]) -> None:
    assert heard["unseenFocus"] == []


def test_the_word_that_sounds_is_marked_in_the_line_that_sounds(heard: dict[str, Any]) -> None:
    playing = heard["playing"]
    assert playing["paused"] is False
    assert playing["word"]
    assert playing["word"] in playing["line"]
    assert playing["chapter"] == playing["section"]


def test_a_chapter_is_reached_by_its_link(heard: dict[str, Any]) -> None:
    jumped = heard["jumped"]
    # A browser counts in microseconds, and cuts off.
    assert jumped["wanted"] - 0.001 <= jumped["time"] < jumped["wanted"] + 10
    assert jumped["chapter"] == jumped["section"]


def test_the_marks_switch_shows_marks_and_remembers(heard: dict[str, Any]) -> None:
    assert heard["pressed"] == heard["pressedAfterReload"] == "true"
    assert heard["marked"] == heard["markedAfterReload"] != heard["plain"]
    assert strip_marks(heard["marked"]) == strip_marks(heard["plain"])
    assert heard["plainAgain"] == heard["plain"]


def test_an_address_with_a_time_opens_there(heard: dict[str, Any]) -> None:
    assert heard["linked"]["time"] == pytest.approx(6, abs=0.5)
    assert heard["linked"]["line"]


def test_without_a_script_the_page_reads_and_listens(heard: dict[str, Any]) -> None:
    bare = heard["withoutScript"]
    assert bare["player"] is True
    assert bare["buttons"] is False
    assert bare["link"].startswith("briefing.mp3#t=")
    assert len(bare["text"]) > 500
