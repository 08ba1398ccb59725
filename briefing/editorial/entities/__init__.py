"""Entities: the mentions of one and the same, under the fullest name that the article gives."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, COMMAS, NOON, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part, stem_parts
from briefing.editorial.lexicon import entries, initials
from briefing.editorial.wordlists import members

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.editorial.mentions import Mention, Mentions

_BODIES = frozenset({"body", "outlet", "document"})
# Shorter words that differ by a letter are two names: Hadad, Hamad.
_MOST_SPELLED_WORD = 4
_PAIR = 2
_SOUND, _OBLIQUE = WAW + NOON, YEH + NOON
_SHORTEST_INITIALS, _LONGEST_INITIALS = 2, 5


@dataclass(eq=False, slots=True)
class Entity:
    """One person, group, body or document, and every mention of it in the article's order.

    `initials` are what it goes by for short, as the article says in brackets: no names, they are heard as riddles.
    `places` are the paragraph and token of each mention, `told` of those outside of quotes; `never_free` is true where
    a preposition governs them all.
    """

    number: int
    kind: str
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[tuple[str, ...]] = field(default_factory=Counter)
    initials: set[tuple[str, ...]] = field(default_factory=set)
    titles: list[frozenset[str]] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    genders: Counter[str] = field(default_factory=Counter)
    words: set[str] = field(default_factory=set)
    places: list[tuple[int, int]] = field(default_factory=list)
    told: list[tuple[int, int]] = field(default_factory=list)
    never_free: bool = True
    _best: Mention | None = None

    def add(self, mention: Mention) -> None:
        """Take a mention in, with its name, its title and its vote for the gender."""
        self._best = None
        place = (mention.paragraph, mention.first)
        at = bisect_left(self.places, place)
        self.places.insert(at, place)
        self.mentions.insert(at, mention)
        if not mention.quoted:
            insort(self.told, place)
        self.never_free &= bool(mention.behind)
        if mention.name and mention.name not in self.initials:
            self.names[mention.name] += 1
            self.words |= set(mention.name)
        if mention.title:
            self.titles.append(frozenset(mention.title))
            self.heads.add(head_of(mention))
        surname = len(mention.name) == 1 and not mention.title and any(len(name) > 1 for name in self.names)
        if mention.gender and not surname:
            # A woman's surname is as often as not a man's first name: it says nothing about her.
            self.genders[mention.gender] += 2 if mention.kind in ("role", "person") else 1

    @property
    def gender(self) -> str:
        """Return `m` or `f`, empty where the mentions do not agree."""
        male, female = self.genders["m"], self.genders["f"]
        return "m" if male > female else "f" if female > male else ""

    @property
    def is_man(self) -> bool:
        """Say whether this is a person whom name or titles show to be a man."""
        return self.kind in ("person", "name", "role") and self.gender == "m"

    @property
    def number_of(self) -> str:
        """Return `p` for a group, `s` for anybody else."""
        return "p" if not self.names and any(one.number == "p" for one in self.mentions) else "s"

    @property
    def is_sources(self) -> bool:
        """Say whether these are sources, of whom news says that "she said"; of doctors it says that they did."""
        return any(one.head.tagged("source") for one in self.mentions)

    @property
    def best(self) -> Mention:
        """Return the mention with the fullest name, else the fullest description.

        Of equals the first in the nominative as far as it can be told: employees are named otherwise behind "of".
        """
        if self._best is None:
            self._best = self._find_best()
        return self._best

    def _find_best(self) -> Mention:
        named = [one for one in self.mentions if one.name_span and one.name not in self.initials]
        if named:
            most = max(len(one.name) for one in named)
            fullest = [one for one in named if len(one.name) == most]
            if most == 1 and self.kind in ("person", "name"):
                # A name of one word is told with the title that the article gives it: Pope Francis.
                titled = [one for one in fullest if one.title and one.head.tagged("role", "honorific")]
                return min(titled, key=lambda one: len(one.title), default=fullest[0])
            return min(fullest, key=_governed)
        most = max(len(one.title) for one in self.mentions)
        return min((one for one in self.mentions if len(one.title) == most), key=_governed)

    @property
    def full_name(self) -> str:
        """Return the fullest name that the article gives, without title; a description where it gives no name."""
        best = self.best
        whole = best.name_span is None or (len(best.name) == 1 and best.title)
        # A hashtag's words are words: #Name_of_two.
        words = (best.text if whole else best.name_text).replace("#", "").replace("_", " ").split()
        return " ".join(_nominative(words) if best.behind and best.kind == "people" else words)


def _governed(mention: Mention) -> bool:
    return mention.behind != ""


def _nominative(words: Sequence[str]) -> list[str]:
    """Return many who are told in the genitive alone as one names them: [some] observers."""
    many = [word.endswith(_OBLIQUE) and _is_of_several(word) for word in words]
    end = many.index(False) if False in many else len(words)
    return [word[: -len(_OBLIQUE)] + _SOUND if at < end else word for at, word in enumerate(words)]


def _is_of_several(word: str) -> bool:
    """Say whether a word in -in is a sound plural, one of which is known; "millions" and "the poor" are none."""
    one = fold(word).removeprefix(ARTICLE)[: -len(_OBLIQUE)]
    return len(one) > _PAIR and bool(stem_parts(one) & Part.NOUN)


def _in_any_case(title: tuple[str, ...]) -> tuple[str, ...]:
    """Return a description with its head as it is governed: employees (nominative) of, employees (genitive) of."""
    head = title[0] if title else ""
    return (head[:-1] + YEH, *title[1:]) if head.endswith(WAW) and len(head) > _MOST_SPELLED_WORD else title


def _key(mention: Mention) -> tuple[int, int, int]:
    return mention.paragraph, mention.first, mention.last


def head_of(mention: Mention) -> str:
    """Return the office or kind of body that a mention's head says, whatever its gender."""
    base = mention.head.base
    group = mention.head.entry.group
    masculine = base.removesuffix(TEH_MARBUTA)
    if group in ("person", "relative", "") or masculine not in entries():
        return masculine if masculine in entries() else base
    return masculine


