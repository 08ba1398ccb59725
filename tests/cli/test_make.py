"""The whole way with the silent voice: what `briefing make` leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner

PROMISED = ("briefing.mp3", "chapters.json", "captions.vtt", "index.html", "summary.txt", "summary.md")
INTERRUPTED = 130


def _content(folder: Path) -> dict[str, str]:
    """Return the fingerprint of every file that is there to be published; dot files are the program's own notes."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_the_seed_becomes_an_episode_and_a_feed(briefing: Runner, seed: Path, tmp_path: Path) -> None:
    ran = briefing("make", seed, "--voice", "silence", "--json")
    assert (ran.code, ran.err) == (0, "")
    made = json.loads(ran.out)
    promised = {"slug", "guid", "mp3", "duration_ms", "voice", "diacritizer", "files"}
    assert set(made) == {"status", "source", "title", "warnings", *promised}
    assert (made["slug"], made["voice"]) == ("aoc-biden-2024", "silence")
    output = tmp_path / "work" / "output"
    for name in PROMISED:
        assert (output / "aoc-biden-2024" / name).stat().st_size > 0
    assert (output / "feed.xml").stat().st_size > 0
    assert [path.name for path in output.iterdir() if path.name.startswith(".")] == [".briefing"]


def test_a_folder_is_its_files_that_can_be_read(briefing: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "work" / "desk"
    (folder / "deeper").mkdir(parents=True)
    for name in ("b.txt", "a.md", ".hidden.txt", "picture.png"):
        (folder / name).write_text(f"خبر {name[0]}\n\nبدأ العمل صباح اليوم في المدينة.\n", encoding="utf-8")
    ran = briefing("make", "desk", "--voice", "silence", "--json")
    assert ran.code == 0
    assert [json.loads(line)["slug"] for line in ran.out.splitlines()] == ["a", "b"]
    empty = briefing("make", "desk/deeper", "--voice", "silence")
    assert (empty.code, empty.out) == (3, "")
    assert "desk/deeper: is a folder" in empty.err


def test_a_second_run_gives_the_same_bytes(briefing: Runner, seed: Path, tmp_path: Path) -> None:
    output = tmp_path / "work" / "output"
    assert briefing("make", seed, "--voice", "silence").code == 0
    first = _content(output)
    assert briefing("make", seed, "--voice", "silence").code == 0
    assert _content(output) == first


def test_a_file_that_was_only_touched_keeps_its_date_and_bytes(briefing: Runner, tmp_path: Path, seed: Path) -> None:
    source, output = tmp_path / "story.txt", tmp_path / "work" / "output"
    source.write_bytes(seed.read_bytes())
    assert briefing("make", source, "--voice", "silence").code == 0
    first = _content(output)
    os.utime(source, (86_400, 86_400))
    assert briefing("make", source, "--voice", "silence").code == 0
    assert _content(output) == first


def test_the_offline_voice_speaks_the_seed(briefing: Runner, seed: Path) -> None:
    ran = briefing("make", seed, "--offline", "--json")
    assert (ran.code, ran.err) == (0, "")
    made = json.loads(ran.out)
    assert made["voice"] == "espeak"
    assert 60_000 <= made["duration_ms"] <= 110_000


def test_offline_refuses_a_voice_that_needs_the_network(briefing: Runner, seed: Path) -> None:
    ran = briefing("make", seed, "--offline", "--voice", "google")
    assert ran.code == 6
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("stage", ["read", "diacritize", "speak", "encode", "publish"])
def test_ctrl_c_at_any_stage_leaves_the_earlier_episode_whole(
    stage: str, seed: Path, seed_output: Path, work: Path, environment: dict[str, str]
) -> None:
    output = shutil.copytree(seed_output, work / "output")
    before = _content(output)
    run = subprocess.Popen(
        [sys.executable, "-m", "briefing", "make", str(seed), "-v"],
        cwd=work,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    with run:
        assert run.stderr
        said = next(line for line in run.stderr if line.endswith(f": {stage}\n"))
        run.send_signal(signal.SIGINT)
        err = said + run.stderr.read()
    assert "Traceback" not in err
    assert run.returncode == INTERRUPTED
    assert _content(output) == before
