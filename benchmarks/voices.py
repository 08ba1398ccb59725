"""Speaking: espeak-ng against real time, its worker's start, the cache after one changed sentence, memory, sameness."""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice, permutations
from pathlib import Path
from typing import TYPE_CHECKING

from figures import Figures

from briefing.model import Chapter, ChapterKind, Headline, Role, Script, Segments, Span, Utterance, Voice
from briefing.narration import speak
from briefing.narration.clips import ClipCache
from briefing.narration.synthesizers.espeak import Espeak, EspeakSpeaker, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.model import Speech

WORDS = ["أَعْلَنَتِ", "الْحُكُومَةُ", "الْيَوْمَ", "خُطَّةً", "جَدِيدَةً", "لِدَعْمِ", "الصِّنَاعَةِ", "الْمَحَلِّيَّةِ", "فِي", "الْمُدُنِ"]
VOICE = Voice(name="espeak", title="", synthesizer="espeak", cast={Role.QUOTE: {"voice": "woman"}})
SETTINGS = ("ar", "165", "50", "50", "0")
HOUR = 600  # utterances
RUNS = 5
MEGABYTE = 1 << 20


class Counting(Espeak):
    """Counts what is really spoken."""

    def __init__(self) -> None:
        """Start from nothing."""
        self.said = 0

    @contextmanager
    def open(self, voice: Voice) -> Iterator[EspeakSpeaker]:
        """Count on the way in."""
        with super().open(voice) as speaker:
            say = speaker.say

            def counted(text: str, role: Role) -> Speech:
                self.said += 1
                return say(text, role)

            speaker.say = counted  # type: ignore[method-assign]
            yield speaker


def main() -> None:
    """Measure and print."""
    figures = Figures()
    hour = _script(HOUR)
    seconds, spoken_s, first, memory = _spoken(hour, Espeak())
    figures.add("espeak_hour_spoken", spoken_s / 60, "min")
    figures.add("espeak_times_real_time", spoken_s / seconds, "x", floor=200)
    figures.add("espeak_process_tree_memory", memory, "MB", ceiling=120)
    tenth, *_ = _spoken(_script(HOUR // 10), Espeak())
    figures.add("espeak_time_of_ten_times_the_text", seconds / tenth, "x", ceiling=13)
    figures.add("espeak_worker_start", statistics.median(_start_s() for _ in range(RUNS)) * 1000, "ms", ceiling=100)
    with tempfile.TemporaryDirectory() as folder:
        _cached(figures, hour, first, Path(folder))
    figures.close()


def _cached(figures: Figures, hour: Script, first: str, folder: Path) -> None:
    filling, *_ = _spoken(hour, Counting(), ClipCache(folder))
    counting = Counting()
    changed, _, _, _ = _spoken(_one_changed(hour), counting, ClipCache(folder))
    figures.add("cache_spoken_after_one_changed_sentence", counting.said, "sentences", ceiling=1)
    figures.add("cache_second_run_share_of_the_first", changed / filling, "share", ceiling=0.5)
    _, _, again, _ = _spoken(hour, Espeak(), ClipCache(folder))
    figures.add("cache_gives_the_same_bytes", float(again == first), "yes or no", floor=1)
    figures.add("cache_size_of_an_hour", ClipCache(folder).state().length_bytes / MEGABYTE, "MB")


def _script(utterances: int) -> Script:
    """Make a script of sentences of our own, all different; every fourth is a quote."""
    said = tuple(
        Utterance(written=" ".join(words), spoken=" ".join(words) + ".", role=Role.NARRATOR if at % 4 else Role.QUOTE)
        for at, words in enumerate(islice(permutations(WORDS), 0, utterances * 7, 7))
    )
    headline = Headline(text="", span=Span(paragraph=0, start=0, end=0))
    chapter = Chapter(kind=ChapterKind.LEAD, title="", utterances=said)
    return Script(title="", chapters=(chapter,), segments=Segments(headline=headline))


def _one_changed(script: Script) -> Script:
    (chapter,) = script.chapters
    middle = len(chapter.utterances) // 2
    changed = replace(chapter.utterances[middle], spoken=" ".join(reversed(WORDS)) + ".")
    utterances = (*chapter.utterances[:middle], changed, *chapter.utterances[middle + 1 :])
    return replace(script, chapters=(replace(chapter, utterances=utterances),))


def _spoken(script: Script, synthesizer: Espeak, cache: ClipCache | None = None) -> tuple[float, float, str, float]:
    """Speak it all: seconds that it took, seconds of sound, digest of the sound, MB of the process tree."""
    digest, sound_s, peak = hashlib.sha256(), 0.0, 0.0
    began = time.perf_counter()
    for number, clip in enumerate(speak.speak(script, VOICE, synthesizer, cache=cache)):
        digest.update(clip.speech.audio.samples)
        sound_s += clip.speech.audio.length_samples / clip.speech.audio.sample_rate
        if number % 50 == 0:
            peak = max(peak, _tree_mb())
    return time.perf_counter() - began, sound_s, digest.hexdigest(), peak


def _start_s() -> float:
    began = time.perf_counter()
    with Worker.started(SETTINGS):
        return time.perf_counter() - began


def _tree_mb() -> float:
    """Add up the proportional set sizes of this process and its children; 0 where the system does not tell."""
    pids = ["self"]
    for task in Path("/proc/self/task").glob("*"):
        pids += _read(task / "children").split()
    lines = [line.split() for pid in pids for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()]
    return sum(int(line[1]) * 1024 for line in lines if line[0] == "Pss:") / MEGABYTE


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except OSError:  # the process or the thread ended meanwhile
        return ""


if __name__ == "__main__":
    main()
