"""A short programme of made sounds, for every test of the production desk."""

from __future__ import annotations

import math
import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

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
    WordTime,
)

if TYPE_CHECKING:
    from pathlib import Path


class Studio:
    """Makes what the tests need: tones, utterances, clips, scripts, recordings, episodes."""

    rate = 22050

    def tone(self, length_ms: int, *, amplitude: float = 0.3, rate: int = rate, pitch: float = 440.0) -> Audio:
        count = round(length_ms * rate / 1000)
        wave = (amplitude * math.sin(2 * math.pi * pitch * n / rate) for n in range(count))
        return Audio(samples=struct.pack(f"<{count}h", *(round(32767 * value) for value in wave)), sample_rate=rate)

    def silence(self, length_ms: int) -> Audio:
        return Audio(samples=bytes(2 * round(length_ms * self.rate / 1000)), sample_rate=self.rate)

    def said(self, written: str = "خبر جديد", *, role: Role = Role.NARRATOR, pause_after_ms: int = 300) -> Utterance:
        return Utterance(written=written, spoken=written, role=role, pause_after_ms=pause_after_ms)

    def clip(self, chapter: int, audio: Audio, *words: tuple[int, int], utterance: Utterance | None = None) -> Clip:
        times = tuple(WordTime(word=n, start_sample=start, end_sample=end) for n, (start, end) in enumerate(words))
        return Clip(utterance=utterance or self.said(), chapter=chapter, speech=Speech(audio=audio, words=times))

    def script(self, chapters: int) -> Script:
        made = tuple(
            Chapter(
                kind=ChapterKind.QUOTE if number % 2 else ChapterKind.LEAD,
                title=f"فصل {number}",
                utterances=(self.said(),),
                speaker="المتحدثة باسم الوزارة" if number % 2 else None,
            )
            for number in range(chapters)
        )
        headline = Headline(text="خبر", span=Span(paragraph=0, start=0, end=3))
        return Script(title="موجز تجريبي", chapters=made, segments=Segments(headline=headline))

    def recording(self, pcm: Path, audio: Audio) -> Recording:
        pcm.write_bytes(audio.samples)
        return Recording(pcm=pcm, sample_rate=audio.sample_rate, length_samples=audio.length_samples, chapters=())

    def episode(self, recording: Recording, script: Script) -> Episode:
        return Episode(
            slug="news",
            guid="guid",
            article=Article(source="news.txt", paragraphs=("خبر",), publication="صحيفة", url="https://example.org/1"),
            script=script,
            chapters=recording.chapters,
            duration_ms=recording.duration_ms,
            published=datetime(2026, 3, 5, tzinfo=UTC),
            voice=Voice(name="silence", title="silence", synthesizer="silence"),
            diacritizer="none",
            enclosures=(),
        )


@pytest.fixture(scope="session")
def studio() -> Studio:
    return Studio()
