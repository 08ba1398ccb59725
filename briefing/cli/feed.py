"""`briefing feed`: rebuild the podcast feed of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default="output")
def feed(folder: Path) -> None:
    """Rebuild the podcast feed and the list of episodes of FOLDER from what is there; no audio is read.

    Example: briefing feed output
    """
    from briefing.publishing.feed import rebuild

    click.echo(rebuild(folder, Settings.load().show, afresh=True))
