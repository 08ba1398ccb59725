"""The closed sets of Arabic number grammar, and the two shapes that every counted noun takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ALEF_MAKSURA, NOON, TEH, TEH_MARBUTA, WAW, YEH

if TYPE_CHECKING:
    from briefing.model import Gender


class Case(StrEnum):
    """What the governor asks for. Genitive and accusative differ only in a few nunated words."""

    NOMINATIVE = "nominative"
    ACCUSATIVE = "accusative"
    GENITIVE = "genitive"

    @property
    def stem(self) -> str:
        """Say which of the two audible forms of a dual or sound plural it takes: `nominative` or `oblique`."""
        return "nominative" if self is Case.NOMINATIVE else "oblique"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A counted noun: its gender and the forms that numbers ask for, all unmarked."""

    singular: str
    gender: Gender
    dual: str
    plural: str

    def accusative(self) -> str:
        """Return the singular as 11 to 99 ask for it; a foreign unit like the watt does not bend."""
        return self.singular if self.plural == self.singular else nunated(self.singular)

    def dual_in(self, case: Case) -> str:
        """Return the dual, which alone says *two*."""
        return self.dual if case is Case.NOMINATIVE else oblique_dual(self.dual)


# A word that ends in one of these writes no alef for its tanwin.
_NO_ALEF = (
    TEH_MARBUTA,
    "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER HAMZA}",
    ALEF_MAKSURA,
    "\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}",
    ALEF,
    WAW,
)
_ALEF_NOON = ALEF + NOON
_YEH_NOON = YEH + NOON


def nunated(word: str) -> str:
    """Write a singular as an indefinite accusative shows it: with an alef, unless its last letter takes none."""
    return word if word.endswith(_NO_ALEF) else word + ALEF


def oblique_dual(dual: str) -> str:
    """Turn each word of a nominative dual to the oblique."""
    return " ".join(
        word.removesuffix(_ALEF_NOON) + _YEH_NOON if word.endswith(_ALEF_NOON) else word for word in dual.split(" ")
    )


def dual_of(singular: str) -> str:
    """Form the regular nominative dual of a singular."""
    if singular.endswith(TEH_MARBUTA):
        return singular[:-1] + TEH + _ALEF_NOON
    if singular.endswith(ALEF_MAKSURA):
        return singular[:-1] + YEH + _ALEF_NOON
    return singular + _ALEF_NOON
