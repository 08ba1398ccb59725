"""Every cue of an article with the one whom it lets speak: the verb's subject, "according to", or the last speaker."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.editorial.headline import body, headline, sentences
from briefing.editorial.quotes.cues import CueKind, Form, cue_form, is_followed
from briefing.editorial.quotes.loose import closed
from briefing.editorial.quotes.marks import MARKS, Marked, pair
from briefing.editorial.quotes.names import Named, Names
from briefing.editorial.quotes.people import Phrase, is_institution, is_role, phrase_at, unglued
from briefing.editorial.wordlists import groups, members, pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.tokens import Token
    from briefing.model import Article, Span

_LAM, _WAW = "\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER WAW}"
_INSIDE = frozenset(
    {
        "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}",
        "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}",
        "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}\N{ARABIC LETTER HEH}\N{ARABIC LETTER ALEF}",
    }
)
_ABOUT = "\N{ARABIC LETTER AIN}\N{ARABIC LETTER NOON}"
_IN = "\N{ARABIC LETTER FEH}\N{ARABIC LETTER YEH}"
_INDEED = "\N{ARABIC LETTER QAF}\N{ARABIC LETTER DAL}"
_YEH, _TEH = "\N{ARABIC LETTER YEH}", "\N{ARABIC LETTER TEH}"
_QUESTION = "\N{ARABIC QUESTION MARK}"
_ARTICLE = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
_REACH = 10
_WINDOW = 26
_MOST_UNCLOSED = 3
_SHORTEST_ASIDE = 6


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that lets somebody speak: where it stands, what it is, who speaks; `real` is false for "did not say"."""

    token: int
    start: int
    end: int
    text: str
    kind: CueKind
    form: Form
    speaker: Named | None = None
    explicit: bool = False
    real: bool = True


