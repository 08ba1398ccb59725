"""Downloads from a real server on this machine: gone on with, given up in time; and the voice that is fetched once."""

from __future__ import annotations

import hashlib
import logging
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from briefing.errors import BusyError, NetworkError, OutputError, SettingsError
from briefing.model import Voice
from briefing.narration import at_hand, fetch, models, reply, voices
from briefing.narration.fetch import Patience
from briefing.narration.models import Download, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTENT = bytes(range(256)) * 2000
NOW_S = 1_800_000_000.0

pytestmark = pytest.mark.usefixtures("user_folders")


@dataclass(slots=True)
class Server:
    """Sends CONTENT; how it misbehaves is said by its fields, what it was asked stands in `asked`."""

    address: str = ""
    status: int = 200
    body: bytes = CONTENT
    stops_at: int | None = None  # the connection breaks there, once
    silent: bool = False
    sends: int = 0  # so many bytes at once, with a wait behind them
    waits_s: float = 0
    leads_to: str = ""
    says_length: bool = True
    length: str = ""
    busy: list[int] = field(default_factory=list)  # what the next requests are answered
    retry_after: str = ""
    asked: list[str | None] = field(default_factory=list)
    release: Event = field(default_factory=Event)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            server.asked.append(wanted)
            if server.silent:
                server.release.wait(20)
                return
            if server.busy:
                self.send_response(server.busy.pop())
                self.send_header("Retry-After", server.retry_after)
                self.end_headers()
                return
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
            rest = server.body[start:]
            self.send_response(206 if wanted and server.status == 200 else server.status)
            if server.leads_to:
                self.send_header("Location", server.leads_to)
            if server.says_length:
                self.send_header("Content-Length", server.length or str(len(rest)))
            self.end_headers()
            while server.sends and rest and not server.release.is_set():
                self.wfile.write(rest[: server.sends])
                rest = rest[server.sends :]
                server.release.wait(server.waits_s)
            stop, server.stops_at = server.stops_at, None
            self.wfile.write(rest if stop is None else rest[:stop])

        def handle(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):  # the client went away
                super().handle()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.address = f"http://127.0.0.1:{http.server_port}/tiny.htsvoice"
        thread = Thread(target=http.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.release.set()
            http.shutdown()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(Server()) as running:
        yield running


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Write down before which attempts there is a wait, and wait for nothing."""
    waited: list[int] = []

    def backoff_s(attempt: int) -> float:
        waited.append(attempt)
        return 0.0

    monkeypatch.setattr(fetch, "backoff_s", backoff_s)
    return waited


def download(server: Server, **changes: object) -> Download:
    told = {"url": server.address, "sha256": hashlib.sha256(CONTENT).hexdigest(), "length_bytes": len(CONTENT)}
    return Download.of({**told, **changes}, "x.toml")


def left() -> list[str]:
    folder = models.folder(Kind.HTS)
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock") if folder.is_dir() else []


def test_a_voice_of_one_file_is_fetched_and_in_place(server: Server) -> None:
    path = models.install("tiny", download(server), lambda *_: None)
    assert path.read_bytes() == CONTENT
    assert left() == ["tiny.htsvoice"]
    assert models.installed(Kind.HTS) == {"tiny": path}
    assert models.installed(Kind.PIPER) == {}
    models.install("tiny", download(server), lambda *_: None)
    assert len(server.asked) == 1  # it is there: nobody is asked


def test_a_download_that_breaks_off_is_gone_on_with(server: Server) -> None:
    server.stops_at = 131_072
    path = models.install("tiny", download(server), lambda *_: None)
    assert path.read_bytes() == CONTENT
    assert server.asked == [None, "bytes=131072-"]


def test_half_a_download_is_kept_for_the_next_run(server: Server) -> None:
    server.stops_at = 131_072
    with pytest.raises(NetworkError, match="broke off"):
        models.install("tiny", download(server), lambda *_: None, Patience(attempts=1))
    assert left() == ["tiny.htsvoice.part"]
    assert models.install("tiny", download(server), lambda *_: None).read_bytes() == CONTENT
    assert server.asked == [None, "bytes=131072-"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_server_that_refuses_is_told_by_its_number_and_not_asked_again(server: Server, status: int) -> None:
    server.status = status
    with pytest.raises(NetworkError, match=rf"answers {status} \([\w ]+\); carry the file here and use --from FILE$"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_server_that_is_busy_is_asked_again_after_longer_and_longer_waits(
    server: Server, waits: list[int], status: int
) -> None:
    server.status = status
    with pytest.raises(NetworkError, match=rf"answers {status} \([\w ]+\); run the command again, or carry"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []
    assert len(server.asked) == Patience().attempts
    assert waits[:-1] == [1, 2, 3]
    waits.clear()
    server.status, server.busy = 200, [status]
    assert models.install("tiny", download(server), lambda *_: None).read_bytes() == CONTENT
    assert waits == [1]


def test_a_server_is_left_alone_as_long_as_it_asks_and_no_run_waits_for_minutes(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(fetch, "time", SimpleNamespace(sleep=slept.append, monotonic=time.monotonic))
    server.busy, server.retry_after = [429, 429], "7"
    models.install("tiny", download(server), lambda *_: None)
    assert slept == [7, 7]
    (models.folder(Kind.HTS) / "tiny.htsvoice").unlink()
    server.busy, server.retry_after = [503], "600"
    with pytest.raises(NetworkError, match=r"answers 503 \(.+\) and asks to be left alone for 10 minutes; run"):
        models.install("tiny", download(server), lambda *_: None)
    server.busy, server.retry_after = [503], "7"
    with pytest.raises(NetworkError, match="answers 503"):  # it would be over before the wait is
        models.install("tiny", download(server), lambda *_: None, Patience(whole_s=5.0))
    assert slept == [7, 7]


def test_the_waits_grow_and_no_two_runs_wait_alike() -> None:
    first, second, third = ({reply.backoff_s(attempt) for _ in range(50)} for attempt in (1, 2, 3))
    assert 0.5 <= min(first) < max(first) <= 1 <= min(second) < max(second) <= 2 <= min(third) < max(third) <= 4


@pytest.mark.parametrize("body", [b"<html>" * 100_000, CONTENT[:-1] + b"x", CONTENT + b"more"])
def test_what_is_not_the_voice_is_never_put_in_place(server: Server, body: bytes) -> None:
    server.body = body
    with pytest.raises(NetworkError, match="something else than the model"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []


@pytest.mark.parametrize("body", [b"", b"<html>Log in</html>", CONTENT[:1000]])
def test_a_reply_of_another_length_is_refused_and_nothing_of_it_is_gone_on_from(server: Server, body: bytes) -> None:
    server.body = body
    with pytest.raises(NetworkError, match="something else than the model"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []
    server.body = CONTENT
    assert models.install("tiny", download(server), lambda *_: None).read_bytes() == CONTENT
    assert server.asked == [None, None]


def test_the_rest_of_another_file_is_refused_and_what_came_is_kept(server: Server) -> None:
    server.stops_at = 131_072
    with pytest.raises(NetworkError, match="broke off"):
        models.install("tiny", download(server), lambda *_: None, Patience(attempts=1))
    server.body = CONTENT + b"more"
    with pytest.raises(NetworkError, match="something else than the model"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == ["tiny.htsvoice.part"]


def test_a_length_that_is_no_number_is_as_good_as_none(server: Server) -> None:
    server.length = "much"
    assert models.install("tiny", download(server), lambda *_: None).read_bytes() == CONTENT


def test_less_than_the_whole_is_never_put_in_place(server: Server) -> None:
    server.body, server.says_length = CONTENT[:1000], False
    with pytest.raises(NetworkError, match="sends less"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []


def test_a_server_that_leads_in_a_circle_is_told(server: Server) -> None:
    server.status, server.leads_to = 302, "/tiny.htsvoice"
    with pytest.raises(NetworkError, match="leads from place to place and nowhere"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []


def test_a_server_that_says_nothing_is_given_up_in_time(server: Server) -> None:
    server.silent = True
    began = time.monotonic()
    with pytest.raises(NetworkError, match=r"did not answer within 0\.3 s; run the command again"):
        models.install("tiny", download(server), lambda *_: None, Patience(attempts=1, answer_s=0.3))
    assert time.monotonic() - began < 10
    assert left() == []


def test_a_server_that_takes_longer_than_it_may_is_given_up_and_what_came_is_kept(server: Server) -> None:
    with pytest.raises(NetworkError, match="took longer than 0 s; run the command again"):
        models.install("tiny", download(server), lambda *_: None, Patience(attempts=3, whole_s=0))
    assert left() == ["tiny.htsvoice.part"]
    assert len(server.asked) == 1


def test_a_server_that_falls_silent_is_given_up_and_what_came_is_kept(server: Server) -> None:
    server.sends, server.waits_s = 131_072, 20
    with pytest.raises(NetworkError, match=r"was silent for 0\.3 s; run"):
        models.install("tiny", download(server), lambda *_: None, Patience(attempts=1, silence_s=0.3))
    assert left() == ["tiny.htsvoice.part"]
    assert fetch._length(models.folder(Kind.HTS) / left()[0]) == 131_072


def test_a_server_that_trickles_is_given_up_in_time_and_what_came_is_kept(server: Server) -> None:
    server.sends, server.waits_s = 1, 0.1
    began = time.monotonic()
    with pytest.raises(NetworkError, match=r"took longer than 0\.5 s; run"):
        models.install("tiny", download(server), lambda *_: None, Patience(attempts=1, whole_s=0.5))
    assert time.monotonic() - began < 5
    assert left() == ["tiny.htsvoice.part"]


def test_a_full_disk_is_told_and_nothing_is_half_installed(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fetch, "_fill_rest", full)
    with pytest.raises(OutputError, match="no space left on device; free some space"):
        models.install("tiny", download(server), lambda *_: None)
    assert left() == []


@pytest.mark.parametrize("by_hand", [True, False])
def test_what_an_install_that_was_killed_left_is_swept_by_the_next_of_its_model(
    server: Server, tmp_path: Path, *, by_hand: bool
) -> None:
    carried, folder = tmp_path / "carried.htsvoice", models.folder(Kind.HTS)
    carried.write_bytes(CONTENT)
    folder.mkdir(parents=True)
    others = ["other.htsvoice.7.part", "tiny.htsvoice.7.part.txt", "tiny.htsvoice.old.part", "tinyXhtsvoice.7.part"]
    for name in ("tiny.htsvoice.4711.part", "tiny.htsvoice.1.part", *others):
        (folder / name).write_bytes(b"half")
    (folder / "tiny.htsvoice.8.part").mkdir()  # nobody's install made it
    if by_hand:
        models.install_from("tiny", download(server), carried)
    else:
        models.install("tiny", download(server), lambda *_: None)
    assert left() == sorted(["tiny.htsvoice", "tiny.htsvoice.8.part", *others])


def test_what_an_install_that_lives_has_copied_so_far_is_not_swept(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    with models.alone("tiny", Kind.HTS) as place:
        copied = place / "tiny.htsvoice.4711.part"
        copied.write_bytes(b"half")
        install = Thread(target=models.install, args=("tiny", download(server), lambda *_: None))
        install.start()
        until_s = time.monotonic() + 10
        while not caplog.records and time.monotonic() < until_s:
            time.sleep(0.02)
        with pytest.raises(BusyError), models.alone("tiny", Kind.HTS, 0.1):
            pass
        assert copied.exists()
    install.join()
    assert left() == ["tiny.htsvoice"]


def test_a_folder_where_the_model_belongs_is_told_by_its_name_before_anybody_is_asked(
    server: Server, tmp_path: Path
) -> None:
    carried = tmp_path / "carried.htsvoice"
    carried.write_bytes(CONTENT)
    (models.folder(Kind.HTS) / "tiny.htsvoice").mkdir(parents=True)
    for install in (
        lambda: models.install_from("tiny", download(server), carried),
        lambda: models.install("tiny", download(server), lambda *_: None),
    ):
        with pytest.raises(OutputError, match=r"data/hts/tiny\.htsvoice: is a folder, where the model belongs; move"):
            install()
    assert left() == ["tiny.htsvoice"]
    assert server.asked == []
    assert models.obstacle("x" * 300, Kind.HTS) is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_full_disk_is_told_by_the_place_that_is_full_not_by_the_file_that_was_carried_here(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried = tmp_path / "carried.htsvoice"
    carried.write_bytes(CONTENT)
    opened = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, *how: opened(Path("/dev/full") if path.name.endswith(".part") else path, *how)
    )
    with pytest.raises(OutputError, match=r"data/hts: no space left on device; free some space"):
        models.install_from("tiny", download(server), carried)
    assert left() == []


def test_a_file_that_was_carried_here_is_checked_and_installed(server: Server, tmp_path: Path) -> None:
    carried = tmp_path / "voice.bin"
    with pytest.raises(SettingsError, match=r"voice\.bin: no such file; name the file"):
        models.install_from("tiny", download(server), carried)
    carried.write_bytes(CONTENT[1:])
    with pytest.raises(SettingsError, match="is not the model tiny"):
        models.install_from("tiny", download(server), carried)
    assert left() == []
    carried.write_bytes(CONTENT)
    assert models.install_from("tiny", download(server), carried).read_bytes() == CONTENT
    assert left() == ["tiny.htsvoice"]
    assert server.asked == []


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"url": "https://a.example/voice.zip"}, r"url is 'https://a\.example/voice\.zip'; give one that ends in"),
        ({"url": "ftp://a.example/voice.onnx"}, r"url is 'ftp://.*'; give an address that begins with https://"),
        ({"url": "voice.onnx"}, r"url is 'voice\.onnx'; give an address"),
        ({"url": "https://[::1/voice.onnx"}, r"url is 'https://.*'; give an address"),
        ({"url": ""}, r"url is ''; give an address"),
        ({"settings_url": "file:///etc/x"}, r"settings_url is 'file:///etc/x'; give an address"),
        ({"sha256": "abc"}, r"sha256 is 'abc'; give 64 digits"),
        ({"settings_sha256": "X" * 64}, r"settings_sha256 is 'X+'; give 64 digits"),
        ({"length_bytes": -1}, r"length_bytes is -1; give how long the file is"),
        ({"length_bytes": "3"}, "length_bytes is '3'"),
        ({"md5": "x"}, "is off; give url"),
    ],
)
def test_a_download_that_is_off_is_told_with_its_file(
    server: Server, changes: dict[str, object], complaint: str
) -> None:
    with pytest.raises(SettingsError, match=rf"x\.toml: \[download\] {complaint}"):
        download(server, **changes)


# --- the voice that is fetched once -----------------------------------------------------------------------------------


@pytest.fixture
def own_ziad(server: Server, user_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Let the voice of that name come from this machine: a file of the user's own wins. What comes passes for whole."""
    monkeypatch.setattr("briefing.narration.synthesizers.hts.voice_file.load", _loaded)
    folder = user_folders / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "ziad.toml").write_text(
        f"""
        title = "Ziad"
        synthesizer = "hts"
        auto = 1
        options.model = "tiny"
        [download]
        url = "{server.address}"
        sha256 = "{hashlib.sha256(CONTENT).hexdigest()}"
        length_bytes = {len(CONTENT)}
        licence = "GPL-3.0"
        """,
        encoding="utf-8",
    )
    return server


