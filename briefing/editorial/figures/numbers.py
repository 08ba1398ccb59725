"""Quantities in digits, in words, or in both ("3 thousand and 200"), with their value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from briefing.editorial.wordlists import triples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.tokens import Token

_WAW = "\N{ARABIC LETTER WAW}"
_CLITICS = (
    "",
    "\N{ARABIC LETTER BEH}",
    "\N{ARABIC LETTER LAM}",
    "\N{ARABIC LETTER KAF}",
    _WAW,
    "\N{ARABIC LETTER FEH}",
    _WAW + "\N{ARABIC LETTER BEH}",
    _WAW + "\N{ARABIC LETTER LAM}",
)
_ALEF = "\N{ARABIC LETTER ALEF}"
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
    token = found[first]
    if token.value is not None:
        part = _scaled(found, _Part(first + 1, token.value))
        return Number(first, part.last, part.value, in_words=False, scale=part.scale)
    if not token.is_word:
        return None
    for clitic in _CLITICS:
        read = _words(found, first, token.folded[len(clitic) :]) if token.folded.startswith(clitic) else None
        if read:
            return Number(first, read.last, read.value, in_words=True, scale=read.scale, prefix=len(clitic))
    return None


def _words(found: Sequence[Token], first: int, form: str) -> _Part | None:
    value, kind = _table().get(form, (Decimal(0), ""))
    if kind in ("scale", "dual"):
        if kind == "scale" and form.endswith(_ALEF) and _stands_before_noun(found, first + 1):
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
    small = _below_thousand(found, first, value, kind)
    return _scaled(found, small) if small else None


def _stands_before_noun(found: Sequence[Token], at: int) -> bool:
    return at < len(found) and found[at].is_word and not found[at].folded.startswith(_WAW)


def _below_thousand(found: Sequence[Token], first: int, value: Decimal, kind: str) -> _Part | None:
    """Read three hundred and five and twenty: hundreds, then a unit or teen, then "and" tens."""
    if kind in ("unit", "two", "one", "teen"):
        return _from_unit(found, first, value, kind)
    if kind == "ten":
        return _Part(first + 1, value)
    if kind in ("hundred", "hundreds"):
        rest = _joined(found, first + 1, below=_HUNDRED)
        return _Part(rest.last, value + rest.value) if rest else _Part(first + 1, value)
    return None


def _from_unit(found: Sequence[Token], first: int, value: Decimal, kind: str) -> _Part | None:
    following = _kind_at(found, first + 1)
    if following and following[1] == "teen" and kind != "teen":
        return _Part(first + 2, value + _TEN)
    if following and following[1] == "hundred" and kind == "unit":
        rest = _joined(found, first + 2, below=_HUNDRED)
        return _Part(rest.last, value * _HUNDRED + rest.value) if rest else _Part(first + 2, value * _HUNDRED)
    if following is None and kind != "teen":
        tens = _kind_at(found, first + 1, joined=True)
        if tens and tens[1] == "ten":
            return _Part(first + 2, value + tens[0])
    return None if kind in ("one", "two") else _Part(first + 1, value)


def _joined(found: Sequence[Token], at: int, *, below: int) -> _Part | None:
    """Read "and" with a smaller number: a word that starts with the letter, or the letter before digits."""
    if at >= len(found):
        return None
    token = found[at]
    if token.folded == _WAW and at + 1 < len(found) and (value := found[at + 1].value) is not None:
        return _Part(at + 2, value) if value < below and found[at + 1].start == token.end else None
    if not token.is_word or not token.folded.startswith(_WAW):
        return None
    value, kind = _table().get(token.folded[1:], (Decimal(0), ""))
    part = _below_thousand(found, at, value, kind)
    return part if part and part.value < below else None


def _kind_at(found: Sequence[Token], at: int, *, joined: bool = False) -> tuple[Decimal, str] | None:
    if at >= len(found) or not found[at].is_word:
        return None
    form = found[at].folded
    if joined:
        return _table().get(form[1:]) if form.startswith(_WAW) else None
    return _table().get(form)


def _scaled(found: Sequence[Token], part: _Part) -> _Part:
    """Multiply by the scale words that follow, then add what "and" joins on."""
    following = _kind_at(found, part.last)
    if not following or following[1] not in ("scale", "plural"):
        return part
    token = found[part.last - 1]
    value = part.value
    if token.value is not None and token.grouped is not None and token.value == part.value:
        value = min(token.value, token.grouped) if not _is_round(token.text) else token.value
    scaled = _Part(part.last + 1, value * following[0], following[0])
    return _more(found, _stacked(found, scaled))


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
    rest = _joined(found, part.last, below=_THOUSAND)
    if not rest:
        return part
    rest_scaled = _scaled(found, rest)
    if rest_scaled.value >= part.scale:
        return part
    return _Part(rest_scaled.last, part.value + rest_scaled.value, part.scale)


def _after_repeat(found: Sequence[Token], at: int) -> int:
    """Step over the scale word that repeats after "and a half": "a million and half the million"."""
    if (
        at < len(found)
        and found[at].is_word
        and found[at].folded.startswith("\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}")
    ):
        value = _table().get(found[at].folded[2:])
        return at + 1 if value and value[1] == "scale" else at
    return at
