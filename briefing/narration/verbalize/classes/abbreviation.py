"""Abbreviations in Arabic letters: titles, agencies, eras."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, BEH, COMMA, LAM, TEH_MARBUTA, WAW
from briefing.narration.verbalize import cues
from briefing.narration.verbalize.letters import LETTERS, bare
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after
from briefing.narration.verbalize.tables import letter_names, remembered, table

if TYPE_CHECKING:
    from collections.abc import Callable

_NAME = re.compile(rf" ?[{LETTERS}]{{2,}}")
_FIGURE = re.compile(r" ?:? ?\d")
_AFTER_FIGURE = re.compile(r"\d\)? {0,2}$")
# The agency in "A.P.": not where it is the beginning of a longer row of letters.
_GOES_ON = rf"(?![{LETTERS}](?![{LETTERS}]))"
_END = defaultdict(lambda: rf"(?!\.?[{LETTERS}](?![{LETTERS}]))(?![{LETTERS}])", {".": _GOES_ON, "/": ""})
# Letters with dots that no table knows are said by their names, as a reader says A.B.C.
_INITIALS = rf"(?:[{LETTERS}]\.){{1,8}}[{LETTERS}](?![{LETTERS}])"
_ROW_OF_INITIALS = re.compile(_INITIALS)
# The dot of an abbreviation ends a sentence only where nothing follows it.
_DOT = re.compile(rf"\.(?= {{1,2}}[{LETTERS}\d(]|[{COMMA}\u061b:,)\u00bb])")


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
    found = "|".join(re.escape(written) + _END[written[-1]] for written in longest_first)
    return rf"(?<![{LETTERS}.])(?:[{WAW}{BEH}{LAM}]{{0,2}}(?:{found})|{_INITIALS})"


@remembered
def _compiled() -> re.Pattern[str]:
    return re.compile(pattern())


def read(text: str, position: int) -> Reading | None:
    """Read the abbreviation at `position`, where its surroundings bear it out."""
    match = _compiled().match(text, position)
    if not match:
        return None
    written = match[0] if match[0] in _known() else match[0].lstrip(WAW + BEH + LAM)
    prefix = match[0].removesuffix(written)
    for short in (written, written.removesuffix(".")):
        abbreviation, end = _known().get(short), match.end() - len(written) + len(short)
        if abbreviation is not None and _WHERE[abbreviation.where](text, match.start(), end):
            return _reading(text, match.start(), end, prefix, abbreviation)
    return _initials(text, match)


def _reading(text: str, start: int, end: int, prefix: str, abbreviation: _Abbreviation) -> Reading:
    spoken = abbreviation.spoken
    if abbreviation.where == "title":
        spoken = _agreeing(spoken, text, end)
        if text[end : end + 1] != " ":
            spoken += " "
    else:
        end = _without_dot(text, start, end)
        end = _without_repetition(text, end, spoken)
    if prefix.endswith(LAM) and spoken.startswith(ARTICLE):
        spoken = LAM + spoken.removeprefix(ALEF + LAM)
    return Reading(
        start=start,
        end=end,
        spoken=prefix + spoken,
        semiotic_class=SemioticClass.ABBREVIATION,
        rule=abbreviation.where,
    )


def _without_dot(text: str, start: int, end: int) -> int:
    """Return where an abbreviation ends, with the dot behind it that is its own and no stop."""
    if text[end - 1] == ".":
        # A table that holds the dot holds it as a part of the word; at the end of a text it is the stop as well.
        return end if text[end:].strip() else end - 1
    dotted = "." in text[start:end] or len(bare(text[start:end])) == 1
    return end + 1 if dotted and _DOT.match(text, end) else end


def _without_repetition(text: str, end: int, spoken: str) -> int:
    """Return where an abbreviation ends, with the word behind it that its own words end in."""
    following, last = word_after(text, end), spoken.rpartition(" ")[2]
    return following.end if following and " " in spoken and bare(following.text) == last else end


def _initials(text: str, match: re.Match[str]) -> Reading | None:
    """Say letters that stand for nothing we know by their names."""
    row = _ROW_OF_INITIALS.match(text, match.start())
    if row is None:
        return None
    names = [letter_names().get(letter, letter) for letter in bare(row[0]) if letter != "."]
    return Reading(
        start=row.start(),
        end=_without_dot(text, row.start(), row.end()),
        spoken=" ".join(names),
        semiotic_class=SemioticClass.ABBREVIATION,
        rule="by letters",
    )


def _agreeing(title: str, text: str, end: int) -> str:
    """Return the title in the gender of the name behind it."""
    name = word_after(text, end)
    if name is None or not cues.any_of([name.text], "title", "women"):
        return title
    return " ".join(word + TEH_MARBUTA for word in title.split(" "))


def _before_a_name(text: str, start: int, end: int) -> bool:
    # "The year 1990 m. in Damascus" has no engineer.
    return _NAME.match(text, end) is not None and not _behind_a_figure(text, start, end)


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
