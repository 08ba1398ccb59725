"""Frames: every cue of an article with the phrases in its slots: source, addressee, what stands before and between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ABOUT, ALEF, ALEF_MAKSURA, FEH, HEH, IN, MEEM, OWNERS, THAT, WAW, WHAT
from briefing.arabic.words import Part
from briefing.editorial.frames.arguments import Arguments
from briefing.editorial.lexicon import jussives
from briefing.editorial.marks import MARKS
from briefing.editorial.reading.tokens import leads_to_words
from briefing.editorial.wordlists import members, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefing.editorial.lexicon import SpeechVerb
    from briefing.editorial.mentions import Mention, Mentions
    from briefing.editorial.reading import Reading, Sentence
    from briefing.editorial.reading.tokens import Token

_AS_FOR = ALEF + MEEM + ALEF
_INSIDE = frozenset((IN, IN + HEH, IN + HEH + ALEF))
# In cue_followers.tsv: a verb only where it opens the sentence, or never.
_FIRST, _NEVER = "^", "-"
_OPENS = frozenset((_FIRST, _NEVER))
# "That" may stand behind a long subject: she says for her part, Name Surname, ambassador to the UNESCO, that.
_REACH = 14
# "Denied that the minister had said": the doubting verb and its subject stand before.
_DOUBT_TOKENS = 5
# A participle farther behind a verb tells nothing of how that was done.
_DONE_TOKENS = 40
# "Proposed that the council issue a statement that says" has a subject and an object before "says".
_WISHED_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that lets somebody speak.

    `kind` is that of the verb's table, `according` for a source behind "according to", `noun` for "his saying", `label`
    for "described it as", `aside` for "which he said"; `subject` stands behind a finite verb or opens its clause,
    `before` right before it; `doer` is the subject of the verb before a participle. `negated` cues say what was not
    said, `wished` ones stand behind "that" and may be said one day.
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
    wished: bool = False
    subject: Mention | None = None
    before: Mention | None = None
    addressee: Mention | None = None
    relayed: Mention | None = None
    past: bool = True
    lead: str = ""
    distance: int = 0
    answers: bool = False
    doer: Mention | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence with its cues in order, its mentions, and the subject of its first verb of any kind.

    `topic` is the first mention that no preposition governs, outside of what is reported; `as_for` is true where "as
    for" opens the sentence.
    """

    sentence: Sentence
    cues: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    topic: Mention | None
    main_subject: Mention | None
    as_for: bool = False


def frames(reading: Reading, mentions: Mentions) -> tuple[Heard, ...]:
    """Hear every sentence of an article."""
    return tuple(
        _Ear(Arguments(reading, mentions, sentence), reading.quoted[sentence.span.paragraph]).hear()
        for sentence in reading.sentences
    )


