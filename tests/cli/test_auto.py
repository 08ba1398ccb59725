"""`briefing make` without a voice: the best that is here, and one that is fetched once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from briefing.narration import at_hand

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Runner

STORY = "وصل الوزير إلى المدينة\n\nوصل الوزير إلى المدينة صباح اليوم والتقى أهلها.\n"


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Write down each time that the voice is to be fetched, and fetch nothing."""
    tried: list[float] = []

    def fetch_once(now_s: float, progress: Callable[[int, int], None]) -> None:
        progress(1, 2)
        tried.append(now_s)

    monkeypatch.setattr(at_hand, "fetch_once", fetch_once)
    return tried


@pytest.mark.parametrize(
    ("arguments", "times"),
    [((), 1), (("--voice", "auto"), 1), (("--offline",), 0), (("--voice", "espeak"), 0), (("--voice", "silence"), 0)],
)
def test_only_make_without_a_named_voice_and_with_a_network_fetches(
    briefing: Runner, work: Path, tries: list[float], arguments: tuple[str, ...], times: int
) -> None:
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    ran = briefing("make", "story.txt", "--json", *arguments)
    assert ran.code == 0, ran.err
    assert len(tries) == times
    assert json.loads(ran.out)["voice"] in {"espeak", "silence"}


@pytest.mark.parametrize("arguments", [("voices",), ("doctor",), ("show", "story.txt", "--at", "spoken")])
def test_nothing_else_fetches(briefing: Runner, work: Path, tries: list[float], arguments: tuple[str, ...]) -> None:
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    assert briefing(*arguments).code == 0
    assert tries == []


def test_an_episode_names_the_voice_that_read_it(briefing: Runner, work: Path) -> None:
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    assert briefing("make", "story.txt").code == 0
    assert json.loads((work / "output/story/episode.json").read_text(encoding="utf-8"))["voice"] == "espeak"
    assert "القارئ: espeak." in (work / "output/story/index.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("tries")
def test_a_damaged_voice_is_told_in_every_run(briefing: Runner, work: Path, environment: dict[str, str]) -> None:
    environment["XDG_DATA_HOME"] = str(work / "data")
    model = work / "data" / "briefing" / "hts" / "ara_norm_ziad_hts.htsvoice"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"half a file")
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    for arguments in ((), ("--offline",)):
        ran = briefing("make", "story.txt", *arguments)
        assert "ziad does not work here: its model is damaged: briefing voices install ziad" in ran.err
        assert "espeak reads" in ran.err
