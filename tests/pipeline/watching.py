"""A watch whose clock is set forward by waiting, and what it is given to look at."""

from __future__ import annotations

import json
import os
import time
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import feedparser

from briefing import pipeline
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SETTINGS = Settings(voice="silence", diacritizer="none", chime=False)
BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة، وتبدأ الخطة في الشهر المقبل."
LONG_AGO = 1_700_000_000


class Clock:
    """A clock that is set forward by waiting; what a test wants to happen meanwhile happens then."""

    def __init__(self) -> None:
        self.now = time.time()
        self.waited: list[float] = []
        self.meanwhile: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds
        self.meanwhile()


class Watching:
    """A watch on an output folder, and a word for each article of a round."""

    def __init__(self, folder: Path, clock: Clock, *sources: str, **more: Any) -> None:  # noqa: ANN401
        self.folder = folder
        pace = pipeline.Pace(
            every_s=more.pop("every_s", 300.0),
            once=more.pop("once", False),
            now=lambda: clock.now,
            sleep=clock.sleep,
            chance=lambda: 0.5,
        )
        newest, crew = more.pop("newest", 20), more.pop("crew", None)
        choices = pipeline.Choices(
            **{"settings": SETTINGS, "folder": folder, "allow_private": True, "fallback": False, **more}
        )
        self.watch = pipeline.Watch(list(sources), choices, pace, newest=newest, crew=crew)

    def round(self) -> list[str]:
        return [f"{outcome.status} {outcome.title}".strip() for outcome in self.watch.round()]

    def next(self) -> list[str]:
        self.watch.wait()
        return self.round()


def item(number: int, text: str = BODY, day: int = 0, **more: str) -> str:
    dated = f"<pubDate>{formatdate(LONG_AGO + 86_400 * day, usegmt=True)}</pubDate>" if day else ""
    named = more.get("link", f"<link>https://news.example/story-{number}</link>")
    return f"<item><title>خبر رقم {number}</title>{named}{dated}<description>{text}</description></item>"


def rss(*items: str, more: str = "") -> str:
    return f"<rss><channel><title>أخبار</title>{more}{''.join(items)}</channel></rss>"


def put(path: Path, text: str, age_s: float = 3600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    stamp = time.time() - age_s
    os.utime(path, (stamp, stamp))
    return path


def guids(folder: Path) -> dict[str, str]:
    parsed: Any = feedparser.parse((folder / "feed.xml").read_bytes())
    return {entry.title: entry.id for entry in parsed.entries}


def state(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / ".briefing" / "watch.json").read_bytes())
    return found
