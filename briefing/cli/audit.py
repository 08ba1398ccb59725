"""`briefing audit`: prove an episode from its published files and the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import console
from briefing.cli.options import Name, Place, config_file
from briefing.errors import UnprovenError
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.audit import Proof, Report

_SHOWN_CHARS = 100  # of a sentence, enough to find it by


@click.command(epilog="Example: briefing audit output/aoc-biden-2024 --article seeds/aoc-biden-2024.txt")
@click.argument("episode", type=Place(exists=True, file_okay=False))
@click.option(
    "--article",
    "sources",
    type=Name(),
    multiple=True,
    metavar="FILE",
    help="The article; of a bulletin, each of its articles. Else the copy that was kept beside the episode.",
)
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON in place of a table.")
def audit(episode: Path, sources: Sequence[str], config: Path | None, *, as_json: bool) -> None:
    """Prove EPISODE, a folder, sentence by sentence, from its files and the article alone.

    Each sentence has to be the article's own, its own but for named edits, or one of ours from the list; every number
    has to be spoken as it is written, every speaker to be the one whom the article gives the words to; page, captions,
    transcript, summaries, book and tags have to say the same. What is wrong is named, and the exit code is 9. No
    network is used, but to read an address that is given.
    """
    from briefing import pipeline, places

    console.talk(0)
    settings = Settings.load(config).at(episode.parent)
    given = [
        article
        for source in sources
        for article in pipeline.corrected.read(pipeline.articles(source), source, settings)
    ]
    with places.copied_here(episode) as folder:
        report = pipeline.audit(folder, given, settings)
    if as_json:
        console.give(report.as_json(), indent=2)
    else:
        for line in _lines(report):
            console.say(shown.line(line))
    if not report.holds:
        what = f"does not hold: {len(report.faults)} faults, the first is {report.faults[0]}"
        raise UnprovenError(str(episode), what)


def _lines(report: Report) -> Iterator[str]:
    """Write the table: a line a sentence, then what was counted, then what is wrong."""
    from briefing.audit import Verdict

    for proof in report.proofs:
        yield f"{proof.number:4}  {proof.verdict:9} {_place(proof):24} {proof.written[:_SHOWN_CHARS]}"
    yield f"article    {report.article}"
    told = ", ".join(f"{report.count(verdict)} {verdict}" for verdict in Verdict)
    yield f"sentences  {len(report.proofs)}: {told}"
    yield f"numbers    {report.numbers} spoken in place of figures"
    yield f"speakers   {report.speakers} named"
    yield f"files      {report.files} looked at"
    for what in report.unproven:
        yield f"not checked: {what}"
    for fault in report.faults:
        yield f"fault      {fault}"


def _place(proof: Proof) -> str:
    if proof.source is None:
        return proof.link or "-"
    edits = f" {','.join(dict.fromkeys(proof.edits))}" if proof.edits else ""
    return f"{proof.source.paragraph}:{proof.source.start}-{proof.source.end}{edits}"
