"""Attribution: who said each quote of an article, with a margin; under the margin nobody is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.corrections import EDITOR, place_of
from briefing.editorial.attribute.evidence import Candidate, Evidence
from briefing.editorial.attribute.interview import Turn, guest, turns
from briefing.editorial.attribute.reality import reality_of
from briefing.editorial.attribute.stretches import Stretch, stretches
from briefing.editorial.ranking import contributions, likelihoods, threshold, weights
from briefing.editorial.understanding import understand
from briefing.model import Article, CorrectionKind, Gender, Quote, Reality, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.editorial.attribute.places import Spoken
    from briefing.editorial.entities import Entity

_WEIGHTS = "speaker_weights"
_NOBODY = -1
# Who is less likely is nobody that an editor looks for.
_SUSPECT = 0.002
_MOST_REASONS = 4
_LONGEST_NAME_WORDS = 12
# Candidates that cannot be said to speak, however likely: a word that names nothing, a place of no people.
_SILENT = frozenset({"other"})


def attribute(article: Article) -> tuple[Quote, ...]:
    """Return the quotes of an article in order, verbatim, each with its speaker where the article surely tells.

    Where an editor decided who spoke, that is so.
    """
    return tuple(decided(article, quote) for quote in _attributed(article))


def decided(article: Article, quote: Quote) -> Quote:
    """Return a quote with the speaker that an editor chose among those whom the article knows, if one did."""
    for decision in article.decided(CorrectionKind.SPEAKER):
        place = place_of(article.paragraphs, decision)
        who = named(article, decision.to)
        if place is None or not place.meets(quote.span) or (who is None and decision.to):
            continue
        quote = replace(quote, speaker=None, gender=None, named=False, issuer=None, because=(EDITOR,), margin=1.0)
        if who:
            gender = _GENDERS.get(who.gender) if who.kind in _PERSONS and who.number_of != "p" else None
            quote = replace(quote, speaker=who.full_name, gender=gender, named=bool(who.names))
    return quote


def named(article: Article, name: str) -> Entity | None:
    """Return whom an article calls so, by the fullest name that it has for them; None where it calls nobody so."""
    wanted = fold(" ".join(name.split()))
    return next((one for one in understand(article).entities.all if fold(one.full_name) == wanted), None)


def suspects(article: Article) -> Iterator[tuple[Span, tuple[str, ...]]]:
    """Yield where each quote stands, and the names of those who may have said it, the likeliest first."""
    evidence, spoken = gather(article)
    for stretch, ranked in zip(spoken, _ranked(evidence, len(spoken)), strict=True):
        able = [(chance, one.entity) for one, chance in ranked if one.entity and may_speak(one.entity, evidence, None)]
        likely = sorted((pair for pair in able if pair[0] >= _SUSPECT), key=lambda pair: -pair[0])
        span = Span(paragraph=stretch.paragraph, start=stretch.start, end=stretch.end)
        yield span, tuple(dict.fromkeys(entity.full_name for _, entity in likely))


def _ranked(evidence: Evidence, count: int) -> Iterator[list[tuple[Candidate, float]]]:
    """Yield for each quote who may have said it, and how likely each is; who spoke before counts."""
    previous: list[dict[int, float]] = []
    for number in range(count):
        candidates = evidence.candidates(number, previous)
        likely = likelihoods([one.features for one in candidates], weights(_WEIGHTS))
        previous.append(spread(candidates, likely))
        yield list(zip(candidates, likely, strict=True))


def _attributed(article: Article) -> tuple[Quote, ...]:
    evidence, spoken = gather(article)
    talk = turns(article)
    if talk:
        return tuple(_interview(article, talk, guest(evidence.entities, talk[0])))
    found = [
        _quote(article, stretch, evidence, number, ranked)
        for number, (stretch, ranked) in enumerate(zip(spoken, _ranked(evidence, len(spoken)), strict=True))
    ]
    # What was denied or only alleged is nobody's: the article's sentence tells it with what it says of it.
    return tuple(quote for quote in _with_speaker_of_twin(found) if quote.reality not in _UNREAL)


def _interview(article: Article, talk: Sequence[Turn], who: Entity | None) -> Iterator[Quote]:
    """Yield the turns of an interview: the answers are the guest's, the questions of whoever asks, who has no name."""
    for turn in talk:
        span = Span(paragraph=turn.paragraph, start=turn.start, end=turn.end)
        asked = Quote(text=article.at(span), span=span, reality=Reality.ASKED)
        if not turn.answers:
            yield asked
        else:
            said = replace(asked, reality=Reality.SAID)
            if who is None:
                # Where the desk knows nobody of that name, the label does.
                known = " " in turn.name
                yield replace(said, speaker=turn.name, named=True, margin=1.0) if known else said
            else:
                gender, named = _GENDERS.get(who.gender), bool(who.names)
                yield replace(said, speaker=who.full_name, gender=gender, named=named, margin=1.0)


