"""`briefing make` without a voice: the best that is here, and one that is fetched once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing.errors import NetworkError
from briefing.narration import at_hand, models

if TYPE_CHECKING:
    from collections.abc import Callable

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


@pytest.fixture
def damaged(environment: dict[str, str], work: Path) -> Path:
    """Put half of a file where the voice belongs, and a story to tell beside it."""
    model = Path(environment["XDG_DATA_HOME"]) / "briefing" / "hts" / "ara_norm_ziad_hts.htsvoice"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"half a file")
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    return model


@pytest.mark.parametrize("tried", [True, False])
@pytest.mark.parametrize("arguments", [(), ("--offline",)])
def test_a_damaged_voice_is_one_true_line_in_every_run_and_nobody_is_asked_for_another(
    briefing: Runner, environment: dict[str, str], damaged: Path, arguments: tuple[str, ...], *, tried: bool
) -> None:
    if not tried:
        (Path(environment["XDG_CACHE_HOME"]) / "briefing" / "voice-not-fetched").unlink()
    line = (
        "briefing: warning: the voice ziad does not work here: its model is damaged; to get it anew: "
        "briefing voices install ziad; espeak reads\n"
    )
    for more in ((), ("--no-cache",)):
        ran = briefing("make", "story.txt", *arguments, *more)
        assert (ran.code, ran.err) == (0, line)
    assert damaged.read_bytes() == b"half a file"


@pytest.mark.parametrize("tried", [True, False])
@pytest.mark.parametrize("arguments", [(), ("--offline",)])
def test_a_folder_in_the_models_place_is_one_line_in_every_run_and_nobody_is_asked_for_the_model(
    briefing: Runner, environment: dict[str, str], damaged: Path, arguments: tuple[str, ...], *, tried: bool
) -> None:
    damaged.unlink()
    damaged.mkdir()
    if not tried:
        (Path(environment["XDG_CACHE_HOME"]) / "briefing" / "voice-not-fetched").unlink()
    line = (
        f"briefing: warning: the voice ziad does not work here: {damaged} is a folder, where its model belongs: "
        "move it away, then briefing voices install ziad; espeak reads\n"
    )
    for more in ((), ("--no-cache",)):
        ran = briefing("make", "story.txt", *arguments, *more)
        assert (ran.code, ran.err) == (0, line)
    ran = briefing("make", "story.txt", "--voice", "ziad")
    assert ran.code == 6
    assert f"{damaged} is a folder" in ran.err
    assert ran.err.count("\n") == 1


def _own(environment: dict[str, str], **files: str) -> None:
    folder = Path(environment["XDG_CONFIG_HOME"]) / "briefing" / "voices"
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            'synthesizer = "hts"\nauto = 1\noptions.model = "gone"\n',
            "the model gone is not installed: put gone.htsvoice",
        ),
        ('synthesizer = "espeak"\nauto = 1\noptions.loud = 3\n', "unknown option 'loud'; choose one of: pitch"),
        ('synthesizer = "espeak"\nauto = 1\noptions.rate_wpm = 3\n', "rate_wpm is 3; give 80 to 450"),
        ('synthesizer = "espeak"\nauto = "1"\n', "auto is '1'; give a whole number"),
        ('synthesizer = "nobody"\nauto = 1\n', "no such synthesizer"),
        ('synthesizer = "google"\nauto = 1\n', "it sends the text to a server, which is done only with --voice mine"),
        ("synthesizer = \n", "Invalid value"),
    ],
)
def test_a_voice_of_the_users_own_that_cannot_be_used_is_told_once_and_another_reads(
    briefing: Runner, work: Path, environment: dict[str, str], text: str, why: str
) -> None:
    _own(environment, mine=f'title = "Mine"\n{text}')
    for number in range(2):
        (work / f"story-{number}.txt").write_text(f"{number} {STORY}", encoding="utf-8")
    ran = briefing("make", "story-0.txt", "story-1.txt", "--offline", "--json")
    assert ran.code == 0
    assert {json.loads(line)["voice"] for line in ran.out.splitlines()} == {"espeak"}
    (line,) = ran.err.splitlines()
    assert line.startswith("briefing: warning: the voice mine does not work here: ")
    assert why in line
    assert line.endswith("; espeak reads")


def test_a_voice_of_the_users_own_that_is_ranked_behind_the_one_that_reads_is_no_matter(
    briefing: Runner, work: Path, environment: dict[str, str]
) -> None:
    _own(environment, mine='title = "Mine"\nsynthesizer = "hts"\nauto = 99\n')
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    assert briefing("make", "story.txt", "--offline").err == ""


def test_a_voice_file_called_auto_is_told_and_leads_nobody_in_a_circle(
    briefing: Runner, work: Path, environment: dict[str, str]
) -> None:
    _own(environment, auto='title = "Mine"\nsynthesizer = "espeak"\nauto = 1\n')
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    ran = briefing("make", "story.txt", "--offline")
    assert ran.code == 0
    assert "auto is the best of all voices; give the file another name; espeak reads" in ran.err


ADVICE = "briefing: espeak read, and ziad is better understood; to get it: briefing voices install ziad\n"


def test_after_a_try_that_failed_each_run_that_made_something_says_how_to_get_the_voice_and_no_other_does(
    briefing: Runner, work: Path, environment: dict[str, str]
) -> None:
    for number in range(2):
        (work / f"story-{number}.txt").write_text(f"{number} {STORY}", encoding="utf-8")
    stories = ("story-0.txt", "story-1.txt")
    ran = briefing("make", *stories)
    assert (ran.code, ran.err) == (0, ADVICE)  # once, of two episodes
    assert "ziad" not in ran.out
    ran = briefing("make", *stories)
    assert (ran.code, ran.err) == (0, "")  # what stands unchanged is no news
    ran = briefing("make", "story-0.txt", "--no-cache", "--json")
    assert ran.err == ADVICE
    assert json.loads(ran.out)["warnings"] == []
    assert briefing("bulletin", *stories).err == ADVICE
    assert briefing("watch", "--once", ".", "-o", "other").err == ADVICE
    for arguments in (("--offline",), ("--voice", "espeak"), ("--voice", "silence")):
        assert briefing("make", "story-0.txt", "--no-cache", *arguments).err == ""
    failed = briefing("make", "nowhere.txt").err
    assert failed.count("\n") == 1
    assert "ziad" not in failed
    (Path(environment["XDG_CACHE_HOME"]) / "briefing" / "voice-not-fetched").unlink()


@pytest.mark.parametrize("lacking", [True, False])
def test_the_run_that_says_that_the_voice_cannot_be_had_says_it_once(
    briefing: Runner, work: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, lacking: bool
) -> None:
    """A run that tries by itself tells of it: the fetch is refused here before anybody is asked."""
    (Path(environment["XDG_CACHE_HOME"]) / "briefing" / "voice-not-fetched").unlink()
    tried = []

    def install(*_: object) -> None:
        tried.append(True)
        raise NetworkError("https://voices.example", "answers 503")

    monkeypatch.setattr(models, "install_into", install)
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    if not lacking:  # another voice reads before it: nothing is fetched that nobody would hear
        _own(environment, mine='title = "Mine"\nsynthesizer = "silence"\nauto = 0\n')
    ran = briefing("make", "story.txt")
    assert ran.code == 0
    assert len(tried) == (1 if lacking else 0)
    assert ran.err.count("briefing voices install ziad") == len(tried)
    assert ran.err.count("\n") == 2 * len(tried)
