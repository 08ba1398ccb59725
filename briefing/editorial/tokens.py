"""Tokens of a paragraph for reading quantities: numbers apart from the particles and signs that are glued to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, REH

_THOUSANDS = ",\N{ARABIC THOUSANDS SEPARATOR}\N{ARABIC COMMA}"
_DECIMALS = ".,\N{ARABIC DECIMAL SEPARATOR}\N{ARABIC COMMA}"
_SPACE = " \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_TOKEN = re.compile(
    rf"(?P<number>\d+{REH}\d+(?!\w)|\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?![\d.,])|\d+(?:[{_DECIMALS}{_THOUSANDS}]\d+)*)"
    r"|(?P<word>(?:[^\W\d_]|[\u064b-\u0652\u0670\u0640])+)"
    r"|(?P<sign>\S)"
)
_DIGITS = str.maketrans({chr(base + digit): str(digit) for base in (0x660, 0x6F0) for digit in range(10)})
_GROUP = 3
# The longest row of digits that anybody counts with; Python itself refuses to print a number of more than 4,300.
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a sign; `value` is that of a number, `thousands` its other reading where it has one.

    "1.106" is one and a bit or eleven hundred and six: what it counts decides, and `grouped` holds the second reading.
    """

    text: str
    start: int
    end: int
    folded: str
    value: Decimal | None = None
    grouped: Decimal | None = None

    @property
    def definite(self) -> bool:
        """Say whether the word has the article: written with a bare alef, as no name like Albert is."""
        return self.text.startswith(ARTICLE) and len(self.folded) > len(ARTICLE) + 1

    @property
    def bare(self) -> str:
        """Return the folded word without its article."""
        return self.folded[len(ARTICLE) :] if self.definite else self.folded

    @property
    def is_word(self) -> bool:
        """Say whether the token is made of letters."""
        # A particle's token is empty where nothing stood behind the particle, and a lone tatweel has no letter.
        return self.value is None and bool(self.folded) and self.text[0].isalpha()


@lru_cache(maxsize=128)
def tokens(text: str) -> tuple[Token, ...]:
    """Cut a paragraph into tokens, in order; space is no token."""
    found = []
    for match in _TOKEN.finditer(text):
        number = match["number"] or ""
        value, grouped = _value(number) if 0 < len(number) <= _MOST_DIGITS else (None, None)
        found.append(
            Token(match.group(), match.start(), match.end(), fold(match.group()), value=value, grouped=grouped)
        )
    return tuple(found)


def _value(number: str) -> tuple[Decimal | None, Decimal | None]:
    digits = number.translate(_DIGITS)
    if REH in digits:
        # Wires that were set right to left: the fraction stands before the letter, cases/figures/decimals.tsv.
        fraction, _, whole = digits.partition(REH)
        return Decimal(f"{whole}.{fraction}"), None
    digits = re.sub(f"[{_SPACE}]", "", digits)
    parts = re.split(f"[{_DECIMALS}{_THOUSANDS}]", digits)
    separators = re.findall(f"[{_DECIMALS}{_THOUSANDS}]", digits)
    if not separators:
        return Decimal(digits), None
    grouped = _grouped(parts)
    if len(separators) > 1:
        return _several(parts, separators), None
    plain = Decimal(f"{parts[0]}.{parts[1]}")
    if grouped is None:
        return plain, None
    if separators[0] in _THOUSANDS and separators[0] != "\N{ARABIC DECIMAL SEPARATOR}":
        return grouped, plain
    return plain, grouped


def _grouped(parts: list[str]) -> Decimal | None:
    """Read the parts as groups of three digits, None where they are not."""
    if parts[0].startswith("0") or len(parts[0]) > _GROUP or any(len(part) != _GROUP for part in parts[1:]):
        return None
    return Decimal("".join(parts))


def _several(parts: list[str], separators: list[str]) -> Decimal | None:
    if len(set(separators)) == 1:
        return _grouped(parts)
    whole = _grouped(parts[:-1])
    return None if whole is None else whole + Decimal(f"0.{parts[-1]}")
