"""The persons and organizations of an article, so that a last name, an office or a pronoun finds its full name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from operator import itemgetter
from typing import TYPE_CHECKING

from briefing.editorial.quotes.cues import Form, cue_form, is_followed
from briefing.editorial.quotes.marks import MARKS, pair
from briefing.editorial.quotes.people import (
    LONGEST_PHRASE,
    Lore,
    Phrase,
    is_institution,
    is_role,
    office,
    phrase_at,
    unglued,
)
from briefing.editorial.tokens import Token, tokens
from briefing.editorial.wordlists import members, pairs
from briefing.editorial.words import fold
from briefing.model import Article, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PAIR = 2
_LONGEST_SEQUENCE = 5
_PARTICLES = frozenset("\N{ARABIC LETTER WAW}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}")
_FOR_THE = "\N{ARABIC LETTER LAM}\N{ARABIC LETTER LAM}"
_SHORTEST_INITIALS, _LONGEST_INITIALS = 2, 5
_MOST_ALIKE = 40


@dataclass(frozen=True, slots=True)
class Named:
    """A source by the name that the article gives it, and where that name stands."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name or an organization with the folded words that it is made of and, for a person, the words of the title."""

    named: Named
    words: tuple[str, ...]
    titles: frozenset[str]


class Names:
    """Everybody whom an article names, by any word of the name and by office."""

    def __init__(self, article: Article) -> None:
        """Read the whole article once, captions and repeats too: the full name may stand there alone."""
        self._article = article
        self.tokens = [tokens(text) for text in article.paragraphs]
        self.lore = Lore(
            brands=frozenset(_brands(article.paragraphs)),
            vocabulary=frozenset(token.folded for found in self.tokens for token in found),
        )
        self._sequences = Counter(_sequences(self.tokens))
        self._by_initials: dict[str, tuple[int, Named]] | None = None
        self._by_word: dict[str, list[_Entry]] = defaultdict(list)
        self._by_group: dict[str, list[_Entry]] = defaultdict(list)
        self._by_head: dict[str, list[_Entry]] = defaultdict(list)
        for paragraph, found in enumerate(self.tokens):
            self._read(paragraph, found)

    def _read(self, paragraph: int, found: Sequence[Token]) -> None:
        at = 0
        while at < len(found):
            phrase = self._phrase_from(found, at)
            if phrase is None:
                at += 1
                continue
            self._enter(paragraph, found, phrase)
            at = max(at + 1, phrase.last)

    def _phrase_from(self, found: Sequence[Token], at: int) -> Phrase | None:
        token = found[at]
        if not token.is_word:
            return None
        if is_role(token) or is_institution(token):
            return phrase_at(found, at, self.lore)
        if token.folded[:1] in _PARTICLES and is_role(unglued(token)):
            return phrase_at([unglued(token), *found[at + 1 : at + LONGEST_PHRASE]], 0, self.lore, shift=at)
        form = cue_form(token.folded)
        follows = form is not None and form[1] is Form.FINITE and is_followed(found, at, 0)
        return phrase_at(found, at + 1, self.lore) if follows else None

    def _enter(self, paragraph: int, found: Sequence[Token], phrase: Phrase) -> None:
        titles = _plain(found[phrase.first : phrase.last])
        head = found[phrase.first]
        if phrase.has_name and not is_role(head) and head.folded[:1] in _PARTICLES and is_role(unglued(head)):
            head = unglued(head)
        if is_institution(head) and not is_role(head):
            named = self.slice(paragraph, found, phrase.first, phrase.last)
            self._by_head[head.bare].append(_Entry(named, tuple(titles), titles))
        elif phrase.has_name:
            last = self._name_end(found, phrase)
            words = tuple(token.folded for token in found[phrase.name_first : last] if token.is_word)
            named = self.slice(paragraph, found, phrase.name_first, last)
            entry = _Entry(named, words, titles - set(words))
            for word in words:
                self._by_word[word].append(entry)
            if group := office(head):
                self._by_group[group].append(entry)

    def _name_end(self, found: Sequence[Token], phrase: Phrase) -> int:
        """Return where the name ends: its first two words without what follows them but once."""
        first, last = phrase.name_first, phrase.name_last
        often = self._sequences[found[first].folded, found[min(first + 1, last - 1)].folded]
        for end in range(first + _PAIR + 1, min(last, first + _LONGEST_SEQUENCE) + 1):
            linked = {found[end - 2].folded, found[end - 1].folded} & members("name_links")
            if linked:
                # A name may be told short later: Abd Somebody bin Other, then Abd Somebody.
                continue
            if self._sequences[tuple(token.folded for token in found[first:end])] < often:
                return end - 1
        return last

    def slice(self, paragraph: int, found: Sequence[Token], first: int, last: int) -> Named:
        """Return the text of some tokens with its place, without marks at its ends."""
        while last - first > 1 and not found[first].is_word:
            first += 1
        while last - first > 1 and not found[last - 1].is_word and not _closes(found, first, last):
            last -= 1
        span = Span(paragraph=paragraph, start=found[first].start, end=found[last - 1].end)
        return Named(self._article.at(span), span)

    def resolve(self, paragraph: int, found: Sequence[Token], phrase: Phrase) -> Named:
        """Return the fullest name that the article gives a source, the phrase itself where it gives none."""
        own = self.slice(paragraph, found, phrase.first, phrase.last)
        head = found[phrase.first]
        place = (paragraph, head.start)
        words = [token.folded for token in found[phrase.first : phrase.last] if token.is_word]
        if is_institution(head) and not is_role(head):
            return self._organization(own, head.bare, _plain(found[phrase.first : phrase.last]), place)
        if phrase.has_name:
            words = [token.folded for token in found[phrase.name_first : phrase.name_last] if token.is_word]
            name = self.slice(paragraph, found, phrase.name_first, phrase.name_last)
            return self._initials(name.text) or self.fullest(words) or name
        if head.bare in members("plural_sources"):
            return own
        if group := office(head):
            beside = {token.bare for token in found[phrase.first : phrase.last + 3]}
            own_words = found[phrase.first + 1 : phrase.last]
            return self._office(group, beside, _complement(own_words), place) or own
        return self.fullest(words) or own

    def fullest(self, words: Iterable[str]) -> Named | None:
        """Return the longest name that ends in the words, or else holds them; a word too many is let go."""
        wanted = tuple(words)
        while wanted:
            alike = [
                entry for entry in self._by_word.get(wanted[-1], [])[:_MOST_ALIKE] if set(wanted) <= set(entry.words)
            ]
            if alike:
                best = max(alike, key=lambda entry: _rank(entry, wanted))
                return (_introduced(alike, wanted[0]) if best.words == wanted[:1] else None) or best.named
            wanted = wanted[:-1]
        return None

    def _office(self, group: str, words: set[str], complement: frozenset[str], place: tuple[int, int]) -> Named | None:
        """Return the person of that office: the one with most of the title's words, then the last one named before."""
        alike = self._by_group.get(group, [])[-_MOST_ALIKE:]
        if not alike:
            return None

        fitting = [entry for entry in alike if complement <= entry.titles and _may_be(entry.titles, words)]
        if not fitting:
            return None

        def fits(entry: _Entry) -> tuple[int, bool, tuple[int, int]]:
            where = (entry.named.span.paragraph, entry.named.span.start)
            before = where <= place
            return len(entry.titles & words), before, where if before else (-where[0], -where[1])

        best = max(fitting, key=fits)
        return self.fullest(fold(word) for word in best.named.text.split()) or best.named

    def _organization(self, own: Named, head: str, words: frozenset[str], place: tuple[int, int]) -> Named:
        """Return the fuller name of an organization that the words fit, the first one told."""
        alike = [entry for entry in self._by_head.get(head, [])[:_MOST_ALIKE] if entry.titles > words]
        before = [entry for entry in alike if (entry.named.span.paragraph, entry.named.span.start) <= place]
        return (before or alike)[0].named if alike else own

    def is_person(self, words: Iterable[str]) -> bool:
        """Say whether the words are a person's whole name in this article."""
        wanted = tuple(words)
        return bool(wanted) and any(entry.words == wanted for entry in self._by_word.get(wanted[-1], [])[:_MOST_ALIKE])

    def person_before(self, found: Sequence[Token], first: int, at: int) -> Named | None:
        """Return the person who is named last between two tokens."""
        for step in range(at - 1, max(first, at - LONGEST_PHRASE) - 1, -1):
            word = found[step].folded
            if self._by_word.get(word) and word not in members("name_stops"):
                return self.fullest([word])
        return None

    def _initials(self, text: str) -> Named | None:
        """Return the person whose initials a Latin abbreviation gives: JFK, AOC."""
        if not text.isascii() or not text.isupper() or not _SHORTEST_INITIALS <= len(text) <= _LONGEST_INITIALS:
            return None
        if self._by_initials is None:
            self._by_initials = self._read_initials()
        known = self._by_initials
        alike = (known.get(initials) for initials in map("".join, product(*map(_arabic_initials, text))))
        return min(filter(None, alike), key=itemgetter(0), default=(0, None))[1]

    def _read_initials(self) -> dict[str, tuple[int, Named]]:
        """Return the first name of each row of initials, with its place among all names."""
        known: dict[str, tuple[int, Named]] = {}
        entries = (entry for several in self._by_word.values() for entry in several[:_MOST_ALIKE])
        for number, entry in enumerate(entries):
            parts = fold(entry.named.text).split()
            if _SHORTEST_INITIALS <= len(parts) <= _LONGEST_INITIALS:
                known.setdefault("".join(part[0] for part in parts), (number, entry.named))
        return known


