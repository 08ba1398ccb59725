"""Killed before any one of its steps on the disk, a run loses nothing, and the next one leaves nothing over."""

from __future__ import annotations

import os
import sys
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

import pytest

from briefing.shelf import Shelf
from tests.shelf.conftest import story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KILLED, DONE = 9, 0
STEPS = frozenset(
    {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "ctypes.dlsym"}
)
PAGE = b"<rss/>"
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows ends a process in another way")


def killed_before_step(number: int, work: Callable[[], None]) -> bool:
    """Run the work in a process that dies before its step of this number; say whether it died."""
    child = os.fork()
    if child == 0:
        left = [number]

        def step_over(event: str, _: object) -> None:
            if event in STEPS:
                left[0] -= 1
                if left[0] < 0:
                    os._exit(KILLED)

        sys.addaudithook(step_over)
        work()
        os._exit(DONE)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == KILLED


def make(shelf: Shelf, page: str) -> None:
    """Do what a run does: open the shelf, make an episode, write the feed."""
    shelf.open()
    with shelf.room(story(), "story") as room:
        (room.folder / "page.txt").write_text(page, encoding="utf-8")
    with shelf.locked():
        shelf.write_page("feed.xml", PAGE + page.encode())


def pages(folder: Path, name: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.rglob(name)]


def test_a_run_may_be_killed_before_any_step(
    tmp_path: Path,
    taking_places: bool,  # noqa: FBT001 - a fixture
) -> None:
    for step in count():
        shelf = Shelf(tmp_path / str(step))
        make(shelf, "one")
        episode = shelf.folder / "story"
        (episode / "notes.txt").write_text("mine", encoding="utf-8")
        died = killed_before_step(step, partial(make, shelf, "two"))
        assert pages(shelf.folder, "notes.txt") == ["mine"], step
        if taking_places:
            assert (episode / "page.txt").read_text(encoding="utf-8") in {"one", "two"}, step
        assert (shelf.folder / "feed.xml").read_bytes().startswith(PAGE)
        shelf.open()
        assert pages(shelf.folder, "page.txt") in (["one"], ["two"]), step
        assert (episode / "notes.txt").read_text(encoding="utf-8") == "mine", step
        assert not [*(shelf.own / "rooms").iterdir(), *(shelf.own / "new").iterdir()], step
        assert not (shelf.own / "kept").exists(), step
        if not died:
            break
    assert step > 20


def test_a_first_run_may_be_killed_before_any_step(tmp_path: Path) -> None:
    for step in count():
        shelf = Shelf(tmp_path / str(step))
        if not killed_before_step(step, partial(make, shelf, "one")):
            break
        make(shelf, "two")
        assert pages(shelf.folder, "page.txt") == ["two"]
        assert [path.name for path in shelf.folder.glob(".*")] == [".briefing"]
        assert not [*(shelf.own / "rooms").iterdir(), *(shelf.own / "new").iterdir()]
    assert step > 10
