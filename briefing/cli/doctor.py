"""`briefing doctor`: what works here, what does not, and how to get it."""

from __future__ import annotations

import platform
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import click

from briefing import __version__, plugins
from briefing.cli import console
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at: usable, or why not and how to get it."""

    kind: str
    name: str
    usable: bool
    note: str


@click.command(epilog="Example: briefing doctor --json")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of lines.")
def doctor(*, as_json: bool) -> None:
    """Say what works here, what does not, and how to get it. Nothing is sent over the network."""
    findings = list(_findings())
    if as_json:
        console.give([asdict(finding) for finding in findings], indent=2)
        return
    kinds, names = (max(map(len, column)) for column in zip(*((one.kind, one.name) for one in findings), strict=True))
    for finding in findings:
        state = "ok     " if finding.usable else "missing"
        console.say(f"{state}  {finding.kind:<{kinds}}  {finding.name:<{names}}  {finding.note}".rstrip())


def _findings() -> Iterator[Finding]:
    yield Finding(
        kind="program", name="briefing", usable=True, note=f"{__version__}, Python {platform.python_version()}"
    )
    yield _ffmpeg()
    yield _signing()
    for kind, group in (("diacritizer", plugins.DIACRITIZERS), ("synthesizer", plugins.SYNTHESIZERS)):
        for name in plugins.names(group):
            yield _plugin(kind, group, name)
    yield from _voices()


def _plugin(kind: str, group: str, name: str) -> Finding:
    try:
        plugin = plugins.load(group, name)
        why_not = plugin.unusable_because()
    except BriefingError as error:
        return Finding(kind=kind, name=name, usable=False, note=f"{error.what}; {error.remedy}")
    # Whether a server answers is not tried: nothing is sent.
    note = "needs the network" if group == plugins.SYNTHESIZERS and plugin.network else ""
    return Finding(kind=kind, name=name, usable=why_not is None, note=why_not or note)


def _ffmpeg() -> Finding:
    from briefing import audio

    try:
        audio.run_ffmpeg(["-version"], where="ffmpeg")
        note, usable = audio.ffmpeg(), True
    except BriefingError as error:
        note, usable = str(error), False
    return Finding(kind="program", name="ffmpeg", usable=usable, note=note)


def _signing() -> Finding:
    from briefing.production import sign

    why_not = sign.unusable_because()
    return Finding(kind="program", name="signing", usable=why_not is None, note=why_not or "")


def _voices() -> Iterator[Finding]:
    from briefing.narration import voices

    for name in (voices.AUTO, *voices.names()):
        try:
            voice = voices.load(name)
            why_not = voices.unusable_because(voice)
        except BriefingError as error:  # a file of the user's that is off hides nothing of the others
            voice, why_not = None, str(error)
        takes = f"takes {voice.name}" if voice and name == voices.AUTO else ""
        yield Finding(kind="voice", name=name, usable=why_not is None, note=why_not or takes)
