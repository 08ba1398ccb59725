"""What editors correct again and again: words that the lexicon could have, and words that need a rule."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.model import CorrectionKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from briefing.corrections.sheet import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A word with the reading that it was given so many times, and in which sentences.

    `others` are readings that it was given elsewhere: then what stands around it decides, and no lexicon can.
    """

    word: str
    reading: str
    sentences: tuple[str, ...]
    others: tuple[str, ...] = ()


def lessons(rows: Iterable[Row], *, least: int, stem: Callable[[str], str] = str) -> Iterator[Lesson]:
    """Yield a lesson for each word that was given the same reading at least so many times, in different places.

    `stem` takes off a reading what its sentence alone asks for: the case.
    """
    readings: dict[str, dict[str, dict[tuple[str, str, int], None]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        if row.kind == CorrectionKind.READING:
            readings[row.text][stem(row.to)][row.article, row.sentence, row.nth] = None
    for word, given in sorted(readings.items()):
        for reading, places in given.items():
            if len(places) >= least:
                sentences = tuple(dict.fromkeys(sentence for _, sentence, _ in places if sentence))
                others = tuple(other for other in given if other != reading)
                yield Lesson(word=word, reading=reading, sentences=sentences, others=others)
