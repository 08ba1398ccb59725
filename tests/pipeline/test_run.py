"""A run over many articles: nothing twice, nothing lost, whoever works and whoever dies meanwhile."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from briefing import pipeline
from briefing.errors import NetworkError
from briefing.pipeline import books
from briefing.pipeline.crew import Hands
from briefing.settings import Settings, Show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Runner

SETTINGS = Settings(voice="silence", diacritizer="none", chime=False)
BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة، وتبدأ الخطة في الشهر المقبل."
PATIENCE_S = 60


def articles(folder: Path, count: int, bad: int = 0) -> list[str]:
    """Write articles and, among them, files that hold none."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count + bad):
        text = f"خبر المدينة رقم {number}\n\n{BODY}\n" if number % 5 or number // 5 >= bad else "No Arabic here.\n"
        (folder / f"story-{number}.txt").write_text(text, encoding="utf-8")
    return sorted(str(path) for path in folder.iterdir())


def choices(folder: Path, settings: Settings = SETTINGS, **more: Any) -> pipeline.Choices:  # noqa: ANN401
    return pipeline.Choices(settings=settings, folder=folder, **more)


def make(sources: list[str], folder: Path, **more: Any) -> list[pipeline.Outcome]:  # noqa: ANN401
    return list(pipeline.make(sources, choices(folder), **more))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".briefing" not in path.parts
    }


def stamps(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.name != "lock"}


def listed(folder: Path) -> set[str]:
    parsed: Any = feedparser.parse((folder / "feed.xml").read_bytes())
    return {entry.enclosures[0].href.split("/")[-2] for entry in parsed.entries}


# --- unchanged --------------------------------------------------------------------------------------------------------


def test_what_is_unchanged_is_neither_made_nor_written(tmp_path: Path) -> None:
    sources = articles(tmp_path / "in", 3)
    first = make(sources, tmp_path / "out")
    before = stamps(tmp_path / "out")
    again = make(sources, tmp_path / "out")
    assert [outcome.status for outcome in first] == ["made"] * 3
    assert [outcome.status for outcome in again] == ["unchanged"] * 3
    assert stamps(tmp_path / "out") == before
    for one, other in zip(first, again, strict=True):
        assert isinstance(one, pipeline.Made)
        assert {**one.as_json(), "status": "unchanged"} == other.as_json()


@pytest.mark.parametrize(
    "changed",
    [
        replace(SETTINGS, length="full"),
        replace(SETTINGS, endings="full"),
        replace(SETTINGS, bitrate_kbps=80),
        replace(SETTINGS, loudness_lufs=-18.0),
        replace(SETTINGS, also=("m4a",)),
        replace(SETTINGS, voice="espeak"),
        replace(SETTINGS, diacritizer="fast"),
        replace(SETTINGS, show=Show(title="موجز المساء")),
        replace(SETTINGS, wording=replace(SETTINGS.wording, closing="كان هذا موجزكم.")),
    ],
)
def test_what_is_asked_for_otherwise_is_made_anew(changed: Settings, tmp_path: Path) -> None:
    (source,) = articles(tmp_path / "in", 1)
    make([source], tmp_path / "out")
    (again,) = pipeline.make([source], choices(tmp_path / "out", changed))
    assert again.status == "made"
    (then,) = pipeline.make([source], choices(tmp_path / "out", changed))
    assert then.status == "unchanged"


def test_what_only_the_feed_says_makes_no_episode_anew(tmp_path: Path) -> None:
    (source,) = articles(tmp_path / "in", 1)
    make([source], tmp_path / "out")
    show = Show(base_url="https://news.example/", owner_email="desk@news.example")
    (again,) = pipeline.make([source], choices(tmp_path / "out", replace(SETTINGS, show=show)))
    assert again.status == "unchanged"
    assert b"https://news.example/story-0/briefing.mp3" in (tmp_path / "out" / "feed.xml").read_bytes()


def test_the_section_that_a_source_names_makes_no_episode_anew(tmp_path: Path) -> None:
    feed = tmp_path / "feed.rss"
    item = "<item><title>خبر المدينة</title><description>{}</description>{}</item>"
    for named, status in (("", "made"), ("<category>محليات</category>", "unchanged")):
        feed.write_text(f"<rss><channel>{item.format(BODY, named)}</channel></rss>", encoding="utf-8")
        (outcome,) = make([str(feed)], tmp_path / "out")
        assert outcome.status == status