class Entities:
    """The entities of an article, and whose each mention is."""

    def __init__(self, mentions: Mentions) -> None:
        """Put the mentions together: full names, then names told short, then descriptions."""
        self.all: list[Entity] = []
        self._of: dict[tuple[int, int, int], Entity] = {}
        self._by_word: dict[str, list[Entity]] = defaultdict(list)
        # By how many words a name has, and the letter with which it begins.
        self._by_shape: dict[tuple[int, str], list[Entity]] = defaultdict(list)
        self._descriptions: dict[tuple[str, ...], Entity] = {}
        self._fuller: dict[tuple[str, ...], tuple[str, ...]] = {}
        everything = [one for several in mentions.by_paragraph for one in several]
        short = _in_brackets(mentions)
        named = [one for one in everything if one.name and (one.title or one.name not in short)]
        self._enter_named(mentions, named)
        for several in mentions.by_paragraph:
            for before, one in pairwise(several):
                apposed = None if one.name else self._apposed(mentions, before, one) or self._joined(before, one)
                if apposed:
                    self._enter(one, apposed)
        rest = [one for one in everything if _key(one) not in self._of]
        self._enter_described([one for one in rest if not one.name])
        for one in rest:
            if one.name:
                whose = self._of[_key(short[one.name])]
                whose.initials.add(one.name)
                self._enter(one, whose)

    def _enter_named(self, mentions: Mentions, named: Sequence[Mention]) -> None:
        """Enter full names, the longest first, then names of one word."""
        for one in sorted((one for one in named if len(one.name) > 1), key=lambda one: -len(one.name)):
            self._enter(one, self._same_name(one) or self._new("person"))
        for one in named:
            if len(one.name) == 1:
                gender = _gender_of_verb(mentions, one) or one.gender
                self._enter(one, self._told_short(one, gender) or self._new(one.kind))

    def _enter_described(self, rest: Sequence[Mention]) -> None:
        """Enter what has no name: bodies told in full first, so that those told short find them wherever they stand."""
        self._fuller = _fuller(one for one in rest if one.kind == "role" and one.definite)
        bodies = [one for one in rest if one.kind in _BODIES]
        for one in sorted(bodies, key=lambda one: -len(one.title)):
            self._enter(one, self._fuller_body(one) or self._new(one.kind))
        for one in rest:
            if one.kind not in _BODIES:
                self._enter(one, self._described(one) or self._new(one.kind))

    def of(self, mention: Mention) -> Entity:
        """Return whose mention it is; one that was read only where a verb asked for it is entered now."""
        known = self._of.get(_key(mention))
        if known:
            return known
        entity = self._described(mention) or self._new(mention.kind)
        self._enter(mention, entity)
        return entity

    def _new(self, kind: str) -> Entity:
        entity = Entity(len(self.all), kind)
        self.all.append(entity)
        return entity

    def _enter(self, mention: Mention, entity: Entity) -> None:
        fresh = set(mention.name) - entity.words
        if mention.name and mention.name not in entity.names:
            self._by_shape[len(mention.name), mention.name[0][0]].append(entity)
        entity.add(mention)
        for word in fresh:
            self._by_word[word].append(entity)
        self._of[_key(mention)] = entity
        if not mention.name:
            self._descriptions.setdefault(self._in_full(mention.title), entity)

    def _same_name(self, mention: Mention) -> Entity | None:
        """Return the person whose name holds this one, or differs by a letter in one word."""
        wanted = mention.name
        for entity in self._by_word.get(wanted[-1], []) + self._by_word.get(wanted[0], []):
            for name in entity.names:
                if _holds(name, wanted) or _spelled_alike(name, wanted):
                    return entity
        return None

    def _told_short(self, mention: Mention, gender: str) -> Entity | None:
        """Return the person whose surname or first name a word is: of the right gender, named last before it."""
        word = mention.name[0]
        known = self._by_word.get(word, [])
        # A verb decides between a sister and a brother; the only one of a name may have been given a wrong gender. A
        # woman's surname is as often as not a man's first name: by itself it says nothing against her.
        wanted = gender if len(known) > 1 else mention.gender if mention.title else ""
        fitting = [one for one in known if agree(one.gender, wanted)]
        fitting = fitting or self._by_spelling(word) or self._by_initials(mention)
        if not fitting:
            return None
        place = (mention.paragraph, mention.first)

        def rank(entity: Entity) -> tuple[bool, bool, tuple[int, int]]:
            # "The House of Name" is a family, its member goes by the same name.
            last = any(name[-1] == word and name[0] != ARTICLE for name in entity.names)
            before = [(one.paragraph, one.first) for one in entity.mentions if (one.paragraph, one.first) < place]
            return last, bool(before), max(before, default=(0, 0))

        return max(fitting, key=rank)

    def _by_spelling(self, word: str) -> list[Entity]:
        """Return those whose surname is this word but for one letter, or two that changed places."""
        if len(word) < _MOST_SPELLED_WORD:
            return []
        full = ((one, name) for one in self.all for name in one.names if len(name) > 1)
        found = [one for one, name in full if _misspelled(name[-1], word) or _misspelled(name[0], word)]
        return list(dict.fromkeys(found))

    def _by_initials(self, mention: Mention) -> list[Entity]:
        """Return the person whose initials a Latin abbreviation gives: AOC."""
        latin = mention.head.text
        if not latin.isascii() or not latin.isupper() or not _SHORTEST_INITIALS <= len(latin) <= _LONGEST_INITIALS:
            return []
        firsts = (letter for letter, capitals in initials().items() if latin[0] in capitals)
        found = {one.number: one for letter in firsts for one in self._by_shape.get((len(latin), letter), [])}
        return [one for _, one in sorted(found.items()) if any(_initialled(latin, name) for name in one.names)]

    def _described(self, mention: Mention) -> Entity | None:
        """Return the one whom a description means: somebody named with that title, or described in the same words."""
        if mention.kind in ("role", "other") and mention.head.tagged("role") and mention.number == "s":
            named = self._holder(mention) or self._only_one(mention)
            if named:
                return named
        if mention.kind in _BODIES:
            return self._fuller_body(mention)
        if mention.kind in ("people", "role") and len(mention.title) == 1 and mention.head.definite:
            earlier = self._same_head(mention)
            if earlier:
                return earlier
        if mention.kind == "people" or not mention.definite:
            told = len(mention.title) > 1 or mention.head.definite
            return self._descriptions.get(_in_any_case(mention.title)) if told else None
        return self._descriptions.get(self._in_full(mention.title))

    def _in_full(self, title: tuple[str, ...]) -> tuple[str, ...]:
        """Return the one fuller description that an article has for an office: the prosecutor, the prosecutor here."""
        return _in_any_case(self._fuller.get(title, title))

    def _same_head(self, mention: Mention) -> Entity | None:
        """Return the one last described with the same head: the source, after a responsible source."""
        return self._last_with(mention, (one for one in self.all if one.kind == mention.kind and not one.names))

    def _last_with(self, mention: Mention, among: Iterable[Entity]) -> Entity | None:
        """Return who of several was last told of before a mention by its first word."""
        place = (mention.paragraph, mention.first)
        told = [
            (one.paragraph, one.first, entity.number)
            for entity in among
            for one in entity.mentions
            if one.title[:1] == mention.title[:1] and (one.paragraph, one.first) < place
        ]
        return self.all[max(told)[2]] if told else None

    def _apposed(self, mentions: Mentions, before: Mention, mention: Mention) -> Entity | None:
        """Return the person whose name stands right before an office: Name Surname, the director of ..."""
        if not before.name or mention.kind != "role" or mention.behind or mention.head.lead:
            return None
        entity = self._of.get(_key(before))
        between = mentions.phrases[mention.paragraph].found[before.last : mention.first]
        near = len(between) <= 1 and all(token.text in COMMAS for token in between)
        fits = entity is not None and entity.kind in ("person", "name") and agree(entity.gender, mention.gender)
        return entity if near and fits else None

    def _joined(self, before: Mention, mention: Mention) -> Entity | None:
        """Return whose second office in apposition is told: Name Surname, the candidate of ... and head of ..."""
        both = before.kind == "role" and mention.kind == "role" and mention.head.lead == WAW and not mention.behind
        return self._of.get(_key(before)) if both and before.last == mention.first else None

    def _holder(self, mention: Mention) -> Entity | None:
        if not mention.definite:
            return None
        head, place = head_of(mention), (mention.paragraph, mention.first)
        wanted = set(mention.title[1:]) - members("former")
        best, best_rank = None, (0, 0, (0, 0))
        for entity in self.all:
            if entity.kind != "person" or head not in entity.heads or not agree(entity.gender, mention.gender):
                continue
            match = max((_fit(wanted, title, head) for title in entity.titles), default=0)
            if not match and wanted and wanted <= frozenset().union(*entity.titles):
                match = 1  # "the German Name Surname, coach of ...", and later "the German coach"
            if not match:
                continue
            before = [(one.paragraph, one.first) for one in entity.mentions if (one.paragraph, one.first) < place]
            rank = (match, 1 if before else 0, max(before, default=(0, 0)))
            if best is None or rank > best_rank:
                best, best_rank = entity, rank
        return best

    def _only_one(self, mention: Mention) -> Entity | None:
        """Return whom a description means where the article names nobody else of that gender, nor by another office.

        The more a description says, the likelier it is of somebody else: an office and where from is all that it may.
        """
        plain = all(_is_origin(word) for word in mention.title[1:])
        if not mention.head.definite or not mention.gender or not plain:
            return None
        place = (mention.paragraph, mention.first)
        alike = [one for one in self.all if one.kind == "person" and agree(one.gender, mention.gender)]
        known = [one for one in alike if one.gender or mention.gender == "m"]
        if len(known) != 1 or not known[0].places or known[0].places[0] > place:
            return None
        same = mention.gender == "f" or known[0].heads <= {head_of(mention)}
        return known[0] if same else None

    def _named_body(self, mention: Mention) -> Entity | None:
        """Return the body last named with the noun that now stands alone: the company, after the company X."""
        if len(mention.title) > 1 or not mention.head.definite:
            return None
        return self._last_with(mention, (one for one in self.all if one.names and mention.title[0] in one.heads))

    def _fuller_body(self, mention: Mention) -> Entity | None:
        """Return the body that is told in the same words or in more: last before the mention, else first after it."""
        named = self._named_body(mention)
        if named:
            return named
        exact = self._descriptions.get(_in_any_case(mention.title))
        # "A company" is any; "the company" is the one that was told of in full.
        told = exact is not None and (not mention.head.definite or any(one.head.definite for one in exact.mentions))
        if exact is not None and exact.kind == mention.kind and (told or len(mention.title) > 1):
            return exact
        if len(mention.title) < _PAIR and not mention.head.definite:
            return None
        wanted, place = set(mention.title), (mention.paragraph, mention.first)
        alike: list[tuple[bool, int, int, int]] = []
        for entity in self.all:
            if entity.kind != mention.kind or entity.names:
                continue
            for one in entity.mentions:
                # A ministry is told by its field; "the forces" are no part of "a group of the forces".
                same = mention.title[0] == one.title[0] or one.title[1:] == mention.title
                whole = wanted < set(one.title) and same
                where = (one.paragraph, one.first)
                if whole and (where < place or len(wanted) > 1):
                    before = where < place
                    alike.append((before, *(where if before else (-where[0], -where[1])), entity.number))
        if alike:
            return self.all[max(alike)[3]]
        if exact is not None and exact.kind == mention.kind:
            return exact
        # A letter is told of once, whatever is said of it: an open letter, the letter addressed to ...
        return self._same_head(mention) if mention.kind == "document" and mention.head.definite else None