@dataclass(frozen=True, slots=True)
class Heard:
    """One sentence with its cues in order, and who spoke last before it."""

    span: Span
    cues: tuple[Cue, ...]
    before: Named | None
    subject: Named | None


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence while it is heard: its tokens start at `first`, `cues` are those found so far.

    `opening` is the first token that can be a subject: a word that is none of `preverbal_skips.tsv`.
    """

    paragraph: int
    found: Sequence[Token]
    first: int
    opening: int
    subject: Named | None
    cues: list[Cue]


class Sources:
    """Reads an article from the first sentence to the last, and remembers who spoke."""

    def __init__(self, article: Article) -> None:
        """Read the article."""
        self._article = article
        self.names = Names(article)
        self.marked = [_closed(text) for text in article.paragraphs]
        self._inside = [_inside(*one) for one in zip(self.marked, self.names.tokens, strict=True)]
        self._starts = [[token.start for token in found] for found in self.names.tokens]
        self._last: Named | None = None
        self._other: Named | None = None
        self._heard_by: Named | None = None
        self.heard: dict[int, list[Heard]] = {}
        first = headline(article).span
        self.heard[first.paragraph] = [self._hear(first)]
        self._last = self._other = self._heard_by = None
        for number in body(article):
            self.heard[number] = [self._hear(span) for span in sentences(article, number)]

    def token_range(self, span: Span) -> tuple[int, int]:
        """Return the indexes of the first token of a span and of the one behind it."""
        starts = self._starts[span.paragraph]
        return bisect_left(starts, span.start), bisect_left(starts, span.end)

    def _hear(self, span: Span) -> Heard:
        found = self.names.tokens[span.paragraph]
        inside = self._inside[span.paragraph]
        first, last = self.token_range(span)
        before = self._last
        subject = self._subject_of_sentence(span.paragraph, found, first, last)
        place = _Place(span.paragraph, found, first, _opening(found, first, last), subject, [])
        for at in range(first, last):
            if not found[at].is_word or inside[at]:
                continue
            cue = self._cue(place, at)
            if cue:
                place.cues.append(cue)
                self._remember(cue)
        return Heard(span, tuple(place.cues), before, place.subject)

    def _remember(self, cue: Cue) -> None:
        speaks = cue.kind in (CueKind.SAY, CueKind.TEXT) and cue.real
        if speaks and cue.speaker is not None and cue.speaker != self._last:
            self._last, self._other = cue.speaker, self._last

    def _cue(self, place: _Place, at: int) -> Cue | None:
        token = place.found[at]
        if token.folded.removeprefix(_WAW) in pairs("attributions", "sort"):
            return self._attribution(place, at)
        if token.folded in groups("speech_nouns", "sort")["own"] and not _goes_with_verb(place, token):
            return replace(_cue(token, at, CueKind.SAY, Form.PARTICIPLE), speaker=self._of_noun(place, at))
        form = cue_form(token.folded)
        if form is None or _is_noun(place.found, at) or not is_followed(place.found, at, place.first):
            return None
        cue = replace(_cue(token, at, *form), real=_is_real(place.found, at, place.first))
        if cue.kind in (CueKind.TEXT, CueKind.RELAY) and not _takes(place.found, cue):
            return None
        return self._participle(place, cue) if cue.form is Form.PARTICIPLE else self._verb(place, cue)

    def _participle(self, place: _Place, cue: Cue) -> Cue:
        """Let whoever spoke last in the sentence go on: adding, stressing."""
        spoken = next((one for one in reversed(place.cues[-_REACH:]) if one.speaker), None)
        turned = self._turned_to(place, cue.token, spoken.token if spoken else place.first)
        return replace(cue, speaker=turned or (spoken.speaker if spoken else None) or place.subject or self._last)

    def _turned_to(self, place: _Place, at: int, after: int) -> Named | None:
        """Return whom a clause behind "while" is about: while the union rejected it, calling it ..."""
        found = place.found
        for step in range(at - 1, max(after, at - _REACH), -1):
            if found[step].folded not in members("meanwhile"):
                continue
            for head in (step + 1, step + 2):
                if head < at and (is_role(found[head]) or is_institution(found[head])):
                    window = found[step:at]
                    phrase = phrase_at(window, head - step, self.names.lore)
                    return self.names.resolve(place.paragraph, window, phrase) if phrase else None
        return None

    def _verb(self, place: _Place, cue: Cue) -> Cue:
        named = self._subject(place, cue)
        if named:
            self._heard_by = self._addressee(place, cue.token) or self._heard_by
            return replace(cue, speaker=named, explicit=True)
        finite = (one.speaker for one in reversed(place.cues[-_REACH:]) if one.speaker and one.form is Form.FINITE)
        found = place.found
        earlier = next(finite, None)
        beside = None
        if earlier is None and cue.token != place.first:
            beside = place.subject or self.names.person_before(found, place.first, cue.token)
        return replace(cue, speaker=earlier or beside or self._implied(found[cue.token].folded) or place.subject)

    def _implied(self, folded: str) -> Named | None:
        if folded.removeprefix(_WAW) in members("answers"):
            asked = self._heard_by if self._heard_by != self._last else None
            return asked or self._other or self._last
        return self._last

    def _addressee(self, place: _Place, verb: int) -> Named | None:
        """Return the person to whom somebody speaks: said Name to the member Surname."""
        found = place.found
        for at in range(verb + 1, min(verb + _REACH, len(found))):
            token = found[at]
            if not token.is_word or token.folded in members("complementizers"):
                return None
            if token.folded.startswith(_LAM):
                window = [replace(token, text=_without_lam(token.text), folded=_without_lam(token.folded))]
                window += found[at + 1 : at + _WINDOW]
                phrase = phrase_at(window, 0, self.names.lore)
                if phrase and phrase.has_name and is_role(window[0]):
                    return self.names.resolve(place.paragraph, window, phrase)
        return None

    def _subject(self, place: _Place, cue: Cue) -> Named | None:
        """Return the subject of a finite verb: behind it, or before it where the sentence starts with it."""
        at = cue.token + 1
        if cue.kind is CueKind.RELAY:
            return self._relayed(place, cue.token)
        if cue.kind is CueKind.TEXT:
            return self._named(place, at + 1)
        if at > 1 and place.found[at - 2].folded in members("with_pronoun"):
            return self.names.person_before(place.found, place.first, at - 2)
        if {cue.text, cue.text.removeprefix(_WAW)} & members("describing_verbs"):
            # Described the report as: the report is what is described.
            speaks = self._may_speak(place.found, at)
            return self._describer(place, at) if speaks else self._before_verb(place, cue.token)
        return self._named(place, at) or self._right_before(place, cue.token) or self._before_verb(place, cue.token)

    def _right_before(self, place: _Place, verb: int) -> Named | None:
        """Return the subject of a verb whose clause "and" opened: and the union calls it ..."""
        before = place.found[verb - 1] if verb > place.first else None
        if (
            before is None
            or not before.folded.startswith(_WAW + _ARTICLE)
            or not _is_imperfect(place.found[verb].folded)
        ):
            return None
        head = unglued(before)
        if cue_form(place.found[verb].folded) != (CueKind.LABEL, Form.FINITE) and not is_role(head):
            return None
        return self.names.resolve(place.paragraph, [head], Phrase(0, 1, 1, 1))

    def _may_speak(self, found: Sequence[Token], at: int) -> bool:
        return at + 1 < len(found) and found[at + 1].folded not in members("complementizers")

    def _describer(self, place: _Place, at: int) -> Named | None:
        """Return who describes: without a name, the last word of the phrase is what is described."""
        phrase = phrase_at(place.found, at, self.names.lore)
        if phrase is None:
            return None
        found, last = place.found, phrase.last
        named_too = last < len(found) and found[last].folded in members("complementizers") and found[last - 1].definite
        if phrase.has_name and named_too and phrase.name_last == last and last - phrase.name_first > 1:
            # Described Name Surname the plan as: the plan is no surname.
            phrase = replace(phrase, last=last - 1, name_last=last - 1)
        elif not phrase.has_name and phrase.last - phrase.first > 1:
            phrase = replace(phrase, last=phrase.last - 1, name_first=phrase.last - 1, name_last=phrase.last - 1)
        named = self.names.resolve(place.paragraph, found, phrase)
        if phrase.last < last and found[last - 1].text in named.text.split():
            # The fuller name is this very phrase with what is described.
            return self.names.slice(place.paragraph, found, phrase.first, phrase.last)
        return named

    def _named(self, place: _Place, at: int) -> Named | None:
        found = place.found
        while at < len(found) and found[at].folded in members("pronoun_objects"):
            at += 1
        phrase = phrase_at(found, at, self.names.lore)
        return self.names.resolve(place.paragraph, found, phrase) if phrase else None

    def _before_verb(self, place: _Place, verb: int) -> Named | None:
        found, at = place.found, place.opening
        if at >= verb or (cue_form(found[at].folded) is not None and not is_role(found[at])):
            return None
        phrase = phrase_at(found, at, self.names.lore)
        if phrase is None or phrase.last > verb or not self._can_speak(place, at, verb, phrase):
            return None
        return self.names.resolve(place.paragraph, found, phrase)

    def _can_speak(self, place: _Place, at: int, verb: int, phrase: Phrase) -> bool:
        """Say whether the sentence's first phrase can be the subject of a verb further on."""
        token = place.found[at]
        head = is_role(token) or is_institution(token) or token.definite
        known = phrase.has_name and self.names.fullest([token.folded]) is not None
        return (head or known) and verb - at <= 2 * _REACH

    def _relayed(self, place: _Place, verb: int) -> Named | None:
        for at in range(verb + 1, min(verb + _REACH, len(place.found))):
            if place.found[at].folded == _ABOUT:
                return self._named(place, at + 1)
        return self._named(place, verb + 1)

    def _of_noun(self, place: _Place, at: int) -> Named | None:
        """Return whose words a noun like "his saying" are: whoever is named behind "from" before it."""
        for step in range(at - 1, max(place.first, at - 2 * _REACH) - 1, -1):
            if place.found[step].folded == _ABOUT:
                return self._named(place, step + 1)
        return next((one.speaker for one in reversed(place.cues[-_REACH:]) if one.speaker), self._last)

    def _attribution(self, place: _Place, at: int) -> Cue | None:
        found = place.found
        step = at + 1
        if step < len(found) and found[step].folded in (_LAM, _ABOUT):
            step += 1
        if step >= len(found) or not found[step].is_word:
            return None
        token = found[step]
        window = list(found[step : step + _WINDOW])
        if token.folded.startswith(_LAM) and at + 1 == step:
            window[0] = replace(token, folded=_without_lam(token.folded), text=_without_lam(token.text))
        phrase = phrase_at(window, 0, self.names.lore)
        if phrase is None:
            return None
        speaker = _trim_lam(self.names.resolve(place.paragraph, window, phrase), token)
        return replace(_cue(found[at], at, CueKind.BY, Form.FINITE), speaker=speaker, explicit=True)

    def _subject_of_sentence(self, paragraph: int, found: Sequence[Token], first: int, last: int) -> Named | None:
        """Return whom the sentence is about, where it names somebody right at its start or behind its first verb."""
        for at in (first, first + 1):
            if at >= last:
                continue
            phrase = phrase_at(found, at, self.names.lore)
            head = is_role(found[at]) or is_institution(found[at])
            if phrase and (head or self._is_known(found, phrase.name_first)):
                return self.names.resolve(paragraph, found, phrase)
        return None

    def _is_known(self, found: Sequence[Token], at: int) -> bool:
        return at < len(found) and self.names.fullest([found[at].folded]) is not None


