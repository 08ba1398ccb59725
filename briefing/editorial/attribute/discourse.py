"""What the sentences before a quote say for and against each: who was quoted last, who spoke last, who was asked."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from briefing.arabic.letters import WAW
from briefing.editorial.entities import agree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.editorial.attribute.places import Spoken
    from briefing.editorial.entities import Entities, Entity
    from briefing.editorial.frames import Cue, Heard
    from briefing.editorial.mentions import Mention
    from briefing.model import Span

    Vote = tuple[Entity, str, float]
    # How likely each entity is to have said a quote, by its number; nobody is negative.
    Likely = Mapping[int, float]

# Sentences back that are asked who spoke; quotes back that count as "quoted before".
_SENTENCES = 8
_QUOTES = 3
_SUBJECTS = 3
# So many quotes back somebody was asked: questions and answers of a talk come in turns.
_MEMORY = 6
_LEAST, _LIKELY = 0.02, 0.3
# Closing mark, full stop, space, opening mark, and one to spare.
_SIGNS = 8
_PERSONS, _STEPS = 8, 60
_PERSONAL = frozenset({"person", "name", "role"})


class Discourse:
    """The talk of an article up to a quote."""

    def __init__(self, paragraphs: Sequence[str], entities: Entities, heard: Sequence[Heard]) -> None:
        """Remember who is named where."""
        self._paragraphs, self._entities, self._heard = paragraphs, entities, heard
        named = [one for one in entities.all if one.kind in ("person", "name")]
        self._named = sorted((place, one.number) for one in named for place in one.places)

    def votes(
        self, spoken: Spoken, last: Spoken | None, previous: Sequence[Likely], before: Sequence[Spoken | None]
    ) -> Iterator[Vote]:
        """Yield whom the sentences before a quote propose.

        `last` is where the quote before stands, `previous` who is likely to have said the quotes before, `before`
        where they stand.
        """
        named = spoken.subject or _source(spoken)
        subject = self._entities.of(named).number if named else None
        if previous:
            yield from self._from_quotes(spoken, last, previous, subject)
            if subject is None and _answers(spoken, last):
                yield from self._asked(previous, before)
        yield from self._from_reports(spoken, last, subject)
        yield from self._from_sentence_before(spoken)

    def _from_quotes(
        self, spoken: Spoken, last: Spoken | None, previous: Sequence[Likely], subject: int | None
    ) -> Iterator[Vote]:
        overtaker = self._overtaker(last, spoken) if subject is None else None
        names = list(self._how(spoken, last, subject, overtaker))
        for number, value in previous[-1].items():
            if number < 0 or value <= _LEAST or number == subject:
                continue
            # A verb in the feminine is no man's, whoever was quoted last; the masculine is not as sure.
            if subject is None and _is_hers(spoken) and self._entities.all[number].is_man:
                yield self._entities.all[number], "disagrees_hers", value
            else:
                for name in names:
                    yield self._entities.all[number], name, value
        for earlier in previous[:-1][-_QUOTES:]:
            for number, value in earlier.items():
                if number >= 0 and value > _LIKELY:
                    yield self._entities.all[number], "quoted_before", value

    def _how(
        self, spoken: Spoken, last: Spoken | None, subject: int | None, overtaker: Mention | None
    ) -> Iterator[str]:
        """Yield how a quote follows the one before it; `overtaker` spoke in between."""
        ending = "" if subject is None else "_with_subj"
        # "And he added" goes on with what was last said, in marks or not; so does "and he said" by itself.
        overtaken = overtaker is not None and _resumes(spoken, self._entities.of(overtaker))
        yield "prev_overtaken" if overtaken else "prev" + ending
        yield f"prev_{_where(last, spoken)}{ending}"
        if last is not None and self._adjacent(last.span, spoken.span):
            yield "prev_adjacent"
        if spoken.opens and not spoken.after:
            yield "prev_bare"
        if subject is not None:
            return
        if spoken.goes_on and not overtaken:
            yield "prev_goes_on"
        if _answers(spoken, last) and overtaker is None:
            yield "prev_answers"
        if last is not None and last.finite is not None and last.finite.kind == "ask":
            yield "prev_asked"

    def _asked(self, previous: Sequence[Likely], before: Sequence[Spoken | None]) -> Iterator[Vote]:
        """Yield whom the last speakers spoke to, and those who were quoted before the last one."""
        for one in reversed(before[-_MEMORY:]):
            if one and one.finite and one.finite.addressee:
                yield self._entities.of(one.finite.addressee), "answers_addressee", 1.0
                break
        for earlier in previous[:-1][-_QUOTES:]:
            for number, value in earlier.items():
                if number >= 0 and value > previous[-1].get(number, 0.0):
                    yield self._entities.all[number], "answers_other", value

    def _from_reports(self, spoken: Spoken, last: Spoken | None, subject: int | None) -> Iterator[Vote]:
        """Yield who spoke last, in marks or without, in the sentences before."""
        at = spoken.heard.sentence.number
        quoted_at = last.heard.sentence.number if last else -1
        for back in range(at - 1, max(0, at - 1 - _SENTENCES), -1):
            cue, mention = _reporter(self._heard[back])
            if cue is None or mention is None:
                continue
            entity = self._entities.of(mention)
            if subject is None:
                yield from self._agreeing(spoken, entity, back)
            if entity.number != subject:
                yield entity, "last_report" if subject is None else "last_report_with_subj", 1.0
            if subject is None:
                yield from self._overtakes(
                    entity, cue, spoken, last, next_one=at - back == 1, after=back > quoted_at >= 0
                )
            return

    def _agreeing(self, spoken: Spoken, last: Entity, since: int) -> Iterator[Vote]:
        """Yield the woman who spoke last, where a verb in the feminine follows a man's words."""
        if not _is_hers(spoken) or not last.is_man:
            return
        for back in range(since, max(0, since - _SENTENCES), -1):
            for one in reversed(self._heard[back].cues):
                entity = self._entities.of(one.subject) if one.finite and one.subject else None
                if entity is not None and entity.gender == "f" and entity.kind in _PERSONAL:
                    yield entity, "reporter_agrees", 1.0
                    return

    def _overtakes(
        self, entity: Entity, cue: Cue, spoken: Spoken, last: Spoken | None, *, next_one: bool, after: bool
    ) -> Iterator[Vote]:
        if next_one and _resumes(spoken, entity):
            yield entity, "resumes_report", 1.0
        elif after:
            yield entity, "overtakes", 1.0
        if next_one:
            yield entity, "last_report_next", 1.0
        if _answers(spoken, last):
            yield entity, "answers_last_report", 1.0
            if cue.addressee:
                yield self._entities.of(cue.addressee), "answers_addressee", 1.0

    def _from_sentence_before(self, spoken: Spoken) -> Iterator[Vote]:
        """Yield whom the sentences before are about."""
        at = spoken.heard.sentence.number
        for back in range(at - 1, max(0, at - 1 - _SUBJECTS), -1):
            heard = self._heard[back]
            if heard.main_subject and heard.main_subject.kind != "other":
                yield self._entities.of(heard.main_subject), "main_subj_before", 1.0 / (at - back)
        if at < 2:  # noqa: PLR2004 - the headline is no sentence before
            return
        heard = self._heard[at - 1]
        for one in heard.mentions[-_STEPS:]:
            if not one.quoted:
                yield self._entities.of(one), "sentence_before", 1.0
        if heard.topic:
            same = heard.sentence.span.paragraph == spoken.span.paragraph
            yield self._entities.of(heard.topic), "topic_before_same" if same else "topic_before", 1.0

    def described(self, spoken: Spoken, likely: Likely) -> Iterator[Vote]:
        """Yield whom a description without a name may mean: persons named before who agree with it, the last first."""
        cue = spoken.finite if spoken.finite and spoken.finite.subject else spoken.after
        mention = cue.subject if cue else None
        if mention is None or mention.kind not in ("role", "other") or not mention.definite or mention.number == "p":
            return
        entity = self._entities.of(mention)
        ranked = [] if entity.kind == "person" else self._named_before(mention)
        if ranked:
            yield entity, "description", 1.0
        for rank, one in enumerate(ranked):
            yield one, "anaphor_prev", likely.get(one.number, 0.0)
            if cue and cue.goes_on:
                # "Added the striker": who goes on speaking is who spoke.
                yield one, "anaphor_goes_on", likely.get(one.number, 0.0)
            yield one, "anaphor" if rank else "anaphor_last", 1.0
        if len(ranked) == 1:
            yield ranked[0], "anaphor_only", 1.0

    def _named_before(self, mention: Mention) -> list[Entity]:
        """Return the persons last named before a description that agree with it in gender."""
        found: list[Entity] = []
        at = bisect_left(self._named, ((mention.paragraph, mention.first), -1))
        for _, number in reversed(self._named[max(0, at - _STEPS) : at]):
            one = self._entities.all[number]
            if agree(one.gender, mention.gender) and one not in found:
                found.append(one)
        return found[:_PERSONS]

    def _overtaker(self, last: Spoken | None, spoken: Spoken) -> Mention | None:
        """Return who spoke, without marks, between a quote and the next."""
        if last is None:
            return None
        stop = max(last.heard.sentence.number, spoken.heard.sentence.number - 1 - _SENTENCES)
        for back in range(spoken.heard.sentence.number - 1, stop, -1):
            _, mention = _reporter(self._heard[back])
            if mention is not None:
                return mention
        return None

    def _adjacent(self, one: Span, other: Span) -> bool:
        """Say whether nothing but signs stands between two quotes."""
        text = self._paragraphs[one.paragraph]
        near = one.paragraph == other.paragraph and 0 <= other.start - one.end < _SIGNS
        return near and not any(letter.isalnum() for letter in text[one.end : other.start])


