"""Frames: every cue of an article with the phrases in its slots: source, addressee, what stands before and between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.editorial.reading.marks import MARKS
from briefing.editorial.wordlists import members, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.editorial.lexicon import SpeechVerb
    from briefing.editorial.mentions import Mention, Mentions
    from briefing.editorial.mentions.phrases import Phrases
    from briefing.editorial.reading import Reading, Sentence
    from briefing.editorial.reading.tokens import Token

_COMMAS = frozenset({",", "\N{ARABIC COMMA}"})
_BEH = "\N{ARABIC LETTER BEH}"
_LAM = "\N{ARABIC LETTER LAM}"
_TO = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}\N{ARABIC LETTER YEH}"
_FROM = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER NOON}"
_AS_FOR = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER MEEM}\N{ARABIC LETTER ALEF}"
_IN = "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}"
_INSIDE = frozenset((_IN, _IN + "\N{ARABIC LETTER HEH}", _IN + "\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}"))
_INDEED = "\N{ARABIC LETTER QAF}\N{ARABIC LETTER DAL}"
# In cue_followers.tsv: a verb only where it opens the sentence, or never.
_FIRST, _NEVER = "^", "-"
_OPENS = frozenset((_FIRST, _NEVER))
_REACH = 10
_HEH = "\N{ARABIC LETTER HEH}"
_PRONOUNS = (_HEH, _HEH + "\N{ARABIC LETTER ALEF}", _HEH + "\N{ARABIC LETTER MEEM}")
_FAR = 16
_NEAR = 5
_LONGEST_ASIDE = 8


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that lets somebody speak.

    `kind` is that of the verb's table, `according` for a source behind "according to", `noun` for "his saying";
    `subject` stands behind a finite verb, `before` right before it. `negated` cues say what was not said.
    """

    at: int
    start: int
    end: int
    text: str
    kind: str
    lemma: str
    finite: bool
    gender: str = ""
    number: str = ""
    goes_on: bool = False
    negated: bool = False
    subject: Mention | None = None
    before: Mention | None = None
    addressee: Mention | None = None
    relayed: Mention | None = None
    past: bool = True
    lead: str = ""
    distance: int = 0
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with its cues in order, its mentions, and the subject of its first verb of any kind."""

    sentence: Sentence
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    topic: Mention | None
    main_subject: Mention | None
    as_for: bool = False


def frames(reading: Reading, mentions: Mentions) -> tuple[Heard, ...]:
    """Hear every sentence of an article."""
    return tuple(_Ear(reading, mentions, sentence).hear() for sentence in reading.sentences)


class _Ear:
    """Hears one sentence."""

    def __init__(self, reading: Reading, mentions: Mentions, sentence: Sentence) -> None:
        self._reading, self._all, self._sentence = reading, mentions, sentence
        self._paragraph = sentence.span.paragraph
        self._found = reading.tokens[self._paragraph]
        self._phrases: Phrases = mentions.phrases[self._paragraph]
        self._quoted = reading.quoted[self._paragraph]
        self._own = tuple(
            one for one in mentions.by_paragraph[self._paragraph] if sentence.first <= one.first < sentence.last
        )

    def hear(self) -> Heard:
        first, last = self._sentence.first, self._sentence.last
        cues: list[Cue] = []
        for at in range(first, last):
            cue = None if self._quoted[at] else self._cue(at)
            if cue:
                cues.append(self._inherited(cue, cues))
        verb = next((at for at in range(first, last) if not self._quoted[at] and self._phrases.is_finite(at)), None)
        main = None
        if verb is not None:
            main = next((cue.subject for cue in cues if cue.at == verb), None) or self._main(verb)
        own = tuple(self._described(cues))
        clause = self._clause(cues)
        topic = next((one for one in own if not one.quoted and not one.behind and one.first < clause), None)
        as_for = first < last and self._found[first].base == _AS_FOR
        return Heard(self._sentence, tuple(cues), own, topic, main, as_for)

    def _clause(self, cues: list[Cue]) -> int:
        """Return where what the first verb of speech reports begins: "that"; whoever stands behind it is talked about."""
        start = next((cue.at for cue in cues if cue.finite), self._sentence.last)
        return next(
            (at for at in range(start, self._sentence.last) if self._found[at].tagged("complementizer")),
            self._sentence.last,
        )

    def _main(self, verb: int) -> Mention | None:
        describes = self._found[verb].base in members("describing_verbs")
        return None if describes else self._subject(verb)[0] or self._before(verb)

    def _described(self, cues: list[Cue]) -> Iterator[Mention]:
        """Yield the sentence's mentions without what somebody describes: described the plan as ..."""
        places = {cue.at + 1: cue.subject for cue in cues if self._found[cue.at].base in members("describing_verbs")}
        for one in self._own:
            if one.first not in places:
                yield one
            elif places[one.first] is not None:
                yield places[one.first] or one

    def _inherited(self, cue: Cue, earlier: list[Cue]) -> Cue:
        """Give a verb behind "that he" or "that she" the subject of the verb that the clause hangs on."""
        token = self._found[cue.at - 1] if cue.at > self._sentence.first else None
        if token is None or not cue.finite or not token.tagged("complementizer") or not token.base.endswith(_PRONOUNS):
            return cue
        subject = next((one.subject for one in reversed(earlier) if one.subject and one.finite), None)
        return replace(cue, subject=cue.subject or subject, before=None)

    def _cue(self, at: int) -> Cue | None:
        token = self._found[at]
        if not token.is_word:
            return None
        if token.tagged("according"):
            return self._according(at, token)
        if token.tagged("saying"):
            return self._saying(at, token)
        if token.verb is None or token.definite or token.particle:
            return None
        return self._verb(at, token, token.verb)

    def _according(self, at: int, token: Token) -> Cue | None:
        step = at + 1
        while step < self._sentence.last and (
            self._found[step].tagged("preposition")
            or not self._found[step].is_word
            and self._found[step].text not in MARKS
        ):
            step += 1
        source = self._all.starting(self._reading, self._paragraph, step) if step < self._sentence.last else None
        if step + 1 < self._sentence.last and self._found[step].tagged("relative"):
            # According to what the director said.
            source = self._subject(step + 1)[0] if self._phrases.is_finite(step + 1) else None
            return replace(self._plain(at, token, "according"), subject=source) if source else None
        if source is None:
            source = self._marked_name(step)
        return replace(self._plain(at, token, "according"), subject=source) if source else None

    def _plain(self, at: int, token: Token, kind: str) -> Cue:
        return Cue(at, token.start, token.end, token.text, kind, token.base, finite=True)

    def _saying(self, at: int, token: Token) -> Cue:
        relayed = None
        for step in range(at - 1, max(self._sentence.first, at - _FAR) - 1, -1):
            if self._found[step].base == _FROM and self._found[step].is_word:
                relayed = self._all.starting(self._reading, self._paragraph, step + 1)
                break
        gender = (
            "f"
            if token.folded.endswith("\N{ARABIC LETTER ALEF}")
            and token.folded.endswith("\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}")
            else ""
        )
        return Cue(
            at, token.start, token.end, token.text, "noun", token.base, finite=False, gender=gender, relayed=relayed
        )

    def _verb(self, at: int, token: Token, verb: SpeechVerb) -> Cue | None:
        kind = verb.kind.rstrip("+")
        if verb.object:
            kind = "label" if fold(verb.lemma) in members("labelling_verbs") else "aside"
        if verb.finite and not self._phrases.is_finite(at):
            return None
        if not self._stands_as_verb(at, kind):
            return None
        if not verb.finite and self._phrases.is_function(at) and not token.tagged("particle"):
            return None
        subject, addressee = self._subject(at) if verb.finite else (None, self._addressee(at))
        if subject and token.base in members("describing_verbs"):
            subject = self._describer(subject)
        before = self._before(at) if verb.finite else None
        if before and self._opens_clause(before, at):
            subject = before
        relayed = self._relayed(at) if kind == "relay" else self._inside(at) if kind == "text" else None
        return Cue(
            at,
            token.start,
            token.end,
            token.text,
            kind,
            verb.lemma,
            verb.finite,
            verb.gender,
            verb.number,
            verb.kind.endswith("+"),
            self._negated(at, past=verb.past),
            subject,
            before,
            addressee,
            relayed,
            verb.past,
            token.lead,
            subject.first - at if subject else 0,
            fold(verb.lemma) in members("answering_verbs"),
        )

    def _describer(self, subject: Mention) -> Mention | None:
        """Return who describes: the last definite word before "as" is what is described, alone or behind its describer."""
        last = self._found[subject.last - 1]
        behind = self._found[subject.last] if subject.last < self._sentence.last else None
        if (
            not last.definite
            or behind is None
            or not (behind.particle == _BEH or behind.tagged("complementizer", "preposition"))
        ):
            return subject
        return self._all.without_last(self._reading, subject) if subject.last - subject.first > 1 else None

    def _opens_clause(self, mention: Mention, verb: int) -> bool:
        """Say whether a noun phrase before a verb opens the clause, as its subject does: X said; X had said."""
        if mention.first <= self._sentence.first or mention.head.lead:
            return True
        before = self._found[mention.first - 1]
        return not before.is_word or before.tagged("complementizer", "particle")

    def _stands_as_verb(self, at: int, kind: str) -> bool:
        """Say whether what makes a verb of speech of an ambiguous word stands behind it: "expressed" with "about"."""
        token = self._found[at]
        behind = self._found[at + 1 : min(at + 1 + _REACH, self._sentence.last)]
        if kind == "text":
            return bool(behind) and behind[0].folded in _INSIDE
        if kind == "relay":
            return any(one.base == _FROM or one.tagged("complementizer") for one in behind)
        wanted = pairs("cue_followers", "followers").get(token.base)
        if wanted is None:
            return True
        if wanted in _OPENS:
            return wanted == _FIRST and at == self._sentence.first
        forms = {fold(form) for form in wanted.split()}
        return any(one.folded in forms or (one.particle and one.particle in forms) for one in behind)

    def _inside(self, at: int) -> Mention | None:
        """Return the document of "came in the letter"."""
        if at + 2 < self._sentence.last and self._found[at + 1].folded == _IN:
            return self._all.starting(self._reading, self._paragraph, at + 2)
        return None

    def _negated(self, at: int, *, past: bool) -> bool:
        """Say whether a verb tells what was not said, may be said, or is asked about."""
        near = self._found[max(self._sentence.first, at - 2) : at]
        if any(one.tagged("unreal") for one in near):
            return True
        # "Had said" confirms, "may say" doubts: the same particle.
        if not past and near and near[-1].base == _INDEED:
            return True
        return self._sentence.first < at and self._found[self._sentence.first].tagged("interrogative")

    def _relayed(self, at: int) -> Mention | None:
        for step in range(at + 1, min(at + _FAR, self._sentence.last)):
            token = self._found[step]
            if token.is_word and token.base == _FROM:
                return self._all.starting(self._reading, self._paragraph, step + 1)
            if token.tagged("complementizer"):
                return None
        return None

    def _addressee(self, at: int) -> Mention | None:
        for step in range(at + 1, min(at + _NEAR, self._sentence.last)):
            token = self._found[step]
            if token.particle == _LAM and token.is_word:
                return self._all.starting(self._reading, self._paragraph, step)
            if not token.is_word or token.tagged("complementizer"):
                return None
        return None

    def _subject(self, verb: int) -> tuple[Mention | None, Mention | None]:
        """Return the first noun phrase behind a verb that no preposition governs, and whom the verb speaks to."""
        addressee: Mention | None = None
        at = verb + 1
        while at < min(verb + _FAR, self._sentence.last):
            token = self._found[at]
            if not token.is_word:
                step = self._over_sign(at)
                if step is None:
                    return self._marked_name(at), addressee
                at = step
            elif self._phrases.starts_name(at) and not token.lead:
                mention = self._all.starting(self._reading, self._paragraph, at)
                return mention, addressee or self._spoken_to(mention)
            elif token.tagged(
                "complementizer", "relative", "pronoun", "according", "unreal"
            ) or self._phrases.is_finite(at):
                return None, addressee
            elif token.tagged("preposition") or token.particle:
                mention, at = self._governed(at)
                if mention and (token.particle == _LAM or token.base == _TO):
                    addressee = addressee or mention
            elif token.tagged("object", "time", "turn", "particle", "demonstrative", "number") and not token.tagged(
                "quantifier"
            ):
                at += 1
            elif self._phrases.is_adverb(at):
                return None, addressee
            else:
                mention = self._all.starting(self._reading, self._paragraph, at)
                if mention and at > verb + 1 and token.lead:
                    return None, addressee
                return mention, addressee or self._spoken_to(mention)
        return None, addressee

    def _spoken_to(self, subject: Mention | None) -> Mention | None:
        """Return whom a subject speaks to, right behind it: said Name to the member Surname."""
        if subject is None or subject.last >= self._sentence.last or self._found[subject.last].particle != _LAM:
            return None
        return self._all.starting(self._reading, self._paragraph, subject.last)

    def _governed(self, at: int) -> tuple[Mention | None, int]:
        """Return the mention behind a preposition, and where it ends."""
        token = self._found[at]
        step = at if token.particle else at + 1
        while step < self._sentence.last and (
            not self._found[step].is_word and self._found[step].text in "#" or self._found[step].tagged("demonstrative")
        ):
            step += 1
        mention = self._all.starting(self._reading, self._paragraph, step) if step < self._sentence.last else None
        return mention, max(mention.last, at + 1) if mention else max(step, at) + 1

    def _over_sign(self, at: int) -> int | None:
        text = self._found[at].text
        if text in "([":
            for step in range(at + 1, min(at + _LONGEST_ASIDE, self._sentence.last)):
                if self._found[step].text in ")]":
                    return step + 1
            return None
        return at + 1 if text in _COMMAS or text in "#-" else None

    def _marked_name(self, at: int) -> Mention | None:
        """Return a name in marks right behind a verb: said "Name", that ..."""
        if at + 1 >= self._sentence.last or self._found[at].text not in MARKS:
            return None
        mention = self._all.starts[self._paragraph].get(at + 1)
        if mention and mention.last < self._sentence.last and self._found[mention.last].text in MARKS:
            return mention
        return None

    def _before(self, verb: int) -> Mention | None:
        """Return the subject that stands right before a verb and opens its clause."""
        at = verb - 1
        while at > self._sentence.first and (
            self._found[at].tagged("unreal", "particle", "turn")
            or self._found[at].text in _COMMAS
            or self._found[at].text in ")("
        ):
            at -= 1
        for one in reversed(self._own):
            if one.last - 1 <= at and not one.quoted:
                if one.last - 1 < at or one.behind:
                    break
                return one
        return None
