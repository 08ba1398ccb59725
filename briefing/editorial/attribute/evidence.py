"""Who may have said a quote, and what speaks for and against each: named features, one table a candidate."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from briefing.arabic.letters import FEH, LAM, OWNERS, TO, YEH
from briefing.editorial.attribute.discourse import Discourse
from briefing.editorial.attribute.places import Spoken, places
from briefing.editorial.attribute.slots import slots
from briefing.editorial.marks import MARKS
from briefing.editorial.mentions.reader import is_published
from briefing.editorial.wordlists import members

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from briefing.editorial.entities import Entities, Entity
    from briefing.editorial.frames import Cue, Heard
    from briefing.editorial.mentions import Mention, Mentions
    from briefing.editorial.reading import Reading
    from briefing.model import Span

    Features = dict[str, float]

# A letter "to" somebody is not theirs; a statement "of" somebody, with the same particle glued on, is.
_TOWARDS = frozenset({LAM, TO})
_OWNERS = frozenset({"person", "role", "body", "name", "people"})
# Between a document and its owner stands a verb at most: a statement that the ministry issued.
_OWNER_TOKENS = 4
_MOST_MENTIONS = 30
_SLOTS = ("subj", "after_subj", "adjacent", "according", "after_according")
# Shares and counts are brought to a scale of about one.
_DOMINANT, _SAYS, _FAR_PARAGRAPHS = 4, 3, 6
_UNAGREEING = frozenset({"according", "noun", "relay", "text"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have said a quote, None for nobody, with the features that speak for and against it."""

    entity: Entity | None
    features: Mapping[str, float]


