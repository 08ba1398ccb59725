"""The feed of 2,000 episodes: rebuilt whole, and with one added; and what a page weighs."""

from __future__ import annotations

import json
import os
import statistics
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
began = time.perf_counter()
feed.rebuild(Path(sys.argv[1]), Show(), afresh=sys.argv[2] == "afresh")
print(time.perf_counter() - began)
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
        figures.add("feed_of_2000_rebuilt", statistics.median(whole), "s", ceiling=2)
        added = []
        for number in range(EPISODES, EPISODES + RUNS):
            _copy(made, number)
            added.append(_rebuild(output, "added"))
        figures.add("feed_of_2000_one_added", statistics.median(added), "s", ceiling=0.3)
        figures.add("list_of_episodes_bytes", (output / "index.html").stat().st_size, "B", ceiling=120_000)
    figures.close()


def _copy(made: Path, number: int) -> None:
    """Put another episode beside one: the same sound, another record."""
    folder = made.with_name(f"episode-{number}")
    folder.mkdir()
    os.link(made / "briefing.mp3", folder / "briefing.mp3")
    record = json.loads((made / "episode.json").read_text(encoding="utf-8"))
    record |= {"guid": f"guid-{number}", "published": (BEGIN + timedelta(hours=number)).isoformat()}
    (folder / "episode.json").write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")


def _rebuild(output: Path, how: str) -> float:
    done = subprocess.run([sys.executable, "-c", TIMED, output, how], check=True, capture_output=True, text=True)
    return float(done.stdout)


if __name__ == "__main__":
    main()