@cache
def _arabic_initials(latin: str) -> tuple[str, ...]:
    """Return the Arabic letters that a Latin initial may stand for."""
    return tuple(letter for letter, several in pairs("initials", "latin").items() if latin in several)


def _complement(found: Iterable[Token]) -> frozenset[str]:
    """Return the words that say which office it is: the president of the *union*, not the *new* president."""
    words = (token for token in found if token.is_word and token.folded not in members("nationalities"))
    return frozenset(token.bare.removeprefix(_FOR_THE) for token in words)


def _may_be(titles: frozenset[str], words: set[str]) -> bool:
    """Say whether a person of these titles may be meant: of the same country, and no minister for a president."""
    countries = members("nationalities_bare")
    if (words & countries) - titles and titles & countries:
        return False
    return not (titles ^ words) & members("deciding_titles")


def _plain(found: Iterable[Token]) -> frozenset[str]:
    """Return the words of a title without article and without the particle of "for the"."""
    return frozenset(token.bare.removeprefix(_FOR_THE) for token in found if token.is_word)


def _rank(entry: _Entry, wanted: tuple[str, ...]) -> tuple[bool, bool, int]:
    """Prefer a name that ends in the words, then one that a title introduces, then the longer one."""
    count = len(wanted)
    ends = entry.words[-count:] == wanted
    goes_on = entry.words[:count] == wanted and not members("name_links").isdisjoint(entry.words[count : count + 1])
    return ends or goes_on, len(entry.words) > 1 and bool(entry.titles), len(entry.words)


