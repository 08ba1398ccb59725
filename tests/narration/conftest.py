"""Scripts to speak, and folders of the test's own in the place of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing import resources
from briefing.model import Chapter, ChapterKind, Headline, Role, Script, Segments, Span, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SENTENCES = (
    "مَرْحَبًا بِكُمْ فِي الْمُوجَزِ.",
    "قَالَ الرَّئِيسُ إِنَّ الْخُطَّةَ جَاهِزَةٌ، وَإِنَّ الْعَمَلَ بَدَأَ.",
    "لَنْ نَنْتَظِرَ أَكْثَرَ مِنْ هَذَا!",
    "شَارَكَ سَبْعَةٌ وَسِتُّونَ بِالْمِئَةِ مِنَ النَّاسِ؛ فَمَاذَا بَعْدُ؟",
)


@pytest.fixture
def sentences() -> tuple[str, ...]:
    return SENTENCES


@pytest.fixture
def script_of() -> Callable[..., Script]:
    """Make a script of one chapter; every second sentence is a quote."""

    def make(*sentences: str) -> Script:
        roles = (Role.NARRATOR, Role.QUOTE)
        utterances = tuple(
            Utterance(written=text, spoken=text, role=roles[number % 2]) for number, text in enumerate(sentences)
        )
        headline = Headline(text="", span=Span(paragraph=0, start=0, end=0))
        chapter = Chapter(kind=ChapterKind.LEAD, title="الخبر", utterances=utterances)
        return Script(title="الموجز", chapters=(chapter,), segments=Segments(headline=headline))

    return make


@pytest.fixture
def user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the user empty folders for settings, data and cache."""
    monkeypatch.setattr(resources, "_user_folder", lambda kind: tmp_path / kind)
    return tmp_path
