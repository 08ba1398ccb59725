"""What a sentence leans on: without it, a listener would not know who "he" is, or what "this" was."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import COMMAS, FEH, KAF, NO, OWNERS, TEH_MARBUTA, WAW
from briefing.arabic.stems import light
from briefing.arabic.words import Part
from briefing.editorial.marks import LONGEST_MARK, MARKS
from briefing.editorial.running_order.beats import SHORT_WORD
from briefing.editorial.wordlists import members, pairs
from briefing.model import Reality

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.editorial.entities import Entity
    from briefing.editorial.frames import Cue
    from briefing.editorial.mentions import Mention
    from briefing.editorial.reading.tokens import Token
    from briefing.editorial.running_order.beats import Beat
    from briefing.editorial.understanding import Understanding

# In openers.tsv: a word that leans, one that leans unless its main clause follows ("while he ..., she ..."), two that
# set a sentence against the one before, the second of which its grammar needs, and one that ties before a verb alone
# ("as well he said", but "as in the years before"). What is none of these, and a contrast, can be left out.
_LEANS, _WHILE, _CONTRAST, _TURN, _VERBAL = "leans", "while", "contrast", "turn", "verbal"
# So many words into a sentence a "this" or "his" still has what it stands for before the sentence.
_EARLY_WORDS = 5

# "Also", "the same", "the other" point at a partner.
_ADDED_WORDS = 8
_LONGEST_OPENER_WORDS = 3
# A verb of speech that opens its sentence stands behind "and", "as", "as well" at most.
_OPENING_TOKENS = 7
_PERSONS = frozenset({"person", "name", "role"})
_FULL_NAME_WORDS = 2
_LONGEST_INTRODUCTION_WORDS = 7
_PARTIES = frozenset({"person", "name", "role", "body", "document", "people"})
# "The minister", "the report" have to be told apart; "the company", "the workers" are understood of the story's own.
_INTRODUCED = frozenset({"person", "role", "document"})


@dataclass(frozen=True, slots=True)
class Opener:
    """The words that tie a sentence to the one before, from code point `start` to `end` of its paragraph.

    `answered` is where the "fa" ends that answers them, if one does: "in return, so the measures".
    """

    start: int
    end: int
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A verb of speech without its subject: the name of who speaks can stand at code point `at` of the paragraph."""

    at: int
    speaker: Entity


@dataclass(frozen=True, slots=True)
class Ties:
    """What ties a beat to others.

    `leans`: it cannot be told without the beat before. `resumes`: its speaker goes on speaking, as "he", behind words
    of the same speaker. `also`: it adds to something that was told. `leads`: it opens what the next one says.
    `opener`: what may be left out where the beat before is not told; `conjunction` is the letter glued to its first
    word. `gap`: where a speaker's name can be told in the place of a pronoun. `short` are mentions that do not say
    who is meant.
    `these` are the stems of nouns behind "this" and "those"; `given` of definite nouns that the article brought in as
    new before. `denies`: it rejects what the article told before, `points`: with "that" or "these"; `adds`: it goes on
    with what its speaker said; `opposes`: it limits what stands before it. `speaker` is whose words it reports.
    """

    leans: bool
    resumes: bool
    also: bool
    leads: bool
    opener: Opener | None
    conjunction: Opener | None
    gap: Gap | None
    short: tuple[Mention, ...]
    these: frozenset[str]
    given: frozenset[str]
    denies: bool
    points: bool
    adds: bool
    opposes: bool
    speaker: Entity | None


