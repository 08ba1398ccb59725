"""`briefing publish`: copy an output folder to where listeners find it."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("destination")
def publish(folder: Path, destination: str) -> None:
    """Copy FOLDER to DESTINATION: a folder, or any address that fsspec knows (s3:// with briefing[s3], sftp://, ...).

    Sound goes first and the feed last, so that the feed never names what is not there. Only what changed is sent;
    stdout has the name of each file that was.

    Example: briefing publish output s3://bucket/news
    """
    from briefing.publishing import upload

    sent = 0
    for name in upload.publish(folder, destination):
        click.echo(name)
        sent += 1
    click.echo(f"{sent} files sent" if sent else "nothing has changed", err=True)
