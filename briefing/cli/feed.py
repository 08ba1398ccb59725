"""`briefing feed`: rebuild the podcast feed of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.console import talk
from briefing.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default="output")
def feed(folder: Path) -> None:
    """Rebuild the podcast feed and the list of episodes of FOLDER from what is there; no audio is read.

    Example: briefing feed output
    """
    from briefing.publishing.feed import check, rebuild
    from briefing.shelf import Shelf

    talk(0)
    show = Settings.load().show
    check(folder, show)
    Shelf(folder).open()
    click.echo(rebuild(folder, show, afresh=True))