class Binder:
    """Finds the ties of every beat of an article."""

    def __init__(self, understood: Understanding, beats: Sequence[Beat]) -> None:
        """Learn under which full names the entities go, and where each noun is first spoken of."""
        self._understood = understood
        self._entities = understood.entities
        self._named: Mapping[str, Entity] = {one.full_name: one for one in reversed(self._entities.all)}
        self._introductions: dict[int, Mention] = {}
        # In which beat each noun stands first, and whether it is new there: without the article, and not made definite
        # by what stands behind it.
        self._first: dict[str, tuple[int, bool]] = {}
        self._nouns = {beat.number: tuple(self._nouns_of(beat)) for beat in beats}
        for beat in beats:
            for at, stem in self._nouns[beat.number]:
                self._first.setdefault(stem, (beat.number, not self._is_definite(beat, at)))

    def ties(self, beat: Beat, before: Beat | None) -> Ties:
        """Return what ties a beat to the one before it and to who was named earlier."""
        sentence = beat.heard.sentence
        found = self._understood.reading.tokens[sentence.span.paragraph]
        quoted = self._understood.reading.quoted[sentence.span.paragraph]
        own = range(sentence.first, sentence.last)
        tokens = [found[at] for at in own if found[at].is_word and not (quoted[at] and beat.quotes)]
        spoken = bool(beat.passages) and beat.passages[0].quote is not None
        # Somebody's own words are never touched.
        kind, opener, owned = ("", None, False) if spoken else _opener(tokens)
        opening = self._opening_cue(beat)
        speaker = self._speaker(beat, opening)
        gap = None
        if opening and speaker and opening.number != "p" and self._can_be_said(speaker) and self._is_gap(beat, opening):
            gap = Gap(opening.end, speaker)
        leans = kind == _LEANS or owned or (kind == _WHILE and not self._has_main_clause(beat))
        leans = leans or self._points_back(beat, tokens, opener) or _goes_on(beat, before)
        resumes = gap is None and not spoken and opening is not None and self._is_gap(beat, opening)
        rest = [token for token in tokens if opener is None or token.start >= opener.end]
        return Ties(
            # What opens the article has only the headline before it.
            leans=(leans or (resumes and speaker is None)) and beat.number > 0,
            resumes=resumes and speaker is not None and beat.number > 0,
            also=not spoken and any(token.tagged("addition") for token in rest[:_ADDED_WORDS]),
            leads=beat.text.rstrip().endswith(":") or _asks(beat),
            opener=opener,
            conjunction=None if spoken or kind == _TURN else _conjunction(tokens),
            gap=gap,
            short=tuple(mention for mention in beat.heard.mentions if self._is_short(mention)),
            these=frozenset(self._these(beat, opener)),
            given=frozenset(self._given(beat)),
            denies=self._denies(beat, tokens) or _refuses(beat),
            points=_refuses(beat) or any(token.base in members("demonstratives") for token in tokens),
            adds=opening is not None and opening.goes_on,
            opposes=kind in (_CONTRAST, _TURN),
            speaker=speaker,
        )

    def entity_of(self, mention: Mention) -> Entity:
        """Return whom a mention means."""
        return self._entities.of(mention)

    def can_be_named(self, entity: Entity, mention: Mention) -> bool:
        """Say whether the introduction of somebody can stand in the place of a mention: grammar and all."""
        introduction = self.introduction(entity)
        # A bare name does not say who somebody is: the sentence that does so is told instead.
        if not introduction.title or _is_glued(mention) or mention.number == "p":
            return False
        return self._can_be_said(entity)

    def _can_be_said(self, entity: Entity) -> bool:
        """Say whether the introduction of somebody can be told: one person's whole name, and no "his lawyer"."""
        if entity.kind not in _PERSONS or len(entity.best.name) < _FULL_NAME_WORDS or entity.number_of == "p":
            return False
        introduction = self.introduction(entity)
        if _is_glued(introduction) or len(introduction.text.split()) > _LONGEST_INTRODUCTION_WORDS:
            return False
        if introduction.title and introduction.head.base.endswith(OWNERS):
            return False
        phrases = self._understood.mentions.phrases[introduction.paragraph]
        return not phrases.has_only_verb(introduction.first, introduction.last)

    def _nouns_of(self, beat: Beat) -> Iterator[tuple[int, str]]:
        sentence = beat.heard.sentence
        found = self._understood.reading.tokens[sentence.span.paragraph]
        for at in range(sentence.first, sentence.last):
            token = found[at]
            if token.part & Part.NOUN and not token.name and len(token.base) > SHORT_WORD and not token.tagged("time"):
                yield at, light(token.base)

    def _is_definite(self, beat: Beat, at: int) -> bool:
        found = self._understood.reading.tokens[beat.span.paragraph]
        behind = found[at + 1] if at + 1 < beat.heard.sentence.last else None
        made = behind is not None and (behind.definite or behind.name != "" or behind.tagged("place", "body"))
        return found[at].definite or made or found[at].base.endswith(OWNERS)

    def _given(self, beat: Beat) -> Iterator[str]:
        """Yield the definite nouns of a beat that an earlier beat brought in as new: a bus, then the bus."""
        found = self._understood.reading.tokens[beat.span.paragraph]
        for at, stem in self._nouns[beat.number]:
            number, new = self._first.get(stem, (beat.number, False))
            if found[at].definite and new and number < beat.number:
                yield stem

    def _these(self, beat: Beat, opener: Opener | None) -> Iterator[str]:
        """Yield the nouns that "this", "the said" and "those", and early "another", point out of the sentence with.

        Whom somebody's own words point at, the listener hears with them.
        """
        sentence = beat.heard.sentence
        paragraph = sentence.span.paragraph
        quoted = self._understood.reading.quoted[paragraph]
        tokens = self._understood.reading.tokens[paragraph]
        own = [at for at in range(sentence.first, sentence.last) if tokens[at].is_word]
        own = [at for at in own if opener is None or tokens[at].start >= opener.end]
        found = [tokens[at] for at in own]
        for place, token in enumerate(found[:-1]):
            noun = found[place + 1]
            points = token.base in members("demonstratives") and noun.definite and not quoted[own[place]]
            if place < _EARLY_WORDS and noun.tagged("another") and token.part & Part.NOUN and not token.particle:
                points, noun = True, token
            if noun.base in members("mentioned") and noun.definite and token.definite and not quoted[own[place]]:
                points, noun = True, token
            if points and noun.base not in members("time") | members("setting"):
                stem = light(noun.base)
                if not any(light(one.base) == stem for one in found[:place]):
                    yield stem

    def _opening_cue(self, beat: Beat) -> Cue | None:
        """Return the verb of speech that opens a sentence."""
        first = beat.heard.sentence.first
        cues = (cue for cue in beat.heard.cues if cue.finite and cue.kind != "according")
        cue = next(cues, None)
        opens = cue is not None and cue.at - first < _OPENING_TOKENS
        # "It is expected that" has no subject to ask for.
        impersonal = opens and cue is not None and self._is_impersonal(beat, cue)
        return cue if opens and not impersonal else None

    def _is_impersonal(self, beat: Beat, cue: Cue) -> bool:
        found = self._understood.reading.tokens[beat.span.paragraph]
        return cue.subject is None and found[cue.at].base in members("impersonal")

    def _is_gap(self, beat: Beat, cue: Cue) -> bool:
        """Say whether a verb of speech has its subject in an earlier sentence: what it says follows right behind."""
        if cue.subject is not None or cue.relayed is not None:
            return False
        found = self._understood.reading.tokens[beat.span.paragraph]
        behind = found[cue.at + 1] if cue.at + 1 < beat.heard.sentence.last else None
        if behind is None or not behind.is_word:
            return True
        if _counts(behind, found[cue.at + 2] if cue.at + 2 < beat.heard.sentence.last else None):
            return False
        return behind.particle != "" or behind.tagged("complementizer", "preposition", "object", "time")

    def _speaker(self, beat: Beat, opening: Cue | None) -> Entity | None:
        """Return whose words a sentence reports: a quote's speaker, else the subject of its verb of speech."""
        quote = next((one for one in beat.quotes if one.speaker), None)
        if quote:
            return self._named.get(quote.speaker or "")
        cue = opening or next((one for one in beat.heard.cues if one.subject and one.finite), None)
        return self._entities.of(cue.subject) if cue and cue.subject else None

    def _points_back(self, beat: Beat, tokens: Sequence[Token], opener: Opener | None) -> bool:
        """Say whether a sentence speaks of somebody or something that only the one before names."""
        if not tokens or (beat.passages and beat.passages[0].quote):
            return False
        rest = [token for token in tokens if opener is None or token.start >= opener.end] or list(tokens)
        if _is_pronoun(rest[0]) or any(self._is_this_alone(beat, rest, at) for at in range(len(rest))):
            return True
        if any(self._is_unheard_document(beat, one) or self._is_same_source(one) for one in beat.heard.mentions):
            return True
        return self._lacks_subject(beat, rest) or self._is_of_somebody(beat, rest)

    def _is_of_somebody(self, beat: Beat, rest: Sequence[Token]) -> bool:
        """Say whether a sentence opens with something of somebody's who is not named before it: his brother."""
        sentence = beat.heard.sentence
        found = self._understood.reading.tokens[beat.span.paragraph]
        phrases = self._understood.mentions.phrases[beat.span.paragraph]
        subject = beat.heard.main_subject or next((one.subject for one in beat.heard.cues if one.subject), None)
        if subject is not None and subject.name and rest[0].tagged("preposition"):
            # "During his visit the minister said": whose visit it was, the sentence says itself.
            return False
        named = min((one.first for one in beat.heard.mentions if not one.behind), default=sentence.last)
        first = self._understood.reading.first_from(beat.span.paragraph, rest[0].start)
        early = range(first, min(sentence.last, first + _EARLY_WORDS, named))
        owned = (at for at in early if phrases.is_owned(at) and not phrases.is_finite(at))
        return any(not found[at].tagged("complementizer") and not found[at - 1].tagged("relative") for at in owned)

    def _is_this_alone(self, beat: Beat, rest: Sequence[Token], at: int) -> bool:
        """Say whether a demonstrative without a noun points at what was told before: this led to ..."""
        if rest[at].base not in members("demonstratives") or rest[at].particle == KAF:
            return False
        found = self._understood.reading.tokens[beat.span.paragraph]
        place = self._understood.reading.first_from(beat.span.paragraph, rest[at].start)
        # "The minister said that, if ..., this": late in a sentence it stands for a clause of its own.
        own = found[self._understood.reading.first_from(beat.span.paragraph, rest[0].start) : place]
        if at > _EARLY_WORDS and any(one.text in COMMAS for one in own):
            return False
        behind = next((one for one in found[place + 1 : beat.heard.sentence.last] if one.is_word), None)
        return behind is None or not (behind.definite or behind.base in members("time") | members("setting"))

    def _has_main_clause(self, beat: Beat) -> bool:
        """Say whether a sentence that opens with "while" has its main clause behind a comma."""
        sentence = beat.heard.sentence
        found = self._understood.reading.tokens[beat.span.paragraph]
        phrases = self._understood.mentions.phrases[beat.span.paragraph]
        behind = (at + 1 for at in range(sentence.first, sentence.last - 1) if found[at].text in COMMAS)
        return any(phrases.is_finite(at) or found[at].lead == FEH for at in behind)

    def _denies(self, beat: Beat, tokens: Sequence[Token]) -> bool:
        """Say whether a beat rejects what was said: denies it, or speaks of "these charges", or calls it baseless."""
        if any(cue.kind == "deny" and not cue.negated for cue in beat.heard.cues):
            return True
        charged = any(
            one.base in members("demonstratives") and other.tagged("charge") for one, other in pairwise(tokens)
        )
        return charged or any(token.tagged("baseless") for token in tokens)

    def _is_unheard_document(self, beat: Beat, mention: Mention) -> bool:
        """Say whether "the statement" speaks that no mention tells apart."""
        alone = mention.kind == "document" and mention.definite and len(mention.title) == 1 and not mention.quoted
        if not alone or not any(cue.subject is mention for cue in beat.heard.cues):
            return False
        found = self._understood.reading.tokens[mention.paragraph]
        told_apart = mention.last < len(found) and found[mention.last].tagged("relative")
        return not told_apart and self._entities.of(mention).mentions[0] is mention

    def _is_same_source(self, mention: Mention) -> bool:
        """Say whether "the same source" speaks: only the sentence before can say which."""
        found = self._understood.reading.tokens[mention.paragraph]
        same = mention.last < len(found) and found[mention.last].tagged("addition")
        return same and mention.definite and mention.head.tagged("source") and not mention.name

    def _lacks_subject(self, beat: Beat, rest: Sequence[Token]) -> bool:
        """Say whether the verb that opens a sentence has its subject in the one before: "and led to ..."."""
        paragraph = beat.span.paragraph
        phrases = self._understood.mentions.phrases[paragraph]
        at = self._understood.reading.first_from(paragraph, rest[0].start)
        if rest[0].base in members("auxiliary") and len(rest) > 1:
            at, rest = at + 1, rest[1:]
        if not (phrases.is_finite(at) or _may_be_verb(rest[0])) or beat.heard.main_subject is not None:
            return False
        if phrases.found[at].base in members("impersonal"):
            return False
        last = beat.heard.sentence.last
        behind, after = (phrases.found[near] if near < last else None for near in (at + 1, at + 2))
        if behind is None or not behind.is_word:
            # A name in marks is a subject, and so is a number.
            return behind is None or not (behind.text in MARKS or behind.text[:1].isdigit())
        if _counts(behind, after):
            return False
        return behind.particle != "" or behind.tagged("preposition", "complementizer", "object")

    def _is_short(self, mention: Mention) -> bool:
        """Say whether a mention leaves open who is meant, where the article tells it in full elsewhere."""
        entity = self._entities.of(mention)
        if mention.quoted or entity.kind not in _PARTIES:
            return False
        if mention.name:
            return len(mention.name) == 1 and len(entity.best.name) > 1 and not mention.title
        alone = mention.definite and len(mention.title) == 1 and mention.kind in _INTRODUCED
        return alone and entity.mentions[0] is not mention

    def introduction(self, entity: Entity) -> Mention:
        """Return the article's own words that introduce somebody: office and full name, else the fullest name."""
        known = self._introductions.get(entity.number)
        if known is None:
            known = self._introductions[entity.number] = self._introduction(entity)
        return known

    def _introduction(self, entity: Entity) -> Mention:
        best = entity.best
        titled = [
            one
            for one in entity.mentions
            if one.name == best.name and one.title and not one.quoted and _is_office(one) and not _is_glued(one)
        ]
        return min(titled, key=_title_length, default=best)


