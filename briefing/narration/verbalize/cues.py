"""The words near a number that decide what it is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from briefing.arabic.letters import ALEF, ARTICLE, HEH, MEEM
from briefing.narration.verbalize.letters import bare
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

# A noun with one of these belongs to somebody: "their number", "its area".
OWNERS = (HEH + MEEM + ALEF, HEH + ALEF, HEH + MEEM, HEH)
_SHORTEST_OWNED = 4


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


def unowned(word: str) -> str:
    """Return an owned word without whose it is, its last letter as it is written before that."""
    return next((word.removesuffix(owner) for owner in OWNERS if word.endswith(owner)), word)


def is_owned(word: str) -> bool:
    """Say whether a bare word belongs to somebody: "their number", "its area"."""
    return word.endswith(OWNERS) and len(word) >= _SHORTEST_OWNED and not word.startswith(ARTICLE)
