"""A corrected article keeps its episode: its folder, its guid, its place in the feed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import feedparser
import pytest
from lxml import html

from briefing import pipeline
from briefing.model import Dropped, DropReason
from briefing.pipeline import script
from briefing.settings import Settings, Show, Wording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Article

HEADLINE = "المجلس البلدي يقر ميزانية الحديقة الكبرى"
CORRECTED = "المجلس البلدي يؤجل ميزانية الحديقة الكبرى"
BODY = "اجتمع المجلس البلدي يوم الأحد في قاعة المدينة، وناقش ميزانية الحديقة الكبرى حتى المساء."


def write(path: Path, headline: str = HEADLINE, body: str = BODY, **said: str) -> Path:
    front = "\n".join(("---", *(f"{key}: {value}" for key, value in said.items()), "---\n\n")) if said else ""
    path.write_text(f"{front}{headline}\n\n{body}\n", encoding="utf-8")
    return path


def make(source: Path, *, tell: bool = False, **wording: str) -> pipeline.Made:
    show, house = Show(tell_corrections=tell), Wording(**wording)
    settings = Settings(voice="silence", diacritizer="none", chime=False, show=show, wording=house)
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


SAID = "نسخة مصححة بتاريخ 3 مارس 2026"
MOMENT = "2026-03-03T00:00:00+00:00"
DAY_S = 86_400
FIRST_S = 1_772_323_200  # 2026-03-01T00:00:00Z


@pytest.fixture
def on_day(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Give a function that lets it be the first of March, or so many days later."""
    return lambda day: monkeypatch.setenv("SOURCE_DATE_EPOCH", str(FIRST_S + day * DAY_S))


def told(made: pipeline.Made) -> tuple[str | None, bool, bool, bool]:
    """Return the moment in the record, and whether feed, page and sound tell of it."""
    folder = made.mp3.parent
    record = json.loads((folder / "episode.json").read_bytes())
    feed = (folder.parent / "feed.xml").read_text(encoding="utf-8")
    page = " ".join(html.fromstring((folder / "index.html").read_bytes()).xpath("string(//header)").split())
    captions = (folder / "captions.vtt").read_text(encoding="utf-8")
    return record["corrected"], f"{SAID}." in feed, SAID in page, f"{SAID}." in captions


def test_a_correction_is_told_with_its_day_and_the_day_stays(tmp_path: Path, on_day: Callable[[int], None]) -> None:
    untold = (None, False, False, False)
    on_day(0)
    assert told(make(write(tmp_path / "garden.txt"), tell=True)) == untold
    on_day(1)
    assert told(make(tmp_path / "garden.txt", tell=True)) == untold, "made again, not corrected"
    on_day(2)
    corrected = write(tmp_path / "garden.txt", CORRECTED)
    first = make(corrected, tell=True)
    assert told(first) == (MOMENT, True, True, True)
    before = {path.name: path.read_bytes() for path in first.mp3.parent.iterdir()}
    on_day(3)
    assert told(make(corrected, tell=True)) == (MOMENT, True, True, True)
    assert {path.name: path.read_bytes() for path in first.mp3.parent.iterdir()} == before
    on_day(4)
    again = make(write(tmp_path / "garden.txt", CORRECTED, f"{BODY} وأجل القرار أسبوعا."), tell=True)
    assert told(again)[0] == "2026-03-05T00:00:00+00:00"


def test_a_house_that_does_not_ask_for_it_tells_no_correction(tmp_path: Path) -> None:
    make(write(tmp_path / "garden.txt"))
    assert told(make(write(tmp_path / "garden.txt", CORRECTED))) == (None, False, False, False)


def test_the_house_says_it_in_its_own_words(tmp_path: Path, on_day: Callable[[int], None]) -> None:
    on_day(2)
    make(write(tmp_path / "garden.txt"), tell=True)
    made = make(write(tmp_path / "garden.txt", CORRECTED), tell=True, corrected="صُحح الخبر في {date}.")
    assert "صُحح الخبر في 3 مارس 2026." in (made.mp3.parent / "captions.vtt").read_text(encoding="utf-8")


def test_another_teaser_under_the_article_is_no_correction(tmp_path: Path) -> None:
    for teaser in ("اقرأ أيضا: مدرسة جديدة في المدينة", "اقرأ أيضا: طريق جديد إلى الساحل"):
        made = make(write(tmp_path / "garden.txt", body=f"{BODY}\n\n{teaser}"), tell=True)
        assert told(made)[0] is None


def test_what_another_version_sets_aside_is_no_correction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path / "garden.txt", body=f"{BODY}\n\nوقالت ليلى المنصوري إن القرار قريب.")
    make(source, tell=True)

    def cleaned(article: Article) -> Article:
        return replace(article, dropped=(Dropped(paragraph=2, reason=DropReason.BOILERPLATE),))

    monkeypatch.setattr(script, "clean", cleaned)
    assert told(make(source, tell=True))[0] is None


def test_an_episode_of_a_version_that_kept_no_digest_is_not_called_corrected(tmp_path: Path) -> None:
    made = make(write(tmp_path / "garden.txt"), tell=True)
    record = made.mp3.parent / "episode.json"
    document = json.loads(record.read_bytes())
    del document["words"], document["corrected"]
    record.write_text(json.dumps(document), encoding="utf-8")
    assert told(make(write(tmp_path / "garden.txt", CORRECTED), tell=True))[0] is None
