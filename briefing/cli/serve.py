"""`briefing serve`: serve an output folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import Name, Place

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=Place(exists=True, file_okay=False), default="output")
@click.option("--host", type=Name(), default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(folder: Path, host: str, port: int) -> None:
    """Serve FOLDER (output where none is named) with byte ranges, so that players can seek.

    Only this machine can reach it, unless --host says otherwise; a request for any other site is refused.

    Example: briefing serve output --port 8000
    """
    from briefing.publishing import server

    running = server.ready(folder, host)
    with server.listen(host, port) as taken:
        address = f"[{host}]" if ":" in host else host
        console.tell(f"http://{address}:{taken.getsockname()[1]}/ serves {folder}; stop it with Ctrl-C")
        running.run(sockets=[taken])
