"""Diacritizers that read one line of words at a time: whatever they do to the words, the text keeps its letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing.narration.diacritizers.letters import (
    Skeleton,
    line_spans,
    same_but_for_spelling,
    tanwin_before_alef,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    # Bare words of one line in, as many readings out; "" for a word without one.
    Reader = Callable[[Sequence[str]], Sequence[str]]


def diacritize(text: str, read: Reader) -> str:
    """Return `text` with the marks of each word's reading; a reading with other letters is left out."""
    skeleton = Skeleton.of(text)
    chosen = [""] * len(skeleton.bases)
    for start, end in line_spans(skeleton.bases):
        spans = [(start + first, start + last) for first, last in words(skeleton.bases[start:end])]
        bare = [skeleton.bases[first:last] for first, last in spans]
        for (first, last), word, reading in zip(spans, bare, read(bare) if bare else (), strict=True):
            other = Skeleton.of(reading)
            if same_but_for_spelling(word, other.bases):
                chosen[first:last] = other.typed
    return skeleton.compose(tanwin_before_alef(skeleton, chosen))
