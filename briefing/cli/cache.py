"""`briefing cache`: the clips that were spoken before, and are not spoken again."""

from __future__ import annotations

import click

from briefing.cli import console

_MEGABYTE = 1_000_000


@click.group(epilog="Example: briefing cache info")
def cache() -> None:
    """Look at the clips that are kept so that nothing is spoken twice, or remove them.

    Example: briefing cache clear
    """


@cache.command(epilog="Example: briefing cache info --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of lines.")
def info(*, as_json: bool) -> None:
    """Say where the clips are, how many there are, and how much room they take."""
    from briefing.narration.clips import ClipCache

    state = ClipCache().state()
    if as_json:
        told = {
            "folder": str(state.folder),
            "clips": state.clips,
            "length_bytes": state.length_bytes,
            "limit_bytes": state.limit_bytes,
        }
        console.give(told)
        return
    console.say(f"folder  {state.folder}")
    console.say(f"clips   {state.clips}")
    console.say(f"size    {state.length_bytes / _MEGABYTE:.1f} MB of at most {state.limit_bytes / _MEGABYTE:.0f} MB")


@cache.command(epilog="Example: briefing cache clear")
def clear() -> None:
    """Remove every clip; the next run speaks everything anew."""
    from briefing.narration.clips import ClipCache

    console.say(f"{ClipCache().clear()} clips removed")
