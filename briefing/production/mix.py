"""Clips in, one recording out: sound on disk, and the one timeline that every chapter and caption form reads.

Everything is counted in samples of the recording; milliseconds are derived once, at the end.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, chain, groupby, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from briefing import files
from briefing.audio import SAMPLE_WIDTH_BYTES, resample, to_samples, to_wave
from briefing.errors import BriefingError
from briefing.model import Cue, Mark, Recording, Role, TimedChapter
from briefing.production.marks import WrittenTime, written_times
from briefing.production.master import LOUDNESS_LUFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from briefing.model import Clip, Script, Utterance
    from briefing.production.level import Heard, Part
    from briefing.production.loudness import Wave
    from briefing.settings import Sounds

    Write = Callable[[bytes], int]

LEAD_IN_MS = 200
TAIL_MS = 600
# The chime takes the place of the pause between two chapters.
BEFORE_CHIME_MS = 400
AFTER_CHIME_MS = 200
# A listener needs longer to hear that somebody else speaks now than that a sentence begins (0.45 s).
BEFORE_ANOTHER_SPEAKER_MS = 575
# Who starts a player at a sentence would miss its first sound, and a line is not read as it comes and goes: of a pause
# beside it an utterance has half, and no more than this. A chime is further away.
AROUND_MS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An utterance on the timeline, in samples of the recording: where its clip starts and ends, and its words sound.

    `rests` are the still samples at both ends of the clip.
    """

    utterance: Utterance
    reader: Role
    chapter: int
    start: int
    end: int
    words: tuple[WrittenTime, ...]
    rests: tuple[int, int] = (0, 0)

    @property
    def sound(self) -> tuple[int, int]:
        """Where it is heard."""
        return self.start + self.rests[0], self.end - self.rests[1]

    @property
    def part(self) -> Part:
        """Whose sound it is: the part of the programme that is levelled as one."""
        return self.chapter, self.reader


def mix(
    clips: Iterable[Clip],
    script: Script,
    pcm: Path,
    *,
    chime: bool = True,
    sounds: Sounds | None = None,
    loudness_lufs: float = LOUDNESS_LUFS,
) -> Recording:
    """Lay the clips one after the other into the file `pcm`, level the voices for `master`, and time every word.

    Clips stream: one is in memory at a time. The first clip's sample rate becomes the recording's. An utterance starts
    up to 200 ms before its sound and ends as long behind it; a chapter starts with its first one. The chime, or the
    house's own sting, closes the chapter before. The house's intro belongs to the first chapter, its outro to the last.
    Raises OutputError where the sound cannot be written, SettingsError where one of the house's sounds cannot be read.
    """
    from briefing.production import house, level
    from briefing.production.chime import chime as chime_sound

    stream = iter(clips)
    first = next(stream, None)
    if first is None:
        raise BriefingError("the script", "has nothing to say", "give an article with text")
    rate = first.speech.audio.sample_rate
    own = house.sounds(sounds, rate) if sounds else house.NONE
    between = own.sting or (chime_sound(rate) if chime else b"")
    placed: list[Placed] = []
    heard: dict[Part, list[Heard]] = defaultdict(list)
    with _scratch(pcm) as write:
        if own.intro:
            write(_silence(LEAD_IN_MS, rate) + own.intro)
        for wave, place in _laid(chain([first], stream), write, rate, between):
            placed.append(place)
            heard[place.part].append(level.heard(wave, rate))
        if own.outro:
            write(_silence(BEFORE_CHIME_MS, rate) + own.outro)
        length = write(_silence(TAIL_MS, rate))
    factors = level.gains(heard, loudness_lufs)
    with files.writing(pcm):
        level.apply(pcm, _stretches(placed, factors, length), rate)
    chapters = tuple(_chapters(placed, script, rate, length))
    return Recording(pcm=pcm, sample_rate=rate, length_samples=length, chapters=chapters)


@contextmanager
def _scratch(pcm: Path) -> Iterator[Write]:
    """Give a function that adds sound to a new file and returns the samples so far; a failure removes the file.

    Only what the disk says becomes an OutputError: what goes wrong while a clip is spoken is another's to tell.
    """
    with files.writing(pcm):
        sink = pcm.open("wb")

    def write(sound: bytes) -> int:
        with files.writing(pcm):
            sink.write(sound)
            sink.flush()
        return sink.tell() // SAMPLE_WIDTH_BYTES

    try:
        with sink:
            yield write
    except BaseException:
        pcm.unlink(missing_ok=True)
        raise


