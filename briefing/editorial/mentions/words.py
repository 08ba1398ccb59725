"""What a word is where it stands: a function word, a finite verb, an adverb, a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.arabic import SHADDA
from briefing.arabic.letters import (
    ABOUT,
    ALEF,
    ALEF_MAKSURA,
    COMMAS,
    LAM,
    NOON,
    OWNERS,
    SEEN,
    TEH,
    TEH_MARBUTA,
    WAW,
    YEH,
)
from briefing.arabic.words import Part, parts
from briefing.editorial.lexicon import plain_names
from briefing.editorial.reading.tokens import BENT, EXACT, TAGGED, UNKNOWN
from briefing.editorial.wordlists import members

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from briefing.editorial.reading.tokens import Token

FUNCTION = (
    "complementizer",
    "particle",
    "relative",
    "pronoun",
    "object",
    "according",
    "interrogative",
    "demonstrative",
    "number",
)
ADJECTIVE = YEH + TEH_MARBUTA
# Endings that foreign names have and that a dictionary takes for "my", "they (f.)" or a case.
_FOREIGN_ENDS = frozenset((YEH, ALEF, NOON, WAW))
_OURS = (NOON + ALEF, NOON + YEH)
# They said, they say, both say; will say, so that he says: no foreign name has these.
_PERFECT_END = WAW + ALEF
_PERSONS, _IMPERFECT_ENDS = (YEH, TEH), (WAW + NOON, YEH + NOON, ALEF + NOON)
_VERB_STARTS = (SEEN + YEH, SEEN + TEH, LAM + YEH, LAM + TEH)
FATHATAN = "\N{ARABIC FATHATAN}"
# So ends what a verb in the feminine can have as its subject.
_HERS = (TEH_MARBUTA, ALEF + TEH, ALEF)
# "Algorithms": a foreign word in the plural, which no name is as long as.
_SHORTEST_PLURAL = 8
# "Expressed ... about": the noun phrase between them may be a long title.
_REACH = 10
_OF_PERSONS = ("role", "honorific", "title", "origin")
_SHORTEST_NAME = 2
_SHORTEST_OWNED = 3
# A longer word in "her" that no dictionary has is a noun with its owner, a shorter one may be a name like Omaha.
_LONGEST_IN_HA = 5


def _is_only_verb(token: Token) -> bool:
    return bool(token.part & Part.VERB) and not token.part & Part.NOUN


class InPlace:
    """The words of one paragraph where they stand.

    `pairs` counts the neighbours of the whole article; `names` are the words that its full names have shown to be
    names wherever they stand, and `firsts` with which words those names go on, by their first word. `sayers` look like
    verbs and stand where only a subject can.
    """

    def __init__(
        self,
        found: Sequence[Token],
        pairs: Mapping[tuple[str, str], int],
        names: frozenset[str],
        firsts: Mapping[str, Collection[str]],
        sayers: frozenset[str],
    ) -> None:
        """Look at the tokens of a paragraph."""
        self.found, self.names, self._firsts, self._sayers = found, names, firsts, sayers
        self._pairs = pairs

    def is_word(self, at: int) -> bool:
        """Say whether there is a token, and a word."""
        return 0 <= at < len(self.found) and self.found[at].is_word

    def is_function(self, at: int) -> bool:
        """Say whether a word is a particle, a preposition, a number, a time: no part of a name."""
        return self.found[at].tagged(*FUNCTION, "preposition", "time")

    def is_first(self, at: int) -> bool:
        """Say whether a full name of the article begins with a word."""
        return bool(self.surnames(at))

    def surnames(self, at: int) -> Collection[str]:
        """Return the words with which the article's full names go on behind a word."""
        return self._firsts.get(self.found[at].form, ())

    def is_next_name(self, at: int) -> bool:
        """Say whether a name begins behind another: "Moon received Kim", where each has a full name of its own."""
        token, before = self.found[at], self.found[at - 1]
        own = self._firsts.get(token.form)
        if not own or not self.is_sure(at):
            return False
        here = self._pairs.get((before.base, token.base), 0)
        if here > max(self._pairs.get((token.base, word), 0) for word in own):
            return False
        others = set(self._firsts.get(before.form, ())) - {token.form}
        verb = self.is_soft(at - 1) and bool(before.part & Part.PERFECT)
        return bool(others) or verb

    def recurs(self, at: int) -> bool:
        """Say whether a word stands behind the one before it elsewhere too."""
        return self._pairs.get((self.found[at - 1].base, self.found[at].base), 0) > 1

    def is_definite(self, at: int) -> bool:
        """Say whether there is a word with the article."""
        return self.is_word(at) and self.found[at].definite

    def has_noun(self, at: int) -> bool:
        """Say whether a word can be a noun and is no function word."""
        return bool(self.found[at].part & Part.NOUN) and not self.is_function(at)

    def is_bare(self, at: int) -> bool:
        """Say whether there is a word without article, particle and tag."""
        return self.is_word(at) and not (
            self.found[at].definite or self.found[at].lead or self.found[at].particle or self.found[at].entry.tags
        )

    # --- verbs ---------------------------------------------------------------------------------------------------

    def is_finite(self, at: int) -> bool:
        """Say whether a word is a finite verb where it stands."""
        token = self.found[at]
        if token.definite or token.particle or not token.is_word or token.tagged("particle"):
            return False
        if token.tagged("preposition"):
            return token.verb is not None and (SHADDA in token.text or self._expresses(at))
        if self._behind_preposition(at):
            return False
        if token.verb is not None and token.verb.finite:
            return not self._as_noun(at)
        if token.entry.tags or token.name:
            return not token.entry.tags and self.is_verb_before_name(at)
        named = token.base in self._sayers and not token.lead
        return not named and not self._is_foreign(at) and self._is_plain_verb(at)

    def _is_plain_verb(self, at: int) -> bool:
        """Say whether a word that no table of ours has is a verb: none but a verb, or where only a verb stands."""
        token = self.found[at]
        if (token.base.endswith(_OURS) and token.sure == BENT) or self._is_said_name(at):
            return False
        if _is_only_verb(token):
            return True
        if token.part & Part.IMPERFECT and (token.base[:1] == YEH or self._governed(at)):
            return True
        return bool(token.part & Part.PERFECT) and self._opens_clause(at)

    def _is_said_name(self, at: int) -> bool:
        """Say whether a word right behind a verb of speech is a first name, whatever verb it may be: said Pep."""
        if self._closes_titled_name(at):
            return True
        if not (self.is_bare(at) and self.is_bare(at + 1) and self.is_stranger(at + 1) and self.is_said_by(at)):
            return False
        # "Said (she) Mercedes Bunz": no masculine noun is the subject of a verb in the feminine.
        verb = self.found[at - 1].verb
        hers = verb is not None and verb.gender == "f" and not self.found[at].base.endswith(_HERS)
        return hers or not self.found[at].part & Part.NOUN or self._is_titled_behind(at + 2)

    def _closes_titled_name(self, at: int) -> bool:
        """Say whether a word ends the subject of a verb of speech: said the professor Brendan [ran], that ...

        No second verb stands bare behind a verb and its subject.
        """
        titled = self.is_definite(at - 2) and self.found[at - 2].tagged("honorific", "role") and self.is_said_by(at - 2)
        if not titled or not self.is_bare(at) or not self.is_word(at - 1) or not self.is_sure(at - 1):
            return False
        return not self.is_word(at + 1) or self.found[at + 1].tagged("complementizer")

    def _is_titled_behind(self, at: int) -> bool:
        """Say whether an office in apposition begins at a token: ..., the director; ... director of the league."""
        if at < len(self.found) and self.found[at].text in COMMAS:
            return self.is_definite(at + 1) and self.found[at + 1].tagged("role")
        bare = self.is_word(at) and not (self.found[at].lead or self.found[at].particle)
        return bare and self.found[at].tagged("role") and self.found[at].sure == TAGGED

    def is_verb_before_name(self, at: int) -> bool:
        """Say whether a first name is a verb before a whole name: "and supervised Xi Jinping ..."."""
        token = self.found[at]
        verb = self.is_soft(at) and bool(token.part & Part.PERFECT) and token.lead != ""
        return verb and self.is_word(at + 1) and self.is_strong(at + 1) and self._is_pair(at + 1)

    def _is_pair(self, at: int) -> bool:
        return self.is_word(at + 1) and (self.is_strong(at + 1) or self.found[at + 1].definite)

    def _expresses(self, at: int) -> bool:
        """Say whether "across" and "between" are verbs: at the start of a clause, with "about" or "that" behind."""
        token = self.found[at]
        opens = bool(token.lead) or not self.is_word(at - 1) or self.found[at - 1].tagged("particle")
        behind = self.found[at + 1 : at + 1 + _REACH]
        return opens and any(one.base == ABOUT or one.tagged("complementizer") for one in behind)

    def _behind_preposition(self, at: int) -> bool:
        return at > 0 and self.found[at - 1].tagged("preposition") and not self.found[at].lead

    def _as_noun(self, at: int) -> bool:
        """Say whether a form of a speech verb stands as a noun: in his description of, books by."""
        token = self.found[at]
        before = self.found[at - 1] if at else None
        noun = bool(token.part & Part.NOUN) and token.verb is not None and token.verb.past and token.sure >= EXACT
        if not noun or token.lead or before is None or not before.is_word:
            return False
        if before.tagged("quantifier", "demonstrative", "nominal"):
            return True
        governed = before.particle != "" and bool(before.part & Part.NOUN)
        return governed and not before.definite and not before.tagged("role")

    def _governed(self, at: int) -> bool:
        return at > 0 and self.found[at - 1].tagged("complementizer", "particle", "relative")

    def _opens_clause(self, at: int) -> bool:
        if not self.is_word(at - 1):
            return self.found[at].sure >= EXACT or bool(self.found[at].lead)
        return self.found[at - 1].tagged("particle", "relative") or self.found[at].lead != ""

    def is_said_by(self, at: int) -> bool:
        """Say whether a verb of speech stands right before a word: what follows it is its subject."""
        before = self.found[at - 1] if at else None
        return before is not None and before.verb is not None and before.verb.finite and self.is_finite(at - 1)

    def has_only_verb(self, first: int, last: int) -> bool:
        """Say whether one of several words can be nothing but a verb: none of a name, none of a preposition's."""
        found = (self.found[at] for at in range(first, last))
        return any(_is_only_verb(token) and not token.name and not token.tagged("preposition") for token in found)

    # --- nouns ---------------------------------------------------------------------------------------------------

    def is_adverb(self, at: int) -> bool:
        """Say whether a word is an adverb or circumstance in -an: laughing, adding; no name ends so."""
        token = self.found[at]
        if token.definite or token.name:
            return False
        if token.verb is not None and not token.verb.finite:
            return True
        accusative = token.text.rstrip("\N{ARABIC FATHATAN}").endswith(ALEF)
        accusative = accusative and (token.sure in (BENT, EXACT) or token.tagged("document"))
        accusative = accusative and bool(token.part & Part.NOUN) and token.form not in self.names
        return accusative and not self._is_foreign(at)

    def is_owned(self, at: int) -> bool:
        """Say whether a noun has its owner's pronoun: his opponent, her sister; a new phrase starts there."""
        if not self.is_word(at):
            return False
        token = self.found[at]
        known = token.sure in (BENT, EXACT, TAGGED) and not token.name and not token.definite
        return known and token.base.endswith(OWNERS) and len(token.base) > _SHORTEST_OWNED

    def ends(self, at: int) -> bool:
        """Say whether a noun phrase cannot go on at a token: a sign, a particle, a verb."""
        if not self.is_word(at):
            return True
        token = self.found[at]
        apart = bool(token.lead or token.particle) or token.tagged("saying")
        return apart or self.is_function(at) or self.is_finite(at) or self.is_adverb(at)

    # --- names ---------------------------------------------------------------------------------------------------

    def is_soft(self, at: int) -> bool:
        """Say whether a first name is a plain word too: Said, Amin, Sultan."""
        token = self.found[at]
        return token.name == "given" and (bool(token.entry.tags) or token.base in plain_names())

    def is_sure(self, at: int) -> bool:
        """Say whether a word is a name and no other word: a foreign first name, or one that no dictionary has."""
        token = self.found[at]
        return token.sure == UNKNOWN or (token.name == "given" and not self.is_soft(at))

    def is_stranger(self, at: int) -> bool:
        """Say whether there is a word that is a name, first or last, and no word of Arabic."""
        if not self.is_word(at):
            return False
        token = self.found[at]
        return self.is_sure(at) or (token.name == "family" and not token.part)

    def is_strong(self, at: int) -> bool:
        """Say whether a word is a name by itself: a name that is no other word, or a word that no dictionary has."""
        token = self.found[at]
        if token.base in members("letter_names"):
            return self._is_initial(at) or bool(token.name)
        verb = token.verb is not None and token.verb.finite and not token.name
        if not token.is_word or len(token.base) < _SHORTEST_NAME or verb or token.tagged("link"):
            return token.is_word and token.tagged("link") and token.name == "given" and self._before_stranger(at)
        if token.entry.tags:
            return self._is_tagged_name(at)
        if token.definite and not token.name:
            return token.form in self.names and not token.base.endswith(ADJECTIVE)
        return self._is_untagged_name(at)

    def _is_initial(self, at: int) -> bool:
        """Say whether the name of a Latin letter is an initial: J. K. Rowling, in Arabic words."""
        if self.is_function(at) or not self.is_word(at + 1):
            return False
        behind = self.found[at + 1]
        if behind.lead or behind.particle or behind.entry.tags:
            return False
        return self._is_initial(at + 1) if behind.base in members("letter_names") else self.is_sure(at + 1)

    def _is_untagged_name(self, at: int) -> bool:
        token = self.found[at]
        if token.sure == UNKNOWN:
            surname = token.form in self.names or (at > 0 and self.found[at - 1].name == "given")
            many = token.base.endswith(ALEF + TEH) and len(token.base) >= _SHORTEST_PLURAL and not surname
            return not many and not (token.base.endswith(OWNERS[1:]) and len(token.base) > _LONGEST_IN_HA)
        known = bool(token.name) or token.text.isascii() or token.form in self.names or token.base in self._sayers
        return known or self._is_foreign(at) or self._is_said_name(at)

    def _is_tagged_name(self, at: int) -> bool:
        """Say whether a word of our tables is a name all the same: Amin is an office too, Rajab a month."""
        token = self.found[at]
        if self.is_function(at):
            return token.name == "given" and (self._before_stranger(at) or token.form in self.names)
        if self._is_placed(at):
            return self.found[at + 1].sure == UNKNOWN or bool(self.found[at + 1].name)
        return token.name == "given" and not token.definite

    def _is_placed(self, at: int) -> bool:
        """Say whether a place's name stands where a title leads to a name: the member Alexandria Ocasio."""
        token = self.found[at]
        led = at > 0 and (self.found[at - 1].definite or self.found[at - 1].tagged("place"))
        behind = self.is_word(at + 1) and not self.found[at + 1].definite
        return token.tagged("place") and led and not token.definite and behind

    def _before_stranger(self, at: int) -> bool:
        """Say whether a name follows that no dictionary has: Li and Lu are names then, not "to me" and "if"."""
        if not self.is_word(at + 1) or self.found[at].lead:
            return False
        month, behind = self.found[at].tagged("time"), self.found[at + 1]
        if month:
            return behind.sure == UNKNOWN or (behind.name != "" and not behind.definite)
        said = self.is_said_by(at) and not self.is_function(at + 1) and not behind.definite
        # "The Chinese premier Li Keqiang": behind a definite title a name that another sentence has taught will do.
        led = self.is_definite(at - 1) and self.is_stranger(at + 1)
        return self.is_sure(at + 1) or said or led

    def _is_foreign(self, at: int) -> bool:
        """Say whether a word that could be "my ..." or "they (f.) saw" is a foreign name.

        It stands where only a name can: behind a verb of speech or a definite title, before a name or an end.
        """
        token = self.found[at]
        if token.sure != BENT or token.definite or token.lead or token.particle or not at:
            return False
        if token.base.endswith(OWNERS) or not (token.base[-1:] in _FOREIGN_ENDS or self._is_verbal(at)):
            return False
        before = self.found[at - 1]
        speaks = before.verb is not None and before.verb.finite and not before.particle
        # "Which published it Paula ...": the verb has its object already.
        speaks = speaks or (bool(before.part & Part.PERFECT) and before.base.endswith(OWNERS))
        named = bool(before.name) or (before.sure == UNKNOWN and before.is_word)
        if not (before.definite or speaks or named):
            return False
        if self._is_verbal(at):
            # "Says Jürgen Hardt the spokesman": behind a verb and its subject no second verb stands bare.
            told = named and self.is_said_by(at - 1)
            # "The academy expels Cosby": a title of somebody it has to be, before a word like "she expels".
            titled = before.definite and (token.base[:1] not in _PERSONS or before.tagged(*_OF_PERSONS))
            return told or self._is_named_like_verb(at, titled=titled or speaks, named=named)
        if self._is_accusative(at):
            return self._is_named_like_accusative(at, named=named)
        return self._is_followed_as_name(at, speaks=speaks)

    def _is_verbal(self, at: int) -> bool:
        """Say whether a dictionary knows a word as a verb only, or as one whose alef maksura is no "my"."""
        token = self.found[at]
        if not token.part & Part.NOUN:
            return bool(token.part & Part.VERB)
        return bool(token.part & Part.IMPERFECT) and token.text.endswith(ALEF_MAKSURA)

    def _is_accusative(self, at: int) -> bool:
        """Say whether a word is a known noun with the alef of the accusative: speaking, a rise, at first."""
        token = self.found[at]
        if token.text.endswith((FATHATAN + ALEF, ALEF + FATHATAN)):
            return True
        stem = token.base.removesuffix(ALEF)
        return stem != token.base and len(stem) > _SHORTEST_NAME and bool(parts(stem) & Part.NOUN)

    def _is_named_like_verb(self, at: int, *, titled: bool, named: bool) -> bool:
        """Say whether a foreign name is only spelled like a verb: Angie, Nauert.

        Of the words of 200 articles that are verbs only and stand where a name can, 110 are verbs and 5 are names:
        those between a title and a sure name, and those that end the phrase behind a first name.
        """
        base = self.found[at].base
        plural = base.endswith(_PERFECT_END) or (base.startswith(_PERSONS) and base.endswith(_IMPERFECT_ENDS))
        # "So that he ..." has no stranger alone behind it where a title waits for its name: Senator Lindsey Graham.
        alone = titled and base[0] == LAM and self.is_word(at + 1) and self.found[at + 1].sure == UNKNOWN
        if plural or (base.startswith(_VERB_STARTS) and not (alone and self.ends(at + 2))):
            return False
        if self.is_word(at + 1):
            behind = self.found[at + 1]
            # "The spokeswoman Heather Nauert that": behind a title and its name no verb has "that" behind it.
            content = behind.tagged("complementizer") and not behind.lead
            if content and named and self.is_sure(at - 1) and self.is_definite(at - 2):
                return True
            return titled and not behind.lead and not behind.particle and self.is_stranger(at + 1)
        return named and (self.found[at - 1].sure == UNKNOWN or not self.is_soft(at - 1))

    def _is_named_like_accusative(self, at: int, *, named: bool) -> bool:
        """Say whether a foreign name only ends like an accusative: behind a first name, or before a sure name."""
        if self.found[at].text.endswith((FATHATAN + ALEF, ALEF + FATHATAN)):
            return False
        if self.is_word(at + 1):
            behind = self.found[at + 1]
            content = behind.tagged("complementizer") and not behind.lead
            return (named and content) or (not behind.lead and not behind.particle and self.is_stranger(at + 1))
        return named and self.found[at - 1].name != "family" and not self.is_soft(at - 1)

    def _is_followed_as_name(self, at: int, *, speaks: bool) -> bool:
        before = self.found[at - 1]
        if not self.is_word(at + 1):
            return before.definite or self.is_sure(at - 1) or before.name == "family"
        behind = self.found[at + 1]
        if behind.name or behind.sure == UNKNOWN:
            return True
        if speaks:
            return behind.sure == BENT and behind.base[-1:] in _FOREIGN_ENDS
        surname = before.definite and behind.definite and not behind.base.endswith(ADJECTIVE)
        return surname or self.is_function(at + 1)
