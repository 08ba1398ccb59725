"""Beats: the sentences of an article as a running order takes them, each cut into what one voice reads."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from briefing.arabic.letters import ALEF, COMMAS, HAMZA_ON_ALEF, NOON, QUESTION_MARK, SEEN, WAW, YEH
from briefing.arabic.stems import light
from briefing.arabic.words import Part
from briefing.editorial.attribute.interview import is_ours, turns
from briefing.editorial.marks import LONGEST_MARK, MARKS, is_unbalanced
from briefing.editorial.reading.tokens import UNKNOWN
from briefing.editorial.sentences import spans
from briefing.editorial.wordlists import members
from briefing.editorial.words import words
from briefing.model import FigureKind, Reality, Span

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from briefing.editorial.frames import Heard
    from briefing.editorial.mentions.phrases import Phrases
    from briefing.editorial.reading.tokens import Token
    from briefing.editorial.understanding import Understanding
    from briefing.model import Article, Figure, Quote, Segments

_T = TypeVar("_T")
_EDGES = "".join(MARKS) + " \N{NO-BREAK SPACE}"
_BETWEEN = _EDGES + ".,;-\N{EN DASH}\N{EM DASH}\N{ARABIC COMMA}\N{ARABIC SEMICOLON}"
_STOPS = _BETWEEN + ":!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}"
# A second voice reads whole sentences, never a scrap.
_SHORTEST_DIRECT_WORDS = 4
# A number takes about as many words to say: "2,450,000" more, "5" fewer.
_SPOKEN_NUMBER_WORDS = 3
_NUMBER = re.compile(r"\d")
SHORT_WORD = 2
_SHORTEST_ALIKE = 4
# What comes and goes between a noun and its broken plural; three consonants are left of most roots.
_WEAK = str.maketrans("", "", ALEF + WAW + YEH)
_ROOT = 3
_SAYING = frozenset({"say", "ask", "noun"})
_TRAILING = ("\N{HORIZONTAL ELLIPSIS}", "..")
_ASKED = frozenset({FigureKind.POLL, FigureKind.SAMPLE})
_CROSSHEAD_WORDS = 8
_ENDS = tuple('.!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}:"\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK})')


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a sentence that one voice reads; `quote` is whose words it is, None for the newsreader's part.

    It takes `words` words to say, and is `written` words long.
    """

    span: Span
    words: int
    written: int
    quote: Quote | None = None

    @classmethod
    def of(cls, article: Article, span: Span, quote: Quote | None = None) -> Passage:
        """Count the words of a stretch of an article."""
        text = article.at(span)
        return cls(span, spoken_words(text), len(text.split()), quote)

    @property
    def direct(self) -> bool:
        """Whether a second voice reads it: a whole sentence of somebody who is known; nobody has no voice."""
        return self.quote is not None and self.quote.reality is Reality.SAID and self.quote.speaker is not None