def _goes_on(beat: Beat, before: Beat | None) -> bool:
    """Say whether a beat is the rest of what the one before opened: by a colon, in the same quote, with a question."""
    if before is None:
        return False
    quote = beat.passages[0].quote if beat.passages else None
    later = quote is not None and quote.span.start < beat.span.start - LONGEST_MARK
    answers = quote is not None and any(one.reality is Reality.ASKED for one in before.quotes)
    return later or answers or before.text.rstrip().endswith(":")


def _refuses(beat: Beat) -> bool:
    """Say whether somebody's words answer what was said before them with "no": "Do you remember ...?" "No, ..."."""
    starts = (max(0, quote.span.start - beat.span.start) for quote in beat.quotes)
    return any(beat.text.startswith(tuple(NO + comma for comma in COMMAS), start) for start in starts)


def _asks(beat: Beat) -> bool:
    """Say whether a beat ends with the question of an interview: it is told with its answer."""
    quote = beat.passages[-1].quote if beat.passages else None
    return quote is not None and quote.reality is Reality.ASKED and quote.cue is None


def _title_length(mention: Mention) -> tuple[int, int]:
    # Two to five words of title say who somebody is; one says little, ten say too much.
    return abs(len(mention.title) - 3), mention.first


def _is_office(mention: Mention) -> bool:
    return mention.kind in _PERSONS and mention.head.tagged("role", "honorific")


