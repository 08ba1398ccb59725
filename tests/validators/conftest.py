"""What the validators look at: the seed's briefing as `briefing make` writes it, a hostile one, and the tools.

These tests need programs that pip does not bring (a browser, Java, Node.js); `.ci/validators` installs them and runs
this folder by name. A tool that is missing is a failure here, never a skip.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from briefing import plugins
from briefing.publishing import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
CHECKOUT = HERE.parent.parent
SLUG = "aoc-biden-2024"
SHOTS = os.environ.get("BRIEFING_SHOTS", "")
CONFIG = """
[show]
title = "موجز <التجربة> & ]]> \\"الكاملة\\""
author = "الدار"
base_url = "https://example.org/news/"
owner_email = "desk@example.org"
"""


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """Find a program; fail where it is missing."""

    def find(name: str) -> str:
        found = shutil.which(name)
        if found is None:
            pytest.fail(f"{name} is not installed; .ci/validators says how to get it")
        return found

    return find


@pytest.fixture(scope="session")
def node(tool: Callable[[str], str]) -> Callable[..., Any]:
    """Run one of the scripts beside this file with Node.js; it prints one JSON value."""

    def run(script: str, *arguments: str) -> Any:  # noqa: ANN401 - each script has a value of its own
        environment = {**os.environ, "CHROMIUM": tool("chromium"), "SHOTS": SHOTS}
        done = subprocess.run(
            [tool("node"), HERE / script, *arguments], capture_output=True, env=environment, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def node_module() -> Callable[[str], Path]:
    """Find a file of a Node.js package; fail where it is missing."""

    def find(name: str) -> Path:
        path = Path(os.environ.get("NODE_PATH", "node_modules")) / name
        if not path.exists():
            pytest.fail(f"{path} is missing; .ci/validators installs it")
        return path

    return find


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the seed's briefing as a user would, its book too, and put a hostile episode beside it."""
    room = tmp_path_factory.mktemp("made")
    (room / "briefing.toml").write_text(CONFIG, encoding="utf-8")
    seed = CHECKOUT / "seeds" / f"{SLUG}.txt"
    command = [sys.executable, "-m", "briefing", "make", str(seed), "--voice", "silence", "--epub"]
    subprocess.run(command, cwd=room, check=True, timeout=300)
    folder = room / "output"
    _put_hostile(folder)
    _put_withdrawn(folder)
    subprocess.run([sys.executable, "-m", "briefing", "feed", "output"], cwd=room, check=True, timeout=60)
    return folder


@pytest.fixture(scope="session")
def episode(output: Path) -> Path:
    """Give the folder of the seed's briefing."""
    return output / SLUG


@pytest.fixture(scope="session")
def site(output: Path) -> Iterator[str]:
    """Serve the output folder as `briefing serve` does; give its address."""
    command = [sys.executable, "-m", "briefing", "serve", str(output), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        said = running.stderr.readline()
        address = re.search(r"http://\S+/", said)
        assert address, said
        yield address[0]
        running.terminate()


def _put_withdrawn(folder: Path) -> None:
    """Put an episode beside the others, and withdraw it."""
    seed = folder / SLUG
    shutil.copytree(seed, folder / "withdrawn", ignore=shutil.ignore_patterns("index.html"))
    command = [sys.executable, "-m", "briefing", "withdraw", "withdrawn", "--reason", "نُسب القول إلى غير قائله."]
    subprocess.run(command, cwd=folder.parent, check=True, timeout=60)


def _put_hostile(folder: Path) -> None:
    spec = importlib.util.spec_from_file_location("episodes", HERE.parent / "publishing" / "conftest.py")
    assert spec
    assert spec.loader
    episodes = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(episodes)
    text = episodes.HOSTILE
    sound = (folder / SLUG / "briefing.mp3").read_bytes()
    made = episodes.build(slug="hostile", headline=text, lead=text, quote=text, speaker=text, sound=sound)
    room = folder / "hostile"
    room.mkdir()
    (room / "briefing.mp3").write_bytes(sound)
    for name in plugins.names(plugins.PUBLISHERS):
        if name in {"braille", "captions", "chapters", "epub", "page", "player", "summary", "transcript"}:
            plugins.publisher(name).publish(made, room)
    record.write(made, room)
