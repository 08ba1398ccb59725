"""Words whose reading an editor dictates, and in which sentences: everywhere in the article, or in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic import strip_marks
from briefing.arabic.folding import fold
from briefing.corrections import sentence_of
from briefing.model import CorrectionKind
from briefing.narration.diacritizers.letters import Skeleton, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.model import Article, Correction, Span, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Dictated:
    """A word with the marks that it is read with: in the sentences at `place`, or in `paragraphs`, or everywhere.

    `nth` counts the word's places in its sentence, from 1; 0 stands for all of them. `link` is the sentence of ours
    that is meant, folded; `shared`: it is meant for other articles too.
    """

    word: str
    reading: str
    nth: int = 0
    place: Span | None = None
    paragraphs: range | None = None
    link: str = ""
    shared: bool = False

    def is_for(self, utterance: Utterance) -> bool:
        """Say whether an utterance is, or is of, a sentence that is meant."""
        source = utterance.source
        if self.place is not None:
            return source is not None and self.place.meets(source)
        if self.link:
            return source is None and fold(utterance.written) == self.link
        return self.paragraphs is None or (source is not None and source.paragraph in self.paragraphs)


def dictated(article: Article) -> tuple[Dictated, ...]:
    """Return the readings that an editor dictates in an article, those of the stories of a bulletin in theirs."""
    return tuple(
        _dictated(part, decision, first, whole=not article.parts)
        for first, part in article.stories()
        for decision in part.decided(CorrectionKind.READING)
    )


def _dictated(part: Article, decision: Correction, first: int, *, whole: bool) -> Dictated:
    place = sentence_of(part.paragraphs, decision)
    return Dictated(
        word=decision.text,
        reading=decision.to,
        nth=decision.nth,
        place=place.moved(first) if place else None,
        paragraphs=None if whole else range(first, first + len(part.paragraphs)),
        link=fold(decision.sentence) if decision.sentence and place is None else "",
        shared=decision.shared,
    )


def typed(text: str, readings: Sequence[Dictated]) -> tuple[str, frozenset[int]]:
    """Type readings into a text; also return where among its bare letters the words begin that have one."""
    skeleton = Skeleton.of(text)
    marks, starts = list(skeleton.typed), set()
    for reading in sorted(readings, key=_narrowness):
        for start, end in _places(skeleton.bases, reading):
            marks[start:end] = Skeleton.of(reading.reading).typed
            starts.add(start)
    if not starts:
        return text, frozenset()
    return Skeleton(skeleton.lead, skeleton.bases, tuple(marks)).text, frozenset(starts)


def _narrowness(reading: Dictated) -> tuple[bool, bool, bool, str]:
    """Put what is meant for fewer places behind, where it wins, whatever the order in which it was decided."""
    in_sentence = reading.place is not None or bool(reading.link)
    return in_sentence, not reading.shared, reading.nth > 0, reading.reading


def _places(bases: str, reading: Dictated) -> Iterator[tuple[int, int]]:
    # A reading never changes a letter.
    is_own = strip_marks(reading.reading) == reading.word
    same = [(start, end) for start, end in words(bases) if is_own and bases[start:end] == reading.word]
    yield from same[reading.nth - 1 : reading.nth] if reading.nth else same