class Evidence:
    """Everything that an article says about who speaks, asked quote by quote in order."""

    def __init__(
        self,
        reading: Reading,
        mentions: Mentions,
        entities: Entities,
        heard: Sequence[Heard],
        quotes: Sequence[Span],
        *,
        continued: Container[int] = (),
    ) -> None:
        """Count who is named and who speaks, and find where the quotes stand.

        Those whose number is in `continued` are the rest of the quote before them.
        """
        self._reading, self._mentions, self.entities = reading, mentions, entities
        everybody = [one for several in mentions.by_paragraph for one in several]
        self._count = Counter(entities.of(one).number for one in everybody if not one.quoted)
        self._total = max(1, sum(self._count.values()))
        self._says = Counter(
            entities.of(cue.subject).number for sentence in heard for cue in sentence.cues if cue.subject
        )
        top = heard[0].sentence.span.paragraph
        self._in_headline = {entities.of(one).number for one in mentions.by_paragraph[top]}
        self._continued = continued
        self._last: list[Candidate] = []
        self.spoken = places(reading, heard, quotes)
        self._subjects = _Subjects(heard)
        self._discourse = Discourse(reading.article.paragraphs, entities, heard)

    def name_of(self, entity: Entity, spoken: Spoken | None) -> str:
        """Return by which name a candidate is told: a document's issuer, where the article names one."""
        return self.issuer_of(entity, spoken) or entity.full_name

    def issuer_of(self, entity: Entity, spoken: Spoken | None) -> str | None:
        """Return whose a document is, by the fullest name; None for anybody else."""
        found = self._owner(entity, spoken) if spoken and entity.kind == "document" else None
        return self.entities.of(found).full_name if found else None

    def asker(self, spoken: Spoken) -> Entity | None:
        """Return who asked what a quote answers, in one sentence: X asked: "...?" and he answered: "..."."""
        cue = spoken.finite
        if cue is None or cue.subject is not None or not (cue.answers or cue.lead == FEH):
            return None
        asked = [one for one in spoken.earlier if one.at < cue.at and one.kind == "ask"]
        return self.entities.of(asked[-1].subject) if asked and asked[-1].subject else None

    def candidates(self, number: int, previous: Sequence[Mapping[int, float]]) -> list[Candidate]:
        """Return who may have said a quote.

        `previous` holds for each quote before it how likely each entity was its speaker. Whoever may have begun a quote
        may have said the rest of it, for the same reasons.
        """
        if not (self._last and number in self._continued):
            self._last = self._candidates(number, previous)
        return self._last

    def _candidates(self, number: int, previous: Sequence[Mapping[int, float]]) -> list[Candidate]:
        spoken = self.spoken[number]
        if spoken is None:
            return [Candidate(None, {"none": 1.0})]
        table: dict[int, Features] = {}
        for entity, name, value in chain(self._in_sentence(spoken), self._before(number, spoken, previous)):
            features = table.setdefault(entity.number, {})
            features[name] = max(features.get(name, 0.0), value)
        for entity, name in self._owners(spoken, table):
            table.setdefault(entity.number, {})[name] = 1.0
        found = [
            Candidate(self.entities.all[one], self._with_own(self.entities.all[one], spoken, features))
            for one, features in table.items()
        ]
        return [*found, Candidate(None, _nobody(spoken))]

    def _in_sentence(self, spoken: Spoken) -> Iterator[tuple[Entity, str, float]]:
        for mention, name, value in slots(spoken):
            if mention is not None:
                yield self.entities.of(mention), name, value
        subject = self.entities.of(spoken.finite.subject) if spoken.finite and spoken.finite.subject else None
        participle = spoken.nearest is not None and not spoken.nearest.finite
        ending = "_participle" if participle else "_other" if subject else ""
        for mention, name in ((spoken.heard.main_subject, "main_subj"), (spoken.heard.topic, "topic")):
            own = mention is not None and mention.first >= spoken.clause
            if mention is not None and own and self.entities.of(mention) is not subject:
                yield self.entities.of(mention), name + ending, 1.0

    def _before(
        self, number: int, spoken: Spoken, previous: Sequence[Mapping[int, float]]
    ) -> Iterator[tuple[Entity, str, float]]:
        last = self.spoken[number - 1] if number else None
        yield from self._discourse.votes(spoken, last, previous, self.spoken[:number][-_MOST_MENTIONS:])
        for entity, name, value in self._discourse.described(spoken, previous[-1] if previous else {}):
            yield entity, name, value
            if name.startswith("anaphor"):
                yield entity, "anaphor_dominant", min(1.0, _DOMINANT * self._count[entity.number] / self._total)

    def _owners(self, spoken: Spoken, table: Mapping[int, Features]) -> list[tuple[Entity, str]]:
        found = []
        for number, features in table.items():
            named = [name for name in _SLOTS if name in features]
            owner = self._owner(self.entities.all[number], spoken) if named else None
            if owner:
                found += [(self.entities.of(owner), "issuer_" + name) for name in named]
        return found

    def _owner(self, entity: Entity, spoken: Spoken) -> Mention | None:
        """Return whose a document is: who stands behind it, else who issues it in the sentence, at its last mention."""
        if entity.kind not in ("document", "outlet"):
            return None
        at = bisect_left(entity.places, (spoken.span.paragraph, spoken.first + 1))
        for one in reversed(entity.mentions[max(0, at - _MOST_MENTIONS) : at]):
            owner = self._owner_inside(one) or self._owner_behind(one)
            owner = owner or (self._issuer(one) if entity.kind == "document" else None)
            if owner:
                return owner
        return None

    def _owner_inside(self, document: Mention) -> Mention | None:
        """Return whose a document is by its own words: the statement of the academy."""
        if document.kind != "document" or document.last - document.first <= 1 or document.head.definite:
            return None
        found = self._mentions.starting(self._reading, document.paragraph, document.first + 1)
        if found and not found.head.definite and found.head.base.endswith(YEH):
            return None  # "a press statement": an adjective, though a pressman is spelled alike
        return found if found and found.kind in _OWNERS and found.last == document.last else None

    def _owner_behind(self, document: Mention) -> Mention | None:
        """Return the first body or person behind a document, of or by whom it is."""
        found = self._reading.tokens[document.paragraph]
        behind = self._mentions.behind(document)
        if behind is None or behind.kind not in _OWNERS or behind.first - document.last > _OWNER_TOKENS:
            return None
        between = found[document.last : behind.first]
        to_whom = [*found[document.first + 1 : document.last], *between]
        addressed = behind.behind in _TOWARDS and (between or any(one.base in members("addressed") for one in to_whom))
        phrases = self._mentions.phrases[document.paragraph]
        # "A statement that the ministry issued it", but "a statement in which it blamed the ministry", or that a paper
        # published.
        other = any(
            is_published(found[step]) or (phrases.is_finite(step) and not found[step].base.endswith(OWNERS))
            for step in range(document.last, behind.first)
        )
        clear = not other and all(token.is_word and not token.tagged("complementizer") for token in between)
        return behind if clear and not addressed else None

    def _issuer(self, document: Mention) -> Mention | None:
        """Return who issues a document that is told of for the first time: the ministry said in a statement."""
        if document.head.definite:
            return None
        near = self._mentions.before(document)
        if near is not None and near.last == document.first and near.kind in _OWNERS and not near.behind:
            # "And the army issued a statement": who stands between the verb and its object.
            phrases = self._mentions.phrases[document.paragraph]
            if near.first > 0 and phrases.is_finite(near.first - 1):
                return near
        subject = self._subjects.get(document.paragraph, document.first)
        if subject is None or subject.kind not in _OWNERS or subject.last > document.first:
            return None
        between = self._reading.tokens[document.paragraph][subject.last : document.first]
        return None if any(token.tagged("complementizer") or token.text in MARKS for token in between) else subject

    def _with_own(self, entity: Entity, spoken: Spoken, features: Features) -> Features:
        """Add what holds of a candidate wherever it stands."""
        found = {**features, "kind_" + entity.kind: 1.0}
        found["dominant"] = min(1.0, _DOMINANT * self._count[entity.number] / self._total)
        found["says"] = min(1.0, self._says[entity.number] / _SAYS)
        if entity.number in self._in_headline:
            found["headline"] = 1.0
        slot = any(name in features for name in _SLOTS)
        if slot:
            found["slot_" + entity.kind] = 1.0
        if entity.never_free:
            found["never_free"] = 1.0
        found.update(_recency(entity, spoken))
        found.update(dict.fromkeys(_disagreement(entity, spoken, slot=slot), 1.0))
        return found


