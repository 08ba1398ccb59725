"""The diacritizers: word errors on both development sets, letters changed, speed on one core, loading, memory."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Any

from figures import SHARED, Figures

from briefing import plugins
from briefing.arabic import strip_marks
from briefing.narration import diacritize

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = Path(__file__).resolve().parent.parent / "seeds" / "aoc-biden-2024.txt"
SCORER = SHARED.parent / "tools" / "score_diacritics.py"
# name -> highest word error rate allowed for each diacritizer, in percent, by the scorer's lenient count.
# 0.1 points above what was measured.
CEILINGS = {
    "catt": {"ensemble": 9.78, "fast": 10.07},
    "wikinews2014": {"ensemble": 7.79, "fast": 8.05},
}
SAMPLE_CHARS = 24_000
COMMAND_CHARS = 58_000
PROBES = 3
# A process of its own: what was loaded before must not count. CPU seconds of the best of five runs: cores are shared.
PROBE = """
import json, sys, time
from pathlib import Path
start = time.process_time()
from briefing import plugins
diacritizer = plugins.diacritizer(sys.argv[1])
diacritizer.diacritize("\\u0646\\u0639\\u0645")
loaded = time.process_time()
text = sys.stdin.read()
times = []
for _ in range(5):
    start_of_run = time.process_time()
    diacritizer.diacritize(text)
    times.append(time.process_time() - start_of_run)
# ru_maxrss begins with that of the process that started this one, which has marked both sets.
(peak,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(json.dumps({"load": loaded - start, "speed": len(text) / min(times), "peak": int(peak) / 1024}))
"""


def main() -> None:
    """Measure and print."""
    figures = Figures()
    if SCORER.is_file():
        for name, ceilings in CEILINGS.items():
            gold = (
                (SHARED / "diacritize" / f"{name}.ref").read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
            )
            for diacritizer, ceiling in ceilings.items():
                _score(figures, f"{diacritizer}_{name}", gold, plugins.diacritizer(diacritizer), ceiling)
    else:
        figures.skip("diacritize_word_errors", "no ../shared beside the checkout")
    _probe(figures, "ensemble", floor=8000)
    _probe(figures, "fast", floor=11000)
    _command(figures, "ensemble", floor=5500)
    _command(figures, "fast", floor=8500)
    figures.close()


def _score(figures: Figures, name: str, gold: Sequence[str], diacritizer: plugins.Diacritizer, ceiling: float) -> None:
    bare = [strip_marks(line) for line in gold]
    marked = [diacritize.text(line, diacritizer) for line in bare]
    changed = sum(strip_marks(after) != before for before, after in zip(bare, marked, strict=True))
    strict = _scorer().score(gold, marked)
    lenient = _scorer().score(gold, marked, lenient=True)
    figures.add(f"{name}_lines_with_changed_letters", changed, "lines", ceiling=0)
    figures.add(f"{name}_mark_errors", strict["DER"], "%")
    figures.add(f"{name}_word_errors_strict", strict["WER"], "%")
    figures.add(f"{name}_word_errors", lenient["WER"], "%", ceiling=ceiling)
    figures.add(f"{name}_word_errors_without_endings", lenient["WER_no_ce"], "%")


def _scorer() -> Any:  # noqa: ANN401 - a script beside the checkout
    spec = spec_from_file_location("score_diacritics", SCORER)
    if spec is None or spec.loader is None:
        sys.exit(f"{SCORER}: cannot be loaded")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _probe(figures: Figures, name: str, *, floor: int) -> None:
    seed = SEED.read_text(encoding="utf-8")
    text = (strip_marks(seed) * (SAMPLE_CHARS // len(seed) + 1))[:SAMPLE_CHARS]
    runs = [
        json.loads(
            subprocess.run(
                [sys.executable, "-c", PROBE, name], input=text, capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(PROBES)
    ]
    figures.add(f"{name}_load_cpu_seconds", min(run["load"] for run in runs), "s", ceiling=0.35)
    figures.add(f"{name}_chars_per_cpu_second", max(run["speed"] for run in runs), "chars/s", floor=floor)
    figures.add(f"{name}_peak_memory", max(run["peak"] for run in runs), "MB", ceiling=140)


def _command(figures: Figures, name: str, *, floor: int) -> None:
    """Time the whole command over a long text, less a run over one line: news repeats itself less than the seed."""
    seed = strip_marks(SEED.read_text(encoding="utf-8"))
    text = (seed * (COMMAND_CHARS // len(seed) + 1))[:COMMAND_CHARS]
    spent = min(_cpu_seconds(name, text) for _ in range(PROBES)) - min(_cpu_seconds(name, "\n") for _ in range(PROBES))
    figures.add(f"{name}_command_chars_per_cpu_second", len(text) / spent, "chars/s", floor=floor)


def _cpu_seconds(name: str, text: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "briefing", "diacritize", "--diacritizer", name]
    subprocess.run(command, input=text, capture_output=True, text=True, check=True, encoding="utf-8")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
