"""Which readings a word can have: known stems with their affixes, commands made of imperfects, and particles.

The networks read letter by letter, so now and then they give marks that no word has. Case endings stay open; where
one is asked for, `Reading.case` says which letter carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from briefing.arabic import DAMMA, FATHA, KASRA, SHADDA, SUKUN
from briefing.arabic.letters import ALEF, BEH, FEH, HAMZA_ON_ALEF, LAM, NOON, SEEN, TEH, TEH_MARBUTA, WAW, YEH
from briefing.narration.diacritizers.letters import CLASSES
from briefing.narration.diacritizers.stems import (
    ANY,
    CASES,
    DOUBLED,
    LONG,
    SILENT,
    SINGLE,
    WEAK,
    affixes,
    known,
    particles,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import numpy.typing as npt

    from briefing.narration.diacritizers.stems import Affix, Limit, Limits, Traits

_SHORTEST_STEM = 2
_LONGEST_PREFIX = 4
_SUN = frozenset("\u062a\u062b\u062f\u0630\u0631\u0632\u0633\u0634\u0635\u0636\u0637\u0638\u0644\u0646")
# The imperfect stands in the table as "he" says it.
_PERSONS = frozenset((YEH, TEH, HAMZA_ON_ALEF, NOON))
_WRITTEN_CASES = frozenset(("accusative", "dual", "sound"))
_VOWELS_OF_HOLLOWS = {ALEF: FATHA, WAW: DAMMA, YEH: KASRA}
_SHORT_STEMS = {"perfect": 2, "imperfect": 3}
_CONJUNCTIONS = {"": (), WAW: (frozenset((FATHA,)),), FEH: (frozenset((FATHA,)),)}
_PREPOSITIONS = {"": (), BEH: (frozenset((KASRA,)),), LAM: (frozenset((KASRA,)),)}


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a word: the marks that each letter may carry, and what the word then is.

    `case` is the letter that carries the case of a noun, -1 where letters write it or there is none.
    """

    limits: Limits
    traits: Traits
    case: int = -1


@dataclass(frozen=True, slots=True)
class Word:
    """The known readings of a bare word; `allowed` is their table (reading, letter, class).

    Of two that marks cannot tell apart, the first is the likelier or says more.
    """

    readings: tuple[Reading, ...]
    allowed: npt.NDArray[np.bool_]


@lru_cache(maxsize=1024)
def word(bare: str) -> Word | None:
    """Return what is known of a bare word, None where nothing is."""
    if len(bare) < _SHORTEST_STEM:
        return None
    unique = dict.fromkeys((*_function_words(bare), *_nouns(bare), *_verbs(bare), *_commands(bare)))
    if not unique:
        return None
    adjectives = {reading.limits[:-1] for reading in unique if "adjective" in reading.traits}
    readings = tuple(
        Reading(reading.limits, _shared(_also_adjective(reading, adjectives)), reading.case)
        for reading in sorted(unique, key=_openness)
    )
    allowed = np.array([[_row(limit) for limit in reading.limits] for reading in readings], np.bool_)
    return Word(readings, allowed)


def _also_adjective(reading: Reading, adjectives: Collection[Limits]) -> Traits:
    """Let a noun that sounds like an adjective be one: a great sin, and a great one."""
    if "noun" in reading.traits and reading.limits[:-1] in adjectives:
        return reading.traits | {"adjective"}
    return reading.traits


@cache
def _shared(traits: Traits) -> Traits:
    """Keep one of many equal sets: a text has tens of thousands of readings and a few hundred sets of traits."""
    return traits


def _openness(reading: Reading) -> tuple[bool, bool, int]:
    """Order readings: function words, whole words (a minister is no "and"), then what leaves less open."""
    return "function" not in reading.traits, "and" in reading.traits, sum(map(len, reading.limits))


@cache
def _row(limit: Limit) -> tuple[bool, ...]:
    return tuple(marks in limit for marks in CLASSES)


def _function_words(bare: str) -> Iterator[Reading]:
    """Yield the words of the table of particles; before a noun among them may stand a preposition of one letter."""
    for (conjunction, head), (preposition, governor) in product(_CONJUNCTIONS.items(), _PREPOSITIONS.items()):
        clitics = conjunction + preposition
        if not bare.startswith(clitics):
            continue
        added = {*(("and",) if conjunction else ()), *(("governed",) if preposition else ())}
        for limits, traits in particles(bare.removeprefix(clitics)):
            noun = "noun" in traits
            if noun or not preposition:
                case = len(bare) - 1 if noun and bare[-1] not in LONG else -1
                yield Reading((*head, *governor, *limits), traits | added, case)


