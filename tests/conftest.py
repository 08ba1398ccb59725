"""What every test may use: the seed, the program as a user runs it, and golden files."""

from __future__ import annotations

import http.client
import io
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest
import s3fs
from moto.server import ThreadedMotoServer

from briefing import cli, pipeline
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A test asserts no time: how long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("briefing", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("briefing")

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "aoc-biden-2024.txt"
GOLDEN = ROOT / "tests" / "golden"
NOBODY, LOCAL = "http://127.0.0.1:9", "127.0.0.1,localhost,::1"
HOMES = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
# The extra `camel` has an environment of its own; .ci/camel makes it and runs these tests there.
collect_ignore = [] if find_spec("camel_tools") else ["camel"]


class Runner(Protocol):
    """Runs `briefing` with arguments, in a folder of its own."""

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Ran:
        """Run it to its end."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a run of the program ended."""

    code: int
    out: str
    err: str


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew; say why in the commit")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests away from the lexicon, voices and clips of the person who runs them."""
    # A shell lets what it starts with `&` ignore Ctrl-C, and so do that one's children, which some tests interrupt.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    homes = TemporaryDirectory(prefix="briefing-tests-")
    config.add_cleanup(homes.cleanup)
    os.environ.update(dict.fromkeys(HOMES, homes.name))
    # And away from the network: what asks for a server elsewhere meets a port of this machine where nobody listens.
    os.environ.update({"HTTPS_PROXY": NOBODY, "https_proxy": NOBODY, "NO_PROXY": LOCAL, "no_proxy": LOCAL})
    _without_a_network(Path(homes.name))


def _without_a_network(cache: Path) -> None:
    """Make it look as if the voice that is fetched unasked could not be had a moment ago: no test asks for it."""
    mark = cache / "briefing" / "voice-not-fetched"
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(f"{int(time.time())}\n", encoding="ascii")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the run cost, whatever else the machine did: a suite that nobody waits for is run at every change."""
    cost = os.times()
    own, started = cost.user + cost.system, cost.children_user + cost.children_system
    terminalreporter.write_line(
        f"{own + started:.0f} s of CPU time, {started:.0f} of them in other processes: workers, and what tests started"
    )


@pytest.fixture
def seed() -> Path:
    return SEED


@pytest.fixture(scope="session")
def seed_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the seed's episode once for all tests: an output folder to copy, not to change."""
    folder = tmp_path_factory.mktemp("seed") / "output"
    choices = pipeline.Choices(settings=Settings(voice="silence"), folder=folder)
    assert [made.slug for made in pipeline.make([str(SEED)], choices)] == [SEED.stem]
    return folder


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """Run a store of objects like S3 on this machine; give its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Let all drivers of this test talk to that store, which has one bucket, called so, with nothing in it."""
    settings = {
        "AWS_ACCESS_KEY_ID": "desk",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": s3_server,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    connection = http.client.HTTPConnection(s3_server.removeprefix("http://"), timeout=10)
    for method, path in (("POST", "/moto-api/reset"), ("PUT", "/bucket")):
        connection.request(method, path)
        connection.getresponse().read()
    connection.close()
    # Connections that earlier tests made may lead to servers that are gone.
    s3fs.S3FileSystem.clear_instance_cache()
    return "bucket"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give an environment whose settings and data folders are empty and this test's own."""
    _without_a_network(tmp_path / "xdg_cache_home")
    return {**os.environ, **{name: str(tmp_path / name.lower()) for name in HOMES}}


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Give the folder that the program is run in; it is empty."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def briefing(work: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run the program as a user would, but in this process: loading it takes longer than most of what it is asked."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        _forget()
        texts = [
            io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", write_through=True) for given in (stdin, b"", b"")
        ]
        with monkeypatch.context() as patch, _left_as_it_was():
            patch.chdir(work)
            for name in os.environ.keys() | environment.keys():
                patch.delenv(name, raising=False)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["briefing", *map(str, arguments)])
            patch.setattr(sys.modules["__main__"], "__package__", "")  # where click reads the program's name
            for name, text in zip(("stdin", "stdout", "stderr"), texts, strict=True):
                patch.setattr(sys, name, text)
            code = cli.run()
        out, err = (text.buffer.getvalue().decode() for text in texts[1:])
        return Ran(code=code, out=out, err=err)

    return run


@pytest.fixture
def program(work: Path, environment: dict[str, str]) -> Runner:
    """Run the program as a user would, in a process of its own: for what an end, a signal or a closed pipe does."""

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        ended = subprocess.run(
            [Path(sys.executable).with_name("briefing"), *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=work,
            env=environment,
            check=False,
            timeout=120,
        )
        return Ran(code=ended.returncode, out=ended.stdout.decode(), err=ended.stderr.decode())

    return run


def _forget() -> None:
    """Empty every cache of the program: a new run may find another user's tables."""
    for name, module in list(sys.modules.items()):
        if name.startswith("briefing."):
            for member in vars(module).values():
                if forget := getattr(member, "cache_clear", None):
                    forget()


@contextmanager
def _left_as_it_was() -> Iterator[None]:
    """Put back what the program sets for the whole process, as its own end would."""
    logger = logging.getLogger("briefing")
    handlers, level, propagate = logger.handlers, logger.level, logger.propagate
    stop = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, stop)
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=request.config.getoption("--update-golden"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Golden:
    """Files that hold what came out when a person last looked and agreed."""

    update: bool

    def check(self, name: str, content: str) -> None:
        """Compare with the file, or write it where --update-golden was given."""
        file = GOLDEN / name
        if self.update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        assert content == file.read_text(encoding="utf-8")


class Site:
    """A site on this machine: what it answers for each path, and what it was asked, with the headers."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[dict[str, str]], tuple[int, dict[str, str], bytes]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""

    def puts(self, path: str, body: str, status: int = 200, **headers: str) -> None:
        """Answer with a page, and with 304 whoever has it by its ETag or its date."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}

        def answer(asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            has_it = asked.get("if-none-match", "") == told.get("ETag", "-") or asked.get(
                "if-modified-since", ""
            ) == told.get("Last-Modified", "-")
            return (304, told, b"") if has_it else (status, told, body.encode())

        self.answers[path] = answer

    def times(self, path: str) -> int:
        """Count how often a path was asked for."""
        return sum(asked == path for asked, _ in self.asked)

    def last(self, path: str) -> dict[str, str]:
        """Return the headers with which a path was asked for last."""
        return next(headers for asked, headers in reversed(self.asked) if asked == path)


@pytest.fixture
def site() -> Iterator[Site]:
    ours = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            ours.asked.append((self.path, headers))
            status, told, body = ours.answers.get(self.path, lambda _: (404, {}, b""))(headers)
            self.send_response(status)
            for name, value in told.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    ours.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield ours
    server.shutdown()
    thread.join()
    server.server_close()
