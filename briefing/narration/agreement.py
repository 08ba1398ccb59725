"""One article, one reading: words that its writer marked once, and names that no list has."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from briefing.arabic import FATHATAN, MARKS, SHADDA, vocabulary
from briefing.arabic.folding import fold
from briefing.arabic.letters import ARTICLE, BEH, FEH, KAF, LAM, WAW
from briefing.arabic.words import Part, parts, stem_parts
from briefing.corrections import EDITOR
from briefing.narration.diacritizers.letters import Skeleton, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from briefing.model import MarkedWord, Span, Utterance

_Marks = tuple[str, ...]
# Shorter words are abbreviations and particles.
_SHORTEST_NAME = 3
_CONJUNCTIONS = (WAW, FEH)
# What may be written on to a name, before it.
_LEADS = re.compile(f"[{WAW}{FEH}]?[{BEH}{KAF}{LAM}]?")
# A reading that the lexicon gives outweighs any number of guesses, and an editor's any number of the lexicon's.
_BINDING, _DECIDING = 1000, 1_000_000


def typed(written: str) -> Mapping[str, str]:
    """Return the words that a text marks inside, bare, each with its marks but for its ending.

    A word that is marked in two ways has none; a tanwin alone is spelling, and says nothing of the word. Nor has what a
    verb can be: a writer marks "was accused" because "accused" stands beside it.
    """
    if MARKS.isdisjoint(written):
        return {}
    readings: dict[str, set[_Marks]] = {}
    for bare, marks in _words(written):
        inner = (*marks[:-1], SHADDA if SHADDA in marks[-1] else "")
        if any(mark for mark in inner if mark != FATHATAN) and not _may_be_verb(bare):
            readings.setdefault(bare, set()).add(tuple("" if mark == FATHATAN else mark for mark in inner))
    return {
        bare: "".join(letter + mark for letter, mark in zip(bare, next(iter(found)), strict=True))
        for bare, found in readings.items()
        if len(found) == 1
    }


def named(spans: Iterable[Span], paragraphs: Sequence[str]) -> frozenset[str]:
    """Return the bare words that an article uses as names: those at `spans`, and who speaks without a title.

    A word that stands outside of names more often than in them is an ordinary one.
    """
    inside: Counter[str] = Counter()
    for span in spans:
        if span.paragraph < len(paragraphs):
            inside.update(bare for bare, _ in _words(paragraphs[span.paragraph][span.start : span.end]))
    read = [[bare for bare, _ in _words(paragraph)] for paragraph in paragraphs]
    everywhere = Counter(chain.from_iterable(read))
    usual = {bare for bare, count in inside.items() if 2 * count >= everywhere[bare]}
    usual.update(bare for paragraph in read for bare in _untitled(paragraph))
    return frozenset(bare for bare in usual if len(bare) >= _SHORTEST_NAME and not vocabulary.tags(bare))


def _untitled(sentence: Sequence[str]) -> Iterator[str]:
    """Yield who says something ("said Suhaym that") without an article; a noun for a person is left to the caller."""
    for verb, word, particle in zip(sentence, sentence[1:], sentence[2:], strict=False):
        if _is_that(particle) and not word.startswith(ARTICLE) and _may_be_verb(verb):
            yield word


def _is_that(word: str) -> bool:
    from briefing.narration.diacritizers import stems

    return any("nominal" in traits for _, traits in stems.particles(word))


def agreed(utterances: Sequence[Utterance], names: Collection[str] = ()) -> list[str]:
    """Return the marked texts with each name read in one way, also behind particles of one letter.

    Names are those given, and every word that the dictionary does not know. What the lexicon has read binds, then the
    usual reading, then the first. Endings are left to their sentence.
    """
    texts = [Skeleton.of(utterance.spoken) for utterance in utterances]
    said = {text.bases[start:end] for text in texts for start, end in words(text.bases)}
    bound = {bare for bare in said if len(bare) >= _SHORTEST_NAME and (bare in names or not _is_known(bare))}
    readings: dict[str, Counter[_Marks]] = {}
    for utterance, text in zip(utterances, texts, strict=True):
        weights = {word.start: _weight(word) for word in utterance.words}
        for name, (start, end), marks in _mentions(text, bound):
            if any(marks):
                weight = max(weights.get(start, 1), weights.get(end - len(name), 1))
                readings.setdefault(name, Counter())[marks] += weight
    usual = {name: max(counts, key=lambda marks: counts[marks]) for name, counts in readings.items() if len(counts) > 1}
    return [_read_so(text, usual, bound) for text in texts]


def _weight(word: MarkedWord) -> int:
    if word.decided_by == EDITOR:
        return _DECIDING
    return _BINDING if word.decided_by.startswith("lexicon") else 1


def _mentions(text: Skeleton, bound: Collection[str]) -> Iterator[tuple[str, tuple[int, int], _Marks]]:
    """Yield each name of a text with its word's place, and its marks but for the last."""
    for start, end in words(text.bases):
        name = _name_in(text.bases[start:end], bound)
        if name:
            yield name, (start, end), text.typed[end - len(name) : end - 1]


def _name_in(bare: str, bound: Collection[str]) -> str:
    """Return the name that a word is, or has behind particles of one letter; empty where it has none."""
    for length in (1, 2):
        lead, rest = bare[:length], bare[length:]
        if rest in bound and _LEADS.fullmatch(lead) and not stem_parts(fold(bare)):
            return rest
    return bare if bare in bound else ""


def _may_be_verb(bare: str) -> bool:
    word = fold(bare)
    behind_and = word[1:] if word[:1] in _CONJUNCTIONS else ""
    return bool((parts(word) | parts(behind_and)) & Part.VERB)


def _is_known(bare: str) -> bool:
    from briefing.narration.diacritizers import morphology

    return morphology.word(bare) is not None


def _words(text: str) -> Iterable[tuple[str, _Marks]]:
    skeleton = Skeleton.of(text)
    return ((skeleton.bases[start:end], skeleton.typed[start:end]) for start, end in words(skeleton.bases))


def _read_so(text: Skeleton, usual: Mapping[str, _Marks], bound: Collection[str]) -> str:
    marks = list(text.typed)
    for name, (_, end), own in _mentions(text, bound):
        if name in usual and any(own):
            marks[end - len(name) : end - 1] = usual[name]
    return replace(text, typed=tuple(marks)).text
