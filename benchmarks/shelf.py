"""Runs that are killed, and runs at once, in one output folder: nothing of anybody's may be lost.

    python benchmarks/shelf.py [--kills 30] [--articles 20] [--shared-names 4] [--seed 1]

Two writers make episodes over and over while one of them is killed (SIGKILL) at a random moment; after each kill every
episode that was reported as finished must stand, the feed must parse and name only what is there, and what somebody
put into the folder must be as it was. Then two writers make many articles at once, some under the same file name.
Prints one JSON line a figure; ends with 1 where anything was lost. POSIX only.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import feedparser

from briefing import pipeline
from briefing.settings import Settings

STORIES = 6
BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة."
MINE = {"index.html": b"<html>mine</html>", "story-1/notes.txt": b"mine", "documents/letter.txt": b"mine"}
PATIENCE_S = 60


@dataclass
class Writer:
    """A process that makes the same few episodes until it is killed, and what it said that it had finished."""

    number: int
    inputs: Path
    output: Path
    finished: set[str]
    ready: bool = False
    process: subprocess.Popen[str] = field(init=False)

    def start(self) -> None:
        """Start it, and listen to it."""
        self.ready = False
        command = [sys.executable, __file__, "--write", str(self.number), str(self.inputs), str(self.output)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        Thread(target=self._listen, args=(self.process,), daemon=True).start()

    def kill(self) -> None:
        """Kill it at once."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _listen(self, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            self.ready = True
            self.finished.add(line.strip())


def main() -> int:
    """Run both trials, print what was seen, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--shared-names", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", nargs=3, metavar=("NUMBER", "INPUTS", "OUTPUT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    if options.write:
        number, inputs, output = options.write
        write_for_ever(int(number), Path(inputs), Path(output))
    with tempfile.TemporaryDirectory() as folder:
        faults = [
            *kills(Path(folder) / "kills", options.kills, random.Random(options.seed)),  # noqa: S311 - no secret
            *crowd(Path(folder) / "crowd", options.articles, options.shared_names),
        ]
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    return 1 if faults else 0


def write_for_ever(number: int, inputs: Path, output: Path) -> None:
    """Make the stories again and again, each time with other words, and say which is finished."""
    for turn in range(10_000):
        story = (turn + number) % STORIES
        source = inputs / f"{number}" / f"story-{story}.txt"
        source.parent.mkdir(parents=True, exist_ok=True)
        # Both writers share the even names, with stories of their own.
        text = f"خبر الكاتب {number} عن الموضوع {story}\n\n{BODY} النسخة {turn}.\n"
        source.write_text(text, encoding="utf-8")
        for outcome in made(source, output):
            if isinstance(outcome, pipeline.Made):
                print(outcome.slug, flush=True)


def made(source: Path, output: Path) -> list[pipeline.Outcome]:
    """Make one article's episode, as fast as can be."""
    settings = Settings(voice="silence", diacritizer="none", chime=False)
    return list(pipeline.make([str(source)], pipeline.Choices(settings=settings, folder=output, cache=False)))


def kills(folder: Path, count: int, chance: random.Random) -> list[str]:
    """Kill writers at random moments; return what was found wrong."""
    output = folder / "output"
    for name, content in MINE.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_bytes(content)
    finished: set[str] = set()
    writers = [Writer(number=n, inputs=folder, output=output, finished=finished) for n in (1, 2)]
    for writer in writers:
        writer.start()
    faults: list[str] = []
    began = time.monotonic()
    for _ in range(count):
        victim = chance.choice(writers)
        _wait_until_ready(victim)
        time.sleep(chance.uniform(0, 0.5))
        victim.kill()
        faults += looked_at(output, finished)
        victim.start()
    for writer in writers:
        writer.kill()
    source = folder / "last.txt"
    source.write_text(f"آخر خبر\n\n{BODY}\n", encoding="utf-8")
    made(source, output)
    faults += looked_at(output, finished)
    faults += [f"left over: {path}" for path in left_over(output)]
    if not finished:
        faults.append("no episode was ever finished")
    print(
        json.dumps({"name": "kills", "value": count, "episodes": len(finished), "faults": len(faults), **_since(began)})
    )
    return faults


def _wait_until_ready(writer: Writer) -> None:
    """Wait until the writer has made an episode since it was started: before, there is nothing to spoil."""
    until = time.monotonic() + PATIENCE_S
    while not writer.ready and time.monotonic() < until and writer.process.poll() is None:
        time.sleep(0.01)


def looked_at(output: Path, finished: set[str]) -> list[str]:
    """Return what is wrong with a folder at this moment."""
    faults = [f"lost: {slug}" for slug in set(finished) if not (output / slug / "briefing.mp3").is_file()]
    faults += [f"touched: {name}" for name, content in MINE.items() if (output / name).read_bytes() != content]
    feed = output / "feed.xml"
    parsed: Any = feedparser.parse(feed.read_bytes()) if feed.is_file() else None
    if parsed and parsed.bozo:
        faults.append(f"the feed does not parse: {parsed.bozo_exception}")
    for entry in parsed.entries if parsed else ():
        slug = entry.enclosures[0].href.split("/")[-2]
        if not (output / slug / "briefing.mp3").is_file():
            faults.append(f"the feed names {slug}, which is not there")
    return faults


def left_over(output: Path) -> list[Path]:
    """List what killed runs left behind."""
    own = output / ".briefing"
    strays = [path for path in output.iterdir() if path.name.startswith(".") and path != own]
    halves = [path for path in output.glob("*/.*") if path.name not in {".briefing.json", ".article.json"}]
    return [*strays, *halves, *(own / "rooms").iterdir(), *(own / "new").iterdir(), *own.glob("kept")]


def _since(began: float) -> dict[str, int]:
    return {"seconds": round(time.monotonic() - began)}


def crowd(folder: Path, articles: int, shared: int) -> list[str]:
    """Let two processes make articles at once, `shared` of them under the same names; return what was found wrong."""
    output = folder / "output"
    runs = []
    began = time.monotonic()
    for number in (1, 2):
        sources = []
        for story in range(articles):
            name = f"shared-{story}" if story < shared else f"own-{number}-{story}"
            source = folder / f"{number}" / f"{name}.txt"
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_text(f"خبر {story} من الكاتب {number}\n\n{BODY}\n", encoding="utf-8")
            sources.append(str(source))
        command = ["make", *sources, "-o", str(output), "--voice", "silence", "--diacritizer", "none", "--no-chime"]
        runs.append(subprocess.Popen([sys.executable, "-m", "briefing", *command], stdout=subprocess.DEVNULL))
    faults = [f"a run ended with {run.returncode}" for run in runs if run.wait()]
    episodes = len(list(output.glob("*/briefing.mp3")))
    listed = len(feedparser.parse((output / "feed.xml").read_bytes()).entries)
    if not episodes == listed == 2 * articles:
        faults.append(f"{episodes} episodes and {listed} in the feed, not {2 * articles}")
    faults += [f"left over: {path}" for path in left_over(output)]
    print(json.dumps({"name": "crowd", "value": episodes, "listed": listed, "faults": len(faults), **_since(began)}))
    return faults


if __name__ == "__main__":
    sys.exit(main())
