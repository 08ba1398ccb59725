"""What the user chose for a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.production.sign import Signing
    from briefing.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user chose for a run: the settings, where to, and what is allowed."""

    settings: Settings
    folder: Path
    offline: bool = False
    fallback: bool = False
    allow_unverified: bool = False
    allow_private: bool = False
    cache: bool = True
    signing: Signing | None = None  # who signs, where somebody does
