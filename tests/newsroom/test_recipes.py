"""What docs/newsroom shows is run: a container's lines in an empty folder, a queue with a real Redis."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
RECIPES = ROOT / "docs" / "newsroom"
PORT = 16379
PATIENCE_S = 120
ARTICLE = "خبر المدينة\n\nأعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة.\n"


def test_the_lines_of_the_container_make_a_program_that_makes_a_briefing(tmp_path: Path) -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, tracked.split("\0")):
        target = tmp_path / "source" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    lines = re.findall(r"^RUN (.+)$", (RECIPES / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    # The user of the container alone is nothing that a folder of this machine can have.
    run = [line for line in lines if not line.startswith("useradd")]
    assert len(run) == len(lines) - 1
    # A container is built with the network that other tests are kept from.
    environment = {name: value for name, value in os.environ.items() if value != NOBODY}
    for line in run:
        subprocess.run(["bash", "-euc", line], cwd=tmp_path, env=environment, check=True)
    (tmp_path / "story.txt").write_text(ARTICLE, encoding="utf-8")
    program = [tmp_path / "venv" / "bin" / "briefing", "make", "story.txt", "--offline", "-o", "shelf"]
    subprocess.run(program, cwd=tmp_path, check=True)
    assert (tmp_path / "shelf" / "story" / "briefing.mp3").is_file()
    assert (tmp_path / "shelf" / "feed.xml").is_file()


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[str]:
    """Run a Redis of this test's own."""
    command = ["redis-server", "--port", str(PORT), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        yield f"redis://127.0.0.1:{PORT}"
        server.terminate()


def test_the_queue_makes_what_it_is_given_and_goes_on_behind_what_fails(redis: str, tmp_path: Path) -> None:
    (tmp_path / "tasks.py").write_bytes((RECIPES / "tasks.py").read_bytes())
    (tmp_path / "briefing.toml").write_text('voice = "silence"\ndiacritizer = "none"\n', encoding="utf-8")
    for number in range(4):
        text = f"{number} {ARTICLE}" if number else "No Arabic here.\n"
        (tmp_path / f"story-{number}.txt").write_text(text, encoding="utf-8")
    environment = {**os.environ, "BRIEFING_REDIS": redis, "BRIEFING_SHELF": str(tmp_path / "shelf")}
    names = [f"story-{number}.txt" for number in range(4)]
    for _ in range(2):  # each message comes twice
        subprocess.run([sys.executable, "tasks.py", *names], cwd=tmp_path, env=environment, check=True)
    workers = [sys.executable, "-m", "dramatiq", "tasks", "--processes", "2", "--threads", "1"]
    with subprocess.Popen(workers, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as crew:
        feed, end = tmp_path / "shelf" / "feed.xml", time.monotonic() + PATIENCE_S
        while not feed.is_file() or feed.read_text(encoding="utf-8").count("<item>") < 3:
            assert time.monotonic() < end
            time.sleep(0.2)
        crew.terminate()
        assert crew.stderr
        said = crew.stderr.read().decode()
    assert "story-0.txt" in said
    made = sorted(path.parent.name for path in (tmp_path / "shelf").glob("*/episode.json"))
    assert made == ["story-1", "story-2", "story-3"]
