"""The program that most tests run inside their own process is the one that a user starts."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Runner


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("--version",), ""),
        (("make",), ""),
        (("make", "nowhere.txt"), ""),
        (("verbalize",), "ارتفع 6%\n"),
        (
            ("make", "-", "--voice", "silence", "--no-cache", "--json"),
            "خبر\n\nأعلنت الحكومة اليوم خطة جديدة لدعم الصناعة المحلية.\n",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else None,
)
def test_both_end_alike_and_say_the_same(
    arguments: tuple[str, ...], stdin: str, briefing: Runner, program: Runner
) -> None:
    assert briefing(*arguments, stdin=stdin.encode()) == program(*arguments, stdin=stdin.encode())


def test_start_up_loads_no_numpy() -> None:
    program = "import sys, briefing.cli.views; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.decode()
    assert "numpy" not in loaded.split()
