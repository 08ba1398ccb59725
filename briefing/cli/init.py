"""`briefing init`: write a settings file with comments."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli import console
from briefing.errors import UsageError
from briefing.files import write_text
from briefing.resources import data
from briefing.settings import SETTINGS_FILE


@click.command()
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def init(*, force: bool) -> None:
    """Write briefing.toml into this folder: every setting with its usual value and what it does.

    Example: briefing init
    """
    path = Path(SETTINGS_FILE)
    if path.exists() and not force:
        raise UsageError(SETTINGS_FILE, "is there already", "edit it, or write it anew with --force")
    console.say(write_text(path, data("templates", SETTINGS_FILE).read_text(encoding="utf-8")))
