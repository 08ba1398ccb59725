"""The recording desk on 10, 30, 60 and 120 minutes: time, memory, loudness, peaks, chapters against the sound itself.

Each length runs in a process of its own: `production.py MINUTES` makes one programme and prints what it took.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from figures import Figures

from briefing.audio import ffmpeg, to_samples, to_wave
from briefing.model import (
    Article,
    Audio,
    Chapter,
    ChapterKind,
    Clip,
    Episode,
    Headline,
    Recording,
    Role,
    Script,
    Segments,
    Span,
    Speech,
    Utterance,
    Voice,
)
from briefing.production.encode import encode
from briefing.production.loudness import hop_energies, integrated_lufs, step_energies
from briefing.production.master import LOUDNESS_LUFS, master
from briefing.production.mix import AROUND_MS, mix
from briefing.production.tag import tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

RATE = 22_050
MP3_RATE = 44_100
MINUTES = (10, 30, 60, 120)
CLIPS_PER_CHAPTER = 12
CLICK_AT_MS = 20  # behind the fade that every clip begins with
SEARCHED_MS = 60


def main() -> None:
    """Measure each length and print the figures."""
    figures = Figures()
    taken = {minutes: _run(minutes) for minutes in MINUTES}
    for minutes, took in taken.items():
        # The stages follow one another, so on a machine with nothing else to do the clock shows no more than this.
        ceiling = 30.0 if minutes == 60 else None
        figures.add(f"production_{minutes}_minutes", took["cpu_seconds"], "CPU s", ceiling=ceiling)
        figures.add(f"production_{minutes}_minutes_by_the_clock", took["seconds"], "s")
        figures.add(f"production_{minutes}_minutes_memory", took["memory_mb"], "MB", ceiling=300)
        figures.add(f"production_{minutes}_minutes_loudness_off", took["loudness_off_lu"], "LU", ceiling=0.3)
        figures.add(f"production_{minutes}_minutes_true_peak", took["true_peak_dbtp"], "dBTP", ceiling=-1.0)
        figures.add(f"production_{minutes}_minutes_chapters_off", took["chapters_off_ms"], "ms", ceiling=1)
        figures.add(f"production_{minutes}_minutes_levels_apart", took["levels_apart_lu"], "LU", ceiling=1)
    for stage, seconds in taken[60]["stages"].items():
        figures.add(f"production_60_minutes_{stage}", seconds, "s")
    growth = taken[120]["cpu_seconds"] / taken[10]["cpu_seconds"] / 12
    figures.add("production_time_growth", growth, "x linear", ceiling=1.3)
    # 1.35 to 1.70 by the machine, of the same code.
    figures.add("production_memory_growth", taken[120]["memory_mb"] / taken[10]["memory_mb"], "of it", ceiling=1.9)
    figures.close()


def _run(minutes: int) -> Any:  # noqa: ANN401 - JSON
    command = [sys.executable, __file__, str(minutes)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def measure(minutes: int) -> dict[str, Any]:
    """Make one programme and say what it took and what came out."""
    stages: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder)
        script = _script(1 + 60 * minutes // 30)
        made = _timed(stages, "clips", lambda: list(_voices()))
        began = sum(os.times()[:4])
        recording = _timed(stages, "mix", lambda: mix(_clips(made, minutes), script, room / "programme.pcm"))
        recording = _timed(stages, "master", lambda: master(recording))
        mp3 = _timed(stages, "encode", lambda: encode(recording, room / "briefing.mp3"))
        _timed(stages, "tag", lambda: tag(mp3, _episode(recording, script)))
        stages.pop("clips")
        cpu_seconds = sum(os.times()[:4]) - began
        usage = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        loudness, peak = _read_back(mp3)
        return {
            "seconds": sum(stages.values()),
            "cpu_seconds": cpu_seconds,
            "stages": stages,
            "memory_mb": sum(usage),
            "loudness_off_lu": abs(loudness - LOUDNESS_LUFS),
            "true_peak_dbtp": peak,
            "chapters_off_ms": _chapters_off_ms(mp3, recording),
            "levels_apart_lu": _levels_apart_lu(recording),
        }


def _timed(stages: dict[str, float], name: str, stage: Callable[[], Any]) -> Any:  # noqa: ANN401 - any stage
    began = time.perf_counter()
    done = stage()
    stages[name] = time.perf_counter() - began
    return done


def _voices() -> Iterator[tuple[Role, Audio]]:
    """Make two voices of different level and pitch: glottal pulses through formants, in syllables, with hissed ends."""
    random = np.random.default_rng(2026)
    for number in range(24):
        role, pitch, level = (Role.QUOTE, 195, 0.05) if number % 3 == 2 else (Role.NARRATOR, 110, 0.3)
        count = round(random.uniform(1.5, 6.0) * RATE)
        moments = np.arange(count) / RATE
        phase = np.cumsum(pitch * (1 + 0.1 * np.sin(2 * np.pi * 0.6 * moments)) / RATE)
        voiced = np.zeros(count)
        voiced[np.flatnonzero(np.diff(np.floor(phase)))] = 1
        for formant, width in ((random.uniform(400, 800), 90), (random.uniform(1100, 2000), 140), (2600, 250)):
            ring = np.exp(-np.pi * width * moments[:900]) * np.sin(2 * np.pi * formant * moments[:900])
            voiced += 0.5 * np.convolve(voiced, ring)[:count]
        syllables = np.clip(np.sin(2 * np.pi * 2.2 * moments + number) + 0.6, 0, 1)
        hiss = random.normal(0, 0.04, count) * (1 - syllables)
        wave = syllables * voiced / np.abs(voiced).max() + hiss
        yield role, Audio(samples=to_samples(level * wave), sample_rate=RATE)


def _clips(voices: list[tuple[Role, Audio]], minutes: int) -> Iterator[Clip]:
    """Repeat the voices for some minutes; every chapter begins with a click between moments of silence."""
    said, number = 0, 0
    while said < minutes * 60 * RATE:
        role, audio = voices[number % len(voices)]
        if number % CLIPS_PER_CHAPTER == 0:
            before, behind = np.zeros(CLICK_AT_MS * RATE // 1000), np.zeros(RATE // 10)
            click = to_samples(np.concatenate([before, np.full(3, 0.5), behind]))
            audio = replace(audio, samples=click + audio.samples)
        utterance = Utterance(written="خبر", spoken="خبر", role=role, pause_after_ms=400)
        yield Clip(utterance=utterance, chapter=number // CLIPS_PER_CHAPTER, speech=Speech(audio=audio))
        said += audio.length_samples + round(0.4 * RATE)
        number += 1


def _script(chapters: int) -> Script:
    made = (
        Chapter(kind=ChapterKind.LEAD, title=f"الفصل {number} من البرنامج", utterances=()) for number in range(chapters)
    )
    headline = Headline(text="خبر", span=Span(paragraph=0, start=0, end=3))
    return Script(title="برنامج للقياس", chapters=tuple(made), segments=Segments(headline=headline))


def _episode(recording: Recording, script: Script) -> Episode:
    return Episode(
        slug="measured",
        guid="measured",
        article=Article(source="measured.txt", paragraphs=("خبر",)),
        script=script,
        chapters=recording.chapters,
        duration_ms=recording.duration_ms,
        published=datetime(2026, 1, 1, tzinfo=UTC),
        voice=Voice(name="made", title="made", synthesizer="silence"),
        diacritizer="none",
        enclosures=(),
    )


def _read_back(mp3: Path) -> tuple[float, float]:
    """Ask ffmpeg's own meter for the loudness and the true peak of the file."""
    command = [ffmpeg(), "-hide_banner", "-nostats", "-i", str(mp3), "-map", "0:a"]
    command += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stderr
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1]
    return float(loudness), float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])


