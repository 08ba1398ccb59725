"""A shelf, and episodes on it that are a file or two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from briefing import files
from briefing.shelf import Shelf, Story

if TYPE_CHECKING:
    from pathlib import Path

HEADLINE = "الحكومة تعلن خطة جديدة لدعم الصناعة"
BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة، وقالت إن تنفيذها يبدأ في الربيع المقبل."


class Put(Protocol):
    """Puts an episode on the shelf; returns the name that it got."""

    def __call__(self, story: Story, *, page: str = "", wanted: str = "story") -> str:
        """Put it there."""
        ...


def story(
    headline: str = HEADLINE, place: str = "/news/story.txt", body: str = BODY, *, lasting: bool = False
) -> Story:
    """Give a story of two paragraphs."""
    return Story.of((headline, body), place, lasting=lasting)


@pytest.fixture(params=[True, False], ids=["in one step", "in two steps"])
def taking_places(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let two folders change places in one step, and on a system that knows no such step."""
    if not request.param:
        monkeypatch.setattr(files, "exchange", lambda *_: False)
    in_one_step: bool = request.param
    return in_one_step


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Give an open shelf in an empty folder."""
    opened = Shelf(tmp_path / "output")
    opened.open()
    return opened


@pytest.fixture
def put(shelf: Shelf) -> Put:
    """Give a function that makes an episode of one page."""

    def put(story: Story, *, page: str = "page", wanted: str = "story") -> str:
        with shelf.room(story, wanted) as room:
            (room.folder / "page.txt").write_text(page, encoding="utf-8")
        return room.slug

    return put