def _is_glued(mention: Mention) -> bool:
    return bool(mention.head.particle)


def _is_pronoun(token: Token) -> bool:
    """Say whether a sentence opens with "he", or with "that he"."""
    return token.tagged("pronoun") or (token.tagged("complementizer") and token.base.endswith(OWNERS))


def _may_be_verb(token: Token) -> bool:
    """Say whether a word behind "and" can be "it seeks", and has no article, particle or tag that forbids it."""
    bare = not (token.entry.tags or token.name or token.definite or token.particle)
    return token.lead == WAW and bool(token.part & Part.IMPERFECT) and bare and not token.base.endswith(TEH_MARBUTA)


def _counts(behind: Token, after: Token | None) -> bool:
    """Say whether a number is the subject: "about three of four say"."""
    number = after is not None and (after.tagged("number") or after.text[:1].isdigit())
    return behind.tagged("preposition", "quantifier") and number


def _conjunction(tokens: Sequence[Token]) -> Opener | None:
    """Return the "and" or "so" that is glued to the first word, where nothing but a conjunction can stand there.

    "Opened" begins with the letter of "so", and what is left of it is "under".
    """
    if not tokens or not tokens[0].lead or not tokens[0].sure:
        return None
    if tokens[0].whole and (tokens[0].verb is None or tokens[0].lead == FEH):
        return None
    return Opener(tokens[0].start, tokens[0].start + len(tokens[0].lead))


