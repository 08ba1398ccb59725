"""The persons and organizations of an article, so that a last name, an office or a pronoun finds its full name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.editorial.cues import Form, cue_form
from briefing.editorial.people import Lore, Phrase, is_institution, is_role, office, phrase_at
from briefing.editorial.quotes_marks import MARKS, pair
from briefing.editorial.tokens import Token, tokens
from briefing.editorial.wordlists import pairs
from briefing.editorial.words import fold
from briefing.model import Article, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_LONGEST_BRAND = 4
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
        form = cue_form(token.folded)
        follows = form is not None and form[1] is Form.FINITE and at + 1 < len(found)
        return phrase_at(found, at + 1, self.lore) if follows else None

    def _enter(self, paragraph: int, found: Sequence[Token], phrase: Phrase) -> None:
        titles = frozenset(token.bare for token in found[phrase.first : phrase.last] if token.is_word)
        head = found[phrase.first]
        if is_institution(head) and not is_role(head):
            named = self.slice(paragraph, found, phrase.first, phrase.last)
            self._by_head[head.bare].append(_Entry(named, tuple(titles), titles))
        elif phrase.has_name:
            words = tuple(token.folded for token in found[phrase.name_first : phrase.name_last] if token.is_word)
            named = self.slice(paragraph, found, phrase.name_first, phrase.name_last)
            entry = _Entry(named, words, titles - set(words))
            for word in words:
                self._by_word[word].append(entry)
            if group := office(head):
                self._by_group[group].append(entry)

    def slice(self, paragraph: int, found: Sequence[Token], first: int, last: int) -> Named:
        """Return the text of some tokens with its place, without marks at its ends."""
        while last - first > 1 and found[first].text in MARKS:
            first += 1
        while last - first > 1 and (found[last - 1].text in MARKS or not found[last - 1].is_word):
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
            return (
                self._organization(head.bare, {token.bare for token in found[phrase.first : phrase.last]}, place) or own
            )
        if phrase.has_name:
            words = [token.folded for token in found[phrase.name_first : phrase.name_last] if token.is_word]
            name = self.slice(paragraph, found, phrase.name_first, phrase.name_last)
            return self._initials(name.text) or self.fullest(words) or name
        if group := office(head):
            beside = {token.bare for token in found[phrase.first : phrase.last + 3]}
            return self._office(group, beside, place) or own
        return self.fullest(words) or own

    def fullest(self, words: Iterable[str]) -> Named | None:
        """Return the longest name that ends in the words, or else holds them; a word too many is let go."""
        wanted = tuple(words)
        while wanted:
            alike = [
                entry for entry in self._by_word.get(wanted[-1], [])[:_MOST_ALIKE] if set(wanted) <= set(entry.words)
            ]
            if alike:
                return max(alike, key=lambda entry: (entry.words[-len(wanted) :] == wanted, len(entry.words))).named
            wanted = wanted[:-1]
        return None

    def _office(self, group: str, words: set[str], place: tuple[int, int]) -> Named | None:
        """Return the person of that office: the one with most of the title's words, then the last one named before."""
        alike = self._by_group.get(group, [])[-_MOST_ALIKE:]
        if not alike:
            return None

        def fits(entry: _Entry) -> tuple[int, bool, tuple[int, int]]:
            where = (entry.named.span.paragraph, entry.named.span.start)
            before = where <= place
            return len(entry.titles & words), before, where if before else (-where[0], -where[1])

        best = max(alike, key=fits)
        return self.fullest(fold(word) for word in best.named.text.split()) or best.named

    def _organization(self, head: str, words: set[str], place: tuple[int, int]) -> Named | None:
        alike = [entry for entry in self._by_head.get(head, [])[:_MOST_ALIKE] if entry.titles >= words]
        before = [entry for entry in alike if (entry.named.span.paragraph, entry.named.span.start) <= place]
        return max(before or alike, key=lambda entry: len(entry.words)).named if alike else None

    def _initials(self, text: str) -> Named | None:
        """Return the person whose initials a Latin abbreviation gives: JFK, AOC."""
        if not text.isascii() or not text.isupper() or not _SHORTEST_INITIALS <= len(text) <= _LONGEST_INITIALS:
            return None
        letters = pairs("initials", "latin")
        for entries in self._by_word.values():
            for entry in entries[:_MOST_ALIKE]:
                name = fold(entry.named.text).split()
                if len(name) == len(text) and all(
                    letter in letters.get(word[0], "") for letter, word in zip(text, name, strict=True)
                ):
                    return entry.named
        return None


def _brands(paragraphs: Iterable[str]) -> Iterable[str]:
    """Return the words that stand in marks by themselves: names of companies, not of persons."""
    for text in paragraphs:
        for marked in pair(text):
            inside = text[marked.start : marked.end].split() if marked.closed else []
            if len(inside) == 1:
                yield fold(inside[0])
