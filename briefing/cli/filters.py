"""`briefing verbalize`, `diacritize` and `phonemes`: one stage each, a line in, a line out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing import shown
from briefing.cli import streams
from briefing.cli.console import talk
from briefing.cli.options import Setting, config_file
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def _each_line(convert: Callable[[str], str]) -> None:
    """Convert stdin line by line; what is no UTF-8 is replaced, since a filter must not stop in mid-stream."""
    source = click.get_text_stream("stdin", encoding="utf-8", errors="replace")
    sink = click.get_text_stream("stdout", encoding="utf-8")
    # A program downstream is given every sign; a terminal is not, since it would obey some.
    fit = shown.lines if sink.isatty() else str
    for line in source:
        sink.write(fit(convert(line.rstrip("\n"))) + "\n")
        sink.flush()
        if streams.reader_is_gone():
            return


@click.command(epilog="Example: echo 'ارتفع 6%' | briefing verbalize")
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def verbalize(config: Path | None) -> None:
    """Written form to spoken form: numbers, symbols and Latin letters are spelled out, no marks are added."""
    from briefing.narration.verbalize import own, spoken

    talk(0)
    tables = own.tables(Settings.load(config).readings)
    _each_line(lambda line: spoken(line, tables))


@click.command(epilog="Example: echo 'كتب الولد' | briefing diacritize")
@click.option(
    "--diacritizer", type=Setting("diacritizer"), help="Which one; `briefing doctor` lists those that work here."
)
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def diacritize(diacritizer: str | None, config: Path | None) -> None:
    """Add full marks, case endings too. Letters never change, and marks already there stay."""
    from briefing.narration.diacritize import text
    from briefing.plugins import diacritizer as named

    talk(0)
    chosen = named(diacritizer or Settings.load(config).diacritizer)
    _each_line(lambda line: text(line, chosen))


@click.command(epilog="Example: echo 'كتب الولد' | briefing phonemes")
@click.option("--voice", type=Setting("voice"), help="Voice that would speak; each is given the same sounds.")
@click.option(
    "--diacritizer", type=Setting("diacritizer"), help="Which one; `briefing doctor` lists those that work here."
)
@click.option("--endings", type=click.Choice(["full", "pausal", "everyday"]), default="full", show_default=True)
@click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml.")
def phonemes(voice: str | None, diacritizer: str | None, endings: str, config: Path | None) -> None:
    """Text to IPA, a space between words: numbers are spelled out first, and marks that are there are kept.

    Every ending is read, so that the text can be compared; `--endings pausal` reads as a voice does, which lets
    endings fall where it stops.
    """
    from briefing.narration import diacritize, respell, voices
    from briefing.narration.pausal import Endings
    from briefing.narration.phonemes import ipa, settled
    from briefing.narration.verbalize import own
    from briefing.narration.verbalize import spoken as said
    from briefing.plugins import diacritizer as named

    talk(0)
    if voice:
        voices.load(voice)
    configured = Settings.load(config)
    tables = own.tables(configured.readings)
    chosen = named(diacritizer or configured.diacritizer)

    def sounds(line: str) -> str:
        spoken = respell.text(said(line, tables), chosen)
        return ipa(settled(spoken, diacritize.text(spoken, chosen)), Endings(endings))

    _each_line(sounds)
