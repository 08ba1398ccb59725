"""The noun phrases around a verb: its subject behind it or before it, and whom it speaks to."""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ABOUT, BEH, COMMAS, FROM, LAM, NOON, TO, YEH
from briefing.editorial.marks import MARKS
from briefing.editorial.wordlists import members, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.editorial.mentions import Mention, Mentions
    from briefing.editorial.mentions.phrases import Phrases
    from briefing.editorial.reading import Reading, Sentence
    from briefing.editorial.reading.tokens import Token

# Circumstances stand between a verb and its subject: yesterday, Friday, in a statement, to the agency.
_FAR = 16
_NEAR = 5
_LONGEST_ASIDE = 8
_STOPS = ("complementizer", "relative", "pronoun", "according", "unreal")
_CIRCUMSTANCES = ("object", "time", "turn", "particle", "demonstrative", "number")


class Arguments:
    """The phrases of one sentence, as verbs take them."""

    def __init__(self, reading: Reading, mentions: Mentions, sentence: Sentence) -> None:
        """Look at a sentence."""
        self.sentence = sentence
        self._reading, self._all = reading, mentions
        self._paragraph = sentence.span.paragraph
        self.found = reading.tokens[self._paragraph]
        self.phrases: Phrases = mentions.phrases[self._paragraph]
        several = mentions.by_paragraph[self._paragraph]
        self.own = tuple(one for one in several if sentence.first <= one.first < sentence.last)

    def starting(self, at: int) -> Mention | None:
        """Return the mention that starts at a token of the sentence."""
        return self._all.starting(self._reading, self._paragraph, at) if at < self.sentence.last else None

    def subject(self, verb: int) -> tuple[Mention | None, Mention | None]:
        """Return the first noun phrase behind a verb that no preposition governs, and whom the verb speaks to."""
        addressee: Mention | None = None
        at = verb + 1
        while at < min(verb + _FAR, self.sentence.last):
            if self._is_phrase(at):
                mention = self.starting(at)
                if mention is not None and mention.kind == "other" and at > verb + 2 and self.phrases.is_owned(at - 1):
                    at = max(mention.last, at + 1)  # "on receiving (her) the prize": what is received
                    continue
                if mention is not None and self._is_told(verb, mention):
                    return None, addressee or mention
                joined = mention is not None and at > verb + 1 and self.found[at].lead != ""
                return (None, addressee) if joined else (mention, addressee or self._spoken_to(mention))
            if not self.found[at].is_word and self._over_sign(at) is None:
                return self.marked_name(at), addressee
            if self._counts_off(at):
                return self.starting(at + 2), addressee
            step, governed = self._over(at)
            if step is None:
                return None, addressee
            addressee = addressee or governed
            at = step
        return None, addressee

    def _is_told(self, verb: int, mention: Mention) -> bool:
        """Say whether many are the object of a verb that is done to somebody: he informed the journalists (oblique)."""
        spoken, head = self.found[verb].verb, mention.head
        telling = spoken is not None and fold(spoken.lemma) in members("telling_verbs")
        return telling and not mention.name and head.tagged("people") and head.base.endswith(YEH + NOON)

    def _is_phrase(self, at: int) -> bool:
        """Say whether a noun phrase starts at a token that no preposition governs."""
        token = self.found[at]
        if not token.is_word:
            return False
        if self.phrases.starts_name(at) and not token.lead:
            return True
        if token.particle or token.tagged("preposition", *_STOPS) or self.phrases.is_finite(at):
            return False
        skipped = token.tagged(*_CIRCUMSTANCES) and not token.tagged("quantifier")
        return not skipped and not self.phrases.is_adverb(at)

    def _counts_off(self, at: int) -> bool:
        """Say whether a number is the subject, with "of" whom behind it: thousands of employees."""
        if not self.found[at].tagged("number") or self.found[at].particle or at + 2 >= self.sentence.last:
            return False
        return self.found[at + 1].base == FROM and self.found[at + 2].tagged("people")

    def _over(self, at: int) -> tuple[int | None, Mention | None]:
        """Return where what is no subject ends, None where the clause ends, and whom "to" governs."""
        token = self.found[at]
        if not token.is_word:
            return self._over_sign(at), None
        if token.tagged("particle") and token.folded in phrases("clause_openers"):
            return None, None  # "announced the death of five, but the commander ..."
        if token.tagged(*_STOPS) or self.phrases.is_finite(at):
            return None, None
        if token.tagged("preposition") or token.particle:
            if at + 1 < self.sentence.last and self.found[at + 1].tagged("complementizer") and not token.particle:
                return None, None  # "pointed to that Name": what is reported begins
            mention, end = self._governed(at)
            return end, mention if token.particle == LAM or token.base == TO else None
        return (at + 1, None) if token.tagged(*_CIRCUMSTANCES) else (None, None)

    def _spoken_to(self, subject: Mention | None) -> Mention | None:
        """Return whom a subject speaks to, right behind it: said Name to the member Surname."""
        if subject is None or subject.last >= self.sentence.last or self.found[subject.last].particle != LAM:
            return None
        return self.starting(subject.last)

    def asked(self, subject: Mention | None) -> Mention | None:
        """Return whom a verb of asking asks: its object stands right behind the subject."""
        behind = self._all.behind(subject) if subject else None
        return behind if behind and subject and behind.first == subject.last and not behind.behind else None

    def _governed(self, at: int) -> tuple[Mention | None, int]:
        """Return the mention behind a preposition, and where it ends."""
        step = at if self.found[at].particle else at + 1
        while step < self.sentence.last and self._leads_to_noun(self.found[step]):
            step += 1
        mention = self.starting(step)
        return mention, max(mention.last, at + 1) if mention else max(step, at) + 1

    def _leads_to_noun(self, token: Token) -> bool:
        """Say whether what a preposition governs stands behind a token: "this", a hash, a quotation mark."""
        return token.text == "#" or token.text in MARKS or token.tagged("demonstrative")

    def _over_sign(self, at: int) -> int | None:
        text = self.found[at].text
        if text in "([":
            for step in range(at + 1, min(at + _LONGEST_ASIDE, self.sentence.last)):
                if self.found[step].text in ")]":
                    return step + 1
            return None
        return at + 1 if text in COMMAS or text in "#-" else None

    def marked_name(self, at: int) -> Mention | None:
        """Return a name in marks right behind a verb: said "Name", that ..."""
        if at + 1 >= self.sentence.last or self.found[at].text not in MARKS:
            return None
        mention = self._all.starts[self._paragraph].get(at + 1)
        if mention and mention.last < self.sentence.last and self.found[mention.last].text in MARKS:
            return mention
        return None

    def before(self, verb: int) -> Mention | None:
        """Return the noun phrase that stands right before a verb, particles and commas aside."""
        at = verb - 1
        while at > self.sentence.first and self._is_aside(at):
            at = self._opening(at) - 1
        near = next((one for one in self._before(at + 1) if one.last - 1 <= at and not one.quoted), None)
        if near is None or near.last - 1 != at or near.behind or near.head.tagged("network"):
            return None  # "on his page on Twitter, where he said"
        return near

    def _before(self, at: int) -> Iterator[Mention]:
        """Yield the mentions that start before a token, the last first."""
        return (self.own[number] for number in range(bisect_left(self.own, at, key=attrgetter("first")) - 1, -1, -1))

    def described(self, verb: int) -> Mention | None:
        """Return whom a relative clause before a verb tells of, where the verb is its own or the main clause's.

        "The politician Name, who said", and "the commander Name, who refused to confirm it, said".
        """
        for one in self._before(verb):
            if one.last < verb - _FAR:
                return None
            if one.last > verb - 1 or one.quoted:
                continue
            opens = self._relative_behind(one)
            if opens is None or opens >= verb:
                continue
            if opens == verb - 1:
                return one
            verbs = [at for at in range(opens + 1, verb) if self.phrases.is_finite(at)]
            free = not one.behind and self.opens_clause(one, one.last)
            return one if verbs and free and not self.found[verb].lead and self._may_resume(verb) else None
        return None

    def is_who(self, at: int) -> bool:
        """Say whether "who" stands at a token."""
        return self.found[at].tagged("relative") and self.found[at].base in members("relatives")

    def _relative_behind(self, mention: Mention) -> int | None:
        """Return where "who" stands right behind a mention, a comma aside."""
        at = mention.last
        if at < self.sentence.last and self.found[at].text in COMMAS:
            at += 1
        return at if at < self.sentence.last and self.is_who(at) and not self.found[at].particle else None

    def _may_resume(self, verb: int) -> bool:
        """Say whether a verb can be the main clause's behind a relative clause: nothing before it takes it in."""
        return not self.found[verb - 1].tagged("complementizer", "relative", "preposition", "unreal")

    def _opening(self, at: int) -> int:
        """Return where the brackets open that close at a token, or the token: Name Surname (25 years old), said."""
        if self.found[at].text in ")]":
            for step in range(at - 1, max(self.sentence.first, at - _LONGEST_ASIDE), -1):
                if self.found[step].text in "([":
                    return step
        return at

    def _is_aside(self, at: int) -> bool:
        token = self.found[at]
        return token.tagged("unreal", "particle", "turn") or token.text in COMMAS or token.text in ")]("

    def opens_clause(self, mention: Mention, verb: int) -> bool:
        """Say whether a noun phrase before a verb opens the clause, as its subject does: X said; X had said."""
        if mention.first <= self.sentence.first:
            return True
        before = self.found[mention.first - 1]
        if mention.head.lead and before.is_word:
            # "Asked about the keepers and the experts, the minister said": what a comma parts is no subject.
            return not any(one.text in COMMAS for one in self.found[mention.last : verb])
        return bool(mention.head.lead) or not before.is_word or before.tagged("complementizer", "particle")

    def describer(self, subject: Mention) -> Mention | None:
        """Return who describes: the last definite word before "as" is what is described, not who describes it."""
        behind = self.found[subject.last] if subject.last < self.sentence.last else None
        links = behind is not None and (behind.particle == BEH or behind.tagged("complementizer", "preposition"))
        if not links or not self.found[subject.last - 1].definite:
            return subject
        return self._all.without_last(self._reading, subject) if subject.last - subject.first > 1 else None

    def addressee(self, at: int) -> Mention | None:
        """Return whom a participle speaks to: saying to the reporters."""
        for step in range(at + 1, min(at + _NEAR, self.sentence.last)):
            token = self.found[step]
            if token.particle == LAM and token.is_word:
                return self.starting(step)
            if not token.is_word or token.tagged("complementizer"):
                return None
        return None

    def relayed(self, at: int) -> Mention | None:
        """Return whose words a verb relays: the agency quoted "from" the source."""
        for step in range(at + 1, min(at + _FAR, self.sentence.last)):
            if self.found[step].is_word and self.found[step].base == ABOUT and not self._is_issued(step - 1):
                return self.starting(step + 1)
            if self.found[step].tagged("complementizer"):
                return None
        return None

    def _is_issued(self, at: int) -> bool:
        """Say whether "about" tells who issued a document: a statement "issued by" the ministry."""
        return self.found[at].base in members("issued")

    def relayed_before(self, at: int) -> Mention | None:
        """Return whose "his saying" is: "from" the source stands before it."""
        for step in range(at - 1, max(self.sentence.first, at - _FAR) - 1, -1):
            if self.found[step].is_word and self.found[step].base == ABOUT:
                return self.starting(step + 1)
        return None
