"""What somebody who watches a run is told."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """The stages of the running order, in order."""

    READ = "read"
    WRITE = "write"
    VERBALIZE = "verbalize"
    DIACRITIZE = "diacritize"
    SPEAK = "speak"
    MASTER = "master"
    ENCODE = "encode"
    PUBLISH = "publish"


class Observer(Protocol):
    """Somebody who watches: a progress bar, a log, a test."""

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        """Say that a stage begins, and of how many steps where that is known."""
        ...

    def step(self) -> None:
        """Say that a step of the stage is done."""
        ...


class Nobody:
    """The observer of a run that nobody watches."""

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        """Take no notice."""

    def step(self) -> None:
        """Take no notice."""
