"""How long a briefing may be: words of speech, quotes, and whether it is the article itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from briefing.errors import UsageError
from briefing.resources import data, read_toml

LENGTHS = ("short", "standard", "full", "whole")
_MINUTES = re.compile(r"(?P<minutes>\d+(?:\.\d+)?)\s*m?(?:in(?:utes?)?)?$")
# A day is more than any briefing, and no number grows so long that it cannot be counted with.
_MOST_MINUTES = 24 * 60
_EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """What a length allows: words as they are spoken, quotes in all and of one person, words of one quote.

    `share` is how much of the article's own words it may be, `written` how many that are; `least` is what a sentence
    must be worth; `read_whole` says that a short article is read as it is; `whole` is true for what is read in full.
    """

    words: int
    share: float
    quotes: int
    quotes_of_one: int
    quote_words: int
    least: float = 0.0
    written: int = _EVERYTHING
    read_whole: bool = True
    whole: bool = False

    @property
    def unlimited(self) -> Length:
        """The same without a limit: for what an editor wants told."""
        return replace(_whole(), whole=self.whole)


@cache
def settings() -> dict[str, Any]:
    """Return the lengths, pauses and link sentences of `data/ar/editorial/script.toml`."""
    return read_toml(data("ar", "editorial", "script.toml"))


def length_of(name: str) -> Length:
    """Return what a length allows: `short`, `standard`, `full`, `whole`, or minutes such as "3" or "3m".

    Raises UsageError for anything else.
    """
    known = settings()["length"]
    if name == "whole":
        return _whole()
    if name in LENGTHS:
        return Length(**known[name])
    match = _MINUTES.match(name.strip())
    if not match or not 0 < float(match["minutes"]) <= _MOST_MINUTES:
        raise UsageError(name, "no such length", "choose short, standard, full, whole, or minutes such as 3m")
    wanted = max(1, round(float(match["minutes"]) * int(known["words_a_minute"])))
    # So many quotes and so long ones as the standing length nearest below allows.
    fitting = [one for one in (Length(**known[each]) for each in LENGTHS[:-1]) if one.words <= wanted]
    return replace(
        max(fitting, key=_words, default=Length(**known["short"])), words=wanted, share=known["full"]["share"]
    )


def story_length(words: int) -> Length:
    """Return what a story of a bulletin may be: what one is at most, in so many words at most."""
    story = Length(**settings()["length"]["story"])
    return replace(story, words=min(story.words, words))


def fitted(length: Length, article_words: int) -> Length:
    """Return what a length allows for an article of so many words: a short one is read whole, none grows longer."""
    short = article_words < int(settings()["length"]["read_whole_words"])
    if length.whole or (length.read_whole and short):
        return _whole()
    return replace(length, written=int(length.share * article_words))


def _whole() -> Length:
    return Length(
        words=_EVERYTHING,
        share=1.0,
        quotes=_EVERYTHING,
        quotes_of_one=_EVERYTHING,
        quote_words=_EVERYTHING,
        whole=True,
    )


def _words(length: Length) -> int:
    return length.words
