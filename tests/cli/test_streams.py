"""Whatever becomes of stdin, stdout and stderr, a command ends in order: no traceback, no code that means a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the commands run in forks")

STORY = "الحكومة تعلن خطة جديدة لدعم الصناعة المحلية\n\nأعلنت الحكومة اليوم خطة جديدة.\n"
COMMANDS = {
    "make": ["make", "story.txt", "--voice", "silence", "--diacritizer", "none", "--json", "-o", "made"],
    "make stdin": ["make", "-", "--voice", "silence", "--diacritizer", "none", "-o", "made"],
    "show": ["show", "story.txt", "--at", "article"],
    "show --json": ["show", "story.txt", "--at", "segments", "--json"],
    "verbalize": ["verbalize"],
    "diacritize": ["diacritize", "--diacritizer", "none"],
    "phonemes": ["phonemes", "--diacritizer", "none"],
    "explain": ["explain", "نص", "--diacritizer", "none"],
    "lexicon": ["lexicon", "list"],
    "voices": ["voices"],
    "voices --json": ["voices", "--json"],
    "cache": ["cache", "info"],
    "doctor": ["doctor"],
    "init": ["init", "--force"],
    "feed": ["feed", "output"],
    "publish": ["publish", "output", "there", "--allow-localhost"],
    "serve": ["serve", "output", "--port", "0"],
    "help": ["--help"],
    "version": ["--version"],
    "an error": ["show", "nowhere.txt"],
    "a usage error": ["sing"],
}
CODES = {"an error": 3, "a usage error": 2, "serve": 143}
# One process loads the program, and runs every command in every way in a fork of its own.
LAB = """
import json, os, shutil, signal, sys
sys.argv[0] = "briefing"
work, commands, ways = json.loads(sys.stdin.read())
import briefing.cli, briefing.pipeline, briefing.cli.views, briefing.publishing.upload
from briefing.__main__ import main
for command in briefing.cli.COMMANDS:
    briefing.cli.briefing.get_command(None, command)

def closed(number):
    os.close(number)
    setattr(sys, ("stdin", "stdout", "stderr")[number], None)

def unread(number):
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, number)

def full(number):
    os.dup2(os.open("/dev/full", os.O_WRONLY), number)

def deaf(number):
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)

def child(argv, way):
    os.chdir(work)
    shutil.rmtree("there", ignore_errors=True)
    source = os.open("story.txt", os.O_RDONLY)
    os.dup2(source, 0)
    os.dup2(os.open("said", os.O_RDWR | os.O_CREAT | os.O_TRUNC), 2)
    os.dup2(os.open("given", os.O_RDWR | os.O_CREAT | os.O_TRUNC), 1)
    os.closerange(3, 256)
    sys.stdin, sys.stdout, sys.stderr = open(0, closefd=False), open(1, "w", closefd=False), open(2, "w", closefd=False)
    for what, number in way:
        globals()[what](number)
    sys.argv = ["briefing", *argv]
    if argv[0] == "serve":
        signal.setitimer(signal.ITIMER_REAL, 2.0)  # it has begun by then, also beside other tests
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    try:
        main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        import traceback
        with open("said", "a") as file:
            traceback.print_exc(file=file)
        code = 1
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except Exception:
        code = 120
    os._exit(code if isinstance(code, int) else 1)

told = {}
for name, argv in commands.items():
    for label, way in ways.items():
        number = os.fork()
        if not number:
            child(argv, way)
        _, status = os.waitpid(number, 0)
        said = open(os.path.join(work, "said"), errors="replace").read()
        given = open(os.path.join(work, "given"), errors="replace").read()
        told[f"{name}|{label}"] = [os.waitstatus_to_exitcode(status), said, given]
print(json.dumps(told))
"""
WAYS = {
    "nothing open": [("closed", 0), ("closed", 1), ("closed", 2)],
    "stdin closed": [("closed", 0)],
    "stdout closed": [("closed", 1)],
    "stderr closed": [("closed", 2)],
    "stdin unreadable": [("deaf", 0)],
    "stdout unread": [("unread", 1)],
    "stdout full": [("full", 1)],
    "stderr full": [("full", 2)],
}
# Who reads stdin has no article where it is closed or unreadable.
READS_STDIN = {"make stdin", "verbalize", "diacritize", "phonemes"}
PRINTS_NOTHING = {"serve", "an error", "a usage error"}


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    work = tmp_path_factory.mktemp("streams")
    (work / "output").mkdir()
    (work / "output" / "feed.xml").write_text("<generator>briefing</generator>", encoding="utf-8")
    (work / "story.txt").write_text(STORY, encoding="utf-8")
    homes = {name: str(work / "home") for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    ran = subprocess.run(
        [sys.executable, "-c", LAB],
        input=json.dumps([str(work), COMMANDS, WAYS]),
        capture_output=True,
        text=True,
        env={**os.environ, **homes},
        check=True,
        timeout=500,
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _right(command: str, way: str) -> int:
    if way == "stdout full" and command not in PRINTS_NOTHING:
        return 7
    if way == "stdin unreadable" and command in READS_STDIN:
        return 3
    if way in {"stdin closed", "nothing open"} and command == "make stdin":
        return 3
    return CODES.get(command, 0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_ends_in_order(ended: dict[str, Any], command: str, way: str) -> None:
    code, said, _ = ended[f"{command}|{way}"]
    assert "Traceback" not in said
    assert "Exception ignored" not in said
    assert code == _right(command, way), said
    if way in {"stdout full", "stdin unreadable"} and code:
        told = [line for line in said.splitlines() if not line.startswith("briefing: warning: ")]
        # A server that is told to stop says that it did.
        assert len([line for line in told if line != "briefing: stopped"]) == 1


def test_what_is_printed_never_lands_in_a_file_that_the_program_opens(ended: dict[str, Any]) -> None:
    assert len(ended) == len(COMMANDS) * len(WAYS)
    assert ended["show|stdin closed"][2].startswith("0\t")
    assert ended["show|stdout closed"][2] == ""


def test_a_shell_that_closes_all_three_streams_gets_its_episode(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    line = f"{sys.executable} -m briefing make story.txt --voice silence --diacritizer none <&- >&- 2>&-"
    ran = subprocess.run(["sh", "-c", line], cwd=tmp_path, env=environment, check=False, timeout=120)
    assert ran.returncode == 0
    assert (tmp_path / "output" / "story" / "briefing.mp3").stat().st_size > 0


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_filter_whose_reader_goes_away_ends_though_its_input_does_not(
    unbuffered: str, environment: dict[str, str]
) -> None:
    environment["PYTHONUNBUFFERED"] = unbuffered
    line = f"yes 6 | {sys.executable} -m briefing verbalize | head -n 1; echo ${{PIPESTATUS[1]}}"
    ran = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, check=False, timeout=60)
    assert (ran.stdout.decode().split(), ran.stderr) == (["ستة", "0"], b"")
