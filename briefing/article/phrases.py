"""Lists of phrases that tell what a paragraph is, read from tables that an editor can extend."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from briefing import resources
from briefing.arabic.letters import WAW
from briefing.article.words import words
from briefing.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL_END = re.compile(r"\s*(?:[:|/\uff1a]|\.\.|\s[-\u2013\u2014]+\s?|[-\u2013\u2014]{2,})")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]")
_LONGEST_LABEL = 60


class Match(StrEnum):
    """Where in a paragraph a phrase stands."""

    WHOLE = "whole"  # it is all there is
    LABEL = "label"  # it comes first, a colon or a dash behind it
    STARTS = "starts"
    CONTAINS = "contains"
    BRACKETS = "brackets"  # it stands in brackets, alone or beside other words


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases with the place where they must stand and the longest paragraph, in words, that they speak for."""

    by_match: dict[Match, dict[str, int]]
    most_words: int

    @classmethod
    def load(cls, name: str) -> Self:
        """Read a table of `briefing/data/ar`: match, phrase, most_words."""
        table = resources.data("ar", "article", name)
        found: dict[Match, dict[str, int]] = {match: {} for match in Match}
        for row in resources.read_table(table, ("match", "phrase", "most_words")):
            if row["match"] not in list(Match) or not row["most_words"].isdecimal():
                raise SettingsError(str(table), f"cannot use the row of {row['phrase']!r}", "mend the row")
            found[Match(row["match"])][" ".join(words(row["phrase"]))] = int(row["most_words"])
        return cls(found, max(most for rows in found.values() for most in rows.values()))

    def speak_for(self, paragraph: str, found: list[str]) -> bool:
        """Say whether a phrase stands in its place in the paragraph, whose words are `found`."""
        return any(
            len(found) <= self.by_match[match].get(phrase, -1)
            for match, candidates in self._candidates(paragraph, found)
            for phrase in candidates
        )

    def lists(self, found: list[str]) -> bool:
        """Say whether the words are several phrases that may be all there is, and numbers: the buttons of a page."""
        left = len(found)
        if left > self.most_words:
            return False
        start, phrases = 0, 0
        while start < left:
            ends = (end for end in range(left, start, -1) if " ".join(found[start:end]) in self.by_match[Match.WHOLE])
            end = next(ends, start)
            if end == start and len(found[start]) > 1 and not found[start].isdecimal():
                return False
            phrases += end > start
            start = max(end, start + 1)
        return phrases > 1

    def _candidates(self, paragraph: str, found: list[str]) -> Iterator[tuple[Match, list[str]]]:
        if len(found) > self.most_words:
            return
        text = " ".join(found)
        yield Match.WHOLE, [text]
        yield Match.LABEL, [label(paragraph)]
        yield Match.STARTS, [" ".join(found[:end]) for end in range(1, len(found) + 1)]
        yield Match.CONTAINS, self._within(Match.CONTAINS, text)
        for inside in _BRACKETS.findall(paragraph):
            yield Match.BRACKETS, self._within(Match.BRACKETS, " ".join(words(inside)))

    def _within(self, match: Match, text: str) -> list[str]:
        # "And all rights reserved": a conjunction stands before a phrase as before any word.
        text = f" {text} "
        return [phrase for phrase in self.by_match[match] if f" {phrase} " in text or f" {WAW}{phrase} " in text]


def label(paragraph: str) -> str:
    """Return the words before the first colon or dash, "" where there is none nearby."""
    end = _LABEL_END.search(paragraph, 0, _LONGEST_LABEL)
    return " ".join(words(paragraph[: end.start()])) if end else ""


def behind_label(paragraph: str) -> str:
    """Return what stands behind the first colon or dash, "" where there is none nearby."""
    end = _LABEL_END.search(paragraph, 0, _LONGEST_LABEL)
    return paragraph[end.end() :] if end else ""
