"""A watched folder: its files are made when they are whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from briefing import pipeline
from tests.pipeline.watching import BODY, LONG_AGO, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pipeline.watching import Clock, Watching


def test_files_are_made_when_they_come_or_change_and_their_end_changes_nothing(
    watching: Callable[..., Watching], tmp_path: Path
) -> None:
    desk = tmp_path / "desk"
    first = put(desk / "a.txt", f"خبر أول\n\n{BODY}\n")
    put(desk / "picture.png", "")
    watch = watching(str(desk))
    assert watch.round() == ["made خبر أول"]
    assert watch.next() == []
    put(desk / "b.txt", f"خبر ثان\n\n{BODY}\n")
    put(first, f"خبر أول\n\n{BODY} وقالت الوزارة إن العمل بدأ.\n", age_s=60)
    assert watch.next() == ["made خبر أول", "made خبر ثان"]
    first.unlink()
    assert watch.next() == []
    assert (watch.folder / "a" / "briefing.mp3").is_file()


def test_a_file_that_was_only_touched_is_looked_at_and_left(watching: Callable[..., Watching], tmp_path: Path) -> None:
    path = put(tmp_path / "desk" / "a.md", f"---\ndate: 2026-11-28\n---\n# خبر أول\n\n{BODY}\n")
    watch = watching(str(tmp_path / "desk"))
    watch.round()
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert (watch.next(), watch.next()) == (["unchanged خبر أول"], [])


def test_a_file_of_this_moment_waits_for_the_next_round(
    watching: Callable[..., Watching], tmp_path: Path, clock: Clock
) -> None:
    path = put(tmp_path / "desk" / "a.txt", f"خبر أول\n\n{BODY}\n", age_s=0)
    os.utime(path, (clock.now - 1, clock.now - 1))
    watch = watching(str(tmp_path / "desk"))
    assert watch.round() == []
    assert watch.next() == ["made خبر أول"]


def test_a_file_that_grows_waits_whatever_its_date_says(
    watching: Callable[..., Watching], tmp_path: Path, clock: Clock
) -> None:
    path = put(tmp_path / "desk" / "a.txt", "خبر أول\n\n")

    def write() -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{BODY} ")
        os.utime(path, (LONG_AGO, LONG_AGO))

    clock.meanwhile = write
    watch = watching(str(tmp_path / "desk"))
    assert watch.round() == []
    clock.meanwhile = lambda: None
    assert watch.next() == ["made خبر أول"]


def test_a_single_look_waits_for_a_file_that_is_done_and_leaves_one_that_is_not(
    watching: Callable[..., Watching], tmp_path: Path, clock: Clock
) -> None:
    for name in ("a", "b"):
        path = put(tmp_path / "desk" / f"{name}.txt", f"خبر {name}\n\n{BODY}\n")
        os.utime(path, (clock.now, clock.now))

    def write() -> None:
        os.utime(path, (clock.now, clock.now))

    clock.meanwhile = write
    assert watching(str(tmp_path / "desk"), once=True).round() == ["made خبر a"]
    assert clock.waited == [2.0]


def test_a_folder_that_is_not_there_is_told_and_may_come(watching: Callable[..., Watching], tmp_path: Path) -> None:
    watch = watching(str(tmp_path / "desk"), every_s=300.0)
    (failed,) = watch.watch.round()
    assert isinstance(failed, pipeline.Failed)
    assert str(failed.error).startswith(f"{tmp_path / 'desk'}: cannot be looked into: no such file or directory; give")
    put(tmp_path / "desk" / "a.txt", f"خبر أول\n\n{BODY}\n")
    assert (watch.next(), watch.next()) == ([], ["made خبر أول"])
