"""Articles with what editors decided of them, from the files beside them and beside the settings.

These files are read where a run was started: other machines may not have them.
"""

from __future__ import annotations

import logging
import os
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from briefing import corrections, shown
from briefing.article.read import STDIN, SUFFIXES, is_link
from briefing.errors import SettingsError
from briefing.model import CorrectionKind
from briefing.pipeline import identity, script
from briefing.settings import CORRECTIONS_FILE
from briefing.shelf import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from briefing.corrections import Row
    from briefing.model import Approval, Article
    from briefing.settings import Settings


_log = logging.getLogger(__name__)


class Sheet(NamedTuple):
    """A file of corrections as it was when the run was started, or why it could not be read."""

    path: str
    content: bytes
    fault: str = ""


def beside(source: str) -> Path | None:
    """Return where what is decided of the article in a file stands; None where it is no file."""
    return None if source == STDIN or is_link(source) else Path(source).parent / CORRECTIONS_FILE


def places(source: str, settings: Settings) -> tuple[Path, ...]:
    """Return where corrections of what a source holds may stand: beside it, then beside the settings."""
    own, shared = beside(source), settings.corrections_file
    return (shared,) if own is None or _same(own, shared) else (own, shared)


def sheets(source: str, every: Iterable[Settings]) -> tuple[Sheet, ...]:
    """Read the files of corrections for what a source holds, in any of several shows; those that are there."""
    paths = dict.fromkeys(path for settings in every for path in places(source, settings))
    return tuple(filter(None, map(_sheet, paths)))


def _sheet(path: Path) -> Sheet | None:
    try:
        text = corrections.content_of(path)
    except SettingsError as error:
        return Sheet(str(path), b"", error.what)
    return None if text is None else Sheet(str(path), text)


def names(article: Article, source: str, path: Path, *, alone: bool, slug: str = "") -> tuple[str, ...]:
    """Return what an article may be called in a file of corrections; what it is called there by us comes first.

    Its file has a name where it holds no other article: as it is seen from the file of corrections. An episode that
    stands goes by the name of its folder, `slug`; so does what would be made there.
    """
    address = shown.link(article.url) if article.url else ""
    file = _from(path.parent, source) if alone and beside(source) else ""
    called = slug or (identity.slug(article) if alone else "")
    every = (file, address, article.url or "", article.id or "", slug, article.paragraphs[0], called)
    return tuple(dict.fromkeys(filter(None, every)))


def corrected(article: Article, source: str, found: Sequence[Sheet], settings: Settings, *, alone: bool) -> Article:
    """Return an article with what was decided of it for the show of these settings.

    Raises SettingsError where one of the files is off.
    """
    if not found:
        return article
    own = {str(path) for path in places(source, settings)}
    rows = [row for sheet in found if sheet.path in own for row in _rows(article, source, sheet, alone=alone)]
    return corrections.corrected(article, rows)


def approval(article: Article, settings: Settings) -> Approval | None:
    """Return who stands for an article as these settings tell it; for a bulletin, where each story has somebody.

    Raises UsageError where the length of one is none.
    """
    if article.parts:
        each = [_of_any_length(part, settings) for part in article.parts]
        found = [one for one in each if one]
        return max(found, key=_moment) if len(found) == len(each) else None
    return _latest(article, settings, script.length_of(article, settings))


def _of_any_length(story: Article, settings: Settings) -> Approval | None:
    return next(filter(None, (_latest(story, settings, one.length) for one in reversed(story.approvals))), None)


def _latest(article: Article, settings: Settings, length: str) -> Approval | None:
    of_length = [one for one in article.approvals if one.length == length]
    state = state_of(article, settings, length) if of_length else ""
    return max((one for one in of_length if one.told == state), key=_moment, default=None)


def _moment(approval: Approval) -> datetime:
    return approval.at


def state_of(article: Article, settings: Settings, length: str) -> str:
    """Return the digest of what is told of an article in a length, and of how an editor has words of it read.

    Opening and closing are none of it, nor how the lexicon or a show reads a word in every article: who changes these
    stands for that. Raises UsageError where there is no such length.
    """
    told = script.written(article, settings.choosing({"length": length}))
    said = [(one.written, one.role, one.speaker) for one in told.utterances if one.source is not None]
    readings = sorted(repr(one) for one in article.decided(CorrectionKind.READING) if not one.shared)
    return digest(repr((said, readings)))


def read(articles: Sequence[Article], source: str, settings: Settings) -> tuple[Article, ...]:
    """Return the articles of a source with what was decided of each."""
    there, alone = sheets(source, (settings,)), len(articles) == 1
    return tuple(corrected(article, source, there, settings, alone=alone) for article in articles)


@cache
def _say_once(path: str, name: str) -> None:
    _log.warning("%s: names an article that is not there: %s", path, name)


@lru_cache(maxsize=64)
def _rows_in(sheet: Sheet) -> tuple[Row, ...]:
    """Return the rows of a file; name the files that it is about and that do not lie where it says.

    That is done once for what it says, not for each of a run's articles. Raises SettingsError.
    """
    if sheet.fault:
        raise SettingsError(sheet.path, sheet.fault, "look at its permissions")
    rows = corrections.parsed(sheet.content, sheet.path)
    for name in {row.article for row in rows}:
        is_file = Path(name).suffix.lower() in SUFFIXES and "://" not in name
        if is_file and not (Path(sheet.path).parent / name).exists():
            _say_once(sheet.path, name)
    return rows


def _rows(article: Article, source: str, sheet: Sheet, *, alone: bool) -> tuple[Row, ...]:
    rows = _rows_in(sheet)
    return corrections.rows_of(rows, names(article, source, Path(sheet.path), alone=alone)) if rows else ()


def _from(folder: Path, source: str) -> str:
    try:
        return Path(os.path.relpath(source, folder)).as_posix()
    except ValueError:  # another drive of Windows
        return Path(source).as_posix()


def _same(one: Path, other: Path) -> bool:
    return os.path.abspath(one) == os.path.abspath(other)  # noqa: PTH100 - links are followed by nobody here