def _chapters_off_ms(mp3: Path, recording: Recording) -> float:
    """Find the click at each chapter's start in the decoded file; return the widest distance."""
    furthest = 0.0
    command = [ffmpeg(), "-v", "error", "-i", str(mp3), "-map", "0:a", "-f", "s16le", "-"]
    with tempfile.TemporaryFile() as decoded:
        subprocess.run(command, stdout=decoded, check=True)
        for timed in recording.chapters:
            # The click is the first that sounds of a chapter: before it the clip is still.
            wanted = timed.cues[0].start_ms + AROUND_MS
            start = max(round((wanted - SEARCHED_MS) * MP3_RATE / 1000), 0)
            decoded.seek(2 * start)
            wave = np.abs(to_wave(decoded.read(2 * round(2 * SEARCHED_MS * MP3_RATE / 1000))))
            # The click is three samples of the recording long; its middle is its peak.
            found = (start + int(wave.argmax())) * 1000 / MP3_RATE - 1000 / RATE
            furthest = max(furthest, abs(found - wanted))
    return furthest


def _levels_apart_lu(recording: Recording) -> float:
    """Return how far the loudest and the softest chapter of the programme are apart."""
    pcm: NDArray[np.int16] = np.memmap(recording.pcm, dtype="<i2", mode="r")
    starts = [round(timed.cues[0].start_ms * RATE / 1000) for timed in recording.chapters[:-1]]
    heard = (to_wave(pcm[one:other].tobytes()) for one, other in pairwise(starts))
    levels = [integrated_lufs(hop_energies(step_energies([sound], RATE))) for sound in heard]
    return max(levels) - min(levels)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(int(sys.argv[1]))))
    else:
        main()
