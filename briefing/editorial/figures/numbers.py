"""Quantities in digits, in words, or in both ("3 thousand and 200"), with their value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, KAF, LAM, WAW
from briefing.editorial.wordlists import triples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.tokens import Token

_CLITICS = (
    "",
    BEH,
    LAM,
    KAF,
    WAW,
    FEH,
    WAW + BEH,
    WAW + LAM,
)
_THOUSAND = 1000
_TEN = 10
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Number:
    """A number at tokens `first` to `last` (excluded); `prefix` letters of the first token are not part of it."""

    first: int
    last: int
    value: Decimal
    in_words: bool
    scale: Decimal = Decimal(1)
    prefix: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    last: int
    value: Decimal
    scale: Decimal = Decimal(1)


@cache
def _table() -> dict[str, tuple[Decimal, str]]:
    found = triples("number_words", "value", "kind")
    return {form: (Decimal(value), kind) for form, (value, kind) in found.items()}


def number_at(found: Sequence[Token], first: int) -> Number | None:
    """Read the number that starts at a token, as long as it goes; None where none starts."""
    if first >= len(found):
        return None
    token = found[first]
    if token.value is not None:
        part = _scaled(found, _Part(first + 1, token.value))
        return Number(first, part.last, part.value, in_words=False, scale=part.scale)
    if not token.is_word:
        return None
    for prefix in _prefixes(token.folded):
        read = _words(found, first, token.folded[prefix:])
        if read:
            return Number(first, read.last, read.value, in_words=True, scale=read.scale, prefix=prefix)
    return None


@lru_cache(maxsize=16384)
def _prefixes(folded: str) -> tuple[int, ...]:
    """Return how many letters of particles may stand before a number word."""
    lengths = (len(clitic) for clitic in _CLITICS if folded.startswith(clitic))
    return tuple(length for length in lengths if folded[length:] in _table())


def _words(found: Sequence[Token], first: int, form: str) -> _Part | None:
    value, kind = _table().get(form, (Decimal(0), ""))
    if kind in ("scale", "dual"):
        if kind == "scale" and form.endswith(ALEF) and _stands_before_noun(found, first + 1):
            # Two thousand workers, as a subject: the singular would lose its ending before its noun.
            return _Part(first + 1, 2 * value, value)
        scale = value if kind == "scale" else value / 2
        return _more(found, _stacked(found, _Part(first + 1, value, scale)))
    if kind == "part":
        # Half a million: only a scale word makes a number of it.
        following = _kind_at(found, first + 1)
        if following and following[1] == "scale":
            return _Part(first + 2, value * following[0], following[0])
        return None
    small = _below(found, first, value, kind, _THOUSAND)
    return _scaled(found, small) if small else None


def _stands_before_noun(found: Sequence[Token], at: int) -> bool:
    return at < len(found) and found[at].is_word and not found[at].folded.startswith(WAW)


def _below(found: Sequence[Token], first: int, value: Decimal, kind: str, limit: int) -> _Part | None:
    """Read three hundred and five and twenty, as far as it stays under `limit`: a thousand, or a hundred.

    What a hundred is joined to is less than a hundred, so that a wall of number words is read no deeper than that.
    """
    if kind in ("unit", "two", "one", "teen"):
        return _from_unit(found, first, value, kind, limit)
    if kind == "ten":
        return _Part(first + 1, value)
    if kind in ("hundred", "hundreds") and value < limit:
        return _with_rest(found, _Part(first + 1, value))
    return None


def _from_unit(found: Sequence[Token], first: int, value: Decimal, kind: str, limit: int) -> _Part | None:
    following = _kind_at(found, first + 1)
    if following and following[1] == "teen" and kind != "teen":
        return _Part(first + 2, value + _TEN)
    if following and following[1] == "hundred" and kind == "unit":
        hundreds = value * _HUNDRED
        return _with_rest(found, _Part(first + 2, hundreds)) if hundreds < limit else None
    if following is None and kind != "teen":
        tens = _kind_at(found, first + 1, joined=True)
        if tens and tens[1] == "ten":
            return _Part(first + 2, value + tens[0])
    return None if kind in ("one", "two") else _Part(first + 1, value)


def _with_rest(found: Sequence[Token], hundreds: _Part) -> _Part:
    rest = _joined(found, hundreds.last, limit=_HUNDRED)
    return _Part(rest.last, hundreds.value + rest.value) if rest else hundreds


def _joined(found: Sequence[Token], at: int, *, limit: int) -> _Part | None:
    """Read "and" with a number under `limit`: a word that starts with the letter, or the letter before digits."""
    if at >= len(found):
        return None
    token = found[at]
    if token.folded == WAW and at + 1 < len(found) and (value := found[at + 1].value) is not None:
        return _Part(at + 2, value) if value < limit and found[at + 1].start == token.end else None
    if not token.is_word or not token.folded.startswith(WAW):
        return None
    value, kind = _table().get(token.folded[1:], (Decimal(0), ""))
    part = _below(found, at, value, kind, limit)
    return part if part and part.value < limit else None


def _kind_at(found: Sequence[Token], at: int, *, joined: bool = False) -> tuple[Decimal, str] | None:
    if at >= len(found) or not found[at].is_word:
        return None
    form = found[at].folded
    if joined:
        return _table().get(form[1:]) if form.startswith(WAW) else None
    return _table().get(form)


def _scaled(found: Sequence[Token], part: _Part) -> _Part:
    """Multiply by the scale words that follow, then add what "and" joins on."""
    scaled = _multiplied(found, part)
    return part if scaled is None else _more(found, scaled)


def _multiplied(found: Sequence[Token], part: _Part) -> _Part | None:
    """Multiply by the scale words that follow, None where none does."""
    following = _kind_at(found, part.last)
    if not following or following[1] not in ("scale", "plural"):
        return None
    token = found[part.last - 1]
    value = part.value
    if token.value is not None and token.grouped is not None and token.value == part.value:
        value = min(token.value, token.grouped) if not _is_round(token.text) else token.value
    return _stacked(found, _Part(part.last + 1, value * following[0], following[0]))


def _is_round(text: str) -> bool:
    # "1,200 million" is twelve hundred, "1,234 million" a bit more than one.
    return text.endswith("00")


def _stacked(found: Sequence[Token], part: _Part) -> _Part:
    """Multiply once more by a larger scale word right behind: a hundred thousand million."""
    following = _kind_at(found, part.last)
    if following and following[1] in ("scale", "plural") and following[0] > part.scale:
        return _Part(part.last + 1, part.value * following[0], part.scale * following[0])
    return part


def _more(found: Sequence[Token], part: _Part) -> _Part:
    half = _kind_at(found, part.last, joined=True)
    if half and half[1] == "part":
        return _Part(_after_repeat(found, part.last + 1), part.value + half[0] * part.scale, part.scale)
    if half and half[1] in ("scale", "dual") and half[0] < part.scale:
        return _Part(part.last + 1, part.value + half[0], part.scale)
    rest = _joined(found, part.last, limit=_THOUSAND)
    if not rest:
        return part
    scaled = _multiplied(found, rest)
    if scaled is not None:
        # Each scale is smaller than the one before it, so this goes no deeper than there are scales.
        rest = _more(found, scaled) if max(scaled.scale, scaled.value) < part.scale else None
    if rest is None or rest.value >= part.scale:
        return part
    return _Part(rest.last, part.value + rest.value, part.scale)


def _after_repeat(found: Sequence[Token], at: int) -> int:
    """Step over the scale word that repeats after "and a half": "a million and half the million"."""
    if at < len(found) and found[at].is_word and found[at].folded.startswith(ARTICLE):
        value = _table().get(found[at].folded[2:])
        return at + 1 if value and value[1] == "scale" else at
    return at
