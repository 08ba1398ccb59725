"""`summary-g1.brf` and `summary-g2.brf`: the briefing in Arabic braille, where liblouis is installed.

BRF: ASCII braille, 40 cells a line, 25 lines a page, as embossers and braille displays take it.
"""

from __future__ import annotations

import shutil
import subprocess
import textwrap
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.errors import OutputError
from briefing.files import write_bytes
from briefing.publishing.summary import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.model import Episode

PROGRAM = "lou_translate"
CELLS = 40
LINES = 25
_TABLES = {"summary-g1.brf": "ar-ar-g1.utb", "summary-g2.brf": "ar-ar-g2.ctb"}
_DISPLAY = "en-us-brf.dis"
_TIMEOUT_S = 60
_LINE_END = "\r\n"
_PAGE_END = "\f"


class Braille:
    """Writes the summary in both grades, or nothing where liblouis is not installed."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write one file a grade. Raises OutputError where liblouis fails."""
        program = shutil.which(PROGRAM)
        if program is None:
            return []
        text = "".join(f"{strip_marks(paragraph)}\n" for paragraph in paragraphs(episode))
        return [
            write_bytes(folder / name, "".join(_pages(_translated(program, table, text))).encode("ascii", "replace"))
            for name, table in _TABLES.items()
        ]


def _translated(program: str, table: str, text: str) -> list[str]:
    command = [program, "--forward", f"{_DISPLAY},{table}"]
    try:
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=_TIMEOUT_S)  # noqa: S603 - our own table names
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(PROGRAM, f"failed with the table {table}", "mend the installation of liblouis") from error
    return done.stdout.decode("ascii", "replace").splitlines()


def _pages(paragraphs_in_cells: list[str]) -> Iterator[str]:
    """Lay out the lines: a new paragraph starts in the third cell."""
    lines = [
        line
        for paragraph in paragraphs_in_cells
        for line in textwrap.wrap(paragraph, CELLS, initial_indent="  ", break_on_hyphens=False)
    ]
    for start in range(0, len(lines), LINES):
        yield "".join(f"{line}{_LINE_END}" for line in lines[start : start + LINES]) + _PAGE_END
