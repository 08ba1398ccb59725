"""From letters to words: which of its known readings each word of a sentence has, by the networks and by the frames."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from briefing.arabic import DAMMA, DAMMATAN, FATHA, FATHATAN, KASRA, KASRATAN, SHADDA
from briefing.arabic.letters import (
    ALEF,
    ALEF_MADDA,
    BEH,
    FEH,
    HAMZA_ON_ALEF,
    HAMZA_ON_YEH,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    TEH_MARBUTA,
    WAW,
)
from briefing.narration.diacritizers.frames import frames
from briefing.narration.diacritizers.letters import CLASSES
from briefing.narration.diacritizers.patterns import Step, matches
from briefing.narration.diacritizers.stems import WEAK
from briefing.narration.diacritizers.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from briefing.narration.diacritizers.frames import Frame
    from briefing.narration.diacritizers.morphology import Reading
    from briefing.narration.diacritizers.networks import Table
    from briefing.narration.diacritizers.patterns import Targets, Want
    from briefing.narration.diacritizers.stems import Traits
    from briefing.narration.diacritizers.tokens import Token

    Bits = npt.NDArray[np.bool_]

# How much likelier (in nats of the weighted sum) unknown marks must be than a known word's to stand: farther it does
# harm, because names are unknown words (docs/decisions.md).
REACH = 8.0
# Where the networks take a word for another one, with the article, their say is worth less.
HIDDEN_REACH = 16.0
# Two letters are too few to be mended: half of such words are particles of many readings, half are abbreviations.
_SHORTEST_MENDED = 3
_THIRD_PERSON = (HEH, HEH + MEEM, HEH + MEEM + ALEF, HEH + NOON)
# What may stand before the alef of a hamzat wasl, and the old spelling of a hundred, whose alef is silent.
_BEFORE_WASL = frozenset((ALEF, HAMZA_ON_ALEF, BEH, FEH, KAF, LAM, WAW))
_HUNDRED = MEEM + ALEF + HAMZA_ON_YEH
_UNKNOWN = frozenset(("unknown",))
_UNKNOWN_AND = frozenset(("unknown", "and"))
_NO_CASE: Traits = frozenset()
# What an accusative that is written by its alef can be asked for.
_WRITTEN = ("accusative", "counted")


def _columns(*marks: str) -> Bits:
    return np.array([name.removeprefix(SHADDA) in marks for name in CLASSES], np.bool_)


_ONLY = {mark: _columns(mark) for mark in ("", FATHA, DAMMA, KASRA)}
# What a target may want of the letter that carries a case. A diptote has neither nunation nor, indefinite, a kasra.
_ENDINGS = {
    "nominative": _columns(DAMMA, DAMMATAN),
    "accusative": _columns(FATHA, FATHATAN),
    "genitive": _columns(KASRA, KASRATAN),
    "diptote": _columns(FATHA, DAMMA),
    "nunated": _columns(DAMMATAN),
    "counted": _columns(FATHATAN),
    "absolute": _columns(FATHATAN, DAMMATAN, KASRATAN),
    "construct": _columns(FATHA, DAMMA, KASRA),
    "oblique": _columns(FATHA, FATHATAN, KASRA, KASRATAN),
    "direct": _columns(DAMMA, DAMMATAN, FATHA, FATHATAN),
}
_CASES = [
    next((case for case in ("nominative", "accusative", "genitive") if _ENDINGS[case][column]), "")[:3]
    for column in range(len(CLASSES))
]


class _Plan(NamedTuple):
    """A reading of a target: how far behind the likeliest marks it lies, which marks it allows, and its traits.

    `follows` says that only an ending is wanted.
    """

    distance: float
    allowed: Bits
    traits: Traits
    follows: bool


def settle(scores: Table, bases: str, typed: Sequence[str]) -> list[Token]:
    """Rule out of a sentence's table of scores what is no word or what a frame forbids; return its words and signs."""
    sentence = tokens(bases, typed)
    for token in sentence:
        if token.open:
            table = scores[token.start : token.end]
            table[~carried(bases[token.start : token.end])] = -np.inf
    best = scores.max(-1)
    for token in sentence:
        _look_up(token, scores[token.start : token.end], best[token.start : token.end])
    for frame in frames():
        _ask(frame, sentence, scores)
    for token in sentence:
        if token.allowed is not None:
            scores[token.start : token.end][~token.allowed] = -np.inf
        if token.open and "bound" in token.likely and "owned" in token.shape.written:
            _harmonize(scores[token.start : token.end], bases[token.start : token.end])
    return sentence


@lru_cache(maxsize=1024)
def carried(bare: str) -> Bits:
    """Return which marks the letters of a word can carry in any word of Arabic (letter, class).

    An alef inside a word is long: it has no mark, and a fatha before it, as teh marbuta has. But behind the particles
    of one letter and the article it may be a hamzat wasl, in the old spelling of a hundred it is silent, and the last
    alef may stand for a tanwin or for nothing.
    """
    table = np.ones((len(bare), len(CLASSES)), np.bool_)
    for place, letter in enumerate(bare):
        long = _is_long(bare, place)
        if long or letter == ALEF_MADDA:
            table[place] = _ONLY[""]
        if long or (letter == TEH_MARBUTA and bare[place - 1 : place] not in ("", ALEF)):
            table[place - 1] &= _ONLY[FATHA]
    return table


