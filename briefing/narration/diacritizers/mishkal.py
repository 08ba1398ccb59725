"""Mishkal, a rule-based diacritizer: used where the user has installed it (GPL; an extra)."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from briefing import packages
from briefing.errors import SettingsError
from briefing.narration.diacritizers import wordwise

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABSENT = "Mishkal is not installed"
_PACKAGE = "mishkal"


class Mishkal:
    """Marks by dictionary and rules; weak on news."""

    def diacritize(self, text: str) -> str:
        """Return `text` with marks. Raises SettingsError where Mishkal is not installed.

        Mishkal is shown Arabic words only: it sets spaces around punctuation and takes units apart.
        """
        return wordwise.diacritize(text, self._readings)

    def unusable_because(self) -> str | None:
        """Say in one line why it does not work here and how to get it, or None where it works."""
        return None if find_spec("mishkal") else f"{_ABSENT}; {packages.install(_PACKAGE)}"

    def _readings(self, bare: Sequence[str]) -> list[str]:
        readings = self._program.tashkeel(" ".join(bare)).split()
        return readings if len(readings) == len(bare) else [self._program.tashkeel(word).strip() for word in bare]

    @cached_property
    def _program(self) -> Any:  # noqa: ANN401 - mishkal is untyped
        if find_spec("mishkal") is None:
            raise SettingsError("diacritizer mishkal", _ABSENT, packages.install(_PACKAGE))
        from mishkal.tashkeel import TashkeelClass

        return TashkeelClass()
