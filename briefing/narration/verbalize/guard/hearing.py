"""Spoken words to the values that they say, in order: counted things, a clock, a date, parts, single digits."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from briefing.arabic.letters import TEH_MARBUTA
from briefing.narration.verbalize.guard import numbers
from briefing.narration.verbalize.guard.value import Heard, Kind
from briefing.narration.verbalize.guard.vocabulary import Token, months_of_two_words, tokens
from briefing.narration.verbalize.guard.vocabulary import words as known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Hearing = tuple[Heard, ...]
PERCENT = frozenset("%")
_HALF = Fraction(1, 2)
_HUNDRED = 100
_HALF_A_DAY, _DAY, _MINUTES = 12, 24, 60
# "One dollar" has its noun, and at most two adjectives, before the one.
_BEFORE_ONE = 3
_END = Token(word="")
# The largest number that has a name is said in fewer words.
_LONGEST = 50


def amounts(spoken: str) -> list[Hearing]:
    """Hear numbers, each with what it counts."""
    return [tuple(_amounts(tokens(spoken)))]


def _amounts(words: Sequence[Token]) -> Iterator[Heard]:
    place, minus, margin = 0, False, False
    while place < len(words):
        if "minus" in words[place].kinds:
            # "Plus or minus" is a margin, no negative number.
            margin = place > 0 and "or" in words[place - 1].kinds
            minus, place = not margin, place + 1
            continue
        found = _one(words, place) or _counted(words, place) or _dual(words, place) or _and_a_half(words, place)
        if found is None:
            place += 1
            continue
        kind, number, of, place = found
        yield Heard(kind=kind, number=-number if minus else number, of=of, margin=margin)
        minus = margin = False


_Found = tuple[Kind, Fraction, frozenset[str], int]


def _one(words: Sequence[Token], place: int) -> _Found | None:
    """Hear "one dollar", whose noun goes before."""
    if not words[place].nouns:
        return None
    for ahead, word in enumerate(words[place + 1 : place + 1 + _BEFORE_ONE], place + 1):
        if word.value("unit") == 1 and not word.joined:
            return Kind.CARDINAL, Fraction(1), words[place].nouns, ahead + 1
        if word.kinds:
            return None
    return None


def _counted(words: Sequence[Token], place: int) -> _Found | None:
    amount = numbers.read(words, place)
    if amount is None:
        return None
    noun = _word(words, amount.end)
    if "percent" in noun.kinds:
        return amount.kind, amount.value, PERCENT, amount.end + 1
    if not noun.nouns or noun.joined:
        return amount.kind, amount.value, frozenset(), amount.end
    more, end = _and_more_of_it(words, amount.end, amount.value)
    return amount.kind, amount.value + more, noun.nouns, end


def _and_more_of_it(words: Sequence[Token], place: int, value: Fraction) -> tuple[Fraction, int]:
    """Hear what follows the noun at `place`: "a hundred years and a year", "three miles and half a mile"."""
    noun, more = words[place], _word(words, place + 1)
    if more.joined and more.nouns & noun.nouns and value >= _HUNDRED and value % _HUNDRED == 0:
        return Fraction(2 if more.dual else 1), place + 2
    return _half_of(words, place + 1, noun)


def _half_of(words: Sequence[Token], place: int, noun: Token) -> tuple[Fraction, int]:
    half, named = _word(words, place), _word(words, place + 1)
    if half.joined and half.value("part") == _HALF.denominator and named.nouns & noun.nouns:
        return _HALF, place + 2
    return Fraction(0), place


def _dual(words: Sequence[Token], place: int) -> _Found | None:
    """Hear a dual noun, which says two by itself."""
    if not words[place].dual:
        return None
    more, end = _half_of(words, place + 1, words[place])
    return Kind.CARDINAL, 2 + more, words[place].nouns, end


def _and_a_half(words: Sequence[Token], place: int) -> _Found | None:
    """Hear "a mile and half a mile"."""
    half, end = _half_of(words, place + 1, words[place])
    return (Kind.CARDINAL, 1 + half, words[place].nouns, end) if half else None


def _word(words: Sequence[Token], place: int) -> Token:
    return words[place] if place < len(words) else _END


def digits(spoken: str) -> list[Hearing]:
    """Hear digits one by one, and the plus before them; nothing where another word stands between."""
    heard = []
    for word in tokens(spoken):
        digit = 0 if "zero" in word.kinds else word.value("unit")
        if "plus" in word.kinds:
            heard.append(Heard(kind=Kind.PLUS, number=Fraction(1)))
        elif digit is None or (word.joined and heard):
            return []
        else:
            heard.append(Heard(kind=Kind.DIGIT, number=Fraction(digit)))
    return [tuple(heard)]


def clock(spoken: str) -> list[Hearing]:
    """Hear an hour, its minutes and seconds; the hour is that of the whole day, so that noon is not midnight."""
    words = tokens(spoken)
    if any(_LEADS_TO_A_PART & set(word.kinds) and not _leads(words, place) for place, word in enumerate(words)):
        return []
    less = next((place for place, word in enumerate(words) if "except" in word.kinds), len(words))
    for place in range(less):
        hour, end = _hour(words, place)
        of_the_day = _of_the_day(hour, words[end:]) if hour is not None else None
        if of_the_day:
            time = (of_the_day, *_minutes(words[:less], end))
            return [_before(time, tuple(_minutes(words, less + 1, joined=False))) if less < len(words) else time]
    return []


_LEADS_TO_A_PART = {"before", "clock_link"}


def _leads(words: Sequence[Token], place: int) -> bool:
    """Say whether "before" or "after" is that of a part of the day: before five it is not five."""
    return any(_is_part(word) or _LEADS_TO_A_PART & set(word.kinds) for word in words[place + 1 : place + 2])


def _is_part(word: Token) -> bool:
    return any(part in word.kinds for part in (*_PARTS_OF_THE_DAY, "night"))


_SECONDS = {Kind.HOUR: 3600, Kind.MINUTE: 60, Kind.SECOND: 1}


def _before(time: Hearing, less: Hearing) -> Hearing:
    """Hear "the five except ten minutes", which is ten to five."""
    if not less or any(heard.kind not in _SECONDS for heard in (*time, *less)):
        # Nobody knows what is left.
        return ()
    rest = _seconds(time) - _seconds(less)
    if rest < _SECONDS[Kind.HOUR] and not time[0].of:
        # Before one by a clock of twelve hours it is twelve.
        rest += _HALF_A_DAY * _SECONDS[Kind.HOUR]
    rest %= _DAY * _SECONDS[Kind.HOUR]
    parts = []
    for kind, seconds in _SECONDS.items():
        number = rest // seconds
        rest -= number * seconds
        if number or kind is Kind.HOUR:
            parts.append(Heard(kind=kind, number=Fraction(number), of=time[0].of if kind is Kind.HOUR else NEVER))
    return tuple(parts)


def _seconds(times: Hearing) -> Fraction:
    return sum((heard.number * _SECONDS[heard.kind] for heard in times), Fraction(0))


def _hour(words: Sequence[Token], place: int) -> tuple[int | None, int]:
    """Hear "the twelfth", "the one", "the three and twentieth"; minutes behind it have no article."""
    word, following = words[place], _word(words, place + 1)
    if "midnight" in word.kinds:
        return 0, place
    if not word.definite:
        return None, place
    hour = word.value("ordinal") or word.value("unit") or word.value("ten")
    if "ordinal" in word.kinds and following.value("unit") == 10 and not following.joined:  # noqa: PLR2004 - a teen
        return (hour or 0) + 10, place + 2
    if "ordinal" in word.kinds and following.joined and following.definite and "ten" in following.kinds:
        return (hour or 0) + following.kinds["ten"], place + 2
    return hour, place + 1


def _of_the_day(hour: int, words: Sequence[Token]) -> Heard | None:
    """Hear the part of the day, None where the hour is in no such part. Twelve in the evening is the 24th hour."""
    parts = set(_parts_of_the_day(words))
    if not parts:
        return Heard(kind=Kind.HOUR, number=Fraction(hour))
    part = parts.pop()
    if part == "night":
        part = "morning" if hour < _DAWN else "evening"
    half, added = _PARTS_OF_THE_DAY[part]
    if parts or (hour > _HALF_A_DAY and not added):
        return None
    said = hour if part == "evening" else hour % _HALF_A_DAY if hour <= _HALF_A_DAY else hour
    return Heard(kind=Kind.HOUR, number=Fraction(said + (added if said <= _HALF_A_DAY else 0)), of=half)


AM, PM, NEVER = frozenset(["am"]), frozenset(["pm"]), frozenset[str]()
_PARTS_OF_THE_DAY = {
    "midnight": (AM, 0),
    "noon": (PM, _HALF_A_DAY),
    "evening": (PM, _HALF_A_DAY),
    "morning": (AM, 0),
}
_BEFORE = {"noon": "morning", "midnight": "evening"}
# The night of a clock begins in the evening and ends here.
_DAWN = 6


def _parts_of_the_day(words: Sequence[Token]) -> Iterator[str]:
    """Hear "in the morning", "before noon", "at night"; the night of midnight is said already."""
    before = _END
    for word in words:
        part = next((kind for kind in (*_PARTS_OF_THE_DAY, "night") if kind in word.kinds), None)
        if part and not (part == "night" and "midnight" in before.kinds):
            yield _BEFORE.get(part, part) if "before" in before.kinds else part
        before = word


def _minutes(words: Sequence[Token], place: int, *, joined: bool = True) -> Iterator[Heard]:
    word = _word(words, place)
    if word.joined is joined and "part" in word.kinds and (word.definite or (not joined and "unit" not in word.kinds)):
        yield Heard(kind=Kind.MINUTE, number=Fraction(_MINUTES, word.kinds["part"]))
        place += 1
    for heard in _amounts(words[place:]):
        yield Heard(kind=_unit_of_time(heard), number=heard.number)


def _unit_of_time(heard: Heard) -> Kind:
    kinds = {kind for noun in heard.of for kind in known().get(noun, ())}
    return next((kind for kind in (Kind.HOUR, Kind.MINUTE, Kind.SECOND) if kind in kinds), heard.kind)


def duration(spoken: str) -> list[Hearing]:
    """Hear hours, minutes and seconds that were counted."""
    return [
        tuple(Heard(kind=_unit_of_time(heard), number=heard.number) for heard in hearing) for hearing in amounts(spoken)
    ]


def date(spoken: str) -> list[Hearing]:
    """Hear a day, a month by its name, and a year."""
    words = tokens(spoken)
    heard: list[Heard] = []
    place = 0
    while place < len(words):
        of_two = months_of_two_words().get(tuple(word.word for word in words[place : place + 2]))
        month, amount = of_two or words[place].value("month"), numbers.read(words, place)
        if month is not None and heard:
            heard.append(Heard(kind=Kind.MONTH, number=Fraction(month)))
            place += of_two is not None
        elif amount is not None:
            heard.append(Heard(kind=_day_or_year(amount.kind, amount.value, len(heard)), number=amount.value))
            place = amount.end - 1
        place += 1
    return [tuple(heard)]


_LAST_DAY = 31


def _day_or_year(said_as: Kind, number: Fraction, before: int) -> Kind:
    # The second of two days is a place in an order as the first is; no year is as small.
    if before and (said_as is Kind.CARDINAL or number > _LAST_DAY):
        return Kind.YEAR
    return said_as if said_as is Kind.CARDINAL else Kind.DAY


def parts(spoken: str) -> list[Hearing]:
    """Hear a fraction in every way that its words can be cut: "a hundred and three quarters" can be two."""
    words = tokens(spoken)
    sign = -1 if words and "minus" in words[0].kinds else 1
    words = words[1:] if words and {"minus", "plus"} & set(words[0].kinds) else words
    heard = []
    for cut in range(min(len(words), _LONGEST)):
        plus = "plus" in words[cut].kinds
        whole = numbers.read_whole(words[:cut]) if words[cut].joined or plus else None
        part = _part(words[cut + plus :])
        if part is None or (whole is None and cut):
            continue
        wholes = [Heard(kind=Kind.CARDINAL, number=Fraction(whole))] if whole is not None else []
        over, under = part
        signed = Heard(kind=Kind.OVER, number=Fraction(sign * over))
        heard.append((*wholes, signed, Heard(kind=Kind.UNDER, number=Fraction(under))))
    return heard + amounts(spoken)


def so_many_of(spoken: str) -> list[Hearing]:
    """Hear "nine of ten": a number on each side of the link, and nothing else."""
    words = tokens(spoken)
    link = next((place for place, word in enumerate(words) if place and "fraction_link" in word.kinds), None)
    if link is None:
        return []
    sides = tuple(_amounts(words[:link])), tuple(_amounts(words[link + 1 :]))
    return [(*sides[0], *sides[1])] if all(len(side) == 1 for side in sides) else []


def _part(words: Sequence[Token]) -> tuple[int, int] | None:
    """Hear "a third", "two thirds", "three quarters", "17 over 20", with nothing behind it."""
    if not words:
        return None
    last = words[-1]
    if len(words) == 1:
        two = last.value("two_parts")
        return (2, two) if two is not None else _times(1, last.value("part"))
    counted = None if last.joined else _times(numbers.read_whole(words[:-1]), last.value("part"))
    if counted is not None:
        return counted
    over = next((place for place, word in enumerate(words) if "over" in word.kinds), 0)
    return _times(numbers.read_whole(words[:over]), numbers.read_whole(words[over + 1 :]))


def _times(over: int | None, under: int | None) -> tuple[int, int] | None:
    return None if over is None or under is None else (over, under)


def name(spoken: str) -> list[tuple[Heard, bool]]:
    """Hear the numbers of a name, Arabic or foreign; a flagged one may be no number but a foreign word."""
    words = tokens(spoken)
    heard: list[tuple[Heard, bool]] = []
    place, minus = 0, False
    while place < len(words):
        foreign, amount = words[place].value("foreign"), numbers.read(words, place)
        if amount is not None:
            loose = amount.end - place == 1 and not words[place].word.endswith(TEH_MARBUTA)
            number = -amount.value if minus else amount.value
            heard.append((Heard(kind=Kind.NUMBER, number=number), loose))
            place, minus = amount.end, False
            continue
        if foreign is not None:
            heard.append((Heard(kind=Kind.NUMBER, number=Fraction(foreign)), True))
        minus, place = "minus" in words[place].kinds, place + 1
    return heard


# No rule that writes a foreign word in Arabic letters ends it so.
