"""The choice: the most telling beats that a length allows, each with what it leans on, nothing twice."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.stems import light
from briefing.editorial import ranking
from briefing.editorial.running_order.beats import Passage, beats, is_form, shared, stems
from briefing.editorial.running_order.ties import Binder, Ties
from briefing.editorial.running_order.value import worths
from briefing.editorial.running_order.wishes import Wishes
from briefing.model import Reality

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from decimal import Decimal

    from briefing.editorial.entities import Entity
    from briefing.editorial.mentions import Mention
    from briefing.editorial.running_order.beats import Beat
    from briefing.editorial.running_order.lengths import Length
    from briefing.editorial.understanding import Understanding
    from briefing.model import Article, Quote, Segments, Span

    # What is told of each of several beats, by their numbers.
    _Group = dict[int, tuple[Passage, ...]]

# A sentence of which more than this share was told already says nothing new.
_NOTHING_NEW = 0.5
# What a chain of sentences that lean on each other may bring along.
_LONGEST_CHAIN = 3
_LONGEST_SENTENCE_WORDS = 60
_SHORTEST_SENTENCE_WORDS, _SHORTEST_DENIAL_WORDS = 4, 2
# A reply stands at most so many sentences behind the charge.
_REPLY_WITHIN = 2
# Farther down a denial is of a charge that it has more words of.
_DENIED_WITHIN = 8
_SHARED_STEMS = 2
_SEVERAL = 3
_MOST_OF_A_POLL = 2
_MOST_UNHEARD = 2
# What two sentences have in common that tell the same.
_TWIN = 0.6
# The lead is among the first sentences: a question or a dateline may stand before it.
_LEAD = 3
# What stands farther down is no news any more, and a book is looked at in time that grows with it.
_MOST_BEATS = 600
_NEAR_CHARS = 4
# A whole quote may be so much longer than the length would like, where its first sentence is.
_ROUNDS = (1.0, 1.8)
# The second round is for a briefing that is emptier than this.
_FULL = 0.75


@dataclass(frozen=True, slots=True)
class Told:
    """A beat that is told, with the passages that are: of a long quote its first sentences."""

    beat: Beat
    ties: Ties
    passages: tuple[Passage, ...]
    background: bool

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(passage.words for passage in self.passages)

    @property
    def speaks(self) -> bool:
        """Whether a second voice is heard in it."""
        return any(passage.direct for passage in self.passages)


def _quotes(passages: Iterable[Passage]) -> set[Quote]:
    return {passage.quote for passage in passages if passage.quote and passage.direct}


class Choice:
    """Chooses what is told."""

    def __init__(self, article: Article, segments: Segments, understood: Understanding) -> None:
        """Take the article apart and weigh what it says."""
        self._segments = segments
        self._beats = beats(article, segments, understood)
        self._starts = [(beat.span.paragraph, beat.span.start) for beat in self._beats]
        self._told_in: dict[int, frozenset[int]] = {}
        self._wishes = Wishes.of(article, self._beats)
        self.binder = Binder(understood, self._beats)
        before = [None, *self._beats[:-1]] if self._beats else []
        self._ties = [self.binder.ties(beat, last) for beat, last in zip(self._beats, before, strict=True)]
        self._interview = any(quote.reality is Reality.ASKED and quote.cue is None for quote in segments.quotes)
        self._worth = worths(segments.headline, self._beats, self._ties)
        # What every other sentence speaks of ties no denial to any.
        often = Counter(stem for beat in self._beats for stem in beat.stems)
        self._everywhere = {stem for stem, count in often.items() if count > max(_SEVERAL, len(self._beats) / 2)}
        self._wanted = stems(segments.headline.text)
        self._covered = [shared(self._wanted, beat.stems) for beat in self._beats]

    def begin(self, length: Length, already: int = 0, told: frozenset[str] = frozenset()) -> None:
        """Start with nothing told but so many words, of these stems."""
        self._length, self._count, self._written = length, already, already
        self._stretch = _ROUNDS[0]
        self._taken: _Group = {}
        self._quoted: set[Quote] = set()
        self._stems: set[str] = set(told)
        self._stale: set[int] = set()
        self._stems_told: set[str] = set()
        self._numbers_told: set[Decimal] = set()

    @property
    def article_words(self) -> int:
        """How many words headline and body have."""
        return len(self._segments.headline.text.split()) + sum(len(beat.text.split()) for beat in self._beats)

    def every(self) -> tuple[Told, ...]:
        """Return all that can be told, in order."""
        return tuple(
            Told(beat, ties, beat.passages, background=False)
            for beat, ties in zip(self._beats, self._ties, strict=True)
            if beat.passages
        )

    def whole(self) -> tuple[Told, ...]:
        """Tell everything, in order, but for what an editor leaves out."""
        return self._led(told for told in self.every() if told.beat.number not in self._wishes.left)

    def chosen(self, length: Length, already: int, headline: str = "") -> tuple[Told, ...]:
        """Tell the most telling beats that fit into a length of which so many words are spent already.

        `headline` is what was told before.
        """
        self.begin(length, already, stems(headline))
        for beat in self._wishes.told:
            self._take(self._asked_for(beat))
        # What happened comes first, whatever else is told.
        if self._wishes.lead not in self._taken:
            self._take(self._opening())
        # What is too long for the first round may fill what the second finds empty.
        for stretch in _ROUNDS:
            self._stretch = stretch
            self._fill()
        return self._in_order()

    def _asked_for(self, number: int) -> _Group:
        """Return what an editor wants told, with what it leans on where that can be told; else alone."""
        limits, self._length = self._length, self._length.unlimited
        self._stretch = math.inf
        group = self._group(self._beats[number])
        self._length, self._stretch = limits, _ROUNDS[0]
        if number in self._taken or group is not None:
            return group or {}
        return {number: self._beats[number].passages}

    def _opening(self) -> _Group:
        """Return the lead: the first sentence that can be told, however long, with what it leans on.

        Where none can be told with its company, the first that fits is told without: a headline is no briefing.
        """
        self._stretch = _ROUNDS[-1] * 2
        opening = next((group for beat in self._beats[:_LEAD] if (group := self._group(beat))), None)
        self._stretch = _ROUNDS[0]
        if opening:
            return opening
        tellable = [beat for beat in self._beats if beat.passages and not beat.crosshead and not self._is_left(beat)]
        fitting = [beat for beat in tellable if self._fits(beat.passages)]
        stating = (beat for beat in fitting if not beat.asks)
        first = next(stating, fitting[0] if fitting else None)
        return {first.number: first.passages} if first else {}

    def _fill(self) -> None:
        """Take the most telling beats that fit, one after another."""
        while not self._is_full() or self._stretch == _ROUNDS[0]:
            news = next((group for group, beat in self._best() if self._is_news(beat)), None)
            if news is None:
                return
            self._take(news)

    def _is_full(self) -> bool:
        return self._count >= _FULL * self._length.words or self._written >= _FULL * self._length.written

    def again(self, spans: Collection[Span], length: Length) -> tuple[Told, ...]:
        """Tell the beats that stand at these places, in this order of the story, as a choice would tell them.

        A beat of which nothing else than its last passages is left out is told as far as the places go.
        """
        self.begin(length)
        for number, passages in self._standing_at(spans).items():
            self._take({number: passages})
        return self._in_order()

    def whole_again(self, spans: Collection[Span]) -> tuple[Told, ...]:
        """Tell the beats that stand at these places as they are told where everything is."""
        told = self._standing_at(spans)
        return self._led(one for one in self.every() if one.beat.number in told)

    def missing(self, spans: Collection[Span], length: Length) -> tuple[tuple[Beat, Beat | None], ...]:
        """Return which of the beats at these places lean on another that is not told, or not right before them.

        What an editor wants told may stand alone.
        """
        self.begin(length)
        for number, passages in self._standing_at(spans).items():
            self._take({number: passages})
        told = [self._beats[number] for number in sorted(self._taken) if number not in self._wishes.told]
        lacking = [(one, other) for one in told for other in self._needed(one) if other.number not in self._taken]
        numbers = sorted(self._taken)
        before = dict(zip(numbers[1:], numbers[:-1], strict=True))
        resuming = (one for one in told if self._ties[one.number].resumes)
        cut = [(one, None) for one in resuming if not self._follows(one.number, before.get(one.number))]
        return (*lacking, *cut)

    def _follows(self, number: int, before: int | None) -> bool:
        """Say whether "he added" stands behind what it stands behind in the article, or words of the same speaker."""
        if before is None:
            return False
        return before == number - 1 or self._ties[before].speaker is self._ties[number].speaker

    def _standing_at(self, spans: Collection[Span]) -> _Group:
        group: _Group = {}
        for beat in self._beats:
            told = tuple(one for one in beat.passages if any(one.span.meets(span) for span in spans))
            if told:
                group[beat.number] = beat.passages[: beat.passages.index(told[-1]) + 1]
        return group

    @property
    def taken(self) -> Collection[int]:
        """The numbers of the beats that are told already."""
        return self._taken.keys()

    def tell(self, number: int) -> None:
        """Tell a beat without its company, as somebody else has chosen it."""
        self._take({number: self._beats[number].passages})

    def candidates(self) -> Iterator[tuple[int, dict[str, float]]]:
        """Yield each beat that can be told now with its company, and what speaks for it."""
        for beat, group in self._open():
            yield beat.number, {**self._worth[beat.number].features, **dict(self._live(beat, group))}

    def _open(self) -> Iterator[tuple[Beat, _Group]]:
        for beat in self._beats[:_MOST_BEATS]:
            known = beat.number in self._taken or beat.number in self._stale
            group = None if known else self._group(beat)
            if group:
                yield beat, group

    def _best(self) -> Iterator[tuple[_Group, Beat]]:
        """Yield the beats that fit with their company, the most telling first; what is asked for twice is stale."""
        weights = ranking.weights("choice_weights")
        found = []
        for beat, group in self._open():
            value = self._worth[beat.number].value + ranking.score(dict(self._live(beat, group)), weights)
            if value > self._length.least:
                found.append((value, -beat.number, group))
        for _, number, group in sorted(found, key=lambda one: one[:2], reverse=True):
            yield group, self._beats[-number]
            # Whoever asks for the next one found that this one says nothing new, and it never will.
            self._stale.add(-number)

    def _take(self, group: _Group) -> None:
        self._written += self._introductions(group)
        for number, passages in group.items():
            self._taken[number] = passages
            self._count += sum(passage.words for passage in passages)
            self._written += sum(passage.written for passage in passages)
            self._stems |= self._beats[number].stems
            self._numbers_told |= {figure.value for figure in self._beats[number].figures}
            self._stems_told |= self._covered[number]
            self._quoted |= _quotes(passages)

    def _live(self, beat: Beat, group: _Group) -> Iterator[tuple[str, float]]:
        """Yield the features of a beat that change with what is told."""
        ties, count = self._ties[beat.number], max(1, len(beat.stems))
        cost = sum(passage.words for passages in group.values() for passage in passages)
        own = sum(passage.words for passage in group.get(beat.number, ()))
        yield "fresh", len(beat.stems - self._stems) / count
        yield "new_of_headline", len(self._covered[beat.number] - self._stems_told) / max(1, len(self._wanted))
        told = [self._beats[one].stems for one in self._taken]
        common = [(len(shared(beat.stems, stems_of)), len(stems_of)) for stems_of in told]
        yield "twin", max((some / count for some, _ in common), default=0.0)
        # What tells all of a shorter sentence again, and more.
        echo = max((some / max(1, min(count, other)) for some, other in common), default=0.0)
        yield "echo", echo
        yield "echoes", float(echo > _TWIN)
        figures = {figure.value for figure in beat.figures}
        yield "new_number", float(bool(figures - self._numbers_told))
        yield "old_number", float(bool(figures & self._numbers_told))
        yield "company", math.log(cost / own) if own else 0.0
        yield "companions", float(len(group) - 1)
        if self._taken:
            yield "follows", float(beat.number - 1 in self._taken)
            yield "limits", float(beat.number - 1 in self._taken and ties.opposes)
            behind = beat.number + 1
            unlimited = behind < len(self._beats) and self._ties[behind].opposes and behind not in self._taken
            yield "unlimited", float(unlimited)
            yield "leads_in", float(beat.number + 1 in self._taken)
            yield "above_all", float(beat.number < min(self._taken))
            heard = frozenset().union(*(self._beats[one].stems for one in self._taken if one < beat.number))
            yield "unheard", min(_MOST_UNHEARD, len(ties.given - heard))
            same = any(ties.speaker is not None and self._ties[one].speaker is ties.speaker for one in self._taken)
            yield "heard_again", float(same)
            # Of whom it is told what they did, they are asked.
            yield "told_of", float(not same and ties.speaker is not None and self._is_told_of(ties.speaker))
        else:
            yield "opening", 1.0
            yield "opening_leans", float(ties.leans)
        if not self._quoted:
            yield "first_quote", float(bool(_quotes(group.get(beat.number, ()))))
        if beat.polls:
            # Who asked whom and the main share first; what else the same survey found is told with them.
            yield f"poll_{min(self._told_of(beat.polls), _MOST_OF_A_POLL)}", 1.0

    def _is_told_of(self, entity: Entity) -> bool:
        """Say whether what is told speaks of somebody, and not only to them."""
        if entity.number not in self._told_in:
            places = ((self._beat_of(one), one) for one in entity.mentions)
            self._told_in[entity.number] = frozenset(
                number
                for number, one in places
                if number < len(self._beats) and not any(cue.addressee is one for cue in self._beats[number].heard.cues)
            )
        return not self._told_in[entity.number].isdisjoint(self._taken)

    def _is_news(self, beat: Beat) -> bool:
        """Say whether a beat tells anything new, in whatever form of the words: a fact, a number, a survey's answer."""
        numbers = {figure.value for figure in beat.figures}
        told = {figure.value for number in self._taken for figure in self._beats[number].figures}
        known = len(shared(beat.stems, frozenset(self._stems)))
        return bool(beat.polls or numbers - told) or known <= _NOTHING_NEW * len(beat.stems)

    def _told_of(self, polls: frozenset[int]) -> int:
        """Count the sentences about one of these surveys that are told."""
        return sum(bool(self._beats[number].polls & polls) for number in self._taken)

    # --- what must be told together -----------------------------------------------------------------------------------

    def _group(self, beat: Beat) -> _Group | None:
        """Return a beat with all that it leans on and is not told yet, None where it cannot be told."""
        group: _Group = {}
        pending = [beat]
        while pending:
            one = pending.pop()
            if one.number in self._taken or one.number in group:
                continue
            passages = self._tellable(one)
            if passages is None or len(group) > _LONGEST_CHAIN:
                return None
            group[one.number] = passages
            pending += self._needed(one)
        added = self._introductions(group)
        fits = self._fits([passage for passages in group.values() for passage in passages], added)
        quoted = self._quoted | _quotes(passage for passages in group.values() for passage in passages)
        often = Counter(quote.speaker for quote in quoted).most_common(1)
        most = self._length.quotes if self._interview else self._length.quotes_of_one
        if not fits or not self._resume(group) or len(quoted) > self._length.quotes or (often and often[0][1] > most):
            return None
        return group

    def _introductions(self, group: _Group) -> int:
        """Return how many words it takes to name those whose names stand in what is not told."""
        return sum(self._introduced_in(number, group) for number in group)

    def _introduced_in(self, number: int, group: _Group) -> int:
        ties, words = self._ties[number], 0
        if ties.gap and not (number - 1 in group or number - 1 in self._taken):
            words += len(self.binder.introduction(ties.gap.speaker).text.split())
        elif ties.gap and _quotes(group[number]):
            # Its second voice may open a chapter, which says the name again.
            words += len(ties.gap.speaker.full_name.split())
        for mention in ties.short:
            entity = self.binder.entity_of(mention)
            if not any(at in group or at in self._taken for at in self._naming(entity, number)):
                words += max(len(self.binder.introduction(entity).text.split()) - len(mention.text.split()), 0)
        return words

    def _fits(self, passages: Sequence[Passage], added: int = 0) -> bool:
        """Say whether there is time for passages, and the article is long enough for so many words of it.

        `added` are the words of the names that are told beside them: half of the article is a promise, the time is not.
        """
        written = self._written + added + sum(passage.written for passage in passages)
        spoken = self._count + sum(passage.words for passage in passages)
        return spoken <= self._length.words and written <= self._length.written

    def _needed(self, beat: Beat) -> list[Beat]:
        ties, number = self._ties[beat.number], beat.number
        needed = []
        if ties.leans and number:
            needed.append(self._beats[number - 1])
        told = [one for one in self._taken if one < number]
        if ties.also and number and not told:
            needed.append(self._beats[number - 1])
        if ties.resumes and not (told and self._ties[max(told)].speaker is ties.speaker):
            needed.append(self._said_by(beat))
        if ties.denies and number:
            needed.append(self._denied(beat))
        if ties.leads and number + 1 < len(self._beats):
            needed.append(self._beats[number + 1])
        if ties.adds and not self._heard_before(beat):
            said = [one for one in self._beats[:number] if self._ties[one.number].speaker is ties.speaker]
            needed += said[-1:] if ties.speaker else self._beats[max(0, number - 1) : number]
        needed += [one for stem in ties.these if (one := self._bringing(beat, stem))]
        needed += self._asking(beat)
        needed += self._replies(beat)
        needed += [one for one in (self._introducing(beat, mention) for mention in ties.short) if one]
        return needed

    def _said_by(self, beat: Beat) -> Beat:
        """Return the nearest beat before one that says who "he" is: words of the same speaker, with the name."""
        speaker = self._ties[beat.number].speaker
        said = [one for one in self._beats[: beat.number] if self._ties[one.number].speaker is speaker]
        named = [one for one in said if not self._ties[one.number].resumes]
        return named[-1] if named else self._beats[beat.number - 1]

    def _resume(self, group: Iterable[int]) -> bool:
        """Say whether "he added" still stands behind words of the same speaker when a group is told too."""
        numbers = sorted({*self._taken, *group})
        # What an editor wants told stands where it is wanted.
        resuming = [number for number in numbers if self._ties[number].resumes and number not in self._wishes.told]
        before = dict(zip(numbers[1:], numbers[:-1], strict=True))
        return all(number in before and self._follows(number, before[number]) for number in resuming)

    def _heard_before(self, beat: Beat) -> bool:
        """Say whether the speaker of a beat was heard in one that is told before it."""
        speaker = self._ties[beat.number].speaker
        told = (number for number in self._taken if number < beat.number)
        return speaker is not None and any(self._ties[number].speaker is speaker for number in told)

    def _is_bare(self, beat: Beat) -> bool:
        return bool(beat.passages) and beat.passages[0].quote is not None

    def _bringing(self, beat: Beat, stem: str) -> Beat | None:
        """Return the beat that tells what "this" points at, None where it is told.

        It is the nearest one that has the noun: "these children" are not those of whom the lead speaks.
        """
        earlier = self._beats[: beat.number]
        having = [one for one in earlier if any(is_form(stem, other) for other in one.stems)]
        nearest = (having or earlier)[-1:]
        return nearest[0] if nearest and nearest[0].number not in self._taken else None

    def _asking(self, beat: Beat) -> list[Beat]:
        """Return the beats that first tell of the surveys whose answers a beat has: who asked whom."""
        firsts = (next(one for one in self._beats if poll in one.polls) for poll in beat.polls)
        return [one for one in firsts if one.number < beat.number]

    def _denied(self, beat: Beat) -> Beat:
        """Return what a denial rejects: the nearest beat before it that speaks of the same, else the one before."""
        earlier = self._beats[max(0, beat.number - _DENIED_WITHIN) : beat.number]
        alike = (one for one in reversed(earlier) if len(one.stems & beat.stems) >= _SHARED_STEMS)
        return next(alike, self._beats[beat.number - 1])

    def _replies(self, beat: Beat) -> list[Beat]:
        """Return the denials of what a beat tells: no charge stands alone."""
        behind = self._beats[beat.number + 1 : beat.number + 1 + _REPLY_WITHIN]
        denials = [
            one
            for one in self._beats[beat.number + 1 : beat.number + 1 + _DENIED_WITHIN]
            if self._ties[one.number].denies
        ]
        # "The minister denied that" has no word in common with the charge that stands right before it.
        next_one = [one for one in denials if one.number == beat.number + 1 and self._ties[one.number].points]
        shared_words = [
            one
            for one in denials
            if len((one.stems & beat.stems) - self._everywhere) >= _SHARED_STEMS + (one not in behind)
        ]
        return [*next_one, *shared_words]

    def _introducing(self, beat: Beat, mention: Mention) -> Beat | None:
        """Return the beat that first says who is meant, where the name cannot simply be told in its place."""
        entity = self.binder.entity_of(mention)
        if self.binder.can_be_named(entity, mention):
            return None
        told = [one for one in self._beats[: beat.number] if one.number in self._taken]
        if mention.kind == "document" and any(light(mention.head.base) in one.stems for one in told):
            return None
        naming = set(self._naming(entity, beat.number))
        # Where one that is told speaks of the same, the listener knows.
        return None if not naming or any(one in self._taken for one in naming) else self._beats[min(naming)]

    def _naming(self, entity: Entity, before: int) -> Iterator[int]:
        """Yield the numbers of the beats before one that name somebody outside of quotes."""
        return (number for number in map(self._beat_of, entity.mentions) if number < before)

    def _beat_of(self, mention: Mention) -> int:
        """Return the number of the beat in which somebody is named, past the last one where none of ours does."""
        place = (mention.paragraph, mention.start)
        at = bisect_right(self._starts, place) - 1
        inside = at >= 0 and not mention.quoted
        span = self._beats[at].span if inside else None
        holds = span is not None and span.paragraph == mention.paragraph and mention.start < span.end
        return at if holds else len(self._beats)

    def _tellable(self, beat: Beat) -> tuple[Passage, ...] | None:
        """Return the passages of a beat that are told: of a long quote the first sentences, nothing behind them."""
        ties = self._ties[beat.number]
        if beat.crosshead or not beat.passages or self._is_left(beat):
            return None
        if self._is_bare(beat) and ties.speaker is None and not ties.leans and not ties.leads:
            return None
        if not beat.quotes and beat.asks:
            # A question of nobody is the headline of another story, or the writer's own.
            return None
        found: list[Passage] = []
        quoted = 0
        for passage in beat.passages:
            if passage.quote is not None:
                if quoted and quoted + passage.words > self._length.quote_words:
                    # What stands behind the rest of a quote is not told without it, nor what leads in to another one.
                    found = found if found[-1].quote else found[:-1]
                    break
                quoted += passage.words
            found.append(passage)
        if quoted > self._length.quote_words * self._stretch:
            return None
        words = sum(passage.words for passage in found)
        shortest = _SHORTEST_DENIAL_WORDS if ties.denies else _SHORTEST_SENTENCE_WORDS
        fits = words >= shortest and words - quoted <= _LONGEST_SENTENCE_WORDS * self._stretch
        return tuple(found) if fits or self._length.whole else None

    def _in_order(self) -> tuple[Told, ...]:
        """Return what is told in the order of the story, a survey's sentences together, background last."""
        told: list[Told] = []
        for number in sorted(self._taken):
            one = Told(self._beats[number], self._ties[number], self._taken[number], self._is_last(number))
            block = [at for at, other in enumerate(told) if other.beat.polls & one.beat.polls]
            # What leans on a sentence in between stays behind it.
            told.insert(block[-1] + 1 if block and not one.ties.leans else len(told), one)
        return self._led([one for one in told if not one.background] + [one for one in told if one.background])

    def _led(self, told: Iterable[Told]) -> tuple[Told, ...]:
        """Put first what an editor wants first."""
        return tuple(sorted(told, key=lambda one: one.beat.number != self._wishes.lead))

    def _is_left(self, beat: Beat) -> bool:
        return beat.number in self._wishes.left

    def _is_last(self, number: int) -> bool:
        """Say whether a beat is told behind the story: background on which nothing behind it leans."""
        behind = number + 1
        leaned_on = behind in self._taken and self._ties[behind].leans
        return self._worth[number].background and not self._ties[number].leans and not leaned_on and number > 0
