"""The reader of one noun phrase, from left to right: titles first, then the name that closes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import (
    ABOUT,
    ALEF,
    BEH,
    COMMAS,
    FROM,
    HEH,
    IN,
    IN_THE_NAME,
    LAM,
    MEEM,
    NOON,
    ON,
    OWNERS,
    TEH,
    TEH_MARBUTA,
    WITHOUT,
    YEH,
)
from briefing.arabic.words import Part
from briefing.editorial.lexicon import listed_names
from briefing.editorial.marks import MARKS
from briefing.editorial.mentions.names import HEADS
from briefing.editorial.reading.tokens import BENT
from briefing.editorial.wordlists import members, pairs

if TYPE_CHECKING:
    from briefing.editorial.mentions.names import Names
    from briefing.editorial.reading.tokens import Token

_TITLE = (*HEADS, "title", "origin", "occasion")
# Heads that are a place's name and something else too.
_TOLD_FURTHER = ("body", "place_head", "role", "people")
_STOPS = ("saying", "object", "pronoun", "complementizer", "relative", "particle", "according", "interrogative")
# Whom a thing or person belongs to stands right behind these: the name behind them is not theirs.
_RELATIONS = frozenset({"relative", "lawyer", "adviser", "spokesman", "founder"})
# Deputies are "of" the holder of an office; of the others, "to the minister" says whom they speak to.
_DEPUTIES = frozenset({"legislator", "adviser", "politician", "official"})
# A journalist asks the minister; he is not the minister's.
_NOBODYS = frozenset({"journalist", "person", "witness"})
_INSIDE = frozenset((IN, FROM))
# What a purpose governs: the fight "against", the limiting "of".
_PURSUED = frozenset((ON, FROM))
# Adjectives like "the greatest" end in an alef where they are feminine.
_FEMININE = (TEH_MARBUTA, ALEF + TEH, ALEF, YEH)
_MANY_OF_ORIGIN = YEH + YEH + NOON
_LONGEST_PHRASE = 26
_LONGEST_ASIDE = 6
_LONGEST_INITIAL = 2
_REACH = 10
_NEAR = 5
_PAIR, _TRIPLE = 2, 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `first` to `last` of a paragraph; the name, if any, is `name_first` to `name_last`."""

    first: int
    last: int
    name_first: int
    name_last: int

    @property
    def has_name(self) -> bool:
        """Say whether the phrase holds a name."""
        return self.name_last > self.name_first


def is_published(token: Token) -> bool:
    """Say whether a word tells who made a document public, and nothing of whose it is: which the paper published."""
    return pairs("poll_tags", "tag").get(token.base.removesuffix(HEH)) == "pub"


