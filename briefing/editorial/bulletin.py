"""The bulletin: several stories in one script, each from an article of its own, a chapter a story.

The stories are told out of one article that joins them. So whatever asks of a sentence where it stands asks as ever,
and what it is answered leads to the story's own article, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from briefing.editorial.choose import choose
from briefing.editorial.lineup import tells
from briefing.editorial.running_order import length_of, settings, spoken_words, story_length
from briefing.editorial.script import chapter, day, link, stories, story, with_keys, words_of
from briefing.model import Article, Chapter, ChapterKind, Headline, Lead, Script, Segments, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from briefing.model import Utterance

# As a radio editor does: headlines where there is something to choose from, three of them, none too long to be heard.
_MOST_HEADLINES, _FEWEST_HEADLINES, _LONGEST_HEADLINE_WORDS = 3, 2, 16
_HEADLINES_FROM = 4
# In fewer words no story is told; and a chapter's pause and chime take the time of so many.
_SHORTEST_STORY_WORDS, _PAUSE_WORDS = 50, 4
# Voices differ by a few words a minute, and no bulletin lasts longer than it may.
_SURE = 0.94
_MINUTE_MS = 60_000
_NOON = 12


def name(moment: datetime) -> str:
    """Return what a bulletin of a moment is called, for life: one name for each half of a day."""
    return f"bulletin-{moment:%Y-%m-%d}-{_half(moment)}"


def joined(parts: Sequence[Article], moment: datetime) -> Article:
    """Join articles into that of a bulletin, which is of a moment in the listeners' own time."""
    title = _filled(settings()["words"]["bulletin_title"], moment)
    bulletin = Article(
        source=name(moment),
        id=name(moment),
        paragraphs=(title, *chain.from_iterable(part.paragraphs for part in parts)),
        published=moment,
        parts=tuple(parts),
    )
    dropped = [
        replace(drop, paragraph=first + drop.paragraph)
        for first, part in bulletin.placed_parts()
        for drop in part.dropped
    ]
    return replace(bulletin, dropped=tuple(dropped))


