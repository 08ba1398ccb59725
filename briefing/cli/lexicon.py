"""`briefing lexicon`: the names whose reading is fixed, the house's and the user's own."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import PathName, Place

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from briefing.narration.lexicon.explain import Explanation


_OUTPUT = click.option(
    "-o",
    "--output",
    type=Place(file_okay=False),
    default="output",
    show_default=True,
    help="Folder whose episodes are looked through.",
)


@click.group(epilog="Example: briefing lexicon explain وكلينتون")
def lexicon() -> None:
    """Fix how a name is read: its marks are typed before the diacritizer decides, and your own names win."""
    console.talk(0)


@lexicon.command(epilog="Example: briefing lexicon add 'جُونْ دُو'")
@click.argument("readings", nargs=-1, required=True)
@click.option("--kind", default="own", show_default=True, help="What it names: person, city, company ...")
@_OUTPUT
def add(readings: tuple[str, ...], kind: str, output: Path) -> None:
    """Add names to your own lexicon, each as it is read: in Arabic letters, with marks.

    Episodes that say one of them otherwise are named.
    """
    from briefing.narration.lexicon import user

    new = [user.entry(reading, kind) for reading in readings]
    user.add(new)
    _tell_stale(_saying([entry.name for entry in new], output, as_read=False), output)


@lexicon.command(epilog="Example: briefing lexicon remove 'جون دو'")
@click.argument("names", nargs=-1, required=True)
@_OUTPUT
def remove(names: tuple[str, ...], output: Path) -> None:
    """Take names out of your own lexicon; the program's own reading, if it has one, holds again.

    Episodes that say one of them as it was are named.
    """
    from briefing.arabic import strip_marks
    from briefing.narration.lexicon import user

    stale = _saying([strip_marks(name) for name in names], output, as_read=True)
    for name in names:
        user.remove(name)
    _tell_stale(stale, output)


@lexicon.command(name="list", epilog="Example: briefing lexicon list --kind capital")
@click.option("--own", is_flag=True, help="Only your own.")
@click.option("--kind", help="Only those that name this: person, city, company ...")
def list_(*, own: bool, kind: str | None) -> None:
    """List the names as a table: name, reading, kind, file."""
    from briefing.narration import lexicon as names

    for entry in names.own() if own else names.entries().values():
        if kind in {None, entry.kind}:
            console.say(f"{entry.name}\t{entry.reading}\t{entry.kind}\t{entry.source}")


@lexicon.command(epilog="Example: briefing lexicon explain 'ولرويترز'")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")
def explain(words: tuple[str, ...], *, as_json: bool) -> None:
    """Say which rule spoke a word: as written, with its marks, its IPA, and who decided."""
    from briefing import plugins
    from briefing.narration.lexicon.explain import explained
    from briefing.settings import Settings

    called = Settings.load().diacritizer
    found: list[Explanation] = [row for word in words for row in explained(word, plugins.diacritizer(called), called)]
    if as_json:
        console.give([asdict(row) for row in found], indent=2)
        return
    for row in found:
        decided = " ".join(part for part in (row.rule, row.source, row.kind) if part)
        console.say(f"{row.written}\t{row.marked}\t{row.ipa}\t{decided}")


@lexicon.command(name="export", epilog="Example: briefing lexicon export names.pls")
@click.argument("target", type=PathName(dir_okay=False))
@click.option("--own", is_flag=True, help="Only your own.")
def export(target: Path, *, own: bool) -> None:
    """Write the names for other speech programs, in the W3C's Pronunciation Lexicon format (PLS 1.0)."""
    from briefing import files
    from briefing.narration import lexicon as names
    from briefing.narration.lexicon import pls

    files.write_bytes(target, pls.written(names.own() if own else names.entries().values()))


@lexicon.command(name="import", epilog="Example: briefing lexicon import names.pls")
@click.argument("source", type=PathName(exists=True, dir_okay=False))
def import_(source: Path) -> None:
    """Add the Arabic names of a PLS 1.0 file to your own lexicon."""
    from briefing.narration.lexicon import pls, user

    user.add(pls.read(source))


def _saying(names: Sequence[str], output: Path, *, as_read: bool) -> list[str]:
    """Name the episodes that say names as the lexicon reads them, or otherwise."""
    from briefing import pipeline
    from briefing.shelf import is_shelf

    return pipeline.saying(names, output, as_read=as_read) if is_shelf(output) else []


def _tell_stale(stale: Sequence[str], output: Path) -> None:
    """Name the episodes that a change of the lexicon makes stale."""
    if stale:
        again = f"briefing make --stale -o {shown.place(str(output))}"
        console.tell(f"to be made again, with `{again}`: {', '.join(stale)}")