def _nouns(bare: str) -> Iterator[Reading]:
    for prefix, prefixes in _heads(bare, "noun-prefix"):
        for suffix, suffixes in _tails(bare[len(prefix) :], "noun-suffix"):
            stem = bare[len(prefix) : len(bare) - len(suffix)]
            for after in suffixes:
                for limits, traits in _noun_stems(stem, after):
                    bent = _bend(limits, stem, after)
                    shown = _shows_case(stem, suffix, limits, after)
                    case = _case(len(prefix) + len(stem), suffix, after) if shown else -1
                    for before in prefixes:
                        if "article" in before.traits and "bound" in after.traits:
                            # No noun has both; else each "the Qatari" could be "the ... of mine", which shows no case.
                            continue
                        marks = (*before.limits, *_behind(before, bent, stem), *after.limits)
                        if case >= 0 and "bound" in after.traits and bare[case] != WAW:
                            marks = (*marks[:case], marks[case] & CASES, *marks[case + 1 :])
                        yield Reading(marks, traits | after.traits | before.traits, case)


def _noun_stems(stem: str, after: Affix) -> Iterator[tuple[Limits, Traits]]:
    yield from known(stem, "noun")
    if "teh" in after.traits:
        yield from ((limits[:-1], traits) for limits, traits in known(stem + TEH_MARBUTA, "noun"))


def _shows_case(stem: str, suffix: str, limits: Limits, after: Affix) -> bool:
    """Say whether a case can be heard: not before "my", nor on a weak last letter."""
    if after.traits & _WRITTEN_CASES or ("bound" in after.traits and suffix.endswith(YEH)):
        return False
    return suffix != "" or stem[-1] not in LONG | {YEH} or limits[-1] <= DOUBLED


def _case(end: int, suffix: str, after: Affix) -> int:
    """Say which letter carries the case: the stem's last one, which is before `end`, or the teh behind it."""
    if after.traits & {"ladies", "nisba", "teh"}:
        return end + max(suffix.rfind(TEH), suffix.find(TEH_MARBUTA), 0)
    return end - 1


def _verbs(bare: str) -> Iterator[Reading]:
    for prefix, prefixes in _heads(bare, "verb-prefix"):
        rest = bare[len(prefix) :]
        if not prefix.endswith(SEEN):
            # "Will" stands before an imperfect alone.
            yield from _conjugated(rest, prefixes, "perfect")
        if rest[0] in _PERSONS:
            yield from _conjugated(rest, prefixes, "imperfect")


def _conjugated(rest: str, prefixes: Sequence[Affix], tense: str) -> Iterator[Reading]:
    for suffix, suffixes in _tails(rest, f"{tense}-suffix"):
        stem = rest[: len(rest) - len(suffix)]
        he = YEH + stem[1:] if tense == "imperfect" else stem
        person = {f"by_{rest[0]}"} if tense == "imperfect" else set()
        for after in suffixes:
            whole = known(he, tense) if _is_whole(he, tense, after) else ()
            for limits, traits in (*whole, *_shortened(he, tense, after)):
                if _parted(stem, limits, tense) if after.before != SUKUN else limits[-1] <= DOUBLED:
                    # Two equal last letters part before a consonant alone: "I counted", but "she counted" with one.
                    continue
                bent = (*_bend(limits, stem, after), *after.limits)
                for before in prefixes:
                    yield Reading((*before.limits, *bent), traits | person | after.traits | before.traits)


def _is_whole(he: str, tense: str, after: Affix) -> bool:
    """Say whether a stem stands before a suffix as it is: two letters are what "they" leave of a weak verb."""
    return tense != "perfect" or len(he) > _SHORT_STEMS[tense] or after.before != SUKUN


def _parted(stem: str, limits: Limits, tense: str) -> bool:
    """Say whether a stem ends in two equal letters with a vowel between, none of which stands for two.

    Not so an a of the imperfect: where a hollow verb has lost its long vowel, the letters are of different roots ("it
    did not increase").
    """
    equal = len(stem) > _SHORTEST_STEM and stem[-1] == stem[-2] and stem[-1] not in WEAK
    kept = DOUBLED | {FATHA} if tense == "imperfect" else DOUBLED
    return equal and stem[-3] != ALEF and not limits[-2] & kept


