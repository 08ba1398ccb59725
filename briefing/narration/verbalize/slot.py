"""Where a numeral stands: the letters glued before it, the words around it, and the case that they ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

from briefing.arabic import TATWEEL
from briefing.arabic.letters import ALEF, ARTICLE, BEH, FEH, KAF, LAM, WAW
from briefing.model import Gender
from briefing.narration.verbalize import cues, governors, nouns
from briefing.narration.verbalize.cardinals import Form, words
from briefing.narration.verbalize.grammar import Case
from briefing.narration.verbalize.letters import DASH, LETTERS, WORD, bare
from briefing.narration.verbalize.numeral import Numeral, lex
from briefing.narration.verbalize.reading import Reading, SemioticClass
from briefing.narration.verbalize.spoken import definite as with_article

if TYPE_CHECKING:
    from briefing.narration.verbalize.nouns import Counted

_PREFIX = re.compile(
    rf"(?<![{LETTERS}])(?P<conj>[{WAW}{FEH}])?(?:(?P<lil>{LAM}{LAM})|(?P<prep>[{BEH}{LAM}{KAF}])?(?P<article>{ARTICLE})?)"
    rf"(?:{TATWEEL}+ ?| )?$"
)
_LONGEST_PREFIX = 9
_GLUED = re.compile(rf"[{LETTERS}\d%]")
_PERSON_REACH = 4
_LEFT_REACH, _RIGHT_REACH = 110, 40
# A clause ends at these; quotation marks and the point of a figure are looked through.
_BOUNDARY = re.compile(r"[.,:/](?!\d)|(?<!\d)[.,:/]|[?!;()\[\]\n\u061f\u060c\u061b\u2026|\u2013\u2014]|\s-\s|--")
# A mark may stand between a number and what it counts: 110 #students, 20 "volunteers", 14 (girls).
# A bracket around more than the noun begins something else.
_OPENING = (
    "#*_\"'\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}"
)
_OPENING_WORD = re.compile(rf"\s*([{LETTERS}]+)")
_SENTENCE_ENDS = ".!?\n\u061f"
_NEXT = re.compile(rf"[*_]{{0,2}}[ \t]{{0,3}}(?:[{_OPENING}]{{0,2}}([{LETTERS}]+)|\(([{LETTERS}]+)(?=\)))")
_PAIRS = {
    "(": ")",
    "[": "]",
    '"': '"',
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """The letters that are glued before a numeral, and where they begin."""

    start: int
    conjunction: str = ""
    preposition: str = ""
    article: bool = False
    space: bool = False

    def attach(self, spoken: str, *, definite: bool = False) -> str:
        """Write the letters before what is said; a definite reading brings its own article."""
        if self.preposition == LAM and definite and spoken.startswith(ARTICLE):
            spoken = LAM + spoken.removeprefix(ALEF)
        else:
            spoken = self.preposition + spoken
        return (" " if self.space else "") + self.conjunction + spoken


def prefix_before(text: str, position: int, floor: int) -> Prefix:
    """Find the letters glued before `position`, looking no further back than `floor`."""
    begin = max(floor, position - _LONGEST_PREFIX)
    found = _PREFIX.search(text, begin, position) if position > begin else None
    if begin > floor and found and found.start() == begin:
        found = None
    if found and (found["conj"] or found["lil"] or found["prep"] or found["article"]):
        return Prefix(
            start=found.start(),
            conjunction=found["conj"] or "",
            preposition=LAM if found["lil"] else found["prep"] or "",
            article=bool(found["lil"] or found["article"]),
        )
    return Prefix(start=position, space=bool(position and _GLUED.match(text, position - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of the text, and where it stands."""

    text: str
    start: int
    end: int


def word_after(text: str, position: int) -> Word | None:
    """Return the word behind `position`, with only spaces between, or a mark that opens."""
    found = _NEXT.match(text, position)
    return (
        Word(text=found[1] or found[2], start=found.end() - len(found[1] or found[2]), end=found.end())
        if found
        else None
    )


def words_before(text: str, position: int) -> tuple[str, ...]:
    """Return the words of the clause before `position`, the nearest first."""
    begin = max(0, position - _LEFT_REACH)
    for boundary in _BOUNDARY.finditer(text, begin, position):
        begin = boundary.end()
    return tuple(reversed(WORD.findall(text, begin, position)))


_SIGNS = {"-": "minus", "+": "plus", "\u00b1": "plus_minus", "+/-": "plus_minus", "+-": "plus_minus"}


@cache
def _joined() -> re.Pattern[str]:
    joiners = "|".join(words()["joiners"])
    return re.compile(rf" {{1,2}}(?:{WAW}{TATWEEL}?|(?:{joiners}) )(?=\d)|{DASH}(?=\d)")


