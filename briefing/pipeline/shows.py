"""The shows of a run: the settings' own, and any number beside it, each with its rule, its settings, its shelf."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from briefing import places
from briefing.arabic.folding import fold
from briefing.arabic.mention import folded, mentions
from briefing.errors import SettingsError

if TYPE_CHECKING:
    from briefing.model import Article
    from briefing.pipeline.choices import Choices
    from briefing.pipeline.identity import Origin
    from briefing.settings import Rule

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """What is chosen for each show of a run: for the first, which tells what no rule takes, and for those with a rule.

    `first` is None where nobody tells that.
    """

    first: Choices | None
    ruled: tuple[tuple[Rule, Choices], ...]

    @classmethod
    def of(cls, choices: Choices) -> Self:
        """Tell apart the shows that are in the settings. Raises SettingsError where two have one output folder."""
        chosen = choices.settings
        ruled = []
        taken = {places.name_of(choices.folder)} if chosen.default_show else set()
        for show in chosen.shows:
            folder = places.place(show.output)
            if places.name_of(folder) in taken:
                raise SettingsError(
                    f"{show.where}: output", f"{show.output!r} is that of another show", "give each show its own"
                )
            taken.add(places.name_of(folder))
            ruled.append((show.rule, replace(choices, settings=show.settings, folder=folder)))
        if not (chosen.default_show or ruled):
            raise SettingsError(chosen.told_in("default_show"), "leaves no show at all", "write a [[shows]] table")
        first = replace(choices, settings=replace(chosen, shows=())) if chosen.default_show else None
        return cls(first=first, ruled=tuple(ruled))

    @property
    def every(self) -> tuple[Choices, ...]:
        """What is chosen for each show, the first one's before those that have a rule."""
        return (*filter(None, (self.first,)), *(choices for _, choices in self.ruled))

    def taking(self, article: Article, origin: Origin) -> tuple[Choices, ...]:
        """Return what is chosen for each show that takes an article; none where no show does."""
        taking = tuple(choices for rule, choices in self.ruled if takes(rule, article, origin))
        return taking or tuple(filter(None, (self.first,)))


def takes(rule: Rule, article: Article, origin: Origin) -> bool:
    """Say whether a show takes an article: whether it meets each list of the show's rule."""
    return (
        (not rule.sources or any(_comes_from(source, article, origin) for source in rule.sources))
        and (not rule.sections or _mentions_any(rule.sections, article.sections))
        and (not rule.words or _mentions_any(rule.words, _told(article)))
    )


def _told(article: Article) -> tuple[str, ...]:
    dropped = {dropped.paragraph for dropped in article.dropped}
    return tuple(text for number, text in enumerate(article.paragraphs) if number not in dropped)


def _mentions_any(phrases: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    text = folded(texts)
    return any(mentions(text, phrase) for phrase in phrases)


def _comes_from(source: str, article: Article, origin: Origin) -> bool:
    if article.publication and fold(article.publication) == fold(source):
        return True
    places = (origin.place, article.url or "")
    return any(_part(source).search(Path(place).as_posix() if "://" not in place else place) for place in places)


@lru_cache(maxsize=1024)
def _part(source: str) -> re.Pattern[str]:
    """Make the pattern of an address or a path, or of a part of one, which begins and ends where its parts do."""
    part = re.escape(_SCHEME.sub("", source).strip("/"))
    return re.compile(rf"(?:^|[/.]){part}(?=$|[/:?#&])", re.IGNORECASE)
