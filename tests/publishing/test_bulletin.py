"""What the forms of a bulletin show beside those of a briefing: each story's own address, no headline twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from briefing.model import Article, Chapter, ChapterKind, Lead, Span, Utterance
from briefing.publishing import record
from briefing.publishing.lines import parts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode

HEADS = ("افتتاح جسر في مدينة بلهار", "إضراب المعلمين في أورلانيا")
LINES = ("افتتح الجسر يوم السبت.", "بدأ المعلمون إضرابا يوم الأحد.")
ADDRESSES = ("https://news.example/bridge?token=abc", "https://news.example/strike")


@pytest.fixture
def bulletin(episode: Episode) -> Episode:
    """Give a bulletin of two stories, the first with its headline said."""
    told = tuple(
        Article(source="-", paragraphs=pair, url=url) for *pair, url in zip(HEADS, LINES, ADDRESSES, strict=True)
    )
    article = replace(
        episode.article,
        url=None,
        publication=None,
        paragraphs=("نشرة", *told[0].paragraphs, *told[1].paragraphs),
        parts=told,
    )

    def said(paragraph: int) -> Utterance:
        text = article.paragraphs[paragraph]
        return Utterance(written=text, spoken=text, source=Span(paragraph=paragraph, start=0, end=len(text)))

    stories = (
        Chapter(kind=ChapterKind.STORY, title=HEADS[0], utterances=(said(1), said(2))),
        Chapter(kind=ChapterKind.STORY, title=HEADS[1], utterances=(said(4),)),
    )
    timed = tuple(
        replace(
            place,
            chapter=chapter,
            cues=tuple(replace(place.cues[0], utterance=utterance, marks=()) for utterance in chapter.utterances),
        )
        for place, chapter in zip(episode.chapters, stories, strict=False)
    )
    lead = Lead(sentences=("عنوان بلا نقطة", "قال: «نعم.»", "عنوان أخير"), spans=())
    script = replace(episode.script, chapters=stories, segments=replace(episode.script.segments, lead=lead))
    return replace(episode, article=article, script=script, chapters=timed)


def test_each_story_has_its_own_address_without_keys(bulletin: Episode, episode: Episode) -> None:
    assert [part.link for part in parts(bulletin)] == ["https://news.example/bridge", ADDRESSES[1]]
    assert {part.link for part in parts(episode)} == {""}


def test_page_and_summaries_lead_to_each_story(
    bulletin: Episode, publish_into: Callable[[Episode, Path], Path], tmp_path: Path
) -> None:
    folder = publish_into(bulletin, tmp_path)
    for name in ("index.html", "summary.html", "summary.md"):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count("https://news.example/bridge") == text.count("https://news.example/strike") == 1
        assert "token" not in text


def test_a_headline_that_is_said_is_read_once_in_the_summaries(
    bulletin: Episode, publish_into: Callable[[Episode, Path], Path], tmp_path: Path
) -> None:
    folder = publish_into(bulletin, tmp_path)
    for name in ("summary.txt", "summary.md", "summary.html"):
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(HEADS[0]) == text.count(LINES[0]) == 1


def test_headlines_in_the_feed_are_parted_by_stops(
    bulletin: Episode, publish_into: Callable[[Episode, Path], Path], tmp_path: Path
) -> None:
    assert record.read(publish_into(bulletin, tmp_path)).lead == "عنوان بلا نقطة. قال: «نعم.» عنوان أخير"
