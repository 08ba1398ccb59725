"""`briefing withdraw`: take episodes out of everything that listeners find."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import Name, Place, config_file
from briefing.errors import BriefingError, UsageError
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.shelf import Shelf


@click.command()
@click.argument("slugs", type=Name(), nargs=-1, required=True, metavar="SLUG...")
@click.option(
    "-o",
    "--output",
    type=Place(exists=True, file_okay=False),
    default="output",
    show_default=True,
    help="Folder of the episodes and the feed.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why, in Arabic, for the page that is left.")
@click.option("--no-title", is_flag=True, help="Leave the title off that page too, where it is what was wrong.")
@click.option("--undo", is_flag=True, help="Let a withdrawn article be made again.")
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def withdraw(
    slugs: Sequence[str], output: Path, reason: str, config: Path | None, *, no_title: bool, undo: bool
) -> None:
    """Take episodes out of the feed and the list; SLUG is the name of an episode's folder.

    In its place a page stays that says when it was withdrawn, and why; the next `briefing publish` does the same at
    the destination. What you put beside an episode stays. Its article is not made again, by any run, until the
    withdrawal is undone, or the folder removed.

    Example: briefing withdraw aoc-biden-2024 --reason "خطأ في نسبة القول"
    """
    from briefing.publishing.feed import check, rebuild
    from briefing.shelf import shelf_at

    if undo and (reason or no_title):
        raise UsageError("--undo", "says no reason and hides no title", "leave out --reason and --no-title")
    console.talk(0)
    show = Settings.load(config).at(output).show
    check(output)
    shelf = shelf_at(output)
    done: list[str] = []
    failed: list[BriefingError] = []
    for slug in dict.fromkeys(slugs):
        try:
            if undo:
                _undo(shelf, slug)
            else:
                _withdraw(shelf, slug, reason, untitled=no_title)
            done.append(slug)
        except BriefingError as error:
            console.tell(f"briefing: {error}")
            failed.append(error)
    if done:
        rebuild(output, show)
    for slug in done:
        _tell_what_is_there(shelf.folder / slug)
    if failed:
        raise click.exceptions.Exit(failed[0].exit_code)


def _withdraw(shelf: Shelf, slug: str, reason: str, *, untitled: bool) -> None:
    from briefing import shelf as shelves
    from briefing.pipeline import identity
    from briefing.publishing.text import tidy

    before = shelf.withdrawal(slug)
    if before == shelves.withdraw(shelf, slug, identity.now(), reason=tidy(reason), untitled=untitled):
        console.tell(f"{slug}: was withdrawn already, on {before.withdrawn:%Y-%m-%d}")


def _undo(shelf: Shelf, slug: str) -> None:
    from briefing import shelf as shelves

    shelves.undo(shelf, slug)
    console.tell(f"{slug}: is no longer withdrawn; `briefing make` makes it again")


def _tell_what_is_there(folder: Path) -> None:
    """Name the tombstone, and what the user put beside the episode, which is published with it."""
    from briefing.kinds import is_public
    from briefing.shelf import WITHDRAWN_FILE

    if not (folder / WITHDRAWN_FILE).is_file():
        return
    page = folder / "index.html"
    console.say(page)
    others = sorted(path.name for path in folder.iterdir() if path.name not in {page.name, WITHDRAWN_FILE})
    if yours := [name for name in others if is_public(name)]:
        console.tell(f"{folder.name}: what you put there stays, and is published: {', '.join(yours)}")
