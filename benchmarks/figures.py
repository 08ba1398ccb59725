"""How every benchmark prints a figure: one JSON line each, with the floor or ceiling that it must not cross.

from figures import Figures
figures = Figures()
figures.add("verbalize_dev_exact", 0.98, "share", floor=0.92)
figures.skip("diacritize_wer", "no ../shared/data beside the checkout")
figures.close()   # exits 1 where a figure crossed its bound
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

# What depends on how busy the machine is.
CLOCK_UNITS = frozenset({"s", "CPU s", "x", "x linear", "times", "1/s", "articles/s", "chars/s", "characters/s"})
SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@dataclass(slots=True)
class Figures:
    """The figures of one benchmark script."""

    crossed: list[str] = field(default_factory=list)
    slow: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(
        self, name: str, value: float, unit: str, *, floor: float | None = None, ceiling: float | None = None
    ) -> None:
        """Print a figure and remember whether it crossed its bound."""
        bounds = {key: bound for key, bound in (("floor", floor), ("ceiling", ceiling)) if bound is not None}
        print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, **bounds}), flush=True)
        if (floor is not None and value < floor) or (ceiling is not None and value > ceiling):
            (self.slow if unit in CLOCK_UNITS else self.crossed).append(name)

    def skip(self, name: str, reason: str) -> None:
        """Say that a figure cannot be taken here. Where CI runs, that is a failure: CI has the data."""
        print(json.dumps({"name": name, "skipped": reason}), flush=True)
        self.skipped.append(name)

    def close(self) -> None:
        """End the script: exit 1 where a figure crossed its bound, or where one was skipped under CI.

        A machine that CI shares with others may take half as long again for the same work: there a figure of the
        clock that crosses its bound is named and does not fail. Quality and memory fail everywhere.
        """
        if self.slow and os.environ.get("CI"):
            print(f"slower than its bound on this machine: {', '.join(self.slow)}", flush=True)
        elif self.slow:
            sys.exit(f"slower than its bound: {', '.join(self.slow)}")
        if self.crossed:
            sys.exit(f"crossed a bound: {', '.join(self.crossed)}")
        if self.skipped and os.environ.get("CI"):
            sys.exit(f"skipped under CI: {', '.join(self.skipped)}")
