"""Abbreviations in Arabic letters: titles, agencies, eras."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, BEH, LAM, TEH_MARBUTA, WAW
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.letters import LETTERS
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(rf" ?[{LETTERS}]{{2,}}")
_FIGURE = re.compile(r" ?:? ?\d")
_AFTER_FIGURE = re.compile(r"\d\)? {0,2}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Abbreviation:
    spoken: str
    where: str


@remembered
def _known() -> dict[str, _Abbreviation]:
    return {row["written"]: _Abbreviation(spoken=row["spoken"], where=row["where"]) for row in table("abbreviations")}


@remembered
def pattern() -> str:
    """Return the expression that finds an abbreviation, longest first, for the trigger of the scan."""
    longest_first = sorted(_known(), key=len, reverse=True)
    found = "|".join(
        re.escape(written) + ("" if written[-1] in "./" else f"(?![{LETTERS}])") for written in longest_first
    )
    return rf"(?<![{LETTERS}.])[{WAW}{BEH}{LAM}]{{0,2}}(?:{found})"


@remembered
def _compiled() -> re.Pattern[str]:
    return re.compile(pattern())


def read(text: str, position: int) -> Reading | None:
    """Read the abbreviation at `position`, where its surroundings bear it out."""
    found = _compiled().match(text, position)
    if not found:
        return None
    written = found[0] if found[0] in _known() else found[0].lstrip(WAW + BEH + LAM)
    prefix = found[0].removesuffix(written)
    abbreviation = _known().get(written)
    if abbreviation is None or not _WHERE[abbreviation.where](text, found.start(), found.end()):
        return None
    end, spoken = found.end(), abbreviation.spoken
    if abbreviation.where == "title":
        spoken = _agreeing(spoken, text, end)
    if abbreviation.where == "title" and text[end : end + 1] != " ":
        spoken += " "
    if prefix.endswith(LAM) and spoken.startswith(ARTICLE):
        spoken = LAM + spoken.removeprefix(ALEF + LAM)
    return Reading(
        start=found.start(),
        end=end,
        spoken=prefix + spoken,
        semiotic_class=SemioticClass.ABBREVIATION,
        rule=abbreviation.where,
    )


def _agreeing(title: str, text: str, end: int) -> str:
    """Return the title in the gender of the name behind it."""
    name = word_after(text, end)
    if name is None or not cues.any_of([name.text], "title", "women"):
        return title
    return " ".join(word + TEH_MARBUTA for word in title.split(" "))


def _before_a_name(text: str, _start: int, end: int) -> bool:
    return _NAME.match(text, end) is not None


def _before_a_figure(text: str, _start: int, end: int) -> bool:
    return _FIGURE.match(text, end) is not None


def _behind_a_figure(text: str, start: int, _end: int) -> bool:
    return _AFTER_FIGURE.search(text, max(0, start - 4), start) is not None


def _in_brackets(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "(" and text[end : end + 1] == ")"


def _anywhere(_text: str, _start: int, _end: int) -> bool:
    return True


_WHERE: dict[str, Callable[[str, int, int], bool]] = {
    "after": _behind_a_figure,
    "any": _anywhere,
    "number": _before_a_figure,
    "paren": _in_brackets,
    "title": _before_a_name,
    "year": _behind_a_figure,
}
