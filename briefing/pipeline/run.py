"""A run over many articles: read, given out, made by whoever works, told as each ends; one writer of each feed.

What is given out is an input, or an article for one show. An input that gives one episode is made where it was read;
one that gives several comes back as articles, each given out by itself. At most a window of work is out at a time, so
that a run over a whole archive holds little in memory.
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
from briefing.pipeline import checks, identity, script
from briefing.pipeline.books import Books
from briefing.pipeline.corrected import Sheet, corrected, sheets
from briefing.pipeline.crew import Alone
from briefing.pipeline.episode import Order, attempted, one
from briefing.pipeline.identity import Origin
from briefing.pipeline.meter import heard
from briefing.pipeline.observer import Nobody, Stage
from briefing.pipeline.outcome import Failed
from briefing.pipeline.shows import Shows
from briefing.shelf import digest, shelf_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.crew import Crew, Hands
    from briefing.pipeline.observer import Observer
    from briefing.pipeline.outcome import Outcome

# A server that was busy is asked again when the rest is done, and once more; then the run ends.
_TRIES = 3
_FIRST_WAIT_S = 2.0
# A process that died may have been killed for the memory that this very article takes.
_MOST_LOSSES = 3
_SHARD_DIGITS = 12
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something to be read; `data` are the bytes of a file, read where the run was started: others may not have it.

    So are `sheets`, what editors decided of what it holds. `entry` is what a feed tells of it, where the input is the
    page of an entry; `feed` is then the feed's address.
    """

    asked: str
    origin: Origin
    data: bytes | None = None
    entry: Article | None = None
    feed: str = ""
    sheets: tuple[Sheet, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Say whether all that `asked` names is in it: an entry without a page is a part of its feed."""
        return self.entry is None or self.entry.url is not None


class Assignment(NamedTuple):
    """An article to make an episode of, and what is chosen for the show that tells it."""

    order: Order
    choices: Choices

    @property
    def asked(self) -> str:
        """The input that the article came from, as it was given."""
        return self.order.asked


class Shard(NamedTuple):
    """Which part of the work this run does, where several share it: the `number`th of `parts`, from 1."""

    number: int
    parts: int

    def has(self, name: str) -> bool:
        """Say whether a piece of work falls to this part; every machine says the same."""
        return int(digest(name)[:_SHARD_DIGITS], 16) % self.parts == self.number - 1


@dataclass(slots=True, kw_only=True)
class _Work:
    """A piece of work, the `number`th input or an article of it, which may have to be done more than once."""

    number: int
    piece: str | Input | Assignment
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
    """Make an episode of each article in the sources, in each show that takes it; tell each as it ends.

    The feeds are kept up to date. An article that fails does not stop those behind it, nor does a source that cannot
    be read. Of several sources a shard takes its part of these, of a single one its part of the articles. Raises
    SettingsError, VoiceError and OutputError where nothing can be made at all: a setting, the voice, the folder.
    However the run ends, episodes that were finished stand whole and in the feed.
    """
    for _, outcome in produce(sources, opened(choices), crew=crew, shard=shard, observer=observer):
        yield outcome


def opened(choices: Choices) -> Shows:
    """Refuse what would fail every article of any show, and open the shelves. Raises BriefingError."""
    shows = Shows.of(choices)
    for chosen in shows.every:
        checks.require(chosen)
    for chosen in shows.every:
        shelf_at(chosen.folder).open()
    return shows


def produce(
    inputs: Sequence[str | Input | Assignment],
    shows: Shows,
    *,
    crew: Crew | None = None,
    shard: Shard | None = None,
    observer: Observer | None = None,
) -> Iterator[tuple[int, Outcome]]:
    """Do the work of a run on shelves that are open; tell how each article ends, and of which input it is."""
    watcher = observer or Nobody()
    books = Books(shows)
    try:
        for number, outcome in _Run(inputs, shows, crew or Alone(), shard, watcher).outcomes():
            books.note(outcome)
            watcher.ended(outcome)
            yield number, outcome
            books.keep()
        books.tried([_asked(piece) for piece in inputs if isinstance(piece, str) or _is_whole(piece)])
    finally:
        books.close()


class _Run:
    """What is to be done, what is given out, and what came back."""

    def __init__(
        self,
        inputs: Sequence[str | Input | Assignment],
        shows: Shows,
        crew: Crew,
        shard: Shard | None,
        observer: Observer,
    ) -> None:
        several = len(inputs) > 1
        mine = [
            _Work(number=number, piece=piece)
            for number, piece in enumerate(inputs)
            if not (several and shard) or shard.has(_asked(piece))
        ]
        self._crew = crew
        self._observer = observer
        self._folder = shows.every[0].folder
        self._settings = tuple(choices.settings for choices in shows.every)
        self._do = partial(
            _done, shows=shows, shard=None if several else shard, observer=observer if crew.here else None
        )
        self._known = len(mine)
        self._ready = deque(mine)
        self._suspects: deque[_Work] = deque()  # whoever did them died: they are done alone, to see which it was
        self._later: list[_Work] = []  # a server was busy
        self._out: dict[Future[tuple[Outcome | Assignment, ...]], _Work] = {}

    def outcomes(self) -> Iterator[tuple[int, Outcome]]:
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
        if not isinstance(piece, Assignment):
            piece = read(piece) if isinstance(piece, str) else piece
            piece = replace(piece, sheets=sheets(piece.asked, self._settings))
        future = hands.executor.submit(self._do, piece)
        self._out[future] = queue.popleft()

    def _came_back(self) -> Iterator[tuple[int, Outcome]]:
        for future in wait(self._out, return_when=FIRST_COMPLETED).done:
            work = self._out.pop(future)
            try:
                results = future.result()
            except Exception as error:
                if not self._crew.is_loss(error):
                    raise
                ended = self._lost(work)
            else:
                ended = self._sorted(work, results)
            yield from ((work.number, outcome) for outcome in ended)

    def _sorted(self, work: _Work, results: Sequence[Outcome | Assignment]) -> Iterator[Outcome]:
        """Tell what ended; put what is still to be done where it belongs."""
        articles = [_Work(number=work.number, piece=result) for result in results if isinstance(result, Assignment)]
        self._ready.extendleft(reversed(articles))
        if len(results) != 1 or articles:
            self._known += len(results) - 1
            self._observer.known(self._known)
        for result in results:
            if isinstance(result, Assignment):
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
        match work.piece:
            case Assignment(order, choices):
                asked, folder, title = order.asked, choices.folder, order.article.paragraphs[0]
            case piece:
                asked, folder, title = _asked(piece), self._folder, ""
        what = f"whoever worked on it died, {work.losses} times"
        error = BriefingError(asked, what, "look whether the machine has memory enough, and try it alone")
        yield Failed(asked=asked, folder=folder, source=asked, title=title, error=error)


def _is_whole(piece: Input | Assignment) -> bool:
    return isinstance(piece, Input) and piece.is_whole


def _asked(piece: str | Input | Assignment) -> str:
    return piece if isinstance(piece, str) else piece.asked


def read(source: str) -> Input:
    """Read a file's bytes here; what cannot be read is tried, and told, by whoever is given the work."""
    data = None
    if not is_link(source):
        with suppress(InputError):
            data = bytes_of(source)
    return Input(asked=source, origin=Origin.of(source), data=data)


def _done(
    piece: Input | Assignment, *, shows: Shows, shard: Shard | None, observer: Observer | None
) -> tuple[Outcome | Assignment, ...]:
    """Do a piece of work: make the one episode that an input gives, or return the articles of which it gives several.

    An input gives none where it falls to another's part, or no show takes what it holds.
    """
    watcher = observer or Nobody()
    if isinstance(piece, Assignment):
        return (_told(piece, watcher),)
    watcher.stage(Stage.READ)
    found = ordered(piece, shows.every[0])
    if isinstance(found, Failed):
        return (found,)
    results = [
        _assigned(replace(order, warnings=()) if number else order, choices, piece.sheets)
        for order in found
        if shard is None or shard.has(identity.called(order.article))
        for number, choices in enumerate(shows.taking(order.article, order.origin))
    ]
    if len(results) == 1 and isinstance(results[0], Assignment):
        return (_told(results[0], watcher),)
    return tuple(results)


def _assigned(order: Order, choices: Choices, found: Sequence[Sheet]) -> Assignment | Failed:
    """Give an article to a show, with what was decided of it there."""
    article = attempted(order.asked, lambda: edited(order, choices, found))
    if isinstance(article, BriefingError):
        return order.failed(choices.folder, article)
    return Assignment(replace(order, article=article), choices)


def edited(order: Order, choices: Choices, found: Sequence[Sheet]) -> Article:
    """Return an article with what was decided of it for a show. Raises SettingsError where a file of that is off."""
    return corrected(order.article, order.asked, found, choices.settings, alone=order.alone)


def _told(assignment: Assignment, watcher: Observer) -> Outcome:
    order, choices = assignment
    return one(order, choices, shelf_at(choices.folder), watcher)


def ordered(piece: Input, choices: Choices) -> tuple[Order, ...] | Failed:
    """Return the articles of an input; what was told of it when it was read stands with the first."""
    with heard() as warnings:
        found = attempted(piece.asked, lambda: _articles(piece, choices))
    if isinstance(found, BriefingError):
        return Failed(
            asked=piece.asked,
            folder=choices.folder,
            source=piece.asked,
            title="",
            error=found,
            warnings=tuple(warnings),
        )
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


def _articles(piece: Input, choices: Choices) -> tuple[Article, ...]:
    if piece.entry:
        return (script.entry(piece.entry, piece.feed, allow_private=choices.allow_private),)
    return script.articles(piece.asked, data=piece.data, allow_private=choices.allow_private, offline=choices.offline)
