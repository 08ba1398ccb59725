"""The desk: the articles that an editor has before them, and how far each is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from briefing import places
from briefing.article.read import files_in
from briefing.corrections import APPROVED
from briefing.errors import InputError
from briefing.narration import voices
from briefing.pipeline import corrected, identity
from briefing.pipeline.again import standing
from briefing.pipeline.dossier import Dossier
from briefing.pipeline.key import key
from briefing.pipeline.outcome import Failed
from briefing.pipeline.run import ordered, read
from briefing.shelf import digest, is_shelf, shelf_at
from briefing.studio.draft import Draft, remembering

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.episode import Order
    from briefing.plugins import Diacritizer
    from briefing.shelf import Shelf, Withdrawal
    from briefing.studio.draft import Doubts

_DRAFTS_KEPT = 64
_ID_CHARS = 10


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
    """An article on the desk: what it is called in addresses, and its dossier."""

    id: str
    dossier: Dossier

    @property
    def title(self) -> str:
        """Its headline."""
        return self.dossier.order.article.paragraphs[0]


class Desk:
    """The articles of some sources, for the show of an output folder."""

    def __init__(self, sources: Sequence[str], choices: Choices) -> None:
        """Read the sources: files, folders, addresses, feeds, or folders of episodes.

        Raises InputError where nothing can be read; what alone cannot be is told by `failed`.
        """
        self.choices = choices
        self.settings = choices.settings
        self.failed: list[Failed] = []
        items: dict[str, Item] = {}
        for order in self._orders(sources):
            called = digest(f"{order.asked}\n{identity.called(order.article)}")[:_ID_CHARS]
            items.setdefault(called, Item(called, Dossier(order, self.settings)))
        self.items = tuple(items.values())
        if not self.items:
            if self.failed:
                raise self.failed[0].error
            raise InputError(", ".join(sources), "holds no article", "give files, addresses, or a folder of episodes")
        self._by_id = {item.id: item for item in self.items}
        self._draft = lru_cache(maxsize=_DRAFTS_KEPT)(self._drafted)
        self._known: dict[str, tuple[Article, Doubts]] = {}
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="desk")
        # The desks remember what they read last, and think of one article at a time.
        self.lock = RLock()

    def _orders(self, sources: Sequence[str]) -> Iterator[Order]:
        for source in sources:
            if is_shelf(Path(source)):
                # A bulletin is corrected in its stories.
                yield from (order for order in standing(Path(source)) if not order.article.parts)
                continue
            for name in files_in(Path(source)) or [source]:
                found = ordered(read(name), self.choices)
                if isinstance(found, Failed):
                    self.failed.append(found)
                else:
                    yield from found

    def item(self, wanted: str) -> Item | None:
        """Return the article with that name in addresses."""
        return self._by_id.get(wanted)

    def draft(self, item: Item) -> Draft:
        """Return an article as it would be told now."""
        with self.lock:
            return self._draft(item.dossier.article())

    def draft_of(self, article: Article) -> Draft:
        """Return any article as it would be told."""
        with self.lock:
            return self._draft(article)

    def doubts(self, item: Item) -> Doubts | None:
        """Return what should be looked at in an article, None while it is still being read."""
        article = item.dossier.article()
        known = self._known.get(item.id)
        if known and known[0] == article:
            return known[1]
        self._pool.submit(self._look, item)
        return None

    def _look(self, item: Item) -> None:
        article = item.dossier.article()
        with self.lock:
            self._known[item.id] = article, self._draft(article).doubts

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read the articles ahead of whoever looks at them."""
        for item in self.items:
            self._pool.submit(self._look, item)
        try:
            yield
        finally:
            self._pool.shutdown(cancel_futures=True)

    def forget(self) -> None:
        """Read all anew: the lexicon has changed."""
        with self.lock:
            self.__dict__.pop("_diacritizer", None)
            self._draft.cache_clear()
            self._known.clear()

    def _drafted(self, article: Article) -> Draft:
        return Draft(article, self.settings, self._diacritizer)

    @cached_property
    def _diacritizer(self) -> Diacritizer:
        return remembering(self.settings.diacritizer)

    @cached_property
    def shelf(self) -> Shelf:
        """Where the show's episodes stand."""
        return shelf_at(self.choices.folder)

    def slug(self, item: Item) -> str:
        """Return the name of the article's episode, "" where there is none."""
        order = item.dossier.order
        if order.again:
            return order.again.slug
        return self.shelf.telling(identity.story(order.article, order.origin), identity.slug(order.article))

    def withdrawal(self, item: Item) -> Withdrawal | None:
        """Return when and why its episode was withdrawn; None where it was not."""
        slug = self.slug(item)
        return self.shelf.withdrawal(slug) if slug else None

    def state(self, item: Item) -> State:
        """Say how far an article is."""
        if self.withdrawal(item):
            return State.WITHDRAWN
        dossier = item.dossier
        article = dossier.article()
        told = self.stands(item)
        if corrected.approval(article, self.settings):
            return State.PUBLISHED if told else State.CHECKED
        if any(row.kind == APPROVED for row in dossier.rows()):
            return State.CHANGED
        return State.UNAPPROVED if told and not self.settings.show.require_approval else State.NEW

    def stands(self, item: Item) -> bool:
        """Say whether its episode stands as it would be made now."""
        slug = self.slug(item)
        if not slug:
            return False
        order = item.dossier.as_decided()
        voice = voices.load(self.settings.voice)
        story = order.again.story if order.again else identity.story(order.article, order.origin)
        return self.shelf.unchanged(slug, story, key(order.article, voice, self.choices)) is not None


def choices_at(choices: Choices, sources: Sequence[str]) -> Choices:
    """Return the choices for the show of the one folder of episodes among the sources, if there is one."""
    shelves = [source for source in sources if is_shelf(Path(source))]
    if len(shelves) != 1:
        return choices
    folder = places.place(shelves[0])
    return replace(choices, folder=folder, settings=choices.settings.at(folder))
