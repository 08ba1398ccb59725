"""`briefing explain`: why a word sounds as it does."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import Setting, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.narration.explain import Explained

COLUMNS = ("written", "spoken", "diacritized", "phonemes", "decided by")
# Wide enough that no cell is folded where the table goes into a file.
_FILE_WIDTH = 400


@click.command(epilog="Example: briefing explain 'ارتفع 6% في 2024'")
@click.argument("text")
@click.option(
    "--diacritizer", type=Setting("diacritizer"), help="Which one; `briefing doctor` lists those that work here."
)
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print one list of objects instead of a table.")
def explain(text: str, diacritizer: str | None, config: Path | None, *, as_json: bool) -> None:
    """Show each word of TEXT as written, spoken, diacritized and in phonemes, and which rule or model decided."""
    from briefing.narration.explain import explain as stages_of
    from briefing.narration.verbalize import own
    from briefing.plugins import diacritizer as named

    console.talk(0)
    settings = Settings.load(config)
    name = diacritizer or settings.diacritizer
    chosen = named(name)
    tables = own.tables(settings.readings)
    rows = [row for line in text.splitlines() for row in stages_of(line, name, chosen, tables)]
    if as_json:
        console.give([asdict(row) for row in rows], indent=2)
    else:
        _print_table(rows)


def _print_table(rows: Sequence[Explained]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*COLUMNS)
    for row in rows:
        cells = (row.written, row.spoken, row.diacritized, row.phonemes, "; ".join(row.decided_by))
        table.add_row(*map(shown.lines, cells))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _FILE_WIDTH, markup=False).print(table)
