"""`briefing verify`: who signed a file, and whether it was changed since."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from briefing.cli import console
from briefing.cli.options import PathName
from briefing.errors import InputError, UnprovenError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.production.manifest import Manifest


@click.command(epilog="Example: briefing verify output/aoc-biden-2024/briefing.mp3 --trust authority.pem")
@click.argument("file", type=PathName(exists=True, dir_okay=False))
@click.option(
    "--trust", type=PathName(exists=True, dir_okay=False), help="Certificates (PEM) of authorities that you trust."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of lines.")
def verify(file: Path, trust: Path | None, *, as_json: bool) -> None:
    """Say of FILE who signed it, which voice reads, of which article, and whether it was changed since.

    A sound file holds its signature; an Opus file or a book has it beside it, as FILE.c2pa. A signer whom no authority
    of yours vouches for is told as such. Exit code 9: nobody signed it, it was changed, the signature is out of its
    time, or it is not of this program. No network is used.
    """
    from briefing.production import manifest

    console.talk(0)
    found = manifest.read(file, _anchors(trust))
    if found is None:
        raise UnprovenError(str(file), "has no manifest: nobody signed it, or somebody took the signature out")
    if as_json:
        console.give({**asdict(found), "unchanged": found.unchanged, "holds": found.holds}, indent=2)
    else:
        for line in _lines(found):
            console.say(line)
    if not found.holds:
        raise UnprovenError(str(file), _what(found))


def _anchors(trust: Path | None) -> str:
    try:
        return trust.read_text(encoding="ascii") if trust else ""
    except (OSError, UnicodeError) as error:
        raise InputError(str(trust), "has no certificate that can be read", "give a PEM file") from error


def _lines(found: Manifest) -> Iterator[str]:
    issued = f", certificate of {found.issuer}" if found.issuer else ""
    yield f"signed by    {found.signer or 'somebody without a name'}{issued} ({found.algorithm})"
    yield f"trusted      {'yes' if found.trusted else 'no: no authority given with --trust vouches for the signer'}"
    yield f"unchanged    {'yes' if found.unchanged else 'no'}"
    yield f"made by      {found.program or 'an unnamed program'}"
    if found.voice:
        yield f"voice        {found.voice} ({found.model}), {found.source_type.rpartition('/')[2]}"
    for original in found.originals:
        yield f"article      {', '.join(filter(None, (original.title, original.url, original.digest)))}"
    if found.sentences:
        yield f"sentences    {found.sentences}, each with its place in the article"
    if found.approved_by:
        yield f"approved by  {found.approved_by}"


def _what(found: Manifest) -> str:
    """Say in one line why a signature does not hold."""
    if not found.unchanged:
        return "was changed since it was signed"
    if found.expired:
        return "has a signature that is out of its time"
    if found.faults:
        return f"has a signature that does not hold: {found.faults[0]}"
    return f"has a good signature, but of another program: {found.program or 'an unnamed one'}"
