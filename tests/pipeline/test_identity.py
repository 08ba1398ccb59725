"""An episode's name, guid and date come from the article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from briefing.errors import SettingsError
from briefing.model import Article
from briefing.pipeline import identity

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.shelf import Story

HEADLINE = "الحكومة تعلن خطة جديدة لدعم الصناعة"


def _article(source: str = "story.txt", headline: str = HEADLINE, url: str | None = None) -> Article:
    return Article(source=source, paragraphs=(headline, "النص."), url=url)


def story(article: Article) -> Story:
    return identity.story(article, identity.Origin.of(article.source))


def published(article: Article) -> datetime:
    return identity.published(article, identity.Origin.of(article.source))


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


@pytest.mark.parametrize(
    ("named", "slug"),
    [
        ("budget-2026", "budget-2026"),
        ("feed.xml#4", "feed"),
        ("https://news.example/world/big-story", "big-story"),
        ("https://[news.example/4", "article-b862e586"),
        ("4711", "4711-article-de650d61"),
    ],
)
def test_an_episode_without_an_address_is_named_after_what_its_source_calls_it(named: str, slug: str) -> None:
    article = replace(_article("one.md"), id=named)
    assert identity.slug(article) == slug
    assert identity.slug(replace(article, source="two.md", paragraphs=("عنوان آخر", "النص."))) == slug


@pytest.mark.parametrize("url", ["https://news.example/4711", "https://news.example/أخبار/ميزانية-جديدة"])
def test_an_address_without_a_name_in_latin_letters_names_the_episode_whatever_its_headline(url: str) -> None:
    names = {identity.slug(_article(headline=headline, url=url)) for headline in (HEADLINE, "عنوان آخر")}
    assert len(names) == 1
    assert names != {identity.slug(_article(url=f"{url}-2"))}


@pytest.mark.parametrize("source", ["con.txt", "NUL.txt", "lpt1.html"])
def test_no_episode_is_called_as_a_device_of_windows(source: str) -> None:
    assert "-article-" in identity.slug(_article(source))


def test_an_arabic_file_name_or_none_gives_a_name_of_its_own() -> None:
    names = {identity.slug(_article(source)) for source in ("خبر.txt", "قصة.txt", identity.STDIN)}
    assert len(names) == 3
    assert all(name.isascii() for name in names)


def test_a_story_is_told_by_its_address_else_by_its_name_else_by_its_file() -> None:
    url, other = "https://news.example/a", "https://news.example/b"
    assert story(_article(url=url)).is_told_by(story(_article("copy.html", "عنوان آخر", url=url)))
    assert not story(_article(url=url)).is_told_by(story(_article(url=other)))
    named = replace(_article("feed.xml"), id="feed.xml#1")
    assert not story(named).is_told_by(story(replace(named, id="feed.xml#2")))
    assert story(_article()).is_told_by(story(_article(headline=f"{HEADLINE} الثقيلة")))
    assert not story(_article()).is_told_by(story(_article("b.txt", f"{HEADLINE} الثقيلة")))


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
    assert published(_article(str(file))).timestamp() == int(file.stat().st_mtime)
    dated = Article(source=str(file), paragraphs=(HEADLINE,), published=datetime(2024, 2, 26, 9, tzinfo=UTC))
    assert published(dated) == datetime(2024, 2, 26, 9, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert published(_article(identity.STDIN)) == datetime(1970, 1, 2, tzinfo=UTC)


def test_a_date_that_the_calendar_has_not_in_utc_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    zone = timezone(timedelta(hours=3))
    for moment in (datetime(1, 1, 1, tzinfo=zone), datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=3)))):
        dated = Article(source="story.txt", paragraphs=(HEADLINE,), published=moment)
        assert published(dated) == datetime(1970, 1, 2, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    file = tmp_path / "story.txt"
    file.touch()
    monkeypatch.setattr("pathlib.Path.stat", lambda _: SimpleNamespace(st_mtime=1e18))
    assert published(_article(str(file))).year >= 2024


@pytest.mark.parametrize("told", ["abc", "-1", "1.5", "1e9", " 5", "0x10", "٣", "253402300800", "9" * 400])
def test_a_source_date_that_is_no_moment_is_one_line(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    with pytest.raises(SettingsError, match=r"SOURCE_DATE_EPOCH: .* is no whole number of seconds since 1970"):
        published(_article(identity.STDIN))


@pytest.mark.parametrize(("told", "year"), [("0", 1970), ("253402300799", 9999)])
def test_the_first_and_the_last_moment_are_taken(told: str, year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    assert published(_article(identity.STDIN)).year == year


def test_an_empty_source_date_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert identity.source_date() is None