def _opener(tokens: Sequence[Token]) -> tuple[str, Opener | None, bool]:
    """Return the words that tie a sentence to the one before, if it still stands without them, and if they say of whom.

    "But it", "except that they" are one with the pronoun of what the sentence before named.
    """
    for count in range(min(_LONGEST_OPENER_WORDS, len(tokens)), 0, -1):
        words = [token.folded for token in tokens[:count]]
        bare = [words[0].removeprefix(tokens[0].lead), *words[1:]]
        for form in (" ".join(words), " ".join(bare)):
            kind = openers().get(form)
            if kind and not (kind == _VERBAL and not _is_verb(tokens[count : count + 1])):
                return kind, None if kind in (_LEANS, _WHILE, _TURN) else _opened(tokens, count), False
            owned = (openers().get(form.removesuffix(owner)) for owner in OWNERS if form.endswith(owner))
            kind = next((one for one in owned if one in (_LEANS, _CONTRAST)), None)
            if kind:
                return kind, None, True
    return "", None, False


def _is_verb(tokens: Sequence[Token]) -> bool:
    """Say whether the first of these can be a finite verb."""
    return any(bool(one.part & Part.VERB) and not one.tagged("preposition", "particle") for one in tokens[:1])


def _opened(tokens: Sequence[Token], count: int) -> Opener:
    """Return the opener that the first words make, with the "fa" that answers it."""
    behind = tokens[count : count + 1]
    answers = [one for one in behind if one.folded.startswith(FEH) and (_conjunction(behind) or one.tagged("link"))]
    return Opener(tokens[0].start, tokens[count - 1].end, answers[0].start + len(FEH) if answers else 0)


@cache
def openers() -> Mapping[str, str]:
    """Return what ties a sentence to the one before, folded: a connector that may be left out, or a word that leans."""
    return {fold(form): kind for form, kind in pairs("openers", "kind").items()}
