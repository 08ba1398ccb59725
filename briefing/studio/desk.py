"""The desk: the articles that an editor has before them, and how far each is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache, partial
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from briefing import places
from briefing.article.read import files_in
from briefing.corrections import APPROVED
from briefing.errors import InputError
from briefing.narration import voices
from briefing.pipeline import corrected, identity
from briefing.pipeline.again import as_long, standing
from briefing.pipeline.dossier import Dossier
from briefing.pipeline.episode import attempted
from briefing.pipeline.key import key
from briefing.pipeline.outcome import Failed
from briefing.pipeline.run import ordered, read
from briefing.pipeline.shows import Shows
from briefing.shelf import digest, is_shelf, shelf_at
from briefing.studio.draft import Draft, remembering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.episode import Order
    from briefing.settings import Settings
    from briefing.shelf import Shelf, Withdrawal
    from briefing.studio.draft import Doubts

_DRAFTS_KEPT = 64
_ID_CHARS = 10
_Stamp = tuple[int, int]


class State(StrEnum):
    """How far an article is."""

    NEW = "new"
    CHANGED = "changed"
    CHECKED = "checked"
    UNAPPROVED = "unapproved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Item:
    """An article on the desk for a show: what it is called in addresses, its dossier, what is chosen for the show.

    `stamp` is when its file was changed last, and how long it is; None where it is none.
    """

    id: str
    dossier: Dossier
    choices: Choices
    stamp: _Stamp | None = None

    @property
    def title(self) -> str:
        """Its headline."""
        return self.dossier.order.article.paragraphs[0]

    @property
    def shelf(self) -> Shelf:
        """Where the episodes of its show stand."""
        return shelf_at(self.choices.folder)


class Desk:
    """The articles of some sources, each for the shows that take it."""

    def __init__(self, sources: Sequence[str], choices: Choices) -> None:
        """Read the sources: files, folders, addresses, feeds, or folders of episodes.

        Raises InputError where nothing can be read; what alone cannot be is told by `failed`.
        """
        self.failed: list[Failed] = []
        self._choices = choices
        self._shows = Shows.of(choices)
        self._items: dict[str, Item] = {}
        for source in sources:
            for item in self._read(source):
                self._items.setdefault(item.id, item)
        if not self._items:
            if self.failed:
                raise self.failed[0].error
            raise InputError(", ".join(sources), "holds no article", "give files, addresses, or a folder of episodes")
        self._draft = lru_cache(maxsize=_DRAFTS_KEPT)(self._drafted)
        self._diacritizer = lru_cache(remembering)
        self._known: dict[str, tuple[Article, Doubts]] = {}
        self._waiting: set[str] = set()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="desk")
        # The desks remember what they read last, and think of one article at a time.
        self.lock = RLock()

    @property
    def items(self) -> tuple[Item, ...]:
        """The articles, as their files are now."""
        return tuple(map(self._fresh, self._items.values()))

    def item(self, wanted: str) -> Item | None:
        """Return the article with that name in addresses, as its file is now."""
        item = self._items.get(wanted)
        return self._fresh(item) if item else None

    def _read(self, source: str) -> Iterator[Item]:
        if is_shelf(Path(source)):
            choices = choices_at(self._choices, source)
            for order in standing(Path(source)):
                # A bulletin is corrected in its stories.
                if not order.article.parts:
                    yield _item(order, as_long(choices, order))
            return
        for name in files_in(Path(source)) or [source]:
            stamp = _stamp(name)
            found = ordered(read(name), self._choices)
            if isinstance(found, Failed):
                self.failed.append(found)
                continue
            for order in found:
                for choices in self._shows.taking(order.article, order.origin):
                    yield _item(order, choices, stamp if order.alone else None)

    def _fresh(self, item: Item) -> Item:
        """Read an article again where its file has changed: nothing is published as it was before it was edited."""
        stamp = _stamp(item.dossier.order.asked) if item.stamp else None
        if stamp is None or stamp == item.stamp:
            return item
        with self.lock:
            found = ordered(read(item.dossier.order.asked), self._choices)
            if isinstance(found, Failed) or len(found) != 1:
                return item
            fresh = replace(item, dossier=Dossier(found[0], item.choices.settings), stamp=stamp)
            self._items[item.id] = fresh
            return fresh

    def draft(self, item: Item) -> Draft:
        """Return an article as it would be told now."""
        return self.draft_of(item.dossier.article(), item.choices.settings)

    def draft_of(self, article: Article, settings: Settings) -> Draft:
        """Return any article as a show would tell it."""
        with self.lock:
            return self._draft(article, settings)

    def _drafted(self, article: Article, settings: Settings) -> Draft:
        return Draft(article, settings, self._diacritizer(settings.diacritizer))

    def doubts(self, item: Item) -> Doubts | None:
        """Return what should be looked at in an article, None while it is read for the first time."""
        article = item.dossier.article()
        known = self._known.get(item.id)
        if known and known[0] == article:
            return known[1]
        if known:
            # One article that an editor has changed is read again at once.
            return self._look(item)
        with self.lock:
            if item.id not in self._waiting:
                self._waiting.add(item.id)
                self._pool.submit(attempted, item.dossier.source, partial(self._look, item))
        return None

    def _look(self, item: Item) -> Doubts:
        article = item.dossier.article()
        known = self._known.get(item.id)
        if known and known[0] == article:
            return known[1]
        with self.lock:
            try:
                doubts = self.draft_of(article, item.choices.settings).doubts
                self._known[item.id] = article, doubts
            finally:
                self._waiting.discard(item.id)
        return doubts

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read the articles ahead of whoever looks at them."""
        for item in self.items:
            attempted(item.dossier.source, partial(self.doubts, item))
        try:
            yield
        finally:
            self._pool.shutdown(cancel_futures=True)

    def forget(self) -> None:
        """Read all anew: the lexicon has changed."""
        with self.lock:
            self._diacritizer.cache_clear()
            self._draft.cache_clear()
            self._known.clear()

    def slug(self, item: Item) -> str:
        """Return the name of the article's episode, "" where there is none."""
        order = item.dossier.order
        if order.again:
            return order.again.slug
        return item.shelf.telling(order.story, order.slug)

    def withdrawal(self, item: Item) -> Withdrawal | None:
        """Return when and why its episode was withdrawn; None where it was not."""
        slug = self.slug(item)
        return item.shelf.withdrawal(slug) if slug else None

    def state(self, item: Item) -> State:
        """Say how far an article is."""
        if self.withdrawal(item):
            return State.WITHDRAWN
        dossier, settings = item.dossier, item.choices.settings
        told = self.stands(item)
        if corrected.approval(dossier.article(), settings):
            return State.PUBLISHED if told else State.CHECKED
        is_heard = bool(self.slug(item)) and not settings.show.require_approval
        if any(row.kind == APPROVED for row in dossier.rows()) or (is_heard and not told):
            return State.CHANGED
        return State.UNAPPROVED if told and is_heard else State.NEW

    def stands(self, item: Item) -> bool:
        """Say whether its episode stands as it would be made now."""
        slug = self.slug(item)
        if not slug:
            return False
        order = item.dossier.as_decided()
        voice = voices.load(item.choices.settings.voice)
        articles = [order.article]
        if not item.choices.settings.show.require_approval:
            # What listeners hear is the same, whether somebody has stood for it since or not.
            articles.append(replace(order.article, approvals=()))
        return any(item.shelf.unchanged(slug, order.story, key(one, voice, item.choices)) for one in articles)


def _item(order: Order, choices: Choices, stamp: _Stamp | None = None) -> Item:
    called = f"{order.asked}\n{identity.called(order.article)}\n{choices.folder}"
    return Item(digest(called)[:_ID_CHARS], Dossier(order, choices.settings), choices, stamp)


def _stamp(source: str) -> _Stamp | None:
    try:
        status = Path(source).stat()
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def choices_at(choices: Choices, folder: str) -> Choices:
    """Return what is chosen for the show whose episodes stand in a folder."""
    place = places.place(folder)
    return replace(choices, folder=place, settings=choices.settings.at(place))
