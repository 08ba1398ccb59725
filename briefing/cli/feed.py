"""`briefing feed`: rebuild the podcast feed of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import Place, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=Place(exists=True, file_okay=False), default="output")
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def feed(folder: Path, config: Path | None) -> None:
    """Rebuild the podcast feed and the list of episodes of FOLDER from what is there; no audio is read.

    Example: briefing feed output
    """
    from briefing.publishing.feed import check, rebuild
    from briefing.shelf import shelf_at

    console.talk(0)
    check(folder)
    shelf_at(folder).open()
    console.say(rebuild(folder, Settings.load(config).at(folder).show, afresh=True))
