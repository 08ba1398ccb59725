"""`briefing corrections`: what editors decided of articles, for programs and for those who do without the studio."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import console
from briefing.cli.options import Name, PathName, config_file, having
from briefing.errors import InputError, UsageError
from briefing.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.corrections import Editor, Row
    from briefing.pipeline.dossier import Dossier, Scope

_LEAST = 3
# Which article, and who decides.
_ARTICLE = having(
    click.argument("source", type=Name(), metavar="INPUT"),
    click.option("--config", type=config_file(), help="Settings file, in place of ./briefing.toml."),
)
_BY = click.option("--by", type=Name(), metavar="NAME", help="Who decides; else the user's own name.")


@click.group(epilog="Example: briefing corrections list seeds/aoc-biden-2024.txt")
def corrections() -> None:
    """Look at what was decided of an article, decide more, take it back: what `briefing studio` does, for a program."""
    console.talk(0)


@corrections.command(name="list", epilog="Example: briefing corrections list seeds/aoc-biden-2024.txt")
@_ARTICLE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a decision.")
def list_(source: str, config: Path | None, *, as_json: bool) -> None:
    """List what was decided of INPUT, and what of it holds no longer."""
    from briefing.corrections import APPROVED
    from briefing.pipeline.unmet import as_line, unmet

    for dossier in _dossiers(source, config):
        gone = dict(unmet(dossier.article()))
        for row in dossier.rows():
            why = None if row.kind == APPROVED else gone.get(row.correction)
            if as_json:
                console.give({**_plain(row), "unmet": why})
            else:
                told = as_line(row.correction, why) if why else ""
                console.say("\t".join(filter(None, (row.kind, row.text, row.to, row.by, told))))


@corrections.command(epilog="Example: briefing corrections add seeds/aoc-biden-2024.txt --json decisions.json")
@_ARTICLE
@_BY
@click.option(
    "--json",
    "decisions",
    type=PathName(exists=True, dir_okay=False, allow_dash=True),
    required=True,
    help="A file with a list of decisions; - for stdin.",
)
def add(source: str, config: Path | None, by: str | None, decisions: Path) -> None:
    """Decide something of INPUT: objects with kind, text, to, sentence, nth as docs/corrections.md has them.

    A word's reading may have a scope: here, article, show or everywhere.
    """
    dossier = _only(source, config)
    from briefing.pipeline.dossier import Scope
    from briefing.pipeline.unmet import as_line, unmet

    rows: list[Row] = []
    names: list[Row] = []
    editor = _editor(by)
    for kind, values, scope in _read(decisions):
        row = dossier.row(kind, values, scope)
        (names if scope is Scope.EVERYWHERE else rows).append(row)
    # All of them are right before the first is written.
    dossier.decide(editor, rows)
    for row in names:
        dossier.teach(editor, row.to)
    for decision, why in unmet(dossier.article()):
        console.tell(f"briefing: warning: {as_line(decision, why)}")


@corrections.command(epilog="Example: briefing corrections undo seeds/aoc-biden-2024.txt")
@_ARTICLE
@_BY
def undo(source: str, config: Path | None, by: str | None) -> None:
    """Take back what was decided last of INPUT."""
    if not _only(source, config).undo(_editor(by)):
        raise UsageError(source, "nothing of it is left to take back")


@corrections.command(epilog="Example: briefing corrections redo seeds/aoc-biden-2024.txt")
@_ARTICLE
@_BY
def redo(source: str, config: Path | None, by: str | None) -> None:
    """Decide again what was taken back last of INPUT."""
    if not _only(source, config).redo(_editor(by)):
        raise UsageError(source, "nothing of it was taken back last")


@corrections.command(epilog="Example: briefing corrections approve seeds/aoc-biden-2024.txt")
@_ARTICLE
@_BY
def approve(source: str, config: Path | None, by: str | None) -> None:
    """Stand for INPUT as it is told now, with all that was decided of it."""
    _only(source, config).approve(_editor(by))


@corrections.command(epilog="Example: briefing corrections learn news/corrections.toml")
@click.argument("sheets", type=PathName(exists=True, dir_okay=False), nargs=-1, required=True, metavar="FILE...")
@click.option("--cases", is_flag=True, help="Print the sentences, for a test, in place of rows for the lexicon.")
def learn(sheets: Sequence[Path], *, cases: bool) -> None:
    """Propose lexicon rows from words that were corrected three times in the same way in FILEs of corrections.

    A word that was corrected in two ways needs a rule of the grammar: it is named on stderr, and not proposed.
    """
    from briefing.corrections import Notebook
    from briefing.corrections.learning import lessons
    from briefing.narration.alternatives import open_ended

    for lesson in lessons([row for path in sheets for row in Notebook(path).rows()], least=_LEAST, stem=open_ended):
        if lesson.others:
            others = ", ".join(lesson.others)
            console.tell(f"{lesson.word}: is read {lesson.reading} here and {others} there, by what stands around it")
        elif cases:
            for sentence in lesson.sentences:
                console.say(f"{sentence}\t{lesson.word}\t{lesson.reading}")
        else:
            console.say(f"{lesson.word}\t{lesson.reading}\tword")


def _dossiers(source: str, config: Path | None) -> Iterator[Dossier]:
    from pathlib import Path as Place

    from briefing.pipeline.choices import Choices
    from briefing.pipeline.dossier import Dossier
    from briefing.pipeline.outcome import Failed
    from briefing.pipeline.run import ordered, read

    settings = Settings.load(config)
    orders = ordered(read(source), Choices(settings=settings, folder=Place("output")))
    if isinstance(orders, Failed):
        raise orders.error
    return (Dossier(order, settings) for order in orders)


def _only(source: str, config: Path | None) -> Dossier:
    first, *others = _dossiers(source, config)
    if others:
        raise UsageError(source, "holds several articles", "give one of them, or use `briefing studio`")
    return first


def _editor(by: str | None) -> Editor:
    from briefing.corrections import Editor

    return Editor.now(by or "")


def _read(path: Path) -> Iterator[tuple[str, dict[str, Any], Scope]]:
    """Read decisions: a list of objects, or an object a line. Raises InputError."""
    from briefing.article.read import bytes_of

    name = str(path)
    try:
        text = bytes_of(name).decode()
        is_list = text.lstrip().startswith("[")
        document = json.loads(text) if is_list else [json.loads(line) for line in text.splitlines()]
    except ValueError as error:
        raise InputError(name, f"is no JSON: {error}", "give a list of objects, or an object a line") from error
    for number, decision in enumerate(document, start=1):
        if not isinstance(decision, dict) or not isinstance(decision.get("kind"), str):
            raise InputError(name, f"decision {number} is no object with a kind", "see docs/corrections.md")
        values = {key: value for key, value in decision.items() if key not in {"kind", "scope"}}
        yield decision["kind"], values, _scope(decision, values)


def _scope(decision: dict[str, Any], values: dict[str, Any]) -> Scope:
    """Return where a word is read so: where nothing is said of it, in its sentence, or in the article without one."""
    from briefing.pipeline.dossier import Scope

    usual = Scope.ARTICLE if decision["kind"] == "reading" and not values.get("sentence") else Scope.HERE
    wanted = decision.get("scope", usual)
    if wanted not in list(Scope):
        raise UsageError(str(wanted), "is no scope", f"choose one of: {', '.join(Scope)}")
    if wanted == Scope.HERE and usual is Scope.ARTICLE:
        raise UsageError(str(wanted), "is a scope within a sentence", "name it: sentence")
    return Scope(wanted)


def _plain(row: Row) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in row.__slots__}
    return {**found, "at": row.at.isoformat() if row.at else None}
