"""Files are whole or not there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefing import files
from briefing.errors import BusyError, OutputError


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
    with pytest.raises(OutputError, match="there: no space left on device; free some space"):
        _fail(full)


def test_a_folder_that_is_a_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OutputError, match=r"taken/feed\.xml: not a directory"):
        files.write_text(tmp_path / "taken" / "feed.xml", "")


def test_the_lock_of_a_folder_can_be_taken_again_after_it_was_let_go(tmp_path: Path) -> None:
    for _ in range(2):
        assert not files.is_locked(tmp_path / "lock")
        with files.locked(tmp_path / "lock"):
            assert files.is_locked(tmp_path / "lock")


def test_a_lock_that_somebody_holds_is_waited_for_as_long_as_is_said(tmp_path: Path) -> None:
    waits: list[bool] = []
    with files.locked(tmp_path / "lock", within_s=0, waiting=lambda: waits.append(True)):
        assert not waits
        with (
            pytest.raises(BusyError, match="lock: is held by another run"),
            files.locked(tmp_path / "lock", within_s=0.2, waiting=lambda: waits.append(True)),
        ):
            pass
        assert len(waits) == 1
        assert files.is_locked(tmp_path / "lock")


def test_a_lock_that_another_user_made_can_be_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "lock"
    lock.touch()
    real = os.open

    def refusing(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refusing)
    with files.locked(lock):
        assert files.is_locked(lock)


def test_an_error_behind_a_lock_is_not_the_locks(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), files.locked(tmp_path / "lock"):
        (tmp_path / "nowhere").read_bytes()


def test_the_file_that_failed_is_named_not_the_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere"), files.writing(tmp_path / "output"):
        (tmp_path / "nowhere").read_bytes()


def test_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
        (folder / "name").write_text(folder.name, encoding="utf-8")
    assert files.exchange(one, other)
    assert (one / "name").read_text(encoding="utf-8") == "other"
    assert not files.exchange(one, tmp_path / "nowhere")


def _fail(error: OSError) -> None:
    with files.writing(Path("there")):
        raise error
