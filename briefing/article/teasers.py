"""Teasers of other stories in an article and behind it: headlines in runs or alone, and openings of other stories.

They are known by what they do, not by their length: a heading of this story says what the paragraphs under it say, a
teaser does not; a paragraph of this story is joined to those before it, the opening of another introduces its people.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from briefing import resources
from briefing.arabic.folding import fold
from briefing.arabic.letters import FEH, QUESTION_MARK, WAW
from briefing.arabic.words import Part, parts, stem_parts
from briefing.article.words import has_end, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

_LONGEST_LINK_WORDS = 14
_FEWEST_PARAGRAPHS = 4
_USUALLY = 0.7
_FEWEST_HEADLINE_WORDS = 5
# A headline tells in the present, behind its subject: "the court condemns" has its verb among the first five words.
_SUBJECT_WORDS = 5
# Headings of our development articles share three quarters and more of their words with what stands under them,
# teasers at most two fifths.
_UNDER = 0.5
_PARAGRAPHS_UNDER = 2
_FEWEST_LETTERS = 4
_STEM_LETTERS = 5
_FEWEST_STEM_LETTERS = 3
_SHORTEST_WORD = 2
# Two openings on end may still be of one story that is told loosely; three behind a story that was joined are not.
_FEWEST_OPENINGS, _LONG_RUN = 3, 4
# Over 299 articles two paragraphs on end that share no more than one word with headline and lead, one of them a lead
# itself, were teasers each time; one alone was a reply.
_FEWEST_STRANGERS, _BY_CHANCE = 2, 1
# "The minister, so-and-so, on Sunday,": who or when stands between two commas.
_SET_OFF = re.compile("[^,\N{ARABIC COMMA}]{4,90}[,\N{ARABIC COMMA}]\\s*\\w+(?:\\s+\\w+){0,3}[,\N{ARABIC COMMA}]")
_FIRST_WORD = re.compile(r"[^\W\d_][\w\u064b-\u0652]*")


def links(paragraphs: Sequence[str], lengths: Sequence[int], skip: Collection[int]) -> Iterator[int]:
    """Yield the lines of bare links to other stories, inside or behind an article whose paragraphs have a full stop.

    They are two or more short lines on end, of which one has no stop, or one alone that is a headline and shares little
    with the paragraphs under it. Lines after a colon are a list, and stay.
    """
    body = [number for number in range(1, len(paragraphs)) if number not in skip]
    ended = [has_end(paragraphs[number]) for number in body]
    if len(body) < _FEWEST_PARAGRAPHS or sum(ended) < _USUALLY * len(body):
        return
    run: list[int] = []
    opens_list = True
    for at, (number, is_sentence) in enumerate(zip(body, ended, strict=True)):
        text = paragraphs[number]
        short = lengths[number] <= _LONGEST_LINK_WORDS
        if short and (not is_sentence or _asks(text)):
            run.append(at)
            continue
        yield from _linked(paragraphs, body, run, opens_list=opens_list)
        run, opens_list = [], text.rstrip().endswith(":")
    yield from _linked(paragraphs, body, run, opens_list=opens_list)


def _linked(paragraphs: Sequence[str], body: Sequence[int], run: Sequence[int], *, opens_list: bool) -> list[int]:
    if not run or opens_list:
        return []
    if len(run) > 1:
        bare = not all(has_end(paragraphs[body[at]]) for at in run)
        return [body[at] for at in run] if bare else []
    under = [paragraphs[number] for number in body[run[0] + 1 : run[0] + 1 + _PARAGRAPHS_UNDER]]
    line = paragraphs[body[run[0]]]
    alone = not has_end(line) and _is_headline(line) and under and not heads(line, under)
    return [body[run[0]]] if alone else []


def _asks(text: str) -> bool:
    return text.rstrip().endswith(QUESTION_MARK) and not is_joined(text)


def _is_headline(line: str) -> bool:
    """Say whether a line tells something as headlines do: who, then a verb in the present."""
    found = [fold(word) for word in _FIRST_WORD.findall(line)]
    if len(found) < _FEWEST_HEADLINE_WORDS or is_joined(line) or parts(found[0]) & (Part.IMPERFECT | Part.PERFECT):
        return False
    return any(parts(word) & Part.IMPERFECT for word in found[1:_SUBJECT_WORDS])


def heads(line: str, under: Sequence[str]) -> bool:
    """Say whether a line is a heading of what stands under it: that says the same again."""
    said = {stem for paragraph in under for stem in _stems(paragraph)}
    own = set(_stems(line))
    return not own or len(own & said) >= _UNDER * len(own)


def _stems(text: str) -> Iterator[str]:
    """Yield the words that tell something, without article and particles, cut to where their endings begin."""
    for word in words(text):
        if len(word) >= _FEWEST_LETTERS:
            rest = re.sub(_PARTICLES, "", word)
            yield (rest if len(rest) >= _FEWEST_STEM_LETTERS else word)[:_STEM_LETTERS]


_PARTICLES = (
    "^(?:[\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}]?"
    "[\N{ARABIC LETTER BEH}\N{ARABIC LETTER KAF}]?\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}"
    "|\N{ARABIC LETTER LAM}\N{ARABIC LETTER LAM}"
    "|[\N{ARABIC LETTER WAW}\N{ARABIC LETTER FEH}\N{ARABIC LETTER BEH}\N{ARABIC LETTER LAM}])"
)


def openings(paragraphs: Sequence[str], skip: Collection[int]) -> list[int]:
    """Return the paragraphs at the end of an article that open other stories, one each.

    They stand in a run: each begins without a word that joins it to the one before, most of them with a verb in the
    past and a name or a day between commas, as a lead does; the paragraphs of the story before them are joined, or
    nothing in the run has two words in common with headline and lead.
    """
    body = [number for number in range(1, len(paragraphs)) if number not in skip]
    loose = list(takewhile(lambda number: not is_joined(paragraphs[number]), reversed(body)))
    strange = _from_a_lead(paragraphs, takewhile(_strangers(paragraphs, body), loose))
    if len(strange) >= _FEWEST_STRANGERS:
        return sorted(strange)
    loose = _from_a_lead(paragraphs, loose)
    leads = {number for number in loose if _is_lead(paragraphs[number])}
    # The lead itself joins nothing to anything.
    story = body[1 : len(body) - len(loose)]
    joined = sum(is_joined(paragraphs[number]) for number in story)
    # In a long run some open with a question or a circumstance.
    enough = 2 * len(leads) > len(loose) or (leads and len(loose) >= _LONG_RUN)
    if len(loose) < _FEWEST_OPENINGS or not enough or not joined or 2 * joined < len(story):
        return []
    return sorted(loose)


def _from_a_lead(paragraphs: Sequence[str], backwards: Iterable[int]) -> list[int]:
    """Return the paragraphs of a run from the first one that opens as a lead does; they are given from the last on."""
    run = list(backwards)
    while run and not _is_lead(paragraphs[run[-1]]):
        run.pop()
    return run


def _strangers(paragraphs: Sequence[str], body: Sequence[int]) -> Callable[[int], bool]:
    """Return the test of a paragraph that speaks of nothing of which headline and lead do."""
    story = {stem for number in (0, *body[:1]) for stem in _stems(paragraphs[number])}
    return lambda number: number not in body[:1] and len(story.intersection(_stems(paragraphs[number]))) <= _BY_CHANCE


def _is_lead(text: str) -> bool:
    word = _FIRST_WORD.search(text)
    if word is None or not _SET_OFF.match(text):
        return False
    folded = fold(word.group())
    return bool((stem_parts(folded) | parts(folded)) & Part.PERFECT)


def is_joined(text: str) -> bool:
    """Say whether a paragraph begins with a word that joins it to the one before: "and", "but", "also"."""
    word = _FIRST_WORD.search(text)
    if word is None:
        return False
    folded = fold(word.group())
    return folded in _joining() or _has_conjunction(folded)


def _has_conjunction(folded: str) -> bool:
    """Say whether a word begins with "and" or "so", and is no word of its own."""
    # The dictionary has rare words: what is left of "and affirmed" is a verb in all its forms, of "minister" it is not.
    own = stem_parts(folded) and not parts(folded[1:]) & Part.IMPERFECT
    if len(folded) <= _SHORTEST_WORD or own:
        return False
    # Many a foreign name begins as "so" is written, as Facebook does: what is left must be a word, and no present.
    return folded[0] == WAW or (folded[0] == FEH and bool(parts(folded[1:]) & (Part.NOUN | Part.PERFECT)))


@cache
def _joining() -> frozenset[str]:
    table = resources.data("ar", "article", "joining.tsv")
    return frozenset(fold(row["form"]) for row in resources.read_table(table, ("form",)))
