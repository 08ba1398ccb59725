"""A bulletin: one episode of several stories, of articles that are read now or of those that a shelf has told."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from briefing import shown
from briefing.editorial.bulletin import joined, most_stories, name, telling
from briefing.editorial.lineup import lineup
from briefing.editorial.twins import moment as in_utc
from briefing.errors import BriefingError, InputError
from briefing.pipeline import checks, identity
from briefing.pipeline.books import write_feed
from briefing.pipeline.corrected import sheets
from briefing.pipeline.episode import Order, attempted, one
from briefing.pipeline.identity import Origin
from briefing.pipeline.kept import kept
from briefing.pipeline.observer import Nobody, Stage
from briefing.pipeline.outcome import Failed
from briefing.pipeline.run import edited, ordered, read
from briefing.pipeline.take import scripted
from briefing.publishing import catalogue
from briefing.shelf import pending, shelf_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.observer import Observer
    from briefing.pipeline.outcome import Outcome
    from briefing.shelf import Shelf

_DAY = timedelta(hours=24)
# Of more stories only the newest are looked at: an editor chooses from a day, not from an archive.
_MOST_CANDIDATES = 300
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What became of a bulletin: its episode, the stories that it tells in their order, the sources that failed."""

    outcome: Outcome
    stories: tuple[Article, ...] = ()
    failed: tuple[Failed, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the object of `briefing bulletin --json`."""
        stories = [
            {
                "title": story.paragraphs[0],
                "source": shown.place(story.url or story.source),
                "publication": story.publication,
            }
            for story in self.stories
        ]
        return {**self.outcome.as_json(), "stories": stories, "failed": [one.as_json() for one in self.failed]}


def bulletin(
    sources: Sequence[str],
    choices: Choices,
    *,
    top: int,
    since: timedelta | None = None,
    observer: Observer | None = None,
) -> Bulletin:
    """Make a bulletin of the articles in the sources, or, without any, of the episodes in the choices' folder.

    The length of the settings is the bulletin's, such as "10m"; `top` is how many stories it tells at most, `since` how
    old they may be: 24 hours on a shelf, any age in sources, unless it is said. A source that cannot be read stops
    none. Raises SettingsError, VoiceError and OutputError where nothing can be made at all.
    """
    checks.require(choices)
    shelf = shelf_at(choices.folder)
    shelf.open()
    watcher = observer or Nobody()
    watcher.known(1)
    watcher.stage(Stage.READ)
    desk = _Desk(choices, shelf, identity.now().astimezone(), watcher)
    age = since or (None if sources else _DAY)
    found = desk.read(sources) if sources else _told(shelf, None if age is None else desk.moment - age)
    fresh = _newest(article for article in found if age is None or _is_within(article, desk.moment, age))
    where = ", ".join(map(shown.place, sources)) or str(choices.folder)
    outcome, stories = desk.make(fresh, top, where)
    outcome = outcome or _of_nothing(choices, where, name(desk.moment), age)
    watcher.ended(outcome)
    if not isinstance(outcome, Failed):
        write_feed(shelf, choices)
    return Bulletin(outcome=outcome, stories=stories, failed=tuple(desk.failed))


@dataclass(slots=True)
class _Desk:
    """Who makes a bulletin of a moment, and keeps account of what could not be read or told."""

    choices: Choices
    shelf: Shelf
    moment: datetime
    watcher: Observer
    failed: list[Failed] = field(default_factory=list)

    def read(self, sources: Iterable[str]) -> Iterator[Article]:
        """Read the sources."""
        for source in sources:
            found = ordered(read(source), self.choices)
            if isinstance(found, Failed):
                self.failed.append(found)
                continue
            there = sheets(source, (self.choices.settings,))
            yield from (edited(order, self.choices, there) for order in found)

    def make(self, articles: Sequence[Article], top: int, asked: str) -> tuple[Outcome | None, tuple[Article, ...]]:
        """Make the bulletin and return what became of it, and its stories; None where nothing can be told.

        A story that cannot be told, as for a number that does not read back, stops none of the others.
        """
        length = self.choices.settings.length
        stories = telling(lineup(articles, min(top, most_stories(length))), length)
        if not stories:
            return None, ()
        order = Order(asked=asked, article=joined(stories, self.moment), origin=Origin(place=""))
        outcome = one(order, self.choices, self.shelf, self.watcher)
        untold = self._untold(stories) if isinstance(outcome, Failed) else {}
        if not untold:
            return outcome, stories
        self.failed += untold.values()
        return self.make([article for article in articles if id(article) not in untold], top, asked)

    def _untold(self, stories: Iterable[Article]) -> dict[int, Failed]:
        """Return why stories cannot be told, by the identity of each that cannot."""
        found: dict[int, Failed] = {}
        for story in stories:
            source = story.url or story.source
            error = attempted(source, partial(scripted, joined((story,), self.moment), self.choices, Nobody()))
            if isinstance(error, BriefingError):
                told = type(error)(source, error.what, error.remedy)
                found[id(story)] = Failed(
                    asked=source, folder=self.choices.folder, source=source, title=story.paragraphs[0], error=told
                )
        return found


def _told(shelf: Shelf, oldest: datetime | None) -> Iterator[Article]:
    """Return the articles of a shelf's episodes, newest first, with the episode's date; no bulletin is told again."""
    lost = 0
    for head in catalogue.look(shelf, without=pending(shelf)).heads:
        if oldest and head.published < oldest:
            continue
        article = kept(shelf.folder / head.slug)
        lost += article is None
        if article and not article.parts:
            yield replace(article, source=head.slug, published=head.published)
    if lost:
        _log.warning("%s: of %d episodes the article was not kept; make them again", shelf.folder, lost)


def _newest(articles: Iterable[Article]) -> list[Article]:
    """Return the newest articles, in the order in which they came; what has no date is as new as can be."""
    several = list(articles)
    dated = sorted(several, key=lambda one: -in_utc(one.published).timestamp() if one.published else float("-inf"))
    newest = {id(article) for article in dated[:_MOST_CANDIDATES]}
    return [article for article in several if id(article) in newest]


def _is_within(article: Article, moment: datetime, age: timedelta) -> bool:
    """Say whether an article is no older; one that seems to come from tomorrow has its date in another zone."""
    if article.published is None:
        return True
    return moment - age <= in_utc(article.published) <= moment + _DAY


def _of_nothing(choices: Choices, where: str, named: str, age: timedelta | None) -> Failed:
    """Say that there is nothing to tell."""
    what = f"has no story of the last {_said(age)}" if age else "has no story to tell"
    remedy = "make some first, or look back farther with --since" if age else "give articles with a text of their own"
    error = InputError(where, what, remedy)
    return Failed(asked=where, folder=choices.folder, source=where, title=named, error=error)


def _said(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return f"{minutes} minutes" if minutes % 60 else f"{minutes // 60} hours"
