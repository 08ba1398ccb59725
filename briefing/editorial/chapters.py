"""Chapters: what belongs together in a running order, under titles of two to four words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, BEH, LAM, OWNERS, TEH, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part
from briefing.editorial.entities import Entity
from briefing.editorial.marks import MARKS
from briefing.editorial.reading.tokens import EXACT
from briefing.editorial.wordlists import groups, members
from briefing.model import ChapterKind
from briefing.settings import TITLE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from briefing.editorial.frames import Heard
    from briefing.editorial.mentions import Mention
    from briefing.editorial.mentions.phrases import Phrases
    from briefing.editorial.reading.tokens import Token
    from briefing.editorial.running_order import Told
    from briefing.editorial.understanding import Understanding
    from briefing.model import Segments

# Fewer words are no chapter of their own: they stay with what was told before.
_SHORTEST_CHAPTER_WORDS = 15
_ADJECTIVES = (YEH, YEH + TEH_MARBUTA)
_GLUED = (BEH + ARTICLE, LAM + LAM, WAW + ARTICLE)
_IMPERFECTS = (YEH, TEH)
_NAMED = frozenset({ChapterKind.QUOTE, ChapterKind.POLL})


@dataclass(slots=True)
class Group:
    """Beats that make one chapter; `about` is the person or the number of the poll that it belongs to."""

    kind: ChapterKind
    about: object
    told: list[Told] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(one.words for one in self.told)


def grouped(told: Iterable[Told]) -> list[Group]:
    """Put the beats into chapters: successive words of one person, one poll, one matter are one."""
    found: list[Group] = []
    several = list(told)
    for one, behind in zip_longest(several, several[1:]):
        kind, about = _kind(one, behind, found[-1] if found else None)
        last = found[-1] if found else None
        if last is not None and last.kind is kind and last.about == about:
            last.told.append(one)
        else:
            found.append(Group(kind, about, [one]))
    return _without_scraps(found)


def fewer(found: list[tuple[str, Group]], most: int) -> list[tuple[str, Group]]:
    """Join the shortest chapters to those before them until there are at most so many."""
    while len(found) > most:
        # Rather not under the name of somebody else.
        at = min(range(1, len(found)), key=lambda place: (found[place - 1][1].kind in _NAMED, found[place][1].words))
        found[at - 1][1].told += found.pop(at)[1].told
    return found


def _kind(told: Told, behind: Told | None, last: Group | None) -> tuple[ChapterKind, object]:
    """Say which kind of chapter a beat opens or goes on with, and about whom or what."""
    if told.ties.leads and behind is not None and last is not None and behind.speaks:
        # "And the minister said:" belongs to what is said.
        return ChapterKind.QUOTE, behind.ties.speaker
    speaker, answers = told.ties.speaker, 2 * len(told.beat.asked) >= len(told.beat.figures)
    if told.beat.crosshead:
        return ChapterKind.MATTER, told.beat.number
    if last is None:
        return ChapterKind.LEAD, None
    kind: ChapterKind
    about: object
    if told.background:
        kind, about = ChapterKind.BACKGROUND, None
    elif told.beat.polls and answers:
        kind, about = ChapterKind.POLL, min(told.beat.polls)
    elif told.speaks or (speaker is not None and speaker is last.about):
        kind, about = ChapterKind.QUOTE, speaker
    elif last.kind is ChapterKind.LEAD:
        kind, about = ChapterKind.LEAD, None
    else:
        kind, about = ChapterKind.MATTER, last.about if last.told[0].beat.crosshead else None
    return kind, about


def _without_scraps(found: Sequence[Group]) -> list[Group]:
    kept: list[Group] = []
    for group in found:
        scrap = group.kind is ChapterKind.MATTER and group.words < _SHORTEST_CHAPTER_WORDS and group.about is None
        same = bool(kept) and kept[-1].kind is group.kind and kept[-1].about == group.about
        if same or (kept and scrap and kept[-1].kind not in _NAMED):
            kept[-1].told += group.told
        else:
            kept.append(group)
    return kept


class Titles:
    """Names chapters: persons by their names, matters by a phrase of the article that stands whole."""

    def __init__(self, segments: Segments, understood: Understanding, wording: Mapping[str, str]) -> None:
        """Take the fixed titles from the house's wording."""
        self._segments, self._understood, self._wording = segments, understood, wording
        self._often = Counter(token.base for several in understood.reading.tokens for token in several if token.is_word)
        self._given: set[str] = set()

    def named(self, groups: Iterable[Group]) -> list[tuple[str, Group]]:
        """Give each chapter its title; what nothing names goes on in the chapter before."""
        several = list(groups)
        # Who speaks gives the name to the chapter of what they say.
        speakers = {self._of(group) for group in several if group.kind is ChapterKind.QUOTE}
        self._given |= {name for name in speakers if name}
        found: list[tuple[str, Group]] = []
        for group in several:
            title = self._of(group)
            if title is not None:
                self._given.add(title)
                found.append((title, group))
            elif found and found[-1][1].kind not in _NAMED:
                found[-1][1].told.extend(group.told)
            elif found:
                # Nothing is told under the name of somebody else.
                found.append((self._wording["matter"], Group(ChapterKind.MATTER, None, group.told)))
        return found

    def _of(self, group: Group) -> str | None:
        if group.kind is ChapterKind.QUOTE:
            return self._speaker(group.about if isinstance(group.about, Entity) else None)
        return next((one for one in self._candidates(group) if one and one not in self._given), None)

    def _candidates(self, group: Group) -> Iterator[str | None]:
        told = [one.beat.heard for one in group.told]
        if group.kind is ChapterKind.POLL and isinstance(group.about, int):
            yield self._poll(group.about)
            yield self._wording["poll"]
        elif group.kind is ChapterKind.BACKGROUND:
            yield self._wording["background"]
        elif group.kind is ChapterKind.LEAD:
            top = self._understood.heard[0]
            yield self._segments.headline.text if _fits(self._segments.headline.text) else None
            yield self._heading(top)
            spoken_of = (top.topic, top.main_subject, *(cue.subject for cue in top.cues))
            named = (self._understood.entities.of(one) for one in spoken_of if one is not None and one.name)
            yield from (one.full_name for one in named if self._is_name(one.best) and _fits(one.full_name))
            yield self._matter(told[:1])
            yield self._wording["lead"]
        elif group.told[0].beat.crosshead:
            yield group.told[0].beat.text
        yield self._matter(told)

    def _speaker(self, entity: Entity | None) -> str | None:
        """Return by which name of two to four words somebody is shown."""
        if entity is None or not self._is_name(entity.best):
            return None
        named = entity.full_name
        if _fits(named):
            return named
        return self._wording["quote"].replace("{speaker}", named) if " " not in named else None

    def _is_name(self, mention: Mention) -> bool:
        """Say whether no word of a name can only be a verb."""
        first = mention.last - len(mention.name) if mention.name else mention.first
        phrases = self._understood.mentions.phrases[mention.paragraph]
        found = [one for one in phrases.found[first : mention.last] if not one.tagged("preposition")]
        glued = any(one.particle for one in found[1:]) or (
            bool(found) and found[0].particle != "" and found[0].definite
        )
        glued = glued or mention.name_text.startswith(_GLUED)
        verb = phrases.has_only_verb(first, mention.last)
        return not verb and not glued and not any(one.base in members("superlatives") for one in found)

    def _matter(self, told: Sequence[Heard]) -> str | None:
        """Return the phrase of these sentences that the whole article speaks of most, None where none stands whole."""
        found = [phrase for heard in told for phrase in self._phrases(heard)]
        best = max(found, key=lambda phrase: phrase[0], default=None)
        return best[1] if best else None

    def _phrases(self, heard: Heard) -> Iterator[tuple[float, str]]:
        """Yield the whole noun phrases of two to four words: a noun and what defines it, an adjective that agrees."""
        paragraph = heard.sentence.span.paragraph
        found, phrases = self._understood.reading.tokens[paragraph], self._understood.mentions.phrases[paragraph]
        text = self._understood.reading.article.paragraphs[paragraph]
        at = heard.sentence.first
        while at < heard.sentence.last:
            end = self._phrase_end(phrases, at, heard.sentence.last)
            if end - at in TITLE_WORDS:
                often = [self._often[token.base] for token in found[at:end]]
                if min(often) > 1 and all(phrases.found[near].is_word for near in range(at, end)):
                    yield sum(often) / len(often), text[found[at].start : found[end - 1].end].replace("_", " ")
            at = max(end, at + 1)

    def _heading(self, top: Heard) -> str | None:
        """Return the noun phrase of the headline that names the matter: what opens it, else the first of its news."""
        paragraph, sentence = top.sentence.span.paragraph, top.sentence
        found, phrases = self._understood.reading.tokens[paragraph], self._understood.mentions.phrases[paragraph]
        text = self._understood.reading.article.paragraphs[paragraph]
        others: list[str] = []
        at = sentence.first
        while at < sentence.last:
            phrase = None if phrases.is_finite(at) else phrases.noun_at(at)
            if phrase is None:
                at += 1
                continue
            end = self._heading_end(phrases, at, min(phrase.last, sentence.last), sentence.last)
            title = text[found[at].base_start : found[end - 1].end].replace("_", " ")
            before = found[at - 1] if at > sentence.first else None
            if end > at and _fits(title):
                if before is None or (not before.is_word and before.text not in MARKS):
                    return title
                if not before.tagged("preposition") or before.base in members("place_prepositions"):
                    others.append(title)
            at = max(phrase.last, end, at + 1)
        return others[0] if others else None

    def _heading_end(self, phrases: Phrases, first: int, end: int, last: int) -> int:
        """Return where a title ends that is a phrase of a headline, with its place if that fits; `first` if none is."""
        found = phrases.found
        head = found[first]
        if self._is_no_heading(phrases, first) or any(map(_is_no_title, found[first:end])):
            return first
        behind = found[first + 1] if end - first > 1 else None
        adjective = behind is not None and behind.definite and behind.base.endswith((*_ADJECTIVES, TEH_MARBUTA))
        if behind is not None and head.tagged("place") and not adjective:
            # "Iran the danger", "Gaza worried" are sentences.
            return first
        if behind is not None and (head.tagged("place", "body") or head.name) and _may_be_verb(behind):
            return first
        named = head.name or (end - first > 1 and phrases.recurs(first + 1))
        if end + 1 < last and found[end].base in members("place_prepositions") and not found[end].lead and not named:
            place = phrases.noun_at(end + 1)
            if place and place.last - first in TITLE_WORDS and self._closes(phrases, place.last, counted=False):
                return place.last
        return end if self._closes(phrases, end, counted=found[end - 1].definite) else first

    def _is_no_heading(self, phrases: Phrases, first: int) -> bool:
        """Say whether no title begins at a token: behind a number, with "and" or "for", an adverb, a verb."""
        head, before = phrases.found[first], phrases.found[first - 1] if first else None
        # "Threatens with the killing of": what a preposition governs is not the matter.
        glued = head.lead or head.particle
        vague = head.tagged("quantifier", "number", "time") or phrases.is_adverb(first)
        if glued or vague or before is None:
            return bool(glued or vague)
        subject = before.is_word and (before.definite or before.name or before.tagged("place"))
        return before.text[:1].isdigit() or (bool(subject) and _may_be_verb(head))

    def _closes(self, phrases: Phrases, at: int, *, counted: bool) -> bool:
        """Say whether a phrase ends before a token: nothing there belongs to it; where `counted`, a number neither."""
        if at >= len(phrases.found):
            return True
        token = phrases.found[at]
        if not token.is_word:
            return token.text not in MARKS and (counted or not token.text[:1].isdigit())
        if token.base in members("without"):
            return token.tagged("preposition")
        return bool(token.lead) or token.tagged("preposition", "particle", "complementizer") or phrases.is_finite(at)

    def _begins(self, phrases: Phrases, first: int) -> bool:
        """Say whether nothing before a noun belongs to it: south-west of the country, a name, an annexed noun."""
        if not phrases.is_word(first - 1):
            return True
        before = phrases.found[first - 1]
        if before.base in members("without"):
            # "Without the support of" is no support.
            return False
        free = before.tagged("preposition", "particle", "complementizer") or phrases.is_finite(first - 1)
        if before.tagged("time") or (before.definite and phrases.recurs(first)):
            # The day of, the Red of the Red Crescent.
            return False
        return free or (before.definite and not before.name)

    def _phrase_end(self, phrases: Phrases, first: int, last: int) -> int:
        """Return where a phrase ends that starts at a token: at the token itself where none starts."""
        head = phrases.found[first]
        noun = head.is_word and head.part & Part.NOUN and not head.lead and not head.particle and not head.name
        vague = head.tagged("quantifier", "number", "time", "title", "place")
        # "The Saudi" before a noun is the end of another phrase.
        vague = vague or (head.definite and head.base.endswith(_ADJECTIVES))
        if not noun or vague or head.base.endswith(OWNERS) or not self._begins(phrases, first) or phrases.ends(first):
            return first
        at = first + 1
        while at < last and self._goes_on(phrases, first, at):
            at += 1
        # Another noun behind it, or what it governs, would be cut off: the progress of, the vacancies for.
        behind = phrases.found[at] if at < last else None
        whole = behind is None or not (behind.definite or behind.name or behind.particle == LAM)
        return at if at - first > 1 and phrases.found[at - 1].definite and whole else first

    def _goes_on(self, phrases: Phrases, first: int, at: int) -> bool:
        """Say whether a word belongs to the phrase before it: what defines the noun, or an adjective of what does."""
        token, before = phrases.found[at], phrases.found[at - 1]
        if not phrases.is_word(at) or not token.definite or token.particle or phrases.ends(at) or token.name:
            return False
        # Behind a definite noun another is as likely the object of the verb, unless it is an adjective.
        return (at == first + 1 and not before.definite) or token.base.endswith(_ADJECTIVES) or phrases.recurs(at)

    def _poll(self, number: int) -> str | None:
        pollster = self._segments.polls[number].pollster
        if not pollster:
            return None
        title = pollster if _are_polls(pollster) else self._wording["poll_of"].replace("{pollster}", pollster)
        return title if _fits(title) else None


def _fits(text: str) -> bool:
    return len(text.split()) in TITLE_WORDS


def _may_be_verb(token: Token) -> bool:
    """Say whether a word looks like "she does": it has the letter, and no article, particle or tag."""
    bare = not (token.definite or token.particle or token.name or token.entry.tags)
    verb = bool(token.part & Part.IMPERFECT) or not token.part
    return token.is_word and bare and token.base[:1] in _IMPERFECTS and verb and not token.base.endswith(TEH_MARBUTA)


def _is_no_title(token: Token) -> bool:
    """Say whether a word makes a phrase no title: a pronoun's noun, or what only a verb looks like."""
    owned = token.base.endswith(OWNERS) and not token.name and not (token.sure == EXACT and token.whole)
    return token.is_word and (owned or (_may_be_verb(token) and not token.part & Part.NOUN))


def _are_polls(pollster: str) -> bool:
    """Say whether the article only speaks of "opinion polls"."""
    return fold(pollster.split(maxsplit=1)[0]).removeprefix(ARTICLE) in groups("poll_tags", "tag")["polls"]
