"""A watch for a test, on a folder of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.pipeline.watching import Clock, Watching

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watching(tmp_path: Path, clock: Clock) -> Callable[..., Watching]:
    """Give a function that makes a watch over sources, with choices of its own."""

    def watching(*sources: str, **more: Any) -> Watching:  # noqa: ANN401
        return Watching(tmp_path / "out", clock, *sources, **more)

    return watching
