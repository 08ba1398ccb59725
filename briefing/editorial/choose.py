"""What is worth saying: an article in, its segments out."""

from __future__ import annotations

from briefing.editorial import figures, headline
from briefing.editorial.attribute import attribute
from briefing.editorial.understanding import understand
from briefing.model import Article, Segments


def choose(article: Article) -> Segments:
    """Take from an article what a briefing can be made of; nothing that the article does not say.

    Which quotes are key quotes is the script's to say: those that its length tells.
    """
    found, polls = figures.survey(article)
    return Segments(
        headline=headline.headline(article),
        lead=headline.lead(article),
        quotes=attribute(article),
        figures=found,
        polls=polls,
        names=tuple(
            mention.name_span
            for paragraph in understand(article).mentions.by_paragraph
            for mention in paragraph
            if mention.name_span
        ),
    )
