"""`briefing watch`: what is new in feeds and folders, made as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from briefing.cli import console, runs
from briefing.cli.options import Name, Span

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(epilog="Example: briefing watch seeds --once")
@click.argument("sources", type=Name(), nargs=-1, required=True, metavar="SOURCE...")
@click.option("--every", type=Span(), default="5m", show_default=True, help="How often to look: 30s, 5m, 1h.")
@click.option("--once", is_flag=True, help="Look once and end, as for cron; the exit code is that of `make`.")
@click.option(
    "--newest",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Make at most so many items of a feed at once.",
)
@runs.options
def watch(
    sources: Sequence[str],
    *,
    every: float,
    once: bool,
    newest: int,
    verbose: int,
    **options: Any,  # noqa: ANN401 - those of every run
) -> None:
    """Make a briefing of what is new or changed in each SOURCE, a feed or a folder of files, for as long as it runs.

    At the first look at a feed its older items are passed over. A file that is still being written waits for the next
    round; one that is removed changes nothing. A round without news prints nothing, and asks servers only whether
    something has changed. What is known of the sources is kept in the output folder; Ctrl-C ends it.
    """
    from briefing import pipeline

    console.talk(verbose)
    run = runs.Run.of(verbose=verbose, **options)
    pace = pipeline.Pace(every_s=every, once=once)
    watching = pipeline.Watch(sources, run.choices, pace, newest=newest, crew=run.crew)
    while True:
        with console.watching(sources, quiet=run.quiet) as observer:
            for outcome in watching.round(observer):
                run.tell(outcome)
        run.keep()
        if once:
            break
        watching.wait()
    run.end()
