"""Titles of chapters: persons by their names, matters by a phrase of the article that stands whole."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, ARTICLE, BEH, LAM, MEEM, NOON, OWNERS, TEH, TEH_MARBUTA, WAW, YEH
from briefing.arabic.words import Part
from briefing.editorial.chapters import NAMED, Group
from briefing.editorial.entities import Entity
from briefing.editorial.lexicon import NOTHING, entries, given_names
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
    from briefing.editorial.understanding import Understanding
    from briefing.model import Segments

_ADJECTIVES = (YEH, YEH + TEH_MARBUTA)
_GLUED = (BEH + ARTICLE, LAM + LAM, WAW + ARTICLE)
_IMPERFECTS = (YEH, TEH)


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
            elif found and found[-1][1].kind not in NAMED:
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
            yield from self._poll(group.about, told)
        elif group.kind is ChapterKind.BACKGROUND:
            yield self._wording["background"]
        elif group.kind is ChapterKind.LEAD:
            top = self._understood.heard[0]
            yield self._segments.headline.text if _fits(self._segments.headline.text) else None
            opening, others = self._headings(top)
            persons = list(self._persons(top))
            yield from [*opening, *self._news_of(persons), *others, *self._news_of(self._subjects(top))]
            yield self._matter(told[:1])
        elif group.told[0].beat.crosshead:
            yield group.told[0].beat.text
        yield self._matter(told)
        yield from self._subjects_of(told)
        if group.kind is ChapterKind.LEAD:
            yield self._wording["lead"]

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
        # "Was born" is "son of" too, which begins no full name.
        glued = glued or mention.name_text.startswith(_GLUED) or (bool(found) and found[0].base in members("born"))
        verb = phrases.has_only_verb(first, mention.last)
        # "American Donald" is one of many Americans; Turki is called so.
        origin = mention.name and found and found[0].tagged("origin") and found[0].base not in given_names()
        return not (verb or glued or origin or any(one.base in members("superlatives") for one in found))

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
                # "The first round" of what?
                ranked = found[end - 1].base in members("superlatives")
                if min(often) > 1 and not ranked and all(phrases.found[near].is_word for near in range(at, end)):
                    yield sum(often) / len(often), text[found[at].start : found[end - 1].end].replace("_", " ")
            at = max(end, at + 1)

    def _persons(self, top: Heard) -> Iterator[str]:
        """Yield the full names of those of whom the headline speaks, where they are surely names."""
        spoken_of = (top.topic, top.main_subject, *(cue.subject for cue in top.cues))
        for entity in (self._understood.entities.of(one) for one in spoken_of if one is not None and one.name):
            best = entity.best
            found = self._understood.mentions.phrases[best.paragraph].found[best.last - len(best.name) : best.last]
            # Who is named once, by one word or by one that looks like "he sues", may be no name.
            once = len(entity.mentions) == 1 and (" " not in entity.full_name or any(map(_may_be_verb, found[:1])))
            if not once and self._is_name(best):
                yield entity.full_name

    def _subjects_of(self, told: Sequence[Heard]) -> Iterator[str]:
        """Yield whom these sentences tell something of, by a full name or by what a body is called."""
        for heard in told:
            for mention in (heard.main_subject, heard.topic):
                entity = self._understood.entities.of(mention) if mention is not None and not mention.quoted else None
                if entity is not None and _fits(entity.full_name) and self._is_known(entity):
                    yield entity.full_name

    def _is_known(self, entity: Entity) -> bool:
        """Say whether somebody's name is surely one, or a body is called by more than what it is: "a rescue team"."""
        best = entity.best
        if best.head.particle or not self._is_name(best):
            return False
        if not best.name:
            return entity.kind == "body" and best.definite
        first = self._understood.reading.tokens[best.paragraph][best.last - len(best.name)]
        # Who is named in full once is somebody by a first name that is known or by the office that stands there:
        # "Mubi to-attacks" is no name, nor is what only resembles one: "his-counterpart the-French".
        often = sum(one.name == best.name for one in entity.mentions) > 1
        return often or bool(best.title) or first.base in given_names()

    def _headings(self, top: Heard) -> tuple[list[str], list[str]]:
        """Return the noun phrases of the headline that can name the matter: what opens a clause, and the others."""
        paragraph, sentence = top.sentence.span.paragraph, top.sentence
        found, phrases = self._understood.reading.tokens[paragraph], self._understood.mentions.phrases[paragraph]
        text = self._understood.reading.article.paragraphs[paragraph]
        opening: list[str] = []
        others: list[str] = []
        at = sentence.first
        while at < sentence.last:
            phrase = None if phrases.is_finite(at) else phrases.noun_at(at)
            if phrase is None:
                at += 1
                continue
            # "A man sues two others": what looks like a verb ends the phrase.
            verbs = (near for near in range(at + 1, phrase.last) if _may_be_verb(found[near]))
            end = self._heading_end(phrases, at, min(phrase.last, sentence.last, *verbs), sentence.last)
            title = text[found[at].base_start : found[end - 1].end].replace("_", " ")
            if end > at and _fits(title):
                before = found[at - 1] if at > sentence.first else None
                opens = before is None or (not before.is_word and before.text not in MARKS)
                if opens and not self._teases(phrases, at, end):
                    opening.append(title)
                elif self._is_thing(phrases, at, end, before):
                    others.append(title)
            at = max(phrase.last, end, at + 1)
        return opening, others

    def _is_thing(self, phrases: Phrases, first: int, end: int, before: Token | None) -> bool:
        """Say whether a phrase inside a headline stands whole: of no noun before it, no "number", no oblique."""
        last = phrases.found[end - 1]
        oblique = last.base.endswith(YEH + NOON) and not (last.definite or last.name or last.tagged("place"))
        if last.tagged("quantifier") or oblique:
            return False
        if before is None or not before.is_word:
            return True
        if before.tagged("preposition"):
            return before.base in members("place_prepositions")
        free = before.definite or before.name or before.tagged("demonstrative", "place")
        bound = before.part & Part.NOUN and not free
        return not bound or phrases.is_finite(first - 1)

    def _teases(self, phrases: Phrases, first: int, end: int) -> bool:
        """Say whether a phrase that a sign closes names nothing: "a strong warning.." of what comes."""
        named = any(token.definite or token.name or token.tagged("place") for token in phrases.found[first:end])
        return not named and end < len(phrases.found) and not phrases.is_word(end)

    def _news_of(self, matters: Iterable[str]) -> Iterator[str]:
        """Yield the titles of what a headline speaks of: as it stands, else as news of it."""
        several = list(matters)
        yield from (matter for matter in several if _fits(matter))
        news = (self._wording["news"].replace("{matter}", matter) for matter in several)
        yield from (title for title in news if _fits(title))

    def _subjects(self, top: Heard) -> list[str]:
        """Return what a headline names that no other word belongs to, first what opens a clause: Iran and Iraq."""
        paragraph, sentence = top.sentence.span.paragraph, top.sentence
        found, phrases = self._understood.reading.tokens[paragraph], self._understood.mentions.phrases[paragraph]
        text = self._understood.reading.article.paragraphs[paragraph]
        opening: list[str] = []
        others: list[str] = []
        at, marked = sentence.first, False
        while at < sentence.last:
            marked ^= found[at].text in MARKS
            end = at if marked else self._subject_end(phrases, at, sentence.last)
            if end > at:
                title = text[found[at].base_start : found[end - 1].end].replace("_", " ")
                if at == sentence.first or not found[at - 1].is_word:
                    opening.append(title)
                elif end - at > 1 or (found[at].tagged("place", "network") and not found[at].particle):
                    others.append(title)
            at = max(end, at + 1)
        return opening + others

    def _subject_end(self, phrases: Phrases, first: int, last: int) -> int:
        """Return where a subject ends that starts at a token, with what "and" joins to it; `first` if none does."""
        found = phrases.found
        behind_noun = False
        if phrases.is_word(first - 1) and not found[first].particle and not found[first - 1].tagged("preposition"):
            behind_noun = bool(found[first - 1].part & Part.NOUN) or not found[first - 1].part
        # "To the" is one letter shorter than what it is made of.
        if behind_noun or found[first].lead or found[first].particle == LAM or not _is_named(phrases, first):
            return first
        end = first + 1
        while end < last and end - first < TITLE_WORDS[-1] and _is_named(phrases, end):
            token, joined = found[end], bool(found[end].lead)
            if token.particle or not (joined or (token.definite and found[end - 1].definite)):
                break
            end += 1
        whole = end == last or found[end].lead or not (found[end].definite or found[end].name)
        # "The finding of", "the so-called".
        goes_on = end < last and (found[end].text in MARKS or found[end].tagged("preposition"))
        return end if whole and not (goes_on and found[end - 1].definite) else first

    def _heading_end(self, phrases: Phrases, first: int, end: int, last: int) -> int:
        """Return where a title ends that is a phrase of a headline, with its place if that fits; `first` if none is."""
        found = phrases.found
        head = found[first]
        if self._is_no_heading(phrases, first) or any(map(_is_no_title, found[first:end])):
            return first
        elative = any(token.base in members("superlatives") for token in found[first:end])
        if (elative and not found[end - 1].definite) or (
            head.definite and not head.tagged("body") and any(map(_is_for, found[first:end]))
        ):
            # "The success of the first operation" of what? "In the world for the planting of".
            return first
        behind = found[first + 1] if end - first > 1 else None
        adjective = behind is not None and behind.definite and behind.base.endswith((*_ADJECTIVES, TEH_MARBUTA))
        # "Iran the danger", "Gaza worried" are sentences.
        says = behind is not None and head.tagged("place") and not adjective
        says = says or (
            behind is not None and (head.tagged("place", "body") or bool(head.name)) and _may_be_verb(behind)
        )
        # "The verdict issued in": what is issued, the words behind it say.
        governs = end < last and found[end].tagged("preposition")
        if says or (governs and end - first > 1 and _hangs(found[end - 2], found[end - 1])):
            return first
        named = head.name or (end - first > 1 and phrases.recurs(first + 1))
        if end + 1 < last and found[end].base in members("place_prepositions") and not found[end].lead and not named:
            place = phrases.noun_at(end + 1)
            # "In the capital", not "in case".
            told = place is not None and (found[place.last - 1].definite or found[end + 1].tagged("place", "body"))
            if (
                place
                and told
                and place.last - first in TITLE_WORDS
                and self._closes(phrases, place.last, counted=False)
            ):
                return place.last
        return end if self._closes(phrases, end, counted=found[end - 1].definite) else first

    def _is_no_heading(self, phrases: Phrases, first: int) -> bool:
        """Say whether no title begins at a token: behind a number, with "and" or "for", an adverb, a verb."""
        head, before = phrases.found[first], phrases.found[first - 1] if first else None
        # "Threatens with the killing of": what a preposition governs is not the matter.
        glued = head.lead or head.particle
        vague = head.tagged("quantifier", "number", "time") or phrases.is_adverb(first)
        # "For not", south-west of the country, as president of the country: where, and what somebody becomes.
        vague = (
            vague
            or (head.tagged("nominal") and not head.tagged("common"))
            or head.base in members("sides")
            or _is_predicate(head)
        )
        if glued or vague or before is None:
            return bool(glued or vague)
        if before.tagged("demonstrative") and head.base in members("time"):
            return True  # "this year in the capital": when, not what
        subject = before.is_word and (before.definite or before.name or before.tagged("place", "network"))
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
        said = phrases.is_finite(at) or _may_be_verb(token)
        return said or bool(token.lead) or token.tagged("preposition", "particle", "complementizer")

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

    def _poll(self, number: int, told: Sequence[Heard]) -> Iterator[str]:
        """Yield what a survey is called: after who made it, and a study no poll; nothing where neither word is told."""
        tagged = groups("poll_tags", "tag")
        pollster = self._segments.polls[number].pollster
        # A house of studies makes polls too.
        own = set(fold(pollster or "").split())
        said = {token.base for heard in told for token in self._tokens(heard) if token.folded not in own}
        polled, studied = said & (tagged["poll"] | tagged["polls"]), said & tagged["study"]
        kind = "study" if studied and not polled else "poll"
        if pollster:
            title = self._wording[f"{kind}_of"].replace("{pollster}", pollster)
            yield from filter(_fits, [pollster if _are_polls(pollster) else title])
        if pollster or polled or studied:
            yield self._wording[kind]

    def _tokens(self, heard: Heard) -> Sequence[Token]:
        sentence = heard.sentence
        return self._understood.reading.tokens[sentence.span.paragraph][sentence.first : sentence.last]


def _fits(text: str) -> bool:
    return len(text.split()) in TITLE_WORDS


def _is_named(phrases: Phrases, at: int) -> bool:
    """Say whether a word is a noun that stands by itself: definite, a place, a network."""
    token = phrases.found[at]
    named = token.definite or token.tagged("place", "network")
    return bool(phrases.is_word(at) and named) and not (token.tagged("time") or phrases.is_finite(at))


def _hangs(before: Token, token: Token) -> bool:
    """Say whether a definite participle tells of the definite noun before it: the verdict issued, the gold found."""
    participle = token.base.startswith(MEEM) or token.base[1:2] == ALEF
    described = before.definite and token.definite and not token.tagged("body", "role")
    return described and participle and not token.base.endswith(_ADJECTIVES)


def _is_for(token: Token) -> bool:
    return token.particle == LAM


def _is_predicate(token: Token) -> bool:
    """Say whether somebody is made something: a president, with the alef of the accusative."""
    office = entries().get(token.base.removesuffix(ALEF), NOTHING)
    return token.base.endswith(ALEF) and not token.definite and "role" in office.tags


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
