"""Full-context labels: each phone with its neighbours and its place in syllable, word and breath group.

The fields are those of the English HTS demo (`lab_format.pdf` of HTS-demo_CMU-ARCTIC, format HTS_TTS_ENG 1.0) as the
Arabic voices use them: no stress, every word a content word, a breath group the only phrase of its utterance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.narration.synthesizers.hts.phones import is_vowel, syllables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PAUSE = "pau"
_NOTHING = "x"
_NO_WORD, _NO_SYLLABLE = "0_0", ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A phone of a breath group in its context, and the word that it belongs to, counted from 0; None for a pause."""

    text: str
    word: int | None


@dataclass(frozen=True, slots=True)
class _Syllable:
    phones: tuple[str, ...]
    word: int
    place: int  # among the syllables of its word


class _Group:
    """A breath group taken apart: its words' sizes, its syllables."""

    def __init__(self, words: Sequence[Sequence[str]]) -> None:
        parts = [syllables(word) for word in words]
        self.sizes = [len(part) for part in parts]
        self.syllables = [
            _Syllable(tuple(syllable), word, place)
            for word, part in enumerate(parts)
            for place, syllable in enumerate(part)
        ]

    def length(self, number: int) -> int:
        """Return how many phones a syllable has, 0 outside the group."""
        return len(self.syllables[number].phones) if 0 <= number < len(self.syllables) else 0

    def word(self, number: int) -> str:
        """Return kind and size of a word as the fields D and F have them."""
        return f"content_{self.sizes[number]}" if 0 <= number < len(self.sizes) else _NO_WORD


def labels(words: Sequence[Sequence[str]]) -> list[Label]:
    """Write the labels of one breath group: a pause, the phones of its words (none of them empty), a pause."""
    group = _Group(words)
    spoken = [phone for syllable in group.syllables for phone in syllable.phones]
    around = [_NOTHING, _NOTHING, PAUSE, *spoken, PAUSE, _NOTHING, _NOTHING]
    fields = [(_first(group), None), *_inside(group), (_last(group), None)]
    return [
        Label(text=_neighbours(around[place : place + 5]) + rest, word=word)
        for place, (rest, word) in enumerate(fields)
    ]


def _neighbours(five: Sequence[str]) -> str:
    return "{}^{}-{}+{}={}@".format(*five)


def _inside(group: _Group) -> Iterator[tuple[str, int]]:
    for number, syllable in enumerate(group.syllables):
        rest = _of_syllable(group, number)
        for place in range(len(syllable.phones)):
            yield f"{place + 1}_{len(syllable.phones) - place}{rest}", syllable.word


def _of_syllable(group: _Group, number: int) -> str:
    """Write what all phones of a syllable share: A, B, C of syllables, D, E, F of words, G, H, I, J of the phrase."""
    syllable, count, words = group.syllables[number], len(group.syllables), len(group.sizes)
    own, word = group.sizes[syllable.word], syllable.word
    vowel = next(filter(is_vowel, syllable.phones), "novowel")
    place = f"{syllable.place + 1}-{own - syllable.place}&{number + 1}-{count - number}"
    return (
        f"/A:0_0_{group.length(number - 1)}/B:0-0-{len(syllable.phones)}@{place}#1-1$1-1!0-0;0-0|{vowel}"
        f"/C:0+0+{group.length(number + 1)}/D:{group.word(word - 1)}"
        f"/E:content+{own}@{word + 1}+{words - word}&{word}+{words - 1 - word}#{int(word > 0)}+{int(word < words - 1)}"
        f"/F:{group.word(word + 1)}/G:0_0/H:{count}={words}@1=1|NONE/I:0=0/J:{count}+{words}-1"
    )


def _first(group: _Group) -> str:
    return _of_pause(
        group, before=0, after=group.length(0), left=_NO_WORD, right=group.word(0), past="0_0", coming=True
    )


def _last(group: _Group) -> str:
    count, words = len(group.syllables), len(group.sizes)
    return _of_pause(
        group,
        before=group.length(count - 1),
        after=0,
        left=group.word(words - 1),
        right=_NO_WORD,
        past=f"{count}_{words}",
        coming=False,
    )


def _of_pause(group: _Group, *, before: int, after: int, left: str, right: str, past: str, coming: bool) -> str:
    count, words = len(group.syllables), len(group.sizes)
    return (
        f"x_x/A:0_0_{before}/B:x-x-x@x-x&x-x#x-x$x-x!x-x;x-x|x/C:0+0+{after}/D:{left}/E:x+x@x+x&x+x#x+x/F:{right}"
        f"/G:{past}/H:x=x@1=1|0/I:{f'{count}={words}' if coming else '0=0'}/J:{count}+{words}-1"
    )
