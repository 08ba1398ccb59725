"""An episode's name, guid and date come from the article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.model import Article
from briefing.pipeline import identity

if TYPE_CHECKING:
    from pathlib import Path

HEADLINE = "الحكومة تعلن خطة جديدة لدعم الصناعة"


def _article(source: str = "story.txt", headline: str = HEADLINE, url: str | None = None) -> Article:
    return Article(source=source, paragraphs=(headline, "النص."), url=url)


@pytest.mark.parametrize(
    ("source", "url", "slug"),
    [
        ("seeds/aoc-biden-2024.txt", None, "aoc-biden-2024"),
        ("My Story (final).TXT", None, "my-story-final"),
        ("page.html", "https://news.example/world/big-story.html?x=1", "big-story"),
    ],
)
def test_an_episode_is_named_after_its_file_or_address(source: str, url: str | None, slug: str) -> None:
    assert identity.slug(_article(source, url=url)) == slug


def test_an_arabic_file_name_or_none_gives_a_name_of_its_own() -> None:
    names = {identity.slug(_article(source)) for source in ("خبر.txt", "قصة.txt", identity.STDIN)}
    assert len(names) == 3
    assert all(name.isascii() for name in names)


def test_a_story_is_told_by_its_address_else_by_its_name_else_by_its_file() -> None:
    url, other = "https://news.example/a", "https://news.example/b"
    assert identity.story(_article(url=url)).is_told_by(identity.story(_article("copy.html", "عنوان آخر", url=url)))
    assert not identity.story(_article(url=url)).is_told_by(identity.story(_article(url=other)))
    named = replace(_article("feed.xml"), id="feed.xml#1")
    assert not identity.story(named).is_told_by(identity.story(replace(named, id="feed.xml#2")))
    assert identity.story(_article()).is_told_by(identity.story(_article(headline=f"{HEADLINE} الثقيلة")))
    assert not identity.story(_article()).is_told_by(identity.story(_article("b.txt", f"{HEADLINE} الثقيلة")))


def test_the_guid_is_of_the_address_or_of_the_sources_name_or_of_the_episodes() -> None:
    named = replace(_article("feed.xml"), id="feed.xml#1")
    assert identity.guid(named, "one") == identity.guid(named, "two")
    with_url = _article(url="https://news.example/a")
    assert identity.guid(with_url, "one") == identity.guid(with_url, "two")
    assert identity.guid(_article(), "one") != identity.guid(_article(), "two")


def test_the_date_is_the_articles_own_else_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    file = tmp_path / "story.txt"
    file.write_text(HEADLINE, encoding="utf-8")
    assert identity.published(_article(str(file))).timestamp() == int(file.stat().st_mtime)
    dated = Article(source=str(file), paragraphs=(HEADLINE,), published=datetime(2024, 2, 26, 9, tzinfo=UTC))
    assert identity.published(dated) == datetime(2024, 2, 26, 9, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert identity.published(_article(identity.STDIN)) == datetime(1970, 1, 2, tzinfo=UTC)
