"""Which rule spoke a word: the writer, a name of the lexicon, or the diacritizer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing import arabic
from briefing.narration import diacritize, lexicon, phonemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.plugins import Diacritizer

TYPED = "typed"
NAME = "name"
DIACRITIZER = "diacritizer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What became of a word or a name of several words, who decided, and the file or program that it stands in."""

    written: str
    marked: str
    ipa: str
    rule: str
    source: str
    kind: str


def explained(text: str, diacritizer: Diacritizer, called: str) -> Iterator[Explanation]:
    """Explain the words of a text one by one; a name of several words is one. `called` names the diacritizer."""
    done = 0
    for match in lexicon.matches(text):
        yield from _words(text[done : match.start], diacritizer, called)
        written = text[match.start : match.end]
        yield _row(written, match.marked, NAME, match.entry.source, match.entry.kind)
        done = match.end
    yield from _words(text[done:], diacritizer, called)


def _words(text: str, diacritizer: Diacritizer, called: str) -> Iterator[Explanation]:
    words = text.split()
    for written, marked in zip(words, diacritize.text(" ".join(words), diacritizer).split(), strict=True):
        typed = written != arabic.strip_marks(written) and arabic.shadda_first(written) == marked
        yield _row(written, marked, TYPED, "", "") if typed else _row(written, marked, DIACRITIZER, called, "")


def _row(written: str, marked: str, rule: str, source: str, kind: str) -> Explanation:
    return Explanation(written=written, marked=marked, ipa=phonemes.ipa(marked), rule=rule, source=source, kind=kind)
