"""`briefing make`: the main job."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import Name, PathName, Setting, config_file
from briefing.errors import BriefingError
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.pipeline import Choices, Outcome


@click.command(epilog="Example: briefing make seeds/aoc-biden-2024.txt")
@click.argument("inputs", type=Name(), nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    type=PathName(),
    default=Path("output"),
    show_default=True,
    help="Folder for the episodes and the feed.",
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
@click.option("--no-cache", is_flag=True, help="Speak everything anew; keep no clips.")
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
    also: Sequence[str],
    **chosen: str | float | bool | None,
) -> None:
    """Make a briefing of each INPUT: a file, a folder of files, an address, a feed, or - for stdin.

    Files are text, Markdown, HTML, RSS, Atom, JSON Feed, JSON, subtitles (srt, vtt, sbv), mail (eml), Word
    documents (docx) or books (epub). Each article becomes an episode in its own folder under the output folder, and
    the podcast feed is rebuilt.
    """
    from briefing.narration import at_hand, voices
    from briefing.pipeline import Choices, require

    console.talk(verbose)
    settings = Settings.load(config).choosing(chosen)
    settings = settings.choosing({"also": (*settings.also, *also, *(["epub"] if epub else []))})
    if settings.voice == voices.AUTO and not offline:
        with console.bar(at_hand.VOICE) as progress:
            at_hand.fetch_once(time.time(), progress)
    choices = Choices(
        settings=settings,
        folder=output,
        offline=offline,
        fallback=fallback,
        allow_unverified=allow_unverified,
        allow_private=allow_private,
        cache=not no_cache,
    )
    require(choices)
    failed = [
        error for source in _each(inputs) for error in _make_each(source, choices, as_json=as_json, verbose=verbose)
    ]
    if failed:
        raise click.exceptions.Exit(failed[0].exit_code)


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


def _make_each(source: str, choices: Choices, *, as_json: bool, verbose: int) -> Iterator[BriefingError]:
    """Make the episodes of one source and tell each as it ends; yield what failed, which does not stop the others."""
    from briefing import pipeline

    try:
        with console.watching(source, quiet=bool(verbose)) as observer:
            for outcome in pipeline.make(source, choices, observer):
                _tell(outcome, as_json=as_json)
                if isinstance(outcome, pipeline.Failed):
                    yield outcome.error
    except BriefingError as error:
        console.tell(f"briefing: {error}")
        yield error


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    from briefing.pipeline import Failed

    if isinstance(outcome, Failed):
        console.tell(f"briefing: {outcome.error}")
    if as_json:
        console.give(outcome.as_json())
    elif not isinstance(outcome, Failed):
        minutes, seconds = divmod(round(outcome.duration_ms / 1000), 60)
        console.say(f"{outcome.mp3}  ({minutes}:{seconds:02})")
