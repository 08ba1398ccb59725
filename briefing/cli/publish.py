"""`briefing publish`: copy an output folder to where listeners find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import Name, Place, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=Place(exists=True, file_okay=False))
@click.argument("destination", type=Name())
@click.option("--allow-localhost", is_flag=True, help="Let the feed's links lead to this machine.")
@click.option("--require-approval", is_flag=True, help="Publish only what an editor has approved in the studio.")
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def publish(
    folder: Path, destination: str, config: Path | None, *, allow_localhost: bool, require_approval: bool
) -> None:
    """Copy FOLDER to DESTINATION: a folder, or any address that fsspec knows (s3://, sftp://, ftp://, ...).

    A driver that is missing is named with the command that installs it.

    The show is copied, and nothing else that is in FOLDER. Sound goes first and the feed last, so that the feed never
    names what is not there; what was withdrawn is removed after that. Only what changed is sent; stdout has the name of
    each file that was sent, stderr of each that was removed. A feed whose links lead to localhost is refused: set
    base_url first.

    Example: briefing publish output s3://bucket/news
    """
    from briefing import places
    from briefing.publishing import upload

    console.talk(0)
    show = Settings.load(config).at(folder).show
    places.refuse_overlap(folder, destination)
    sent = removed = 0
    with places.copied_here(folder) as here:
        for name in upload.publish(
            here,
            destination,
            image=show.image,
            allow_localhost=allow_localhost,
            require_approval=require_approval or show.require_approval,
        ):
            if (here / name).is_file():
                sent += 1
                console.say(shown.escaped(name))
            else:
                removed += 1
                console.tell(f"removed: {shown.escaped(name)}")
    told = [f"{count} files {what}" for count, what in ((sent, "sent"), (removed, "removed")) if count]
    console.tell(", ".join(told) or "nothing has changed")
