"""How the command line talks: warnings and progress on stderr, never on stdout."""

from __future__ import annotations

import logging
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from briefing.pipeline import Observer, Stage

_LEVELS = (logging.WARNING, logging.INFO, logging.DEBUG)


class _Talk(logging.Handler):
    """Prints a library's log lines the way the program prints its own."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(f"briefing: {record.levelname.lower()}: {record.getMessage()}", err=True)


def talk(verbosity: int) -> None:
    """Print our libraries' warnings on stderr; with -v what they do, with -vv every detail."""
    logger = logging.getLogger("briefing")
    logger.handlers = [_Talk()]
    logger.propagate = False
    logger.setLevel(_LEVELS[min(verbosity, len(_LEVELS) - 1)])


@contextmanager
def watching(title: str, *, quiet: bool) -> Iterator[Observer]:
    """Give an observer: a progress line where stderr is a terminal, else a log line a stage for -v."""
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
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, title)


class _Logger:
    def __init__(self, title: str) -> None:
        self._title = title

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        del steps
        logging.getLogger("briefing").info("%s: %s", self._title, stage)

    def step(self) -> None:
        pass


class _Bar:
    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._title = title
        self._task = progress.add_task(title, total=None)

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        # A task keeps its total when it is reset, so that each stage is a task of its own.
        self._progress.remove_task(self._task)
        self._task = self._progress.add_task(f"{self._title}: {stage}", total=steps)

    def step(self) -> None:
        self._progress.advance(self._task)
