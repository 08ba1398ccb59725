"""Which story an episode tells, so that an article that was edited is known again and another one is not taken for it.

Two articles without an address are compared by a sketch of their words (A. Broder, "On the resemblance and containment
of documents", 1997: the smallest hashes of a set are a fair sample of it).
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

_SKETCH_WORDS = 128  # of a longer article the resemblance is known to about 0.04
_WORD_BYTES = 4
# An edited article keeps most of its words; two stories of one desk share about a quarter, the small words.
_SAME_STORY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What tells one story from another. Digests, not paths or words: the label of an episode may travel.

    `place` is where the article came from. Where it is `lasting`, an address or a name that its source gave it, the
    place alone says which story it is; a file may hold another story tomorrow.
    """

    headline: str
    place: str
    lasting: bool
    text: str
    sketch: tuple[int, ...]

    @classmethod
    def of(cls, paragraphs: Sequence[str], place: str, *, lasting: bool) -> Self:
        """Take the measure of an article: its paragraphs, the headline first, and where it came from."""
        words = " ".join(paragraphs).split()
        return cls(
            headline=" ".join(paragraphs[0].split()),
            place=digest(place),
            lasting=lasting,
            text=digest(" ".join(words)),
            sketch=tuple(sorted({_hash(word) for word in words})[:_SKETCH_WORDS]),
        )

    def is_told_by(self, other: Story) -> bool:
        """Say whether `other` is this story, perhaps edited: it may take the name and the place of the episode."""
        if self.lasting or other.lasting:
            return self.lasting and other.lasting and self.place == other.place
        if self.text == other.text:
            return True
        return self.place == other.place and _resemblance(self.sketch, other.sketch) >= _SAME_STORY


def digest(text: str) -> str:
    """Return the SHA-256 of a text; half of a surrogate pair, which a file name may hold, is no obstacle."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_WORD_BYTES).digest())


def _resemblance(ours: Sequence[int], theirs: Sequence[int]) -> float:
    """Estimate which part of all the words two articles share."""
    union = sorted({*ours, *theirs})[:_SKETCH_WORDS]
    both = {*ours} & {*theirs}
    return sum(word in both for word in union) / len(union) if union else 0.0