class Reader:
    """Reads the phrase that starts at one token."""

    def __init__(self, names: Names, first: int) -> None:
        """Stand at the first token."""
        self._in, self._found = names, names.found
        self._first = self._at = first
        self._limit = min(len(self._found), first + _LONGEST_PHRASE)
        self._head = self._found[first]
        self._over_start = self._over_end = self._led_to = self._owner_end = self._set_off = -1
        self._completes = self._inside = False

    def read(self) -> Phrase | None:
        """Return the phrase, None where none starts."""
        token = self._head
        if self._titled(token):
            return self.read_from_noun()
        function = self._in.is_function(self._first)
        if (token.form in self._in.names and not function) or self._bare_name():
            return self._named(self._first)
        return self.read_from_noun() if token.definite and not function else None

    def read_from_noun(self) -> Phrase:
        """Read on from a head that is taken for granted."""
        self._at = self._first + 1
        while self._at < self._limit:
            name = self._name_here()
            if name is not None:
                return self._named(name)
            marked = self._marked_name()
            if marked is not None:
                return Phrase(self._first, marked, self._at + 1, marked)
            if not self._step():
                break
        last = self._at
        while last > self._first + 1 and not self._found[last - 1].is_word:
            if last == self._over_end:
                # What stands in marks or brackets at the end belongs to the name, or only tells it again.
                if self._completes:
                    break
                last = self._over_start + 1
            last -= 1
        return Phrase(self._first, last, last, last)

    # --- heads and names -------------------------------------------------------------------------------------------

    def _titled(self, token: Token) -> bool:
        """Say whether the head is an office or a body, and no surname or first name that is spelled like one."""
        surname = token.form in self._in.names and (token.definite or token.tagged("place"))
        if not token.tagged(*HEADS) or (surname and self._in.ends(self._first + 1)):
            return False
        given = token.name == "given" and not token.definite and not token.tagged("honorific")
        return not (given and self._is_run(self._first) and self._in.is_strong(self._first + 1))

    def _is_run(self, at: int) -> bool:
        return self._in.name_end(at) - at >= _PAIR

    def _bare_name(self) -> bool:
        token = self._head
        if self._in.is_finite(self._first):
            return False
        if token.lead or token.particle:
            strong = self._in.is_strong(self._first) and self._in.name_end(self._first) > self._first
            return strong or token.tagged("link")
        return self._in.starts_name(self._first)

    def _named(self, first: int) -> Phrase:
        last = max(self._in.name_end(first), first + 1)
        if not self._in.starts_name(first):
            last = max(last, self._in.bare_run(first))
            if first + 1 < len(self._found) and not self._found[first + 1].lead:
                last = max(last, self._in.name_end(first + 1))
            last += last == first + 1 and self._in.is_definite(last)
        return Phrase(self._first, last, first, last)

    def _name_here(self) -> int | None:
        """Return where the name starts that the title leads to, if it starts here."""
        at = self._at
        if not self._in.starts_name(at):
            return at if at == self._set_off or self._is_unlisted_name(at) else None
        before = self._found[at - 1]
        if at == self._led_to:
            return at
        governed = before.tagged("preposition") or (before.text in MARKS and self._found[at - 2].tagged("preposition"))
        if not before.definite and (governed or self._wants_owner(before)):
            return self._second_name(at)
        return at

    def _marked_name(self) -> int | None:
        """Return where a person's name in marks ends, behind a definite title: the actor "Name Surname"."""
        if self._found[self._at].text not in MARKS or not self._person() or not self._found[self._at - 1].definite:
            return None
        close, name = self._close(MARKS), self._at + 1
        if close is None or not _PAIR <= close - name <= _TRIPLE or not self._in.starts_name(name):
            return None
        return close if all(self._found[at].is_word for at in range(name, close)) else None

    def _is_unlisted_name(self, at: int) -> bool:
        """Say whether plain words are a name: behind a definite title, with "that", a colon or a mark right behind."""
        if not self._person() or not self._in.is_word(at):
            return False
        if self._is_first_name_alone(at) or self._is_before_compound(at):
            return True
        if not self._found[at - 1].definite:
            return False
        plain = not self._in.ends(at) and not self._found[at].definite and not self._found[at].entry.tags
        if plain and self._in.is_word(at + 1) and self._in.is_strong(at + 1):
            end = self._in.name_end(at + 1)
            # "The professor Sarkis Mazmanian, ...": a comma closes a name that is no other word.
            closed = self._in.is_sure(end - 1) and end < len(self._found) and self._found[end].text in COMMAS
            return end > at + 1 and (closed or self._opens_content(end))
        end = self._in.bare_run(at)
        if end - at == 1 and self._is_plain_definite(end):
            return self._closes_definite(end)
        return _PAIR <= end - at <= _TRIPLE and self._opens_content(end)

    def _is_before_compound(self, at: int) -> bool:
        """Say whether a plain word behind a definite title is a name, for one like Abd al-Hafez follows."""
        return self._found[at - 1].definite and self._in.is_bare(at) and self._in.starts_compound(at + 1)

    def _is_first_name_alone(self, at: int) -> bool:
        """Say whether a first name that is a word too stands where only a name can: Sheikh Muhammad.

        A predicate ("the candidate is confident of") has something behind it.
        """
        before, token = self._found[at - 1], self._found[at]
        if token.name != "given" or token.lead or not self._in.is_soft(at):
            return False
        if before.tagged("honorific") and before.definite:
            return True
        told = self._opens_content(at + 1) or self._found[at + 1].text == "("
        return (before.definite or before.tagged("outlet")) and told

    def _is_plain_definite(self, at: int) -> bool:
        return self._in.is_definite(at) and not self._found[at].lead and not self._found[at].particle

    def _closes_definite(self, at: int) -> bool:
        """Say whether a surname with the article is the last word: the secretary-general Sanda the-Tunisian, ..."""
        if at + 1 >= len(self._found):
            return False
        behind = self._found[at + 1]
        nisba = self._found[at].tagged("origin") and behind.text in COMMAS
        return nisba or (self._opens_content(at + 1) and behind.text not in MARKS)

    def _opens_content(self, at: int) -> bool:
        """Say whether what is said begins at a token: that, a colon, a mark."""
        if at >= len(self._found):
            return True
        token = self._found[at]
        return token.tagged("complementizer") or token.text == ":" or token.text in MARKS

    def _wants_owner(self, before: Token) -> bool:
        """Say whether the word before a name is a noun whose owner the name is: the company X, the wife of X."""
        given = self._found[self._at].name == "given"
        if before.tagged("honorific") or self._in.is_owned(self._at - 1):
            return False
        if before.tagged("role"):
            return before.entry.group in _RELATIONS or not given
        if before.tagged("body", "medium", "document", "people"):
            # What no dictionary has is the name of a body already.
            return bool(before.part)
        plain = before.is_word and before.sure >= BENT and not before.name
        return (
            plain and not before.tagged("title", "origin", "place", "link") and not (given and self._is_run(self._at))
        )

    def _second_name(self, at: int) -> int | None:
        """Return where a given name inside the run starts the person's own name, behind the owner's."""
        end = self._in.name_end(at)
        for step in range(at + 1, end):
            owner_too = self._found[at].name == "given" and step == at + 1
            if self._found[step].name == "given" and not self._found[step - 1].tagged("link") and not owner_too:
                return step
        # The mayor of the city X, Name Surname: a run of three behind "city" holds the city and the person.
        owner = self._found[at - 1].tagged("body", "place_head") and self._person()
        return at + 1 if owner and end - at > _PAIR else None

    # --- titles ----------------------------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Go on over one token of the title; False where the phrase ends."""
        token = self._found[self._at]
        if not token.is_word:
            return self._sign(token)
        if self._is_owned_name():
            self._at = self._owner_end = max(self._in.name_end(self._at), self._at + 1)
            return True
        if self._is_special(token) or self._is_governed(token):
            return self._take()
        return not token.tagged(*_STOPS) and self._on_over(token)

    def _on_over(self, token: Token) -> bool:
        if token.tagged("preposition") or token.particle:
            return self._prepositional(token)
        if self._in.is_finite(self._at) or self._in.is_adverb(self._at):
            return False
        return self._joined(token) if token.lead else self._noun(token)

    def _is_special(self, token: Token) -> bool:
        """Say whether a word goes on that ends a phrase elsewhere: this bloc, whose term ends, the company Nissan."""
        before = self._found[self._at - 1]
        if token.folded == WITHOUT and self._in.is_bare(self._at + 1) and not before.definite:
            self._at += 1  # Reporters Without Borders
            return True
        if token.tagged("demonstrative"):
            return self._in.is_definite(self._at + 1) and not before.definite
        if token.tagged("time"):
            if before is self._head and self._person() and not before.definite and token.tagged("title"):
                return True  # secretary general: "year" and "general" are spelled alike
            # The site Russia Today, the channel Tomorrow, channel 2 today.
            listed = f"{before.folded} {token.folded}" in listed_names()
            return listed or (before.tagged("body", "medium") and not before.definite) or before.text.isdigit()
        if token.name == "given" and self._in.is_definite(self._at + 1) and self._names(self._at + 2):
            # The minister of justice, keeper of the seals, Name Surname: Keeper is a first name too.
            self._at += 1
            return True
        owned = self._in.is_owned(self._at) and before.definite
        return owned and not token.lead and not token.particle and self._person() and self._name_within()

    def _names(self, at: int) -> bool:
        return self._in.starts_name(at) and self._is_run(at)

    def _noun(self, token: Token) -> bool:
        if token.tagged("demonstrative", "time"):
            return False
        before = self._found[self._at - 1]
        if self._head.tagged("place") and not self._head.tagged(*_TOLD_FURTHER) and not token.definite:
            return False  # "Washington Moscow": a place has no other behind it
        if token.definite or token.tagged(*_TITLE):
            return self._continues(token, before) and self._take()
        # The centre "X", whose study a paper printed: a relative clause's pronoun; a poll is told by who made it.
        known = before.tagged("role") or (self._head.tagged("document") and not is_published(token))
        clause = bool(token.part & Part.VERB) and token.base.endswith(OWNERS) and not known
        # "Google denied the use": a firm's name has no noun behind it that is its own.
        closed = before.definite or self._at == self._over_end or before.folded in listed_names()
        return bool(token.part & Part.NOUN) and not closed and not clause and self._take()

    def _continues(self, token: Token, before: Token) -> bool:
        """Say whether a noun goes on: behind a definite word only an adjective does, or another title of the same."""
        if before.definite and not token.definite:
            # "Major first": a rank has its degree behind it, and then its name.
            degree = token.folded in members("superlatives") and before.entry.group == "officer"
            # "Accused the spokesman of the ministry London": a place is no more of the title, unless it is a name.
            place = token.tagged("place") and self._in.is_word(self._at + 1) and self._in.is_strong(self._at + 1)
            return (token.tagged("role") or place or (degree and self._names(self._at + 1))) and self._person()
        others = self._head.tagged("body", "people") and token.tagged("body", "people")
        others = others or (self._person() and token.tagged("people") and not token.tagged("role", "title"))
        if before.definite and (self._is_many_of(token, before) if token.base.endswith(_MANY_OF_ORIGIN) else others):
            # "The coalition urged the factions", "the minister the citizens": a second is not the first one's.
            return False
        if before.definite and self._head.tagged("body", "people") and not self._person() and token.tagged("role"):
            # "The opposition the minister" are two; "the ruling party" is one, and agrees.
            agrees = before is self._head and self._head.entry.gender == token.entry.gender
            return token.tagged("origin", "title") or agrees
        if self._at == self._owner_end and not (self._person() or token.tagged("origin", *_TITLE)):
            return False  # "the brigades of Name the accident": behind a name no noun goes on
        if before.definite and self._is_of_another_gender(token):
            # "The United States the parties": no noun before it has that gender, so it is no adjective of any.
            return False
        asked = before is self._head and before.entry.group in _NOBODYS and token.definite and token.tagged("role")
        return not asked or before.definite

    def _is_many_of(self, token: Token, before: Token) -> bool:
        """Say whether a plural of origin cannot tell of the word before it: "the minister the Egyptians".

        "The lawyer of the political detainees": it tells of many.
        """
        if before is self._head:
            return before.entry.number == "s" or (before.tagged("body", "people") and token.tagged("body", "people"))
        return token.tagged("people") and not (token.tagged("role", "title") or before.tagged("people"))

    def _is_of_another_gender(self, token: Token) -> bool:
        """Say whether a definite word behind definite ones agrees with none: all are feminine, and it is not."""
        if self._person() or token.base.endswith(_FEMININE) or token.tagged(*_TITLE):
            return False
        own = [one for one in self._found[self._first : self._at] if one.is_word and one.part & Part.NOUN]
        return len(own) > 1 and all(one.base.endswith(_FEMININE) for one in own)

    def _person(self) -> bool:
        return self._head.tagged("role", "honorific")

    def _is_owned_name(self) -> bool:
        before = self._found[self._at - 1]
        if before.definite or not self._in.starts_name(self._at):
            return False
        return before.tagged("preposition") or self._wants_owner(before)

    def _take(self) -> bool:
        self._at += 1
        return True

    def _joined(self, token: Token) -> bool:
        """Go on behind "and" inside a title: the minister of tourism and crafts; not with another person."""
        if self._head.tagged("people") and token.tagged("place") and self._found[self._at - 1].tagged("place"):
            return self._take()  # the leaders of Britain and France
        if token.tagged(*HEADS) and not token.tagged("body", "title"):
            if not token.tagged("role") or not self._person():
                return False
            head = self._head
            same = token.definite == head.definite and token.entry.gender == head.entry.gender
            return (self._name_ahead() or (same and self._name_within())) and self._take()
        inside = self._at - self._first > 1 and token.definite and self._found[self._at - 1].definite
        return inside and self._head.tagged("role", "body") and self._take()

    def _name_within(self) -> bool:
        """Say whether both titles are of one person, whose name follows: the activist and writer Name Surname."""
        for at in range(self._at + 1, min(self._at + _NEAR, len(self._found))):
            if self._in.starts_name(at):
                return self._is_run(at)
            if self._in.ends(at):
                return False
        return False

    def _name_ahead(self) -> bool:
        """Say whether a name in apposition closes several titles: the official and board member, Name Surname."""
        for at in range(self._at + 1, min(self._at + _REACH, len(self._found) - 1)):
            if not self._found[at].is_word:
                return self._found[at].text in COMMAS and self._in.is_whole_name(at + 1)
            if self._in.is_finite(at) or self._found[at].tagged("complementizer"):
                return False
        return False

    # --- prepositions ----------------------------------------------------------------------------------------------

    def _prepositional(self, token: Token) -> bool:
        """Go on behind a preposition where it belongs to the title: "for" its body, or a name follows."""
        if token.particle == LAM and self._belongs(token):
            return self._take()
        if self._in_house(token) or self._is_for(token):
            self._at += 2
            return True
        if self._head.tagged("source", "people") or not self._person():
            return self._head.tagged("source", "people") and self._inside_body(token)
        before = self._found[self._first : self._at]
        if token.folded == IN_THE_NAME and any(one.entry.group == "spokesman" for one in before):
            return self._take()
        end = self._leads_to_name()
        if end is None:
            return self._inside_body(token)
        self._at = self._led_to = end
        return True

    def _is_for(self, token: Token) -> bool:
        """Say whether somebody stands for a body: a representative of ("about") the association."""
        stands = token.base == ABOUT and self._found[self._at - 1] is self._head
        if not stands or self._head.base not in members("standing_for"):
            return False
        return self._in.is_word(self._at + 1) and self._found[self._at + 1].tagged("body", "people", "place")

    def _in_house(self, token: Token) -> bool:
        """Say whether a body is told by another that it is in: the committee of legal affairs in the parliament."""
        if token.base != IN or not self._head.tagged("body") or self._person() or self._head.definite:
            return False
        if not self._in.is_definite(self._at + 1) or not self._found[self._at - 1].definite:
            return False
        return self._found[self._at + 1].tagged("body") and not self._found[self._at + 1].tagged("place")

    def _is_governed(self, token: Token) -> bool:
        """Say whether a preposition belongs to the word before it: for the fight against crime, made up of judges."""
        before, behind = self._found[self._at - 1], self._at + 1
        if not token.tagged("preposition") or not self._in.is_word(behind) or not self._in.has_noun(behind):
            return False
        purpose = before.particle == LAM and before.definite and bool(before.part & Part.NOUN)
        if purpose and token.base in _PURSUED:
            return self._in.is_definite(behind) and not self._found[behind].tagged("time", "occasion", "role", "people")
        made = before is not self._head and not before.definite and before.base[:1] == MEEM and token.base == FROM
        return made and not self._head.definite and bool(before.part & Part.NOUN)

    def _inside_body(self, token: Token) -> bool:
        """Go on into "in the ministry", "of the party" behind somebody who is told by that alone."""
        at = self._at if token.particle else self._at + 1
        if token.base == IN and at < len(self._found) and self._found[at].text in "([" and self._person():
            # The chief economist in (Name of a Bank): nothing else can hang on the preposition.
            self._at, self._completes = at, True
            return self._over(self._close(")]"))
        inside = token.base in _INSIDE or token.particle == BEH
        if self._head.definite or not self._in.is_word(at) or not inside:
            return False
        behind = self._found[at]
        # Inhabitants are of any place with the article; an official is "in" a body, and speaks "in" the evening.
        place = self._head.tagged("people") and behind.definite and not behind.tagged("time", "common", "document")
        # "A source in forensic medicine", "a source in Paris": only who has no name is told by anything but a body.
        field = behind.definite and not behind.tagged("time", "common", "document", "people", "role")
        place = place or (self._head.tagged("source") and field)
        place = place or (self._head.tagged("source") and (behind.tagged("place") or self._in.is_sure(at)))
        # "An official in the intelligence in Samarra": where the body is that he is told by.
        place = place or (self._inside and token.base == IN and behind.tagged("place"))
        if behind.tagged("occasion") or not (behind.tagged("body", "network") or place):
            return False
        self._inside = True
        self._at = at + 1
        return True

    def _belongs(self, token: Token) -> bool:
        """Say whether "for" goes on a title: of the organization; not "to the newspaper"."""
        if token.tagged("role") and not token.definite and self._head.entry.group in _DEPUTIES:
            return True
        if self._is_whose(token):
            return True
        letters = token.base in members("letter_names")  # "said to BBC"
        if letters or token.tagged("outlet", "medium", "people", "role", "occasion", "document", "network"):
            return False
        return self._head.tagged("role", "body", "honorific") and self._is_of(token)

    def _is_of(self, token: Token) -> bool:
        """Say whether "for" before no person and no outlet tells of what an office or a body is."""
        alone = self._found[self._at - 1] is self._head and self._head.definite
        if alone and not self._person() and token.definite:
            return False  # "asked the company to answer": a body with the article has no more to be told by
        if token.definite or token.tagged("body", "title", "place", "place_head"):
            return True
        noun = bool(token.part & Part.NOUN) and not token.part & Part.VERB
        return noun and self._leads_to_name() is not None

    def _is_whose(self, token: Token) -> bool:
        """Say whether "for" tells whose or what for a body is: the national centre for books, the union for workers.

        A body with an adjective has its noun behind "for"; journalists and witnesses are spoken to.
        """
        before = self._found[self._at - 1]
        body = self._head.tagged("body") and not self._person() and self._head.definite
        if not body or before is self._head or not before.definite:
            return False
        if token.tagged("people"):
            return token.definite and token.entry.group not in _NOBODYS
        # "Monitoring" and "a woman who monitors" are spelled alike.
        deed = not token.entry.tags or (token.tagged("role") and token.base.endswith(TEH_MARBUTA))
        plain = deed and not token.definite and token.sure >= BENT
        return plain and bool(token.part & Part.NOUN) and not token.part & Part.VERB

    def _leads_to_name(self) -> int | None:
        """Return where the name starts that a prepositional phrase leads to, None where the phrase leads nowhere."""
        glued = self._found[self._at].particle != ""
        complement = self._at + 1
        while complement < len(self._found) and self._found[complement].text == "#":
            complement += 1
        if not self._may_lead(complement):
            return None
        for at in range(complement, min(self._limit, self._at + _REACH)):
            token = self._found[at]
            if token.text in COMMAS:
                return at + 1 if self._in.is_whole_name(at + 1) else None
            if self._in.starts_name(at):
                if (at > complement or glued) and self._in.is_whole_name(at):
                    return self._behind_owner(at)
                if at == complement and token.name != "given" and not glued:
                    # The complement itself is a name that no table has: the person's own name is what follows it.
                    return at + 1 if self._in.is_whole_name(at + 1) else None
            if self._stops_complement(at):
                return None
        return None

    def _behind_owner(self, at: int) -> int | None:
        """Return where a person's name starts in a run that begins with a body's: the institute Carnegie, X."""
        before = self._found[at - 1]
        owned = before.tagged("body", "medium") and not before.definite and self._found[at].name != "given"
        if not owned or not before.part:
            return at
        inside = range(at + 1, self._in.name_end(at) - 1)
        return next((step for step in inside if self._found[step].name == "given"), at)

    def _may_lead(self, complement: int) -> bool:
        """Say whether a preposition can lead to a person's name: not "under the command of General Name"."""
        token = self._found[self._at]
        if token.tagged("preposition"):
            return self._has_complement(complement)
        others = token.particle == BEH and self._in.is_word(complement)
        return not (others and self._found[complement].tagged("role", "honorific"))

    def _has_complement(self, at: int) -> bool:
        return self._in.is_word(at) and not self._found[at].tagged("occasion", "time", "document", "particle")

    def _stops_complement(self, at: int) -> bool:
        token = self._found[at]
        if not token.is_word:
            return not (token.text in MARKS or token.text in "#()")
        if token.tagged("complementizer", "object", "relative", "particle", "time", "occasion", "according"):
            return True
        return self._in.is_finite(at) or self._in.is_adverb(at)

    # --- signs -----------------------------------------------------------------------------------------------------

    def _sign(self, token: Token) -> bool:
        numbered = token.text.isdigit() and self._found[self._at - 1].tagged("body", "medium", "document")
        if token.text == "#" or numbered:
            return self._take()
        if token.text in MARKS:
            return self._marked()
        if token.text == "." and self._found[self._at - 1].tagged("honorific"):
            return len(self._found[self._at - 1].text) <= _LONGEST_INITIAL and self._take()
        if token.text in "([":
            before = self._found[self._at - 1]
            # Doctors (without borders), the party (Fatherland), but the organization of health (WHO).
            self._completes = not before.definite and bool(before.part & Part.NOUN)
            return self._over(self._close(")]"))
        return token.text in COMMAS and self._apposition()

    def _close(self, signs: frozenset[str] | str) -> int | None:
        for at in range(self._at + 1, min(self._at + 1 + _LONGEST_ASIDE, len(self._found))):
            if self._found[at].text in signs:
                return at
        return None

    def _over(self, close: int | None) -> bool:
        if close is not None:
            self._over_start, self._at = self._at, close + 1
            self._over_end = self._at
        return close is not None

    def _marked(self) -> bool:
        """Step over a name in marks that belongs to the title: the company "X"."""
        close = self._close(MARKS)
        before = self._found[self._at - 1]
        person = before.tagged("role", "honorific") and not before.tagged("body") and before.definite
        called = before is self._head and before.tagged("body") and not before.definite
        if close is None or person or self._found[self._at + 1].particle or (self._says(close) and not called):
            return False
        self._completes = True
        named = before.tagged("body", "medium", "outlet", "place", "title") or before.particle or not before.definite
        return bool(named) and self._over(close)

    def _says(self, close: int) -> bool:
        """Say whether what stands in marks is a clause, not a name."""
        inside = range(self._at + 1, close)
        return any(
            self._in.is_finite(at) or self._found[at].tagged("particle", "complementizer", "unreal") for at in inside
        )

    def _apposition(self) -> bool:
        """Go on behind a comma where a title waits for its name: the club's president, the Lebanese Name Surname."""
        if not self._person() or self._is_apposed():
            return False
        at = self._at + 1
        while self._in.is_definite(at) and self._found[at].tagged("origin", "title", "role"):
            at += 1
        if not self._in.is_whole_name(at) and not self._is_set_off(at):
            return False
        self._at = self._set_off = at
        return True

    def _is_apposed(self) -> bool:
        """Say whether the title stands in apposition itself: Name Surname, the club's coach, ..."""
        comma, before = self._first - 1, self._first - 2
        if before < 0 or self._found[comma].text not in COMMAS or self._head.lead or self._head.particle:
            return False
        return self._in.is_word(before) and (self._in.is_strong(before) or self._found[before].name != "")

    def _is_set_off(self, at: int) -> bool:
        """Say whether two plain words behind a comma are a name: the secretary of the committee, Saeb Erekat, said.

        A comma closes them, or the second is a name and no other word.
        """
        end = self._in.bare_run(at)
        if end == at and self._in.is_bare(at) and self._in.is_stranger(at + 1):
            end = at + _PAIR  # "Chrystia" looks like an adverb
        if end - at != _PAIR or end >= len(self._found):
            return False
        return self._found[end].text in COMMAS or (self._in.is_sure(end - 1) and self._in.ends(end))
