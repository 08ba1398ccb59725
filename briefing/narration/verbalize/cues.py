"""The words near a number that decide what it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.narration.verbalize.letters import bare
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Sequence


@cache
def _table() -> dict[str, dict[str, Any]]:
    return read_toml(data("ar", "verbalize", "cues.toml"))


def said(kind: str, name: str) -> str:
    """Return one phrase of a kind."""
    return str(_table()[kind][name])


@cache
def listed(kind: str, name: str) -> frozenset[str]:
    """Return one list of a kind."""
    return frozenset(_table()[kind][name])


def any_of(words: Sequence[str], kind: str, name: str) -> bool:
    """Say whether one of the words is on the list."""
    known = listed(kind, name)
    return any(bare(word) in known for word in words)
