"""Text taken apart into letters and the marks on them, and put together again without losing a character.

A text is its base characters, in order, each with the run of marks that the writer typed behind it. A diacritizer
chooses marks only for Arabic letters without typed marks; everything else comes out as it went in.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic import (
    DAMMA,
    DAMMATAN,
    FATHA,
    FATHATAN,
    KASRA,
    KASRATAN,
    MARKS,
    SHADDA,
    SUKUN,
    TATWEEL,
    shadda_first,
)
from briefing.arabic.letters import (
    ALEF,
    ALEF_MAKSURA,
    ALEF_WASLA,
    HEH,
    TEH_MARBUTA,
    YEH,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# What one letter can carry, in the order of the columns of every probability table.
CLASSES = (
    "",
    FATHATAN,
    DAMMATAN,
    KASRATAN,
    FATHA,
    DAMMA,
    KASRA,
    SHADDA + FATHATAN,
    SHADDA + DAMMATAN,
    SHADDA + KASRATAN,
    SHADDA + FATHA,
    SHADDA + DAMMA,
    SHADDA + KASRA,
    SUKUN,
)
COLUMN = {marks: column for column, marks in enumerate(CLASSES)}
# Letters of Arabic, and those that newspapers borrow for p, ch, v and g.
_BORROWED = frozenset("\N{ARABIC LETTER PEH}\N{ARABIC LETTER TCHEH}\N{ARABIC LETTER VEH}\N{ARABIC LETTER GAF}")
LETTERS = frozenset(map(chr, (*range(0x0621, 0x063B), *range(0x0641, 0x064B)))) | {ALEF_WASLA} | _BORROWED
_FOLDED = str.maketrans(
    {
        ALEF_WASLA: ALEF,
        ALEF_MAKSURA: YEH,
        TEH_MARBUTA: HEH,
        **dict.fromkeys("\N{ARABIC MADDAH ABOVE}\N{ARABIC HAMZA ABOVE}\N{ARABIC HAMZA BELOW}"),
    }
)
# How many words another program may have added or split before we lose our place.
_LOOK_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A text as base characters and the typed marks behind each; `lead` is the run of marks before the first."""

    lead: str
    bases: str
    typed: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Skeleton:
        """Take a text apart; `compose` with no marks chosen gives it back, each shadda first among its marks."""
        if MARKS.isdisjoint(text):
            return cls("", text, ("",) * len(text))
        runs: list[list[str]] = [[]]
        bases: list[str] = []
        for character in text:
            if character in MARKS:
                runs[-1].append(character)
            else:
                bases.append(character)
                runs.append([])
        lead, *typed = ("".join(run) for run in runs)
        return cls(lead, "".join(bases), tuple(shadda_first(run) for run in typed))

    @property
    def text(self) -> str:
        """The text that it was taken from, each shadda first among its marks."""
        return self.lead + "".join(base + marks for base, marks in zip(self.bases, self.typed, strict=True))

    def open_letters(self) -> list[int]:
        """List the letters whose marks are still to be chosen: untyped ones, and those with a shadda and no vowel."""
        return [
            place
            for place, (base, typed) in enumerate(zip(self.bases, self.typed, strict=True))
            if base in LETTERS and typed in ("", SHADDA)
        ]

    def compose(self, chosen: Sequence[str]) -> str:
        """Write the text with the marks `chosen` for each base character; typed marks stand."""
        parts = [self.lead]
        for base, typed, marks in zip(self.bases, self.typed, chosen, strict=True):
            parts.append(base)
            parts.append(marks if typed in ("", SHADDA) and marks.startswith(typed) else typed)
        return "".join(parts)


def transfer(text: str, marked: str) -> str:
    """Put the marks of `marked`, another program's reading of `text`, on the letters of `text`.

    Words are matched in order; a word that the other program changed beyond its spelling of hamza keeps only what
    the writer typed.
    """
    skeleton = Skeleton.of(text)
    other = Skeleton.of(marked)
    if skeleton.bases == other.bases:
        return skeleton.compose(
            [marks if base in LETTERS else "" for base, marks in zip(other.bases, other.typed, strict=True)]
        )
    return skeleton.compose(_aligned(skeleton, other))


def _aligned(skeleton: Skeleton, other: Skeleton) -> list[str]:
    chosen = [""] * len(skeleton.bases)
    theirs = words(other.bases)
    cursor = 0
    for start, end in words(skeleton.bases):
        for ahead in range(cursor, min(cursor + _LOOK_AHEAD, len(theirs))):
            first, last = theirs[ahead]
            if same_but_for_spelling(skeleton.bases[start:end], other.bases[first:last]):
                chosen[start:end] = other.typed[first:last]
                cursor = ahead + 1
                break
    return chosen


def same_but_for_spelling(ours: str, theirs: str) -> bool:
    """Say whether two words are the same letter for letter, whatever sits on their hamzas and dots of final letters."""
    return len(ours) == len(theirs) and _folded(ours) == _folded(theirs)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFD", word).translate(_FOLDED)


def line_spans(bases: str) -> Iterator[tuple[int, int]]:
    """Cut text at its line breaks, which stay with the line that they end; gives (start, end) pairs."""
    start = 0
    for line in bases.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)


def words(bases: str) -> list[tuple[int, int]]:
    """List the runs of Arabic letters (tatweel inside counts) as (start, end) pairs."""
    found: list[tuple[int, int]] = []
    start = None
    for place, base in enumerate(bases):
        inside = base in LETTERS or (base == TATWEEL and start is not None)
        if inside and start is None:
            start = place
        elif not inside and start is not None:
            found.append((start, place))
            start = None
    if start is not None:
        found.append((start, len(bases)))
    return found


def tanwin_before_alef(skeleton: Skeleton, chosen: list[str]) -> list[str]:
    """Move a final fathatan to the letter before its alef, where voices look for it; typed marks stay."""
    bases = skeleton.bases
    for place in range(1, len(bases)):
        final = place + 1 == len(bases) or bases[place + 1] not in LETTERS
        if (
            final
            and bases[place] == ALEF
            and skeleton.typed[place] == FATHATAN
            and chosen[place - 1] not in ("", SHADDA)
        ):
            # The writer's tanwin sits on the alef and stays there: the letter before it has the bare vowel.
            chosen[place - 1] = (SHADDA if SHADDA in chosen[place - 1] else "") + FATHA
        elif final and bases[place] in (ALEF, ALEF_MAKSURA) and chosen[place] == FATHATAN:
            if skeleton.typed[place] or skeleton.typed[place - 1]:
                continue
            chosen[place] = ""
            if bases[place - 1] in LETTERS:
                chosen[place - 1] = (SHADDA if SHADDA in chosen[place - 1] else "") + FATHATAN
    return chosen