def gather(article: Article) -> tuple[Evidence, tuple[Stretch, ...]]:
    """Read an article as far as the ranker needs it: the evidence, and the stretches that are somebody's words."""
    known = understand(article)
    spoken = stretches(article, known.reading.marked, known.heard, known.entities)
    spans = [Span(paragraph=one.paragraph, start=one.start, end=one.end) for one in spoken]
    continued = frozenset(number for number, one in enumerate(spoken) if one.continued)
    return Evidence(known.reading, known.mentions, known.entities, known.heard, spans, continued=continued), spoken


def spread(candidates: Sequence[Candidate], likely: Sequence[float]) -> dict[int, float]:
    """Return how likely each entity is, by its number; nobody is -1."""
    pairs = zip(candidates, likely, strict=True)
    return {one.entity.number if one.entity else _NOBODY: chance for one, chance in pairs}


def _quote(
    article: Article, stretch: Stretch, evidence: Evidence, number: int, ranked: Sequence[tuple[Candidate, float]]
) -> Quote:
    spoken = evidence.spoken[number]
    span = Span(paragraph=stretch.paragraph, start=stretch.start, end=stretch.end)
    chosen, margin = likeliest(evidence, number, ranked)
    reality = reality_of(spoken, stretch)
    cue = stretch.cue.text if stretch.cue else None
    quote = Quote(text=article.at(span), span=span, cue=cue, margin=margin, reality=reality)
    if chosen.entity is None or not may_speak(chosen.entity, evidence, spoken) or margin < threshold(_WEIGHTS):
        return quote
    return replace(
        quote,
        speaker=evidence.name_of(chosen.entity, spoken),
        gender=_gender(chosen.entity, stretch),
        named=bool(chosen.entity.names),
        issuer=evidence.issuer_of(chosen.entity, spoken),
        because=tuple(name for name, _ in contributions(chosen.features, weights(_WEIGHTS))[:_MOST_REASONS]),
    )


def likeliest(evidence: Evidence, number: int, ranked: Sequence[tuple[Candidate, float]]) -> tuple[Candidate, float]:
    """Return who is likeliest to have said a quote, and by how much before the next of another name, from 0 to 1.

    A statement and the ministry that issued it are told by one name, and stand together.
    """
    spoken = evidence.spoken[number]
    (chosen, chance), *others = sorted(ranked, key=_chance, reverse=True)
    name = evidence.name_of(chosen.entity, spoken) if chosen.entity else None
    best = 0.0
    for one, other in others:
        # What is far behind cannot be next, whatever its name.
        if other > best and name and one.entity and evidence.name_of(one.entity, spoken) == name:
            chance += other
        else:
            best = max(best, other)
    return chosen, chance - best


def _chance(ranked: tuple[Candidate, float]) -> float:
    return ranked[1]


def _gender(entity: Entity, stretch: Stretch) -> Gender | None:
    """Return the gender of a person, by name and titles, else by the verb that lets them speak."""
    if entity.kind not in _PERSONS or entity.number_of == "p":
        return None
    return _GENDERS.get(entity.gender or (stretch.cue.gender if stretch.cue else ""))


_PERSONS = frozenset({"person", "name", "role"})
_GENDERS = {"m": Gender.MASCULINE, "f": Gender.FEMININE}
_UNREAL = frozenset({Reality.DENIED, Reality.ALLEGED})


def may_speak(entity: Entity, evidence: Evidence, spoken: Spoken | None) -> bool:
    """Say whether the likeliest may be named: a whole noun phrase of somebody, who did not ask what is answered here.

    Better nobody than whoever asked in the place of whoever answers.
    """
    whole = entity.kind not in _SILENT and len(entity.full_name.split()) <= _LONGEST_NAME_WORDS
    if spoken is None or not whole:
        return whole
    subject = evidence.entities.of(spoken.subject) if spoken.subject else None
    # "On his page on Twitter, where he said": a network speaks as a verb's subject, or not at all.
    told = subject is entity or not entity.best.head.tagged("network")
    return told and evidence.asker(spoken) is not entity


def _with_speaker_of_twin(found: Sequence[Quote]) -> Iterator[Quote]:
    """Give a quote that stands without a cue, as a subheading, the speaker of the same words elsewhere."""
    told: Mapping[str, Quote] = {fold(quote.text): quote for quote in reversed(found) if quote.cue}
    for quote in found:
        twin = told.get(fold(quote.text))
        if quote.cue is None and twin is not None and twin.reality is Reality.SAID:
            yield replace(
                quote,
                speaker=twin.speaker,
                named=twin.named,
                margin=twin.margin,
                issuer=twin.issuer,
                because=twin.because,
            )
        else:
            yield quote
