"""A look at a source that is watched: what is new there, or says something else than it did."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.article import read
from briefing.article.fetch import Unchanged
from briefing.article.freshness import Stamp
from briefing.errors import InputError
from briefing.pipeline.identity import Origin, called
from briefing.pipeline.run import Input
from briefing.pipeline.watched import PASSED_OVER, mark, together

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from briefing.model import Article
    from briefing.pipeline.watched import Known

# A file that was changed so lately may still be being written.
_DRYING_S = 2.0
# One with a date from another clock, or from elsewhere, shows by its size that somebody writes it.
_SETTLING_S = 0.5
# RSS 2.0: minutes; in UTF-8, and in every encoding that has ASCII in it.
_TTL = re.compile(rb"<ttl>\s*([0-9]{1,6})\s*</ttl>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look found: the inputs to be made, by the marks of their names, and what each item says now.

    `known` is what is known of the source with this look, but for its items. It need not be looked at before `fresh_s`
    seconds have passed; `more`: it has more than was taken at once.
    """

    known: Known
    inputs: dict[str, str | Input] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    fresh_s: int = 0
    more: bool = False

    def is_over(self, unfinished: Collection[str]) -> bool:
        """Say whether nothing is left to do, where the inputs of these names came to no end."""
        return not (self.more or unfinished)

    def noted(self, unfinished: Collection[str]) -> Known:
        """Return what is known of the source when the inputs have been made, but for those of these names."""
        said = {name: said for name, said in self.says.items() if name not in unfinished}
        known = replace(self.known, items=together(self.known.items, said))
        # Else it has to be asked for whole again.
        return known if self.is_over(unfinished) else replace(known, stamp=Stamp())


def at_link(source: str, before: Known, *, newest: int, wishes: dict[str, str], allow_private: bool) -> Look:
    """Look at a feed or a page; at most so many of its newest items are taken at once.

    At the first look the others are passed over for good; later they wait for the next. `wishes` are those of sites, as
    they were found out before. Raises InputError, NetworkError.
    """
    answer = read.look(source, before.stamp, wishes, allow_private=allow_private)
    if isinstance(answer, Unchanged):
        return Look(known=before, fresh_s=max(answer.fresh_s, before.ttl_s))
    ttl = _TTL.search(answer.data)
    known = replace(before, stamp=answer.stamp, ttl_s=60 * int(ttl[1]) if ttl else 0)
    found = read.contents(source, answer)
    items = {mark(called(article)): article for article in reversed(_newest_first(found.articles))}
    says = {name: mark(repr(replace(article, source=""))) for name, article in items.items()}
    changed = [name for name in reversed(items) if before.items.get(name) not in {says[name], PASSED_OVER}]
    taken, others = changed[:newest], changed[newest:]
    first = not before.items
    passed_over = {name for name in items if before.items.get(name) == PASSED_OVER} | set(others if first else ())
    waiting = set(others) - passed_over
    return Look(
        known=known,
        inputs={name: _input(items[name], source, found.feed) for name in taken},
        says={name: PASSED_OVER if name in passed_over else says[name] for name in items if name not in waiting},
        fresh_s=max(answer.fresh_s, known.ttl_s),
        more=bool(waiting),
    )


def _input(article: Article, source: str, feed: str) -> Input:
    return Input(asked=article.url or source, origin=Origin(place=source), entry=article, feed=feed)


def _newest_first(articles: Sequence[Article]) -> list[Article]:
    """Put articles in order by their dates; where one has none, as feeds put them: the newest first."""
    dated = [(_in_a_zone(article.published), article) for article in articles if article.published]
    if len(dated) < len(articles):
        return list(articles)
    return [article for _, article in sorted(dated, key=itemgetter(0), reverse=True)]


def _in_a_zone(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def at_files(source: str, before: Known, *, now: float, wait: Callable[[float], float], patient: bool) -> Look:
    """Look at a folder, or a file: what is new there or was changed, but for what is still being written.

    `wait` waits so many seconds and returns the time, which is `now` before, in seconds since 1970. Whoever is
    `patient` waits until a file that is done has dried. Raises InputError.
    """
    stamps = {path: stamp for path in _files(source) if (stamp := _stamp(path))}
    changed = {path: stamp for path, stamp in stamps.items() if before.items.get(mark(path.name)) != str(stamp)}
    if not changed:
        return Look(known=before)
    all_dry = all(stamp.is_dry(now) for stamp in changed.values())
    then = wait(_SETTLING_S if all_dry or not patient else _DRYING_S)
    dry = [path for path, stamp in changed.items() if _stamp(path) == stamp and stamp.is_dry(then)]
    return Look(
        known=before,
        inputs={mark(path.name): str(path) for path in dry},
        says={mark(path.name): str(stamp) for path, stamp in stamps.items() if path not in changed or path in dry},
    )


@dataclass(frozen=True, slots=True)
class _FileStamp:
    """By what a file is known to be as it was."""

    size: int
    modified_ns: int

    def __str__(self) -> str:
        return f"{self.size} {self.modified_ns}"

    def is_dry(self, now: float) -> bool:
        """Say whether the file was left alone for long enough; a clock that is ahead of ours does not matter."""
        return abs(now - self.modified_ns / 1e9) >= _DRYING_S


def _stamp(path: Path) -> _FileStamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return _FileStamp(status.st_size, status.st_mtime_ns)


def _files(source: str) -> list[Path]:
    place = Path(source)
    try:
        if place.is_file():
            return [place]
        next(place.iterdir(), None)
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(source, f"cannot be looked into: {why}", "give a folder, a file or a feed") from error
    return [Path(path) for path in read.files_in(place)]
