"""The pattern language of the frames: rows of tests over the words of a sentence.

A pattern is a row of steps. A step tests one word:

    =form,form     it is one of these forms, with or without a conjunction before it
    #tag,tag       the table of tagged words gives it one of these tags
    trait+trait    its likeliest reading has these traits, and none that stands behind a minus: perfect+passive-object
    ?trait         one of its known readings has
    ^look          it looks so: start, end, stop, comma, colon, dash, bracket, sign, definite, teh, alef, plain ...

Tests join with `&`, exclude each other with `|`, and turn round with `!`. A step or a group may lack (`?`) or repeat
(`*`). Brackets group steps, ` / ` stands between the ways that a group may go, `!(` opens one that must not follow,
`{name}` is a phrase of `phrases.tsv`. A step with `>traits` is a target: that word must be read so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.errors import SettingsError
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from briefing.narration.diacritizers.stems import Traits
    from briefing.narration.diacritizers.tokens import Token

_LEXED = re.compile(r"!?\(|[)/]|[^\s()/]+")
_ATOM = re.compile(r"(!?)([=#?^]?)([^=#?^!]+)")
_TRAITS = re.compile(r"[\w\-]+(?:\+[\w\-]+)*")
_PHRASE = re.compile(r"\{([\w-]+)\}")
_MOST = 12
_TIMES = {"": (1, 1), "?": (0, 1), "*": (0, _MOST)}
_OPENING = ("(", "!(")


@dataclass(frozen=True, slots=True)
class Want:
    """The traits that a reading must have, and those that it must not have."""

    needed: Traits
    refused: Traits

    @classmethod
    def of(cls, written: str) -> Want:
        """Read `trait+trait-trait`."""
        if not _TRAITS.fullmatch(written):
            raise ValueError(written)
        head, *without = written.split("-")
        return cls(frozenset(head.split("+")) - {""}, frozenset(without))

    def fits(self, traits: Traits) -> bool:
        """Say whether a reading with these traits is meant."""
        return self.needed <= traits and self.refused.isdisjoint(traits)


class Test:
    """A test of one word, by its letters and its likeliest reading alone: the word remembers the answer."""

    __slots__ = ("_check",)

    def __init__(self, check: Callable[[Token], bool]) -> None:
        """Take what to ask."""
        self._check = check

    def holds(self, token: Token) -> bool:
        """Ask once of a word in one reading; where it is read as another one, it has another memory."""
        answer = token.memory.get(self)
        if answer is None:
            answer = token.memory[self] = self._check(token)
        return answer


@dataclass(frozen=True, slots=True)
class Step:
    """One word of a pattern, with what it must be read as if it is a target."""

    test: Test
    want: Want | None = None
    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """Several ways to go on, or, `absent`, ways that must not go on from here."""

    ways: tuple[Pattern, ...]
    least: int = 1
    most: int = 1
    absent: bool = False


Pattern = tuple[Step | Group, ...]
Targets = tuple[tuple[int, Want], ...]


def matches(pattern: Pattern, sentence: Sequence[Token], at: int) -> Iterator[Targets]:
    """Yield the targets of each way in which the pattern fits from word `at` on."""
    for _, targets in _walk(pattern, 0, sentence, at):
        yield targets


def _walk(pattern: Pattern, number: int, sentence: Sequence[Token], at: int) -> Iterator[tuple[int, Targets]]:
    if number == len(pattern):
        yield at, ()
        return
    step = pattern[number]
    if isinstance(step, Group) and step.absent:
        if next(_once(step, sentence, at), None) is None:
            yield from _walk(pattern, number + 1, sentence, at)
    else:
        yield from _repeated(pattern, number, sentence, at, 0)


def _repeated(
    pattern: Pattern, number: int, sentence: Sequence[Token], at: int, done: int
) -> Iterator[tuple[int, Targets]]:
    """Go on with a step as often as it may, the longest way first."""
    step = pattern[number]
    if done < step.most:
        for after, targets in _once(step, sentence, at):
            # A group that took no word would be taken for ever.
            if after > at or done < step.least:
                for end, more in _repeated(pattern, number, sentence, after, done + 1):
                    yield end, targets + more
    if done >= step.least:
        yield from _walk(pattern, number + 1, sentence, at)


def _once(step: Step | Group, sentence: Sequence[Token], at: int) -> Iterator[tuple[int, Targets]]:
    if isinstance(step, Group):
        for way in step.ways:
            yield from _walk(way, 0, sentence, at)
    elif at < len(sentence) and step.test.holds(sentence[at]):
        yield at + 1, ((at, step.want),) if step.want else ()


def parse(written: str, where: str) -> Pattern:
    """Read a pattern. Raises SettingsError with `where` it stands if it cannot be read."""
    lexed = _LEXED.findall(_spelled_out(written))
    try:
        pattern, rest = _sequence(lexed, 0)
    except (IndexError, KeyError, ValueError) as error:
        raise SettingsError(where, f"{written!r} is no pattern", "see patterns.py") from error
    if rest != len(lexed):
        raise SettingsError(where, f"{written!r} has a bracket too many", "see patterns.py")
    return pattern


def _spelled_out(written: str) -> str:
    return _PHRASE.sub(lambda name: _phrase(name[1]), written)


@cache
def _phrase(name: str) -> str:
    return _spelled_out(_phrases()[name])


@cache
def _phrases() -> Mapping[str, str]:
    table = data("ar", "diacritize", "phrases.tsv")
    return {row["name"]: row["pattern"] for row in read_table(table, ("name", "pattern"))}


def _sequence(lexed: Sequence[str], at: int) -> tuple[Pattern, int]:
    steps: list[Step | Group] = []
    while at < len(lexed) and lexed[at] not in (")", "/"):
        step, at = _group(lexed, at) if lexed[at] in _OPENING else (_step(lexed[at]), at + 1)
        steps.append(step)
    return tuple(steps), at


def _group(lexed: Sequence[str], at: int) -> tuple[Group, int]:
    absent = lexed[at] == "!("
    ways: list[Pattern] = []
    while lexed[at] != ")":
        way, at = _sequence(lexed, at + 1)
        ways.append(way)
    at += 1
    repeats = at < len(lexed) and lexed[at] in ("?", "*")
    least, most = _TIMES[lexed[at] if repeats else ""]
    return Group(tuple(ways), least, most, absent), at + repeats


def _step(written: str) -> Step:
    written, target, want = written.partition(">")
    times = written[-1] if written[-1] in "?*" else ""
    least, most = _TIMES[times]
    return Step(_test(written.removesuffix(times)), Want.of(want) if target else None, least, most)


@cache
def _test(written: str) -> Test:
    """Read the tests of a step; the same ones are one object, so that a word answers them once."""
    ways = [[_atom(atom) for atom in way.split("&")] for way in written.split("|")]
    if len(ways) == 1 and len(ways[0]) == 1:
        return ways[0][0]
    return Test(lambda token: _any_way(ways, token))


def _any_way(ways: Sequence[Sequence[Test]], token: Token) -> bool:
    """Say whether all tests of one way hold; spelled out, because it is asked half a million times a page."""
    for way in ways:
        for test in way:
            if not test.holds(token):
                break
        else:
            return True
    return False


@cache
def _atom(written: str) -> Test:
    match = _ATOM.fullmatch(written)
    if match is None:
        raise ValueError(written)
    turned, kind, body = match.groups()
    check = _KINDS[kind](body)
    return Test(lambda token: not check(token)) if turned else Test(check)


def _form(body: str) -> Callable[[Token], bool]:
    forms = frozenset(body.split(","))
    return lambda token: not forms.isdisjoint(token.shape.forms)


def _tag(body: str) -> Callable[[Token], bool]:
    tags = frozenset(body.split(","))
    return lambda token: not tags.isdisjoint(token.shape.tags)


def _likely(body: str) -> Callable[[Token], bool]:
    want = Want.of(body)
    return lambda token: want.fits(token.likely)


def _possible(body: str) -> Callable[[Token], bool]:
    want = Want.of(body)
    return lambda token: (
        token.shape.word is not None and any(want.fits(reading.traits) for reading in token.shape.word.readings)
    )


def _look(body: str) -> Callable[[Token], bool]:
    return lambda token: body in token.shape.written


_KINDS: Mapping[str, Callable[[str], Callable[[Token], bool]]] = {
    "=": _form,
    "#": _tag,
    "?": _possible,
    "^": _look,
    "": _likely,
}
