"""`briefing show`: an article after one stage, for a person to check or a program to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import Name, Setting, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

STAGES = ("article", "sentences", "segments", "script", "spoken", "phonemes")


@click.command(epilog="Example: briefing show seeds/aoc-biden-2024.txt --at spoken")
@click.argument("source", type=Name(), metavar="INPUT")
@click.option(
    "--at", "stage", type=click.Choice(STAGES), default="script", show_default=True, help="The stage to stop after."
)
@click.option("--length", type=Setting("length"), help="short, standard, full, whole, or minutes such as 3.")
@click.option("--diacritizer", type=Setting("diacritizer"), help="Diacritizer that adds the marks.")
@click.option("--allow-private", is_flag=True, help="Let an address lead into this machine or its own network.")
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of text.")
def show(
    source: str, stage: str, config: Path | None, *, as_json: bool, allow_private: bool, **chosen: str | None
) -> None:
    """Show INPUT after one stage; no audio is made, and no network is used but to read an address."""
    # The desks are loaded when a command runs, not for --help.
    from briefing.cli.views import VIEWS
    from briefing.pipeline import articles, corrected

    console.talk(0)
    settings = Settings.load(config).choosing(chosen)
    found = corrected.read(articles(source, allow_private=allow_private), source, settings)
    for article in found:
        view = VIEWS[stage](article, settings)
        if as_json:
            # Of several articles each is a line, as JSON Lines wants it.
            console.give(view.data(), indent=2 if len(found) == 1 else None)
        else:
            console.say(view.text())
