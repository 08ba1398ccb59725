"""`briefing make`: the main job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from briefing.cli import console, runs
from briefing.cli.options import FailureList, Name, Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.pipeline import Shard


@click.command(epilog="Example: briefing make seeds/aoc-biden-2024.txt")
@click.argument("inputs", type=Name(), nargs=-1, metavar="INPUT...")
@runs.options
@click.option("--shard", type=Part(), help="Do the Ith of N parts of the work; others do theirs elsewhere.")
@click.option(
    "--failed",
    type=FailureList(exists=True, dir_okay=False),
    multiple=True,
    help="Try again what a failures.jsonl names.",
)
@click.option("--stale", is_flag=True, help="Make again the episodes whose words would be read otherwise now.")
def make(
    inputs: Sequence[str],
    *,
    shard: Shard | None,
    failed: Sequence[Path],
    stale: bool,
    verbose: int,
    **options: Any,  # noqa: ANN401 - those of every run
) -> None:
    """Make a briefing of each INPUT: a file, a folder of files, an address, a feed, or - for stdin.

    Files are text, Markdown, HTML, RSS, Atom, JSON Feed, JSON, subtitles (srt, vtt, sbv), mail (eml), Word
    documents (docx), PDF or books (epub). Each article becomes an episode in its own folder under the output folder,
    and the podcast feed is rebuilt. An article whose episode stands as it would be made is left as it is. With --stale
    the episodes of the output folder are looked through, in place of any INPUT: a name of the lexicon may have changed.
    """
    from briefing import pipeline

    console.talk(verbose)
    sources = list(runs.each(inputs))
    named = {pipeline.from_anywhere(source) for source in sources}
    again = dict.fromkeys(source for path in failed for source in pipeline.to_try_again(path))
    sources += [source for source in again if source not in named]
    if stale and (sources or failed or shard):
        raise click.UsageError("--stale looks through the output folder; leave out INPUT, --failed and --shard")
    if not sources and not failed and not stale:
        raise click.UsageError("name an INPUT: a file, a folder, an address, a feed, or - for stdin")
    run = runs.Run.of(verbose=verbose, **options)
    with console.watching(sources, quiet=run.quiet) as observer:
        if stale:
            outcomes = pipeline.make_stale(run.choices, crew=run.crew, observer=observer)
        else:
            outcomes = pipeline.make(sources, run.choices, crew=run.crew, shard=shard, observer=observer)
        for outcome in outcomes:
            run.tell(outcome)
    run.keep()
    run.sum_up()
    run.end()
