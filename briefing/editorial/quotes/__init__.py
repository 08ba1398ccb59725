"""Quotes: somebody's words, verbatim, with the cue and the one who said them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefing.editorial.figures import polls
from briefing.editorial.quotes import loose as quotes_loose
from briefing.editorial.quotes.cues import CueKind
from briefing.editorial.quotes.judge import Setting, is_name, is_quote
from briefing.editorial.quotes.sources import Cue, Heard, Sources
from briefing.editorial.words import Words, fold, words
from briefing.model import Article, Quote, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.quotes.marks import Marked
    from briefing.editorial.quotes.names import Named

_SPACE = " \t\N{NO-BREAK SPACE}"
_WAW = "\N{ARABIC LETTER WAW}"
_DEEPEST = 2
_BEFORE_CHARS = 300
_BEHIND_CHARS = 80
_COMMA = r"[,\N{ARABIC COMMA}]"
_AND = r"(?:\N{ARABIC LETTER WAW}|\N{ARABIC LETTER ALEF WITH HAMZA ABOVE}\N{ARABIC LETTER WAW})"
_JOINT = re.compile(rf"\s*(?:{_COMMA}\s*{_AND}?|{_AND})[\s\N{{ARABIC TATWEEL}}]*$")
_LETTER = re.compile("[\u0621-\u064a]")
_NEAR_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words in marks, judged."""

    start: int
    end: int
    quote: bool
    cue: Cue | None = None
    speaker: Named | None = None


def quotes(article: Article) -> tuple[Quote, ...]:
    """Return the quotes of an article in order, verbatim, each with its speaker where the article tells."""
    sources = Sources(article)
    names = _names(article, sources)
    found: list[Quote] = []
    before = -1
    for number in sorted(sources.heard):
        text = article.paragraphs[number]
        open_still = found and found[-1].span.paragraph == before and _runs_on(article, sources, found[-1])
        running = found[-1] if open_still else None
        before = number
        end = quotes_loose.continued(text) if running else None
        if running and end:
            span = Span(paragraph=number, start=0, end=end)
            found.append(replace(running, text=article.at(span), span=span, cue=None, cue_span=None))
        found += _Paragraph(article, sources, number, names, after=end or 0).quotes()
    return tuple(_with_speaker_of_twin(found))


def _runs_on(article: Article, sources: Sources, quote: Quote) -> bool:
    """Say whether a quote was left open at the end of its paragraph."""
    paragraph = quote.span.paragraph
    if quote.span.end < len(article.paragraphs[paragraph].rstrip()):
        return False
    return any(one.repaired and one.start <= quote.span.start < one.end for one in sources.marked[paragraph])


def _with_speaker_of_twin(found: Sequence[Quote]) -> Iterator[Quote]:
    """Give a quote that stands without a cue, as a subheading, the speaker of the same words elsewhere."""
    told = {fold(quote.text): quote for quote in reversed(found) if quote.cue}
    for quote in found:
        twin = told.get(fold(quote.text))
        if quote.cue is None and twin is not None:
            yield replace(quote, speaker=twin.speaker, speaker_span=twin.speaker_span)
        else:
            yield quote


def _names(article: Article, sources: Sources) -> frozenset[str]:
    """Return the folded texts that stand behind a naming noun somewhere: names wherever else they stand."""
    found = set()
    for number, marked in enumerate(sources.marked):
        text = article.paragraphs[number]
        found |= {_key(text, one) for one in marked if one.closed and one.depth <= _DEEPEST and is_name(text, one)}
    return frozenset(found)


def _key(text: str, one: Marked) -> str:
    return fold(text[one.start : one.end].strip())


