"""`briefing serve`: serve an output folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default="output")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
def serve(folder: Path, host: str, port: int) -> None:
    """Serve FOLDER (output where none is named) with byte ranges, so that players can seek. Needs briefing[serve].

    Only this machine can reach it, unless --host says otherwise.

    Example: briefing serve output --port 8000
    """
    from briefing.publishing import server

    running = server.ready(folder)
    with server.listen(host, port) as taken:
        address = f"[{host}]" if ":" in host else host
        click.echo(f"http://{address}:{taken.getsockname()[1]}/ serves {folder}; stop it with Ctrl-C", err=True)
        running.run(sockets=[taken])
