"""Numbers and names as a newsreader says them: the written form to the spoken form, without added marks.

`verbalize` reads one text; `script` fills the utterances of a script. Everything that is not said as written becomes a
piece that names its class and its rule and keeps the span that it came from. Each takes the tables to read with, which
are the shipped ones unless the caller has laid a user's own rows over them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.model import Piece, Script, Utterance
from briefing.narration.verbalize.letters import INVISIBLE, plain_digits
from briefing.narration.verbalize.reading import SemioticClass
from briefing.narration.verbalize.scan import scan
from briefing.narration.verbalize.tables import SHIPPED, Tables, using

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.narration.verbalize.reading import Reading

__all__ = ["SemioticClass", "Tables", "script", "spoken", "verbalize"]


def verbalize(text: str, tables: Tables = SHIPPED) -> tuple[Piece, ...]:
    """Return the pieces that tile `text`; their `spoken` parts joined are what a newsreader says."""
    with using(tables):
        return tuple(piece for piece in _tile(text) if piece.start < piece.end)


def spoken(text: str, tables: Tables = SHIPPED) -> str:
    """Return what a newsreader says for a text."""
    return "".join(piece.spoken for piece in verbalize(text, tables))


def script(written: Script, tables: Tables = SHIPPED) -> Script:
    """Fill `spoken` and `pieces` of every utterance; `written` stays."""
    return written.saying(_utterance(utterance, tables) for utterance in written.utterances)


def _utterance(utterance: Utterance, tables: Tables) -> Utterance:
    pieces = verbalize(utterance.written, tables)
    return replace(utterance, spoken="".join(piece.spoken for piece in pieces), pieces=pieces)


def _tile(text: str) -> Iterator[Piece]:
    visible, places = _visible(text)
    end = 0
    for reading in scan(plain_digits(visible)):
        start = places[reading.start] if places else reading.start
        yield from _as_written(text, end, start)
        end = places[reading.end - 1] + 1 if places else reading.end
        yield _piece(reading, start, end)
    yield from _as_written(text, end, len(text))


def _visible(text: str) -> tuple[str, list[int]]:
    """Drop what has no width; the list says where each code point stood, and is empty where nothing was dropped."""
    if not INVISIBLE.search(text):
        return text, []
    places = [index for index, character in enumerate(text) if not INVISIBLE.match(character)]
    return "".join(text[index] for index in places), places


def _piece(reading: Reading, start: int, end: int) -> Piece:
    return Piece(start=start, end=end, spoken=reading.spoken, semiotic_class=reading.semiotic_class, rule=reading.rule)


# A minus that stands before no figure is a dash to a voice; what has no width is nothing to it.
_FORMAT = re.compile(f"(?P<minus>\u2212)|{INVISIBLE.pattern}")


def _as_written(text: str, start: int, end: int) -> Iterator[Piece]:
    for sign in _FORMAT.finditer(text, start, end):
        said, rule = ("-", "minus alone") if sign["minus"] else ("", "no width")
        yield Piece(start=start, end=sign.start(), spoken=text[start : sign.start()])
        yield Piece(start=sign.start(), end=sign.end(), spoken=said, semiotic_class=SemioticClass.FORMAT, rule=rule)
        start = sign.end()
    yield Piece(start=start, end=end, spoken=text[start:end])
