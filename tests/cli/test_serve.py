"""`briefing serve`, `briefing feed` and `briefing publish` from the command line."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Runner


@pytest.fixture
def output(tmp_path: Path, briefing: Runner) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    assert briefing("feed", folder).out.strip() == str(folder / "feed.xml")
    return folder


def test_the_server_says_where_it_is_and_ends_quietly(output: Path) -> None:
    command = [sys.executable, "-m", "briefing", "serve", str(output), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as running:
        assert running.stderr
        address = re.search(r"http://127\.0\.0\.1:\d+/", running.stderr.readline())
        assert address
        with urlopen(f"{address[0]}feed.xml", timeout=20) as answer:  # noqa: S310 - our own address
            assert answer.headers["content-type"].startswith("application/rss+xml")
        running.send_signal(signal.SIGINT)
        out, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert (out, said.strip()) == ("", "briefing: stopped")


def test_a_copy_names_what_it_sent(output: Path, tmp_path: Path, briefing: Runner) -> None:
    first = briefing("publish", output, tmp_path / "there", "--allow-localhost")
    assert (first.code, first.out.split()) == (0, ["index.html", "feed.xml"])
    assert first.err.strip() == "2 files sent"
    second = briefing("publish", output, tmp_path / "there", "--allow-localhost")
    assert (second.code, second.out, second.err.strip()) == (0, "", "nothing has changed")


def test_a_feed_that_leads_to_this_machine_is_not_published_unless_that_is_meant(
    output: Path, work: Path, tmp_path: Path, briefing: Runner
) -> None:
    refused = briefing("publish", output, tmp_path / "there")
    assert (refused.code, refused.out) == (4, "")
    assert refused.err.strip() == (
        f"briefing: {output}/feed.xml: leads listeners to http://localhost:8000/, which is their own machine; "
        f"set base_url under [show] in briefing.toml and run: briefing feed {output}; or give --allow-localhost"
    )
    assert not (tmp_path / "there").exists()
    (work / "briefing.toml").write_text('[show]\nbase_url = "https://news.example/"\n', encoding="utf-8")
    assert briefing("publish", output, tmp_path / "there").code == 4, "the feed still says the old address"
    briefing("feed", output)
    assert briefing("publish", output, tmp_path / "there").code == 0
