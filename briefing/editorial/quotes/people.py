"""Who is who in an article: noun phrases of sources, and the fullest name that the article gives each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.editorial.quotes.cues import Form, cue_form
from briefing.editorial.quotes.marks import MARKS
from briefing.editorial.tokens import Token
from briefing.editorial.wordlists import members, pairs

if TYPE_CHECKING:
    from collections.abc import Sequence


_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_ALEF, _MEEM = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER MEEM}"
# Surnames like Bovier; "his lawyers" starts with M.
_FOREIGN_ENDING = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}"
_LAM, _BEH, _WAW = "\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER WAW}"
_PERSONS = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER NOON}"
_FEMININE_ADJECTIVE = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER TEH MARBUTA}"
# The name that folds into the preposition "on".
_ALI = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER LAM}\N{ARABIC LETTER YEH}"
_LAST_LATIN = "\N{LATIN SMALL LETTER Z}"
_COMMAS = frozenset({",", "\N{ARABIC COMMA}"})
LONGEST_PHRASE = 24
_LONGEST_NAME = 5
_FULL_NAME = 2
# A verb with its object ends a source: the study that they made.
_WITH_OBJECT = ("\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER TEH}\N{ARABIC LETTER HEH}")
_LONGEST_MARKED_NAME = 5
_SHORTEST_WORD = 2
_FIRST_DOUBTFUL = 2
_SHORTEST_OWNED = 5


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source as it stands in a sentence: tokens `first` to `last`, of them a name from `name_first` on."""

    first: int
    last: int
    name_first: int
    name_last: int

    @property
    def has_name(self) -> bool:
        """Say whether the phrase holds a name."""
        return self.name_last > self.name_first


@dataclass(frozen=True, slots=True)
class Lore:
    """What an article says about its words: those that are names of companies, and all that stand in it."""

    brands: frozenset[str] = frozenset()
    vocabulary: frozenset[str] = frozenset()


def office(token: Token) -> str | None:
    """Return the group of an office or trade (minister, witness), also where its adjective lost the space before it."""
    known = pairs("roles", "group")
    return known.get(token.bare) or known.get(token.bare.partition(_ARTICLE)[0])


def is_role(token: Token) -> bool:
    """Say whether a word is somebody's office or trade: minister, spokesman, witness."""
    return office(token) is not None


def is_institution(token: Token) -> bool:
    """Say whether a word is the head of an organization's name, or of a document's."""
    return token.bare in members("institutions")


def unglued(token: Token) -> Token:
    """Take the particle in front off a word."""
    return Token(token.text[1:], token.start + 1, token.end, token.folded[1:])


@cache
def _kinds() -> tuple[frozenset[str], ...]:
    return members("name_stops"), members("complementizers"), members("title_words"), members("places")


