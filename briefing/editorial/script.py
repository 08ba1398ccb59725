"""The script: chapters of the article's own sentences in story order, with the little that a newsreader says around.

Every utterance with a source is the article's own text at that span with its named edits made; the others are links
from `data/ar/editorial/script.toml`, or the house's own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import combinations, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

from briefing.arabic.letters import COMMA
from briefing.editorial.chapters import fewer, grouped
from briefing.editorial.running_order import length_of, plan, retold, settings, spoken_words, story_length
from briefing.editorial.running_order.cutting import lines
from briefing.editorial.running_order.edits import apply, dateline, edits, inside
from briefing.editorial.titles import Titles
from briefing.editorial.understanding import understand
from briefing.model import (
    Article,
    Chapter,
    ChapterKind,
    Edit,
    Reality,
    Role,
    Script,
    Segments,
    Span,
    Utterance,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from briefing.editorial.chapters import Group
    from briefing.editorial.running_order import Length, Plan, Told
    from briefing.editorial.running_order.beats import Passage
    from briefing.model import Quote

# Closing included; more chapters in the article that is read whole, whose sections they are.
_MOST_CHAPTERS, _MOST_CHAPTERS_WHOLE = 6, 60
_CLAUSES = re.compile(rf"(?<={COMMA})\s*")
# Words: more than any story has.
_ANY = 1_000_000
_PLACE = attrgetter("place")
_NAMED = re.compile(r"\{(?:show|publication|date)\}")


def write(
    article: Article,
    segments: Segments,
    length: str = "standard",
    *,
    show: str = "",
    wording: Mapping[str, str] | None = None,
    corrected: datetime | None = None,
    synthetic: bool = True,
) -> Script:
    """Write the script: opening, what happened, who says what to it, polls, background, closing.

    `length` is `short`, `standard`, `full`, `whole`, or minutes ("3m"); `show` is the podcast's title; `wording` are
    the house's own opening, closing, link sentences and titles in the place of ours; `corrected` is the day of a
    correction that the opening tells, `synthetic` whether it says that no person reads. Raises UsageError for another
    length.
    """
    words = words_of(wording)
    opening, closing = (_around(part, article, words, show) for part in ("opening", "closing"))
    if corrected:
        opening.append(link(words["corrected"].replace("{date}", day(corrected))))
    around = sum(spoken_words(said.written) for said in (*opening, *closing))
    planned = plan(article, segments, length_of(length), around=around)
    if synthetic:
        # Not counted above: with it and without it the same story is told.
        opening.append(link(words["synthetic"]))
    return _told(article, segments, planned, words, opening=opening, closing=closing)


def retell(
    article: Article,
    segments: Segments,
    spans: Collection[Span],
    length: str,
    *,
    show: str = "",
    wording: Mapping[str, str] | None = None,
    corrected: datetime | None = None,
    synthetic: bool = True,
) -> Iterator[Script]:
    """Write the scripts that tell what stands at these places, one for each way in which a script tells anything.

    Which sentences are told is taken as it is; all else is as `write` does it: how they are cut and edited, in which
    order and under which titles they stand, whose they are, and what is said around them.
    """
    words = words_of(wording)
    opening, closing = (_around(part, article, words, show) for part in ("opening", "closing"))
    if corrected:
        opening.append(link(words["corrected"].replace("{date}", day(corrected))))
    if synthetic:
        opening.append(link(words["synthetic"]))
    for planned in retold(article, segments, spans, length_of(length)):
        yield _told(article, segments, planned, words, opening=opening, closing=closing)


def _told(
    article: Article,
    segments: Segments,
    planned: Plan,
    words: Mapping[str, str],
    *,
    opening: Sequence[Utterance],
    closing: Sequence[Utterance],
) -> Script:
    chapters = list(_Writer(article, segments, planned, words).chapters())
    chapters[0] = replace(chapters[0], utterances=(*opening, *chapters[0].utterances))
    chapters.append(chapter(ChapterKind.CLOSING, words["closing_title"], closing))
    told = Script(title=segments.headline.text, chapters=tuple(chapters), segments=segments)
    return replace(told, segments=with_keys(segments, told.utterances))


def with_keys(segments: Segments, utterances: Iterable[Utterance]) -> Segments:
    """Mark the quotes that are said."""
    told = _Places(said.source for said in utterances if said.source)
    quotes = tuple(replace(quote, key=told.tells(quote.span)) for quote in segments.quotes)
    return replace(segments, quotes=quotes)


def story(article: Article, segments: Segments, length: Length, wording: Mapping[str, str]) -> tuple[Utterance, ...]:
    """Write an article as a story among others: its headline, unless its first sentences say it, and what is told."""
    return tuple(_Writer(article, segments, plan(article, segments, length), wording).story())


def stories(
    article: Article, segments: Segments, spans: Collection[Span], wording: Mapping[str, str]
) -> Iterator[tuple[Utterance, ...]]:
    """Write an article as a story that tells what stands at these places, one for each way in which it may be."""
    for planned in retold(article, segments, spans, story_length(_ANY)):
        yield tuple(_Writer(article, segments, planned, wording).story())


def words_of(wording: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return our own words around a story, with the house's in the place of those that it says otherwise."""
    ours: Mapping[str, str] = settings()["words"]
    return {**ours, **{name: text.strip() for name, text in (wording or {}).items() if text.strip()}}


