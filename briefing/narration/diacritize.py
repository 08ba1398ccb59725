"""Marks for every utterance: whole sentences of the article are marked, then cut, so a quote has what carries it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic import SHADDA, shadda_first, strip_marks
from briefing.arabic.letters import ALEF, ALEF_MADDA, ALEF_MAKSURA, WAW, YEH
from briefing.corrections import EDITOR
from briefing.model import MarkedWord
from briefing.narration import agreement, dictated, lexicon, respell, verbalize
from briefing.narration.diacritizers.chunks import sentence_around
from briefing.narration.diacritizers.letters import Skeleton, transfer, words
from briefing.narration.verbalize.tables import SHIPPED
from briefing.plugins import Telling
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from briefing.model import Script, Utterance
    from briefing.narration.dictated import Dictated
    from briefing.narration.verbalize import Tables
    from briefing.plugins import Diacritizer

_LONG = frozenset({ALEF, ALEF_MADDA, ALEF_MAKSURA, WAW, YEH})
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text with its marks, each shadda before its vowel, and how its words came to them."""

    text: str
    words: tuple[MarkedWord, ...] = ()


def script(
    undressed: Script,
    diacritizer: Diacritizer,
    paragraphs: Sequence[str] = (),
    tables: Tables = SHIPPED,
    readings: Sequence[Dictated] = (),
) -> Script:
    """Fill the marks of each utterance's spoken text; its bare letters stay as they are.

    `paragraphs` are the article's: what an utterance takes from them as it stands is marked in its whole sentence
    there, verbalized with `tables`. A word that the article's writer marked once is read so everywhere, and a
    name in one way. `readings` are an editor's, and win over all of that.
    """
    typed = agreement.typed(" ".join((*paragraphs, *(utterance.written for utterance in undressed.utterances))))
    reader = _Reader(diacritizer, paragraphs, tables, typed, readings, {})
    marked = [reader.utterance(utterance) for utterance in undressed.utterances]
    names = agreement.named(undressed.segments.names, paragraphs)
    spoken = agreement.agreed(marked, names)
    return undressed.saying(replace(one, spoken=said) for one, said in zip(marked, spoken, strict=True))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Marks the utterances of one script; `done` keeps sentences that several of them are cut from."""

    diacritizer: Diacritizer
    paragraphs: Sequence[str]
    tables: Tables
    typed: Mapping[str, str]
    readings: Sequence[Dictated]
    done: dict[tuple[str, tuple[Dictated, ...]], Marked]

    def utterance(self, bare: Utterance) -> Utterance:
        before, after = around(bare, self.diacritizer, self.paragraphs, self.tables)
        whole = before + bare.spoken + after, tuple(one for one in self.readings if one.is_for(bare))
        if whole not in self.done:
            self.done[whole] = self._marked(*whole)
        start = len(strip_marks(before))
        end = start + len(strip_marks(bare.spoken))
        skeleton = Skeleton.of(self.done[whole].text)
        cut = Skeleton("" if start else skeleton.lead, skeleton.bases[start:end], skeleton.typed[start:end])
        inside = tuple(
            replace(word, start=word.start - start, end=word.end - start)
            for word in self.done[whole].words
            if start <= word.start and word.end <= end
        )
        return replace(bare, spoken=cut.text, words=inside)

    def _marked(self, text: str, readings: Sequence[Dictated]) -> Marked:
        """Mark a text whose words an editor has read in part."""
        text, starts = dictated.typed(text, readings)
        marked = told(text, self.diacritizer, self.typed)
        words = (replace(word, decided_by=EDITOR) if word.start in starts else word for word in marked.words)
        return replace(marked, words=tuple(words))


def around(
    bare: Utterance, diacritizer: Diacritizer, paragraphs: Sequence[str], tables: Tables = SHIPPED
) -> tuple[str, str]:
    """Return what stands before and behind an utterance in its sentence of the article, as it would be said."""
    source = bare.source
    if source is None or bare.edits or source.paragraph >= len(paragraphs):
        return "", ""
    paragraph = paragraphs[source.paragraph]
    if paragraph[source.start : source.end] != bare.written:
        return "", ""
    start, end = sentence_around(paragraph, source.start, source.end)
    sides = paragraph[start : source.start], paragraph[source.end : end]
    before, after = (respell.text(verbalize.spoken(side, tables), diacritizer) if side else "" for side in sides)
    return before, after


def text(bare: str, diacritizer: Diacritizer) -> str:
    """Return `bare` with marks, each shadda before its vowel; whatever the plug-in did, letters are kept.

    Names have fixed readings: the lexicon types their marks first, and the diacritizer keeps what is typed.
    """
    return told(bare, diacritizer).text


def told(bare: str, diacritizer: Diacritizer, typed: Mapping[str, str] = _NOTHING) -> Marked:
    """Return `bare` with marks as `text` does, and how its words came to them.

    `typed` gives words a reading that this article has marked once.
    """
    # What the article marks is its writer's word against the lexicon's: Oman, not Amman.
    names = [name for name in lexicon.matches(bare) if typed.keys().isdisjoint(bare[name.start : name.end].split())]
    forced, deciders = _forced(bare, names, typed)
    if isinstance(diacritizer, Telling):
        marked, choices = diacritizer.told(forced)
    else:
        marked, choices = diacritizer.diacritize(forced), ()
    marked = shadda_first(marked)
    if strip_marks(marked) != strip_marks(bare):
        marked = transfer(bare, marked)
    known = {choice.start: choice for choice in choices}
    return Marked(text=_with_silent_letters(bare, marked, names), words=tuple(_told(bare, deciders, known)))


def _forced(bare: str, names: Sequence[lexicon.Match], typed: Mapping[str, str]) -> tuple[str, dict[int, str]]:
    """Type the marks of every known name and of the particle before it, which has one reading before a noun.

    Also returns who decided, by the place of each of these words among the bare letters.
    """
    parts: list[str] = []
    deciders: dict[int, str] = {}
    done = at = 0
    for name in names:
        between = _typed_again(bare[done : name.start], typed, at, deciders)
        parts += [_governed(between), name.marked]
        at += len(strip_marks(bare[done : name.start]))
        letters = strip_marks(bare[name.start : name.end])
        for start, _ in words(letters):
            deciders[at + start] = f"lexicon: {name.entry.name} ({name.entry.kind}, {name.entry.source})"
        at += len(letters)
        done = name.end
    return "".join([*parts, _typed_again(bare[done:], typed, at, deciders)]), deciders


def _governed(before: str) -> str:
    """Mark the particle that ends a text before a name."""
    spaceless = before.rstrip(" ")
    start = spaceless.rfind(" ") + 1
    particle = _before_names().get(spaceless[start:], spaceless[start:])
    return spaceless[:start] + particle + before[len(spaceless) :]


def _typed_again(between: str, typed: Mapping[str, str], at: int, deciders: dict[int, str]) -> str:
    """Type the marks of words that the article has marked elsewhere; `at` is where this text starts."""
    if not typed:
        return between
    skeleton = Skeleton.of(between)
    marks = list(skeleton.typed)
    for start, end in words(skeleton.bases):
        reading = typed.get(skeleton.bases[start:end])
        if reading and not any(marks[start:end]):
            marks[start:end] = Skeleton.of(reading).typed
            deciders[at + start] = "article"
    return replace(skeleton, typed=tuple(marks)).text


@cache
def _before_names() -> dict[str, str]:
    table = data("ar", "diacritize", "before_names.tsv")
    return {row["word"]: row["marked"] for row in read_table(table, ("word", "marked"))}


def _told(bare: str, deciders: Mapping[int, str], choices: Mapping[int, MarkedWord]) -> Iterator[MarkedWord]:
    """Say of each word who decided: a name, the article, the writer, a frame, or the diacritizer."""
    skeleton = Skeleton.of(bare)
    for start, end in words(skeleton.bases):
        choice = choices.get(start)
        if any(skeleton.typed[start:end]):
            yield MarkedWord(start=start, end=end, decided_by="typed", confidence=1.0)
        elif start in deciders:
            yield MarkedWord(start=start, end=end, decided_by=deciders[start], confidence=1.0)
        elif choice is not None:
            yield choice


def _with_silent_letters(bare: str, marked: str, names: Sequence[lexicon.Match]) -> str:
    """Leave bare the long vowels and the lams before a doubled letter that the readings of known names leave bare."""
    if not names:
        return marked
    skeleton = Skeleton.of(marked)
    marks, at, done = list(skeleton.typed), 0, 0
    for name in names:
        at += len(strip_marks(bare[done : name.start]))
        done = name.start
        reading = Skeleton.of(name.marked)
        behind = (*reading.typed[1:], "")
        for place, (letter, typed, following) in enumerate(zip(reading.bases, reading.typed, behind, strict=True), at):
            if not typed and (letter in _LONG or following.startswith(SHADDA)):
                marks[place] = ""
    return replace(skeleton, typed=tuple(marks)).text
