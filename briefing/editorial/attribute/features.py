"""Who may have said a quote, and what speaks for and against each: named features, one table a candidate."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.editorial.reading.marks import MARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.entities import Entities, Entity
    from briefing.editorial.frames import Cue, Heard
    from briefing.editorial.mentions import Mention, Mentions
    from briefing.editorial.reading import Reading
    from briefing.model import Span

_TOWARDS = frozenset(
    {"\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}\N{ARABIC LETTER YEH}"}
)
_BACK = 3
# Closing mark, full stop, space, opening mark, and one to spare.
_SIGNS = 8
# So many quotes back somebody was asked: questions and answers of a talk come in turns.
_MEMORY = 6
_NEAR = 3
_FAR = 8
_MOST_CANDIDATES = 40

# Verbs that answer somebody: who spoke before is not who speaks now.
_ANSWERS = frozenset({"\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER JEEM}\N{ARABIC LETTER ALEF}\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER REH}\N{ARABIC LETTER DAL}"})

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have said a quote, None for nobody, by the mention that proposes them, with the features."""

    entity: Entity | None
    mention: Mention | None
    features: Features


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quote's place among the sentences: its tokens, what stands before it in its sentence, the cues around."""

    span: Span
    heard: Heard
    first: int
    last: int
    before: Cue | None
    finite: Cue | None
    after: Cue | None
    opens: bool
    colon: bool


