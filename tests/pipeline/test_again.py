"""Episodes whose words are read otherwise now are found and made again; the others are left alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefing import pipeline
from briefing.narration.lexicon import user
from briefing.pipeline.again import order_of
from briefing.settings import Settings
from briefing.shelf import shelf_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = """{name} يفتتح الحديقة الكبرى

افتتح {name} الحديقة الكبرى في المدينة أمس، وقال إن العمل فيها انتهى قبل موعده بشهرين كاملين.
"""


@pytest.fixture(autouse=True)
def _own_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from briefing.narration import lexicon

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lexicon.forget()
    yield
    lexicon.forget()


def choices(tmp_path: Path, **more: object) -> pipeline.Choices:
    settings = Settings(**{"voice": "silence", "chime": False, **more})  # type: ignore[arg-type]
    return pipeline.Choices(settings=settings, folder=tmp_path / "output")


def make(tmp_path: Path, slug: str, name: str, front: str = "", **more: object) -> pipeline.Made:
    path = tmp_path / f"{slug}.txt"
    path.write_text(front + STORY.format(name=name), encoding="utf-8")
    (outcome,) = pipeline.make([str(path)], choices(tmp_path, **more))
    assert isinstance(outcome, pipeline.Made)
    return outcome


def again(tmp_path: Path) -> list[tuple[str, str]]:
    outcomes = list(pipeline.make_stale(choices(tmp_path)))
    assert all(isinstance(outcome, pipeline.Made) for outcome in outcomes)
    return sorted((outcome.slug, outcome.status) for outcome in outcomes if isinstance(outcome, pipeline.Made))


def said(made: pipeline.Made) -> str:
    return (made.mp3.parent / "provenance.json").read_text(encoding="utf-8")


def test_only_what_says_the_name_is_made_again_and_keeps_its_identity(tmp_path: Path) -> None:
    one = make(tmp_path, "one", "سهيم الزرقاوي", front="---\ndate: 2026-11-03\n---\n\n", length="short")
    other = make(tmp_path, "other", "فهد الراشد")
    record = json.loads((one.mp3.parent / "episode.json").read_text(encoding="utf-8"))
    before = other.mp3.stat().st_mtime_ns
    assert again(tmp_path) == []
    user.add([user.entry("سُهَيْمُ الزَّرْقَاوِي")])
    assert pipeline.saying(["سهيم الزرقاوي"], tmp_path / "output", as_read=False) == ["one"]
    assert again(tmp_path) == [("one", "made")]
    after = json.loads((one.mp3.parent / "episode.json").read_text(encoding="utf-8"))
    assert {key: after[key] for key in ("guid", "published", "title", "length", "source")} == {
        key: record[key] for key in ("guid", "published", "title", "length", "source")
    }
    assert "3 نوفمبر 2026" in (one.mp3.parent / "summary.txt").read_text(encoding="utf-8")
    assert other.mp3.stat().st_mtime_ns == before
    assert pipeline.saying(["سهيم الزرقاوي"], tmp_path / "output", as_read=True) == ["one"]
    assert again(tmp_path) == []
    assert pipeline.audit(one.mp3.parent).holds


def test_one_changed_word_speaks_the_clips_that_it_stands_in_alone(tmp_path: Path) -> None:
    make(tmp_path, "one", "سهيم الزرقاوي", voice="espeak")
    user.add([user.entry("سُهَيْمُ الزَّرْقَاوِي")])
    (outcome,) = pipeline.make_stale(choices(tmp_path, voice="espeak"))
    # The headline and the sentence have the name; opening, announcement and closing are taken from the cache.
    assert outcome.cost.clips - outcome.cost.clips_kept == 1


def test_an_article_with_an_address_keeps_its_episode(tmp_path: Path) -> None:
    one = make(tmp_path, "one", "سهيم الزرقاوي", front="---\nurl: https://news.example/parks/4711\n---\n\n")
    user.add([user.entry("سُهَيْمُ الزَّرْقَاوِي")])
    assert again(tmp_path) == [(one.slug, "made")]
    assert [path.name for path in (tmp_path / "output").iterdir() if path.is_dir() and path.name[0] != "."] == [
        one.slug
    ]


def test_what_has_no_copy_of_its_article_is_passed_over(tmp_path: Path) -> None:
    one = make(tmp_path, "one", "سهيم الزرقاوي")
    (one.mp3.parent / ".article.json").unlink()
    user.add([user.entry("سُهَيْمُ الزَّرْقَاوِي")])
    assert order_of(shelf_at(tmp_path / "output"), "one") is None
    assert again(tmp_path) == []


def test_a_bulletin_that_says_it_is_made_again_in_its_length(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(STORY.format(name="سهيم الزرقاوي"), encoding="utf-8")
    made = pipeline.bulletin([str(path)], choices(tmp_path, length="3m"), top=3).outcome
    assert isinstance(made, pipeline.Made)
    user.add([user.entry("سُهَيْمُ الزَّرْقَاوِي")])
    assert again(tmp_path) == [(made.slug, "made")]
    record = json.loads((made.mp3.parent / "episode.json").read_text(encoding="utf-8"))
    assert record["length"] == "3m"


def test_what_was_decided_and_approved_beside_the_file_holds_when_it_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = tmp_path / "desk"
    desk.mkdir()
    sheet = '[[leave]]\narticle = "one.txt"\ntext = "انتهى في موعده"\n[[reading]]\ntext = "أمس"\nto = "أَمْسِ"\n'
    (desk / "corrections.toml").write_text(sheet, encoding="utf-8")
    (desk / "one.txt").write_text(
        STORY.format(name="سهيم الزرقاوي") + "\nوقال إن العمل انتهى في موعده.\n", encoding="utf-8"
    )
    (made,) = pipeline.make([str(desk / "one.txt")], choices(tmp_path))
    assert isinstance(made, pipeline.Made)
    assert "في موعده" not in said(made)
    (tmp_path / "corrections.toml").write_text('[[reading]]\ntext = "سهيم"\nto = "سُهَيْم"\n', encoding="utf-8")
    assert again(tmp_path) == [("one", "made")]
    assert "في موعده" not in said(made)
    assert again(tmp_path) == []
