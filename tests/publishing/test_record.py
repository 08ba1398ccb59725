"""The record: everything the feed needs, nothing it could get wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from briefing.errors import OutputError
from briefing.model import Dropped, DropReason
from briefing.publishing import record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from briefing.model import Episode


def test_a_record_reads_back_as_it_was_written(episode: Episode, on_the_shelf: Callable[[Episode], Path]) -> None:
    folder = on_the_shelf(episode)
    assert record.read(folder) == record.of(episode, folder)


def test_a_record_is_the_same_bytes_the_second_time(episode: Episode, on_the_shelf: Callable[[Episode], Path]) -> None:
    path = on_the_shelf(episode) / "episode.json"
    first = path.read_bytes()
    on_the_shelf(episode)
    assert path.read_bytes() == first


def test_an_enclosure_of_another_length_is_refused(episode: Episode, tmp_path: Path) -> None:
    (tmp_path / "briefing.mp3").write_bytes(b"short")
    with pytest.raises(OutputError, match="5 bytes"):
        record.write(episode, tmp_path)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"version": 1}', "\x00"])
def test_a_damaged_record_is_named_in_one_line(damage: str, tmp_path: Path) -> None:
    (tmp_path / "episode.json").write_text(damage, encoding="utf-8")
    with pytest.raises(OutputError, match="is damaged"):
        record.read(tmp_path)


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "", "a\\b", "/x"])
def test_a_record_that_names_a_file_elsewhere_is_damaged(
    name: str, episode: Episode, on_the_shelf: Callable[[Episode], Path]
) -> None:
    folder = on_the_shelf(episode)
    path = folder / "episode.json"
    document = json.loads(path.read_bytes())
    document["media"][0]["name"] = name
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(OutputError, match="is damaged"):
        record.read(folder)


def test_the_date_of_a_folder_without_an_episode_is_none(tmp_path: Path) -> None:
    assert record.published(tmp_path) is None


def test_the_words_of_a_record_are_those_that_are_not_set_aside(episode: Episode) -> None:
    article = episode.article
    spaced = replace(article, paragraphs=tuple(f" {text}  " for text in article.paragraphs))
    assert record.words_of(spaced) == record.words_of(article)
    teaser = replace(
        article,
        paragraphs=(*article.paragraphs, "اقرأ أيضا"),
        dropped=(Dropped(paragraph=len(article.paragraphs), reason=DropReason.BOILERPLATE),),
    )
    assert record.words_of(teaser) == record.words_of(article)
    assert record.words_of(replace(teaser, dropped=())) != record.words_of(article)


def test_a_record_keeps_the_moment_of_a_correction(episode: Episode, on_the_shelf: Callable[[Episode], Path]) -> None:
    moment = datetime(2026, 3, 3, 12, tzinfo=UTC)
    assert record.read(on_the_shelf(replace(episode, corrected=moment))).corrected == moment
    assert record.read(on_the_shelf(episode)).corrected is None
