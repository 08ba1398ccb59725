"""Words of a paragraph with their places, folded as word lists compare them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from briefing.arabic.folding import fold

_MARKS = "\u064b-\u0652\u0670"
_WORD = re.compile(rf"[\w{_MARKS}]+(?:\.(?=\w+[.\w])[\w{_MARKS}]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, where it stands, and its folded form."""

    text: str
    start: int
    end: int
    folded: str


class Words(tuple[Word, ...]):
    """The words of one paragraph, in order."""

    __slots__ = ()

    def first_from(self, position: int) -> int:
        """Return the index of the first word that starts at `position` or later."""
        return bisect_left(self, position, key=_start)

    def between(self, start: int, end: int) -> Words:
        """Return the words that stand wholly between two places."""
        found = self[self.first_from(start) : self.first_from(end)]
        return Words(word for word in found if word.end <= end)


def _start(word: Word) -> int:
    return word.start


@lru_cache(maxsize=1024)
def words(text: str) -> Words:
    """Cut a paragraph into words; marks and tatweel belong to their word, punctuation to none."""
    return Words(Word(match.group(), match.start(), match.end(), fold(match.group())) for match in _WORD.finditer(text))
