"""`briefing studio`: the page on which an editor checks and corrects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from briefing.cli import console, runs
from briefing.cli.options import Name

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(epilog="Example: briefing studio seeds/aoc-biden-2024.txt")
@click.argument("inputs", type=Name(), nargs=-1, metavar="[FOLDER|INPUT]...")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes a free one.")
@click.option("--by", type=Name(), metavar="NAME", help="Who edits; else the user's own name.")
@click.option("--lang", type=click.Choice(("ar", "en")), default="ar", show_default=True, help="What the pages speak.")
@click.option("--to", "destination", type=Name(), metavar="DESTINATION", help="Where publishing copies to.")
@click.option("--allow-localhost", is_flag=True, help="Let the feed's links lead to this machine when it is copied.")
@runs.making
def studio(
    inputs: Sequence[str],
    *,
    port: int,
    by: str | None,
    lang: str,
    destination: str | None,
    allow_localhost: bool,
    **options: Any,  # noqa: ANN401 - those of every run
) -> None:
    """Check and correct before it is heard, on a page of this machine that no other can reach.

    FOLDER has episodes (output, where nothing is named), or articles; INPUT is what `briefing make` takes. What is
    decided is kept in corrections.toml beside the articles, and every later `make` does so. Everything is done by
    keyboard, with a screen reader too, and but for listening without a script. Stop it with Ctrl-C.
    """
    from briefing.studio import server

    console.talk(options.pop("verbose"))
    choices = runs.choices_of(**options)
    runs.voice_at_hand(choices)
    sources = list(inputs) or [str(choices.folder)]
    with (
        server.opened(
            sources,
            choices,
            by=by or "",
            lang=lang,
            destination=destination or "",
            allow_localhost=allow_localhost,
        ) as (running, key),
        server.listen(server.HOST, port) as taken,
    ):
        console.say(f"http://{server.HOST}:{taken.getsockname()[1]}/?key={key.secret}")
        console.tell("open that address; stop with Ctrl-C")
        running.run(sockets=[taken])
