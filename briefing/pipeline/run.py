"""A run over many articles: read, given out, made by whoever works, told as each ends; one writer of the feed.

What is given out is an input or an article. An input that holds one article is made where it was read; one that holds
several comes back as articles, each given out by itself. At most a window of work is out at a time, so that a run over
a whole archive holds little in memory.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from briefing.article.read import bytes_of, is_link
from briefing.errors import BriefingError, InputError
from briefing.pipeline import checks, script
from briefing.pipeline.crew import Alone
from briefing.pipeline.episode import Order, attempted, one
from briefing.pipeline.failures import Failures
from briefing.pipeline.identity import Origin
from briefing.pipeline.meter import heard
from briefing.pipeline.observer import Nobody, Stage
from briefing.pipeline.outcome import Failed
from briefing.production import cover
from briefing.publishing import feed, record
from briefing.shelf import digest, shelf_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.crew import Crew, Hands
    from briefing.pipeline.observer import Observer
    from briefing.pipeline.outcome import Outcome
    from briefing.shelf import Shelf

# A server that was busy is asked again when the rest is done, and once more; then the run ends.
_TRIES = 3
_FIRST_WAIT_S = 2.0
# A process that died may have been killed for the memory that this very article takes.
_MOST_LOSSES = 3
_FEED_EVERY_S = 30.0
# The feed takes at most a thousandth of a long run, however many episodes it has.
_FEED_SHARE = 1e-3
_SHARD_DIGITS = 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something to be read; `data` are the bytes of a file, read where the run was started: others may not have it."""

    asked: str
    origin: Origin
    data: bytes | None = None


class Shard(NamedTuple):
    """Which part of the work this run does, where several share it: the `number`th of `parts`, from 1."""

    number: int
    parts: int

    def has(self, name: str) -> bool:
        """Say whether a piece of work falls to this part; every machine says the same."""
        return int(digest(name)[:_SHARD_DIGITS], 16) % self.parts == self.number - 1


@dataclass(slots=True, kw_only=True)
class _Work:
    """A piece of work, an input by its name or one that was read, which may have to be done more than once."""

    piece: str | Order
    tries: int = 1
    losses: int = 0


def make(
    sources: Sequence[str],
    choices: Choices,
    *,
    crew: Crew | None = None,
    shard: Shard | None = None,
    observer: Observer | None = None,
) -> Iterator[Outcome]:
    """Make an episode of each article in the sources, and tell each as it ends; the feed is kept up to date.

    An article that fails does not stop those behind it, nor does a source that cannot be read. Of several sources a
    shard takes its part of these, of a single one its part of the articles. Raises SettingsError, VoiceError and
    OutputError where nothing can be made at all: a setting, the voice, the folder. However the run ends, episodes that
    were finished stand whole and in the feed.
    """
    checks.require(choices)
    shelf = shelf_at(choices.folder)
    shelf.open()
    books = _Books(shelf, choices)
    watcher = observer or Nobody()
    try:
        for outcome in _Run(sources, choices, crew or Alone(), shard, watcher).outcomes():
            books.note(outcome)
            watcher.ended(outcome)
            yield outcome
            books.keep()
        books.tried(sources)
    finally:
        books.write()


def write_feed(shelf: Shelf, choices: Choices) -> None:
    """Write the feed and the list of episodes of a shelf; a show without a cover gets one, as directories want it."""
    show = choices.settings.show
    if not show.image and all(shelf.length(name) is None for name in record.COVER_FILES):
        with shelf.adding(cover.NAME) as path:
            if path:
                cover.draw_show(show.title, path)
    feed.rebuild(choices.folder, show)


class _Books:
    """The feed and the list of failures: written now and then in a long run, and at its end."""

    def __init__(self, shelf: Shelf, choices: Choices) -> None:
        self._shelf = shelf
        self._failures = Failures(shelf)
        self._choices = choices
        self._has_episodes = False
        self._written_at = time.monotonic()
        self._pause_s = _FEED_EVERY_S

    def note(self, outcome: Outcome) -> None:
        self._failures.note(outcome)
        self._has_episodes |= not isinstance(outcome, Failed)

    def tried(self, sources: Iterable[str]) -> None:
        for source in sources:
            self._failures.is_whole(source)

    def keep(self) -> None:
        if time.monotonic() - self._written_at >= self._pause_s:
            self.write()

    def write(self) -> None:
        worked = time.process_time()
        if self._has_episodes:
            write_feed(self._shelf, self._choices)
        self._failures.write()
        self._pause_s = max(_FEED_EVERY_S, (time.process_time() - worked) / _FEED_SHARE)
        self._written_at = time.monotonic()


