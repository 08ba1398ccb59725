"""`briefing watch`: what it prints and how it ends, alone and beside another."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.errors import OutputError
from tests.pipeline.watching import BODY, guids, item, put, rss, state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Runner, Site


PATIENCE_S = 60
OPTIONS = ("--voice", "silence", "--diacritizer", "none", "--allow-private")


def test_one_look_ends_with_the_code_of_the_first_failure(briefing: Runner, site: Site, work: Path) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    put(work / "desk" / "bad.txt", "No Arabic here.\n")
    ran = briefing("watch", f"{site.url}/feed", "desk", "--once", "--json", *OPTIONS)
    assert ran.code == 3
    assert [json.loads(line)["status"] for line in ran.out.splitlines()] == ["made", "failed"]
    assert ran.err.splitlines() == ["briefing: desk/bad.txt: is not an Arabic text; give an article written in Arabic"]
    again = briefing("watch", f"{site.url}/feed", "desk", "--once", "--json", *OPTIONS)
    assert (again.code, again.out, again.err) == (0, "", "")


def test_what_is_made_is_told_as_make_tells_it(briefing: Runner, site: Site, work: Path) -> None:
    site.puts("/feed", rss(item(1)))
    ran = briefing("watch", f"{site.url}/feed", "--once", "--metrics", "figures.prom", *OPTIONS)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("output/story-1/briefing.mp3  (0:")
    assert 'briefing_run_articles{status="made"} 1.0' in (work / "figures.prom").read_text(encoding="utf-8")


def test_what_was_withdrawn_is_told_when_its_feed_says_something_else_of_it_and_once(
    briefing: Runner, site: Site
) -> None:
    look = ("watch", f"{site.url}/feed", "--once", *OPTIONS)
    site.puts("/feed", rss(item(1)), ETag='"1"')
    assert briefing(*look).code == 0
    assert briefing("withdraw", "story-1").code == 0
    site.puts("/feed", rss(item(1, f"{BODY} تصحيح.")), ETag='"2"')
    ran = briefing(*look)
    assert (ran.code, "is not made again" in ran.err) == (OutputError.exit_code, True)
    again = briefing(*look)
    assert (again.code, again.err) == (0, "")


@pytest.fixture
def started(work: Path, environment: dict[str, str]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the program; what it is still doing at the end of the test is ended."""
    running = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        program = subprocess.Popen(
            [Path(sys.executable).with_name("briefing"), *arguments],
            cwd=work,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(program)
        return program

    yield start
    for program in running:
        program.kill()
        program.communicate()


def line_of(program: subprocess.Popen[str]) -> str:
    assert program.stdout
    return program.stdout.readline()


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_it_at_once_and_cleanly(
    started: Callable[..., subprocess.Popen[str]], site: Site, work: Path, number: int, code: int
) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    program = started("watch", f"{site.url}/feed", *OPTIONS)
    assert line_of(program).startswith("output/story-1/briefing.mp3")
    until((work / "output" / ".briefing" / "watch.json").exists)
    asked = time.monotonic()
    program.send_signal(number)
    _, err = program.communicate(timeout=PATIENCE_S)
    assert program.returncode == code
    assert err.splitlines()[-1] == "briefing: stopped"
    assert time.monotonic() - asked < 10  # and not at the end of its five minutes
    assert "Traceback" not in err
    assert not list((work / "output" / ".briefing" / "rooms").iterdir())


def test_a_watch_that_is_killed_between_rounds_is_taken_up_where_it_was(
    started: Callable[..., subprocess.Popen[str]], briefing: Runner, site: Site, work: Path
) -> None:
    site.puts("/feed", rss(item(1)), ETag='"1"')
    program = started("watch", f"{site.url}/feed", "--every", "1s", *OPTIONS)
    assert "story-1" in line_of(program)
    site.puts("/feed", rss(item(2), item(1)), ETag='"2"')
    assert "story-2" in line_of(program)
    asked = site.times("/feed")
    until(lambda: site.times("/feed") > asked)
    program.kill()
    program.wait()
    site.puts("/feed", rss(item(3), item(2), item(1)), ETag='"3"')
    ran = briefing("watch", f"{site.url}/feed", "--once", *OPTIONS)
    assert [line.partition("  ")[0] for line in ran.out.splitlines()] == ["output/story-3/briefing.mp3"]
    assert len(guids(work / "output")) == 3


def test_two_watches_on_one_shelf_lose_nothing_and_make_nothing_twice(
    started: Callable[..., subprocess.Popen[str]], site: Site, work: Path
) -> None:
    site.puts("/both", rss(*(item(number) for number in range(8))), ETag='"1"')
    for own in ("a", "b"):
        site.puts(f"/{own}", rss(*(item(100 * ord(own) + number) for number in range(4))), ETag='"1"')
    programs = [started("watch", f"{site.url}/both", f"{site.url}/{own}", "--once", *OPTIONS) for own in ("a", "b")]
    ended = [program.communicate(timeout=PATIENCE_S) for program in programs]
    assert [(program.returncode, err) for program, (_, err) in zip(programs, ended, strict=True)] == [(0, "")] * 2
    assert len(guids(work / "output")) == len(set(guids(work / "output").values())) == 16
    assert len([path for path in (work / "output").iterdir() if (path / "episode.json").is_file()]) == 16
    assert len(state(work / "output")["sources"]) == 3
    after = started("watch", *(f"{site.url}/{name}" for name in ("both", "a", "b")), "--once", *OPTIONS)
    assert after.communicate(timeout=PATIENCE_S) == ("", "")
