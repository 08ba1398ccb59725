"""Files are whole or not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from briefing import files
from briefing.errors import OutputError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    files.write_text(target, "old")
    with pytest.raises(ZeroDivisionError), files.replacing(target) as beside:
        _write_half_and_fail(beside)
    assert target.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def _write_half_and_fail(path: Path) -> None:
    path.write_text("half", encoding="utf-8")
    raise ZeroDivisionError


def test_a_full_disk_is_one_line_with_a_remedy() -> None:
    full = OSError(28, "No space left on device")
    with pytest.raises(OutputError, match="no space left on device; free some space"), files.writing("there"):  # type: ignore[arg-type]
        raise full


def test_a_folder_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OutputError, match="-o"):
        files.write_text(tmp_path / "taken" / "feed.xml", "")


def test_the_lock_of_a_folder_can_be_taken_again_after_it_was_let_go(tmp_path: Path) -> None:
    for _ in range(2):
        with files.locked(tmp_path):
            assert (tmp_path / files.LOCK_FILE).exists()
