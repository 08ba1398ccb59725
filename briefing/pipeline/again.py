"""Episodes that stand, made again from the articles that were kept beside them, where their words are read otherwise.

Which they are is seen from what each episode states that it said: its sentences are read again, and compared. How long
it is and what of the article it tells is left alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from functools import partial
from typing import TYPE_CHECKING

from briefing import provenance
from briefing.editorial.choose import choose
from briefing.errors import BriefingError
from briefing.files import content
from briefing.model import Chapter, Headline, Script, Segments, Span, Utterance
from briefing.narration import lexicon
from briefing.narration.diacritizers.letters import Skeleton
from briefing.pipeline import script
from briefing.pipeline.dossier import Dossier
from briefing.pipeline.episode import Again, Order, attempted
from briefing.pipeline.identity import Origin
from briefing.pipeline.kept import kept
from briefing.pipeline.observer import Nobody, Stage
from briefing.pipeline.run import Assignment, opened, produce
from briefing.publishing import catalogue, record
from briefing.shelf import pending, shelf_at, story_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.crew import Crew
    from briefing.pipeline.observer import Observer
    from briefing.pipeline.outcome import Outcome
    from briefing.provenance import Statement, Told
    from briefing.shelf import Shelf

_NOON = time(12, tzinfo=UTC)


def make_stale(choices: Choices, *, crew: Crew | None = None, observer: Observer | None = None) -> Iterator[Outcome]:
    """Make again each episode, on the shelf of every show, whose words would be read otherwise now; tell each.

    Raises SettingsError, VoiceError and OutputError where nothing can be made at all.
    """
    shows = opened(choices)
    watcher = observer or Nobody()
    watcher.stage(Stage.READ)
    stale = [Assignment(order, chosen) for one in shows.every for order, chosen in _stale(one)]
    for _, outcome in produce(stale, shows, crew=crew, observer=watcher):
        yield outcome


def order_of(shelf: Shelf, slug: str) -> Order | None:
    """Return the order to make an episode again; None where its article was not kept, or what it states is damaged.

    The article has the day that the episode says: with the episode's own moment where that is of this day.
    """
    folder = shelf.folder / slug
    article, found, story, statement = kept(folder), record.found(folder), story_in(folder), stated(folder)
    if article is None or found is None or story is None or statement is None:
        return None
    day = datetime.fromisoformat(statement.dated).date() if statement.dated else None
    moment = datetime.combine(day, _NOON) if day else None
    if found.published.date() == day:
        moment = found.published
    return Order(
        asked=str(folder),
        article=replace(article, source=slug, published=moment),
        origin=Origin(place=""),
        again=Again(slug=slug, guid=found.guid, story=story),
    )


def as_long(choices: Choices, order: Order) -> Choices:
    """Return the choices for an episode that stands, in the length that it has."""
    slug = order.again.slug if order.again else ""
    found = record.found(choices.folder / slug)
    return replace(choices, settings=choices.settings.choosing({"length": (found and found.length) or None}))


def stated(folder: Path) -> Statement | None:
    """Return what an episode states; None where it does not, or not readably."""
    text = content(folder / provenance.STATEMENT_FILE)
    try:
        return None if text is None else provenance.read(text)
    except ValueError:
        return None


def saying(names: Iterable[str], folder: Path, *, as_read: bool) -> list[str]:
    """Name the episodes of a shelf that say one of these names of the lexicon as it reads them, or otherwise."""
    wanted, shelf = frozenset(names), shelf_at(folder)
    return [head.slug for head in _heads(shelf) if as_read in _readings(stated(shelf.folder / head.slug), wanted)]


def _readings(statement: Statement | None, wanted: Collection[str]) -> Iterator[bool]:
    """Yield for each place where the lexicon reads one of these names whether it was said so."""
    for said in statement.said if statement else ():
        skeleton = Skeleton.of(said.spoken)
        if any(name in skeleton.bases for name in wanted):
            for match in lexicon.matches(skeleton.bases):
                if match.entry.name in wanted:
                    yield _is_read_so(skeleton.typed[match.start : match.end], match.marked)


def _is_read_so(marks: Sequence[str], reading: str) -> bool:
    """Say whether letters have the marks that a name's reading has; what that leaves open may be anything."""
    return all(mark in ("", own) for mark, own in zip(Skeleton.of(reading).typed, marks, strict=True))


def standing(folder: Path) -> Iterator[Order]:
    """Return the orders to make the episodes of a shelf again, newest first, where that can be done."""
    shelf = shelf_at(folder)
    return (order for head in _heads(shelf) if (order := order_of(shelf, head.slug)))


def _heads(shelf: Shelf) -> tuple[catalogue.Head, ...]:
    return catalogue.look(shelf, without=pending(shelf)).heads


def _stale(choices: Choices) -> Iterator[tuple[Order, Choices]]:
    shelf = shelf_at(choices.folder)
    for head in _heads(shelf):
        order = order_of(shelf, head.slug)
        if order is None:
            continue
        chosen = as_long(choices, order)
        dossier = Dossier(order, chosen.settings)
        found = attempted(order.asked, dossier.as_decided)
        order = order if isinstance(found, BriefingError) else found
        # What cannot be read again is made again, and fails there, with its reason.
        if attempted(order.asked, partial(_is_stale, order, chosen, shelf)) is not False:
            yield order, chosen


def _is_stale(order: Order, choices: Choices, shelf: Shelf) -> bool:
    """Read the sentences of an episode again; say whether one of them is said otherwise now."""
    statement = stated(shelf.folder / order.article.source)
    if statement is None:
        return True
    chapters = tuple(map(_chapter, statement.chapters))
    written = Script(title=statement.title, chapters=chapters, segments=_segments(order.article))
    spoken = script.spoken(written, choices.settings)
    now = script.diacritized(spoken, choices.settings.diacritizer, order.article, choices.settings)
    return [said.spoken for said in statement.said] != [utterance.spoken for utterance in now.utterances]


def _segments(article: Article) -> Segments:
    """Return what the reading of words asks of an article: where it names somebody; of a bulletin nobody asks."""
    if not article.parts:
        return choose(article)
    title = article.paragraphs[0]
    return Segments(headline=Headline(text=title, span=Span(paragraph=0, start=0, end=len(title))))


def _chapter(told: Told) -> Chapter:
    said = tuple(
        Utterance(
            written=one.written,
            spoken=one.written,
            role=one.role,
            speaker=one.speaker,
            source=one.source,
            edits=one.edits,
        )
        for one in told.said
    )
    return Chapter(kind=told.kind, title=told.title, utterances=said)