def _introduced(alike: Sequence[_Entry], surname: str) -> Named | None:
    """Return the full name that a title introduced, without the words of the sentence that were read on to."""
    for entry in alike:
        if not entry.titles or surname not in entry.words[1:_LONGEST_SEQUENCE]:
            continue
        words = entry.named.text.split()
        at = next((at for at, word in enumerate(words) if fold(word) == surname), 0)
        text = " ".join(words[: at + 1])
        if at and entry.named.text.startswith(text):
            return Named(text, replace(entry.named.span, end=entry.named.span.start + len(text)))
    return None


def _closes(found: Sequence[Token], first: int, last: int) -> bool:
    """Say whether the last token closes a mark that the name itself opened."""
    marks = sum(token.text in MARKS for token in found[first:last])
    return found[last - 1].text in MARKS and marks % 2 == 0


def _sequences(paragraphs: Iterable[Sequence[Token]]) -> Iterator[tuple[str, ...]]:
    for found in paragraphs:
        folded = [token.folded for token in found]
        for length in range(_PAIR, _LONGEST_SEQUENCE + 1):
            yield from zip(*(folded[start:] for start in range(length)), strict=False)


def _brands(paragraphs: Iterable[str]) -> Iterable[str]:
    """Return the words that stand in marks by themselves: names of companies, not of persons."""
    for text in paragraphs:
        for marked in pair(text):
            inside = text[marked.start : marked.end].split() if marked.closed else []
            if len(inside) == 1:
                yield fold(inside[0])
