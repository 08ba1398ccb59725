"""An article as it would be told now, and what of that an editor should look at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from briefing import plugins
from briefing.corrections import EDITOR, place_of
from briefing.editorial.attribute import suspects
from briefing.editorial.choose import choose
from briefing.editorial.running_order import sentences, spoken_words
from briefing.editorial.running_order import settings as order_settings
from briefing.editorial.understanding import understand
from briefing.model import CorrectionKind, DropReason, Reality, Span
from briefing.narration import alternatives
from briefing.narration.verbalize import guard, own
from briefing.pipeline import script
from briefing.pipeline.unmet import unmet
from briefing.shelf import digest

if TYPE_CHECKING:
    from briefing.model import Article, Correction, MarkedWord, Quote, Script, Segments, Utterance
    from briefing.narration.alternatives import Choice
    from briefing.narration.verbalize.guard import ReadBack
    from briefing.pipeline.unmet import Unmet
    from briefing.plugins import Diacritizer
    from briefing.settings import Settings

# On CATT one word in nine has less of the networks' agreement: half of the wrong words are among them, and half of
# those words are wrong. At 0.8 five in eight are found, and fewer than half of what is shown is wrong.
DOUBTFUL_WORD = 0.7
# Cross-validated over 510 named quotes: below stand a sixth of them with seven tenths of the wrong ones, above one
# in seventy is wrong.
DOUBTFUL_SPEAKER = 0.9
_MINUTE_MS = 60_000
_SENTENCES_KEPT = 4096
_SCRIPTS_KEPT = 64
# What one of each is worth beside the others: a wrong number is the one fault that cannot be forgiven.
_RISKS = {"numbers": 20.0, "speakers": 4.0, "nobody": 1.0, "words": 0.5, "dropped": 0.25, "unmet": 4.0}


@lru_cache(maxsize=_SCRIPTS_KEPT)
def _spoken(article: Article, settings: Settings) -> Script:
    """Write and spell out; how a word is read changes nothing of that."""
    return script.spoken(script.written(article, settings), settings)


class Remembering:
    """A diacritizer that reads each sentence once: after a change only what has changed is read again."""

    def __init__(self, diacritizer: Diacritizer) -> None:
        """Have all that the diacritizer has, remembered."""
        for name in ("diacritize", "told", "respell"):
            if hasattr(diacritizer, name):
                setattr(self, name, lru_cache(maxsize=_SENTENCES_KEPT)(getattr(diacritizer, name)))
        if hasattr(diacritizer, "proposals"):
            self.proposals = lru_cache(maxsize=_SENTENCES_KEPT)(lambda text: tuple(diacritizer.proposals(text)))
        self.unusable_because = diacritizer.unusable_because

    diacritize: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """How many things of each kind an editor should look at."""

    numbers: int = 0
    speakers: int = 0
    nobody: int = 0
    words: int = 0
    dropped: int = 0
    unmet: int = 0

    @property
    def risk(self) -> float:
        """How much an article needs a look: 0 where nothing is doubtful."""
        return sum(weight * int(getattr(self, name)) for name, weight in _RISKS.items())


class Draft:
    """An article with the decisions of this moment, written, spelled out and marked; each part when it is asked for."""

    def __init__(self, article: Article, settings: Settings, diacritizer: Diacritizer) -> None:
        """Take the article as it is decided."""
        self.article, self.settings = article, settings
        self._diacritizer, self._tables = diacritizer, own.tables(settings.readings)

    @cached_property
    def segments(self) -> Segments:
        """What an editor takes from the article."""
        return choose(self.article)

    @cached_property
    def script(self) -> Script:
        """What is said, with its marks."""
        others = tuple(one for one in self.article.corrections if one.kind is not CorrectionKind.READING)
        spoken = _spoken(replace(self.article, corrections=others, approvals=()), self.settings)
        return script.marked(spoken, self._diacritizer, self.article, self.settings)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Where the sentences of the story stand that can be told."""
        return sentences(self.article, self.segments)

    @cached_property
    def told(self) -> tuple[Span, ...]:
        """Where in the article what is said stands."""
        return tuple(utterance.source for utterance in self.script.utterances if utterance.source)

    def sounds_as(self, other: Draft) -> bool:
        """Say whether another draft says the same words, with the same marks, in the same voices."""
        mine, theirs = (
            [(said.spoken, said.role, said.speaker) for said in draft.script.utterances] for draft in (self, other)
        )
        return mine == theirs

    def is_told(self, span: Span) -> bool:
        """Say whether anything of a place of the article is said."""
        return any(place.meets(span) for place in self.told)

    def decision(self, span: Span, *kinds: CorrectionKind) -> Correction | None:
        """Return what an editor decided last of these kinds at a place of the article."""
        decided = (one for one in reversed(self.article.decided(*kinds)))
        return next((one for one in decided if self._is_at(one, span)), None)

    def _is_at(self, decision: Correction, span: Span) -> bool:
        place = place_of(self.article.paragraphs, decision)
        return place is not None and place.meets(span)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The persons whom the article names, by their fullest names, as they come."""
        entities = [one for one in understand(self.article).entities.all if one.kind == "person" and one.mentions]
        entities.sort(key=lambda one: (one.mentions[0].paragraph, one.mentions[0].first))
        return tuple(dict.fromkeys(one.full_name for one in entities))

    def people_for(self, quote: Quote) -> tuple[str, ...]:
        """Return who may have said a quote: who speaks for it, then who is likely, then whoever has a name."""
        likely = next((names for span, names in self.suspects.items() if span.meets(quote.span)), ())
        return tuple(dict.fromkeys((*filter(None, (quote.speaker,)), *likely, *self.people)))

    def quotes_in(self, span: Span) -> tuple[Quote, ...]:
        """Return the quotes that begin in a place of the article."""
        return tuple(one for one in self.segments.quotes if span.meets(one.span) and one.span.start >= span.start)

    @cached_property
    def numbers(self) -> tuple[tuple[int, ReadBack], ...]:
        """Every number that is said, with the number of its utterance."""
        said = enumerate(self.script.utterances)
        return tuple(
            (number, found)
            for number, utterance in said
            for found in guard.read_back(utterance.written, utterance.pieces, self._tables)
        )

    def words(self, number: int) -> tuple[Choice, ...]:
        """Return the words of an utterance with how else each could be read."""
        utterance = self.script.utterances[number]
        return alternatives.choices(utterance, self._diacritizer, self.article.paragraphs, self._tables)

    @cached_property
    def dropped(self) -> tuple[int, ...]:
        """The paragraphs that were set aside, and nobody has said that this is right."""
        return tuple(
            drop.paragraph
            for drop in self.article.dropped
            if drop.reason != DropReason.EDITOR
            and not self.decision(self._whole(drop.paragraph), CorrectionKind.SET_ASIDE)
        )

    def _whole(self, paragraph: int) -> Span:
        return Span(paragraph=paragraph, start=0, end=len(self.article.paragraphs[paragraph]))

    @cached_property
    def suspects(self) -> dict[Span, tuple[str, ...]]:
        """Who may have said each quote, the likeliest first."""
        return dict(suspects(self.article))

    def told_of(self, span: Span) -> str:
        """Say whether a sentence is told, told with something left out, or not: `told`, `shortened`, `untold`."""
        said = [one for one in self.script.utterances if one.source and one.source.meets(span)]
        if not said:
            return "untold"
        text = self.article.at(span)
        words = sum(len(self.article.at(_common(one.source, span)).split()) for one in said if one.source)
        edits = [edit for one in said for edit in one.edits if not edit.text]
        cut = any(edit.start < span.end and span.start < edit.end for edit in edits)
        return "shortened" if cut or words < len(text.split()) else "told"

    @cached_property
    def lasts_ms(self) -> int:
        """How long it will last, by the usual pace."""
        words = sum(spoken_words(one.written) for one in self.script.utterances)
        return words * _MINUTE_MS // int(order_settings()["length"]["words_a_minute"])

    @cached_property
    def unmet(self) -> tuple[tuple[Correction, Unmet], ...]:
        """The decisions that no longer apply, and why."""
        return tuple(unmet(self.article))

    @cached_property
    def doubts(self) -> Doubts:
        """What should be looked at."""
        told = [quote for quote in self.script.segments.quotes if quote.key and quote.reality is Reality.SAID]
        return Doubts(
            numbers=sum(not found.holds for _, found in self.numbers),
            speakers=sum(is_doubtful(quote) for quote in told),
            nobody=sum(is_of_nobody(quote) for quote in told),
            words=sum(len(doubtful(utterance)) for utterance in self.script.utterances),
            dropped=len(self.dropped),
            unmet=len(self.unmet),
        )

    def said(self, number: int) -> str:
        """Return the digest of what a voice says for an utterance: another digest, and it has to be heard again."""
        return digest(self.script.utterances[number].spoken)[:16]


def _common(one: Span, other: Span) -> Span:
    return Span(paragraph=one.paragraph, start=max(one.start, other.start), end=min(one.end, other.end))


def is_decided(quote: Quote) -> bool:
    """Say whether an editor decided who speaks."""
    return quote.because == (EDITOR,)


def is_doubtful(quote: Quote) -> bool:
    """Say whether somebody should look at who is said to speak."""
    return quote.speaker is not None and quote.margin < DOUBTFUL_SPEAKER and not is_decided(quote)


def is_of_nobody(quote: Quote) -> bool:
    """Say whether nobody is named who speaks, and no editor wanted that."""
    return quote.speaker is None and not is_decided(quote)


def doubtful(utterance: Utterance) -> tuple[MarkedWord, ...]:
    """Return the words of which the networks are not sure, decided by nobody else; our own sentences have none."""
    if utterance.source is None:
        return ()
    return tuple(word for word in utterance.words if not word.decided_by and word.confidence < DOUBTFUL_WORD)


def remembering(name: str) -> Diacritizer:
    """Make the diacritizer called `name`, that remembers. Raises SettingsError."""
    found: Diacritizer = Remembering(plugins.diacritizer(name))
    return found