def _is_long(bare: str, place: int) -> bool:
    inside = bare[place] == ALEF and 0 < place < len(bare) - 1
    return inside and not _BEFORE_WASL.issuperset(bare[:place]) and _HUNDRED not in bare


def _harmonize(table: Table, bare: str) -> None:
    """Let "his" and "their" have the vowel that the case before them asks for: -hi behind i, else -hu."""
    pronoun = next((ending for ending in _THIRD_PERSON if bare.endswith(ending)), bare)
    place = len(bare) - len(pronoun)
    if place and bare[place - 1] not in WEAK:
        front = CLASSES[table[place - 1].argmax()].endswith(KASRA)
        table[place, ~_ONLY[KASRA if front else DAMMA]] = -np.inf


def _look_up(token: Token, table: Table, best: Table) -> None:
    """Find the known reading that is nearest to the likeliest marks."""
    word = token.shape.word
    if word is None:
        if "sign" not in token.shape.written:
            token.read_as(_UNKNOWN_AND if token.open and "and" in token.shape.written else _UNKNOWN)
        return
    distances = (best - np.where(word.allowed, table, -np.inf).max(-1)).sum(-1)
    nearest = int(distances.argmin())
    if distances[nearest] >= (HIDDEN_REACH if "hidden" in token.shape.written else REACH):
        token.read_as(_UNKNOWN)
        return
    reading = word.readings[nearest]
    token.read_as(reading.traits | _case_of(table, reading.case))
    if distances[nearest] > 0 and token.end - token.start >= _SHORTEST_MENDED:
        token.allowed = word.allowed[nearest]


def _ask(frame: Frame, sentence: list[Token], scores: Table) -> None:
    """Let a frame decide wherever it fits, if the networks do not speak against it too loudly."""
    first = frame.pattern[0]
    for at, token in enumerate(sentence):
        if isinstance(first, Step) and first.least and not first.test.holds(token):
            continue
        for targets in matches(frame.pattern, sentence, at):
            plans = _plans(targets, sentence, scores)
            if plans and _cost(plans) <= frame.reach:
                _decide(frame, plans)
                break


def _decide(frame: Frame, plans: Sequence[tuple[Token, _Plan]]) -> None:
    """Hold the targets to their plans; a word whose ending follows from another's reading can still be decided."""
    alone = all(plan.follows for _, plan in plans)
    for token, plan in plans:
        token.read_as(plan.traits)
        token.allowed = plan.allowed
        token.frame = "" if plan.follows and not alone else frame.id


def _cost(plans: Sequence[tuple[Token, _Plan]]) -> float:
    """Add up the distances; beside a word that is read anew, the endings around it are no more than consequences."""
    causes = [plan.distance for _, plan in plans if not plan.follows]
    return sum(causes or (plan.distance for _, plan in plans))


def _plans(targets: Targets, sentence: list[Token], scores: Table) -> list[tuple[Token, _Plan]]:
    """Return the nearest wanted reading of each target, nothing where one has none or is decided already.

    An ending is not asked of a word that is decided or typed.
    """
    plans = []
    for at, want in targets:
        token = sentence[at]
        if not token.open or token.frame:
            if want.needed & _ENDINGS.keys():
                continue
            return []
        plan = _plan(token, want, scores[token.start : token.end])
        if plan is None:
            return []
        plans.append((token, plan))
    return plans


def _plan(token: Token, want: Want, table: Table) -> _Plan | None:
    best = table.max(-1)
    follows = bool(want.needed & _ENDINGS.keys())
    plans = []
    for allowed, traits, case in _options(token, want):
        held = np.where(allowed, table, -np.inf)
        plans.append(_Plan(float((best - held.max(-1)).sum()), allowed, traits | _case_of(held, case), follows))
    return min(plans, key=lambda plan: plan.distance, default=None)


def _case_of(table: Table, place: int) -> Traits:
    """Name the case that a table holds likeliest, where a letter carries one: agreement asks for it."""
    return frozenset((_CASES[int(table[place].argmax())],)) if place >= 0 else _NO_CASE


def _options(token: Token, want: Want) -> Iterator[tuple[Bits, Traits, int]]:
    """Yield what the readings allow that a target wants, with the letter that carries the case.

    Of an unknown word only an ending can be wanted.
    """
    ending = next((name for name in _ENDINGS if want.needed == {name}), "")
    word = token.shape.word
    if word is None:
        if ending:
            length = token.end - token.start
            yield _ended(np.ones((length, len(CLASSES)), np.bool_), length - 1, ending), _UNKNOWN, -1
        return
    for reading, allowed in zip(word.readings, word.allowed, strict=True):
        if not ending and want.fits(reading.traits):
            yield allowed, reading.traits, reading.case
        elif ending and "noun" in reading.traits and ("accusative" not in reading.traits or ending in _WRITTEN):
            yield _ended(allowed, reading.case, _as_written(ending, reading)), reading.traits, reading.case


def _as_written(ending: str, reading: Reading) -> str:
    """Give the plural in -at its kasra in the accusative."""
    return "genitive" if ending == "accusative" and "ladies" in reading.traits else ending


def _ended(allowed: Bits, place: int, ending: str) -> Bits:
    """Hold the letter that carries the case to an ending; where letters write the case, nothing is to be held."""
    held = allowed[place] & _ENDINGS[ending]
    if place < 0 or not held.any():
        return allowed
    ended = allowed.copy()
    ended[place] = held
    return ended
