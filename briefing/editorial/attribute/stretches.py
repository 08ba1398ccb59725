"""Which words of an article are somebody's: the stretches in marks that are speech, and speech without marks."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import WAW
from briefing.editorial.attribute import loose
from briefing.editorial.attribute.judge import Setting, is_name, is_quote
from briefing.editorial.lexicon import given_names, plain_names
from briefing.editorial.reading.repair import continued
from briefing.editorial.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.entities import Entities
    from briefing.editorial.frames import Cue, Heard
    from briefing.editorial.marks import Marked
    from briefing.model import Article

_SPACE = " \t\N{NO-BREAK SPACE}"
_DEEPEST = 2
_BEFORE_CHARS = 300
_BEHIND_CHARS = 80
_COMMA = r"[,\N{ARABIC COMMA}]"
_AND = r"(?:\N{ARABIC LETTER WAW}|\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER WAW})"
_JOINT = re.compile(rf"\s*(?:{_COMMA}\s*{_AND}?|{_AND})[\s\N{{ARABIC TATWEEL}}]*$")
_LETTER = re.compile("[\u0621-\u064a]")
_NEAR_WORDS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are somebody's: code points `start` to `end` of a paragraph, and the cue that lets them speak.

    `joined` is true where "and" joins them to the stretch before, whose speaker is theirs too, `continued` where they
    are the rest of it: its mark was not closed in its paragraph.
    """

    paragraph: int
    start: int
    end: int
    cue: Cue | None = None
    joined: bool = False
    continued: bool = False


def stretches(
    article: Article, marked: Sequence[Sequence[Marked]], heard: Sequence[Heard], entities: Entities
) -> tuple[Stretch, ...]:
    """Return what somebody said, in order, verbatim."""
    by_paragraph: dict[int, list[Heard]] = {}
    for one in heard:
        by_paragraph.setdefault(one.sentence.span.paragraph, []).append(one)
    names = _names(article, marked) | _persons(entities)
    found: list[Stretch] = []
    spoken = False
    before = -1
    for number, several in by_paragraph.items():
        text = article.paragraphs[number]
        running = (
            found[-1] if found and found[-1].paragraph == before and _runs_on(article, marked, found[-1]) else None
        )
        before = number
        end = continued(text) if running else None
        if running and end:
            found.append(_trimmed(text, Stretch(number, 0, end, joined=True, continued=True)))
        paragraph = _Paragraph(text, number, marked[number], several, names, after=end or 0, spoken=spoken)
        found += paragraph.stretches()
        spoken = spoken or any(cue.subject for one in several for cue in one.cues)
    return tuple(found)


def _runs_on(article: Article, marked: Sequence[Sequence[Marked]], last: Stretch) -> bool:
    """Say whether a quote was left open at the end of its paragraph."""
    if last.end < len(article.paragraphs[last.paragraph].rstrip()):
        return False
    return any(one.repaired and one.start <= last.start < one.end for one in marked[last.paragraph])


def _names(article: Article, marked: Sequence[Sequence[Marked]]) -> frozenset[str]:
    """Return the folded texts that stand behind a naming noun somewhere: names wherever else they stand."""
    return frozenset(
        fold(text[one.start : one.end].strip())
        for text, several in zip(article.paragraphs, marked, strict=True)
        for one in several
        if one.closed and one.depth <= _DEEPEST and is_name(text, one)
    )


def _persons(entities: Entities) -> frozenset[str]:
    """Return the names of the article's persons; one that stands in marks alone is a name if it is no plain word."""
    foreign = given_names().keys() - plain_names()
    named = (one for entity in entities.all if entity.kind == "person" for one in entity.mentions if one.name)
    return frozenset(" ".join(one.name) for one in named if not one.quoted or one.name[0] in foreign)


