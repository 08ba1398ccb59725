"""Sentences that are furniture in whatever words: calls to the reader, disclaimers, headings of other stories.

A frame is a row of `frames.tsv`: words one after another, `a|b` for either, `@set` for any word of a set of
`frame-words.tsv`, `...` for up to eight words between, `^` and `$` for the ends of the paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing import resources
from briefing.arabic.letters import WAW
from briefing.article.words import has_end, words

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = ("pattern", "most_words", "end", "opens", "example")
_GAP = r"(?:\S+ ){0,8}"
_ENDS = ("^", "$")
_ANY = "..."


class Opens(StrEnum):
    """What stands under a paragraph."""

    NOTHING = "-"
    LINKS = "links"  # headlines of other stories
    NOTES = "notes"  # notes to the text, to its end


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it is looked for; an `open` one only where the paragraph has no full stop, as calls have none."""

    shape: re.Pattern[str]
    most_words: int
    is_open: bool
    opens: Opens

    def fits(self, paragraph: str, found: Sequence[str]) -> bool:
        """Say whether a paragraph, whose words are `found`, says what the frame says."""
        if len(found) > self.most_words or (self.is_open and has_end(paragraph)):
            return False
        return self.shape.search(f"{' '.join(found)} ") is not None


def fitting(paragraph: str, found: Sequence[str]) -> Frame | None:
    """Return the first frame that a paragraph, whose words are `found`, fits."""
    if len(found) > max(frame.most_words for frame in frames()):
        return None
    return next((frame for frame in frames() if frame.fits(paragraph, found)), None)


@cache
def rows() -> list[dict[str, str]]:
    """Return the rows of the table."""
    return resources.read_table(resources.data("ar", "article", "frames.tsv"), COLUMNS)


@cache
def frames() -> tuple[Frame, ...]:
    """Return all frames, in the order of their table."""
    return tuple(map(frame_of, rows()))


def frame_of(row: dict[str, str]) -> Frame:
    """Return the frame of a row."""
    parts = row["pattern"].split()
    shape = "".join(_part(part, behind="^" not in before) for before, part in pairwise(("", *parts)))
    return Frame(re.compile(shape), int(row["most_words"]), row["end"] == "open", Opens(row["opens"]))


def _part(written: str, *, behind: bool) -> str:
    """Return a part as a regular expression; a word behind others may have an "and" before it."""
    if written in _ENDS:
        return written
    if written == _ANY:
        return _GAP
    forms = (form for each in written.split("|") for form in (_sets()[each[1:]] if each.startswith("@") else (each,)))
    either = "|".join(sorted({re.escape(" ".join(words(form))) for form in forms}, reverse=True))
    return rf"(?<!\S){f'{WAW}?' if behind else ''}(?:{either}) "


@cache
def _sets() -> dict[str, list[str]]:
    sets: dict[str, list[str]] = {}
    for row in resources.read_table(resources.data("ar", "article", "frame-words.tsv"), ("form", "set")):
        sets.setdefault(row["set"], []).append(row["form"])
    return sets
