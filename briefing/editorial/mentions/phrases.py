"""Noun phrases that name or describe somebody: a title of any length, then a name, with a fixed end.

A title is a head (office, body, document) with adjectives, idafa, prepositional phrases, brackets and names in marks; a
name is a run of words that are names, or that nothing else accounts for. The name closes the phrase.
"""

from __future__ import annotations

from briefing.editorial.mentions.names import Names
from briefing.editorial.mentions.reader import Phrase, Reader


class Phrases(Names):
    """The noun phrases of one paragraph."""

    def at(self, first: int) -> Phrase | None:
        """Read the phrase that starts at a token, its peeled particles left aside; None where none starts."""
        return Reader(self, first).read() if self.is_word(first) else None

    def noun_at(self, first: int) -> Phrase | None:
        """Read the phrase of any noun, one that names nobody by itself too: dealers, reports."""
        if not self.is_word(first) or self.is_adverb(first):
            return None
        one_of = self.found[first].tagged("quantifier") and self.is_definite(first + 1)
        if self.is_function(first) and not one_of:
            return None  # "one of the conscripts" is somebody, "Sunday" is nobody
        phrase = self.at(first)
        if phrase is None and self.found[first].name:
            # A name that is a plain word too, where a verb asks for its subject.
            last = max(self.name_end(first), first + 1)
            return Phrase(first, last, first, last)
        return phrase or Reader(self, first).read_from_noun()
