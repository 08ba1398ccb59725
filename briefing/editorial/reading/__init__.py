"""The Reading of an article: its sentences, and their tokens with what each can be, read once for the whole desk."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.letters import KAF
from briefing.editorial.headline import body, headline, sentences
from briefing.editorial.marks import MARKS, Marked
from briefing.editorial.reading.repair import repaired
from briefing.editorial.reading.tokens import UNKNOWN, Token, forms, is_proper_name, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from briefing.model import Article, Span


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place in the article, and its tokens `first` to `last` of the paragraph."""

    span: Span
    number: int
    first: int
    last: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as the desk reads it.

    `tokens` are those of each paragraph, captions and repeats too, where the fullest name may stand alone; `sentences`
    are those that are told, headline first; `marked` are the stretches between quotation marks, and `quoted` says of
    each token whether it stands inside of them.
    """

    article: Article
    tokens: tuple[tuple[Token, ...], ...]
    sentences: tuple[Sentence, ...]
    marked: tuple[tuple[Marked, ...], ...]
    quoted: tuple[bytearray, ...]
    pairs: Mapping[tuple[str, str], int]

    def first_from(self, paragraph: int, position: int) -> int:
        """Return the index of the first token of a paragraph that starts at a code point or later."""
        return bisect_left(self.tokens[paragraph], position, key=_start)


def _start(token: Token) -> int:
    return token.start


def read(article: Article) -> Reading:
    """Read an article once for the whole desk."""
    marked = tuple(repaired(text) for text in article.paragraphs)
    vocabulary = forms(article.paragraphs)
    found = tuple(tokens(text, vocabulary) for text in article.paragraphs)
    starts = [[token.start for token in several] for several in found]
    told: list[Sentence] = []
    top = headline(article).span
    places = [
        (top, True),
        *((span, at == 0) for number in body(article) for at, span in enumerate(sentences(article, number))),
    ]
    for number, (span, opens) in enumerate(places):
        first, last = (bisect_left(starts[span.paragraph], place) for place in (span.start, span.end))
        told.append(Sentence(span, number, first, last, opens))
    pairs = Counter(
        (one.base, other.base)
        for several in found
        for one, other in pairwise(several)
        # "Erdogan to Germany" is no pair; a name that only looks as if a particle were glued to it is.
        if one.is_word and other.is_word and (other.sure == UNKNOWN or other.lead + other.particle in _RARE_GLUE)
    )
    quoted = tuple(_quoted(*one) for one in zip(marked, found, strict=True))
    return Reading(article, found, tuple(told), marked, quoted, pairs)


# "Like" stands behind a name once, if at all.
_RARE_GLUE = frozenset({"", KAF})


def _quoted(marked: Sequence[Marked], found: Sequence[Token]) -> bytearray:
    """Mark the tokens inside closed marks: their verbs are the quoted one's; a name in marks is nobody's words."""
    inside = bytearray(len(found))
    starts = [token.start for token in found]
    stretches = [
        (one.start, one.end)
        for one in marked
        if one.closed and not is_proper_name(found, bisect_left(starts, one.start), bisect_left(starts, one.end))
    ]
    end, step = -1, 0
    for at, token in enumerate(found):
        while step < len(stretches) and stretches[step][0] <= token.start:
            end = max(end, stretches[step][1])
            step += 1
        inside[at] = token.start < end and token.text not in MARKS
    return inside
