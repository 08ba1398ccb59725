"""What is worth saying: an article in, its segments out."""

from __future__ import annotations

from briefing.editorial import figures, headline, quotes
from briefing.model import Article, Segments


def choose(article: Article) -> Segments:
    """Take from an article what a briefing can be made of; nothing that the article does not say."""
    found, polls = figures.survey(article)
    return Segments(
        headline=headline.headline(article),
        lead=headline.lead(article),
        quotes=quotes.quotes(article),
        figures=found,
        polls=polls,
    )
