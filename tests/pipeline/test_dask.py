"""A Dask cluster of this machine: real scheduler, real workers; they are killed, and so is who gives them work."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import feedparser
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة، وتبدأ الخطة في الشهر المقبل."
QUICK = ["--voice", "silence", "--diacritizer", "none", "--no-chime", "--json"]
ARTICLES = 16
PATIENCE_S = 60


class Cluster:
    """A scheduler and two workers, each started again when it is killed."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._file = folder / "scheduler.json"
        self._folder = folder
        # A worker that dies may have been killed by its article; here it never was.
        self._environment = {**environment, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "100"}
        self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        _until(self._file.is_file)
        self.address = json.loads(self._file.read_text(encoding="utf-8"))["address"]
        self._workers = [self._worker() for _ in range(2)]

    def kill_a_worker(self, number: int) -> None:
        victim = number % len(self._workers)
        self._workers[victim].kill()
        self._workers[victim].wait()
        self._workers[victim] = self._worker()

    def send_workers_home(self) -> None:
        for process in self._workers:
            process.kill()
            process.wait()
        self._workers.clear()
        time.sleep(1)  # until the scheduler has noticed

    def close(self) -> None:
        for process in [*self._workers, self._scheduler]:
            process.kill()
            process.wait()

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1")

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        dask = [sys.executable, "-m", "dask", what, "--no-dashboard", "--scheduler-file", str(self._file), *options]
        return subprocess.Popen(dask, cwd=self._folder, env=self._environment, stderr=subprocess.DEVNULL)


def _until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def cluster(tmp_path: Path, environment: dict[str, str]) -> Iterator[Cluster]:
    (tmp_path / "dask").mkdir()
    found = Cluster(tmp_path / "dask", environment)
    yield found
    found.close()


def test_a_cluster_without_workers_says_so_and_a_scheduler_that_dies_is_one_line(
    tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    cluster.send_workers_home()
    (tmp_path / "story.txt").write_text(f"خبر المدينة\n\n{BODY}\n", encoding="utf-8")
    options = ["story.txt", "-o", "out", *QUICK, "--scheduler", cluster.address]
    program = [sys.executable, "-m", "briefing", "make", *options]
    with subprocess.Popen(program, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr
        first = run.stderr.readline()
        cluster.close()
        rest = run.stderr.read()
    assert first == (
        f"briefing: warning: {cluster.address}: has no workers yet; start some: dask worker {cluster.address}\n"
    )
    assert rest == (
        f"briefing: {cluster.address}: the scheduler has gone; start it again and run the command again: what is "
        "finished stays\n"
    )
    assert run.returncode == 8


def _contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".briefing" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_killed_workers_and_a_killed_driver_lose_nothing_and_make_nothing_twice(
    tmp_path: Path, cluster: Cluster, environment: dict[str, str]
) -> None:
    sources = tmp_path / "in"
    sources.mkdir()
    for number in range(ARTICLES):
        (sources / f"story-{number}.txt").write_text(f"خبر المدينة رقم {number}\n\n{BODY}\n", encoding="utf-8")

    def begun(output: Path, *options: str) -> subprocess.Popen[str]:
        program = [sys.executable, "-m", "briefing", "make", str(sources), "-o", str(output), *QUICK, *options]
        return subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True)

    output = tmp_path / "out"
    with begun(output, "--scheduler", cluster.address) as first:
        assert first.stdout
        for number in range(4):
            first.stdout.readline()
            cluster.kill_a_worker(number)
        first.send_signal(signal.SIGKILL)
    with begun(output, "--scheduler", cluster.address) as second:
        assert second.stdout
        second.stdout.readline()
        cluster.kill_a_worker(1)
        lines = [json.loads(line) for line in second.stdout]
    assert second.returncode == 0
    assert {line["status"] for line in lines} <= {"made", "unchanged"}
    with begun(tmp_path / "serial") as serial:
        assert serial.stdout
        serial.stdout.read()
    assert _contents(output) == _contents(tmp_path / "serial")
    parsed = feedparser.parse((output / "feed.xml").read_bytes())
    assert len(parsed.entries) == ARTICLES
    assert list((output / ".briefing" / "rooms").iterdir()) == []
