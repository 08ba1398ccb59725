"""An episode's folder changes in one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing import files
from briefing.errors import OutputError
from briefing.pipeline import staging

if TYPE_CHECKING:
    from pathlib import Path


def _make(folder: Path, content: str) -> None:
    with staging.staged(folder, "story") as room:
        (room / "page").write_text(content, encoding="utf-8")


def _fail(folder: Path) -> None:
    with staging.staged(folder, "story") as room:
        (room / "page").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt


def test_an_episode_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    _make(tmp_path, "one")
    _make(tmp_path, "two")
    assert (tmp_path / "story" / "page").read_text(encoding="utf-8") == "two"
    assert sorted(path.name for path in tmp_path.iterdir()) == [files.LOCK_FILE, "story"]
    assert [path.name for path in (tmp_path / "story").iterdir()] == ["page"]


def test_ctrl_c_leaves_the_earlier_episode_and_nothing_else(tmp_path: Path) -> None:
    _make(tmp_path, "one")
    with pytest.raises(KeyboardInterrupt):
        _fail(tmp_path)
    assert (tmp_path / "story" / "page").read_text(encoding="utf-8") == "one"
    assert sorted(path.name for path in tmp_path.iterdir()) == [files.LOCK_FILE, "story"]


def test_recovery_brings_back_what_a_kill_in_mid_swap_took_away(tmp_path: Path) -> None:
    _make(tmp_path, "one")
    (tmp_path / "story").rename(tmp_path / ".old-story.0a0b0c0d")
    staging.recover(tmp_path)
    assert (tmp_path / "story" / "page").read_text(encoding="utf-8") == "one"


def test_recovery_removes_rooms_that_nobody_works_in_and_only_those(tmp_path: Path) -> None:
    left, busy = tmp_path / ".staged-left.00000000", tmp_path / ".staged-busy.11111111"
    for room in (left, busy):
        room.mkdir()
        (room / files.LOCK_FILE).touch()
    with files.locked(busy):
        staging.recover(tmp_path)
    assert not left.exists()
    assert busy.exists()


def test_an_output_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(OutputError, match="-o"):
        _make(tmp_path / "taken", "one")