def _reporter(heard: Heard) -> tuple[Cue | None, Mention | None]:
    """Return the last verb of a sentence that lets somebody speak, and whom."""
    for cue in reversed(heard.cues):
        if cue.inside and (cue.lead != WAW or cue.subject is None):
            continue  # what somebody is reported to have said is no report of the article's
        mention = cue.subject or cue.relayed or cue.before or _joint(heard, cue)
        if mention and _reports(cue):
            return cue, mention
    return None, None


def _joint(heard: Heard, cue: Cue) -> Mention | None:
    """Return whose verb one behind "and" is that has no subject of its own: the director went further and said ..."""
    subject = heard.main_subject
    if subject is None or cue.lead != WAW or subject.last > cue.at:
        return None
    return subject if agree(subject.gender, cue.gender) else None


def _reports(cue: Cue) -> bool:
    return cue.finite and cue.kind not in ("aside", "according") and not cue.wished


def _answers(spoken: Spoken, last: Spoken | None) -> bool:
    """Say whether a verb answers somebody: then who spoke before is not who speaks now."""
    same = last is not None and last.heard is spoken.heard
    return spoken.finite is not None and spoken.finite.answers and not same


def _resumes(spoken: Spoken, entity: Entity) -> bool:
    """Say whether a verb goes on with a report: Name made clear that ... . And he said: "...".

    It answers nobody, and agrees: "and she went on" is not of the workers who welcomed it.
    """
    cue = spoken.finite
    if cue is None or cue.answers or not (spoken.goes_on or cue.lead == WAW):
        return False
    if entity.number_of == "p" and cue.number == "s":
        return entity.is_sources
    return agree(cue.gender, entity.gender)


def _source(spoken: Spoken) -> Mention | None:
    """Return according to whom a sentence without a verb of speech tells."""
    last = spoken.earlier[-1] if spoken.earlier and spoken.finite is None else None
    return last.subject if last and last.kind == "according" else None


def _is_hers(spoken: Spoken) -> bool:
    cue = spoken.finite or spoken.after
    return cue is not None and cue.gender == "f" and cue.number == "s" and cue.kind in ("say", "ask", "deny", "allege")


def _where(last: Spoken | None, spoken: Spoken) -> str:
    if last is None:
        return "far"
    if last.heard is spoken.heard:
        return "same_sentence"
    if last.span.paragraph == spoken.span.paragraph:
        return "same_paragraph"
    return "next" if spoken.span.paragraph - last.span.paragraph == 1 else "far"