def _loaded(path: Path) -> SimpleNamespace:
    return SimpleNamespace(sha256=hashlib.sha256(path.read_bytes()).hexdigest())


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    said = [record.getMessage() for record in caplog.records]
    caplog.clear()
    return said


def test_the_voice_is_fetched_once_and_said_in_one_line(own_ziad: Server, caplog: pytest.LogCaptureFixture) -> None:
    assert voices.load("auto").name == "espeak"
    at_hand.fetch_once(NOW_S, lambda *_: None)
    assert lines(caplog) == ["the voice ziad is fetched once (0.5 MB, GPL-3.0); --offline does without"]
    assert voices.load("auto").name == "ziad"
    at_hand.fetch_once(NOW_S, lambda *_: None)
    assert lines(caplog) == []
    assert len(own_ziad.asked) == 1


def test_where_it_cannot_be_had_another_reads_and_a_day_passes_before_the_next_try(
    own_ziad: Server, caplog: pytest.LogCaptureFixture
) -> None:
    own_ziad.status = 503
    at_hand.fetch_once(NOW_S, lambda *_: None)
    _, failed = lines(caplog)
    assert "answers 503" in failed
    assert failed.endswith("espeak reads; to get it: briefing voices install ziad")
    for later_s in (60, 23 * 3600):
        at_hand.fetch_once(NOW_S + later_s, lambda *_: None)
    assert lines(caplog) == []
    assert len(own_ziad.asked) == 1
    own_ziad.status = 200
    at_hand.fetch_once(NOW_S + 25 * 3600, lambda *_: None)
    assert voices.load("auto").name == "ziad"


