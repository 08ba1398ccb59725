"""`briefing publish`: copy an output folder to where listeners find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import Name, PathName, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=PathName(exists=True, file_okay=False))
@click.argument("destination", type=Name())
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def publish(folder: Path, destination: str, config: Path | None) -> None:
    """Copy FOLDER to DESTINATION: a folder, or any address that fsspec knows (s3://, sftp://, ftp://, ...).

    A driver that is missing is named with the command that installs it.

    The show is copied, and nothing else that is in FOLDER. Sound goes first and the feed last, so that the feed never
    names what is not there. Only what changed is sent; stdout has the name of each file that was.

    Example: briefing publish output s3://bucket/news
    """
    from briefing.publishing import upload

    console.talk(0)
    sent = 0
    for name in upload.publish(folder, destination, image=Settings.load(config).show.image):
        console.say(shown.escaped(name))
        sent += 1
    console.tell(f"{sent} files sent" if sent else "nothing has changed")
