"""`.article.json`: the article that an episode was made of, kept beside it, so that a bulletin can tell its story.

What the published forms hold is what one briefing told, cut to its length and edited; a story is told again from the
article itself. The file is hidden: `serve` and `publish` pass it over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from briefing.documents import read_file, written
from briefing.files import write_text
from briefing.model import Article
from briefing.shown import link

if TYPE_CHECKING:
    from pathlib import Path

ARTICLE_FILE = ".article.json"
VERSION = 1


def keep(article: Article, folder: Path) -> None:
    """Keep an article in the folder of its episode, without its path here and what may be secret of its address.

    Its date is the episode's, which `episode.json` has. Raises OutputError.
    """
    write_text(folder / ARTICLE_FILE, written(_plain(article), version=VERSION))


def kept(folder: Path) -> Article | None:
    """Return the article of the episode in a folder; None where it was not kept, or is damaged."""
    article = read_file(Article, folder / ARTICLE_FILE)
    return article if article and article.paragraphs else None


def _plain(article: Article) -> Article:
    url, parts = link(article.url) if article.url else None, tuple(map(_plain, article.parts))
    return replace(article, source="", url=url, id=None, published=None, parts=parts)