def test_a_word_of_ones_own_or_an_edited_article_makes_the_episode_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source,) = articles(tmp_path / "in", 1)
    readings = tmp_path / "readings.toml"
    readings.write_text("", encoding="utf-8")
    own = replace(SETTINGS, readings=str(readings))
    status = lambda: next(pipeline.make([source], choices(tmp_path / "out", own))).status  # noqa: E731
    assert [status(), status()] == ["made", "unchanged"]
    readings.write_text('[[latin]]\nwritten = "SITA"\nspoken = "سيتا"\n', encoding="utf-8")
    assert [status(), status()] == ["made", "unchanged"]
    monkeypatch.setattr("briefing.narration.lexicon.user_file", lambda: tmp_path / "lexicon.tsv")
    (tmp_path / "lexicon.tsv").write_text("name\treading\n", encoding="utf-8")
    assert [status(), status()] == ["made", "unchanged"]
    Path(source).write_text(
        Path(source).read_text(encoding="utf-8") + "\nوقالت الوزارة إن العمل بدأ.\n", encoding="utf-8"
    )
    assert [status(), status()] == ["made", "unchanged"]


def test_an_episode_that_lost_a_file_or_half_of_one_is_made_again(tmp_path: Path) -> None:
    (source,) = articles(tmp_path / "in", 1)
    make([source], tmp_path / "out")
    whole = contents(tmp_path / "out")
    (tmp_path / "out" / "story-0" / "captions.vtt").unlink()
    assert make([source], tmp_path / "out")[0].status == "made"
    sound = tmp_path / "out" / "story-0" / "briefing.mp3"
    sound.write_bytes(sound.read_bytes()[:1000])
    assert make([source], tmp_path / "out")[0].status == "made"
    assert contents(tmp_path / "out") == whole


def test_without_the_cache_all_is_made_anew(tmp_path: Path) -> None:
    (source,) = articles(tmp_path / "in", 1)
    make([source], tmp_path / "out")
    (again,) = pipeline.make([source], choices(tmp_path / "out", cache=False))
    assert again.status == "made"


# --- many at once -----------------------------------------------------------------------------------------------------


def test_a_pool_makes_the_same_bytes_and_names_what_is_bad(briefing: Runner, tmp_path: Path) -> None:
    sources = articles(tmp_path / "in", 9, bad=3)
    serial = make(sources, tmp_path / "serial")
    ran = briefing(
        "make", tmp_path / "in", "-o", tmp_path / "pool", "--voice", "silence", "--diacritizer", "none", "--no-chime",
        "--jobs", "2", "--json", "--metrics", tmp_path / "metrics.prom",
    )  # fmt: skip
    assert ran.code == 3
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert sorted(line["status"] for line in lines) == ["failed"] * 3 + ["made"] * 9
    assert sorted(Path(line["source"]).stem for line in lines if line["status"] == "failed") == [
        "story-0",
        "story-10",
        "story-5",
    ]
    assert ran.err.splitlines()[-1].startswith("briefing: 3 of 12 failed; to try these again: --failed ")
    assert contents(tmp_path / "pool") == contents(tmp_path / "serial")
    assert [outcome.status for outcome in serial].count(pipeline.Status.MADE) == 9
    assert listed(tmp_path / "pool") == {line["slug"] for line in lines if line["status"] == "made"}
    text = (tmp_path / "metrics.prom").read_text(encoding="utf-8")
    assert re.search(r'^briefing_run_articles\{status="made"\} 9\.0$', text, flags=re.MULTILINE)
    assert re.search(r'^briefing_run_articles\{status="failed"\} 3\.0$', text, flags=re.MULTILINE)
    assert re.search(r"^briefing_run_cpu_seconds [1-9]", text, flags=re.MULTILINE)


def test_what_failed_can_be_tried_again_until_it_is_made(briefing: Runner, tmp_path: Path) -> None:
    articles(tmp_path / "in", 2, bad=1)
    options = ("-o", tmp_path / "out", "--voice", "silence", "--diacritizer", "none")
    failures = tmp_path / "out" / ".briefing" / "failures.jsonl"
    assert briefing("make", tmp_path / "in", *options).code == 3
    (line,) = [json.loads(line) for line in failures.read_text(encoding="utf-8").splitlines()]
    assert (line["input"], line["status"], line["exit_code"]) == (str(tmp_path / "in" / "story-0.txt"), "failed", 3)
    other = briefing("make", *articles(tmp_path / "other", 1), *options)
    assert other.code == 0
    assert failures.is_file(), "what failed in another run is still to be tried again"
    assert briefing("make", "--failed", failures, *options).code == 3
    articles(tmp_path / "in", 3)
    again = briefing("make", "--failed", failures, "--json", *options)
    assert (again.code, json.loads(again.out)["source"]) == (0, line["input"])
    assert not failures.exists()
    nothing = briefing("make", "--failed", failures, *options)
    assert (nothing.code, nothing.out, nothing.err) == (0, "", "")