def _in_brackets(mentions: Mentions) -> dict[tuple[str, ...], Mention]:
    """Return the names of one word that stand in brackets right behind a body: the agency (SANA), and whose each is."""
    found: dict[tuple[str, ...], Mention] = {}
    for several, phrases in zip(mentions.by_paragraph, mentions.phrases, strict=True):
        for body, one in pairwise(several):
            tokens = phrases.found
            if body.kind not in _BODIES or body.name or len(one.name) != 1 or one.title or one.last >= len(tokens):
                continue
            between = [token.text for token in tokens[body.last : one.first]]
            if between == ["("] and tokens[one.last].text == ")":
                found.setdefault(one.name, body)
    return found


def _fuller(offices: Iterable[Mention]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the descriptions of offices that one other continues by where they are of, and that one."""
    titles = {one.title for one in offices}
    longer: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for title in titles:
        for end in range(_PAIR, len(title)):
            if all(map(_is_origin, title[end:])):
                longer[title[:end]].append(title)
    return {short: several[0] for short, several in longer.items() if len(several) == 1}


def _fit(wanted: set[str], title: frozenset[str], head: str) -> int:
    """Say how well a description fits a title: 2 where all its words stand there, 1 where it says nothing else."""
    if head not in {word.removesuffix(TEH_MARBUTA) for word in title} and head not in title:
        return 0
    # "Federal" is spelled in more than one way.
    if all(word in title or any(_misspelled(word, one) for one in title) for word in wanted):
        return 2 + bool(wanted)
    if all(_is_origin(word) for word in wanted) and not any(_is_origin(word) for word in title):
        return 1
    return 0


def _is_origin(word: str) -> bool:
    entry = entries().get(word)
    return bool(entry and "origin" in entry.tags)


def _holds(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Say whether the words of a name stand in another in order, its last or its first word among them."""
    rest = iter(longer)
    return all(word in rest for word in shorter) and (shorter[-1] == longer[-1] or shorter[0] == longer[0])


def _spelled_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    if len(one) != len(other) or len(one) < _PAIR:
        return False
    differ = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(differ) == 1 and min(map(len, differ[0])) >= _MOST_SPELLED_WORD and _one_letter_apart(*differ[0])


def _misspelled(one: str, other: str) -> bool:
    apart = len(one) > _MOST_SPELLED_WORD and _one_letter_apart(one, other)
    return apart or (len(one) >= _MOST_SPELLED_WORD and _swapped(one, other))


def _swapped(one: str, other: str) -> bool:
    differ = [at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return (
        len(one) == len(other)
        and len(differ) == _PAIR
        and differ[1] == differ[0] + 1
        and one[differ[0]] == other[differ[1]]
        and one[differ[1]] == other[differ[0]]
    )


def _initialled(latin: str, name: Sequence[str]) -> bool:
    letters = initials()
    return len(latin) == len(name) and all(
        capital in letters.get(word[0], "") for capital, word in zip(latin, name, strict=True)
    )


def _one_letter_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    return max(len(one), len(other)) - head - tail <= 1


def _gender_of_verb(mentions: Mentions, mention: Mention) -> str:
    """Return the gender of the speech verb right before a mention, empty where none stands there."""
    found = mentions.phrases[mention.paragraph].found
    verb = found[mention.first - 1].verb if mention.first and not mention.behind else None
    return verb.gender if verb else ""


def agree(one: str, other: str) -> bool:
    """Say whether two genders agree; one that nobody knows, "", agrees with both."""
    return not one or not other or one == other
