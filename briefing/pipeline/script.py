"""From a source to a script that can be spoken: what `briefing show` and `briefing make` share."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from briefing import plugins
from briefing.article.clean import clean
from briefing.article.read import read, tells, whole
from briefing.editorial import bulletin
from briefing.editorial.choose import choose
from briefing.editorial.script import write
from briefing.errors import InputError
from briefing.model import CorrectionKind
from briefing.narration import diacritize, respell, verbalize
from briefing.narration.dictated import dictated
from briefing.narration.verbalize import guard, own
from briefing.publishing.words import show_words
from briefing.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

    from briefing.model import Article, Script, Segments
    from briefing.plugins import Diacritizer

_DEFAULTS = Settings()


def articles(
    source: str, *, data: bytes | None = None, allow_private: bool = False, offline: bool = False
) -> tuple[Article, ...]:
    """Read a source and clean what it holds; `data`: its bytes, where somebody has them already.

    Raises InputError, or NetworkError where the source is an address.
    """
    return tuple(clean(article) for article in read(source, data=data, allow_private=allow_private, offline=offline))


def entry(article: Article, feed: str, *, allow_private: bool = False) -> Article:
    """Clean the entry of a feed, with the story of its page where it has none itself; `feed` is "" where it is none's.

    Raises NetworkError where the page's server is busy: there will be another day. Raises InputError where there is
    only a headline.
    """
    found = whole(article, feed, allow_private=allow_private, patient=True)
    if feed and not tells(found):
        where = found.url or found.source
        raise InputError(where, "has a headline alone", "give the link of a page with its story")
    return clean(found)


def segments(article: Article) -> Segments:
    """Take from an article what an editor would, with the quotes marked that a briefing of usual length tells."""
    return written(article).segments


def written(
    article: Article, settings: Settings = _DEFAULTS, corrected: datetime | None = None, *, recorded: bool = False
) -> Script:
    """Write the running order, every sentence still as the eye reads it, in the length and words of the settings.

    The opening of a briefing tells the day of a correction where there is one, and that no person reads, unless it is
    `recorded` that one does.
    """
    show, wording = settings.show.title or show_words()["title"], asdict(settings.wording)
    synthetic = settings.show.say_synthetic and not recorded
    if article.parts:
        return bulletin.write(article, settings.length, show=show, wording=wording, synthetic=synthetic)
    return write(
        article,
        choose(article),
        length_of(article, settings),
        show=show,
        wording=wording,
        corrected=corrected,
        synthetic=synthetic,
    )


def length_of(article: Article, settings: Settings) -> str:
    """Return the length in which an article is told: an editor's, else the settings'; of a bulletin these alone."""
    decided = () if article.parts else article.decided(CorrectionKind.LENGTH)
    return decided[-1].to if decided else settings.length


def spoken(script: Script, settings: Settings = _DEFAULTS) -> Script:
    """Spell out numbers, symbols and Latin letters, by the tables and the user's own readings."""
    return verbalize.script(script, own.tables(settings.readings))


def verified(script: Script, settings: Settings, *, allow_unverified: bool) -> tuple[str, ...]:
    """Read every spoken number back; return what the page must say of those that were let through.

    Raises ValueMismatchError where one has another value than was written, unless `allow_unverified`.
    """
    tables = own.tables(settings.readings)
    if not allow_unverified:
        guard.require(script, tables)
        return ()
    return guard.notices(script, tables)


def diacritized(
    script: Script, diacritizer: str, article: Article | None = None, settings: Settings = _DEFAULTS
) -> Script:
    """Add marks to what will be spoken, and hamzas left out; what is the article's own is marked in its sentence there.

    Raises SettingsError where the diacritizer is not known or not usable.
    """
    return marked(script, plugins.diacritizer(diacritizer), article, settings)


def marked(
    script: Script, chosen: Diacritizer, article: Article | None = None, settings: Settings = _DEFAULTS
) -> Script:
    """Add marks as `diacritized` does, by a diacritizer that somebody has at hand."""
    paragraphs, readings = (article.paragraphs, dictated(article)) if article else ((), ())
    respelled = respell.script(script, chosen)
    return diacritize.script(respelled, chosen, paragraphs, own.tables(settings.readings), readings)
