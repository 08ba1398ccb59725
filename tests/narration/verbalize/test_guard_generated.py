"""Random phrases of each class: the guard takes what the verbalizer says, and no other value in its place."""

import random
from collections.abc import Callable, Iterator

import pytest

from briefing.model import Piece
from briefing.narration.verbalize import verbalize
from briefing.narration.verbalize.guard import mismatches, vocabulary

PHRASES = 60
Random = random.Random


def whole(dice: Random, longest: int = 7) -> int:
    """Roll a number above nought whose length, not its value, is as likely as any other."""
    return dice.randrange(1, 10 ** dice.randint(1, longest))


def decimal(dice: Random) -> str:
    """Roll a decimal that ends in no zero: 1.50 may be said as 1.5."""
    return f"{whole(dice, 3)}.{dice.randrange(10)}{dice.randint(1, 9)}"


def scaled(dice: Random) -> str:
    """Roll a number below a thousand: 9,712 billion is so many trillion too."""
    return f"{dice.choice([decimal(dice), str(whole(dice, 3))])} {dice.choice(['ألف', 'مليون', 'مليار'])}"


CLASSES: dict[str, Callable[[Random], str]] = {
    "cardinal": lambda dice: f"بلغ العدد {whole(dice, 9)} {dice.choice(['شخصا', 'سيارة', 'عاما', ''])}",
    "decimal": lambda dice: f"بلغ المعدل {decimal(dice)}",
    "percent": lambda dice: f"بنسبة {dice.choice(['-', ''])}{dice.choice([decimal(dice), str(whole(dice, 3))])}%",
    "money": lambda dice: (
        dice.choice("$€£") + dice.choice([decimal(dice), str(whole(dice, 6)), f"{whole(dice, 3)}bn", scaled(dice)])
    ),
    "time": lambda dice: f"الساعة {dice.randrange(24)}:{dice.randrange(60):02}{dice.choice(['', ' '])}",
    "duration": lambda dice: f"بزمن {dice.randrange(1, 9)}:{dice.randrange(1, 60):02}:{dice.randrange(60):02}",
    "date": lambda dice: f"يوم {dice.randint(1, 28)}/{dice.randint(1, 12)}/{dice.randint(1900, 2099)}",
    "day": lambda dice: f"في {dice.randint(1, 31)} مارس",
    "year": lambda dice: f"عام {dice.randint(1000, 2099)}",
    "range": lambda dice: f"من {whole(dice, 3)}-{whole(dice, 3)} يوما",
    "years": lambda dice: f"الحرب {dice.randint(1900, 1949)}-{dice.randint(1950, 2020)}",
    "score": lambda dice: f"فاز الفريق {dice.randint(0, 130)}-{dice.randint(0, 130)}",
    "fraction": lambda dice: f"نحو {dice.randint(1, 9)}/{dice.randint(2, 12)} السكان",
    "ordinal": lambda dice: f"في المركز {dice.randint(1, 99)}",
    "definite": lambda dice: f"الدول الـ{dice.randint(3, 999)}",
    "large": scaled,
    "measure": lambda dice: (
        f"مسافة {dice.choice([decimal(dice), str(whole(dice, 4))])} {dice.choice(['كم', 'طن', 'م²'])}"
    ),
    "phone": lambda dice: f"هاتف 0{dice.randrange(10**9, 10**10)}",
    "alphanumeric": lambda dice: f"طائرة إف-{whole(dice, 4)}",
    "latin": lambda dice: f"طراز {dice.choice('ABXZ')}{dice.choice(['', '-'])}{whole(dice, 4)}",
    "hashtag": lambda dice: f"#رؤية_{whole(dice, 4)}",
}
# Two words of one number may sound alike in each kind, but never across these.
OTHERS = ("unit", "ten", "hundred", "scale", "ordinal", "zero")


def of(name: str) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    dice = Random(name)
    for _ in range(PHRASES):
        text = CLASSES[name](dice)
        yield text, verbalize(text)


@pytest.mark.parametrize("name", CLASSES)
def test_the_guard_takes_what_is_said(name: str) -> None:
    assert [(text, wrong) for text, pieces in of(name) for wrong in mismatches(text, pieces)] == []


@pytest.mark.parametrize("name", CLASSES)
def test_the_guard_refuses_one_number_word_put_for_another(name: str) -> None:
    dice = Random(name)
    changed = [(text, pieces, other) for text, pieces in of(name) for other in [mutated(pieces, dice)] if other]
    assert len(changed) > PHRASES / 2
    taken = [(text, said(pieces), said(other)) for text, pieces, other in changed if not mismatches(text, other)]
    assert taken == []


def said(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.spoken for piece in pieces)


def mutated(pieces: tuple[Piece, ...], dice: Random) -> tuple[Piece, ...] | None:
    """Put another value's word for one number word of one piece; None where there is none to be put."""
    places = [
        (index, place)
        for index, piece in enumerate(pieces)
        if piece.semiotic_class
        for place, word in enumerate(piece.spoken.split(" "))
        if others(word)
    ]
    if not places:
        return None
    index, place = dice.choice(places)
    words = pieces[index].spoken.split(" ")
    words[place] = dice.choice(others(words[place]))
    changed = Piece(
        start=pieces[index].start,
        end=pieces[index].end,
        spoken=" ".join(words),
        semiotic_class=pieces[index].semiotic_class,
        rule="mutated",
    )
    return (*pieces[:index], changed, *pieces[index + 1 :])


def others(word: str) -> list[str]:
    """Return the words of another value that can stand where a number word stands, with what is glued to it."""
    (token,) = vocabulary.tokens(word) or (vocabulary.Token(word=""),)
    if token.value("unit") == 10:
        # "Point eleven" may be said as "point one one".
        return []
    before = word.removesuffix(token.word)
    return [
        before + other
        for kind in OTHERS
        if kind in token.kinds
        for other, parts in sorted(vocabulary.words().items())
        if other[0] > "z" and kind in parts and not _same(parts, token.kinds)
    ]


def _same(parts: dict[str, int], kinds: dict[str, int]) -> bool:
    return any(parts[kind] == kinds.get(kind) for kind in parts)