class _Subjects:
    """The subject of the first verb of every sentence, by where it stands."""

    def __init__(self, heard: Sequence[Heard]) -> None:
        self._places = [(one.sentence.span.paragraph, one.sentence.first) for one in heard]
        self._heard = heard

    def get(self, paragraph: int, token: int) -> Mention | None:
        """Return the subject of the sentence in which a token stands."""
        at = bisect_right(self._places, (paragraph, token)) - 1
        if at < 0 or self._heard[at].sentence.span.paragraph != paragraph:
            return None
        return self._heard[at].main_subject


def _recency(entity: Entity, spoken: Spoken) -> Iterator[tuple[str, float]]:
    """Yield how far before a quote somebody was named last."""
    at = bisect_left(entity.places, spoken.place)
    if not at:
        yield "only_later", 1.0
        return
    told = bisect_left(entity.told, spoken.place)
    if not told:
        yield "only_quoted", 1.0
    else:
        yield "far", min(1.0, (spoken.span.paragraph - entity.told[told - 1][0]) / _FAR_PARAGRAPHS)


def _disagreement(entity: Entity, spoken: Spoken, *, slot: bool) -> Iterator[str]:
    """Yield in what somebody does not agree with the verb that lets them speak."""
    cue = _agreeing(spoken)
    if cue is None or cue.kind in _UNAGREEING:
        return
    ending = "_slot" if slot else ""
    many = entity.number_of == "p"
    if cue.gender and entity.gender and not many and cue.gender != entity.gender:
        # The feminine is marked and sure; the masculine is what writers fall back to.
        yield ("disagrees_hers" if cue.gender == "f" else "disagrees") + ending
    if cue.number == "p" and not many and entity.kind in ("person", "role"):
        yield "one_for_many" + ending
    if cue.number == "s" and many and not slot:
        yield "many_for_one" if entity.is_sources else "people_for_one"


def _agreeing(spoken: Spoken) -> Cue | None:
    participle = spoken.nearest
    if participle and not participle.finite and participle.gender:
        return participle
    return spoken.finite or spoken.nearest or spoken.after


def _nobody(spoken: Spoken) -> Features:
    features = {"none": 1.0}
    if spoken.nearest is None and spoken.after is None:
        features["none_without_cue"] = 1.0
    if spoken.subject is not None:
        features["none_with_subject"] = 1.0
    if spoken.heard.sentence.number == 0:
        features["none_headline"] = 1.0
    return features