class _Reader:
    """Reads one phrase from left to right: titles first, then a name."""

    def __init__(
        self,
        found: Sequence[Token],
        first: int,
        lore: Lore,
        *,
        titled: bool = False,
        role: bool = False,
        most_tokens: int = LONGEST_PHRASE,
    ) -> None:
        self._found, self._first, self._at = found, first, first
        self._limit = min(len(found), first + most_tokens)
        self._lore = lore
        self._last = first
        self._name: list[int] = []
        self._titled = titled
        self._plural = self._body = False
        self._role = role

    def read(self) -> Phrase | None:
        while self._at < self._limit and self._step(self._found[self._at]):
            pass
        if self._last == self._first and not self._name:
            return None
        name = (self._name[0], self._name[-1] + 1) if self._name else (self._last, self._last)
        return Phrase(self._first, max(self._last, name[1]), *name)

    def _step(self, token: Token) -> bool:
        if not token.is_word:
            return self._sign(token.text)
        if self._opens_name() or (token.text == _ALI and (self._titled or self._name)):
            return self._take_name()
        if self._stops(token):
            return self._detour(token)
        if self._name:
            return self._more_name(token)
        return self._title(token) if self._is_title(token) else self._first_name()

    def _opens_name(self) -> bool:
        """Say whether a word that could be an office is a first name: Amin bin Hassan, the secretary son of nobody."""
        following = self._found[self._at + 1].folded if self._at + 1 < len(self._found) else ""
        word = self._found[self._at]
        may_be = not word.definite and not word.folded.startswith(_LAM + _LAM)
        return self._at > self._first and not self._name and may_be and following in members("name_links")

    def _sign(self, sign: str) -> bool:
        if sign in MARKS:
            return self._marked()
        if sign in _COMMAS:
            return self._apposition()
        return sign in {"-", "/"} and bool(self._name) and self._move()

    def _title(self, token: Token) -> bool:
        self._titled = True
        self._role |= is_role(token)
        if self._at == self._first:
            self._plural = token.bare in members("plural_sources")
            self._body = token.definite and is_institution(token) and not self._role
        return self._take()

    def _first_name(self) -> bool:
        if self._plural:
            return self._take()
        # The agency, the bank: a definite head has no bare name behind it.
        return not self._body and self._take_name()

    def _take_name(self) -> bool:
        self._name.append(self._at)
        return self._move()

    def _move(self) -> bool:
        self._at += 1
        return True

    def _take(self) -> bool:
        self._at += 1
        self._last = self._at
        return True

    def _stops(self, token: Token) -> bool:
        stops, complementizers, _, _ = _kinds()
        folded = token.folded
        if folded in complementizers or self._is_clause(token):
            return True
        if folded in stops:
            place = self._at > self._first and self._found[self._at - 1].folded in _kinds()[3]
            pointing = folded in members("demonstratives") and self._titled and not self._name and not place
            return not pointing and not (self._at == self._first and is_role(token))
        known = is_role(token) or is_institution(token)
        form = cue_form(folded)
        adverb = form and form[1] is Form.PARTICIPLE and folded.endswith(_ALEF)
        if known or (form and form[1] is Form.FINITE) or adverb:
            return not known
        if folded.startswith((_LAM, _BEH)) and len(folded) > _SHORTEST_WORD:
            rest = unglued(token)
            if is_role(rest) or is_institution(rest) or rest.folded in members("media"):
                return True
        if folded.startswith((_LAM + _LAM, _WAW + _ARTICLE)):
            # The ministry of tourism and the crafts, the authority for the investment; but "to the journalists".
            heads = is_institution(self._found[self._first]) or folded.startswith(_WAW)
            return not self._titled or bool(self._name) or not heads or folded.endswith(_PERSONS)
        return folded.startswith(_BEH + _ARTICLE) or folded in {_LAM, _BEH, _WAW}

    def _is_clause(self, token: Token) -> bool:
        """Say whether a verb with its object, or whom a plural source speaks to, ends the source."""
        objects = token.folded.endswith(_WITH_OBJECT) and len(token.folded) >= _LONGEST_NAME
        objects &= token.folded not in _kinds()[2]
        return (objects and not is_role(token)) or (self._plural and token.folded.startswith(_LAM))

    def _is_title(self, token: Token) -> bool:
        _, _, titles, places = _kinds()
        folded = token.folded
        joined = folded.startswith(_WAW) and len(folded) > _SHORTEST_WORD and self._is_head(unglued(token))
        return (
            token.definite
            or folded.startswith((_LAM + _LAM, _WAW + _ARTICLE))
            or (folded in members("demonstratives") and self._titled)
            or self._is_head(token)
            or self._is_placed()
            or self._is_origin(folded)
            or joined
            or folded in titles
            or folded in places
            or folded in self._lore.brands
        )

    def _is_origin(self, folded: str) -> bool:
        """Say whether a word tells where a nameless source is from: a Western diplomat."""
        after = self._at > self._first and self._titled and not self._found[self._at - 1].definite
        return after and is_role(self._found[self._at - 1]) and folded in members("nationalities_bare")

    def _is_placed(self) -> bool:
        """Say whether the word before calls this one a place: the mayor of the city X, Name Surname."""
        return self._at > self._first and self._found[self._at - 1].folded in members("place_heads")

    def _is_head(self, token: Token) -> bool:
        return is_role(token) or is_institution(token)

    def _more_name(self, token: Token) -> bool:
        if token.folded[:1] > _LAST_LATIN and self._found[self._name[-1]].text.isascii():
            # The host of Meet the Press Name Surname: the foreign words are still the title.
            self._name = [self._at]
            return self._move()
        if token.definite:
            return self._definite_name(token)
        folded = token.folded
        _, _, titles, places = _kinds()
        links = members("name_links")
        linked = self._found[self._name[-1]].folded in links
        parts = sum(self._found[at].folded not in links for at in self._name)
        ends = (
            (self._is_head(token) and not self._is_surname())
            or folded in titles
            or folded in places
            or parts >= _LONGEST_NAME
        )
        ends &= not linked
        told = folded.startswith(_LAM) and folded[1:] in members("outlets")
        if ends or told or self._is_joined(folded) or self._is_owned(folded):
            return False
        return self._take_name()

    def _is_surname(self) -> bool:
        """Say whether an office's word behind a first name is a family name: nothing of an office follows it."""
        following = self._found[self._at + 1] if self._at + 1 < len(self._found) else None
        ends = following is None or not following.is_word or following.folded in _kinds()[0] | _kinds()[1]
        return len(self._name) == 1 and ends

    def _is_owned(self, folded: str) -> bool:
        """Say whether a third word is no name but a noun with its owner: his counterpart, their talks."""
        owned = len(folded) >= _SHORTEST_OWNED and folded.endswith(tuple(members("owners")))
        foreign = folded.endswith(_FOREIGN_ENDING) and not folded.startswith(_MEEM)
        return owned and not foreign and len(self._name) >= _FIRST_DOUBTFUL

    def _is_joined(self, folded: str) -> bool:
        """Say whether "and" starts another name: its rest stands alone elsewhere, or a whole name stands before."""
        if not folded.startswith(_WAW):
            return False
        return len(self._name) > 1 or folded[1:] in self._lore.vocabulary

    def _definite_name(self, token: Token) -> bool:
        """Take a family name with the article; an adjective shows that what went before was no name."""
        if token.folded.endswith(_FEMININE_ADJECTIVE) or token.folded in members("nationalities"):
            if not self._titled or len(self._name) > 1:
                return False
            self._name.clear()
            return self._take()
        linked = any(self._found[at].folded in members("name_links") for at in self._name)
        second = len(self._name) == 1 or self._found[self._name[-1]].definite or linked
        return second and token.folded not in _kinds()[3] and self._take_name()

    def _marked(self) -> bool:
        """Step over an organization's name in marks, or take a name in marks that stands alone."""
        for close in range(self._at + 1, min(self._at + 2 + _LONGEST_MARKED_NAME, len(self._found))):
            if self._found[close].text in MARKS:
                break
        else:
            return False
        if self._at > self._first and self._found[self._at - 1].definite:
            # Came in the message "...": what the message says is not its name.
            return False
        if self._name or close == self._at + 1 or (self._role and not self._body and self._is_person()):
            return False
        if not self._titled:
            if not self._names_speaker(close):
                return False
            self._name = list(range(self._at + 1, close))
            self._at = close + 1
            return False
        self._at = close + 1
        self._last = self._at
        return True

    def _is_person(self) -> bool:
        """Say whether the word before the mark is an office: what stands in the marks is then what its holder says."""
        return is_role(self._found[self._at - 1])

    def _names_speaker(self, close: int) -> bool:
        """Say whether words in marks right behind a verb name who speaks: "that" or a comma goes on from them."""
        following = self._found[close + 1] if close + 1 < len(self._found) else None
        if following is None or any(self._found[at].folded in members("clause_words") for at in range(self._at, close)):
            return False
        return following.is_word or following.text in _COMMAS | {":", "-", "("}

    def _apposition(self) -> bool:
        """Go on behind a comma where titles wait for their name: the minister, Name Surname, said."""
        if self._name or not self._role or self._at + 1 >= len(self._found):
            return False
        token = self._found[self._at + 1]
        if not token.is_word or self._stops(token) or self._is_title(token):
            return False
        self._at += 1
        return True

    def _detour(self, token: Token) -> bool:
        """Step into "of ..." inside a title where a name follows it: the member for a state, Name Surname."""
        if not self._may_lead_to_name(token):
            return False
        first, left = self._at + 1, self._limit - self._at - 1
        inner = _Reader(self._found, first, self._lore, titled=True, role=self._role, most_tokens=left)
        phrase = inner.read()
        whole = token.folded.startswith(_LAM + _LAM)
        if phrase is None or phrase.name_last - phrase.name_first < _FULL_NAME:
            return False
        first = phrase.name_first
        if first == self._at + 1 and not whole:
            return False
        before = self._found[first - 1]
        if is_institution(before) and not before.definite and phrase.name_last - first > _FULL_NAME:
            # The scholar at the institute of Kind, Name Surname: its name comes first.
            first += 1
        self._name = list(range(first, phrase.name_last))
        self._last = phrase.last
        return False

    def _may_lead_to_name(self, token: Token) -> bool:
        """Say whether a preposition can be part of somebody's office: not "in a statement", not "to the newspaper"."""
        folded = token.folded
        following = self._found[self._at + 1].folded if self._at + 1 < len(self._found) else ""
        opens = folded in members("title_prepositions") or folded.startswith((_LAM, _BEH))
        heard = folded.startswith(_LAM) and folded[1:].removeprefix(_LAM) in members("media")
        ends = not following or following in members("documents") or folded in _kinds()[1]
        return self._role and not self._name and opens and not heard and not ends and cue_form(folded) is None


def phrase_at(found: Sequence[Token], first: int, lore: Lore, *, shift: int = 0) -> Phrase | None:
    """Read the source that starts at a token: titles, an organization, a name; None where none starts.

    `shift` is added to the places of the phrase, for a reader that gives only a window of the tokens.
    """
    phrase = _Reader(found, first, lore).read() if first < len(found) else None
    if phrase is None or not shift:
        return phrase
    return Phrase(phrase.first + shift, phrase.last + shift, phrase.name_first + shift, phrase.name_last + shift)
