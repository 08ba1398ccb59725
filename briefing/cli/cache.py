"""`briefing cache`: the clips that were spoken before, and are not spoken again."""

from __future__ import annotations

import json

import click

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
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"folder  {state.folder}")
    click.echo(f"clips   {state.clips}")
    click.echo(f"size    {state.length_bytes / _MEGABYTE:.1f} MB of at most {state.limit_bytes / _MEGABYTE:.0f} MB")


@cache.command(epilog="Example: briefing cache clear")
def clear() -> None:
    """Remove every clip; the next run speaks everything anew."""
    from briefing.narration.clips import ClipCache

    click.echo(f"{ClipCache().clear()} clips removed")
