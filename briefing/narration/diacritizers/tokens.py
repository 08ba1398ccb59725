"""The words of a sentence as frames see them: how each is written, what it can be, and what it most likely is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from briefing.arabic import vocabulary
from briefing.arabic.letters import (
    ALEF,
    ALEF_MADDA,
    ALEF_MAKSURA,
    ARTICLE,
    BEH,
    FEH,
    HAMZA,
    HAMZA_ON_ALEF,
    HAMZA_UNDER_ALEF,
    HEH,
    KAF,
    LAM,
    MEEM,
    NOON,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.narration.diacritizers import morphology
from briefing.narration.diacritizers.letters import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from briefing.narration.diacritizers.patterns import Test
    from briefing.narration.diacritizers.stems import Traits

_NOTHING: frozenset[str] = frozenset()
_SIGNS = {
    **dict.fromkeys(".!?\u061f\u061b\u2026", "stop"),
    **dict.fromkeys(",\u060c", "comma"),
    **dict.fromkeys("()[]", "bracket"),
    **dict.fromkeys("-\u2013\u2014", "dash"),
    ":": "colon",
}
_ARTICLES = (BEH + ARTICLE, KAF + ARTICLE, ARTICLE, LAM + LAM)
# After these letters an indefinite accusative shows no alef, or another case no difference.
_CASELESS = (ALEF, ALEF_MAKSURA, TEH_MARBUTA, YEH, ALEF + HAMZA, ALEF + TEH)
# The networks see every alef bare, and take pains (aalaam) for the article.
_ARTICLE_LIKE = tuple(alef + LAM for alef in (ALEF_MADDA, HAMZA_ON_ALEF, HAMZA_UNDER_ALEF))
_WITH_PRONOUN = frozenset(("bound", "object"))
_YOURS = (KAF, KAF + MEEM)
_OF_TWO = HEH + MEEM + ALEF
# A number in digits right before a word; a part of a date, a score or a range counts nothing.
_DIGITS = re.compile(r"(?<![\d.,:/\u2013-])(\d+(?:,\d{3})*)\s$")
_YEARS = range(1800, 2100)
_FEW, _TENS = range(3, 11), range(11, 100)


@dataclass(frozen=True, slots=True)
class Shape:
    """What the letters of a word say: its forms (as written, and without a conjunction), tags, look and readings.

    `answers` are what tests have found of it, by the traits of its likeliest reading: no test asks for more than these
    two, and a text says the same words again and again.
    """

    forms: tuple[str, ...] = ()
    tags: frozenset[str] = _NOTHING
    written: frozenset[str] = _NOTHING
    word: morphology.Word | None = None
    answers: dict[Traits, dict[Test, bool]] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class Token:
    """A word of the sentence between `start` and `end`, or a sign; quotation marks are none, sentences go on in them.

    `likely` are the traits of its likeliest reading so far, `frame` the one that decided it, `allowed` the marks that
    its letters are held to. What was typed is not `open`.
    """

    start: int
    end: int
    shape: Shape
    open: bool = False
    likely: Traits = _NOTHING
    frame: str = ""
    allowed: npt.NDArray[np.bool_] | None = None
    memory: dict[Test, bool] = field(init=False)

    def __post_init__(self) -> None:
        """Share what tests have found of this word elsewhere."""
        self.read_as(self.likely)

    def read_as(self, likely: Traits) -> None:
        """Take a reading for the likeliest; what tests have found of another one no longer holds."""
        self.likely = likely
        self.memory = self.shape.answers.setdefault(likely, {})


def tokens(bases: str, typed: Sequence[str]) -> list[Token]:
    """List the words and signs of a sentence, between a start and an end."""
    sentence = [Token(0, 0, _sign("start"))]
    done = 0
    for start, end in words(bases):
        sentence += _signs(bases, done, start)
        marked = any(typed[start:end])
        look = _count(bases[done:start])
        sentence.append(Token(start, end, _looking(bases[start:end], "typed" if marked else look), not marked))
        done = end
    return [*sentence, *_signs(bases, done, len(bases)), Token(len(bases), len(bases), _sign("end"))]


def _signs(bases: str, start: int, end: int) -> list[Token]:
    return [Token(at, at + 1, _sign(_SIGNS[bases[at]])) for at in range(start, end) if bases[at] in _SIGNS]


@lru_cache(maxsize=16)
def _sign(name: str) -> Shape:
    return Shape(written=frozenset((name, "sign")))


def _count(before: str) -> str:
    """Say by which rule a number in digits that ends a text counts what follows: "few", "tens", "hundreds", or none."""
    digits = _DIGITS.search(before)
    if digits is None:
        return ""
    number = int(digits[1].replace(",", ""))
    if number in _YEARS and "," not in digits[1]:
        return ""
    last = number % 100
    return "few" if last in _FEW else "tens" if last in _TENS else "hundreds" if number and not last else ""


@lru_cache(maxsize=512)
def _looking(bare: str, look: str) -> Shape:
    """Read a word with one look more; one that carries marks has a name's shape, as names of the lexicon have."""
    known = shape(bare)
    if not look:
        return known
    return Shape(known.forms, known.tags, known.written | {look}, None if look == "typed" else known.word)


@lru_cache(maxsize=1024)
def shape(bare: str) -> Shape:
    """Read the letters of a bare word."""
    stripped = bare[1:] if bare[0] in (WAW, FEH) and len(bare) > len("wa") else bare
    article = next((lead for lead in _ARTICLES if stripped.startswith(lead) and len(stripped) > len(lead) + 1), "")
    core = stripped.removeprefix(article)
    word = morphology.word(bare)
    tags = vocabulary.tags(bare) or vocabulary.tags(stripped)
    traits = frozenset().union(*(reading.traits for reading in word.readings)) if word else _NOTHING
    looks = {
        "and": stripped != bare and bool(morphology.word(stripped) or vocabulary.tags(stripped)),
        "definite": article != "",
        "plain": not core.endswith(_CASELESS),
        "teh": core.endswith(TEH_MARBUTA),
        "alef": core.endswith(ALEF),
        "owned": word is not None and not any(_WITH_PRONOUN.isdisjoint(reading.traits) for reading in word.readings),
        "at": core.endswith(ALEF + TEH),
        "beh": stripped.startswith(BEH),
        "hers": core.endswith(HEH + ALEF) and "bound" in traits,
        "his": core.endswith(HEH) and "bound" in traits,
        "lam": stripped.startswith(LAM),
        "theirs": core.endswith(_OF_TWO) and "bound" in traits,
        "yours": core.endswith(_YOURS) and "bound" in traits,
        "given": bool(vocabulary.given_names() & {core, bare}),
        "hidden": core.lstrip(BEH + LAM).startswith(_ARTICLE_LIKE),
        "upright": core.endswith(WAW + NOON) and "sound" in traits,
        "oblique": core.endswith(YEH + NOON) and not traits.isdisjoint(("dual", "sound")),
    }
    return Shape(
        forms=tuple(dict.fromkeys((bare, stripped))),
        tags=tags | vocabulary.tags(core),
        written=frozenset(look for look, there in looks.items() if there),
        word=word,
    )
