"""`briefing bulletin`: several stories in one episode."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import console, runs
from briefing.cli.options import ALLOWED, ALSO, CONFIG, OUTPUT, READERS, SIGNED, SOUND, VERBOSE, Name, Span, having

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_STORIES, _MOST_MINUTES = 50, 120


@click.command(epilog="Example: briefing bulletin seeds/aoc-biden-2024.txt --minutes 3")
@click.argument("sources", type=Name(), nargs=-1, metavar="[SOURCE...]")
@having(OUTPUT)
@click.option(
    "--since",
    type=Span(),
    help="How old a story may be, such as 90m, 24h or 7d.  [default: 24h; any age where a SOURCE is given]",
)
@click.option(
    "--top", type=click.IntRange(1, _MOST_STORIES), default=7, show_default=True, help="Tell at most N stories."
)
@click.option(
    "--minutes", type=click.IntRange(1, _MOST_MINUTES), default=10, show_default=True, help="Last at most N minutes."
)
@having(*READERS, *SOUND, ALSO, *ALLOWED, *SIGNED, CONFIG)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object on stdout.")
@having(VERBOSE)
def bulletin(
    sources: Sequence[str],
    *,
    since: float | None,
    top: int,
    minutes: int,
    as_json: bool,
    verbose: int,
    **chosen: Any,  # noqa: ANN401 - what the options leave
) -> None:
    """Make one episode of several stories: of each SOURCE, as `make` takes it, or of the output folder's own episodes.

    It opens with the day and the headlines, and tells each story in a chapter of its own, the most telling first; what
    two agencies tell is told once. A folder has one bulletin for each half of a day: a later one takes its place.
    """
    from briefing import pipeline

    console.talk(verbose)
    choices = runs.choices_of(length=f"{minutes}m", **chosen)
    advice = runs.voice_at_hand(choices)
    inputs = list(runs.each(sources))
    age = None if since is None else timedelta(seconds=since)
    with console.watching(inputs or [str(choices.folder)], quiet=bool(verbose)) as observer:
        made = pipeline.bulletin(inputs, choices, top=top, since=age, observer=observer)
    for failed in made.failed:
        console.tell(f"briefing: {failed.error}")
    runs.say(made.outcome, made.as_json() if as_json else None)
    runs.advise(made.outcome, advice)
    errors = [one.error for one in (made.outcome, *made.failed) if isinstance(one, pipeline.Failed)]
    if errors:
        raise click.exceptions.Exit(errors[0].exit_code)
