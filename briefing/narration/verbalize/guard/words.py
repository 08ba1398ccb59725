"""Spoken Arabic number words to values, written apart from the words' own maker so that each can catch the other.

The grammar read here: [minus] whole [point digits] [scale] [and a part [of a scale]], where a whole is groups of
hundreds, tens and units, each with its scale, joined by "and"; or so many parts of one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from briefing.arabic import TATWEEL, strip_marks
from briefing.narration.verbalize.tables import remembered, table

_WORD = re.compile(r"[^\W\d_]+")
_WAW, _ARTICLE = "\N{ARABIC LETTER WAW}", "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_LAMS = "\N{ARABIC LETTER LAM}\N{ARABIC LETTER LAM}"
_GLUED = "\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}\N{ARABIC LETTER KAF}\N{ARABIC LETTER FEH}"
_BIG = 10**24
_WORDS_BEFORE_ONE = 2


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    joined: bool
    kinds: dict[str, int]

    def value(self, kind: str) -> int | None:
        return self.kinds.get(kind)


@remembered
def _vocabulary() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for row in table("value_words"):
        found.setdefault(row["word"], {})[row["kind"]] = int(row["value"])
    for row in table("nouns"):
        dual = row["dual"]
        oblique = dual[:-2] + "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}"
        for form in (dual, oblique):
            found.setdefault(form, {}).setdefault("dual_noun", 2)
    return found


def _token(written: str) -> _Token:
    word = strip_marks(written).replace(TATWEEL, "")
    for joined, stem in _stems(word):
        kinds = _vocabulary().get(stem)
        if kinds:
            return _Token(stem, joined, kinds)
    joined = word.startswith(_WAW)
    return _Token(word[1:] if joined else word, joined, {})


def _stems(word: str) -> list[tuple[bool, str]]:
    found = [(False, word)]
    if word.startswith(_WAW):
        found.append((True, word[1:]))
    for joined, stem in tuple(found):
        if stem[:1] and stem[0] in _GLUED:
            found.append((joined, stem[1:]))
    for joined, stem in tuple(found):
        if stem.startswith(_ARTICLE):
            found.append((joined, stem[2:]))
        if stem.startswith(_LAMS):
            found.append((joined, stem[2:]))
    return found


def values(spoken: str, *, parts: bool = False) -> list[Fraction]:
    """Return the numbers that a text says, in order. `parts` reads the names of parts where they look like numbers."""
    reader = _Reader([_token(word) for word in _WORD.findall(spoken)], parts=parts)
    found = []
    while reader.position < len(reader.tokens):
        value = reader.number()
        if value is None:
            reader.position += 1
        else:
            found.append(value)
    return found


class _Reader:
    """Reads numbers from a list of tokens, one after the other."""

    def __init__(self, tokens: list[_Token], *, parts: bool) -> None:
        self.tokens = tokens
        self.position = 0
        self.parts = parts

    def _peek(self, ahead: int = 0) -> _Token:
        index = self.position + ahead
        return self.tokens[index] if 0 <= index < len(self.tokens) else _END

    def number(self) -> Fraction | None:
        """Read the number that begins here, None where none does."""
        begin = self.position
        # "Plus or minus" is a margin, not a negative number.
        minus = self._peek().value("minus") is not None and self._peek(-1).value("or") is None
        if minus:
            self.position += 1
        value = self._part() if self._is_part() else self._amount()
        for _ in range(_WORDS_BEFORE_ONE if minus and value is None else 0):
            # "Minus one dollar" has its noun and its adjective before the one.
            self.position += 1
            value = value if value is not None else self._amount()
            if value is not None:
                break
        if value is None:
            self.position = begin
            return None
        return -value if minus else value

    def _is_part(self) -> bool:
        token = self._peek()
        like_a_number = token.value("ten") is not None or token.value("unit") is not None
        if token.value("two_parts") is not None and (self.parts or not like_a_number):
            return True
        return token.value("part") is not None and (self.parts or token.value("unit") is None)

    def _part(self) -> Fraction:
        token = self._peek()
        self.position += 1
        two = token.value("two_parts")
        value = Fraction(2, two) if two is not None else Fraction(1, token.value("part") or 1)
        return value * self._scale_here()

    def _scale_here(self) -> int:
        token = self._peek()
        scale = token.value("scale")
        if scale is None or token.joined:
            return 1
        self.position += 1
        return scale

    def _amount(self) -> Fraction | None:
        whole = self._whole()
        if whole is None:
            return None
        # "A thousand two hundred and fifty milliard" has its scale behind the whole number.
        value = Fraction(whole) * self._scale_here()
        if self._peek().value("point") is not None:
            value = self._decimal(whole)
        elif not self._peek().joined and self._part_counted():
            under = self._part_counted()
            self.position += 1
            value = Fraction(whole, under) * self._scale_here()
        elif self._peek().value("over") is not None:
            value = self._over(whole)
        return value + self._and_a_part()

    def _part_counted(self) -> int:
        token = self._peek()
        return token.value("part") or token.value("two_parts") or 0

    def _over(self, whole: int) -> Fraction:
        begin = self.position
        self.position += 1
        under = self._whole()
        if not under:
            self.position = begin
            return Fraction(whole)
        return Fraction(whole, under)

    def _and_a_part(self) -> Fraction:
        token = self._peek()
        if not (token.joined and self._is_part()) or (self.parts and token.value("unit") and not self.parts):
            return self._noun_and_a_part()
        value = self._part()
        if self._peek().value("scale") is None and self.position >= 2:  # noqa: PLR2004 - what was said before "and"
            before = self.tokens[self.position - 2]
            bare_scale = before.value("scale") or before.value("dual_scale")
            said_scale = self.tokens[self.position - 1].value("scale") is not None
            return value if said_scale or not bare_scale else value * _unit_of(before)
        return value

    def _noun_and_a_part(self) -> Fraction:
        """Read "three points and a half point": one word, then the part."""
        token = self._peek(1)
        if self._peek().kinds or not token.joined or token.value("part") != 2:  # noqa: PLR2004 - a half
            return Fraction(0)
        self.position += 2
        return Fraction(1, 2)

    def _decimal(self, whole: int) -> Fraction:
        self.position += 1
        figures = ""
        while not self._peek().joined or not figures:
            if self._peek().value("zero") is not None:
                figures += "0"
                self.position += 1
                continue
            group = self._group() if not self._peek().joined else None
            if group is None:
                break
            figures += str(group)
        value = Fraction(f"{whole}.{figures}" if figures else whole)
        return value * self._scale_here()

    def _whole(self) -> int | None:
        """Read a whole number: groups with falling scales."""
        if self._peek().value("zero") is not None:
            self.position += 1
            self._scale_here()
            return 0
        total, ceiling, read_any = 0, _BIG, False
        while not read_any or self._peek().joined:
            begin = self.position
            part = self._scaled(ceiling)
            if part is None:
                self.position = begin
                break
            amount, ceiling = part
            total += amount
            read_any = True
            if ceiling == 1:
                break
        return self._and_one_more(total) if read_any else None

    def _scaled(self, ceiling: int) -> tuple[int, int] | None:
        token = self._peek()
        for kind in ("scale", "dual_scale", "scale_or_dual"):
            value = token.value(kind)
            if value is not None:
                return self._bare_scale(kind, value, ceiling)
        group = self._group()
        if group is None or group >= ceiling:
            return None
        scale = self._peek().value("scale") or self._peek().value("scale_or_dual")
        if scale is None or self._peek().joined or scale >= ceiling:
            return group, 1
        self.position += 1
        return group * scale, scale

    def _bare_scale(self, kind: str, value: int, ceiling: int) -> tuple[int, int] | None:
        unit = _unit_of(self._peek())
        if unit >= ceiling:
            return None
        self.position += 1
        # An accusative one goes on with "and"; a dual that lost its noon goes on with its noun.
        if kind == "scale_or_dual" and not self._peek().joined:
            return 2 * value, unit
        return value, unit

    def _group(self) -> int | None:
        """Read what stands below a thousand."""
        token = self._peek()
        hundred = token.value("hundred")
        if hundred is not None:
            self.position += 1
            return hundred + (self._below_hundred(joined=True) or 0)
        unit = token.value("unit")
        if unit is not None and self._peek(1).value("hundred") == 100 and not self._peek(1).joined:  # noqa: PLR2004
            self.position += 2
            return unit * 100 + (self._below_hundred(joined=True) or 0)
        return self._below_hundred(joined=token.joined)

    def _below_hundred(self, *, joined: bool) -> int | None:
        token = self._peek()
        if token.joined != joined:
            return None
        ten, unit = token.value("ten"), token.value("unit")
        if ten is not None:
            self.position += 1
            return ten
        if unit is None:
            return None
        self.position += 1
        following = self._peek()
        if not following.joined and following.value("unit") == 10 and unit < 10:  # noqa: PLR2004 - a teen
            self.position += 1
            return unit + 10
        ten = following.value("ten")
        if following.joined and ten is not None:
            self.position += 1
            return unit + ten
        return unit

    def _and_one_more(self, total: int) -> int:
        """Read "a hundred years and a year", "a hundred years and two years"."""
        noun, more = self._peek(), self._peek(1)
        if total < 100 or total % 100 or noun.joined or not more.joined:  # noqa: PLR2004
            return total
        if more.word == noun.word and "unit" not in noun.kinds:
            self.position += 2
            return total + 1
        if more.value("dual_noun") and noun.word[:2] == more.word[:2]:
            self.position += 2
            return total + 2
        return total


def _unit_of(token: _Token) -> int:
    dual = token.value("dual_scale")
    return dual // 2 if dual is not None else token.value("scale") or token.value("scale_or_dual") or 1


_END = _Token("", joined=False, kinds={})


def duals(spoken: str) -> int:
    """Count the dual nouns of a text, each of which says *two*."""
    return sum(1 for word in _WORD.findall(spoken) if "dual_noun" in _token(word).kinds)


def says_minus(spoken: str) -> bool:
    """Say whether a text begins with the word for minus."""
    first = _WORD.search(spoken)
    return first is not None and _token(first[0]).value("minus") is not None


def without_minus(spoken: str) -> str:
    """Return a text without its first word."""
    first = _WORD.search(spoken)
    return spoken[first.end() :] if first else spoken
