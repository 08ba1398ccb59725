"""A watch over feeds and folders: rounds in which what is new or changed there is made, and nothing else is done."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from briefing.article.read import is_link, refuse_offline
from briefing.errors import BriefingError, InputError, NetworkError, UsageError, ValueMismatchError, WithdrawnError
from briefing.pipeline import look
from briefing.pipeline.episode import as_ours, attempted
from briefing.pipeline.identity import STDIN
from briefing.pipeline.meter import heard, hushed
from briefing.pipeline.observer import Nobody
from briefing.pipeline.outcome import Failed
from briefing.pipeline.run import opened, produce
from briefing.pipeline.watched import Notes
from briefing.shelf import shelf_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefing.pipeline.choices import Choices
    from briefing.pipeline.crew import Crew
    from briefing.pipeline.look import Look
    from briefing.pipeline.observer import Observer
    from briefing.pipeline.outcome import Outcome
    from briefing.pipeline.watched import Known

# Many watches that were started by the same clock must not come to a server all at once.
_JITTER = 0.1
# What a feed says of its own freshness, and our patience with a server that fails, end here: it is news.
_LONGEST_PAUSE_S = 3600.0
_MOST_DOUBLINGS = 16
# A site's robots.txt is believed for so long: a standing wish, and we ask for its feed every few minutes.
_WISHES_S = 3600.0
# These are the article's own, and come again whenever it is tried; others may be gone at the next round.
_LASTING = (InputError, ValueMismatchError, WithdrawnError)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often there is a round, in seconds, or that there is one alone; and the clock that this goes by."""

    every_s: float = 300.0
    once: bool = False
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


class Watch:
    """Feeds and folders that are watched for a shelf, or for the shelves of several shows."""

    def __init__(
        self, sources: Sequence[str], choices: Choices, pace: Pace, *, newest: int, crew: Crew | None = None
    ) -> None:
        """Refuse what no round could do, and open the shelves. Raises BriefingError."""
        for source in sources:
            refuse_offline(source, offline=choices.offline)
            if source == STDIN:
                raise UsageError(source, "cannot be watched", "give folders and feeds")
        self._sources = dict.fromkeys(sources)
        self._shows = opened(choices)  # and again in each round: what a killed run leaves is mended
        self._first = self._shows.every[0]
        self._notes = Notes(shelf_at(self._first.folder))
        self._pace = pace
        self._newest = newest
        self._crew = crew
        self._began = 0.0
        self._wishes: dict[str, str] = {}
        self._asked_at = 0.0
        self._due = dict.fromkeys(sources, 0.0)
        self._failures: Counter[str] = Counter()

    def round(self, observer: Observer | None = None) -> Iterator[Outcome]:
        """Look at each source that is due, and make what is new there; tell each article, and what failed, as it ends.

        Nothing is raised, so that a bad round is not the last.
        """
        self._began = self._pace.now()
        try:
            yield from self._round(observer or Nobody())
        except Exception as error:  # noqa: BLE001 - whatever it is
            folder = str(self._first.folder)
            yield self._failed(folder, as_ours(folder, error))

    def wait(self) -> None:
        """Wait for the next round: it is due `every_s` after the last one began, or somewhat later."""
        rest_s = self._pace.every_s * (1 + _JITTER * self._pace.chance()) - (self._pace.now() - self._began)
        if rest_s > 0:
            self._pace.sleep(rest_s)

    def _round(self, observer: Observer) -> Iterator[Outcome]:
        if self._began - self._asked_at > _WISHES_S:
            self._wishes.clear()
            self._asked_at = self._began
        looks: dict[str, Look] = {}
        for source, known in self._notes.read(self._sources).items():
            if self._due[source] > self._began:
                continue
            found = attempted(source, partial(self._look, source, known))
            if isinstance(found, BriefingError):
                yield self._put_off(source, known, found)
            else:
                looks[source] = found
        pieces = [(source, name, piece) for source, found in looks.items() for name, piece in found.inputs.items()]
        unfinished: dict[str, set[str]] = {source: set() for source in looks}
        if pieces:
            for chosen in self._shows.every:
                shelf_at(chosen.folder).open()
            inputs = [piece for _, _, piece in pieces]
            for number, outcome in produce(inputs, self._shows, crew=self._crew, observer=observer):
                if isinstance(outcome, Failed) and _may_pass(outcome.error):
                    source, name, _ = pieces[number]
                    unfinished[source].add(name)
                yield outcome
        self._notes.write({source: found.noted(unfinished[source]) for source, found in looks.items()})
        for source, found in looks.items():
            over = found.is_over(unfinished[source])
            self._due[source] = self._began + min(found.fresh_s, _LONGEST_PAUSE_S) if over else 0.0
            self._failures[source] = 0

    def _look(self, source: str, known: Known) -> Look:
        """Look at a source; what is warned of is told where something is new: a quiet round says nothing."""
        with hushed(), heard() as warnings:
            found = self._look_there(source, known)
        if found.inputs:
            for warning in warnings:
                _log.warning("%s", warning)
        return found

    def _look_there(self, source: str, known: Known) -> Look:
        if not is_link(source):
            return look.at_files(source, known, now=self._began, wait=self._waited, patient=self._pace.once)
        rest_s = round(known.rest_until - self._began)
        if rest_s > 0:
            what = f"the server asks to be left alone for {rest_s} seconds more"
            raise NetworkError(source, what, "wait", passing=True, wait_s=rest_s)
        return look.at_link(
            source, known, newest=self._newest, wishes=self._wishes, allow_private=self._first.allow_private
        )

    def _waited(self, seconds: float) -> float:
        self._pace.sleep(seconds)
        return self._pace.now()

    def _put_off(self, source: str, known: Known, error: BriefingError) -> Failed:
        """Look at a source that failed later, and later each time it fails again; no sooner than its server asks."""
        self._failures[source] += 1
        doublings = min(self._failures[source], _MOST_DOUBLINGS)
        pause_s = min(self._pace.every_s * 2**doublings, max(_LONGEST_PAUSE_S, self._pace.every_s))
        wait_s = error.wait_s if isinstance(error, NetworkError) else 0
        self._due[source] = self._began + max(pause_s, wait_s)
        if wait_s:
            self._notes.write({source: replace(known, rest_until=round(self._began) + wait_s)})
        return self._failed(source, error)

    def _failed(self, source: str, error: BriefingError) -> Failed:
        return Failed(asked=source, folder=self._first.folder, source=source, title="", error=error)


def _may_pass(error: BriefingError) -> bool:
    """Say whether an article that failed is worth another try in the next round."""
    return not isinstance(error, _LASTING) and type(error) is not BriefingError
