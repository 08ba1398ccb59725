"""Signs that stand alone: an ampersand, a slash between names, a lone half sign, decoration."""

from __future__ import annotations

import logging
import re
from html import unescape
from typing import TYPE_CHECKING

from briefing.arabic.letters import COMMA
from briefing.narration.verbalize import governors, nouns
from briefing.narration.verbalize.cardinals import words
from briefing.narration.verbalize.classes.fraction import VULGAR, parts
from briefing.narration.verbalize.letters import LETTERS
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.slot import word_after, words_before
from briefing.narration.verbalize.tables import remembered, table

if TYPE_CHECKING:
    from collections.abc import Callable

_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});")
_SAID_AS_IT_STANDS = "'\"()[]-\u00ab\u00bb\u2018\u2019\u201c\u201d\u2013\u2014\u2026"
_log = logging.getLogger(__name__)


@remembered
def _symbols() -> dict[str, tuple[str, str]]:
    return {row["symbol"]: (row["spoken"], row["kind"]) for row in table("symbols")}


def known(symbol: str) -> bool:
    """Say whether the table holds a sign."""
    return symbol in _symbols()


def spoken(symbol: str) -> str:
    """Return the word that the table has for a sign; KeyError where it has none."""
    return _symbols()[symbol][0]


def entity(text: str, position: int) -> Reading | None:
    """Read what a web page left behind, as &#39;: its sign where a voice may have it, else nothing."""
    found = _ENTITY.match(text, position)
    if not found:
        return None
    sign = unescape(found[0])
    said = sign if sign in _SAID_AS_IT_STANDS else " " if sign.isspace() else ""
    return Reading(start=position, end=found.end(), spoken=said, semiotic_class=SemioticClass.FORMAT, rule="entity")


def read(text: str, position: int, floor: int) -> Reading:
    """Read one sign; what the table does not hold is not said, and the log names it."""
    symbol = text[position]
    if symbol in VULGAR:
        return _fraction(text, position)
    word, kind = _symbols().get(symbol, ("", "unknown"))
    if kind == "unknown":
        _log.info("nothing is said for the sign %r", symbol)
    start, end, said = _KINDS[kind](text, position, floor, word)
    return Reading(start=start, end=end, spoken=said, semiotic_class=SemioticClass.SYMBOL, rule=kind)


def _fraction(text: str, position: int) -> Reading:
    case = governors.governed(words_before(text, position))
    said = parts(*VULGAR[text[position]], case, construct=True)
    return Reading(
        start=position, end=position + 1, spoken=said, semiotic_class=SemioticClass.FRACTION, rule="sign", case=case
    )


def _plus(text: str, position: int, floor: int, spoken: str) -> tuple[int, int, str]:
    """Say the plus that ends a name, as in OPEC+ in Arabic letters, as part of it; drop those that quote."""
    if _quotes(text, position):
        return position, position + 1, ""
    ends_a_word = position > 0 and text[position - 1].isalpha() and not text[position + 1 : position + 2].isalnum()
    return _word(text, position, floor, words()["plus_of_a_name"] if ends_a_word else spoken)


# Some wires write quotation marks as a plus on each side of the words.
_QUOTED = re.compile(r"(?<!\w)\+(?=[^\W\d])[^+\n]{1,80}[^\W\d]\+(?!\w)")
_LONGEST_QUOTE = 82


def _quotes(text: str, position: int) -> bool:
    """Say whether the plus at a position opens or closes a stretch that is quoted by one on each side."""
    if _QUOTED.match(text, position):
        return True
    begin = text.rfind("+", max(0, position - _LONGEST_QUOTE), position)
    quoted = _QUOTED.match(text, begin) if begin >= 0 else None
    return quoted is not None and quoted.end() == position + 1


# The number of a footnote, or the letter of one, as an encyclopedia has it behind a word.
_REFERENCE = re.compile(rf" ?\[(?:\d{{1,3}}|[{LETTERS}a-z])\]")


def reference(text: str, position: int, floor: int) -> Reading | None:
    """Drop the mark of a footnote at `position`; "[15] persons" is somebody's own figure."""
    start = position - 1 if text[position - 1 : position] == " " and position > floor else position
    mark = _REFERENCE.match(text, start)
    if mark is None:
        return None
    word = word_after(text, mark.end())
    counted = nouns.find(word.text, None) if word and mark[0].strip(" []").isdigit() else None
    if counted and counted.known:
        return None
    return Reading(
        start=start,
        end=mark.end(),
        # What stood before and behind stays apart.
        spoken=" " if text[mark.end() : mark.end() + 1].isalnum() and start else "",
        semiotic_class=SemioticClass.SYMBOL,
        rule="reference mark",
    )


def _word(text: str, position: int, _floor: int, spoken: str) -> tuple[int, int, str]:
    before = " " if position and text[position - 1].isalnum() else ""
    after = " " if text[position + 1 : position + 2].isalnum() else ""
    return position, position + 1, f"{before}{spoken}{after}"


def _gap(text: str, position: int, floor: int, spoken: str) -> tuple[int, int, str]:
    start, end = position, position + 1
    while end < len(text) and text[end] in " /\\_":
        end += 1
    if start > floor and text[start - 1] == " ":
        return start - 1, end, COMMA + " " if start > 1 and end < len(text) else ""
    return start, end, spoken if start > 0 and end < len(text) and text[end] != "\n" else ""


def _comma(text: str, position: int, floor: int, spoken: str) -> tuple[int, int, str]:
    start = position - 1 if position > floor and text[position - 1] == " " else position
    return start, position + 1, spoken if start > 0 else ""


def _drop(text: str, position: int, _floor: int, _spoken: str) -> tuple[int, int, str]:
    """Drop a sign; where it and those with it stand alone between spaces, one of the spaces too."""
    run = position
    while run > max(0, position - _LONGEST_RUN) and not (text[run - 1].isalnum() or text[run - 1].isspace()):
        run -= 1
    alone = text[position + 1 : position + 2] == " " and (run == 0 or text[run - 1].isspace())
    return position, position + 2 if alone else position + 1, " " if _glues(text, position) else ""


_LONGEST_RUN = 9
# Nothing but signs up to the next word, and what that begins with.
_NEXT_WORD = re.compile(r"[^\w\s]{1,9}(\w)")


def _glues(text: str, position: int) -> bool:
    """Say whether a sign alone keeps a figure apart from what is beside it: each is said as a word of its own."""
    before, after = text[position - 1] if position else "", _NEXT_WORD.match(text, position)
    return after is not None and before.isalnum() and (before.isdigit() or after[1].isdigit())


_KINDS: dict[str, Callable[[str, int, int, str], tuple[int, int, str]]] = {
    "plus": _plus,
    "word": _word,
    "gap": _gap,
    "comma": _comma,
    "drop": _drop,
    "unknown": _drop,
}
