"""The HTS engine: against real time on one core, loading, memory of a long sentence, sameness; and a whole `make`."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from figures import Figures

from briefing.model import Role
from briefing.narration import models, voices
from briefing.narration.synthesizers.hts import Hts, voice_file

ROOT = Path(__file__).resolve().parent.parent
ZIAD = ROOT.parent / "shared" / "voices" / "ara_norm_ziad_hts.htsvoice"
SEED = ROOT / "seeds" / "aoc-biden-2024.txt"
SENTENCE = "أَعْلَنَتِ الْحُكُومَةُ الْيَوْمَ خُطَّةً جَدِيدَةً لِدَعْمِ الصِّنَاعَةِ الْمَحَلِّيَّةِ فِي الْمُدُنِ، وَقَالَ الْوَزِيرُ إِنَّهَا سَتَبْدَأُ غَدًا."
LONG = " ".join([SENTENCE] * 5)  # half a minute: the longest that the engine is given at once
RUNS = 8
MEGABYTE = 1 << 20
HOMES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")


def main() -> None:
    """Measure and print; called with a word, do the one thing whose memory is measured from outside."""
    if len(sys.argv) > 1:
        say(LONG)
        return
    figures = Figures()
    if not ZIAD.is_file():
        figures.skip("hts", "no ../shared/voices beside the checkout")
        figures.close()
        return
    with tempfile.TemporaryDirectory() as homes:
        os.environ.update(dict.fromkeys(HOMES, homes))
        models.install_from(str(voices.load("ziad").options["model"]), voices.download("ziad"), ZIAD)
        measure(figures, Path(homes))
    figures.close()


def measure(figures: Figures, scratch: Path) -> None:
    """Time the engine here, and two programs from outside."""
    began = time.process_time()
    voice_file.load(ZIAD)
    figures.add("hts_load", time.process_time() - began, "CPU s", ceiling=0.15)
    first = say(SENTENCE)  # questions are compiled when they are first asked
    began, sound_s = time.process_time(), 0.0
    for run in range(RUNS):
        sound_s += len(say(f"{SENTENCE} {'وَ' * (run + 1)}")) / 2 / 24_000
    figures.add("hts_times_real_time", sound_s / (time.process_time() - began), "x", floor=20)
    figures.add("hts_the_same_bytes", float(digest(say(SENTENCE)) == digest(first)), "yes or no", floor=1)
    _, peak = child([sys.executable, __file__, "long"])
    figures.add("hts_memory_of_a_long_sentence", peak, "MB", ceiling=150)
    # Python keeps compiled what pip installs, and what runs from a checkout, unless it is told not to.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(scratch / "compiled")
    program = str(Path(sys.executable).with_name("briefing"))
    child([program, *make(scratch / "compiling")])
    cpu_s, peak = child([program, *make(scratch / "output")])
    duration_s = float(record(scratch / "output")["duration_ms"]) / 1000
    figures.add("hts_make_of_the_seed_times_real_time", duration_s / cpu_s, "x", floor=25)
    figures.add("hts_make_of_the_seed_memory", peak, "MB", ceiling=250)


def make(output: Path) -> list[str]:
    """Return the arguments that make the seed's briefing."""
    return ["make", str(SEED), "--voice", "ziad", "--offline", "--no-cache", "-o", str(output)]


def record(output: Path) -> dict[str, str]:
    """Read what is known of the episode."""
    import json

    found: dict[str, str] = json.loads((output / SEED.stem / "episode.json").read_text(encoding="utf-8"))
    return found


def child(command: list[str]) -> tuple[float, float]:
    """Run a program in a process that starts another: its CPU seconds, and the MB that its largest process held."""
    code = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
    )
    ran = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    cpu_s, kilobytes = map(float, ran.stdout.split())
    return cpu_s, kilobytes * 1024 / MEGABYTE


def say(text: str) -> bytes:
    """Speak as the narrator."""
    voice = replace(voices.load("ziad"), cast={})
    with Hts().open(voice) as speaker:
        return speaker.say(text, Role.NARRATOR).audio.samples


def digest(samples: bytes) -> str:
    """Return what tells samples from others."""
    return hashlib.sha256(samples).hexdigest()


if __name__ == "__main__":
    main()