def most_stories(length: str) -> int:
    """Return how many stories a bulletin of this length has room for, at least one."""
    return max(1, length_of(length).words // (_SHORTEST_STORY_WORDS + _PAUSE_WORDS))


def telling(parts: Sequence[Article], length: str) -> tuple[Article, ...]:
    """Return the stories of which more than the headline is told in their share of a length; all, where none is."""
    share = int(_SURE * length_of(length).words) // max(1, len(parts)) - _PAUSE_WORDS
    found = tuple(part for part in parts if _tells_more(part, share))
    return found or tuple(parts)


def longest_ms(length: str) -> int:
    """Return how long a bulletin of this length may last."""
    return length_of(length).words * _MINUTE_MS // int(settings()["length"]["words_a_minute"])


def write(
    bulletin: Article,
    length: str,
    *,
    show: str = "",
    wording: Mapping[str, str] | None = None,
    synthetic: bool = True,
) -> Script:
    """Write the script of a bulletin: the day, the headlines, a chapter for each part in their order, closing.

    No more is told than a voice of the usual pace says in the length, such as "10m"; `synthetic` is whether the opening
    says that no person reads. Raises UsageError for no length.
    """
    words = words_of(wording)
    title = bulletin.paragraphs[0]
    told = [_Story(part, choose(part), first) for first, part in islice(bulletin.placed_parts(), most_stories(length))]
    opening, closing = _around(bulletin, words, show)
    headlines = _headlines(told, words)
    above = [opening, *([link(words["bulletin_synthetic"])] if synthetic else []), *headlines]
    left = int(_SURE * length_of(length).words) - _spoken((*above, *closing.utterances)) - 2 * _PAUSE_WORDS
    return _put_together(title, told, above, _chapters(told, left, words), closing=closing, words=words)


def _around(bulletin: Article, words: Mapping[str, str], show: str) -> tuple[Utterance, Chapter]:
    """Say what opens a bulletin, and make the chapter that closes it."""
    date = day(bulletin.published) if bulletin.published else ""
    opening, ending = (
        link(words[part].format(show=show, title=bulletin.paragraphs[0], date=date))
        for part in ("bulletin_opening", "bulletin_closing")
    )
    return opening, chapter(ChapterKind.CLOSING, words["bulletin_closing_title"], [ending])


def _put_together(
    title: str,
    stories: Sequence[_Story],
    above: Sequence[Utterance],
    told: Iterable[Chapter],
    *,
    closing: Chapter,
    words: Mapping[str, str],
) -> Script:
    """Put what stands above the stories before them: in a chapter of its own where it has headlines."""
    chapters = list(told)
    if any(said.source for said in above):
        chapters.insert(0, chapter(ChapterKind.HEADLINES, words["headlines_title"], above))
    else:
        chapters[0] = replace(chapters[0], utterances=(*above, *chapters[0].utterances))
    script = Script(title=title, chapters=(*chapters, closing), segments=_segments(title, stories))
    return replace(script, segments=with_keys(script.segments, script.utterances))


@dataclass(frozen=True, slots=True)
class _Story:
    """A part of a bulletin, whose paragraphs stand there from `first` on, and what an editor takes from it."""

    part: Article
    segments: Segments
    first: int

    @property
    def headline(self) -> Headline:
        own = self.segments.headline
        return replace(own, span=self.placed(own.span))

    def placed(self, span: Span) -> Span:
        """Return the bulletin's own span of what stands at a span of the part."""
        return span.moved(self.first)

    def said(self, utterance: Utterance) -> Utterance:
        """Return a sentence of the part with its place in the bulletin."""
        return replace(utterance, source=self.placed(utterance.source)) if utterance.source else utterance


def retell(
    bulletin: Article,
    spans: Sequence[Span],
    *,
    show: str = "",
    wording: Mapping[str, str] | None = None,
    synthetic: bool = True,
) -> Iterator[Script]:
    """Write the scripts of a bulletin that tell what stands at these places, as `write` would tell it.

    The ways in which each story may be told are tried together.
    """
    words = words_of(wording)
    title = bulletin.paragraphs[0]
    told = [_Story(part, choose(part), first) for first, part in bulletin.placed_parts()]
    opening, closing = _around(bulletin, words, show)
    above = [opening, *([link(words["bulletin_synthetic"])] if synthetic else []), *_headlines(told, words)]
    ways = [list(_retold(one, spans, words)) for one in told]
    for number in range(max(map(len, ways), default=0)):
        chapters = [way[min(number, len(way) - 1)] for way in ways]
        yield _put_together(title, told, above, chapters, closing=closing, words=words)


def _retold(one: _Story, spans: Sequence[Span], words: Mapping[str, str]) -> Iterator[Chapter]:
    last = one.first + len(one.part.paragraphs)
    own = [span.moved(-one.first) for span in spans if one.first <= span.paragraph < last]
    for told in stories(one.part, one.segments, own, words):
        said = (one.said(utterance) for utterance in told)
        yield chapter(ChapterKind.STORY, one.headline.text, (*said, *_source(one.part, words)))


def _chapters(stories: Sequence[_Story], left: int, words: Mapping[str, str]) -> Iterator[Chapter]:
    """Tell each story in its share of the words that are left; what one does not need the next ones have."""
    for number, one in enumerate(stories):
        source = _source(one.part, words)
        around = _spoken(source) + _PAUSE_WORDS
        length = story_length(left // (len(stories) - number) - around)
        told = [one.said(utterance) for utterance in story(one.part, one.segments, length, words)]
        left -= _spoken(told) + around
        yield chapter(ChapterKind.STORY, one.headline.text, (*told, *source))


def _headlines(stories: Sequence[_Story], words: Mapping[str, str]) -> list[Utterance]:
    """Say the first headlines that tell something, in a bulletin of several stories."""
    telling = [one.headline for one in stories if tells(one.part)]
    short = [one for one in telling if len(one.text.split()) <= _LONGEST_HEADLINE_WORDS][:_MOST_HEADLINES]
    if len(stories) < _HEADLINES_FROM or len(short) < _FEWEST_HEADLINES:
        return []
    pause_ms = settings()["pause_ms"]["headline"]
    return [
        link(words["headlines"]),
        *(replace(link(one.text), source=one.span, pause_after_ms=pause_ms) for one in short),
    ]


def _tells_more(part: Article, share: int) -> bool:
    told = story(part, choose(part), story_length(share), words_of(None))
    return any(said.source is not None and said.source.paragraph > 0 for said in told)


def _source(part: Article, words: Mapping[str, str]) -> list[Utterance]:
    """Say whose story it was, where that is known."""
    return [link(words["story_source"].format(publication=part.publication))] if part.publication else []


def _segments(title: str, stories: Sequence[_Story]) -> Segments:
    """Join what an editor takes from each story; the headlines are what the bulletin has to say."""
    headlines = [one.headline for one in stories]
    several = [(one, one.segments) for one in stories]
    return Segments(
        headline=Headline(text=title, span=Span(paragraph=0, start=0, end=len(title))),
        lead=Lead(sentences=tuple(one.text for one in headlines), spans=tuple(one.span for one in headlines)),
        quotes=tuple(replace(one, span=at.placed(one.span)) for at, taken in several for one in taken.quotes),
        figures=tuple(replace(one, span=at.placed(one.span)) for at, taken in several for one in taken.figures),
        polls=tuple(
            replace(poll, figures=tuple(replace(one, span=at.placed(one.span)) for one in poll.figures))
            for at, taken in several
            for poll in taken.polls
        ),
    )


def _spoken(said: Iterable[Utterance]) -> int:
    return sum(spoken_words(one.written) for one in said)


def _half(moment: datetime) -> str:
    return "am" if moment.hour < _NOON else "pm"


def _filled(text: str, moment: datetime) -> str:
    known = settings()
    half, weekday = known["halves"][_half(moment)], known["weekdays"][moment.weekday()]
    return text.format(half=half, weekday=weekday, date=day(moment))
