"""A shelf on a store of objects: a real S3 server on this machine, slow and failing where a test wants it so."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
import s3fs
from fsspec.implementations.memory import MemoryFileSystem

from briefing import pipeline, places
from briefing.errors import NetworkError, OutputError
from briefing.publishing import feed
from briefing.settings import Settings, Show
from briefing.shelf import lease, shelf_at
from briefing.shelf.lease import Lease
from tests.shelf.conftest import story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Runner

SETTINGS = Settings(voice="silence", diacritizer="none", chime=False)
QUICK = ["--voice", "silence", "--diacritizer", "none", "--no-chime", "--json"]
BODY = "أعلنت الحكومة اليوم خطة جديدة لدعم الصناعة في المدن الصغيرة، وتبدأ الخطة في الشهر المقبل."
BUCKET = "bucket"
PATIENCE_S = 60

# The store's own client warns of what Python will take away some day, and leaves its loop to the end of the process.
pytestmark = [
    pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture
def store(bucket: str) -> Path:
    """Give an empty place on a real server."""
    return places.place(f"s3://{bucket}/show")


@pytest.fixture(params=["s3", "memory"])
def place(request: pytest.FixtureRequest, store: Path) -> Path:
    """Give an empty place of two kinds."""
    MemoryFileSystem.store.clear()
    return store if request.param == "s3" else places.place(f"memory://{BUCKET}/show")


def articles(folder: Path, count: int, writer: str = "") -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = f"خبر {writer} عن المدينة رقم {number}\n\n{BODY}\n"
        (folder / f"story-{number}.txt").write_text(text, encoding="utf-8")
    return sorted(str(path) for path in folder.iterdir())


def make(sources: list[str], place: Path, **more: Any) -> list[pipeline.Outcome]:  # noqa: ANN401
    return list(pipeline.make(sources, pipeline.Choices(settings=SETTINGS, folder=place, **more)))


def statuses(outcomes: list[pipeline.Outcome]) -> list[str]:
    return [str(outcome.status) for outcome in outcomes]


def listed(content: bytes | None) -> set[str]:
    parsed: Any = feedparser.parse(content or b"")
    assert not parsed.bozo
    return {entry.enclosures[0].href.split("/")[-2] for entry in parsed.entries}


def contents(place: Path) -> dict[str, bytes]:
    names = [name for name in places.listed(place) if not name.startswith(".briefing/")]
    return places.read_all(place, names)


def test_a_place_elsewhere_gets_what_a_folder_gets(place: Path, tmp_path: Path) -> None:
    sources = articles(tmp_path / "in", 3)
    outcomes = make(sources, place)
    assert statuses(outcomes) == ["made"] * 3
    assert str(outcomes[0].as_json()["mp3"]) == f"{place}/story-0/briefing.mp3"
    make(sources, tmp_path / "out")
    files = (path for path in (tmp_path / "out").rglob("*") if path.is_file() and ".briefing" not in path.parts)
    here = {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in files}
    assert contents(place) == here
    before = {name: info.get("LastModified", info.get("created")) for name, info in places.listed(place).items()}
    assert statuses(make(sources, place)) == ["unchanged"] * 3
    after = {name: info.get("LastModified", info.get("created")) for name, info in places.listed(place).items()}
    assert after == before
    assert not [name for name in after if "/claims/" in name or name.endswith("lease.json")]


def test_an_edited_article_takes_the_place_of_its_episode_and_what_was_put_there_stays(
    place: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (source,) = articles(tmp_path / "in", 1)
    make([source], place)
    places.write(place / "story-0" / "notes.txt", b"mine")
    places.write(place / "story-0" / "summary.txt", b"edited by hand")
    Path(source).write_text(f"خبر معدل\n\n{BODY} وقالت الوزارة إن العمل بدأ.\n", encoding="utf-8")
    assert statuses(make([source], place)) == ["made"]
    assert places.read(place / "story-0" / "notes.txt") == b"mine"
    assert places.read(place / ".briefing" / "kept" / "story-0" / "summary.txt") == b"edited by hand"
    assert "summary.txt: was changed by hand" in caplog.text
    assert json.loads(places.read(place / "story-0" / "episode.json") or b"")["title"] == "خبر معدل"


def test_another_story_of_the_same_name_and_what_is_not_ours_are_left_alone(place: Path, tmp_path: Path) -> None:
    places.write(place / "story-0" / "letter.txt", b"mine")
    make(articles(tmp_path / "one", 2), place)
    make(articles(tmp_path / "two", 2, writer="آخر"), place)
    assert places.read(place / "story-0" / "letter.txt") == b"mine"
    assert len(listed(places.read(place / "feed.xml"))) == 4
    places.write(place / "feed.xml", b"<rss>mine</rss>")
    with pytest.raises(OutputError, match="is not ours"):
        make(articles(tmp_path / "three", 1), place)


def test_an_episode_that_lost_a_file_is_made_again(place: Path, tmp_path: Path) -> None:
    (source,) = articles(tmp_path / "in", 1)
    make([source], place)
    (place / "story-0" / "captions.vtt").unlink()
    assert statuses(make([source], place)) == ["made"]
    assert places.read(place / "story-0" / "captions.vtt")


def test_the_feed_leaves_out_what_has_no_record_yet(place: Path, tmp_path: Path) -> None:
    make(articles(tmp_path / "in", 2), place)
    (place / "story-1" / "episode.json").unlink()
    feed.rebuild(place, Show())
    assert listed(places.read(place / "feed.xml")) == {"story-0"}


def test_an_episode_is_withdrawn_and_comes_back(store: Path, tmp_path: Path, briefing: Runner) -> None:
    sources, place = articles(tmp_path / "in", 2), store
    make(sources, place)
    assert briefing("withdraw", "story-1", "-o", str(place), "--reason", "خطأ في الخبر").code == 0
    assert listed(places.read(place / "feed.xml")) == {"story-0"}
    assert places.read(place / "story-1" / "briefing.mp3") is None
    assert "خطأ في الخبر" in (places.read(place / "story-1" / "index.html") or b"").decode()
    (_, failed) = make(sources, place)
    assert "was withdrawn" in str(failed.as_json()["error"])
    assert briefing("withdraw", "story-1", "--undo", "-o", str(place)).code == 0
    assert statuses(make(sources, place)) == ["unchanged", "made"]
    assert briefing("feed", str(place)).code == 0
    there = tmp_path / "there"
    assert briefing("publish", str(place), there, "--allow-localhost").code == 0
    assert (there / "story-1" / "briefing.mp3").read_bytes() == places.read(place / "story-1" / "briefing.mp3")
    assert not (there / ".briefing").exists()


# --- several at once --------------------------------------------------------------------------------------------------


def test_of_many_who_want_a_lease_one_has_it_and_a_dead_ones_lapses(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = place / ".briefing" / "lease.json"
    taken: list[Lease] = []
    threads = [Thread(target=lambda: taken.extend(filter(None, [Lease.take(path)]))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (mine,) = taken
    mine.require()
    mine.release()
    assert places.read(path) is None
    monkeypatch.setattr(lease, "LASTS_S", -1)
    dead = Lease.take(path)
    assert dead
    other = Lease.take(path)
    assert other
    with pytest.raises(NetworkError, match="was lost to another run"):
        dead.require()
    dead.release()
    other.require()
    other.release()


def test_a_lease_is_kept_up_as_long_as_its_holder_lives(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_RENEWED_EVERY_S", 0.05)
    path = place / ".briefing" / "lease.json"
    held = Lease.take(path)
    assert held
    first = places.read(path)
    until = time.monotonic() + PATIENCE_S
    while places.read(path) == first and time.monotonic() < until:
        time.sleep(0.2)
    assert places.read(path) != first
    held.release()


def test_who_makes_the_same_story_is_waited_for_and_who_makes_another_is_not(place: Path) -> None:
    shelf_at(place).open()
    claims = place / ".briefing" / "claims"
    with shelf_at(place).room(story(), "story"):
        assert places.read(claims / "story.json")
        with shelf_at(place).room(story(headline="خبر آخر", place="/other.txt", body="نص آخر"), "story") as other:
            assert other.slug.startswith("story-")
        waits = Thread(target=lambda: shelf_at(place).room(story(), "story").__enter__(), daemon=True)
        waits.start()
        waits.join(1.0)
        assert waits.is_alive()
    waits.join(PATIENCE_S)
    assert not waits.is_alive()


def test_many_may_open_a_new_place_at_once(place: Path) -> None:
    refused: list[Exception] = []

    def use() -> None:
        try:
            shelf = shelf_at(place)
            shelf.open()
            with shelf.locked():
                pass
        except OutputError as error:
            refused.append(error)

    threads = [Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []


def test_a_folder_of_ones_own_that_has_our_name_is_refused(place: Path) -> None:
    places.write(place / ".briefing" / "letter.txt", b"mine")
    with pytest.raises(OutputError, match="is not ours"):
        shelf_at(place).open()


def test_what_is_published_from_a_place_is_named_by_it_and_goes_elsewhere(
    store: Path, tmp_path: Path, briefing: Runner
) -> None:
    make(articles(tmp_path / "in", 1), store)
    ran = briefing("publish", str(store), tmp_path / "there")
    assert ran.code == 4
    assert ran.err.startswith(f"briefing: {store}/feed.xml: leads listeners to ")
    assert f"briefing feed {store};" in ran.err
    for destination in (str(store), f"{store}/", f"{store}/inside", f"s3://{BUCKET}"):
        onto_itself = briefing("publish", str(store), destination, "--allow-localhost")
        assert onto_itself.code == 2, destination
        assert "is no place of its own" in onto_itself.err


@pytest.mark.usefixtures("bucket")
def test_a_store_that_cannot_be_had_is_one_line_without_what_nobody_wrote(
    briefing: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (source,) = articles(tmp_path / "in", 1)
    ran = briefing("make", source, "-o", f"s3://KEY:SECRET@{BUCKET}/show", "--voice", "silence")
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "KEY" not in ran.err
    assert "has a key in it" in ran.err
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(NetworkError, match="cannot be reached") as caught:
        make([source], places.place(f"s3://{BUCKET}/show"))
    assert caught.value.where == f"s3://{BUCKET}/show"
    s3fs.S3FileSystem.clear_instance_cache()


def run(folder: Path, place: str, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "briefing", "make", str(folder), "-o", place, *QUICK, *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_runs_at_once_with_names_in_common_lose_nothing(store: Path, tmp_path: Path) -> None:
    folders = []
    for writer in ("أول", "ثان"):
        folders.append(tmp_path / writer)
        articles(folders[-1], 8, writer)
        for number in range(4, 8):
            (folders[-1] / f"story-{number}.txt").rename(folders[-1] / f"own-{len(folders)}-{number}.txt")
    runs = [run(folder, str(store)) for folder in folders]
    lines = [json.loads(line) for one in runs for line in one.communicate()[0].splitlines()]
    assert [one.returncode for one in runs] == [0, 0]
    slugs = {line["slug"] for line in lines}
    assert len(slugs) == 16
    assert listed(places.read(store / "feed.xml")) == slugs
    for line in lines:
        record = json.loads(places.read(store / line["slug"] / "episode.json") or b"")
        assert record["title"] == line["title"]
        assert places.length(store / line["slug"] / "briefing.mp3") == record["media"][0]["length_bytes"]
    assert not [name for name in places.listed(store) if "/claims/" in name or name.endswith("lease.json")]


def test_a_run_that_is_killed_leaves_a_feed_that_is_true_and_the_next_one_goes_on(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = articles(tmp_path / "in", 6)
    with run(tmp_path / "in", str(store)) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    real = time.time  # the claims of the dead run lapse a minute later
    monkeypatch.setattr(lease.time, "time", lambda: real() + 2 * lease.LASTS_S)
    outcomes = make(sources, store)
    assert {*statuses(outcomes)} == {"made", "unchanged"}
    assert listed(places.read(store / "feed.xml")) == {f"story-{number}" for number in range(6)}


class Slow(BaseHTTPRequestHandler):
    """Stands before the store: every answer takes its time, and some are a failure."""

    upstream = ""
    delay_s = 0.3
    failing = 0.02
    chance = random.Random(7)  # noqa: S311 - no secret
    failed = 0
    protocol_version = "HTTP/1.1"

    def pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(self.delay_s)
        if self.chance.random() < self.failing:
            type(self).failed += 1
            self._answer(503, [], b"<Error><Code>SlowDown</Code></Error>")
            return
        connection = http.client.HTTPConnection(self.upstream)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        content = answer.read()
        self._answer(answer.status, answer.getheaders(), content)
        connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in {"connection", "transfer-encoding", "content-length", "server", "date"}:
                self.send_header(name, value)
        told = next((value for name, value in headers if name.lower() == "content-length"), str(len(content)))
        self.send_header("Content-Length", told if self.command == "HEAD" else str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


for _method in ("GET", "PUT", "POST", "DELETE", "HEAD"):
    setattr(Slow, f"do_{_method}", Slow.pass_on)


@pytest.fixture
def slow(bucket: str, s3_server: str) -> Iterator[str]:
    del bucket
    handler = type("Handler", (Slow,), {"upstream": s3_server.removeprefix("http://")})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_slow_store_that_fails_now_and_then_gets_all_and_its_feed_is_always_true(
    store: Path, slow: str, tmp_path: Path
) -> None:
    articles(tmp_path / "in", 8)
    over, seen, wrong = Event(), [], []

    def watch() -> None:
        while not over.wait(0.5):
            named = listed(places.read(store / "feed.xml"))
            seen.append(len(named))
            wrong.extend(slug for slug in named if places.length(store / slug / "briefing.mp3") is None)

    watcher = Thread(target=watch)
    watcher.start()
    often = (
        "import briefing.pipeline.books as books; books._FEED_EVERY_S = 1.0; from briefing.__main__ import main; main()"
    )
    command = [sys.executable, "-c", often, "make", str(tmp_path / "in"), "-o", str(store), *QUICK, "--jobs", "2"]
    environment = {**os.environ, "AWS_ENDPOINT_URL": slow}
    ran = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    over.set()
    watcher.join()
    assert ran.returncode == 0, ran.stderr
    assert wrong == []
    assert len(set(seen)) > 2, "the feed was written while the run went on"
    slugs = {f"story-{number}" for number in range(8)}
    assert listed(places.read(store / "feed.xml")) == slugs
    there = places.listed(store)
    for name in ("briefing.mp3", "captions.vtt", "chapters.json", "episode.json", "index.html", ".briefing.json"):
        assert {f"{slug}/{name}" for slug in slugs} <= there.keys()
