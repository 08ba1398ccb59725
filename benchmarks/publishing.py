"""The feed of 2,000 episodes: rebuilt whole, and with one added; and what a page weighs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from figures import Figures

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "aoc-biden-2024.txt"
BRIEFING = Path(sys.executable).with_name("briefing")
EPISODES = 2000
RUNS = 5
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
# A fresh process, so that what is imported late counts too.
TIMED = """
import sys, time
from pathlib import Path
from briefing.publishing import feed
from briefing.settings import Show
began, worked = time.perf_counter(), time.process_time()
feed.rebuild(Path(sys.argv[1]), Show(), afresh=sys.argv[2] == "afresh")
print(time.perf_counter() - began, time.process_time() - worked)
"""


def main() -> None:
    """Measure and print."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as room:
        output = Path(room) / "output"
        command = [BRIEFING, "make", SEED, "--voice", "silence", "--length", "full", "-o", output]
        subprocess.run(command, check=True, cwd=room, stdout=subprocess.DEVNULL)
        (made,) = (path.parent for path in output.glob("*/episode.json"))
        figures.add("page_bytes_of_the_longest_length", (made / "index.html").stat().st_size, "B", ceiling=60_000)
        for number in range(EPISODES - 1):
            _copy(made, number)
        whole = [_rebuild(output, "afresh") for _ in range(RUNS)]
        _add(figures, "feed_of_2000_rebuilt", whole, ceiling=2)
        added = []
        for number in range(EPISODES, EPISODES + RUNS):
            _copy(made, number)
            added.append(_rebuild(output, "added"))
        _add(figures, "feed_of_2000_one_added", added, ceiling=0.3)
        figures.add("list_of_episodes_bytes", (output / "index.html").stat().st_size, "B", ceiling=120_000)
    figures.close()


def _add(figures: Figures, name: str, runs: list[tuple[float, float]], *, ceiling: float) -> None:
    """Print the quickest run; bound is the time on the processor, which a busy machine does not stretch."""
    figures.add(f"{name}_by_the_clock", min(clock for clock, _ in runs), "s")
    figures.add(name, min(worked for _, worked in runs), "s", ceiling=ceiling)


def _copy(made: Path, number: int) -> None:
    """Put another episode beside one: the same sound, another record."""
    folder = made.with_name(f"episode-{number}")
    folder.mkdir()
    os.link(made / "briefing.mp3", folder / "briefing.mp3")
    record = json.loads((made / "episode.json").read_text(encoding="utf-8"))
    record |= {"guid": f"guid-{number}", "published": (BEGIN + timedelta(hours=number)).isoformat()}
    (folder / "episode.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


def _rebuild(output: Path, how: str) -> tuple[float, float]:
    # An installed program has its bytecode; where the environment forbids writing it, every import would compile anew.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", TIMED, output, how]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=env)
    clock, worked = done.stdout.split()
    return float(clock), float(worked)


if __name__ == "__main__":
    main()
