"""Where a name starts and ends: a run of words that are names, or that nothing else accounts for."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from briefing.arabic.counted import months
from briefing.arabic.letters import (
    ALEF,
    BEH,
    COMMAS,
    DAL,
    FATHER,
    GOD,
    HAMZA_UNDER_ALEF,
    KAF,
    LAM,
    MEEM,
    NOON,
    OWNERS,
    SEEN,
    SON,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.arabic.words import Part
from briefing.editorial.marks import MARKS
from briefing.editorial.mentions.words import ADJECTIVE, InPlace
from briefing.editorial.reading.tokens import BENT, EXACT, UNKNOWN
from briefing.editorial.wordlists import members

if TYPE_CHECKING:
    from briefing.editorial.reading.tokens import Token

HEADS = (
    "role",
    "people",
    "body",
    "document",
    "medium",
    "outlet",
    "honorific",
    "source",
    "quantifier",
    "network",
    "place",
)
_OFFICES = tuple(tag for tag in HEADS if tag not in ("network", "place"))
# A third or fourth part is rare in news, a fifth is the next phrase.
_LONGEST_NAME = 4
_PAIR = 2
# The second word of first names like Saad al-Din and Seif al-Islam, without its article.
_OF_THE_FAITH = frozenset({DAL + YEH + NOON, ALEF + SEEN + LAM + ALEF + MEEM})
_LONGEST_INITIAL = 2
_ALONE = frozenset((SON, FATHER))
# What is left when "by" is taken off a surname like Putin is no longer than a root.
_LONGEST_ROOT = 3
_LONGEST_OWNED = 5
# "She reflects" is no surname, whatever the dictionary says.
_PERSONS = frozenset((TEH, YEH))


# An age stands in brackets or between commas, in figures or up to three words: "fifty and six".
_BEFORE_AGE, _BEHIND_AGE = COMMAS | {"("}, COMMAS | {")"}
_AGE_WORDS = 3
# Marks and brackets that may close between a title and its name.
_CLOSING = MARKS | frozenset(")]")


class Names(InPlace):
    """The names of one paragraph."""

    def name_end(self, first: int) -> int:
        """Return where the run of names that starts at a token ends; `first` where none starts."""
        whole = self._aged_end(first) or self._apposed_end(first)
        if whole is not None:
            return whole
        at, parts = first, 0
        while at < len(self.found) and parts < _LONGEST_NAME:
            counts = self._goes_on(first, at, parts)
            if counts is None:
                break
            at, parts = at + 1, parts + counts
        while at > first and (not self.found[at - 1].is_word or self._is_link(at - 1)):
            at -= 1
        return at

    def _goes_on(self, first: int, at: int, parts: int) -> int | None:
        """Return how many parts of a name a token is: none for a link like "bin", None where the name ends."""
        token = self.found[at]
        if not token.is_word:
            tag = token.text == "#" and self.is_word(at + 1)
            tag = tag and (self.is_strong(at + 1) or (self._is_given(at - 1) and self.is_bare(at + 1)))
            return 0 if at > first and (tag or (token.text in ".-" and self._joins(at))) else None
        if at > first + 1 and self.found[at - 1].text == "-" and self._joins(at - 1):
            return 1  # Moon Jae-in: spelled like "that"
        if at > first and (token.lead or token.particle):
            return 1 if self._is_glued_surname(at, parts) else None
        if self._is_link(at) and self._is_linked(at + 1) and self._links(first, at):
            return 0
        if at > first and (self._is_link(at - 1) or token.form == GOD):
            # "Servant of God" is one first name of two words.
            return int(token.form != GOD or self._is_link(at - 1))
        return self._counts(first, at, parts)

    def _counts(self, first: int, at: int, parts: int) -> int | None:
        token = self.found[at]
        if at == first + 1:
            if self.is_next_name(at):
                return None
            if self._is_of_the_faith(first):
                return 0  # one first name, as "servant of God" is
        elif at == first and self._is_of_the_faith(at):
            return 1
        same_script = token.text.isascii() == self.found[first].text.isascii()
        return 1 if same_script and self._is_part(first, at, parts) else None

    def _is_link(self, at: int) -> bool:
        token = self.found[at]
        if not token.tagged("link"):
            return False
        if token.tagged("particle"):
            # "Or" is no mother: she is where a subject or the name of an office is awaited.
            return self._is_led(at) and self._is_given(at + 1)
        if token.tagged("complementizer"):
            # "Van" and "for indeed" are spelled alike: a foreign first name has no clause behind it.
            foreign = at > 0 and self.is_sure(at - 1) and self.found[at - 1].name == "given"
            return foreign and HAMZA_UNDER_ALEF not in token.text and self.is_bare(at + 1)
        return True

    def _is_linked(self, at: int) -> bool:
        """Say whether a word can stand behind a link: "the one" in Abd al-Wahid is no number."""
        return self.is_word(at) and (self.found[at].definite or not self.is_function(at))

    def _links(self, first: int, at: int) -> bool:
        """Say whether a link is one: at the start a name must follow, for "the mother of" is a word too."""
        return at > first or self._starts_behind_link(at + 1) or self.found[at + 1].definite

    def _joins(self, at: int) -> bool:
        """Say whether a full stop belongs to an initial, or a hyphen to a double name."""
        if not self.is_word(at + 1):
            return False
        before, sign, behind = self.found[at - 1 : at + 2]
        if sign.text == ".":
            return len(before.text) <= _LONGEST_INITIAL and before.end == sign.start
        return before.end == sign.start and sign.end == behind.start

    def _is_glued_surname(self, at: int, parts: int) -> bool:
        """Say whether a surname only looks as if a preposition were glued to it: Vladimir Putin."""
        token, before = self.found[at], self.found[at - 1]
        if self._is_said_to_end(at):
            return True
        if parts != 1 or (before.lead and before.name != "given") or before.definite:
            return False
        if before.name and token.tagged("honorific") and token.particle == BEH:
            return not (self.is_word(at + 1) and self.is_strong(at + 1))  # Belhadj, but "met the Hadj Muhammad"
        return self.is_sure(at - 1) and self._only_seems_glued(at)

    def _is_said_to_end(self, at: int) -> bool:
        """Say whether a word that begins like "so" or "and" stands between a sure name and "that": [so-rodon] that."""
        token, before = self.found[at], self.found[at - 1]
        plain = token.lead != "" and not (token.particle or token.entry.tags or token.verb or token.name)
        content = self.is_word(at + 1) and self.found[at + 1].tagged("complementizer")
        named = before.sure == UNKNOWN or (before.name != "" and not before.part)
        return plain and content and named and token.sure < EXACT and not self.found[at + 1].lead

    def _only_seems_glued(self, at: int) -> bool:
        token = self.found[at]
        if token.definite:
            return self._only_seems_definite(token)
        if token.particle == KAF and not token.lead and self.recurs(at):
            return True  # "like a first" stands behind a name once, a surname again and again
        if token.tagged("number", "interrogative"):
            return not self.is_word(at + 1)  # a number needs its noun, "any" too
        owned = token.base.endswith(OWNERS) and len(token.base) > _LONGEST_OWNED
        if token.lead == WAW and not token.entry.tags and not self.is_word(at + 1):
            # "Christopher Wylie, ...": "and follows" has something behind it; and nothing is called "and Tch" in marks.
            closed = token.sure == UNKNOWN and at + 1 < len(self.found) and self.found[at + 1].text in MARKS
            return closed or (bool(token.part) and not token.part & Part.NOUN)
        if token.whole or token.entry.tags or token.verb or token.lead == WAW or owned:
            return False
        return token.sure < EXACT or len(token.base) <= _LONGEST_ROOT or token.lead != ""

    def _only_seems_definite(self, token: Token) -> bool:
        """Say whether a surname begins with the letters of "like the" or "in the", and is no known noun with them."""
        if token.particle == KAF:
            return not token.base.endswith(TEH_MARBUTA) and not token.base.startswith(MEEM)
        return token.particle != LAM and not token.part

    def _is_part(self, first: int, at: int, parts: int) -> bool:
        """Say whether a word is a part of the name that starts at `first`."""
        token = self.found[at]
        if self.is_strong(at) and not (at > first and token.definite and token.tagged("origin")):
            return True
        if at == first and self._is_said_before_compound(at):
            return True
        return at > first and self._is_later_part(first, at, parts)

    def _is_later_part(self, first: int, at: int, parts: int) -> bool:
        """Say whether a word that is no name by itself is one behind a name."""
        token = self.found[at]
        if token.tagged("time") and self.found[at - 1].name == "given":
            # Theresa May, but "Name Surname, yesterday".
            month = token.base in months() and not (token.lead or token.particle) and self.ends(at + 1)
            return token.name == "given" or month
        if token.tagged("object", "pronoun") and self.found[at - 1].name != "family" and not token.lead:
            return self._is_pronoun_surname(at)
        apposed = parts == 1 and self._is_between_commas(first, at)
        if apposed or self.is_function(at) or self.is_adverb(at) or self.is_finite(at):
            return apposed
        if token.definite:
            return self._is_definite_part(first, at, parts)
        if token.entry.tags and not token.tagged("place", "origin"):
            office = token.tagged("role", "honorific", "people", "body") or self.recurs(at)
            return parts == 1 and office and not self.is_owned(at) and self._is_office_surname(first, at)
        return self._is_noun_part(first, at, parts)

    def _is_between_commas(self, first: int, at: int) -> bool:
        """Say whether a name stands in apposition, whatever its surname ends in: the mayor, Mustafa Tuna, said."""
        if first == 0 or self.found[first - 1].text not in COMMAS or not self._is_given(first):
            return False
        token = self.found[at]
        plain = token.verb is None and not (token.definite or token.entry.tags or token.lead or token.particle)
        return plain and at + 1 < len(self.found) and self.found[at + 1].text in COMMAS

    def _is_pronoun_surname(self, at: int) -> bool:
        """Say whether "she" or "to me" is a surname: Liu He, Tiong Lai."""
        behind = self.found[at + 1] if self.is_word(at + 1) else None
        ends = behind is None or bool(behind.particle) or behind.tagged("preposition", "complementizer")
        return self.is_sure(at - 1) and ends

    def _is_definite_part(self, first: int, at: int, parts: int) -> bool:
        """Say whether a word with the article is a surname, not an adjective of what is named."""
        token, before = self.found[at], self.found[at - 1]
        if token.base.endswith(ADJECTIVE) or self._is_attribute(at):
            return False
        taught = not before.name and before.form in self.names
        second = parts == 1 and (before.name == "given" or taught or (at > first + 1 and self._is_link(at - 2)))
        nisba = token.tagged("origin") and token.base.endswith(YEH)
        third = nisba and parts == _PAIR and self._is_given(first) and not before.definite
        if (((token.tagged("role") or nisba) and second) or third) and self.ends(at + 1):
            return True
        if token.tagged(*_OFFICES, "title", "time") or (token.tagged("origin") and not second):
            return False
        return self._is_definite_surname(first, at, parts)

    def _is_definite_surname(self, first: int, at: int, parts: int) -> bool:
        """Say whether a word with the article that is no office, time or origin is a surname, not another phrase."""
        token, before = self.found[at], self.found[at - 1]
        surname = before.name == "family" or (before.form in self.names and not self.is_first(at - 1))
        if at - 1 == first and surname and before.name != "given":
            return self.recurs(at)  # a surname alone has none behind it: "Trump the deal"
        # "The age of the match", "peace of the pilgrims" are words, where nothing leads to a name; a nisba is none.
        word = token.sure == EXACT and token.base[-1:] != YEH and not (self._is_led(first) or self.recurs(at))
        if parts == 1 and self.is_soft(first) and (word or self._is_given(at + 1)):
            return False
        ends = self.ends(at + 1) or self.found[at + 1].tagged("role")
        # Behind a surname with the article another noun with it is the verb's object: denied Name Surname the charges.
        third = parts == _PAIR and self.is_soft(first) and ends and not word and not before.definite
        # Saud bin Abd Allah al-Mujib: behind a servant's name of two words.
        third = third or (before.form == GOD and at > 1 and self._is_link(at - 2) and self.ends(at + 1))
        return parts == 1 or self._is_link(at - 1) or self.recurs(at) or third

    def _is_led(self, first: int) -> bool:
        """Say whether a name is awaited: behind an office or another definite word, or a verb of speech."""
        at = first - 1
        while at > 0 and (self.found[at].text in _CLOSING or self._is_abbreviating(at)):
            at -= 1
        if not self.is_word(at):
            return False
        before = self.found[at]
        # The movement Fatah, Name Surname: a bare noun behind "movement" is its name.
        body = self.is_word(at - 1) and self.found[at - 1].tagged("body", "medium") and not before.tagged("preposition")
        return body or before.definite or before.tagged("role", "honorific") or self.is_said_by(first)

    def _is_abbreviating(self, at: int) -> bool:
        return self.found[at].text == "." and self.found[at - 1].tagged("honorific")

    def _is_attribute(self, at: int) -> bool:
        """Say whether a participle with the article tells of somebody: known by, close to, ranked fourth."""
        if self.found[at].base[:1] != MEEM or not self.is_word(at + 1):
            return False
        behind = self.found[at + 1]
        hers = self.found[at].base.endswith(TEH_MARBUTA) and behind.definite
        return hers or (behind.particle in (BEH, LAM) and not behind.lead)

    def _is_given(self, at: int) -> bool:
        return self.is_word(at) and self.found[at].name == "given" and not self.found[at].lead

    def _is_office_surname(self, first: int, at: int) -> bool:
        """Say whether the word for an office or a body is a surname: the minister Samer Najm (a star)."""
        before = self.found[at - 1]
        stranger = self.is_sure(at - 1) or (before.name == "given" and self.is_definite(first - 1))
        if self.ends(at + 1):
            return stranger or self.recurs(at)
        behind = self.found[at + 1]
        middle = before.name == "given" and behind.definite and not behind.entry.tags and self.ends(at + 2)
        return middle and not behind.base.endswith(ADJECTIVE)

    def _is_noun_part(self, first: int, at: int, parts: int) -> bool:
        """Say whether a plain noun is a surname."""
        token = self.found[at]
        feminine = token.base.endswith(TEH_MARBUTA) and not self.is_soft(at - 1)
        # "Showed Name signs": elsewhere this is Name Surname.
        other = feminine or (parts == 1 and self._has_other_surname(first, token))
        if (self.is_owned(at) and not self._only_seems_owned(first, at)) or (other and not self.recurs(at)):
            return False
        before = self.found[at - 1]
        taught = before.form in self.names and not self.is_first(at - 1)
        surname = parts == _PAIR or before.name == "family" or taught
        if surname and token.tagged("place") and not self.recurs(at):
            return False
        if parts == _PAIR and self.is_soft(first) and token.sure >= BENT:
            return self._closes_name(at + 1) or self.is_owned(at + 1)
        if parts != 1:
            return False
        if token.part & Part.VERB and token.base[:1] in _PERSONS and not self.recurs(at):
            return False
        return self._closes_name(at + 1) or self.recurs(at) or self.is_owned(at + 1) or self._is_behind_given(first, at)

    def _has_other_surname(self, first: int, token: Token) -> bool:
        """Say whether full names of the article go on otherwise behind a word than with this noun, or end with it."""
        own = self.surnames(first)
        ends = not own and self.found[first].form in self.names
        return token.sure >= BENT and (ends or (bool(own) and token.form not in own))

    def _only_seems_owned(self, first: int, at: int) -> bool:
        """Say whether a surname ends like a noun with its owner: the lawyer Amin Sidhom."""
        before = self.found[first - 1] if first else self.found[first]
        office = before.definite and before.tagged("role") and not before.tagged("honorific")
        return office and at == first + 1 and self._is_given(first) and self.ends(at + 1)

    def _is_behind_given(self, first: int, at: int) -> bool:
        """Say whether a noun behind a first name is a surname, and opens no idafa of its own."""
        if self.found[at - 1].name != "given":
            return False
        behind = self.found[at + 1]
        if behind.name and self.is_strong(at + 1):
            return True
        # Behind a definite title ("whose term has ended" too) or a verb of speech a first name alone is no subject.
        titled = self.is_definite(first - 1) or (self.is_owned(first - 1) and self.is_definite(first - 2))
        if first == at - 1 and (self.is_said_by(first) or titled):
            return True
        return not self.is_soft(at - 1) and self.found[at].sure >= BENT and not behind.definite

    def _closes_name(self, at: int) -> bool:
        """Say whether a name ends before a token: a noun phrase ends there, or a title in apposition begins."""
        return self.ends(at) or (self.found[at].definite and self.found[at].tagged("role", "origin", "title"))

    def _aged_end(self, first: int) -> int | None:
        """Return where a name ends that its owner's age tells to be one, whatever words it is of: said Pearl Joy (22).

        It starts where a name is awaited: behind a verb of speech or a definite title.
        """
        ages = self._ages
        if not ages or not (self.is_said_by(first) or self.is_definite(first - 1)):
            return None
        end = ages[bisect_left(ages, first)] if ages[-1] >= first else first
        if not _PAIR <= end - first <= _LONGEST_NAME or not self.is_bare(first):
            return None
        own = all(self.is_bare(at) or self.found[at].name or self.found[at].definite for at in range(first + 1, end))
        return end if own else None

    def _apposed_end(self, first: int) -> int | None:
        """Return where a name ends that a verb of speech precedes and an office in apposition closes.

        Said Sarah Leah Whitson, the director of ...: whatever her surnames look like.
        """
        if not self.is_word(first) or not self.is_said_by(first):
            return None
        if not (self._is_given(first) or self.is_bare(first) or self.found[first].tagged("link")):
            return None
        end = first + 1
        while end < first + _LONGEST_NAME and self.is_word(end) and self._is_unlike_title(self.found[end]):
            end += 1
        if end == first + 1 or end + 1 >= len(self.found) or self.found[end].text not in COMMAS:
            return None
        office = self.found[end + 1]
        apposed = office.tagged("role", "honorific") and not (office.lead or office.particle)
        return end if apposed else None

    def _is_unlike_title(self, token: Token) -> bool:
        known = token.entry.tags or (token.name and token.particle)
        # A surname has the article, an adjective too.
        return not known and not (token.definite and token.base.endswith(ADJECTIVE))

    @cached_property
    def _ages(self) -> list[int]:
        """Where somebody's age opens: (22 years), a comma and 58 years."""
        return [at for at, token in enumerate(self.found) if token.text in _BEFORE_AGE and self._is_age(at + 1)]

    def _is_age(self, at: int) -> bool:
        step = at
        while step < min(at + _AGE_WORDS, len(self.found)) and self._is_number(self.found[step]):
            step += 1
        unit = step > at and self.is_word(step) and self.found[step].base in members("age_unit")
        return unit and step + 1 < len(self.found) and self.found[step + 1].text in _BEHIND_AGE

    def _is_number(self, token: Token) -> bool:
        return token.text.isdigit() or (token.tagged("number") and token.base not in members("age_unit"))

    def bare_run(self, first: int) -> int:
        """Return where a run of plain words without article, particle, tag or owner ends."""
        at = first
        while not self.ends(at) and not self.found[at].definite and not self.found[at].entry.tags:
            if self.is_owned(at):
                break
            at += 1
        return at

    def starts_name(self, at: int) -> bool:
        """Say whether a name starts at a token."""
        if not self.is_word(at) or self.found[at].lead or self.found[at].particle:
            return False
        return self._starts_by_itself(at) or bool(self._aged_end(at) or self._apposed_end(at))

    def _is_said_before_compound(self, at: int) -> bool:
        """Say whether any word is a first name: right behind a verb of speech, before one like Abd al-Wahid."""
        return self.is_bare(at) and self.starts_compound(at + 1) and self.is_said_by(at)

    def _starts_by_itself(self, at: int) -> bool:
        token = self.found[at]
        if token.entry.tags and self._is_link(at) and not self.is_strong(at):
            function = self.is_function(at) and not token.tagged("particle")
            return self.is_word(at + 1) and not function and self._starts_behind_link(at + 1)
        if not self.is_strong(at):
            return self._is_said_before_compound(at) or (self._is_of_the_faith(at) and self._is_led(at))
        if not self.is_soft(at) or token.sure == UNKNOWN:
            return True
        if self.is_verb_before_name(at) or self._is_elative(at):
            return False
        alone = self.is_said_by(at) and not self.is_word(at + 1)
        return self.name_end(at) - at > 1 or token.form in self.names or alone

    def _is_elative(self, at: int) -> bool:
        """Say whether a first name is "the greatest ...": it is one unless a name is awaited, or follows."""
        if self.found[at].folded not in members("superlatives"):
            return False
        behind = self.found[at + 1] if self.is_word(at + 1) else None
        return behind is None or behind.definite or not (behind.name or behind.sure == UNKNOWN)

    def _is_of_the_faith(self, at: int) -> bool:
        """Say whether two words are one first name: light of the faith."""
        if at + 1 >= len(self.found) or self.found[at + 1].base not in _OF_THE_FAITH:
            return False
        token = self.found[at]
        return self.is_definite(at + 1) and token.is_word and not (token.definite or token.lead or token.particle)

    def starts_compound(self, at: int) -> bool:
        """Say whether a first name of two words starts at a token: Abd al-Hafez."""
        return self.is_word(at) and self._is_link(at) and self.is_definite(at + 1)

    def _starts_behind_link(self, at: int) -> bool:
        if self.found[at - 1].base in _ALONE and self.is_bare(at):
            # Where no name stands before it, "son of" is Ben: Ben Wallace; "father of" opens a name by which men go.
            return True
        return self.is_strong(at) or (self.found[at].definite and not self.found[at].tagged(*HEADS))

    def is_whole_name(self, at: int) -> bool:
        """Say whether a name of two words or more starts at a token and ends the phrase."""
        end = self.name_end(at) if self.starts_name(at) else at
        return end - at >= _PAIR and self.closes(end)

    def closes(self, at: int) -> bool:
        """Say whether a phrase that ends with a name has ended before a token."""
        return self.is_owned(at) or self.ends(at)