class _Ear:
    """Hears one sentence."""

    def __init__(self, arguments: Arguments, quoted: bytearray) -> None:
        self._args, self._quoted = arguments, quoted
        self._found, self._sentence = arguments.found, arguments.sentence

    def hear(self) -> Heard:
        first, last = self._sentence.first, self._sentence.last
        cues: list[Cue] = []
        said, content = False, last
        for at in range(first, last):
            cue = None if self._quoted[at] else self._cue(at)
            if cue:
                # Behind "that": what an earlier verb reports. "That he said" is the same report still.
                cues.append(replace(self._inherited(cue, cues), inside=content < at - 1))
                said = said or (cue.finite and cue.kind not in ("aside", "according"))
            elif said and content == last and self._found[at].tagged("complementizer"):
                content = at
        own = tuple(self._described(cues))
        clause = self._clause(cues)
        topic = next((one for one in own if not one.quoted and not one.behind and one.first < clause), None)
        as_for = first < last and self._found[first].base == _AS_FOR
        return Heard(self._sentence, tuple(cues), own, topic, self._main_subject(cues), as_for)

    def _is_of_it(self, at: int) -> bool:
        return at < self._sentence.last and self._found[at].tagged("object") and at - 1 > self._sentence.first

    def _main_subject(self, cues: list[Cue]) -> Mention | None:
        """Return the subject of the first finite verb, whatever it says."""
        verbs = (at for at in range(self._sentence.first, self._sentence.last) if not self._quoted[at])
        verb = next((at for at in verbs if self._args.phrases.is_finite(at)), None)
        if verb is None:
            return None
        told = next((cue.subject for cue in cues if cue.at == verb), None)
        describes = self._found[verb].base in members("describing_verbs")
        return told or (None if describes else self._args.subject(verb)[0] or self._args.before(verb))

    def _clause(self, cues: list[Cue]) -> int:
        """Return where what the first verb of speech reports begins: who stands behind "that" is talked about."""
        last = self._sentence.last
        start = next((cue.at for cue in cues if cue.finite), last)
        return next((at for at in range(start, last) if self._found[at].tagged("complementizer")), last)

    def _described(self, cues: list[Cue]) -> Iterator[Mention]:
        """Yield the sentence's mentions without what somebody describes: described the plan as ..."""
        places = {cue.at + 1: cue.subject for cue in cues if self._found[cue.at].base in members("describing_verbs")}
        for one in self._args.own:
            if one.first not in places:
                yield one
            elif places[one.first] is not None:
                yield places[one.first] or one

    def _inherited(self, cue: Cue, earlier: list[Cue]) -> Cue:
        """Give a verb behind "that he" or "that she" the subject of the verb that the clause hangs on."""
        token = self._found[cue.at - 1] if cue.at > self._sentence.first else None
        if token is None or not cue.finite or not token.tagged("complementizer") or not token.base.endswith(OWNERS):
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
            gender = "f" if token.folded.endswith(HEH + ALEF) else ""
            return replace(_plain(at, token, "noun"), gender=gender, relayed=self._args.relayed_before(at))
        verb = token.verb or self._jussive(at, token)
        if verb is None or token.definite or token.particle:
            return None
        return self._verb(at, token, verb)

    def _jussive(self, at: int, token: Token) -> SpeechVerb | None:
        """Return the verb of "did not say", whose form only a negation has."""
        negated = at > self._sentence.first and self._found[at - 1].tagged("unreal")
        return jussives().get(token.folded) if negated else None

    def _according(self, at: int, token: Token) -> Cue | None:
        step = at + 1
        while step < self._sentence.last and self._leads_on(step):
            step += 1
        if step + 1 < self._sentence.last and self._found[step].tagged("relative"):
            # According to what the director said.
            source = self._args.subject(step + 1)[0] if self._args.phrases.is_finite(step + 1) else None
        else:
            source = self._args.starting(step) or self._args.marked_name(step)
        return replace(_plain(at, token, "according"), finite=True, subject=source) if source else None

    def _leads_on(self, at: int) -> bool:
        token = self._found[at]
        return token.tagged("preposition") or (not token.is_word and token.text not in MARKS)

    def _verb(self, at: int, token: Token, verb: SpeechVerb) -> Cue | None:
        kind, lemma = verb.kind, fold(verb.lemma)
        # Who is asked or answered may hang on the verb; "which he said it" is told of something else.
        if verb.object and kind != "ask" and lemma not in members("answering_verbs"):
            kind = "label" if lemma in members("labelling_verbs") else "aside"
        if not self._stands_as_verb(at, verb, kind):
            return None
        if self._found[at - 1].tagged("relative") and self._is_of_it(at + 1):
            kind = "aside"  # "the programme that Name spoke about (it)"
        subject, before, addressee = self._arguments(at, token, verb)
        return replace(
            _plain(at, token, kind),
            lemma=verb.lemma,
            finite=verb.finite,
            gender=verb.gender,
            number=verb.number,
            goes_on=verb.goes_on,
            # "What it described as": before a label the same word is no negation.
            negated=kind != "label" and self._negated(at, past=verb.past),
            wished=not verb.past and verb.finite and self._is_wished(at, alone=subject is None),
            subject=subject,
            before=before,
            addressee=addressee,
            relayed=self._relayed(at, kind),
            past=verb.past,
            lead=token.lead,
            distance=subject.first - at if subject else 0,
            answers=lemma in members("answering_verbs"),
            doer=None if verb.finite else self._doer(at),
        )

    def _is_wished(self, at: int, *, alone: bool) -> bool:
        """Say whether a verb stands behind "that": proposed that he say, or that the council issue a text that says.

        "Before that he says" tells what was said.
        """
        start = max(self._sentence.first, at - _WISHED_TOKENS) if alone else at - 1
        for place in range(at - 1, start - 1, -1):
            token = self._found[place]
            if not token.is_word:
                return False
            if token.base == THAT:
                verb = place + 1 == at or bool(self._found[place + 1].part & Part.IMPERFECT)
                return verb and self._found[place - 1].base not in members("when")
        return False

    def _doer(self, at: int) -> Mention | None:
        """Return the subject of the last finite verb before a participle: he received the envoy, saying."""
        start = max(self._sentence.first, at - _DONE_TOKENS)
        verbs = (one for one in range(at - 1, start - 1, -1) if not self._quoted[one])
        verb = next((one for one in verbs if self._args.phrases.is_finite(one)), None)
        if verb is None:
            return None
        before = self._args.before(verb)
        if before is not None and self._args.opens_clause(before, verb):
            return before  # "that the president received the papers": what stands behind is received
        return self._args.subject(verb)[0] or before

    def _arguments(
        self, at: int, token: Token, verb: SpeechVerb
    ) -> tuple[Mention | None, Mention | None, Mention | None]:
        """Return the subject, the noun phrase before the verb, and whom it speaks to."""
        if not verb.finite:
            return None, None, self._args.addressee(at)
        subject, addressee = self._args.subject(at)
        if verb.number == "p":
            subject = None  # "they told the court": many are in the verb itself, whatever stands behind it
        if subject and token.base in members("describing_verbs"):
            subject = self._args.describer(subject)
        if verb.kind == "ask":
            addressee = addressee or self._args.asked(subject)
        # "Congratulated X Y and said": behind "and" nobody who stands before a verb is its subject.
        before = None if token.lead == WAW else self._args.before(at)
        opens = before is not None and self._args.opens_clause(before, at)
        if subject is not None and subject.kind == "other" and at > 0 and self._args.is_who(at - 1):
            subject = None  # "who refused the confirmation": what nobody is, is the object
        if subject is not None and subject.kind == "place" and subject.gender == "f" and verb.gender == "m":
            subject = None  # "and (he) accused Washington": a city is no subject of a verb in the masculine
        if verb.kind == "text" and subject is None and before is not None and before.kind == "document":
            subject = before  # "issued a statement in which it says"
        return before if opens else subject or self._args.described(at), before, addressee

    def _relayed(self, at: int, kind: str) -> Mention | None:
        if kind == "relay":
            return self._args.relayed(at)
        in_it = kind == "text" and at + 1 < self._sentence.last and self._found[at + 1].folded == IN
        return self._args.starting(at + 2) if in_it else None

    def _stands_as_verb(self, at: int, verb: SpeechVerb, kind: str) -> bool:
        """Say whether a form of a verb of speech is one: what makes it one may have to stand behind it."""
        token = self._found[at]
        # "Who is called Name" is spelled like "who claims".
        called = kind == "allege" and token.text.endswith(ALEF_MAKSURA) and self._args.phrases.starts_name(at + 1)
        if called or (verb.finite and not self._args.phrases.is_finite(at) and token.verb is not None):
            return False
        if not verb.finite and self._args.phrases.is_function(at) and not token.tagged("particle"):
            return False
        behind = self._found[at + 1 : min(at + 1 + _REACH, self._sentence.last)]
        if kind == "text":
            return bool(behind) and behind[0].folded in _INSIDE
        if kind == "relay":
            return any(one.base == ABOUT or one.tagged("complementizer") for one in behind)
        wanted = pairs("cue_followers", "followers").get(token.base)
        if wanted is None or wanted in _OPENS:
            return wanted is None or (wanted == _FIRST and at == self._sentence.first)
        forms = {fold(form) for form in wanted.split()}
        # "So he answered "...", so he answered saying".
        so = token.lead == FEH and bool(behind) and leads_to_words(behind[0])
        return so or any(one.folded in forms or (one.particle and one.particle in forms) for one in behind)

    def _negated(self, at: int, *, past: bool) -> bool:
        """Say whether a verb tells what was not said, may be said, or is asked about."""
        near = self._found[max(self._sentence.first, at - 2) : at]
        # "According to what the army announced": behind a preposition the word is no negation.
        told = near and near[-1].base == WHAT and at - 2 >= self._sentence.first
        if told and self._found[at - 2].tagged("preposition"):
            return False
        if any(one.tagged("unreal") for one in near):
            return True
        # "Had said" confirms, "may say" doubts: the same particle.
        if not past and near and near[-1].tagged("indeed"):
            return True
        doubted = self._found[max(self._sentence.first, at - _DOUBT_TOKENS) : at]
        if any(one.tagged("doubt") for one in doubted):
            return True
        return self._sentence.first < at and self._found[self._sentence.first].tagged("interrogative")


def _plain(at: int, token: Token, kind: str) -> Cue:
    return Cue(at, token.start, token.end, token.text, kind, token.base, finite=False)