@dataclass(frozen=True, slots=True)
class Beat:
    """One sentence of the body with everything that the choice asks of it.

    `number` counts the beats from 0; `stems` are its words that carry meaning; `polls` are numbers of `segments.polls`;
    `crosshead` is true for a heading inside the article.
    """

    number: int
    heard: Heard
    text: str
    passages: tuple[Passage, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    polls: frozenset[int]
    stems: frozenset[str]
    crosshead: bool

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.heard.sentence.span

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(passage.words for passage in self.passages)

    @property
    def asked(self) -> tuple[Figure, ...]:
        """Its figures that a survey found or took."""
        return tuple(figure for figure in self.figures if figure.kind in _ASKED)

    @property
    def asks(self) -> bool:
        """Whether it ends as a question."""
        return self.text.rstrip().endswith(QUESTION_MARK)

    @property
    def direct(self) -> Quote | None:
        """The quote that a second voice reads, None where there is none."""
        return next((passage.quote for passage in self.passages if passage.direct), None)


def beats(article: Article, segments: Segments, understood: Understanding) -> tuple[Beat, ...]:
    """Take the body of an article apart: a beat a sentence, in the article's order."""
    body = understood.heard[1:]
    labelled = {(turn.paragraph, turn.start) for turn in turns(article)}
    lines = _Lines(segments)
    final = body[-1].sentence.span.paragraph if body else 0
    found = []
    for number, heard in enumerate(body):
        span = heard.sentence.span
        text = article.at(span)
        line = article.paragraphs[span.paragraph]
        quotes = lines.quotes(span)
        found.append(
            Beat(
                number=number,
                heard=heard,
                text=text,
                passages=tuple(_passages(article, heard, quotes, understood, labelled)),
                quotes=quotes,
                figures=lines.figures(span),
                polls=lines.polls(span),
                stems=stems(text),
                crosshead=not quotes and span.paragraph != final and _is_heading(line),
            )
        )
    return tuple(found)


def spoken_words(text: str) -> int:
    """Return how many words a text takes to say."""
    return sum(_SPOKEN_NUMBER_WORDS if _NUMBER.search(word) else 1 for word in text.split())


def stems(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning, without article and particles, for comparing sentences."""
    return frozenset(stem for word in words(text) if len(stem := light(word.folded)) > SHORT_WORD)


def alike(one: str, other: str) -> bool:
    """Say whether two stems are forms of one word, as far as a comparison needs: by the same beginning."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_ALIKE:
        return False
    return one in other or other in one or one[:_SHORTEST_ALIKE] == other[:_SHORTEST_ALIKE]


def is_form(one: str, other: str) -> bool:
    """Say whether two stems are one noun, also as a plural that has the singular's consonants: children, child."""
    if one == other:
        return True
    bare = one.translate(_WEAK)
    return len(bare) >= _ROOT and bare == other.translate(_WEAK)


def shared(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Return which of some stems others tell too, in whatever form."""
    same = some & others
    return same | {one for one in some - same if any(alike(one, other) for other in others)}


def _is_heading(text: str) -> bool:
    """Say whether a paragraph is a heading, where something stands behind it: a few words without a stop."""
    # "Seven years of ..." is the heading of another page.
    stops = text.rstrip().endswith(_ENDS) and not text.rstrip().endswith(_TRAILING)
    return len(words(text)) <= _CROSSHEAD_WORDS and not stops


class _Lines:
    """Quotes, figures and polls by the paragraph that they stand in."""

    def __init__(self, segments: Segments) -> None:
        self._quotes = _by_paragraph((quote.span, quote) for quote in segments.quotes)
        self._figures = _by_paragraph((figure.span, figure) for figure in segments.figures)
        self._polls = _by_paragraph(
            (figure.span, number) for number, poll in enumerate(segments.polls) for figure in poll.figures
        )

    def quotes(self, span: Span) -> tuple[Quote, ...]:
        return tuple(_meeting(self._quotes, span))

    def figures(self, span: Span) -> tuple[Figure, ...]:
        return tuple(_meeting(self._figures, span))

    def polls(self, span: Span) -> frozenset[int]:
        return frozenset(_meeting(self._polls, span))


def _by_paragraph(found: Iterable[tuple[Span, _T]]) -> dict[int, tuple[list[Span], list[_T]]]:
    several: dict[int, tuple[list[Span], list[_T]]] = {}
    for span, one in sorted(found, key=lambda pair: pair[0].place):
        places, values = several.setdefault(span.paragraph, ([], []))
        places.append(span)
        values.append(one)
    return several


def _meeting(found: dict[int, tuple[list[Span], list[_T]]], span: Span) -> Iterator[_T]:
    places, values = found.get(span.paragraph, ([], []))
    # What does not overlap ends in the order in which it starts; a sum inside a sum starts within it.
    at = max(0, bisect_left(places, span.start, key=_end) - 1)
    for number in range(at, len(places)):
        if places[number].start >= span.end:
            return
        if places[number].meets(span):
            yield values[number]


def _end(span: Span) -> int:
    return span.end


# --- who reads which part ---------------------------------------------------------------------------------------------


def _passages(
    article: Article,
    heard: Heard,
    quotes: Sequence[Quote],
    understood: Understanding,
    labelled: Container[tuple[int, int]],
) -> Iterator[Passage]:
    """Cut a sentence at the quotes that are whole sentences: those behind a colon or a bare "said", or all of it.

    Words that hang on the newsreader's grammar ("said that ...") stay in the newsreader's sentence, in their marks,
    unless they say "I" or "we": nobody hears these from a newsreader without taking them for the newsreader's own.
    """
    span = heard.sentence.span
    cursor = span.start
    for quote in quotes:
        start, end = max(quote.span.start, span.start), min(quote.span.end, span.end)
        if (span.paragraph, start) in labelled:
            # "Q:" and "A:" are signs for the eye: two voices say it.
            cursor = start
        nobodys = quote.speaker is None and quote.reality is Reality.SAID
        if nobodys and (start - cursor > LONGEST_MARK + 1 or span.end - end > LONGEST_MARK + 1):
            # The article's own sentence tells it, in its marks.
            continue
        if start < cursor or not _is_direct(article, heard, cursor, (start, end), understood):
            continue
        yield from _narrated(article, replace(span, start=cursor, end=start), behind=cursor > span.start, before=True)
        for place in _sentences(article, replace(span, start=start, end=end)):
            yield Passage.of(article, place, quote)
        cursor = end
    yield from _narrated(article, replace(span, start=cursor), behind=cursor > span.start, before=False)


def _sentences(article: Article, span: Span) -> Iterator[Span]:
    """Cut a quote into its sentences; one that trails off in dots goes on in the next."""
    text = article.at(span)
    start: int | None = None
    for first, last in spans(text):
        start = first if start is None else start
        if not text[first:last].rstrip(_EDGES).endswith(_TRAILING) or span.start + last >= span.end:
            yield replace(span, start=span.start + start, end=span.start + last)
            start = None
    if start is not None:
        yield replace(span, start=span.start + start)


def _is_direct(article: Article, heard: Heard, cursor: int, quoted: tuple[int, int], understood: Understanding) -> bool:
    span, (start, end) = heard.sentence.span, quoted
    if start == cursor and end == span.end:
        return True
    text = article.paragraphs[span.paragraph]
    before, after = text[cursor:start].rstrip(_EDGES), text[end : span.end]
    if len(words(text[start:end])) < _SHORTEST_DIRECT_WORDS:
        return False
    if _reports(heard, start, understood) or not _ends(heard, end, understood):
        return False
    if before.endswith(":"):
        speaks = _lets_speak(heard, start, understood) and not _lists(heard, quoted, understood)
        return speaks and not _hangs(heard, quoted, understood)
    if cursor == span.start and not words(before):
        # "...", said the minister: who speaks is heard too late for another voice.
        return not after.strip(_STOPS)
    return _is_said(heard, cursor, quoted, understood)


def _ends(heard: Heard, end: int, understood: Understanding) -> bool:
    """Say whether the newsreader can go on behind a quote: with a sentence, or what a comma or "adding" sets off.

    "And that" is what the verb before the quote tells too, and nothing else belongs to the quote's own sentence.
    """
    paragraph = heard.sentence.span.paragraph
    phrases = understood.mentions.phrases[paragraph]
    behind = range(understood.reading.first_from(paragraph, end), heard.sentence.last)
    said = [at for at in behind if phrases.is_word(at)]
    if not said or phrases.is_finite(said[0]):
        return True
    first = phrases.found[said[0]]
    if first.tagged("complementizer") and first.folded.startswith(WAW):
        return False
    signs = phrases.found[behind.start : said[0]]
    if any(sign.text in COMMAS for sign in signs) or any(cue.at == said[0] and not cue.finite for cue in heard.cues):
        return True
    return bool(first.lead or first.tagged("particle")) and _states(phrases, said[0], heard.sentence.last, loose=False)


def _lets_speak(heard: Heard, start: int, understood: Understanding) -> bool:
    """Say whether a colon opens somebody's words and no list: behind a verb of speech, or behind who speaks."""
    paragraph = heard.sentence.span.paragraph
    found = understood.reading.tokens[paragraph]
    first = understood.reading.first_from(paragraph, start)
    if any(cue.at < first for cue in heard.cues):
        return True
    near = [token for token in found[heard.sentence.first : first] if token.is_word]
    return bool(near) and (near[-1].name != "" or near[-1].definite or near[-1].sure == UNKNOWN)


def _lists(heard: Heard, quoted: tuple[int, int], understood: Understanding) -> bool:
    """Say whether a colon opens a list: "nine sectors, and they are:", "channels, among them:", and no verb behind."""
    paragraph = heard.sentence.span.paragraph
    first, last = (understood.reading.first_from(paragraph, place) for place in quoted)
    phrases = understood.mentions.phrases[paragraph]
    before = [token for token in phrases.found[heard.sentence.first : first] if token.is_word]
    points = bool(before) and before[-1].tagged("pronoun", "particle", "object")
    return points and not any(phrases.is_finite(at) for at in range(first, last))


def _reports(heard: Heard, start: int, understood: Understanding) -> bool:
    """Say whether quoted words open with "that": they are told in the newsreader's grammar."""
    found = understood.reading.tokens[heard.sentence.span.paragraph]
    at = understood.reading.first_from(heard.sentence.span.paragraph, start)
    token = next((one for one in found[at : heard.sentence.last] if one.is_word), None)
    # Written with its hamza below, the word opens a sentence of its own.
    return token is not None and token.tagged("complementizer") and token.text.startswith((HAMZA_ON_ALEF, ALEF))


def _hangs(heard: Heard, quoted: tuple[int, int], understood: Understanding) -> bool:
    """Say whether what stands behind a colon goes on with the newsreader's grammar: "in his name", without a verb."""
    paragraph = heard.sentence.span.paragraph
    first, last = (understood.reading.first_from(paragraph, place) for place in quoted)
    phrases = understood.mentions.phrases[paragraph]
    words_of = [at for at in range(first, last) if phrases.is_word(at)]
    glued = bool(words_of) and phrases.found[words_of[0]].particle != "" and phrases.is_owned(words_of[0])
    return glued and not any(phrases.is_finite(at) for at in words_of)


def _is_said(heard: Heard, cursor: int, quoted: tuple[int, int], understood: Understanding) -> bool:
    """Say whether "said" stands before a quote, with its subject or without, and takes the words into no grammar."""
    reading, (start, end) = understood.reading, quoted
    paragraph = heard.sentence.span.paragraph
    phrases = understood.mentions.phrases[paragraph]
    first, last = (reading.first_from(paragraph, place) for place in (start, end))
    cue = next((one for one in reversed(heard.cues) if cursor <= one.start and one.at < first), None)
    if cue is None or cue.negated or cue.kind not in _SAYING:
        return False
    between = [at for at in range(cue.at + 1, first) if phrases.is_word(at)]
    own = bool(between) and _is_own(phrases, phrases.found[between[-1]], first, last)
    if own:
        between.pop()
    if any(phrases.found[at].tagged("complementizer") for at in between):
        return False
    # A preposition or a verb takes the words into its own grammar: "called a ...", "because of a humanitarian ...".
    governs = bool(between) and _governs(phrases, between[-1])
    # Behind "that" stands a whole clause.
    return not governs and _states(phrases, first, last, loose=cue.goes_on or own)


def _governs(phrases: Phrases, at: int) -> bool:
    """Say whether a word takes what stands behind it into its own grammar: a preposition, or a verb, "which holds"."""
    near = phrases.found[at]
    if near.name:
        return False
    if near.tagged("preposition", "particle", "relative") or near.verb is not None:
        return True
    return phrases.is_finite(at) and phrases.found[at - 1].tagged("relative")


def _is_own(phrases: Phrases, before: Token, first: int, last: int) -> bool:
    """Say whether words behind "that" say "I" or "we"."""
    that = before.tagged("complementizer") and not before.particle
    return that and any(_is_first_person(phrases.found[at]) for at in range(first, last))


def _is_first_person(token: Token) -> bool:
    """Say whether a word says "I" or "we": a pronoun, "our", a verb that is nothing but "we do"."""
    if not token.is_word or token.definite:
        return False
    said = token.folded in members("first_person") and not token.tagged("preposition", "name_stops")
    verb = token.part == Part.IMPERFECT and token.base.removeprefix(SEEN).startswith((NOON, ALEF))
    return said or verb or is_ours(token.text)


def _states(phrases: Phrases, first: int, last: int, *, loose: bool) -> bool:
    """Say whether words are a sentence: a verb, a negation or a pronoun stands in them before any "who".

    Where it is `loose`, a verb behind "who" is enough: "he added" governs no noun; nor does any verb where "after"
    opens the words.
    """
    opening = next((phrases.found[at] for at in range(first, last) if phrases.is_word(at)), None)
    if opening is None:
        return False
    loose = loose or (opening.tagged("preposition") and not opening.tagged("nominal"))
    if opening.part & Part.VERB and not opening.part & Part.NOUN and not opening.entry.tags:
        return True  # "we faced", "you will see"
    relative = False
    for at in range(first, last):
        token = phrases.found[at]
        relative |= at > first and token.tagged("relative") and not token.tagged("preposition")
        verb = phrases.is_finite(at) or token.part == Part.IMPERFECT
        if verb or (token.tagged("unreal", "pronoun") and not token.tagged("without")):
            return loose or not relative
    return False


def _narrated(article: Article, span: Span, *, behind: bool, before: bool) -> Iterator[Passage]:
    """Give what stands behind a quote or before one, without the quote's marks; nothing for mere punctuation."""
    text = article.at(span)
    start = span.start + len(text) - len(text.lstrip(_BETWEEN if behind else " "))
    end = span.end - (len(text) - len(text.rstrip(_EDGES if before else " ")))
    if before and is_unbalanced(text[: end - span.start]) and text[end - span.start :][:1] in MARKS:
        # He told "the paper" "...": the mark that touches its last word closes the newsreader's own.
        end += 1
    place = replace(span, start=start, end=end)
    if start < end and words(article.at(place)):
        yield Passage.of(article, place)
