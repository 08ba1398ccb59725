"""The documents say what the program does, and every example runs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefing import __version__
from briefing.cli import COMMANDS
from tests import keys

if TYPE_CHECKING:
    from tests.conftest import Runner

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "cli.md"
EXAMPLES = sorted(set(re.findall(r"Example: (.+)", PAGE.read_text(encoding="utf-8"))))
# These wait for a listener, or need the network: their own tests run them against a fake.
ELSEWHERE = ("briefing serve", "briefing studio", "briefing publish", "briefing voices install")
HERE = [line for line in EXAMPLES if not line.startswith(ELSEWHERE)]

NAMES = """<?xml version="1.0" encoding="UTF-8"?>
<lexicon xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" version="1.0" alphabet="ipa" xml:lang="ar">
 <lexeme><grapheme>سامي</grapheme><alias>سَامِي</alias></lexeme>
</lexicon>
"""
# What must have been done before an example makes sense.
MAKE = "briefing make seeds/aoc-biden-2024.txt --voice silence"
ADD = "briefing corrections add seeds/aoc-biden-2024.txt --json decisions.json"
UNDO = "briefing corrections undo seeds/aoc-biden-2024.txt"
FIRST = {
    "briefing lexicon remove": ["briefing lexicon add 'جُونْ دُو'"],
    "briefing audit": [MAKE],
    "briefing verify": [f"{MAKE} --sign key.pem chain.pem"],
    "briefing withdraw": [MAKE],
    "briefing corrections undo": [ADD],
    "briefing corrections redo": [ADD, UNDO],
}


def test_the_page_of_commands_is_the_programs_own_help() -> None:
    written = subprocess.run(
        [sys.executable, ROOT / ".ci" / "cli_reference.py", "--check"], capture_output=True, check=False
    )
    assert written.returncode == 0, written.stderr.decode()


@pytest.fixture
def ready(work: Path) -> Path:
    """Give the folder that the examples are run in, with all that they name."""
    shutil.copytree(ROOT / "seeds", work / "seeds")
    (work / "output").mkdir()
    decision = {"kind": "leave", "text": "لكن الرئيس يدعو"}
    (work / "decisions.json").write_text(json.dumps([decision]), encoding="utf-8")
    (work / "news").mkdir()
    (work / "news" / "corrections.toml").write_text('[[reading]]\ntext = "عبر"\nto = "عَبَّرَ"\n', encoding="utf-8")
    (work / "names.pls").write_text(NAMES, encoding="utf-8")
    keys.make(work)
    return work


@pytest.mark.parametrize("example", [line for line in HERE if "|" not in line])
@pytest.mark.usefixtures("ready")
def test_every_example_of_the_help_runs(example: str, briefing: Runner) -> None:
    before = next((lines for opening, lines in FIRST.items() if example.startswith(opening)), [])
    for line in (*before, example):
        ran = briefing(*shlex.split(line)[1:])
        assert ran.code == 0, ran.err


@pytest.mark.parametrize("example", [line for line in HERE if "|" in line])
def test_every_example_with_a_pipe_runs(example: str, ready: Path, environment: dict[str, str]) -> None:
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", example],
        cwd=ready,
        env={**environment, "PATH": f"{Path(sys.executable).parent}:{environment['PATH']}"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stderr.decode()


def test_the_readmes_python_makes_an_episode(tmp_path: Path, environment: dict[str, str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=False, timeout=120
    )
    assert ran.returncode == 0, ran.stderr.decode()
    assert (tmp_path / "output" / "aoc-biden-2024" / "briefing.mp3").is_file()


def test_the_readme_names_only_commands_that_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^\$ |`|/)briefing ([a-z]+)\b", readme, flags=re.MULTILINE))
    assert named
    assert named <= set(COMMANDS)


def test_the_version_of_the_program_has_its_section_in_the_changelog() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## \[([^\]]+)\](?: - (\d{4}-\d\d-\d\d))?$", changelog, flags=re.MULTILINE)
    assert sections[0] == ("Unreleased", "")
    version, date = sections[1]
    assert version == __version__
    assert date
