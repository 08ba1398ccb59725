"""Whether a text is Arabic at all."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from briefing import resources
from briefing.arabic.letters import ARTICLE, TEH_MARBUTA
from briefing.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefing.model import Article

_ARABIC_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_OTHER_LETTERS = re.compile("[^\\W\\d_\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_WORD = re.compile(r"\w+")
# Peh, tcheh, jeh and gaf: Arabic writes them in foreign names alone.
_FOREIGN_LETTERS = re.compile("[\u067e\u0686\u0698\u06af]")
_SAMPLE_CHARS = 200_000
_LEAST_ARABIC = 0.4
_MOST_FOREIGN = 0.05
_GIVE_ARABIC = "give an article written in Arabic"
_LEAST_BACKWARD, _MOST_FORWARD = 3, 3


def is_arabic(paragraphs: Iterable[str]) -> bool:
    """Say whether a text is Arabic: its letters mostly, and not the small words of Persian, Urdu or Kurdish."""
    sample = "\n".join(paragraphs)[:_SAMPLE_CHARS]
    arabic = len(_ARABIC_LETTERS.findall(sample))
    other = len(_OTHER_LETTERS.findall(sample))
    return arabic > 0 and arabic >= _LEAST_ARABIC * (arabic + other) and not _is_foreign(sample)


def refuse_other_languages(articles: Iterable[Article]) -> None:
    """Raise InputError for an article that is not Arabic."""
    for article in articles:
        if is_backwards(article.paragraphs):
            raise InputError(article.source, "is written backwards, as some PDF files give it", _GIVE_ARABIC)
        if not is_arabic(article.paragraphs):
            raise InputError(article.source, "is not an Arabic text", _GIVE_ARABIC)


def is_backwards(paragraphs: Iterable[str]) -> bool:
    """Say whether words stand letter by letter as the eye meets them: their article behind, their ending before."""
    found: list[str] = _WORD.findall("\n".join(paragraphs)[:_SAMPLE_CHARS])
    forward = sum(map(_is_plainly_arabic, found))
    backward = sum(word.endswith(ARTICLE[::-1]) or word.startswith(TEH_MARBUTA) for word in found)
    return backward >= _LEAST_BACKWARD and backward > _MOST_FORWARD * forward


def _is_foreign(sample: str) -> bool:
    found = _WORD.findall(sample)
    if _FOREIGN_LETTERS.search(sample) and not any(map(_is_plainly_arabic, found)):
        return True
    return sum(word in _foreign_words() for word in found) > _MOST_FOREIGN * len(found)


def _is_plainly_arabic(word: str) -> bool:
    return word.startswith(ARTICLE) or word.endswith(TEH_MARBUTA)


@cache
def _foreign_words() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "other-languages.tsv"), ("word", "language"))
    return frozenset(row["word"] for row in rows)
