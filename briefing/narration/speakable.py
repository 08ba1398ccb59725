"""What may reach a voice: Arabic letters, their marks, and the signs that make a pause. Nothing else."""

from __future__ import annotations

import logging
import re
import unicodedata
from dataclasses import dataclass

from briefing.arabic import FATHATAN, MARKS, SHADDA, TATWEEL, shadda_first, strip_marks
from briefing.arabic.letters import COMMA, QUESTION_MARK
from briefing.errors import VoiceError
from briefing.plugins import Marks

_log = logging.getLogger(__name__)

_SEMICOLON = "\N{ARABIC SEMICOLON}"
PAUSES = frozenset(f".:!{COMMA}{_SEMICOLON}{QUESTION_MARK}")
_SAME_PAUSE = {
    ",": COMMA,
    ";": _SEMICOLON,
    "?": QUESTION_MARK,
    "\N{HORIZONTAL ELLIPSIS}": ".",
    "\N{ARABIC FULL STOP}": ".",
    "\N{EN DASH}": COMMA,
    "\N{EM DASH}": COMMA,
    "-": COMMA,
}
_JOINT = re.compile(r"(?<=\w)[-/](?=\w)")  # two words that a hyphen or a slash makes one for the eye

# The marks that newspapers print; the others would only make the text longer for a voice that reads without them.
_PRINTED = frozenset((SHADDA, FATHATAN))


def _printed(text: str) -> str:
    return "".join(character for character in text if character in _PRINTED or character not in MARKS)


_MARKED = {Marks.FULL: shadda_first, Marks.LIGHT: _printed, Marks.NONE: strip_marks}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakable:
    """A text that a voice can be given, and for each of its words the number of the word that it was made of."""

    text: str
    words: tuple[int, ...]


def speakable(text: str, marks: Marks) -> Speakable:
    """Leave of `text` what a voice can say, with the marks that it wants; words stay in order.

    Quotes, brackets and invisible signs go; an emoji or another symbol goes with a warning. Raises VoiceError where a
    digit or a letter of another script is left: the listener would miss it, or hear something else.
    """
    kept: list[str] = []
    numbers: list[int] = []
    for number, word in enumerate(text.split()):
        for part in _JOINT.sub(" ", word).split():
            said = "".join(_sound(character, word, text) for character in part)
            if any(character.isalpha() for character in said):
                kept.append(said)
                numbers.append(number)
            elif said[:1] in PAUSES and kept and kept[-1][-1] not in PAUSES:
                kept[-1] += said[:1]  # a dash or a stop that stands alone makes its pause after the word before
    joined = " ".join(kept)
    return Speakable(text=_MARKED[marks](joined), words=tuple(numbers))


def _sound(character: str, word: str, text: str) -> str:
    """Return what is left of a character: itself, the sign that makes its pause, or nothing."""
    character = _SAME_PAUSE.get(character, character)
    if character in PAUSES or character in MARKS:
        return character
    kind = unicodedata.category(character)
    if kind[0] == "L" and character != TATWEEL and unicodedata.name(character, "").startswith("ARABIC LETTER"):
        return character
    if kind[0] in "LN" and character != TATWEEL:
        raise VoiceError(f"«{text}»", f"{word!r} would reach the voice unspelled", "write it out in Arabic letters")
    if kind[0] in "SM":
        _log.warning("%r has no sound and is left out of: %s", character, text)
    return ""
