"""`briefing make`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import (
    ALLOWED,
    ALSO,
    CONFIG,
    OUTPUT,
    READERS,
    SOUND,
    VERBOSE,
    Name,
    Part,
    PathName,
    Scheduler,
    Setting,
    chosen_for,
    having,
    taken,
)
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.pipeline import Outcome, Shard

MOST_JOBS = 256


@click.command(epilog="Example: briefing make seeds/aoc-biden-2024.txt")
@click.argument("inputs", type=Name(), nargs=-1, metavar="INPUT...")
@having(OUTPUT, *READERS)
@click.option("--length", type=Setting("length"), help="short, standard, full, whole, or minutes such as 3.")
@having(*SOUND, ALSO)
@click.option("--epub", is_flag=True, help="The same as --also epub: a read-along book.")
@click.option("--jobs", type=click.IntRange(1, MOST_JOBS), default=1, show_default=True, help="Work in N processes.")
@click.option(
    "--scheduler", type=Scheduler(), metavar="ADDRESS", help="Let the workers of a Dask scheduler do the work."
)
@click.option("--shard", type=Part(), help="Do the Ith of N parts of the work; others do theirs elsewhere.")
@click.option("--failed", type=PathName(exists=True, dir_okay=False), help="Try again what a failures.jsonl names.")
@click.option("--metrics", type=PathName(dir_okay=False), help="Keep the figures of the run here, for Prometheus.")
@having(*ALLOWED, CONFIG)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per episode on stdout.")
@having(VERBOSE)
def make(
    inputs: Sequence[str],
    output: Path,
    config: Path | None,
    *,
    as_json: bool,
    verbose: int,
    epub: bool,
    jobs: int,
    scheduler: str | None,
    shard: Shard | None,
    failed: Path | None,
    metrics: Path | None,
    also: Sequence[str],
    **chosen: str | float | bool | None,
) -> None:
    """Make a briefing of each INPUT: a file, a folder of files, an address, a feed, or - for stdin.

    Files are text, Markdown, HTML, RSS, Atom, JSON Feed, JSON, subtitles (srt, vtt, sbv), mail (eml), Word
    documents (docx) or books (epub). Each article becomes an episode in its own folder under the output folder, and
    the podcast feed is rebuilt. An article whose episode stands as it would be made is left as it is.
    """
    from briefing import pipeline

    console.talk(verbose)
    allowed = taken(chosen)
    settings = Settings.load(config).choosing(chosen)
    settings = settings.choosing({"also": (*settings.also, *also, *(["epub"] if epub else []))})
    sources = [*each(inputs), *(pipeline.to_try_again(failed) if failed else ())]
    if not sources and not failed:
        raise click.UsageError("name an INPUT: a file, a folder, an address, a feed, or - for stdin")
    if scheduler and jobs > 1:
        raise click.UsageError("--jobs and --scheduler are two ways to the same; give one")
    choices = chosen_for(output, settings, **allowed)
    crew = pipeline.gathered(jobs=jobs, scheduler=scheduler or "")
    kept = pipeline.Metrics(metrics) if metrics else None
    codes: list[int] = []
    ended = 0
    with console.watching(sources, quiet=bool(verbose)) as observer:
        for outcome in pipeline.make(sources, choices, crew=crew, shard=shard, observer=observer):
            tell(outcome, outcome.as_json() if as_json else None)
            ended += 1
            codes += [outcome.error.exit_code] if isinstance(outcome, pipeline.Failed) else []
            if kept:
                kept.note(outcome)
    if kept:
        kept.write()
    if codes:
        if ended > 1:
            again = shown.place(str(pipeline.failures(output)))
            console.tell(f"briefing: {len(codes)} of {ended} failed; to try these again: --failed {again}")
        raise click.exceptions.Exit(codes[0])


def each(inputs: Sequence[str]) -> Iterator[str]:
    """Yield the inputs, in the place of a folder the files in it that can be read, by name."""
    for source in inputs:
        # A folder without any is named as what it is.
        yield from _inside(Path(source)) or [source]


def _inside(folder: Path) -> list[str]:
    """List the files of a folder that can be read; none where it is no folder, or may not be looked into."""
    from briefing.article.read import SUFFIXES

    try:
        several = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    except (OSError, ValueError):
        return []
    return sorted(str(path) for path in several if path.suffix.lower() in SUFFIXES and not path.name.startswith("."))


def tell(outcome: Outcome, data: object = None) -> None:
    """Say how an article ended: on stdout what was made, or `data` in its place, on stderr what failed."""
    from briefing.pipeline import Failed, Status

    if isinstance(outcome, Failed):
        console.tell(f"briefing: {outcome.error}")
    if data is not None:
        console.give(data)
    elif not isinstance(outcome, Failed):
        minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
        unchanged = ", unchanged" if outcome.status is Status.UNCHANGED else ""
        console.say(f"{outcome.mp3}  ({minutes}:{seconds:02}{unchanged})")
