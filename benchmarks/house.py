"""The whole way on the seed: speed against real time with the cold start, memory of the process tree, `--help`."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from figures import Figures

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "aoc-biden-2024.txt"
BRIEFING = Path(sys.executable).with_name("briefing")
RUNS = 5
SAMPLE_S = 0.02
MEGABYTE = 1 << 20


def main() -> None:
    """Measure and print."""
    figures = Figures()
    makes = [_make() for _ in range(3)]
    figures.add("seed_times_real_time", statistics.median(speed for speed, _ in makes), "x", floor=40)
    figures.add("seed_peak_memory", max(memory for _, memory in makes), "MB", ceiling=400)
    figures.add("help_seconds", statistics.median(_help() for _ in range(RUNS)), "s", ceiling=0.3)
    figures.close()


def _make() -> tuple[float, float]:
    """Make the seed's briefing in an empty folder with an empty cache: times real time, peak MB of the process tree."""
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "XDG_CACHE_HOME": f"{folder}/cache"}
        began = time.perf_counter()
        run = subprocess.Popen(
            [BRIEFING, "make", SEED, "--voice", "espeak", "-o", f"{folder}/output", "--json"],
            stdout=subprocess.PIPE,
            cwd=folder,
            env=env,
        )
        peak = _Peak(run.pid)
        out, _ = run.communicate()
        seconds = time.perf_counter() - began
        if run.returncode:
            sys.exit(f"briefing make: exit code {run.returncode}")
        return json.loads(out)["duration_ms"] / 1000 / seconds, peak.stop() / MEGABYTE


def _help() -> float:
    began = time.perf_counter()
    subprocess.run([BRIEFING, "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


class _Peak:
    """Watches the memory of a process and its children: proportional set size, so that shared pages count once."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak_bytes = 0
        self._going = True
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """End watching; the peak in bytes."""
        self._going = False
        self._thread.join()
        return self._peak_bytes

    def _watch(self) -> None:
        while self._going:
            self._peak_bytes = max(self._peak_bytes, sum(map(_pss_bytes, _tree(self._pid))))
            time.sleep(SAMPLE_S)


def _tree(pid: int) -> list[int]:
    found = [pid]
    for process in found:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            found += _numbers(children)
    return found


def _numbers(file: Path) -> list[int]:
    try:
        return [int(number) for number in file.read_text(encoding="ascii").split()]
    except OSError:  # the process ended meanwhile
        return []


def _pss_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:  # the process ended meanwhile
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
