"""Noun phrases that name or describe somebody: a title of any length, then a name, with a fixed end.

A title is a head (office, body, document) with adjectives, idafa, prepositional phrases, brackets and names in marks; a
name is a run of words that are names, or that nothing else accounts for. The name closes the phrase.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.words import Part
from briefing.editorial.lexicon import plain_names
from briefing.editorial.reading.marks import MARKS
from briefing.editorial.reading.tokens import BENT, EXACT, TAGGED, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.editorial.lexicon import plain_names
from briefing.editorial.reading.tokens import Token

_FOREIGN_ENDS = frozenset("\N{ARABIC LETTER YEH}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER NOON}\N{ARABIC LETTER WAW}")
_ADJECTIVE = "\N{ARABIC LETTER YEH}\N{ARABIC LETTER TEH MARBUTA}"
_PERSONS = frozenset("\N{ARABIC LETTER TEH}\N{ARABIC LETTER YEH}")
_OURS = (
    "\N{ARABIC LETTER NOON}\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER NOON}\N{ARABIC LETTER YEH}",
)
_OWNERS = (
    "\N{ARABIC LETTER HEH}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER HEH}\N{ARABIC LETTER MEEM}",
)
_COMMAS = frozenset({",", "\N{ARABIC COMMA}"})
_TEH_MARBUTA = "\N{ARABIC LETTER TEH MARBUTA}"
_GOD = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}\N{ARABIC LETTER LAM}\N{ARABIC LETTER HEH}"
_BEH = "\N{ARABIC LETTER BEH}"
_INSIDE = frozenset({"\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER NOON}"})
_LAM = "\N{ARABIC LETTER LAM}"
_WAW = "\N{ARABIC LETTER WAW}"
_ABOUT = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER NOON}"
_LONGEST_PHRASE = 26
_LONGEST_NAME = 4
_LONGEST_ASIDE = 6
_PAIR = 2
_LONGEST_RADICAL = 3
_REACH = 10
_NEAR = 5
_FUNCTION = (
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
_HEADS = (
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
_OFFICES = tuple(tag for tag in _HEADS if tag not in ("network", "place"))
_TITLE = (*_HEADS, "title", "origin", "place", "quantifier", "occasion", "network")
# Whom a thing or person belongs to stands right behind these: the name behind them is not theirs.
_RELATIONS = frozenset({"relative", "lawyer", "adviser", "spokesman", "founder"})


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


class Phrases:
    """The noun phrases of one paragraph; `pairs` counts the neighbours of the whole article."""

    def __init__(self, found: Sequence[Token], pairs: Mapping[tuple[str, str], int], names: frozenset[str]) -> None:
        self.found = found
        self._pairs = pairs
        self.names = names

    # --- single words ------------------------------------------------------------------------------------------

    def is_word(self, at: int) -> bool:
        return 0 <= at < len(self.found) and self.found[at].is_word

    def is_function(self, at: int) -> bool:
        return self.found[at].tagged(*_FUNCTION, "preposition", "time")

    def is_finite(self, at: int) -> bool:
        """Say whether a word is a finite verb where it stands."""
        token = self.found[at]
        if token.definite or token.particle or not token.is_word or token.tagged("particle"):
            return False
        if token.tagged("preposition"):
            return token.verb is not None and self._expresses(at)
        if self._behind_preposition(at):
            return False
        if token.verb is not None and token.verb.finite:
            return not self._as_noun(at)
        if token.name and not token.entry.tags:
            return (
                self.is_soft(at)
                and bool(token.part & Part.PERFECT)
                and token.lead != ""
                and self.is_word(at + 1)
                and self.is_strong(at + 1)
                and self.name_end(at + 1) - at > 2
            )
        if token.entry.tags or token.name or self._is_foreign(at):
            return False
        if token.base.endswith(_OURS) and token.sure == BENT:
            return False
        if token.part & Part.VERB and not token.part & Part.NOUN:
            return True
        if token.part & Part.IMPERFECT and (token.base[:1] == "\N{ARABIC LETTER YEH}" or self._governed(at)):
            return True
        return bool(token.part & Part.PERFECT) and self._opens_clause(at)

    def _expresses(self, at: int) -> bool:
        """Say whether "across" and "between" are verbs: at the start of a clause, with "about" or "that" behind."""
        token = self.found[at]
        opens = bool(token.lead) or at == 0 or not self.found[at - 1].is_word or self.found[at - 1].tagged("particle")
        behind = self.found[at + 1 : at + 1 + _REACH]
        return opens and any(one.base == _ABOUT or one.tagged("complementizer") for one in behind)

    def _behind_preposition(self, at: int) -> bool:
        return at > 0 and self.found[at - 1].tagged("preposition") and not self.found[at].lead

    def _as_noun(self, at: int) -> bool:
        """Say whether a form of a speech verb stands as a noun: in his description of, books by."""
        token = self.found[at]
        before = self.found[at - 1] if at else None
        if not token.part & Part.NOUN or token.verb is None or not token.verb.past or token.sure < EXACT:
            return False
        if token.lead or before is None or not before.is_word:
            return False
        if before.tagged("quantifier", "demonstrative", "nominal") or self._behind_preposition(at):
            return True
        return (
            before.particle != ""
            and not before.definite
            and before.part & Part.NOUN != Part.NONE
            and not before.tagged("role")
        )

    def _governed(self, at: int) -> bool:
        return at > 0 and self.found[at - 1].tagged("complementizer", "particle", "relative")

    def _opens_clause(self, at: int) -> bool:
        if at == 0 or not self.found[at - 1].is_word:
            return self.found[at].sure >= EXACT or bool(self.found[at].lead)
        return self.found[at - 1].tagged("particle", "relative") or self.found[at].lead != ""

    def is_adverb(self, at: int) -> bool:
        """Say whether a word is an adverb or circumstance in -an: laughing, adding; no name ends so."""
        token = self.found[at]
        return (
            not token.definite
            and not token.name
            and (
                (token.verb is not None and not token.verb.finite)
                or (
                    token.text.rstrip("\u064b").endswith("\N{ARABIC LETTER ALEF}")
                    and token.sure in (BENT, EXACT)
                    and token.part & Part.NOUN != Part.NONE
                    and token.form not in self.names
                )
            )
        )

    def is_strong(self, at: int) -> bool:
        """Say whether a word is a name by itself: a name that is no other word, or a word that no dictionary has."""
        token = self.found[at]
        if (
            not token.is_word
            or len(token.base) < 2
            or (token.verb is not None and token.verb.finite and not token.name)
        ):
            return False
        if token.entry.tags and not token.tagged("link"):
            if token.tagged(*_FUNCTION, "preposition", "time"):
                return token.name == "given" and (self._before_stranger(at) or token.form in self.names)
            placed = (
                token.tagged("place") and at > 0 and (self.found[at - 1].definite or self.found[at - 1].tagged("place"))
            )
            if placed and not token.definite and self.is_word(at + 1) and not self.found[at + 1].definite:
                # The member Alexandria Ocasio: a place's name that a title leads to and a name follows.
                return self.found[at + 1].sure == UNKNOWN or bool(self.found[at + 1].name)
            return token.name == "given" and not token.definite
        if token.tagged("link"):
            return False
        if token.sure == UNKNOWN and token.base.endswith(_OWNERS[1:]) and len(token.base) > 5:
            return False
        if token.definite and not token.name:
            return token.form in self.names and not token.base.endswith(_ADJECTIVE)
        return (
            bool(token.name)
            or token.sure == UNKNOWN
            or self._is_foreign(at)
            or token.text.isascii()
            or (token.form in self.names)
        )

    def _before_stranger(self, at: int) -> bool:
        """Say whether a word that no dictionary has follows: Li and Lu are names then, not "to me" and "if"."""
        if not self.is_word(at + 1) or self.found[at].lead:
            return False
        behind = self.found[at + 1]
        if behind.name == "given" and not self.is_soft(at + 1) and not self.found[at].tagged("time"):
            return True
        return behind.sure == UNKNOWN or (behind.name != "" and not behind.definite and self.found[at].tagged("time"))

    def _is_foreign(self, at: int) -> bool:
        """Say whether a word that could be "my ..." or "they (f.) saw" is a foreign name.

        It stands where only a name can: behind a verb of speech or a definite title, before a name or an end.
        """
        token = self.found[at]
        if token.sure != BENT or token.definite or token.lead or token.particle or not at:
            return False
        if token.base.endswith(_OWNERS):
            return False
        if token.base[-1:] not in _FOREIGN_ENDS and token.part & Part.NOUN:
            return False
        before = self.found[at - 1]
        speaks = before.verb is not None and before.verb.finite and not before.particle
        if not (before.definite or speaks or before.name or before.sure == UNKNOWN and before.is_word):
            return False
        if not self.is_word(at + 1):
            ends = token.base[-1:] != "\N{ARABIC LETTER ALEF}"
            return (before.definite and ends) or bool(before.name) or before.sure == UNKNOWN
        behind = self.found[at + 1]
        named = bool(behind.name) or behind.sure == UNKNOWN
        return (
            named
            or (before.definite and behind.definite and not behind.base.endswith(_ADJECTIVE))
            or (not speaks and self.is_function(at + 1))
            or (speaks and behind.sure == BENT and behind.base[-1:] in _FOREIGN_ENDS)
        )

    def is_soft(self, at: int) -> bool:
        """Say whether a name is a plain word too: Said, Amin, Sultan."""
        token = self.found[at]
        return token.name == "given" and (bool(token.entry.tags) or token.base in plain_names())

    def ends(self, at: int) -> bool:
        """Say whether a noun phrase cannot go on at a token: a sign, a particle, a verb."""
        if at >= len(self.found) or not self.found[at].is_word:
            return True
        return (
            self.is_function(at)
            or self.is_finite(at)
            or bool(self.found[at].lead or self.found[at].particle)
            or self.is_adverb(at)
        )

    # --- names -------------------------------------------------------------------------------------------------

    def name_end(self, first: int) -> int:
        """Return where the run of names that starts at a token ends; `first` where none starts."""
        at, parts = first, 0
        found = self.found
        while at < len(found) and parts < _LONGEST_NAME:
            token = found[at]
            if not token.is_word:
                if at > first and token.text in ".-" and self._joins(at):
                    at += 1
                    continue
                break
            if at > first and (token.lead or token.particle):
                if not self._is_glued_surname(first, at, parts):
                    break
                parts, at = parts + 1, at + 1
                continue
            if (
                token.tagged("link")
                and self.is_word(at + 1)
                and not self.is_function(at + 1)
                and not self._other_link(first, at)
            ):
                at += 1
                continue
            if at > first and (found[at - 1].tagged("link") or token.form == _GOD):
                parts += token.form != _GOD
                at += 1
                continue
            if token.text.isascii() != found[first].text.isascii() or not self._is_part(first, at, parts):
                break
            parts += 1
            at += 1
        while at > first and (not found[at - 1].is_word or found[at - 1].tagged("link")):
            at -= 1
        return at

    def _is_glued_surname(self, first: int, at: int, parts: int) -> bool:
        """Say whether a surname only looks as if a preposition were glued to it: Vladimir Putin."""
        token, before = self.found[at], self.found[at - 1]
        surname = parts == 1 and not before.lead and not before.definite
        surname &= (before.name == "given" and not self.is_soft(at - 1)) or before.sure == UNKNOWN
        if not surname or token.whole or token.entry.tags or token.lead == _WAW:
            return False
        if token.base.endswith(_OWNERS) and len(token.base) > _LONGEST_RADICAL + 2:
            return False
        return token.sure < EXACT or len(token.base) <= _LONGEST_RADICAL or token.lead != ""

    def _other_link(self, first: int, at: int) -> bool:
        # "No" and "the mother of", "the father of" are words too: at the start a name must follow.
        return at == first and not (self.is_strong(at + 1) or self.found[at + 1].definite)

    def _joins(self, at: int) -> bool:
        """Say whether a full stop belongs to an initial, or a hyphen to a double name."""
        before, behind = self.found[at - 1], self.found[at + 1] if at + 1 < len(self.found) else None
        if behind is None or not behind.is_word:
            return False
        if self.found[at].text == ".":
            return len(before.text) <= 2 and before.end == self.found[at].start
        return before.end == self.found[at].start and self.found[at].end == behind.start

    def _is_part(self, first: int, at: int, parts: int) -> bool:
        token = self.found[at]
        if self.is_strong(at) and not (at > first and token.definite and token.tagged("origin")):
            return True
        before = self.found[at - 1]
        if token.tagged("time") and token.name == "given" and at > first and before.name == "given":
            return True
        if token.tagged("object", "pronoun") and at > first and before.name != "family" and not token.lead:
            # Liu He and Tiong Lai are spelled like "she" and "to me".
            foreign = before.sure == UNKNOWN or (before.name == "given" and not self.is_soft(at - 1))
            return foreign and (not self.is_word(at + 1) or self.found[at + 1].tagged("preposition", "complementizer"))
        if self.is_function(at) or self.is_adverb(at) or self.is_finite(at) or at == first:
            return False
        if token.definite:
            if token.base.endswith(_ADJECTIVE):
                return False
            if token.tagged("role") and parts == 1 and before.name == "given" and self.ends(at + 1):
                return True
            if (
                token.tagged(*_OFFICES, "title", "time")
                or token.tagged("origin")
                and (parts != 1 or before.name != "given")
            ):
                return False
            return (
                parts == 1
                or before.tagged("link")
                or self.recurs(at)
                or (parts == 2 and self.is_soft(first) and self.ends(at + 1))
            )
        if token.entry.tags and not token.tagged("place", "origin"):
            if parts != 1 or self.is_owned(at):
                return False
            titled = first > 0 and self.found[first - 1].definite and self.found[first - 1].is_word
            stranger = before.sure == UNKNOWN or (before.name == "given" and (titled or not self.is_soft(at - 1)))
            if self.ends(at + 1):
                return stranger or self.recurs(at)
            behind = self.found[at + 1]
            middle = before.name == "given" and behind.definite and not behind.entry.tags and self.ends(at + 2)
            return middle and not behind.base.endswith(_ADJECTIVE)
        if token.base.endswith(_TEH_MARBUTA) and not self.is_soft(at - 1):
            return False
        if parts == 2 and self.is_soft(first) and token.sure >= BENT and not self.is_owned(at):
            return self._closes_name(at + 1) or self.is_owned(at + 1)
        if parts != 1 or self.is_owned(at):
            return False
        if token.part & Part.VERB and token.base[:1] in _PERSONS and not self.recurs(at):
            return False
        if self._closes_name(at + 1) or self.recurs(at) or self.is_owned(at + 1):
            return True
        # A noun behind a first name is a surname, unless it opens an idafa of its own.
        behind = self.found[at + 1]
        if before.name == "given" and behind.name and self.is_strong(at + 1):
            return True
        if before.name == "given" and first == at - 1 and self._is_said_by(first):
            return True
        return before.name == "given" and not self.is_soft(at - 1) and token.sure >= BENT and not behind.definite

    def _is_said_by(self, at: int) -> bool:
        """Say whether a verb of speech stands right before a word: what follows it is its subject."""
        before = self.found[at - 1] if at else None
        return before is not None and before.verb is not None and before.verb.finite and self.is_finite(at - 1)

    def _closes_name(self, at: int) -> bool:
        """Say whether a name ends before a token: a noun phrase ends there, or a title in apposition begins."""
        return self.ends(at) or (self.found[at].definite and self.found[at].tagged("role", "origin", "title"))

    def is_owned(self, at: int) -> bool:
        """Say whether a noun has its owner's pronoun: his opponent, her sister; a new phrase starts there."""
        if not self.is_word(at):
            return False
        token = self.found[at]
        return (
            not token.name
            and not token.definite
            and token.sure in (BENT, EXACT, TAGGED)
            and token.base.endswith(_OWNERS)
            and len(token.base) > 3
        )

    def bare_run(self, first: int) -> int:
        """Return where a run of plain words without article, particle, tag or owner ends."""
        at = first
        while (
            self.is_word(at)
            and not self.ends(at)
            and not self.found[at].definite
            and not self.found[at].entry.tags
            and not self.is_owned(at)
        ):
            at += 1
        return at

    def recurs(self, at: int) -> bool:
        """Say whether a word stands behind the one before it elsewhere too."""
        return self._pairs.get((self.found[at - 1].base, self.found[at].base), 0) > 1

    def starts_name(self, at: int) -> bool:
        """Say whether a name starts at a token."""
        if not self.is_word(at):
            return False
        token = self.found[at]
        if token.lead or token.particle or (self.is_function(at) and not self.is_strong(at)):
            return False
        if token.tagged("link"):
            return self.is_word(at + 1) and (
                self.is_strong(at + 1) or (self.found[at + 1].definite and not self.found[at + 1].tagged(*_HEADS))
            )
        if not self.is_strong(at):
            return False
        if not self.is_soft(at):
            return True
        if (
            token.part & Part.PERFECT
            and token.lead
            and self.is_word(at + 1)
            and self.is_strong(at + 1)
            and self.name_end(at + 1) - at > 2
        ):
            # "And supervised Xi Jinping ...": a verb before a whole name.
            return False
        end = self.name_end(at)
        return end - at > 1 or (token.form in self.names)

    # --- phrases -----------------------------------------------------------------------------------------------

    def at(self, first: int) -> Phrase | None:
        """Read the phrase that starts at a token, its peeled particles left aside; None where none starts."""
        if not self.is_word(first):
            return None
        return _Reader(self, first).read()

    def noun_at(self, first: int) -> Phrase | None:
        """Read the phrase of any noun, one that names nobody by itself too: dealers, reports."""
        if not self.is_word(first) or self.is_function(first) or self.is_adverb(first):
            return None
        phrase = self.at(first)
        if phrase is None and self.found[first].name:
            # A name that is a plain word too, where a verb asks for its subject.
            return Phrase(first, max(self.name_end(first), first + 1), first, max(self.name_end(first), first + 1))
        return phrase or _Reader(self, first).read_from_noun()


