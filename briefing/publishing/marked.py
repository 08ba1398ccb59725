"""The written text with its marks, for readers who ask for them (WCAG 3.1.6, technique G163).

What the voice is given is diacritized but spelled out; what the eye reads keeps its digits and Latin letters. Where a
stretch is said as it is written, the marks of the voice fit its letters; every other stretch stays as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic import MARKS, strip_marks

if TYPE_CHECKING:
    from briefing.model import Utterance


def diacritized(utterance: Utterance) -> str:
    """Return the written text with the marks that the voice was given; the bare letters are those of `written`."""
    written, spoken = utterance.written, utterance.spoken
    if not utterance.pieces:
        return spoken if strip_marks(spoken) == strip_marks(written) else written
    if strip_marks("".join(piece.spoken for piece in utterance.pieces)) != strip_marks(spoken):
        return written  # somebody changed the letters after they were cut into pieces: no mark can be trusted
    found: list[str] = []
    at = 0
    for piece in utterance.pieces:
        end = after_letters(spoken, at, len(strip_marks(piece.spoken)))
        stretch = written[piece.start : piece.end]
        said = spoken[at:end]
        found.append(said if strip_marks(said) == strip_marks(stretch) else stretch)
        at = end
    return "".join(found)


def after_letters(text: str, start: int, letters: int) -> int:
    """Find the place behind the next `letters` code points that are no marks, and behind the marks on the last."""
    at = start
    while at < len(text) and (letters or text[at] in MARKS):
        letters -= text[at] not in MARKS
        at += 1
    return at


def marks_by_letter(text: str) -> tuple[str, list[str]]:
    """Take a text apart: its bare letters, and for each the marks that follow it; leading marks are dropped."""
    letters: list[str] = []
    marks: list[str] = []
    for char in text:
        if char not in MARKS:
            letters.append(char)
            marks.append("")
        elif marks:
            marks[-1] += char
    return "".join(letters), marks