def _opening(found: Sequence[Token], first: int, last: int) -> int:
    at = first
    while at < last and (found[at].folded in members("preverbal_skips") or not found[at].is_word):
        at += 1
    return at


def _closed(text: str) -> tuple[Marked, ...]:
    """Return the stretches between marks; those that lost a mark get an end, unless the text is garbled."""
    marked = pair(text)
    if not 0 < sum(not one.closed for one in marked) <= _MOST_UNCLOSED:
        return marked
    return tuple(one if one.closed else closed(text, one, marked) for one in marked)


def _trim_lam(named: Named, token: Token) -> Named:
    if named.span.start != token.start or not named.text.startswith(_LAM) or named.text.startswith(_LAM + _LAM):
        return named
    return Named(named.text[1:], replace(named.span, start=named.span.start + 1))


def _without_lam(folded: str) -> str:
    return _ARTICLE + folded[2:] if folded.startswith(_LAM + _LAM) else folded[1:]


def _cue(token: Token, at: int, kind: CueKind, form: Form) -> Cue:
    return Cue(at, token.start, token.end, token.text, kind, form)


def _inside(marked: Sequence[Marked], found: Sequence[Token]) -> bytearray:
    """Mark the tokens inside a closed quotation of more than a name's length: their verbs are the quoted one's."""
    inside = bytearray(len(found))
    at = 0
    end = -1
    stretches = [(one.start, one.end) for one in marked if one.closed]
    step = 0
    for at, token in enumerate(found):
        while step < len(stretches) and stretches[step][0] <= token.start:
            end = max(end, stretches[step][1])
            step += 1
        inside[at] = token.start < end and token.text not in MARKS
    return inside