class _Run:
    """What is to be done, what is given out, and what came back."""

    def __init__(
        self, sources: Sequence[str], choices: Choices, crew: Crew, shard: Shard | None, observer: Observer
    ) -> None:
        several = len(sources) > 1
        mine = [source for source in sources if not (several and shard) or shard.has(source)]
        self._crew = crew
        self._observer = observer
        self._do = partial(
            _done, choices=choices, shard=None if several else shard, observer=observer if crew.here else None
        )
        self._known = len(mine)
        self._ready = deque(_Work(piece=source) for source in mine)
        self._suspects: deque[_Work] = deque()  # whoever did them died: they are done alone, to see which it was
        self._later: list[_Work] = []  # a server was busy
        self._out: dict[Future[tuple[Outcome | Order, ...]], _Work] = {}

    def outcomes(self) -> Iterator[Outcome]:
        """Do all the work; where a process dies and takes the others with it, a new crew goes on."""
        self._observer.known(self._known)
        while self._is_left():
            with self._crew.open() as hands, suppress(BrokenExecutor):
                while self._is_left():
                    self._give_out(hands)
                    yield from self._came_back()

    def _is_left(self) -> bool:
        return bool(self._ready or self._suspects or self._later or self._out)

    def _give_out(self, hands: Hands) -> None:
        """Give out what there is room for. Raises BrokenExecutor where the crew can take no more work."""
        if not (self._ready or self._suspects or self._out):
            time.sleep(_FIRST_WAIT_S ** max(work.tries for work in self._later))
            self._ready.extend(self._later)
            self._later.clear()
        if self._suspects:
            if not self._out:
                self._submit(hands, self._suspects)
            return
        while self._ready and len(self._out) < hands.window():
            self._submit(hands, self._ready)

    def _submit(self, hands: Hands, queue: deque[_Work]) -> None:
        piece = queue[0].piece
        future = hands.executor.submit(self._do, read(piece) if isinstance(piece, str) else piece)
        self._out[future] = queue.popleft()

    def _came_back(self) -> Iterator[Outcome]:
        for future in wait(self._out, return_when=FIRST_COMPLETED).done:
            work = self._out.pop(future)
            try:
                results = future.result()
            except Exception as error:
                if not self._crew.is_loss(error):
                    raise
                yield from self._lost(work)
                continue
            yield from self._sorted(work, results)

    def _sorted(self, work: _Work, results: Sequence[Outcome | Order]) -> Iterator[Outcome]:
        """Tell what ended; put what is still to be done where it belongs."""
        orders = [_Work(piece=result) for result in results if isinstance(result, Order)]
        self._ready.extendleft(reversed(orders))
        if len(results) != 1 or orders:
            self._known += len(results) - 1
            self._observer.known(self._known)
        for result in results:
            if isinstance(result, Order):
                continue
            if isinstance(result, Failed) and result.error.passing and work.tries < _TRIES and self._known > 1:
                self._later.append(replace(work, tries=work.tries + 1))
                _log.info("%s; it is tried again", result.error)
                continue
            if not self._crew.here:
                for warning in result.warnings:
                    _log.warning("%s", warning)
            yield result

    def _lost(self, work: _Work) -> Iterator[Outcome]:
        work.losses += 1
        if work.losses < _MOST_LOSSES:
            self._suspects.append(work)
            return
        asked = work.piece if isinstance(work.piece, str) else work.piece.asked
        title = "" if isinstance(work.piece, str) else work.piece.article.paragraphs[0]
        what = f"whoever worked on it died, {work.losses} times"
        error = BriefingError(asked, what, "look whether the machine has memory enough, and try it alone")
        yield Failed(asked=asked, source=asked, title=title, error=error)


def read(source: str) -> Input:
    """Read a file's bytes here; what cannot be read is tried, and told, by whoever is given the work."""
    data = None
    if not is_link(source):
        with suppress(InputError):
            data = bytes_of(source)
    return Input(asked=source, origin=Origin.of(source), data=data)


def _done(
    piece: Input | Order, *, choices: Choices, shard: Shard | None, observer: Observer | None
) -> tuple[Outcome | Order, ...]:
    """Do a piece of work: make the one article, or return the several that an input holds."""
    watcher, shelf = observer or Nobody(), shelf_at(choices.folder)
    if isinstance(piece, Order):
        return (one(piece, choices, shelf, watcher),)
    watcher.stage(Stage.READ)
    found = ordered(piece, choices)
    if isinstance(found, Failed):
        return (found,)
    orders = [order for order in found if shard is None or shard.has(_named(order.article))]
    return tuple(one(order, choices, shelf, watcher) for order in orders) if len(found) == 1 else tuple(orders)


def _named(article: Article) -> str:
    return article.url or article.id or article.paragraphs[0]


def ordered(piece: Input, choices: Choices) -> tuple[Order, ...] | Failed:
    """Return the articles of an input; what was told of it when it was read stands with the first."""
    with heard() as warnings:
        found = attempted(
            piece.asked,
            lambda: script.articles(
                piece.asked, data=piece.data, allow_private=choices.allow_private, offline=choices.offline
            ),
        )
    if isinstance(found, BriefingError):
        return Failed(asked=piece.asked, source=piece.asked, title="", error=found, warnings=tuple(warnings))
    return tuple(
        Order(
            asked=piece.asked,
            article=article,
            origin=piece.origin,
            alone=len(found) == 1,
            warnings=() if number else tuple(warnings),
        )
        for number, article in enumerate(found)
    )
