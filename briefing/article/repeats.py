"""Paragraphs that say again what another has said."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING
from zlib import crc32

from briefing.article.words import has_end, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SHINGLE_WORDS = 3
_FEWEST_WORDS = 5
_SAME = 0.85
# How many paragraphs are compared with one at most, so that any text is read in linear time.
_MOST_RIVALS = 16
_FIRST_CROSSHEAD = 2
_MOST_CROSSHEAD_WORDS = 25
_KEY_WORDS = 4


def repeats(paragraphs: Sequence[str], skip: Iterable[int] = ()) -> Iterator[int]:
    """Yield the paragraphs that repeat an earlier one: the three-word shingles of both agree to 85 in 100 (Jaccard).

    Paragraphs of fewer than five words (an answer, a heading) and those in `skip` are not compared.
    """
    skipped = frozenset(skip)
    kept: list[frozenset[int]] = []
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, paragraph in enumerate(paragraphs):
        shingles = frozenset() if number in skipped else _shingles(words(paragraph))
        if not shingles:
            continue
        prefix = _prefix(shingles)
        rivals = dict.fromkeys(rival for shingle in prefix for rival in holders[shingle])
        likely = (kept[rival] for rival in rivals if _near(len(kept[rival]), len(shingles)))
        if any(_alike(shingles, rival) for rival in islice(likely, _MOST_RIVALS)):
            yield number
            continue
        for shingle in prefix:
            if len(holders[shingle]) < _MOST_RIVALS:
                holders[shingle].append(len(kept))
        kept.append(shingles)


def crossheads(paragraphs: Sequence[str], skip: Iterable[int] = ()) -> Iterator[int]:
    """Yield the lines behind the lead that were only lifted out of a paragraph to stand between two.

    Such a line is short, has no full stop, and stands word for word in a longer paragraph.
    """
    skipped = frozenset(skip)
    found = [[] if number in skipped else words(text) for number, text in enumerate(paragraphs)]
    lines: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number in range(_FIRST_CROSSHEAD, len(paragraphs)):
        short = _FEWEST_WORDS <= len(found[number]) <= _MOST_CROSSHEAD_WORDS
        key = tuple(found[number][:_KEY_WORDS])
        if short and not has_end(paragraphs[number]) and len(lines[key]) < _MOST_RIVALS:
            lines[key].append(number)
    lifted = {line for number, longer in enumerate(found) if number for line in _held(longer, found, lines)}
    yield from sorted(lifted)


def _held(
    longer: list[str], found: Sequence[list[str]], lines: Mapping[tuple[str, ...], Iterable[int]]
) -> Iterator[int]:
    """Yield the lines whose words stand on end in a longer paragraph."""
    for start in range(len(longer) - _KEY_WORDS + 1):
        for line in lines.get(tuple(longer[start : start + _KEY_WORDS]), ()):
            length = len(found[line])
            if length < len(longer) and longer[start : start + length] == found[line]:
                yield line


def _shingles(found: list[str]) -> frozenset[int]:
    if len(found) < _FEWEST_WORDS:
        return frozenset()
    columns = (found[start:] for start in range(_SHINGLE_WORDS))
    # a checksum, because Python's own hash of text differs from run to run
    return frozenset(crc32(" ".join(shingle).encode()) for shingle in zip(*columns, strict=False))


def _prefix(shingles: frozenset[int]) -> list[int]:
    """Return the least shingles, in one order for all: two sets that agree to 85 in 100 share one of these."""
    needed = ceil(_SAME * len(shingles))
    return sorted(shingles)[: len(shingles) - needed + 1]


def _near(one: int, other: int) -> bool:
    return min(one, other) >= _SAME * max(one, other)


def _alike(one: frozenset[int], other: frozenset[int]) -> bool:
    shared = len(one & other)
    return shared >= _SAME * (len(one) + len(other) - shared)