def _shortened(he: str, tense: str, after: Affix) -> Iterator[tuple[Limits, Traits]]:
    """Yield the stems of hollow verbs that have lost their long vowel: "we were", "it is no longer"."""
    jussive = tense == "imperfect" and after.traits >= {"he", "single"}
    if len(he) != _SHORT_STEMS[tense] or not (jussive or after.before == SUKUN):
        return
    for weak, vowel in _VOWELS_OF_HOLLOWS.items():
        for limits, traits in _hollow(he[:-1] + weak + he[-1], tense):
            inner = vowel if tense == "imperfect" else _inner_vowel(he)
            yield (*limits[:-3], frozenset((inner,)), SILENT | {KASRA} if jussive else limits[-1]), traits


def _inner_vowel(perfect: str) -> str:
    """Return the vowel that a perfect has instead of its alef: u where the imperfect has a long one."""
    return DAMMA if any(_hollow(YEH + WAW.join(perfect), "imperfect")) else KASRA


def _hollow(stem: str, tense: str) -> Iterator[tuple[Limits, Traits]]:
    return ((limits, traits) for limits, traits in known(stem, tense) if "" in limits[-2])


def _commands(bare: str) -> Iterator[Reading]:
    for prefix, prefixes in _heads(bare, "imperative-prefix"):
        rest = bare[len(prefix) :]
        for suffix, suffixes in _tails(rest, "imperative-suffix"):
            stem = rest[: len(rest) - len(suffix)]
            if prefix and len(stem) == _SHORTEST_STEM:
                # Else every "and has", "and she" would be one.
                continue
            for limits in _command_stems(stem):
                for after in suffixes:
                    bent = (*_bend(limits, stem, after), *after.limits)
                    for before in prefixes:
                        yield Reading((*before.limits, *bent), after.traits | before.traits | {"imperative"})


def _command_stems(stem: str) -> Iterator[Limits]:
    """Yield the commands of these letters: an imperfect without its yeh, an alef before two consonants."""
    for limits, traits in known(YEH + stem, "imperfect"):
        if "active" in traits and not limits[1] & SILENT:
            yield (*limits[1:-1], _ended(limits[-1]))
    if stem[0] not in (ALEF, HAMZA_ON_ALEF):
        return
    for limits, traits in known(YEH + stem[1:], "imperfect"):
        fourth_form = stem[0] == HAMZA_ON_ALEF
        if "active" not in traits or fourth_form != (DAMMA in limits[0]):
            continue
        # A hollow verb of the fourth form has its long vowel before "you all": return it.
        if limits[1] & SILENT or (fourth_form and stem[-2] == YEH):
            first = frozenset((FATHA,)) if fourth_form else SILENT | {KASRA, DAMMA}
            yield (first, *limits[1:-1], _ended(limits[-1]))


def _ended(last: Limit) -> Limit:
    """Say what ends a command: silence, a kasra before another silence, or a fatha on a doubled letter."""
    if last <= DOUBLED:
        return frozenset((SHADDA + FATHA,))
    return frozenset((SUKUN, KASRA)) if last <= SINGLE else ANY


def _heads(bare: str, place: str) -> Iterator[tuple[str, Sequence[Affix]]]:
    there = affixes(place)
    for length in range(min(len(bare) - _SHORTEST_STEM, _LONGEST_PREFIX) + 1):
        if bare[:length] in there:
            yield bare[:length], there[bare[:length]]


def _tails(rest: str, place: str) -> Iterator[tuple[str, Sequence[Affix]]]:
    there = affixes(place)
    for start in range(_SHORTEST_STEM, len(rest) + 1):
        if rest[start:] in there:
            yield rest[start:], there[rest[start:]]


def _bend(limits: Limits, stem: str, after: Affix) -> Limits:
    """Set the vowel of a stem's last letter as its suffix wants it."""
    last = limits[-1]
    if not after.before:
        return limits
    doubled = last <= DOUBLED
    if after.before == SUKUN:
        bent = SILENT if last <= SINGLE and stem[-1] not in WEAK else ANY
    elif stem[-1] in WEAK and not doubled:
        bent = ANY
    else:
        bent = frozenset((SHADDA + after.before if doubled else after.before,))
    return (*limits[:-1], bent)


def _behind(before: Affix, limits: Limits, stem: str) -> Limits:
    """Double a sun letter behind the article."""
    if "article" not in before.traits or stem[0] not in _SUN:
        return limits
    first = limits[0]
    doubled = DOUBLED if first == ANY else first & DOUBLED or {SHADDA + marks for marks in first - {SUKUN, ""}}
    return (frozenset(doubled) & DOUBLED or DOUBLED, *limits[1:])
