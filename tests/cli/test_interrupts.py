"""Ctrl-C and SIGTERM are not lost where Python itself drops them."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from threading import Event
from typing import TYPE_CHECKING

import pytest

from briefing.cli import interrupts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONG_S = 20
ENDS: list[tuple[int, type[BaseException]]] = [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, SystemExit)]


@pytest.fixture(autouse=True)
def _handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    interrupts.install()
    yield
    signal.signal(signal.SIGINT, before[0])
    signal.signal(signal.SIGTERM, before[1])


@pytest.mark.parametrize(("number", "ended"), ENDS)
def test_what_a_destructor_drops_comes_again(number: int, ended: type[BaseException]) -> None:
    class Interrupted:
        def __del__(self) -> None:
            os.kill(os.getpid(), number)

    with pytest.raises(ended):
        _let_go_and_wait(Interrupted())


def _let_go_and_wait(held: object) -> None:
    del held
    Event().wait(_LONG_S)
    pytest.fail("the signal was lost")


@pytest.mark.parametrize(("number", "ended"), ENDS)
def test_a_module_that_is_being_imported_is_imported_whole(
    number: int, ended: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"interrupted_by_{number}"
    (tmp_path / f"{name}.py").write_text(
        f"import os\nos.kill(os.getpid(), {number})\nfor _ in range(10000): pass\nwhole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ended):
        _import_and_wait(name)
    assert sys.modules.pop(name).whole


def _import_and_wait(name: str) -> None:
    import_module(name)
    Event().wait(_LONG_S)
    pytest.fail("the signal was lost")


def test_a_program_that_was_told_to_ignore_ctrl_c_ignores_it() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupts.install()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
