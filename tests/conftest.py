"""What every test may use: the seed, the program as a user runs it, and golden files."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import hypothesis
import pytest

# A test asserts no time: how long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("briefing", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("briefing")

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"
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
    homes = TemporaryDirectory(prefix="briefing-tests-")
    config.add_cleanup(homes.cleanup)
    os.environ.update(dict.fromkeys(HOMES, homes.name))


@pytest.fixture
def seed() -> Path:
    return ROOT / "seeds" / "aoc-biden-2024.txt"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Give an environment whose cache, settings and data folders are empty and this test's own."""
    return {**os.environ, **{name: str(tmp_path / name.lower()) for name in HOMES}}


@pytest.fixture
def briefing(tmp_path: Path, environment: dict[str, str]) -> Runner:
    """Run the program as a user would, in an empty folder."""
    folder = tmp_path / "work"
    folder.mkdir()

    def run(*arguments: str | Path, stdin: bytes = b"") -> Ran:
        ended = subprocess.run(
            [sys.executable, "-m", "briefing", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=folder,
            env=environment,
            check=False,
            timeout=120,
        )
        return Ran(code=ended.returncode, out=ended.stdout.decode(), err=ended.stderr.decode())

    return run


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
