"""What somebody who watches a run is told."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from briefing.pipeline.outcome import Outcome


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

    def known(self, articles: int) -> None:
        """Say of how many articles the run knows; inputs that hold several are found out on the way."""
        ...

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        """Say that a stage begins, and of how many steps where that is known."""
        ...

    def step(self) -> None:
        """Say that a step of the stage is done."""
        ...

    def ended(self, outcome: Outcome) -> None:
        """Say how an article ended."""
        ...


class Nobody:
    """The observer of a run that nobody watches."""

    def known(self, articles: int) -> None:
        """Take no notice."""

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        """Take no notice."""

    def step(self) -> None:
        """Take no notice."""

    def ended(self, outcome: Outcome) -> None:
        """Take no notice."""