def test_a_run_waits_a_few_seconds_for_another_that_fetches_and_goes_on_without_the_voice(
    own_ziad: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert at_hand._BUSY_S < 10
    monkeypatch.setattr(at_hand, "_BUSY_S", 0.3)
    with models.alone("tiny", Kind.HTS):
        at_hand.fetch_once(NOW_S, lambda *_: None)
    assert lines(caplog) == ["another run is installing the voice ziad, and is not waited for; espeak reads"]
    assert own_ziad.asked == []
    at_hand.fetch_once(NOW_S, lambda *_: None)  # nothing failed: the next run tries
    assert voices.load("auto").name == "ziad"


def at_once(runs: int) -> None:
    threads = [Thread(target=at_hand.fetch_once, args=(NOW_S + run / 4, lambda *_: None)) for run in range(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_several_runs_at_once_one_tries_and_the_others_hear_what_it_came_to(
    own_ziad: Server, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_hand, "_PATIENCE", Patience(attempts=1, answer_s=0.5))
    own_ziad.silent = True
    at_once(4)
    assert len(own_ziad.asked) == 1
    first, *others = lines(caplog)
    assert first.startswith("the voice ziad is fetched once")
    assert sum("did not answer within 0.5 s" in line for line in others) == 1
    assert sum("cannot be had (the try of another run failed just now); espeak reads" in line for line in others) == 3


def test_of_several_runs_at_once_one_fetches_for_all(own_ziad: Server, caplog: pytest.LogCaptureFixture) -> None:
    at_once(4)
    assert len(own_ziad.asked) == 1
    assert len(lines(caplog)) == 1
    assert voices.load("auto").name == "ziad"


def test_who_installs_by_hand_is_told_whom_it_waits_for(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    with models.alone("tiny", Kind.HTS):
        install = Thread(target=models.install, args=("tiny", download(server), lambda *_: None))
        install.start()
        until_s = time.monotonic() + 10
        while not caplog.records and time.monotonic() < until_s:
            time.sleep(0.02)
        assert left() == []
    install.join()
    assert lines(caplog) == ["another run is installing the model tiny; this one waits for its end"]
    assert left() == ["tiny.htsvoice"]


@pytest.mark.parametrize("written", ["soon", "", f"{NOW_S + 99999:.0f}"])
def test_a_mark_that_says_nothing_hinders_no_try(own_ziad: Server, written: str) -> None:
    at_hand.mark().parent.mkdir(parents=True)
    at_hand.mark().write_text(written, encoding="ascii")
    at_hand.fetch_once(NOW_S, lambda *_: None)
    assert len(own_ziad.asked) == 1


def test_a_try_that_failed_half_a_second_ago_is_not_repeated(own_ziad: Server) -> None:
    own_ziad.status = 503
    for later_s in (0.7, 0.8):
        at_hand.fetch_once(NOW_S + later_s, lambda *_: None)
    assert len(own_ziad.asked) == 1


def test_a_cache_that_cannot_be_written_stops_nobody(own_ziad: Server, user_folders: Path) -> None:
    own_ziad.status = 500
    (user_folders / "cache").write_bytes(b"")
    at_hand.fetch_once(NOW_S, lambda *_: None)
    assert voices.load("auto").name == "espeak"


def test_auto_never_means_a_voice_that_sends_the_text_away(
    user_folders: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = user_folders / "config" / "voices"
    folder.mkdir(parents=True)
    (folder / "google.toml").write_text('title = "G"\nsynthesizer = "google"\nauto = 0\n', encoding="utf-8")
    assert next(voices.ranking()).name == "google"
    assert voices.load("auto").name == "espeak"
    monkeypatch.setattr(voices, "unusable_because", lambda _voice: "broken")
    with pytest.raises(SettingsError, match="auto: no voice works here"):
        voices.load("auto")
    assert not [record for record in caplog.records if record.levelno > logging.INFO]


def test_a_voice_says_who_it_is_in_arabic() -> None:
    assert voices.load("ziad").credit
    assert voices.parse("a", {"title": "A", "synthesizer": "x", "credit": "ليلى"}, "a.toml") == Voice(
        name="a", title="A", synthesizer="x", credit="ليلى"
    )
