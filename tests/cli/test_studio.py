"""`briefing studio` from the command line: how it starts, ends and fails."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tomllib
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import pytest
from lxml import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import Runner


class Running(NamedTuple):
    """A studio that runs: its process, where it listens, its key."""

    process: subprocess.Popen[str]
    where: str
    key: str


@contextmanager
def running(
    work: Path, environment: dict[str, str], *arguments: str
) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """Run a studio; give its process, where it listens, and its key."""
    command = [sys.executable, "-m", "briefing", "studio", *arguments, "--voice", "silence", "--diacritizer", "none"]
    with subprocess.Popen(
        command, cwd=work, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        match = re.fullmatch(r"http://(127\.0\.0\.1:\d+)/\?key=(\S+)\n", process.stdout.readline())
        assert match, process.communicate(timeout=20)
        try:
            yield Running(process, match[1], match[2])
        finally:
            process.kill()


def ask(where: str, path: str, cookie: str = "", form: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    with closing(HTTPConnection(where, timeout=30)) as connection:
        connection.request("POST" if form else "GET", path, urlencode(form) if form else None, {"cookie": cookie})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()


def enter(where: str, key: str) -> tuple[str, str]:
    """Return the cookie, and the address of the first article."""
    cookie = ask(where, f"/?key={key}")[1]["set-cookie"].partition(";")[0]
    return cookie, str(html.fromstring(ask(where, "/", cookie)[2]).xpath("//ol[@class='desk']//a/@href")[0])


@pytest.fixture
def story(work: Path, seed: Path) -> Path:
    path = work / "story.txt"
    path.write_bytes(seed.read_bytes())
    return path


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.usefixtures("story")
def test_it_says_where_it_is_and_ends_quietly(work: Path, environment: dict[str, str], number: int, code: int) -> None:
    with running(work, environment, "story.txt") as (process, where, key):
        enter(where, key)
        process.send_signal(number)
        out, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert (out, said.splitlines()[-1]) == ("", "briefing: stopped")
    assert key not in said


def test_killed_at_any_moment_it_loses_no_decision_that_was_answered(
    work: Path, environment: dict[str, str], story: Path
) -> None:
    told = 0
    for number in range(4):
        with running(work, environment, "story.txt") as (process, where, key):
            cookie, article = enter(where, key)
            page = html.fromstring(ask(where, article, cookie)[2]).xpath("//input[@name='page']/@value")[0]
            for change in range(5):
                form = {"page": page, "kind": "leave", "text": f"جملة {number} {change}", "back": article}
                assert ask(where, f"{article}/decide", cookie, form)[0] == 303
                told += 1
            os.kill(process.pid, signal.SIGKILL)
    rows = tomllib.loads(story.with_name("corrections.toml").read_text(encoding="utf-8"))["leave"]
    assert len(rows) == told


def test_a_port_that_is_taken_is_named(briefing: Runner, story: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = briefing("studio", story.name, "--port", port, "--voice", "silence")
    assert (ran.code, ran.out) == (8, "")
    assert f"127.0.0.1:{port}" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere.txt"], 3, "there is no such file"),
        ([], 3, "output"),
        (["empty"], 3, "empty"),
        (["story.txt", "--voice", "nobody"], 2, "no such voice"),
        (["story.txt", "--to", "output"], 2, "no place of its own"),
    ],
)
@pytest.mark.usefixtures("story")
def test_what_cannot_be_opened_is_one_line(
    briefing: Runner, work: Path, arguments: list[str], code: int, told: str
) -> None:
    (work / "empty").mkdir()
    ran = briefing("studio", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert ran.err.count("\n") == 1