class _Paragraph:
    """The quotes of one paragraph."""

    def __init__(self, article: Article, sources: Sources, number: int, names: frozenset[str], *, after: int) -> None:
        self._article, self._sources, self._number, self._names = article, sources, number, names
        self._text = article.paragraphs[number]
        self._talks: dict[Span, Named | None] = {}
        self._heard = sources.heard[number]
        self._starts = [sentence.span.start for sentence in self._heard]
        self._marked = [
            one
            for one in sources.marked[number]
            if (one.outer_start > after or not after)
            and one.depth <= _DEEPEST
            and _LETTER.search(self._text, one.start, one.end)
        ]

    def quotes(self) -> Iterator[Quote]:
        found: list[_Stretch] = []
        for one in self._marked:
            if found and one.outer_start < found[-1].end and found[-1].quote:
                continue
            stretch = self._judge(one, found[-1] if found else None)
            if stretch:
                found.append(stretch)
        found = [stretch for stretch in found if stretch.quote]
        taken = [(stretch.start, stretch.end) for stretch in found]
        # A headline's colon stands for the verb: what follows is the writer's wording.
        loose = quotes_loose.unmarked(self._text, self._heard, taken) if self._number else ()
        found += [_Stretch(start, end, quote=True, cue=cue, speaker=cue.speaker) for start, end, cue in loose]
        for stretch in sorted(found, key=lambda one: one.start):
            yield self._quote(stretch)

    def _judge(self, one: Marked, previous: _Stretch | None) -> _Stretch | None:
        if not one.closed:
            return None
        sentence = self._sentence(one.outer_start)
        if sentence is None:
            return None
        cue, after = _cue_before(sentence, one), _cue_behind(self._text, sentence, one)
        after = after or self._cue_of_next(one)
        setting = self._setting(one, sentence, cue, after, previous)
        quote = is_quote(setting)
        chosen = cue or after
        speaker = chosen.speaker if chosen else None
        if setting.joined and previous:
            chosen, speaker = previous.cue, previous.speaker
        elif speaker is None:
            speaker = self._unsaid(sentence, setting, previous)
        return _Stretch(one.start, one.end, quote, chosen, self._asked(sentence, chosen) or speaker)

    def _unsaid(self, sentence: Heard, setting: Setting, previous: _Stretch | None) -> Named | None:
        if setting.goes_on:
            return previous.speaker if previous and previous.quote else sentence.before
        return sentence.subject or sentence.before

    def _asked(self, sentence: Heard, cue: Cue | None) -> Named | None:
        """Return the pollster where a survey speaks."""
        if cue is None or cue.kind is not CueKind.SURVEY:
            return None
        if sentence.span not in self._talks:
            self._talks[sentence.span] = polls.asked_by(self._article, sentence.span)
        return self._talks[sentence.span]

    def _cue_of_next(self, one: Marked) -> Cue | None:
        """Return the cue that opens the next sentence without "and", as in: "..." said Name."""
        at = bisect_right(self._starts, one.outer_end)
        before = self._heard[at - 1].span.end if 0 < at <= len(self._heard) else 0
        if at >= len(self._heard) or one.outer_end < before - 2 or not self._heard[at].cues:
            return None
        cue = self._heard[at].cues[0]
        opens = cue.start == self._heard[at].span.start and cue.explicit
        return cue if opens and not cue.text.startswith(_WAW) else None

    def _sentence(self, position: int) -> Heard | None:
        at = bisect_right(self._starts, position) - 1
        return self._heard[at] if at >= 0 else None

    def _setting(
        self, one: Marked, sentence: Heard, cue: Cue | None, after: Cue | None, previous: _Stretch | None
    ) -> Setting:
        text = self._text
        start = max(sentence.span.start, one.outer_start - _BEFORE_CHARS)
        before = words(text[start : one.outer_start])
        glue = text[start + before[-1].end : one.outer_start] if before else text[start : one.outer_start]
        behind = text[one.outer_end : min(one.outer_end + _BEHIND_CHARS, max(sentence.span.end, one.outer_end))]
        gap = words(text[max(cue.end, start) : one.outer_start]) if cue else Words()
        between = text[previous.end + 1 : one.outer_start] if previous else "-"
        joined = previous is not None and len(between) < _NEAR_WORDS * 4 and _JOINT.match(between) is not None
        opens = one.outer_start <= sentence.span.start + 1
        return Setting(
            inside=words(text[one.start : one.end]),
            before=before,
            glue=glue,
            behind=behind,
            cue=cue,
            after=after,
            gap=gap,
            name=is_name(text, one),
            known=_key(text, one) in self._names or self._sources.names.is_person(_key(text, one).split()),
            goes_on=opens and (sentence.before is not None or bool(previous and previous.quote)),
            joined=previous.quote if joined and previous else None,
            alone=len(words(behind)) + len(before) <= _NEAR_WORDS,
            repaired=one.repaired,
        )

    def _quote(self, stretch: _Stretch) -> Quote:
        start, end = stretch.start, stretch.end
        while start < end and self._text[start] in _SPACE:
            start += 1
        while start < end and self._text[end - 1] in _SPACE:
            end -= 1
        cue, speaker = stretch.cue, stretch.speaker
        return Quote(
            text=self._text[start:end],
            span=Span(paragraph=self._number, start=start, end=end),
            speaker=speaker.text if speaker else None,
            speaker_span=speaker.span if speaker else None,
            cue=cue.text if cue else None,
            cue_span=Span(paragraph=self._number, start=cue.start, end=cue.end) if cue else None,
        )


def _cue_before(sentence: Heard, one: Marked) -> Cue | None:
    """Return the nearest cue before the mark, a real one where there is one."""
    before = bisect_right(sentence.cues, one.outer_start, key=_cue_end)
    near = sentence.cues[max(0, before - _NEAR_WORDS) : before]
    main = [cue for cue in near if cue.kind is not CueKind.ASIDE]
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