def past_joined(text: str, position: int, *, by_word: bool = False) -> int:
    """Return where a number ends that is joined to the one that ends at `position`; `position` where there is none."""
    joined = _joined().match(text, position)
    if not joined or (by_word and not any(character.isalpha() for character in joined[0])):
        return position
    return lex(text, joined.end()).end


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A numeral and everything that decides how it is said."""

    text: str
    prefix: Prefix
    begin: int
    numeral: Numeral
    sign: str = ""
    currency: str = ""
    percent: bool = False
    previous: Reading | None = None

    @property
    def end(self) -> int:
        """Where the numeral ends."""
        return self.numeral.end

    @property
    def in_brackets(self) -> bool:
        """Say whether the numeral stands in brackets or marks of its own, as in (26), with its words outside."""
        start = self.prefix.start
        closing = _PAIRS.get(self.text[start - 1 : start])
        return closing is not None and self.text[self.end : self.end + 1] == closing

    @cached_property
    def left(self) -> tuple[str, ...]:
        """The words of the clause before it, the nearest first."""
        start = self.prefix.start
        return words_before(self.text, start - 1 if self.in_brackets else start)

    @cached_property
    def next(self) -> Word | None:
        """The word behind it."""
        return word_after(self.text, self.end + 1 if self.in_brackets else self.end)

    @cached_property
    def case(self) -> Case:
        """The case that its governor asks for."""
        if self.prefix.preposition or self._continues or self.sign:
            return Case.GENITIVE
        if self.prefix.conjunction and self.left:
            inherited = self._inherited()
            return inherited if inherited is not None else governors.coordinated(self.left)
        people = self._counts_people and not self._has_person_before
        known = self.counted is not None and self.counted.known
        hers = self.counted is not None and self.counted.noun.gender is Gender.FEMININE
        return governors.governed(self.left, people=people, counts=known, hers=hers, opens=self._opens_a_sentence)

    @property
    def _opens_a_sentence(self) -> bool:
        """Say whether its clause begins a sentence, with a word that joins nothing before it."""
        begin, start = max(0, self.prefix.start - _LEFT_REACH), self.prefix.start
        stops = [boundary.end() for boundary in _BOUNDARY.finditer(self.text, begin, start)]
        if begin and not stops:
            return False
        first = _OPENING_WORD.match(self.text, stops[-1] if stops else 0)
        if first is None or governors.is_joined(first[1]):
            return False
        return not stops or self.text[stops[-1] - 1] in _SENTENCE_ENDS

    @property
    def _counts_people(self) -> bool:
        """Say whether people are counted: 200 researchers, 2/3 of the members, 62% of the voters."""
        for word in WORD.findall(self.text, self.end, self.end + _RIGHT_REACH):
            if bare(word) not in cues.listed("case", "between_number_and_people"):
                return nouns.is_person(bare(word)) or nouns.is_participle(bare(word))
        return False

    @property
    def _has_person_before(self) -> bool:
        """Say whether somebody is named before: the minister who visited 22 patients is no object of theirs."""
        # "Opposed" and "watched" are written as an opponent and a witness, who would have the article.
        left = governors.without_adverbials(self.left, people=True)
        definite = [bare(word) for word in left[:_PERSON_REACH] if bare(word).startswith(ARTICLE)]
        return any(map(nouns.is_person, definite))

    @property
    def _continues(self) -> bool:
        """Say whether it ends a range."""
        previous = self.previous
        if previous is None or previous.end != self.prefix.start:
            return False
        return previous.semiotic_class is SemioticClass.RANGE

    @property
    def behind_latin(self) -> bool:
        """Say whether a Latin word stands at once before it, as in iPhone 15."""
        previous = self.previous
        return (
            previous is not None
            and previous.semiotic_class is SemioticClass.LATIN
            and self.text[previous.end : self.prefix.start] in ("", " ")
        )

    def _inherited(self) -> Case | None:
        if self.previous is None or self.previous.case is None:
            return None
        between = self.text[self.previous.end : self.prefix.start]
        return self.previous.case if len(between) < _INHERITANCE_REACH and not _BOUNDARY.search(between) else None

    @cached_property
    def counted(self) -> Counted | None:
        """The noun that it counts, looking past a number joined to it."""
        end, value = self.end + 1 if self.in_brackets else self.end, self.numeral.value
        for _ in range(2):
            end = past_joined(self.text, end)
        word = word_after(self.text, end)
        return nouns.find(word.text, value) if word else None

    def reading(
        self, end: int, spoken: str, semiotic_class: SemioticClass, rule: str, *, definite: bool = False
    ) -> Reading:
        """Make a reading of everything from the prefix to `end`."""
        sign = words()[_SIGNS[self.sign]] if self.sign else ""
        if self.prefix.article and not definite and not self.numeral.is_long:
            spoken, definite = with_article(spoken) if not self.numeral.fraction else ARTICLE + spoken, True
        said = f"{sign} {spoken}" if sign else spoken
        return Reading(
            start=self.prefix.start,
            end=end,
            spoken=self.prefix.attach(said, definite=definite) + (" " if WORD.match(self.text, end) else ""),
            semiotic_class=semiotic_class,
            rule=rule,
            case=self.case,
        )

    def at(self, position: int) -> Slot:
        """Return the slot of another numeral of the same reading, which begins at `position`."""
        return replace(self, begin=position, numeral=lex(self.text, position))

    def form(self, **changes: object) -> Form:
        """Return the form of a number in this slot's case."""
        return replace(Form(case=self.case), **changes)  # type: ignore[arg-type]


_INHERITANCE_REACH = 60