def test_what_is_named_and_failed_before_is_tried_once(briefing: Runner, tmp_path: Path) -> None:
    (source,) = articles(tmp_path / "in", 0, bad=1)
    failures = tmp_path / "out" / ".briefing" / "failures.jsonl"
    assert briefing("make", source, "-o", tmp_path / "out", "--voice", "silence").code == 3
    again = briefing("make", source, "--failed", failures, "-o", tmp_path / "out", "--voice", "silence", "--json")
    assert len(again.out.splitlines()) == 1


def test_a_file_that_is_no_list_of_failures_is_refused(briefing: Runner, tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text("story.txt\n", encoding="utf-8")
    ran = briefing("make", "--failed", tmp_path / "list.jsonl")
    assert (ran.code, ran.err.count("\n")) == (3, 1)
    assert "is no list of failures" in ran.err


def test_a_run_without_an_input_and_one_with_two_crews_are_wrong_use(briefing: Runner, tmp_path: Path) -> None:
    assert briefing("make").code == 2
    assert briefing("make", tmp_path, "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9").code == 2


def test_a_scheduler_that_does_not_answer_is_one_line(
    briefing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.pipeline.crew._CONNECT_S", 1)
    ran = briefing("make", *articles(tmp_path / "in", 1), "--voice", "silence", "--scheduler", "tcp://127.0.0.1:9")
    assert (ran.code, ran.err.count("\n")) == (8, 1), ran.err


@pytest.mark.parametrize("as_feed", [False, True])
def test_shards_do_each_article_once(tmp_path: Path, *, as_feed: bool) -> None:
    sources = articles(tmp_path / "in", 12)
    if as_feed:
        items = "".join(f"<item><title>خبر رقم {n}</title><description>{BODY}</description></item>" for n in range(12))
        feed = tmp_path / "feed.rss"
        feed.write_text(f"<rss><channel><title>أخبار</title>{items}</channel></rss>", encoding="utf-8")
        sources = [str(feed)]
    shards = [make(sources, tmp_path / "out", shard=pipeline.Shard(part, 3)) for part in (1, 2, 3)]
    titles = [outcome.title for outcomes in shards for outcome in outcomes]
    assert len(titles) == len(set(titles)) == 12
    assert all(len(outcomes) < 12 for outcomes in shards)
    assert len(listed(tmp_path / "out")) == 12


# --- servers that are busy, processes that die ------------------------------------------------------------------------


def test_a_fault_that_passes_is_tried_again_when_the_rest_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources, waited = articles(tmp_path / "in", 3), []
    real = pipeline.script.articles

    def busy(source: str, **more: Any) -> Any:  # noqa: ANN401
        if source == sources[0] and len(waited) < 2:
            raise NetworkError(source, "the server answered 503", passing=True)
        return real(source, **more)

    monkeypatch.setattr("briefing.pipeline.script.articles", busy)
    monkeypatch.setattr("briefing.pipeline.run.time", SimpleNamespace(sleep=waited.append))
    outcomes = make(sources, tmp_path / "out")
    assert [Path(outcome.source).stem for outcome in outcomes] == ["story-1", "story-2", "story-0"]
    assert {outcome.status for outcome in outcomes} == {"made"}
    assert waited == [4.0, 8.0]


@pytest.mark.parametrize(("passing", "alone"), [(False, False), (True, True)])
def test_a_fault_that_stays_and_a_single_article_are_not_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, passing: bool, alone: bool
) -> None:
    sources, tried = articles(tmp_path / "in", 2), []

    def gone(source: str, **_: Any) -> Any:  # noqa: ANN401
        tried.append(source)
        raise NetworkError(source, "the server answered 404", passing=passing)

    monkeypatch.setattr("briefing.pipeline.script.articles", gone)
    mine = sources[:1] if alone else sources
    assert [outcome.status for outcome in make(mine, tmp_path / "out")] == ["failed"] * len(mine)
    assert tried == mine


class Dying:
    """A crew whose process dies over one article, and takes with it what else was given out."""

    here = False

    def __init__(self, poison: str, lives: int) -> None:
        self.poison, self.lives, self.opened = poison, lives, 0

    @contextmanager
    def open(self) -> Iterator[Hands]:
        self.opened += 1
        yield Hands(_Mortal(self), lambda: 3)

    def is_loss(self, error: BaseException) -> bool:
        return isinstance(error, BrokenExecutor)


class _Mortal(Executor):
    def __init__(self, crew: Dying) -> None:
        self._crew = crew
        self._given: list[tuple[Future[Any], Callable[[], Any]]] = []
        self._dead = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        if self._dead:
            raise BrokenExecutor
        future: Future[Any] = Future()
        piece = args[0]
        if self._crew.poison in piece.asked and self._crew.lives:
            self._crew.lives -= 1
            self._dead = True
            for given, _ in [*self._given, (future, None)]:
                given.set_exception(BrokenExecutor())
            self._given.clear()
        else:
            self._given.append((future, lambda: fn(*args, **kwargs)))
            if len(self._given) == 3 or "story-4" in piece.asked or self._crew.opened > 1:
                for given, work in self._given:
                    given.set_result(work())
                self._given.clear()
        return future


def test_where_a_process_dies_once_all_articles_are_made(tmp_path: Path) -> None:
    crew = Dying("story-2", lives=1)
    outcomes = make(articles(tmp_path / "in", 5), tmp_path / "out", crew=crew)
    assert sorted(outcome.status for outcome in outcomes) == ["made"] * 5
    assert crew.opened == 2


def test_an_article_that_kills_whoever_works_on_it_fails_alone(tmp_path: Path) -> None:
    outcomes = make(articles(tmp_path / "in", 5), tmp_path / "out", crew=Dying("story-2", lives=100))
    assert sorted(outcome.status for outcome in outcomes) == ["failed"] + ["made"] * 4
    (failed,) = [outcome for outcome in outcomes if isinstance(outcome, pipeline.Failed)]
    assert "story-2" in failed.source
    assert "died, 3 times" in str(failed.error)


def _begun(program: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "briefing", *program],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _children(process: subprocess.Popen[str]) -> list[int]:
    """List the processes of a pool; the tracker of their locks is not one of them."""
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    pids = [int(pid) for pid in listed]
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_worker_that_is_killed_loses_no_episode(tmp_path: Path, environment: dict[str, str]) -> None:
    sources = articles(tmp_path / "in", 8)
    options = ["--voice", "silence", "--diacritizer", "none", "--no-chime", "--jobs", "2", "--json"]
    with _begun(["make", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *options], environment) as process:
        assert process.stdout
        first = process.stdout.readline()
        os.kill(_children(process)[0], signal.SIGKILL)
        lines = [first, *process.stdout]
    assert process.returncode == 0
    assert {json.loads(line)["status"] for line in lines} <= {"made", "unchanged"}
    assert len({json.loads(line)["slug"] for line in lines}) == len(listed(tmp_path / "out")) == 8
    make(sources, tmp_path / "serial")
    assert contents(tmp_path / "out") == contents(tmp_path / "serial")


def test_ctrl_c_ends_a_pool_with_all_its_processes_and_leaves_what_is_finished(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    articles(tmp_path / "in", 30)
    options = ["--voice", "silence", "--diacritizer", "none", "--no-chime", "--jobs", "2", "--json"]
    with _begun(["make", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *options], environment) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        workers = _children(process)
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
    assert (process.returncode, said) == (130, "\nbriefing: stopped\n")
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)
    assert list((tmp_path / "out" / ".briefing" / "rooms").iterdir()) == []
    finished = {path.parent.name for path in (tmp_path / "out").glob("*/episode.json")}
    assert finished
    assert listed(tmp_path / "out") == finished


def test_the_feed_is_written_while_a_long_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(books, "_FEED_EVERY_S", 0.0)
    monkeypatch.setattr(books, "_FEED_SHARE", 1e9)
    seen = []
    for _ in pipeline.make(articles(tmp_path / "in", 4), choices(tmp_path / "out")):
        there = tmp_path / "out" / "feed.xml"
        seen.append(len(listed(tmp_path / "out")) if there.is_file() else 0)
    assert seen == [0, 1, 2, 3]
    assert len(listed(tmp_path / "out")) == 4