def chapter(kind: ChapterKind, title: str, said: Iterable[Utterance], *, speaker: str | None = None) -> Chapter:
    """Make a chapter of what is said; a longer pause ends it."""
    utterances = list(said)
    utterances[-1] = replace(utterances[-1], pause_after_ms=settings()["pause_ms"]["chapter"])
    return Chapter(kind=kind, title=title, utterances=tuple(utterances), speaker=speaker)


def day(moment: date) -> str:
    """Write a date: day, name of the month, year."""
    return f"{moment.day} {settings()['months'][moment.month - 1]} {moment.year}"


def link(text: str) -> Utterance:
    """Return a sentence of ours."""
    return Utterance(written=text, spoken=text, pause_after_ms=settings()["pause_ms"]["link"])


class _Places:
    """The places of the article that the briefing says; no two of them overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans, key=_PLACE)

    def tells(self, quote: Span) -> bool:
        """Say whether a quote is said: from its own start on, at least its first sentence."""
        at = bisect_right(self._spans, quote.place, key=_PLACE) - 1
        if at < 0:
            return False
        said = self._spans[at]
        return said.holds(quote) or (quote.holds(said) and said.start == quote.start)


class _Writer:
    """Writes the chapters of a plan."""

    def __init__(self, article: Article, segments: Segments, planned: Plan, words: Mapping[str, str]) -> None:
        self._article, self._segments, self._plan, self._words = article, segments, planned, words
        self._understood = understand(article)
        self._titles = Titles(segments, self._understood, words)
        self._introduced: set[int] = set()
        self._last: Told | None = None

    def chapters(self) -> Iterator[Chapter]:
        most = (_MOST_CHAPTERS_WHOLE if self._plan.length.whole else _MOST_CHAPTERS) - 1
        groups = fewer(self._titles.named(grouped(self._plan.told)), most)
        said = self._headline()
        if not groups:
            # An article of nothing but its headline.
            yield chapter(ChapterKind.LEAD, self._words["lead"], said or self._headline(forced=True))
        for title, group in groups:
            lines = [*said, *(one for told in group.told for one in self._told(told, opens=told is group.told[0]))]
            said = []
            yield chapter(group.kind, title, lines, speaker=self._speaker(group))

    def story(self) -> Iterator[Utterance]:
        """Tell all of the plan in one go, the headline where nothing of it can be told."""
        told = [said for one in self._plan.told for said in self._told(one)]
        yield from self._headline(forced=not told)
        yield from told

    def _speaker(self, group: Group) -> str | None:
        if group.kind is not ChapterKind.QUOTE:
            return None
        return next((one.beat.direct.speaker for one in group.told if one.beat.direct), None)

    def _headline(self, *, forced: bool = False) -> list[Utterance]:
        if not self._plan.headline and not forced:
            return []
        span = self._segments.headline.span
        pause = settings()["pause_ms"]["headline"]
        return [replace(self._said(place), pause_after_ms=pause) for place in lines(self._understood, span)]

    def _told(self, told: Told, *, opens: bool = False) -> Iterator[Utterance]:
        """Tell one beat: a link where nobody says whose words these are, then its passages."""
        last, self._last = self._last, told
        binder = self._plan.binder
        whole = self._plan.length.whole
        made = () if whole else edits(self._article, told, last, binder, self._introduced, opens=opens)
        first, dateline = self._from_dateline(told)
        if first.direct and first.quote and not self._goes_on(last, told):
            yield self._link(first.quote)
        passages = (first, *told.passages[1:])
        for passage, behind in zip_longest(passages, passages[1:]):
            changes = behind is not None and behind.direct is not passage.direct
            yield from self._passage(passage, (*dateline, *made), changes=changes)

    def _from_dateline(self, told: Told) -> tuple[Passage, tuple[Edit, ...]]:
        """Return the first passage from the wire's place and agency on, and the edit that leaves them out.

        Where the article is read as it stands they are read.
        """
        first, cut = told.passages[0], dateline(self._article, told)
        if cut is None:
            return first, ()
        return replace(first, span=replace(first.span, start=0)), () if self._plan.read else (cut,)

    def _goes_on(self, last: Told | None, told: Told) -> bool:
        """Say whether a quote that nothing carries is heard as what was told before: by the same person, or led in."""
        if last is None:
            return False
        follows = last.beat.number == told.beat.number - 1
        same = last.ties.speaker is not None and last.ties.speaker is told.ties.speaker and last.passages[-1].direct
        return same or (follows and (last.ties.leads or _asks(last)))

    def _link(self, quote: Quote) -> Utterance:
        """Say whose words follow, in the gender that the article shows."""
        gender = quote.gender.value if quote.gender else "unknown"
        return link(self._words[f"says_{gender}"].replace("{speaker}", quote.speaker or ""))

    def _passage(self, passage: Passage, made: Sequence[Edit], *, changes: bool) -> Iterator[Utterance]:
        direct = passage.direct
        speaker = passage.quote.speaker if passage.quote and direct else None
        # What is left out makes no line longer.
        heard_from = max(
            (edit.end for edit in made if edit.start == passage.span.start and not edit.text),
            default=passage.span.start,
        )
        first, *rest = lines(self._understood, replace(passage.span, start=heard_from))
        places = [replace(first, start=passage.span.start), *rest]
        for place in places:
            said = self._said(place, made, Role.QUOTE if direct else Role.NARRATOR, speaker)
            if place is not places[-1] or changes:
                # One sentence in two voices is one still.
                said = replace(said, pause_after_ms=settings()["pause_ms"]["link" if changes else "clause"])
            if said.written:
                yield said

    def _said(
        self, span: Span, made: Sequence[Edit] = (), role: Role = Role.NARRATOR, speaker: str | None = None
    ) -> Utterance:
        here = tuple(edit for edit in made if inside(edit, span))
        text = apply(self._article, span, here)
        return Utterance(
            written=text,
            spoken=text,
            role=role,
            speaker=speaker,
            pause_after_ms=settings()["pause_ms"]["sentence"],
            source=span,
            edits=here,
        )


def _asks(told: Told) -> bool:
    return any(passage.quote and passage.quote.reality is Reality.ASKED for passage in told.passages)


def _around(part: str, article: Article, words: Mapping[str, str], show: str) -> list[Utterance]:
    """Say what opens or closes the briefing: in the house's words, else in the form that names what is known."""
    ours = _filled(_form(words, part, article, show), article, show)
    return [link(_filled(words[part], article, show) or ours)]


def _form(words: Mapping[str, str], part: str, article: Article, show: str) -> str:
    """Choose the form that names the most of what is known: the show, the source, the day."""
    facts = (("show", show), ("publication", article.publication), ("dated", article.published))
    known = [name for name, fact in facts if fact]
    chosen = (names for count in range(len(known), 0, -1) for names in combinations(known, count))
    return next(
        (words[form] for names in chosen if (form := "_".join((part, *names))) in words), words[f"{part}_plain"]
    )


def _filled(text: str, article: Article, show: str) -> str:
    """Fill a sentence with what is known; a clause of it that names what is not known is left out."""
    when = day(article.published) if article.published else ""
    facts = {"{show}": show, "{publication}": article.publication or "", "{date}": when}
    clauses = [one for one in _CLAUSES.split(text) if all(facts[name] for name in facts if name in one)]
    filled = " ".join(_NAMED.sub(lambda name: facts[name.group()], one) for one in clauses).strip()
    return f"{filled.rstrip(COMMA)}." if filled.endswith(COMMA) else filled