class Evidence:
    """Everything that an article says about who speaks, asked quote by quote in order."""

    def __init__(
        self, reading: Reading, mentions: Mentions, entities: Entities, heard: Sequence[Heard], quotes: Sequence[Span]
    ) -> None:
        self._reading, self._mentions, self._entities, self._heard = reading, mentions, entities, heard
        self._starts = [(one.sentence.span.paragraph, one.sentence.span.start) for one in heard]
        self._quotes = quotes
        self._count = Counter(
            entities.of(one).number for several in mentions.by_paragraph for one in several if not one.quoted
        )
        self._says: Counter[int] = Counter()
        for sentence in heard:
            for cue in sentence.cues:
                if cue.subject:
                    self._says[entities.of(cue.subject).number] += 1
        self._in_headline = {entities.of(one).number for one in mentions.by_paragraph[heard[0].sentence.span.paragraph]} if heard else set()
        self._total = max(1, sum(self._count.values()))
        self.spoken = [self._spoken(span) for span in quotes]

    # --- where a quote stands ------------------------------------------------------------------------------------

    def _spoken(self, span: Span) -> Spoken | None:
        at = bisect_right(self._starts, (span.paragraph, span.start)) - 1
        if at < 0 or self._starts[at][0] != span.paragraph:
            return None
        heard = self._heard[at]
        first = self._reading.first_from(span.paragraph, span.start)
        last = self._reading.first_from(span.paragraph, span.end)
        before = [cue for cue in heard.cues if cue.at < first and cue.kind not in ("aside", "weak")]
        finite = [cue for cue in before if cue.finite and cue.kind != "according"]
        found = self._reading.tokens[span.paragraph]
        lead = first - 1
        while lead >= heard.sentence.first and found[lead].text in MARKS:
            lead -= 1
        colon = lead >= heard.sentence.first and found[lead].text == ":"
        return Spoken(
            span,
            heard,
            first,
            last,
            before[-1] if before else None,
            finite[-1] if finite else None,
            self._after(at, span, last),
            lead < heard.sentence.first,
            colon,
        )

    def _after(self, at: int, span: Span, last: int) -> Cue | None:
        """Return the cue that follows a quote: "...", said somebody."""
        found = self._reading.tokens[span.paragraph]
        for heard in self._heard[at : at + 2]:
            if heard.sentence.span.paragraph != span.paragraph:
                break
            for cue in heard.cues:
                if cue.at < last:
                    continue
                gap = sum(found[step].is_word for step in range(last, cue.at))
                fresh = heard is self._heard[at] or not found[cue.at].lead
                if gap <= 2 and fresh:
                    return cue
                return None
        return None

    def spoken_at(self, span: Span) -> Spoken | None:
        """Return where a quote stands among the sentences."""
        return next((one for one in self.spoken if one is not None and one.span == span), None)

    def is_hearsay(self, spoken: Spoken) -> bool:
        """Say whether the words are put about as somebody's: a clip attributed to, a forged report."""
        found = self._reading.tokens[spoken.span.paragraph]
        own = [cue.at for cue in spoken.heard.cues if cue.at < spoken.first and cue.kind not in ("noun", "aside")]
        start = own[-1] if own else spoken.heard.sentence.first
        return any(found[at].tagged("hearsay") for at in range(start, spoken.first))

    def name_of(self, entity: Entity, span: Span) -> str:
        """Return by which name a candidate is told: a document's issuer, where the article names one."""
        return self.issuer_of(entity, span) or entity.full_name

    def issuer_of(self, entity: Entity, span: Span) -> str | None:
        """Return whose a document is, by the fullest name; None for anybody else."""
        spoken = self.spoken_at(span)
        found = self._issuer(entity, spoken) if spoken and entity.kind == "document" else None
        return self._entities.of(found[0]).full_name if found else None

    # --- candidates ----------------------------------------------------------------------------------------------

    def candidates(self, number: int, previous: Sequence[tuple[int, dict[int, float]]]) -> list[Candidate]:
        """Return who may have said a quote.

        `previous` holds, for the quotes before it, their number and how likely each entity was their speaker.
        """
        spoken = self.spoken[number]
        if spoken is None:
            return [Candidate(None, None, {"none": 1.0})]
        table: dict[int, Features] = {}
        by: dict[int, Mention] = {}

        def vote(mention: Mention | None, name: str, value: float = 1.0) -> None:
            if mention is None:
                return
            entity = self._entities.of(mention)
            features = table.setdefault(entity.number, {})
            features[name] = max(features.get(name, 0.0), value)
            by.setdefault(entity.number, mention)

        self._slots(spoken, vote)
        self._surroundings(number, spoken, vote)
        for entity, value, name in [*self._discourse(number, spoken, previous), *self._anaphora(spoken, previous)]:
            features = table.setdefault(entity.number, {})
            features[name] = max(features.get(name, 0.0), value)
            by.setdefault(entity.number, entity.mentions[0])
        for one in list(table):
            issuer = self._issuer(self._entities.all[one], spoken)
            if issuer:
                mention, _ = issuer
                for name in ("subj", "after_subj", "adjacent", "according", "after_according"):
                    if name in table[one]:
                        vote(mention, "issuer_" + name)
        found = [
            Candidate(self._entities.all[one], by[one], self._own(self._entities.all[one], by[one], spoken, features))
            for one, features in table.items()
        ]
        found = found[:_MOST_CANDIDATES]
        return [*found, Candidate(None, None, self._nobody(spoken, found))]

    def _issuer(self, entity: Entity, spoken: Spoken) -> tuple[Mention, int] | None:
        """Return the owner of a document: the first body or person behind it, of or by whom it is."""
        if entity.kind not in ("document", "outlet"):
            return None
        for one in reversed(entity.mentions):
            if (one.paragraph, one.first) > (spoken.span.paragraph, spoken.first):
                continue
            found = self._reading.tokens[one.paragraph]
            for other in self._mentions.by_paragraph[one.paragraph]:
                if other.behind in _TOWARDS and other.first != one.last:
                    continue
                if other.first >= one.last and other.first - one.last <= _NEAR + 1 and other.kind in ("person", "role", "body", "name", "people"):
                    between = found[one.last : other.first]
                    if all(token.is_word and not token.tagged("complementizer") for token in between):
                        return other, other.first
        return None

    def _slots(self, spoken: Spoken, vote) -> None:
        for cue, name in ((spoken.before, "near"), (spoken.finite, "")):
            if cue is None:
                continue
            self._of_cue(cue, name, [one for one in spoken.heard.cues if one.at < cue.at], vote)
        for cue in spoken.heard.cues:
            if cue.at < spoken.first and cue.kind == "according":
                near = spoken.finite is None or cue.at > spoken.finite.at
                vote(cue.subject, "according" if near else "according_before")
            elif cue.at < spoken.first and cue not in (spoken.before, spoken.finite):
                own = spoken.finite is not None and spoken.finite.subject is not None
                vote(cue.subject, "earlier_subj_other" if own else "earlier_subj")
                vote(cue.relayed, "relayed_earlier")
                if cue.kind == "relay":
                    vote(cue.subject, "relayer")
                vote(cue.addressee, "addressee")
            elif cue.at >= spoken.last and cue.kind == "according":
                vote(cue.subject, "behind_according")
        after = spoken.after
        if after:
            if after.kind == "according":
                vote(after.subject, "after_according")
            else:
                vote(after.subject, "after_subj")
                if not after.subject:
                    vote(after.before, "after_before")
                vote(after.addressee, "addressee")
                vote(after.relayed, "relayed")

    def _of_cue(self, cue: Cue, name: str, earlier: Sequence[Cue], vote) -> None:
        if name == "near" and cue.finite:
            return
        if cue.kind == "noun":
            relay = next((one for one in reversed(earlier) if one.kind == "relay" and one.relayed), None)
            vote(relay.relayed if relay else cue.relayed, "relayed")
            return
        if cue.kind in ("relay",):
            vote(cue.relayed, "relayed")
            vote(cue.subject, "relayer")
            return
        if cue.kind == "text":
            vote(cue.relayed, "relayed")
            vote(cue.subject, "text_subj")
            return
        if cue.finite:
            vote(cue.subject, "subj" if cue.kind != "according" else "according")
            if cue.kind != "according":
                if cue.distance > _NEAR:
                    vote(cue.subject, "subj_far", min(1.0, (cue.distance - _NEAR) / 8))
                if not cue.past:
                    vote(cue.subject, "subj_present")
            vote(cue.before, "adjacent" if not cue.subject else "adjacent_with_subj")
        vote(cue.addressee, "addressee")

    def _surroundings(self, number: int, spoken: Spoken, vote) -> None:
        heard = spoken.heard
        cue = spoken.finite
        participle = spoken.before is not None and not spoken.before.finite
        if heard.as_for and cue is not None and cue.lead:
            vote(heard.topic, "as_for")
        subject = self._entities.of(cue.subject) if cue and cue.subject else None
        for mention, name in ((heard.main_subject, "main_subj"), (heard.topic, "topic")):
            if mention is None or self._entities.of(mention) is subject:
                continue
            ending = "_participle" if participle else "_other" if subject else ""
            vote(mention, name + ending)
        nearest = None
        found = self._reading.tokens[spoken.span.paragraph]
        reported = spoken.first
        if cue is not None:
            reported = next((at for at in range(cue.at, spoken.first) if found[at].tagged("complementizer")), spoken.first)
        for one in heard.mentions:
            if one.quoted:
                continue
            if one.first < spoken.first:
                vote(one, "in_clause" if one.first > reported else "before_pp" if one.behind else "before")
                nearest = one
            elif one.first >= spoken.last:
                vote(one, "behind_pp" if one.behind else "behind")
        if spoken.colon and nearest and spoken.first - nearest.last <= 3:
            vote(nearest, "colon")

    def _discourse(self, number: int, spoken: Spoken, previous):
        """Yield those whom the sentences before propose: who was quoted last, who spoke last, whom it was about."""
        if previous:
            last, likely = previous[-1]
            before = self.spoken[last]
            where = self._where(before, spoken)
            subject = self._subject(spoken)
            has = "" if subject is None else "_with_subj"
            for entity, value in likely.items():
                if entity >= 0 and value > 0.02 and entity != subject:
                    yield self._entities.all[entity], value, "prev" + has
                    yield self._entities.all[entity], value, f"prev_{where}{has}"
                    if self._goes_on(spoken) and not has:
                        yield self._entities.all[entity], value, "prev_goes_on"
                    if before is not None and self._adjacent(before.span, spoken.span):
                        yield self._entities.all[entity], value, "prev_adjacent"
                    if spoken.opens and not spoken.after:
                        yield self._entities.all[entity], value, "prev_bare"
                    if not has and self._answers(spoken, before) and self._overtaker(before, spoken) is None:
                        yield self._entities.all[entity], value, "prev_answers"
                    asked = before is not None and before.finite is not None and before.finite.kind == "ask"
                    if asked and not has:
                        yield self._entities.all[entity], value, "prev_asked"
            if not has and self._answers(spoken, before):
                yield from self._asked(previous)
            for _, earlier in previous[:-1][-3:]:
                for entity, value in earlier.items():
                    if entity >= 0 and value > 0.3:
                        yield self._entities.all[entity], value, "quoted_before"
        at = spoken.heard.sentence.number
        last_quoted = self.spoken[previous[-1][0]] if previous else None
        quoted_at = last_quoted.heard.sentence.number if last_quoted else -1
        seen = 0
        for back in range(at - 1, max(0, at - 1 - _FAR), -1):
            heard = self._heard[back]
            same = heard.sentence.span.paragraph == spoken.span.paragraph
            for cue in reversed(heard.cues):
                mention = cue.subject or cue.relayed or cue.before
                if mention and cue.finite and seen == 0 and cue.kind not in ("aside", "according"):
                    if back > quoted_at >= 0 and not self._has_subject(spoken):
                        yield self._entities.of(mention), 1.0, "overtakes"
                    subject = self._subject(spoken)
                    if subject is None and self._answers(spoken, last_quoted):
                        yield self._entities.of(mention), 1.0, "answers_last_report"
                        if cue.addressee:
                            yield self._entities.of(cue.addressee), 1.0, "answers_addressee"
                    if self._entities.of(mention).number != subject:
                        yield self._entities.of(mention), 1.0, "last_report" + ("" if subject is None else "_with_subj")
                    if at - back == 1 and not self._has_subject(spoken):
                        yield self._entities.of(mention), 1.0, "last_report_next"
                    seen += 1
            if back == at - 1:
                for one in heard.mentions:
                    if not one.quoted:
                        yield self._entities.of(one), 1.0, "sentence_before"
                if heard.topic:
                    yield self._entities.of(heard.topic), 1.0, "topic_before" + ("_same" if same else "")
            if back >= at - _BACK:
                if heard.main_subject and heard.main_subject.kind not in ("other",):
                    yield self._entities.of(heard.main_subject), 1.0 / (at - back), "main_subj_before"

    def _anaphora(self, spoken: Spoken, previous: Sequence[tuple[int, dict[int, float]]]):
        """Yield whom a description without a name may mean: persons named before who agree with it, the last first."""
        cue = spoken.finite if spoken.finite and spoken.finite.subject else spoken.after
        mention = cue.subject if cue else None
        if mention is None or mention.kind not in ("role", "other") or not mention.definite or mention.number == "p":
            return
        if self._entities.of(mention).kind == "person":
            return
        place = (mention.paragraph, mention.first)
        before: dict[int, tuple[int, int]] = {}
        for entity in self._entities.all:
            if entity.kind in ("person", "name") and (not entity.gender or not mention.gender or entity.gender == mention.gender):
                places = [(one.paragraph, one.first) for one in entity.mentions if (one.paragraph, one.first) < place]
                if places:
                    before[entity.number] = max(places)
        ranked = sorted(before, key=lambda one: before[one], reverse=True)
        if ranked:
            yield self._entities.of(mention), 1.0, "description"
        quoted = previous[-1][1] if previous else {}
        for one in ranked[:_FAR]:
            yield self._entities.all[one], quoted.get(one, 0.0), "anaphor_prev"
            yield self._entities.all[one], min(1.0, 4 * self._count[one] / self._total), "anaphor_dominant"
        for rank, one in enumerate(ranked[:_FAR]):
            yield self._entities.all[one], 1.0, "anaphor_last" if rank == 0 else "anaphor"
            if len(ranked) == 1:
                yield self._entities.all[one], 1.0, "anaphor_only"

    def _subject(self, spoken: Spoken) -> int | None:
        """Return the number of the entity that the governing verb has as its subject, None without one."""
        for cue in (spoken.finite, spoken.after):
            mention = (cue.relayed or cue.subject) if cue else None
            if mention:
                return self._entities.of(mention).number
        return None

    def _has_subject(self, spoken: Spoken) -> bool:
        cue = spoken.finite
        if cue and (cue.subject or cue.relayed):
            return True
        return bool(spoken.after and spoken.after.subject)

    def _answers(self, spoken: Spoken, before: Spoken | None) -> bool:
        """Say whether a verb answers somebody: then who spoke before is not who speaks now."""
        same = before is not None and before.heard is spoken.heard
        return spoken.finite is not None and spoken.finite.lemma in _ANSWERS and not same

    def _overtaker(self, before: Spoken | None, spoken: Spoken) -> Mention | None:
        """Return who spoke, without marks, between a quote and the next."""
        if before is None:
            return None
        for back in range(spoken.heard.sentence.number - 1, before.heard.sentence.number, -1):
            for cue in reversed(self._heard[back].cues):
                if cue.finite and cue.kind not in ("aside", "according") and cue.subject:
                    return cue.subject
        return None

    def _asked(self, previous: Sequence[tuple[int, dict[int, float]]]):
        """Yield whom the last speakers spoke to, and those who were quoted before the last one."""
        likely = previous[-1][1]
        for number, _ in reversed(previous[-_MEMORY:]):
            spoken = self.spoken[number]
            cue = spoken.finite if spoken else None
            if cue and cue.addressee:
                yield self._entities.of(cue.addressee), 1.0, "answers_addressee"
                break
        for _, earlier in previous[:-1][-_BACK:]:
            for entity, value in earlier.items():
                if entity >= 0 and value > likely.get(entity, 0.0):
                    yield self._entities.all[entity], value, "answers_other"

    def _adjacent(self, one: Span, other: Span) -> bool:
        """Say whether nothing but signs stands between two quotes."""
        text = self._reading.article.paragraphs[one.paragraph]
        near = one.paragraph == other.paragraph and 0 <= other.start - one.end < _SIGNS
        return near and not any(letter.isalnum() for letter in text[one.end : other.start])

    def _goes_on(self, spoken: Spoken) -> bool:
        return any(cue is not None and cue.goes_on for cue in (spoken.before, spoken.finite, spoken.after))

    def _where(self, before: Spoken | None, spoken: Spoken) -> str:
        if before is None:
            return "far"
        apart = spoken.heard.sentence.number - before.heard.sentence.number
        if apart == 0:
            return "same_sentence"
        if before.span.paragraph == spoken.span.paragraph:
            return "same_paragraph"
        return "next" if spoken.span.paragraph - before.span.paragraph == 1 else "far"

    def _own(self, entity: Entity, mention: Mention, spoken: Spoken, features: Features) -> Features:
        """Add what holds of a candidate wherever it stands."""
        found = dict(features)
        found["kind_" + entity.kind] = 1.0
        share = self._count[entity.number] / self._total
        found["dominant"] = min(1.0, share * 4)
        found["says"] = min(1.0, self._says[entity.number] / 3)
        if entity.number in self._in_headline:
            found["headline"] = 1.0
        slot = any(key in features for key in ("subj", "after_subj", "adjacent", "according", "after_according"))
        if slot:
            found["slot_" + entity.kind] = 1.0
        place = (spoken.span.paragraph, spoken.first)
        before = [one for one in entity.mentions if (one.paragraph, one.first) < place]
        if not before:
            found["only_later"] = 1.0
        elif all(one.quoted for one in before):
            found["only_quoted"] = 1.0
        else:
            nearest = max((one.paragraph, one.first) for one in before if not one.quoted)
            found["far"] = min(1.0, (spoken.span.paragraph - nearest[0]) / 6)
        if all(one.behind for one in entity.mentions):
            found["never_free"] = 1.0
        self._agreement(entity, mention, spoken, slot, found)
        return found

    def _agreement(self, entity: Entity, mention: Mention, spoken: Spoken, slot: bool, found: Features) -> None:
        cue = spoken.finite or spoken.before or spoken.after
        if spoken.before and not spoken.before.finite and spoken.before.gender:
            cue = spoken.before
        if cue is None or cue.kind in ("according", "noun", "relay", "text"):
            return
        suffix = "_slot" if slot else ""
        gender = entity.gender
        if entity.number_of == "p":
            gender = ""
        if cue.gender and gender:
            if cue.gender != gender:
                found["disagrees" + suffix] = 1.0
        if cue.number == "p" and entity.number_of == "s" and entity.kind in ("person", "role"):
            found["one_for_many" + suffix] = 1.0
        if cue.number == "s" and entity.number_of == "p" and not slot:
            found["many_for_one"] = 1.0

    def _nobody(self, spoken: Spoken, found: Sequence[Candidate]) -> Features:
        features: Features = {"none": 1.0}
        if spoken.before is None and spoken.after is None:
            features["none_without_cue"] = 1.0
        if self._has_subject(spoken):
            features["none_with_subject"] = 1.0
        if spoken.heard.sentence.number == 0:
            features["none_headline"] = 1.0
        return features
