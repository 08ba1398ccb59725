"""`briefing make`: the main job."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import Name, Part, PathName, Place, Scheduler, Setting, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.pipeline import Outcome, Shard

MOST_JOBS = 256


@click.command(epilog="Example: briefing make seeds/aoc-biden-2024.txt")
@click.argument("inputs", type=Name(), nargs=-1, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=Place(),
    default="output",
    show_default=True,
    help="Folder for the episodes and the feed, or an address such as s3://bucket/show.",
)
@click.option("--voice", type=Setting("voice"), help="Voice that reads; `briefing voices` lists them.")
@click.option("--diacritizer", type=Setting("diacritizer"), help="Diacritizer that adds the marks.")
@click.option("--length", type=Setting("length"), help="short, standard, full, whole, or minutes such as 3.")
@click.option(
    "--endings",
    type=Setting("endings"),
    help="Which word endings are said: full, pausal (a newsreader's) or everyday.",
)
@click.option(
    "--loudness",
    "loudness_lufs",
    type=Setting("loudness_lufs", click.FLOAT),
    metavar="LUFS",
    help="How loud the programme is, such as -16.",
)
@click.option(
    "--bitrate",
    "bitrate_kbps",
    type=Setting("bitrate_kbps", click.INT),
    metavar="KBPS",
    help="Kilobits a second of the MP3, such as 64.",
)
@click.option("--chime/--no-chime", default=None, help="A soft sound between chapters.")
@click.option(
    "--also",
    type=Setting("also"),
    multiple=True,
    metavar="FORM",
    help="A form that is made only when asked for: epub, m4a, opus.",
)
@click.option("--epub", is_flag=True, help="The same as --also epub: a read-along book.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, also what is unchanged; keep no clips.")
@click.option("--jobs", type=click.IntRange(1, MOST_JOBS), default=1, show_default=True, help="Work in N processes.")
@click.option(
    "--scheduler", type=Scheduler(), metavar="ADDRESS", help="Let the workers of a Dask scheduler do the work."
)
@click.option("--shard", type=Part(), help="Do the Ith of N parts of the work; others do theirs elsewhere.")
@click.option("--failed", type=PathName(exists=True, dir_okay=False), help="Try again what a failures.jsonl names.")
@click.option("--metrics", type=PathName(dir_okay=False), help="Keep the figures of the run here, for Prometheus.")
@click.option("--offline", is_flag=True, help="Refuse everything that needs a network.")
@click.option("--fallback", is_flag=True, help="Let the offline voice read the episode where the chosen one fails.")
@click.option("--allow-unverified", is_flag=True, help="Go on where a number does not read back to its written value.")
@click.option("--allow-private", is_flag=True, help="Let an address lead into this machine or its own network.")
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per episode on stdout.")
@click.option("-v", "--verbose", count=True, help="Say what is being done; -vv every detail.")
def make(
    inputs: Sequence[str],
    output: Path,
    config: Path | None,
    *,
    as_json: bool,
    verbose: int,
    offline: bool,
    fallback: bool,
    allow_unverified: bool,
    allow_private: bool,
    epub: bool,
    no_cache: bool,
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
    from briefing.narration import at_hand, voices

    console.talk(verbose)
    settings = Settings.load(config).choosing(chosen)
    settings = settings.choosing({"also": (*settings.also, *also, *(["epub"] if epub else []))})
    sources = [*_each(inputs), *(pipeline.to_try_again(failed) if failed else ())]
    if not sources and not failed:
        raise click.UsageError("name an INPUT: a file, a folder, an address, a feed, or - for stdin")
    if scheduler and jobs > 1:
        raise click.UsageError("--jobs and --scheduler are two ways to the same; give one")
    if settings.voice == voices.AUTO and not offline:
        with console.bar(at_hand.VOICE) as progress:
            at_hand.fetch_once(time.time(), progress)
    choices = pipeline.Choices(
        settings=settings,
        folder=output,
        offline=offline,
        fallback=fallback,
        allow_unverified=allow_unverified,
        allow_private=allow_private,
        cache=not no_cache,
    )
    crew = pipeline.gathered(jobs=jobs, scheduler=scheduler or "")
    kept = pipeline.Metrics(metrics) if metrics else None
    codes: list[int] = []
    ended = 0
    with console.watching(sources, quiet=bool(verbose)) as observer:
        for outcome in pipeline.make(sources, choices, crew=crew, shard=shard, observer=observer):
            _tell(outcome, as_json=as_json)
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


def _each(inputs: Sequence[str]) -> Iterator[str]:
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


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    from briefing.pipeline import Failed, Status

    if isinstance(outcome, Failed):
        console.tell(f"briefing: {outcome.error}")
    if as_json:
        console.give(outcome.as_json())
    elif not isinstance(outcome, Failed):
        minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
        unchanged = ", unchanged" if outcome.status is Status.UNCHANGED else ""
        console.say(f"{outcome.mp3}  ({minutes}:{seconds:02}{unchanged})")
