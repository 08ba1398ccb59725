"""Killed, crowded or starved, a run leaves finished episodes whole, and the next one goes on."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import feedparser
import pytest

from briefing.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

LIMIT_BYTES = 100_000


def _start(folder: Path, environment: dict[str, str], *arguments: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "briefing", "make", *map(str, arguments)],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("after_s", [0.8, 2.0])
def test_a_killed_run_is_cleared_away_by_the_next(
    after_s: float, briefing: Runner, seed: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    run = _start(tmp_path / "work", environment, seed)
    time.sleep(after_s)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert briefing("make", seed, "--voice", "silence").code == 0
    output = tmp_path / "work" / "output"
    assert not list((output / ".briefing" / "rooms").iterdir())
    assert len(feedparser.parse((output / "feed.xml").read_bytes()).entries) == 1


def test_two_runs_into_one_folder_both_stand_in_the_feed(
    seed: Path, tmp_path: Path, work: Path, environment: dict[str, str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("الحكومة تعلن خطة جديدة لدعم الصناعة\n\nأعلنت الحكومة اليوم خطة جديدة.\n", encoding="utf-8")
    runs = [_start(work, environment, source, "--voice", "silence") for source in (seed, other, seed)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert (run.returncode, err) == (0, b"")
    feed = feedparser.parse((work / "output" / "feed.xml").read_bytes())
    assert not feed.bozo
    assert len(feed.entries) == 2


def test_a_disk_that_takes_no_more_is_one_line_and_the_earlier_episode_stays(
    seed: Path, seed_output: Path, work: Path, environment: dict[str, str]
) -> None:
    mp3 = shutil.copytree(seed_output, work / "output") / "aoc-biden-2024" / "briefing.mp3"
    before = mp3.read_bytes()
    ran = subprocess.run(
        [sys.executable, "-m", "briefing", "make", seed, "--no-cache"],
        cwd=work,
        env=environment,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, LIMIT_BYTES)),
        timeout=120,
    )
    assert ran.returncode == OutputError.exit_code
    assert ran.stderr.count(b"\n") == 1
    assert mp3.read_bytes() == before
