"""How else the words of an utterance could be read: by each network alone, by the lexicon, by the dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic import DAMMA, DAMMATAN, FATHA, FATHATAN, KASRA, KASRATAN, SHADDA, SUKUN, shadda_first, strip_marks
from briefing.arabic.letters import ALEF, ALEF_MAKSURA, HAMZA, TEH_MARBUTA
from briefing.narration import lexicon
from briefing.narration.diacritize import around
from briefing.narration.diacritizers.letters import COLUMN, Skeleton, words
from briefing.narration.verbalize.tables import SHIPPED
from briefing.plugins import Proposing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.model import Utterance
    from briefing.narration.verbalize import Tables
    from briefing.plugins import Diacritizer

# As many as there are digits to choose with.
MOST = 9
LEXICON, DICTIONARY, ENDING = "lexicon", "dictionary", "ending"
_CASES = ((DAMMA, FATHA, KASRA), (DAMMATAN, FATHATAN, KASRATAN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A way to read a word, and whose it is: networks by their names, `lexicon`, `dictionary`, `ending`."""

    reading: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A word of an utterance: as it is read, who decided that and how surely, and how else it could be read.

    `nth` counts its places among the same words of its sentence, from 1. `options` has the reading itself first.
    """

    bare: str
    nth: int
    reading: str
    decided_by: str
    confidence: float | None
    options: tuple[Option, ...]


def choices(
    utterance: Utterance, diacritizer: Diacritizer, paragraphs: Sequence[str] = (), tables: Tables = SHIPPED
) -> tuple[Choice, ...]:
    """Return the words of an utterance, each with how else it could be read."""
    before, after = around(utterance, diacritizer, paragraphs, tables)
    bare = strip_marks(before), strip_marks(utterance.spoken)
    whole = "".join((*bare, strip_marks(after)))
    proposed: Mapping[int, Sequence[tuple[str, str]]] = {}
    if isinstance(diacritizer, Proposing):
        proposed = {proposals.start: proposals.readings for proposals in diacritizer.proposals(whole)}
    named = dict(_named(whole))
    skeleton, start = Skeleton.of(utterance.spoken), len(bare[0])
    told = {word.start: word for word in utterance.words}
    found = []
    for first, last in words(skeleton.bases):
        reading = _stretch(skeleton, first, last)
        word, place = told.get(first), start + first
        proposals = (*named.get(place, ()), *_attributed(proposed.get(place, ())), *_endings(reading))
        readings = [(reading, ""), *proposals]
        found.append(
            Choice(
                bare=skeleton.bases[first:last],
                nth=_nth(whole, place, skeleton.bases[first:last]),
                reading=reading,
                decided_by=word.decided_by if word else "",
                confidence=word.confidence if word else None,
                options=tuple(_options(readings))[:MOST],
            )
        )
    return tuple(found)


def _stretch(skeleton: Skeleton, first: int, last: int) -> str:
    return Skeleton("", skeleton.bases[first:last], skeleton.typed[first:last]).text


def _nth(whole: str, place: int, bare: str) -> int:
    same = [start for start, end in words(whole) if whole[start:end] == bare]
    return same.index(place) + 1 if place in same else 0


def _named(whole: str) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Yield where the words of known names stand, with the lexicon's reading of each."""
    for match in lexicon.matches(whole):
        skeleton = Skeleton.of(match.marked)
        for first, last in words(skeleton.bases):
            yield match.start + first, [(_stretch(skeleton, first, last), LEXICON)]


def _attributed(readings: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return ((reading, source or DICTIONARY) for reading, source in readings)


def _endings(reading: str) -> Iterator[tuple[str, str]]:
    """Yield a reading with the other case endings, where the last letter of a noun shows one."""
    from briefing.narration.diacritizers import morphology

    skeleton = Skeleton.of(reading)
    last = skeleton.typed[-1]
    known = morphology.word(skeleton.bases)
    if known is None or all(one.case != len(skeleton.bases) - 1 for one in known.readings):
        return
    doubled, vowel = SHADDA * last.startswith(SHADDA), last.removeprefix(SHADDA)
    for cases in _CASES:
        if vowel in cases:
            others = (case for case in cases if case != vowel and (case != FATHATAN or _may_end_in_an(skeleton.bases)))
            yield from ((reading[: len(reading) - len(last)] + doubled + case, ENDING) for case in others)


def open_ended(reading: str) -> str:
    """Return a reading, shadda first, without its case: another sentence may ask for another. Verbs keep their end."""
    reading = shadda_first(reading)
    skeleton = Skeleton.of(reading)
    vowel = skeleton.typed[-1].removeprefix(SHADDA) if skeleton.bases else ""
    if not any(vowel in cases for cases in _CASES) or not _has_case(skeleton):
        return reading
    return reading[: len(reading) - len(vowel)]


def _has_case(skeleton: Skeleton) -> bool:
    """Say whether the last letter of a word, read so, carries a case: a name does, and whatever is no verb."""
    from briefing.narration.diacritizers import morphology

    known = morphology.word(skeleton.bases)
    if known is None:
        return True
    columns = [COLUMN.get(marks, 0) for marks in skeleton.typed]
    read_so = [
        reading.case
        for reading, allowed in zip(known.readings, known.allowed, strict=True)
        # With a pronoun that its last letter stands for, it would end in that.
        if "bound" not in reading.traits and all(allowed[at][column] or not column for at, column in enumerate(columns))
    ]
    return all(case == len(skeleton.bases) - 1 for case in read_so)


def _may_end_in_an(bare: str) -> bool:
    """Say whether an indefinite accusative is spelled without an alef of its own."""
    return bare.endswith((TEH_MARBUTA, HAMZA, ALEF, ALEF_MAKSURA))


def _options(readings: Sequence[tuple[str, str]]) -> Iterator[Option]:
    """Yield each reading once, with all whose it is; a sukun that is not written is the same as one that is."""
    sources: dict[str, list[str]] = {}
    spelled: dict[str, str] = {}
    for reading, source in readings:
        key = shadda_first(reading).replace(SUKUN, "")
        spelled.setdefault(key, reading)
        sources.setdefault(key, [])
        if source and source not in sources[key]:
            sources[key].append(source)
    for key, reading in spelled.items():
        if reading != strip_marks(reading):
            yield Option(reading=reading, sources=tuple(sources[key]))
