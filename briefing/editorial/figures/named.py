"""Somebody or something by the name that the article gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefing.model import Span


@dataclass(frozen=True, slots=True)
class Named:
    """A name as the article writes it, and where it stands."""

    text: str
    span: Span
