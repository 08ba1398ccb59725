"""A corrected article keeps its episode: its folder, its guid, its place in the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feedparser
import pytest

from briefing import pipeline
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

HEADLINE = "المجلس البلدي يقر ميزانية الحديقة الكبرى"
CORRECTED = "المجلس البلدي يؤجل ميزانية الحديقة الكبرى"
BODY = "اجتمع المجلس البلدي يوم الأحد في قاعة المدينة، وناقش ميزانية الحديقة الكبرى حتى المساء."


def write(path: Path, headline: str = HEADLINE, body: str = BODY, **said: str) -> Path:
    front = "\n".join(("---", *(f"{key}: {value}" for key, value in said.items()), "---\n\n")) if said else ""
    path.write_text(f"{front}{headline}\n\n{body}\n", encoding="utf-8")
    return path


def make(source: Path, **chosen: object) -> pipeline.Made:
    settings = Settings(voice="silence", diacritizer="none", chime=False).choosing(chosen)
    choices = pipeline.Choices(settings=settings, folder=source.parent / "output", cache=False)
    (outcome,) = pipeline.make([str(source)], choices)
    assert isinstance(outcome, pipeline.Made)
    return outcome


def entries(folder: Path) -> list[tuple[str, str]]:
    return [(entry.id, entry.title) for entry in feedparser.parse((folder / "feed.xml").read_bytes()).entries]


LASTING = [
    {"url": "https://news.example/world/garden-budget"},
    {"url": "https://news.example/4711"},
    {"url": "https://news.example/أخبار/ميزانية"},
    {"id": "garden-budget"},
    {"id": "4711"},
    {"id": "tag:news.example,2026:ميزانية"},
]


@pytest.mark.parametrize("said", LASTING, ids=str)
def test_a_corrected_headline_in_another_file_keeps_the_episode_where_address_or_id_stay(
    said: dict[str, str], tmp_path: Path
) -> None:
    first = make(write(tmp_path / "garden.md", **said))
    again = make(write(tmp_path / "garden-corrected.md", CORRECTED, f"{BODY} وأجل القرار أسبوعا.", **said))
    assert (again.slug, again.guid) == (first.slug, first.guid)
    assert entries(tmp_path / "output") == [(first.guid, CORRECTED)]


@pytest.mark.parametrize("said", LASTING, ids=str)
def test_another_address_or_id_is_another_episode(said: dict[str, str], tmp_path: Path) -> None:
    first = make(write(tmp_path / "garden.md", **said))
    other = make(write(tmp_path / "garden.md", **{key: f"{value}-2" for key, value in said.items()}))
    assert other.slug != first.slug
    assert other.guid != first.guid
    assert len(entries(tmp_path / "output")) == 2


def test_a_file_whose_headline_and_text_were_corrected_keeps_the_episode(tmp_path: Path) -> None:
    first = make(write(tmp_path / "garden.txt"))
    again = make(write(tmp_path / "garden.txt", CORRECTED, f"{BODY} وأجل القرار أسبوعا."))
    assert (again.slug, again.guid) == (first.slug, first.guid)
    assert entries(tmp_path / "output") == [(first.guid, CORRECTED)]


def test_a_show_that_came_back_from_its_host_knows_a_corrected_article_by_its_address(tmp_path: Path) -> None:
    said = {"url": "https://news.example/world/garden-budget"}
    first = make(write(tmp_path / "garden.md", **said))
    (tmp_path / "output" / first.slug / ".briefing.json").unlink()
    again = make(write(tmp_path / "garden.md", CORRECTED, **said))
    assert (again.slug, again.guid) == (first.slug, first.guid)