def _goes_with_verb(place: _Place, token: Token) -> bool:
    """Say whether "saying" goes on from a verb of speech: defended his plan, saying; not "quoted him as saying"."""
    form = cue_form(token.folded)
    participle = form is not None and form[1] is Form.PARTICIPLE
    return participle and bool(place.cues) and place.cues[-1].kind is CueKind.SAY and place.cues[-1].explicit


def _is_noun(found: Sequence[Token], at: int) -> bool:
    """Say whether the word is no verb here: it follows a preposition that only nouns follow."""
    return at > 0 and found[at - 1].folded in members("noun_only_after")


def _takes(found: Sequence[Token], cue: Cue) -> bool:
    """Say whether "came" stands with "in", and "carried" with "from": without them they are no speech."""
    behind = [token.folded for token in found[cue.token + 1 : cue.token + 1 + _REACH]]
    return bool(behind) and behind[0] in _INSIDE if cue.kind is CueKind.TEXT else _ABOUT in behind


def _is_imperfect(folded: str) -> bool:
    """Say whether a speech verb tells what is or may be said: he says, or she says where "he says" is a form too."""
    verb = folded.removeprefix(_WAW)
    return verb.startswith(_YEH) or (verb.startswith(_TEH) and cue_form(_YEH + verb[1:]) is not None)


def _is_real(found: Sequence[Token], at: int, first: int) -> bool:
    """Say whether the speaking happens: not denied, supposed or asked about."""
    before = {token.folded.removeprefix(_WAW) for token in found[max(first, at - 2) : at]}
    if not _is_imperfect(found[at].folded) and not before & members("being"):
        before.discard(_INDEED)  # with a verb in the past it confirms: had said; with another it doubts: may say
    if before & members("unreal"):
        return False
    return not (first < at and found[first].folded.removeprefix(_WAW) in members("askers"))
