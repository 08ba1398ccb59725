"""What an operator's machines read: the figures of one run, in the text format of Prometheus (version 0.0.4).

They are gauges: each run begins at nothing, and what falls is no counter.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from briefing.files import write_text
from briefing.pipeline.outcome import Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.pipeline.outcome import Outcome

_WRITE_EVERY_S = 5.0


class _Figure(NamedTuple):
    name: str
    kind: str
    help: str
    samples: dict[str, float]


class Metrics:
    """The figures of a run so far, kept in a file that is always whole."""

    def __init__(self, path: Path) -> None:
        """Write the file, with nothing done. Raises OutputError."""
        self._path = path
        self._ended: Counter[Status] = Counter()
        self._cpu_s = 0.0
        self._clips = self._clips_kept = self._bytes = 0
        self._began = time.time()
        self._written_at = 0.0
        self.write()

    def note(self, outcome: Outcome) -> None:
        """Count an outcome; the file follows within seconds. Raises OutputError."""
        self._ended[outcome.status] += 1
        self._cpu_s += outcome.cost.cpu_s
        self._clips += outcome.cost.clips
        self._clips_kept += outcome.cost.clips_kept
        self._bytes += outcome.cost.bytes_written
        if time.monotonic() - self._written_at >= _WRITE_EVERY_S:
            self.write()

    def write(self) -> None:
        """Write the file. Raises OutputError."""
        write_text(self._path, "".join(_lines(self._figures())))
        self._written_at = time.monotonic()

    def _figures(self) -> Iterator[_Figure]:
        ended = {f'{{status="{status}"}}': float(self._ended[status]) for status in Status}
        yield _Figure("briefing_run_articles", "gauge", "Articles by how they ended.", ended)
        yield _Figure("briefing_run_cpu_seconds", "gauge", "CPU seconds of all articles.", {"": self._cpu_s})
        kept = {'{kept="no"}': float(self._clips - self._clips_kept), '{kept="yes"}': float(self._clips_kept)}
        yield _Figure("briefing_run_clips", "gauge", "Clips that were spoken, and that were kept.", kept)
        yield _Figure("briefing_run_written_bytes", "gauge", "Bytes of finished episodes.", {"": float(self._bytes)})
        yield _Figure("briefing_run_start_time_seconds", "gauge", "When the run began.", {"": self._began})
        yield _Figure("briefing_run_update_time_seconds", "gauge", "When this was written.", {"": time.time()})


def _lines(figures: Iterator[_Figure]) -> Iterator[str]:
    for figure in figures:
        yield f"# HELP {figure.name} {figure.help}\n# TYPE {figure.name} {figure.kind}\n"
        for labels, value in figure.samples.items():
            yield f"{figure.name}{labels} {value!r}\n"
