"""`briefing verify`: who signed a file, and whether it was changed since."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import PathName
from briefing.errors import SettingsError, UnprovenError

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

    A sound file holds its signature; an Opus file or a book has it beside it, as FILE.c2pa. Anybody can sign in any
    name: whose it is you know where an authority that you give with --trust vouches for it. Exit code 9: nobody signed
    it, it was changed, the signature is out of its time, nobody trusted vouches for it, or it is not of this program.
    No network is used.
    """
    from briefing.production import manifest

    console.talk(0)
    found = manifest.read(file, _anchors(trust))
    if found is None:
        raise UnprovenError(str(file), "has no manifest: nobody signed it, or somebody took the signature out")
    holds = found.holds and (found.trusted or trust is None)
    if as_json:
        told = {**asdict(found), "unchanged": found.unchanged, "holds": holds}
        told["originals"] = [{**one, "url": shown.link(one["url"])} for one in told["originals"]]
        console.give(told, indent=2)
    else:
        for line in _lines(found):
            console.say(shown.line(line))
    if not holds:
        raise UnprovenError(str(file), _what(found))


def _anchors(trust: Path | None) -> str:
    """Return the certificates of a file in PEM. Raises SettingsError where it has none."""
    if trust is None:
        return ""
    try:
        from cryptography import x509
        from cryptography.hazmat.primitives.serialization import Encoding

        found = x509.load_pem_x509_certificates(trust.read_bytes())
    except ImportError:
        return ""  # told when the file is read
    except (OSError, ValueError) as error:
        raise SettingsError(str(trust), "has no certificate that can be read", "give a PEM file") from error
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in found)


def _lines(found: Manifest) -> Iterator[str]:
    of = f", of {found.organisation}" if found.organisation else ""
    yield f"signed by    {found.signer or 'somebody without a name'}{of}, as the certificate says ({found.algorithm})"
    yield f"trusted      {'yes' if found.trusted else 'no: nobody given with --trust vouches for the signer'}"
    yield f"unchanged    {'yes' if found.unchanged else 'no'}"
    yield f"made by      {found.program or 'an unnamed program'}"
    if found.voice:
        yield f"voice        {found.voice} ({found.model}), {found.source_type.rpartition('/')[2]}"
    for original in found.originals:
        told = filter(None, (original.title, shown.link(original.url), original.digest))
        yield f"article      {', '.join(told)}"
    if found.sentences:
        yield f"sentences    {len(found.sentences)}, each with its place in the article"
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
    if found.is_ours:
        return "has a good signature, and nobody given with --trust vouches for its signer"
    return f"has a good signature, but of another program: {found.program or 'an unnamed one'}"
