"""How the command line talks: the one door to stdout and stderr.

Data goes to stdout; warnings, errors and progress go to stderr. What a server or a file wrote passes the door with its
controls spelled out, so that a terminal never obeys it.
"""

from __future__ import annotations

import json
import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from briefing import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.progress import Progress

    from briefing.pipeline import Observer, Outcome, Stage

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


def say(text: object) -> None:
    """Print text for a person on stdout."""
    click.echo(shown.lines(str(text)))


def give(value: object, *, indent: int | None = None) -> None:
    """Print a value for a program on stdout, as JSON; what a terminal would obey is escaped, which changes no value."""
    # A string's own controls are all that JSON leaves raw: DEL and C1, and what turns the line round.
    click.echo(shown.escaped_json(json.dumps(value, ensure_ascii=False, indent=indent)))


def tell(message: object) -> None:
    """Say something on stderr, in one line."""
    click.echo(shown.line(str(message)), err=True)


class _Talk(logging.Handler):
    """Prints a library's log lines the way the program prints its own."""

    def emit(self, record: logging.LogRecord) -> None:
        tell(f"briefing: {record.levelname.lower()}: {record.getMessage()}")


def talk(verbosity: int) -> None:
    """Print our libraries' warnings on stderr; with -v what they do, with -vv every detail."""
    logger = logging.getLogger("briefing")
    logger.handlers = [_Talk()]
    logger.propagate = False
    logger.setLevel(_LEVELS[min(verbosity, len(_LEVELS) - 1)])


@contextmanager
def watching(sources: Sequence[str], *, quiet: bool) -> Iterator[Observer]:
    """Give an observer: lines that move where stderr is a terminal, else a log line a stage for -v."""
    title = shown.place(sources[0]) if len(sources) == 1 else ""
    if quiet or not sys.stderr.isatty():
        yield _Logger(title)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[more]}"),
    )
    # Data that goes elsewhere than to the terminal must not be drawn above the bar: it would never arrive.
    seen = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=seen) as progress:
        yield _Bars(progress, title)


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Give what shows how many bytes have come, of how many, where stderr is a terminal."""
    if not sys.stderr.isatty():
        yield lambda _there, _whole: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(shown.place(title), total=None)
        yield lambda there, whole: progress.update(task, completed=there, total=whole)


class _Logger:
    def __init__(self, title: str) -> None:
        self._title = title

    def known(self, articles: int) -> None:
        pass

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        del steps
        logging.getLogger("briefing").info("%s", f"{self._title}: {stage}" if self._title else stage)

    def step(self) -> None:
        pass

    def ended(self, outcome: Outcome) -> None:
        if not self._title:
            logging.getLogger("briefing").info("%s: %s", shown.place(outcome.source), outcome.status)


class _Bars:
    """A line for the whole run, where it has several articles, and one for the stage of what is made here."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._title = title
        self._failed = 0
        self._run = progress.add_task("articles", total=None, visible=False, more="")
        self._task = progress.add_task(title, total=None, visible=bool(title), more="")

    def known(self, articles: int) -> None:
        self._progress.update(self._run, total=articles, visible=articles > 1)

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        # A task keeps its total when it is reset, so that each stage is a task of its own.
        self._progress.remove_task(self._task)
        name = f"{self._title}: {stage}" if self._title else str(stage)
        self._task = self._progress.add_task(name, total=steps, more="")

    def step(self) -> None:
        self._progress.advance(self._task)

    def ended(self, outcome: Outcome) -> None:
        self._failed += outcome.status == "failed"
        self._progress.advance(self._run)
        self._progress.update(self._run, more=self._pace())

    def _pace(self) -> str:
        """Tell how fast it goes, how long it still takes, and what failed."""
        run = next(task for task in self._progress.tasks if task.id == self._run)
        told = []
        if run.finished_speed or run.speed:
            told.append(f"{60 * (run.finished_speed or run.speed or 0):.0f} a minute")
        if run.time_remaining:
            minutes, seconds = divmod(round(run.time_remaining), 60)
            told.append(f"{minutes}:{seconds:02} left")
        if self._failed:
            told.append(f"{self._failed} failed")
        return ", ".join(told)
