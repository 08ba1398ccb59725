"""What is worth saying: an article in, its segments out."""

from __future__ import annotations

from briefing.editorial import figures, headline, script
from briefing.editorial.attribute import attribute
from briefing.model import Article, Segments

_LENGTH = "standard"


def choose(article: Article) -> Segments:
    """Take from an article what a briefing can be made of; nothing that the article does not say.

    `key` marks the quotes that a briefing of standard length tells; a script of another length marks its own.
    """
    found, polls = figures.survey(article)
    segments = Segments(
        headline=headline.headline(article),
        lead=headline.lead(article),
        quotes=attribute(article),
        figures=found,
        polls=polls,
    )
    return script.write(article, segments, _LENGTH).segments