def _laid(clips: Iterable[Clip], write: Write, rate: int, chime: bytes) -> Iterator[tuple[Wave, Placed]]:
    """Write each clip after the pause that the one before asks for, and say where it came to stand."""
    from briefing.production.edges import rests, softened

    before: Clip | None = None
    behind = 0
    start = write(_silence(LEAD_IN_MS, rate))
    for clip in clips:
        wave = softened(to_wave(resample(clip.speech.audio, rate).samples), rate)
        still = rests(wave, rate)
        if before is not None:
            start = write(_between(before, clip, rate, chime, behind + still[0]))
        end = write(to_samples(wave))
        yield wave, _place(clip, start, end, still)
        before, behind = clip, still[1]


def _between(before: Clip, after: Clip, rate: int, chime: bytes, still: int) -> bytes:
    """Return the pause between two clips that have so many still samples at the ends that meet."""
    if after.chapter < before.chapter:
        raise BriefingError("the clips", f"chapter {after.chapter} comes after chapter {before.chapter}", "report this")
    if after.chapter != before.chapter and chime:
        return _silence(BEFORE_CHIME_MS, rate) + chime + _silence(AFTER_CHIME_MS, rate)
    least_ms = 0 if _speaker(before) == _speaker(after) else BEFORE_ANOTHER_SPEAKER_MS - still * 1000 // rate
    return _silence(max(before.utterance.pause_after_ms, least_ms), rate)


def _speaker(clip: Clip) -> str | None:
    """Name who is heard: the person who is quoted, or None for the one who reads everything else."""
    utterance = clip.utterance
    return (utterance.speaker or "") if utterance.role is Role.QUOTE else None


def _silence(length_ms: int, rate: int) -> bytes:
    return bytes(round(length_ms * rate / 1000) * SAMPLE_WIDTH_BYTES)


def _stretches(
    placed: Sequence[Placed], factors: Mapping[Part, float], length: int
) -> Iterator[tuple[int, int, float]]:
    """Tile the recording: every clip with its factor, and what is between them as it is."""
    at = 0
    for place in placed:
        yield at, place.start, 1.0
        yield place.start, place.end, factors[place.part]
        at = place.end
    yield at, length, 1.0


def _place(clip: Clip, start: int, end: int, rests: tuple[int, int]) -> Placed:
    """Put a clip's words on the recording's timeline, in order, inside the clip, none over the next."""
    scale = (end - start) / max(clip.speech.audio.length_samples, 1)
    times = written_times(clip.utterance, clip.speech.words)
    firsts = [min(max(start + round(word.start_sample * scale), start), end) for word in times]
    firsts = list(accumulate(firsts, max))
    words = []
    for word, first, limit in zip(times, firsts, [*firsts[1:], end], strict=False):
        last = min(max(start + round(word.end_sample * scale), first), limit)
        words.append(WrittenTime(word.start, word.end, first, last))
    reader = clip.reader or clip.utterance.role
    return Placed(
        utterance=clip.utterance,
        reader=reader,
        chapter=clip.chapter,
        start=start,
        end=end,
        words=tuple(words),
        rests=rests,
    )


def _chapters(placed: Sequence[Placed], script: Script, rate: int, length: int) -> Iterator[TimedChapter]:
    """Group the utterances into chapters that tile the recording from 0 to its end."""
    cues = zip((place.chapter for place in placed), _cues(placed, rate, length), strict=True)
    groups = [(number, tuple(cue for _, cue in group)) for number, group in groupby(cues, key=itemgetter(0))]
    starts = [0, *(group[0].start_ms for _, group in groups[1:]), _ms(length, rate)]
    for (number, group), (start_ms, end_ms) in zip(groups, pairwise(starts), strict=True):
        yield TimedChapter(chapter=script.chapters[number], start_ms=start_ms, end_ms=end_ms, cues=group)


def _cues(placed: Sequence[Placed], rate: int, length: int) -> Iterator[Cue]:
    """Time the utterances, each with its share of the pauses around its sound, and the whole of its clip."""
    around = AROUND_MS * rate // 1000
    middles = [0, *(_middle(before, after) for before, after in pairwise(placed)), length]
    for place, (earliest, latest) in zip(placed, pairwise(middles), strict=True):
        first, last = place.sound
        yield Cue(
            utterance=place.utterance,
            start_ms=_ms(min(max(first - around, earliest), place.start), rate),
            end_ms=_ms(max(min(last + around, latest), place.end), rate),
            marks=tuple(
                Mark(start=start, end=end, start_ms=_ms(first, rate), end_ms=_ms(last, rate))
                for start, end, first, last in place.words
            ),
        )


def _middle(before: Placed, after: Placed) -> int:
    """Return the middle of the pause between two sounds, inside neither clip."""
    middle = (before.sound[1] + after.sound[0]) // 2
    return min(max(middle, before.end), after.start)


def _ms(samples: int, rate: int) -> int:
    return round(samples * 1000 / rate)
