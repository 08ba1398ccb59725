"""The error tree and what the command line makes of it."""

from __future__ import annotations

import errno
from typing import NoReturn

import click
import pytest

from briefing import __version__, cli, errors


def test_every_family_of_errors_has_an_exit_code_of_its_own() -> None:
    families = errors.BriefingError.__subclasses__()
    codes = {family.exit_code for family in families} | {errors.BriefingError.exit_code}
    assert len(codes) == len(families) + 1


def test_an_error_is_one_line_of_where_what_and_remedy() -> None:
    error = errors.InputError("story.txt", "is empty", "give an article")
    assert str(error) == "story.txt: is empty; give an article"


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/root/x"),
            1,
            "/root/x: refuses: permission denied",
        ),
        (OSError(errno.ENOSPC, "No space left on device", "disk/x"), 7, "disk/x: refuses: no space left on device"),
        (OSError(errno.EMFILE, "Too many open files"), 1, "the system: refuses: too many open files"),
        # Not stdout: that of a child whose pipe broke, say, is no success.
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 1, "the system: refuses: broken pipe"),
    ],
)
def test_what_the_system_refuses_is_told_with_its_place_and_is_not_always_the_outputs_fault(
    error: OSError, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> NoReturn:
        raise error

    monkeypatch.setattr(cli.interrupts, "install", lambda: None)
    monkeypatch.setattr(cli.streams, "guard", lambda: None)
    monkeypatch.setattr(cli, "_hush_libraries", lambda: None)
    monkeypatch.setattr(cli.LazyGroup, "get_command", lambda *_: click.Command("feed", callback=refuse))
    monkeypatch.setattr(cli.sys, "argv", ["briefing", "feed"])
    assert cli.run() == code
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"briefing: {said}; ")
    assert told.err.count("\n") == 1


def test_the_version_is_one_word_behind_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.briefing.main(["--version"], standalone_mode=False) == 0
    assert capsys.readouterr().out == f"briefing {__version__}\n"