class _Reader:
    """Reads one phrase from left to right."""

    def __init__(self, phrases: Phrases, first: int) -> None:
        self._in = phrases
        self._found = phrases.found
        self._first = self._at = first
        self._limit = min(len(self._found), first + _LONGEST_PHRASE)
        self._head = self._found[first]

    def read(self) -> Phrase | None:
        token = self._head
        if not self._titled(token):
            if token.form in self._in.names and not self._in.is_function(self._first):
                return self._named(self._first)
            if self._bare_name():
                return self._named(self._first)
            if not token.definite or self._in.is_function(self._first) or token.tagged("time"):
                return None
        return self.read_from_noun()

    def read_from_noun(self) -> Phrase | None:
        """Read on from a head that is taken for granted."""
        self._at = self._first + 1
        while self._at < self._limit:
            name = self._name_here()
            if name is not None:
                return self._named(name)
            if not self._step():
                break
        last = self._at
        while last > self._first + 1 and not self._found[last - 1].is_word:
            last -= 1
        return Phrase(self._first, last, last, last)

    def _titled(self, token: Token) -> bool:
        known = token.form in self._in.names and (token.definite or token.tagged("place"))
        if known and self._in.ends(self._first + 1):
            return False
        return token.tagged(*_HEADS) and not (
            token.name == "given"
            and self._in.name_end(self._first) - self._first > 1
            and not token.definite
            and self._in.is_strong(self._first + 1)
            and not token.tagged("honorific")
        )

    def _bare_name(self) -> bool:
        token = self._found[self._first]
        if self._in.is_finite(self._first):
            return False
        if token.lead or token.particle:
            return (
                self._in.name_end(self._first) > self._first and self._in.is_strong(self._first) or token.tagged("link")
            )
        return self._in.starts_name(self._first)

    def _named(self, first: int) -> Phrase | None:
        last = max(self._in.name_end(first), first + 1)
        if not self._in.starts_name(first):
            last = max(last, self._in.bare_run(first), self._in.name_end(first + 1))
            if last == first + 1 and self._in.is_word(last) and self._found[last].definite:
                last += 1
        return Phrase(self._first, last, first, last)

    def _name_here(self) -> int | None:
        """Return where the name starts that the title leads to, if it starts here."""
        at = self._at
        if not self._in.starts_name(at):
            return at if self._is_unlisted_name(at) else None
        end = self._in.name_end(at)
        before = self._found[at - 1]
        governed = before.tagged("preposition") or (before.text in MARKS and self._found[at - 2].tagged("preposition"))
        if not before.definite and (governed or self._wants_owner(before)):
            return self._second_name(at, end)
        return at

    def _is_unlisted_name(self, at: int) -> bool:
        """Say whether plain words are a name: behind a definite title, with "that", a colon or a mark right behind."""
        if not self._person() or not self._found[at - 1].definite or not self._in.is_word(at):
            return False
        if (
            self._in.is_word(at + 1)
            and self._in.is_strong(at + 1)
            and not self._in.ends(at)
            and not self._found[at].definite
            and not self._found[at].entry.tags
        ):
            end = self._in.name_end(at + 1)
            return end > at + 1 and self._opens_content(end)
        end = self._in.bare_run(at)
        if (
            end - at == 1
            and self._in.is_word(end)
            and self._found[end].definite
            and not self._found[end].lead
            and not self._found[end].particle
        ):
            if end + 1 >= len(self._found):
                return False
            behind = self._found[end + 1]
            nisba = self._found[end].tagged("origin") and behind.text in _COMMAS
            return nisba or (self._opens_content(end + 1) and behind.text not in MARKS)
        return 2 <= end - at <= 3 and self._opens_content(end)

    def _opens_content(self, at: int) -> bool:
        """Say whether what is said begins at a token: that, a colon, a mark."""
        if at >= len(self._found):
            return True
        token = self._found[at]
        return token.tagged("complementizer") or token.text == ":" or token.text in MARKS

    def _wants_owner(self, before: Token) -> bool:
        """Say whether the word before a name is a noun whose owner the name is: the company X, the wife of X."""
        if before.tagged("honorific"):
            return False
        if before.tagged("role"):
            relation = before.entry.group in _RELATIONS
            return relation or not self._found[self._at].name == "given"
        return before.tagged("body", "medium", "document", "people") or (
            not before.tagged("title", "origin", "place", "link")
            and before.is_word
            and before.sure >= BENT
            and not before.name
            and not self._two_names()
        )

    def _two_names(self) -> bool:
        return self._found[self._at].name == "given" and self._in.name_end(self._at) - self._at > 1

    def _second_name(self, at: int, end: int) -> int | None:
        """Return where a given name inside the run starts the person's own name, behind the owner's."""
        for step in range(at + 1, end):
            if self._found[step].name == "given" and not self._found[step - 1].tagged("link"):
                if self._found[at].name == "given" and step == at + 1:
                    continue
                return step
        # The mayor of the city X, Name Surname: a run of three behind "city" holds the city and the person.
        owner = self._found[at - 1].tagged("body", "place_head") and self._person()
        return at + 1 if owner and end - at > _PAIR else None

    def _step(self) -> bool:
        token = self._found[self._at]
        if not token.is_word:
            return self._sign(token)
        if self._is_owned_name():
            self._at = max(self._in.name_end(self._at), self._at + 1)
            return True
        if (
            token.tagged("demonstrative")
            and self._in.is_word(self._at + 1)
            and self._found[self._at + 1].definite
            and not self._found[self._at - 1].definite
        ):
            return self._take()
        if token.tagged("object", "pronoun", "complementizer", "relative", "particle", "according", "interrogative"):
            return False
        if token.tagged("preposition") or token.particle:
            return self._prepositional(token)
        if self._in.is_finite(self._at) or self._in.is_adverb(self._at):
            return False
        if token.lead:
            return self._joined(token)
        if (
            self._in.is_owned(self._at)
            and self._found[self._at - 1].definite
            and self._person()
            and self._name_within()
        ):
            # The chancellor whose term ends, Name Surname.
            return self._take()
        if (
            token.tagged("time")
            and self._found[self._at - 1].tagged("body", "medium")
            and not self._found[self._at - 1].definite
        ):
            # The company Nissan is spelled like April.
            return self._take()
        if token.tagged("demonstrative", "time"):
            return False
        if token.definite or token.tagged(*_TITLE):
            return self._take() if self._continues(token) else False
        if token.part & Part.NOUN and not self._found[self._at - 1].definite:
            return self._take()
        return False

    def _continues(self, token: Token) -> bool:
        """Say whether a noun goes on: behind a definite word only an adjective does, or another title of the same."""
        before = self._found[self._at - 1]
        if before.definite and not token.definite:
            return token.tagged("role", "place") and self._person()
        return True

    def _person(self) -> bool:
        return self._head.tagged("role", "honorific")

    def _is_owned_name(self) -> bool:
        token = self._found[self._at]
        before = self._found[self._at - 1]
        return (
            self._in.starts_name(self._at)
            and not token.lead
            and not token.particle
            and (not before.definite and (before.tagged("preposition") or self._wants_owner(before)))
        )

    def _take(self) -> bool:
        self._at += 1
        return True

    def _joined(self, token: Token) -> bool:
        """Go on behind "and" inside a title: the minister of tourism and crafts; not with another person."""
        if token.tagged(*_HEADS) and not token.tagged("body", "title"):
            same = (
                token.tagged("role")
                and token.definite == self._head.definite
                and token.entry.gender == self._head.entry.gender
            )
            joins = self._name_ahead() or (same and self._name_within())
            return token.tagged("role") and self._person() and joins and self._take()
        if not token.definite or not self._found[self._at - 1].definite:
            return False
        inside = self._at - self._first > 1
        return inside and self._head.tagged("role", "body") and self._take()

    def _name_within(self) -> bool:
        """Say whether both titles are of one person, whose name follows: the activist and writer Name Surname."""
        for at in range(self._at + 1, min(self._at + _NEAR, len(self._found))):
            if self._in.starts_name(at):
                return self._in.name_end(at) - at > 1
            if self._in.ends(at):
                return False
        return False

    def _name_ahead(self) -> bool:
        """Say whether a name in apposition closes several titles: the official and member of the board, Name Surname."""
        for at in range(self._at + 1, min(self._at + _REACH, len(self._found) - 1)):
            if not self._found[at].is_word:
                end = self._in.name_end(at + 1)
                return (
                    self._found[at].text in _COMMAS
                    and end - at > 2
                    and self._in.starts_name(at + 1)
                    and self._closes(end)
                )
            if self._in.is_finite(at) or self._found[at].tagged("complementizer"):
                return False
        return False

    def _prepositional(self, token: Token) -> bool:
        """Go on behind a preposition where it belongs to the title: "for" its body, or a name follows."""
        if token.particle == _LAM and self._belongs(token):
            return self._take()
        if self._head.tagged("source", "people"):
            return self._inside_body(token)
        if not self._person():
            return False
        if (
            token.folded == "\N{ARABIC LETTER BEH}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER SEEN}\N{ARABIC LETTER MEEM}"
            and any(one.entry.group == "spokesman" for one in self._found[self._first : self._at])
        ):
            return self._take()
        end = self._leads_to_name()
        if end is None:
            return self._inside_body(token)
        self._at = end
        return True

    def _inside_body(self, token: Token) -> bool:
        """Go on into "in the ministry", "of the party" behind somebody who is told by that alone."""
        at = self._at if token.particle else self._at + 1
        if self._head.definite or not self._in.is_word(at) or token.base not in _INSIDE and token.particle != _BEH:
            return False
        behind = self._found[at]
        if not behind.tagged("body", "network") or behind.tagged("occasion"):
            return False
        self._at = at + 1
        return True

    def _belongs(self, token: Token) -> bool:
        if (
            token.tagged("role")
            and not token.definite
            and self._head.entry.group in ("legislator", "adviser", "politician", "official")
        ):
            return True
        if token.tagged("outlet", "medium", "people", "role", "occasion", "document", "network"):
            return False
        if not (self._head.tagged("role", "body", "honorific")):
            return False
        return (
            token.definite
            or token.tagged("body", "title", "place")
            or (
                token.part & Part.NOUN != Part.NONE and not token.part & Part.VERB and self._leads_to_name() is not None
            )
        )

    def _leads_to_name(self) -> int | None:
        """Return where the name starts that a prepositional phrase leads to, None where the phrase leads nowhere."""
        found, at = self._found, self._at + 1
        while at < len(found) and found[at].text == "#":
            at += 1
        if found[self._at].tagged("preposition") and (
            not self._in.is_word(at) or found[at].tagged("occasion", "time", "document", "particle")
        ):
            return None
        complement = at
        while at < min(self._limit, self._at + _REACH):
            token = found[at]
            if not token.is_word:
                if token.text in _COMMAS:
                    return at + 1 if self._is_whole_name(at + 1) else None
                if token.text in MARKS or token.text in "#()":
                    at += 1
                    continue
                return None
            name = self._in.starts_name(at)
            if name and at > complement and self._is_whole_name(at):
                return at
            if name and at == complement and not token.name == "given":
                # The complement itself is a name that no table has: the person's own name is what follows it.
                return at + 1 if self._is_whole_name(at + 1) else None
            if (
                token.tagged("complementizer", "object", "relative", "particle", "time", "occasion", "according")
                or self._in.is_finite(at)
                or self._in.is_adverb(at)
            ):
                return None
            at += 1
        return None

    def _is_whole_name(self, at: int) -> bool:
        """Say whether a name of two words or more starts at a token and ends the phrase."""
        if not self._in.starts_name(at):
            return False
        end = self._in.name_end(at)
        return end - at > 1 and self._closes(end)

    def _closes(self, at: int) -> bool:
        return (
            self._in.is_owned(at)
            or at >= len(self._found)
            or not self._found[at].is_word
            or self._in.is_function(at)
            or self._in.is_finite(at)
            or self._in.is_adverb(at)
            or self._found[at].particle != ""
            or self._found[at].lead != ""
        )

    def _sign(self, token: Token) -> bool:
        if token.text == "#" or (
            token.text.isdigit() and self._found[self._at - 1].tagged("body", "medium", "document")
        ):
            return self._take()
        if token.text in MARKS:
            return self._marked()
        if token.text in "([":
            return self._bracketed()
        if token.text in _COMMAS:
            return self._apposition()
        return False

    def _close(self, signs: frozenset[str] | str) -> int | None:
        for at in range(self._at + 1, min(self._at + 1 + _LONGEST_ASIDE, len(self._found))):
            if self._found[at].text in signs:
                return at
        return None

    def _marked(self) -> bool:
        """Step over a name in marks that belongs to the title: the company "X"."""
        close = self._close(MARKS)
        before = self._found[self._at - 1]
        if close is None or self._says(close):
            return False
        if not (before.tagged("body", "medium", "outlet", "place", "title") or before.particle or not before.definite):
            return False
        if before.tagged("role", "honorific") and before.definite:
            return False
        self._at = close + 1
        return True

    def _says(self, close: int) -> bool:
        """Say whether what stands in marks is a clause, not a name."""
        inside = range(self._at + 1, close)
        return any(
            self._in.is_finite(at) or self._found[at].tagged("particle", "complementizer", "unreal") for at in inside
        )

    def _bracketed(self) -> bool:
        close = self._close(")]")
        if close is None:
            return False
        self._at = close + 1
        return True

    def _apposition(self) -> bool:
        """Go on behind a comma where a title waits for its name: the president of the club, the Lebanese Name Surname."""
        if not self._person():
            return False
        at = self._at + 1
        while self._in.is_word(at) and self._found[at].definite and self._found[at].tagged("origin", "title", "role"):
            at += 1
        if not self._in.starts_name(at):
            return False
        end = self._in.name_end(at)
        if end - at < 2 or not self._closes(end):
            return False
        self._at = at
        return True
