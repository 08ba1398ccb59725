"""What an article takes and what is warned of on its way: it goes with the outcome, also to another machine."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.pipeline.observer import Stage
from briefing.pipeline.outcome import Cost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.pipeline.observer import Observer
    from briefing.pipeline.outcome import Outcome


class Meter:
    """An observer that counts, and passes on what it sees."""

    def __init__(self, observer: Observer) -> None:
        """Begin to count."""
        self.clips_kept = 0
        self.bytes_written = 0
        self._clips = 0
        self._observer = observer
        self._began_s = _cpu_s()

    def known(self, articles: int) -> None:
        """Pass it on."""
        self._observer.known(articles)

    def stage(self, stage: Stage, *, steps: int | None = None) -> None:
        """Count the clips that are needed: the steps of speaking."""
        if stage is Stage.SPEAK:
            self._clips += steps or 0
        self._observer.stage(stage, steps=steps)

    def step(self) -> None:
        """Pass it on."""
        self._observer.step()

    def ended(self, outcome: Outcome) -> None:
        """Pass it on."""
        self._observer.ended(outcome)

    def cost(self) -> Cost:
        """Sum up."""
        return Cost(
            cpu_s=_cpu_s() - self._began_s,
            clips=self._clips,
            clips_kept=self.clips_kept,
            bytes_written=self.bytes_written,
        )


def _cpu_s() -> float:
    """Return the CPU seconds of this process and of those that it has started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@contextmanager
def heard() -> Iterator[list[str]]:
    """Collect the warnings of the house while the block runs."""
    listener = _Warnings()
    logger = logging.getLogger("briefing")
    logger.addHandler(listener)
    try:
        yield listener.told
    finally:
        logger.removeHandler(listener)


@contextmanager
def hushed() -> Iterator[None]:
    """Let nobody but those inside the block hear what the house warns of."""
    logger = logging.getLogger("briefing")
    handlers, propagate = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [], False
    try:
        yield
    finally:
        logger.handlers, logger.propagate = handlers, propagate