class _Paragraph:
    """The stretches of one paragraph."""

    def __init__(
        self,
        text: str,
        number: int,
        marked: Sequence[Marked],
        heard: Sequence[Heard],
        names: frozenset[str],
        *,
        after: int,
        spoken: bool,
    ) -> None:
        self._text, self._number, self._heard, self._names, self._spoken = text, number, heard, names, spoken
        self._starts = [one.sentence.span.start for one in heard]
        self._marked = [
            one
            for one in marked
            if (one.outer_start > after or not after)
            and one.depth <= _DEEPEST
            and _LETTER.search(text, one.start, one.end)
        ]

    def stretches(self) -> list[Stretch]:
        judged: list[tuple[Stretch, bool]] = []
        for one in self._marked:
            if judged and one.outer_start < judged[-1][0].end and judged[-1][1]:
                continue
            result = self._judge(one, judged[-1] if judged else None)
            if result:
                judged.append(result)
        found = [stretch for stretch, quote in judged if quote]
        taken = [(stretch.start, stretch.end) for stretch in found]
        # A headline's colon stands for the verb: what follows is the writer's wording.
        bare = loose.unmarked(self._text, self._heard, taken) if self._number else ()
        found += [Stretch(self._number, start, end, cue) for start, end, cue in bare]
        return [_trimmed(self._text, one) for one in sorted(found, key=lambda one: one.start)]

    def _judge(self, one: Marked, previous: tuple[Stretch, bool] | None) -> tuple[Stretch, bool] | None:
        at = bisect_right(self._starts, one.outer_start) - 1
        if not one.closed or at < 0:
            return None
        sentence = self._heard[at]
        cue, after = _cue_before(sentence, one), _cue_behind(self._text, sentence, one)
        after = after or self._cue_of_next(one)
        setting = self._setting(one, at, cue, after, previous)
        stretch = Stretch(self._number, one.start, one.end, cue or after, bool(setting.joined))
        return stretch, is_quote(setting)

    def _cue_of_next(self, one: Marked) -> Cue | None:
        """Return the cue that opens the next sentence without "and", as in: "..." said Name."""
        at = bisect_right(self._starts, one.outer_end)
        before = self._heard[at - 1].sentence.span.end if 0 < at <= len(self._heard) else 0
        if at >= len(self._heard) or one.outer_end < before - 2 or not self._heard[at].cues:
            return None
        cue = self._heard[at].cues[0]
        opens = cue.start == self._heard[at].sentence.span.start and cue.subject is not None
        return cue if opens and cue.lead != WAW else None

    def _setting(
        self, one: Marked, at: int, cue: Cue | None, after: Cue | None, previous: tuple[Stretch, bool] | None
    ) -> Setting:
        text, span = self._text, self._heard[at].sentence.span
        start = max(span.start, one.outer_start - _BEFORE_CHARS)
        before = words(text[start : one.outer_start])
        glue = text[start + before[-1].end : one.outer_start] if before else text[start : one.outer_start]
        behind = text[one.outer_end : min(one.outer_end + _BEHIND_CHARS, max(span.end, one.outer_end))]
        gap = words(text[max(cue.end, start) : one.outer_start]) if cue else Words()
        between = text[previous[0].end + 1 : one.outer_start] if previous else "-"
        joined = previous is not None and len(between) < _NEAR_WORDS * 4 and _JOINT.match(between) is not None
        opens = one.outer_start <= span.start + 1
        told = self._spoken or any(cue.subject for one in self._heard[:at] for cue in one.cues)
        return Setting(
            inside=words(text[one.start : one.end]),
            before=before,
            glue=glue,
            behind=behind,
            cue=cue,
            after=after,
            gap=gap,
            name=is_name(text, one),
            known=fold(text[one.start : one.end].strip()) in self._names,
            goes_on=opens and (told or bool(previous and previous[1])),
            joined=previous[1] if joined and previous else None,
            alone=len(words(behind)) + len(before) <= _NEAR_WORDS,
            repaired=one.repaired,
        )


def _trimmed(text: str, one: Stretch) -> Stretch:
    start, end = one.start, one.end
    while start < end and text[start] in _SPACE:
        start += 1
    while start < end and text[end - 1] in _SPACE:
        end -= 1
    return replace(one, start=start, end=end)


def _cue_before(sentence: Heard, one: Marked) -> Cue | None:
    """Return the nearest cue before the mark, a real one where there is one."""
    before = bisect_right(sentence.cues, one.outer_start, key=_cue_end)
    near = sentence.cues[max(0, before - _NEAR_WORDS) : before]
    main = [cue for cue in near if cue.kind != "aside"]
    return main[-1] if main else next(reversed(near), None)


def _cue_end(cue: Cue) -> int:
    return cue.end


def _cue_behind(text: str, sentence: Heard, one: Marked) -> Cue | None:
    behind = bisect_right(sentence.cues, one.outer_end, key=_cue_end)
    if behind >= len(sentence.cues):
        return None
    cue = sentence.cues[behind]
    near = cue.start - one.outer_end < _BEHIND_CHARS and len(words(text[one.outer_end : cue.start])) < _NEAR_WORDS
    return cue if near else None
