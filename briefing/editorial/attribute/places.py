"""Where each quote of an article stands: its sentence, the cues and the mentions around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import WAW
from briefing.arabic.words import Part
from briefing.editorial.marks import MARKS
from briefing.editorial.mentions.reader import is_published
from briefing.editorial.wordlists import pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.frames import Cue, Heard
    from briefing.editorial.mentions import Mention
    from briefing.editorial.reading import Reading
    from briefing.editorial.reading.tokens import Token
    from briefing.model import Span

# What stands farther from a quote than so many cues or mentions has no say: a wall of them is read in linear time.
_CUES_BEFORE, _CUES_BEHIND = 10, 3
_MENTIONS_BEFORE, _MENTIONS_BEHIND = 30, 10
# "...", said somebody: the verb stands right behind, or behind a word or two.
_GAP_WORDS = 2
_REACH_TOKENS = 40
_COLON_TOKENS = 3
_OPENING_TOKENS = 5
_WHILE = "while"


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quote's place: its tokens `first` to `last`, its sentence, the cues and mentions near it.

    `nearest` is the last cue before it, `finite` the last finite verb, `after` the cue right behind it; `reported` is
    the token where what that verb reports begins, `clause` where its clause does, behind "while".
    """

    span: Span
    heard: Heard
    first: int
    last: int
    earlier: tuple[Cue, ...]
    later: tuple[Cue, ...]
    mentions: tuple[Mention, ...]
    nearest: Cue | None
    finite: Cue | None
    after: Cue | None
    reported: int
    clause: int
    opens: bool
    colon: Mention | None
    hearsay: bool

    @property
    def place(self) -> tuple[int, int]:
        """Paragraph and token where the quote starts."""
        return self.span.paragraph, self.first

    @property
    def subject(self) -> Mention | None:
        """Whom the governing verb has as its subject, or relays."""
        for cue in (self.finite, self.after):
            mention = (cue.relayed or cue.subject) if cue else None
            if mention:
                return mention
        return None

    @property
    def goes_on(self) -> bool:
        """Say whether a verb like "added" introduces the quote; a participle behind it opens what is said next."""
        after = self.after if self.after and self.after.finite else None
        return any(cue is not None and cue.goes_on for cue in (self.nearest, self.finite, after))


def places(reading: Reading, heard: Sequence[Heard], quotes: Sequence[Span]) -> tuple[Spoken | None, ...]:
    """Return where each quote stands, None for one that stands in no sentence that is told."""
    starts = [(one.sentence.span.paragraph, one.sentence.span.start) for one in heard]
    return tuple(_place(reading, heard, starts, span) for span in quotes)


def _place(reading: Reading, heard: Sequence[Heard], starts: Sequence[tuple[int, int]], span: Span) -> Spoken | None:
    at = bisect_right(starts, (span.paragraph, span.start)) - 1
    if at < 0 or starts[at][0] != span.paragraph:
        return None
    here = heard[at]
    first, last = (reading.first_from(span.paragraph, place) for place in (span.start, span.end))
    before = bisect_left(here.cues, first, key=_at)
    behind = bisect_left(here.cues, last, key=_at)
    earlier = here.cues[max(0, before - _CUES_BEFORE) : before]
    speaking = [cue for cue in earlier if cue.kind not in ("aside", "weak")]
    finite = next((cue for cue in reversed(speaking) if cue.finite and cue.kind != "according"), None)
    one, other = (bisect_left(here.mentions, place, key=_first) for place in (first, last))
    near = here.mentions[max(0, one - _MENTIONS_BEFORE) : one] + here.mentions[other : other + _MENTIONS_BEHIND]
    lead = _lead(reading, here, first)
    return Spoken(
        span=span,
        heard=here,
        first=first,
        last=last,
        earlier=earlier,
        later=here.cues[behind : behind + _CUES_BEHIND],
        mentions=tuple(mention for mention in near if not mention.quoted),
        nearest=speaking[-1] if speaking else None,
        finite=finite,
        after=_after(reading, heard, at, last),
        reported=_reported(reading, finite, span, first),
        clause=_clause(reading, here, finite),
        opens=lead < here.sentence.first,
        colon=_before_colon(reading, here, near, lead, first),
        hearsay=_is_hearsay(reading, here, earlier, first),
    )


def _at(cue: Cue) -> int:
    return cue.at


def _first(mention: Mention) -> int:
    return mention.first


def _lead(reading: Reading, heard: Heard, first: int) -> int:
    """Return the last token before a quote that is no mark."""
    found = reading.tokens[heard.sentence.span.paragraph]
    lead = first - 1
    while lead >= heard.sentence.first and found[lead].text in MARKS:
        lead -= 1
    return lead


def _before_colon(reading: Reading, heard: Heard, near: Sequence[Mention], lead: int, first: int) -> Mention | None:
    """Return who stands right before the colon that opens a quote."""
    found = reading.tokens[heard.sentence.span.paragraph]
    if lead < heard.sentence.first or found[lead].text != ":":
        return None
    before = [one for one in near if one.first < first and not one.quoted]
    if not before or first - before[-1].last > _COLON_TOKENS:
        return None
    published = before[-1].first > 0 and is_published(found[before[-1].first - 1])
    if published or found[lead - 1].tagged("saying"):
        return None  # "in a statement that the agency published: ...", "quoted one from the army as his saying: ..."
    # "Congratulated X Y and said:" lets the one speak who congratulated.
    joined = any(token.lead and token.verb for token in found[before[-1].last : lead])
    return None if joined else before[-1]


def _clause(reading: Reading, heard: Heard, finite: Cue | None) -> int:
    """Return where the clause of a verb begins that says by itself who speaks, else where its sentence does."""
    if finite is None or finite.subject is None:
        return heard.sentence.first
    found = reading.tokens[heard.sentence.span.paragraph]
    start = max(heard.sentence.first, finite.at - _REACH_TOKENS)
    whiles = (at for at in range(finite.at - 1, start, -1) if _is_while(found[at]))
    return next(whiles, heard.sentence.first)


def _is_while(token: Token) -> bool:
    return pairs("openers", "kind").get(token.folded) == _WHILE


def _reported(reading: Reading, finite: Cue | None, span: Span, first: int) -> int:
    if finite is None:
        return first
    found = reading.tokens[span.paragraph]
    return next((at for at in range(finite.at, first) if found[at].tagged("complementizer")), first)


def _after(reading: Reading, heard: Sequence[Heard], at: int, last: int) -> Cue | None:
    """Return the cue that follows a quote, in its sentence or opening the next without "and"."""
    found = reading.tokens[heard[at].sentence.span.paragraph]
    for here in heard[at : at + 2]:
        if here.sentence.span.paragraph != heard[at].sentence.span.paragraph:
            return None
        step = bisect_left(here.cues, last, key=_at)
        if step < len(here.cues):
            cue = here.cues[step]
            between = found[last : min(cue.at, last + 2 * _GAP_WORDS + 4)]
            if any(map(_is_while, between)):
                return None  # "..., while the other said": a clause of its own
            if here is not heard[at] and cue.at > here.sentence.first:
                return None  # "... . But Name said": who opens the next sentence says what follows it
            gap = sum(token.is_word for token in between)
            # "...", and the other answered: ...
            near = gap <= _GAP_WORDS and cue.at - last < 2 * _GAP_WORDS + 4 and not (cue.finite and cue.lead)
            return cue if near and (here is heard[at] or not found[cue.at].lead) else None
    return None


def _is_hearsay(reading: Reading, heard: Heard, earlier: Sequence[Cue], first: int) -> bool:
    """Say whether the words are put about as somebody's: a clip attributed to, a forged report."""
    found = reading.tokens[heard.sentence.span.paragraph]
    # "Answered the rumour and wrote: ..." is theirs, "a clip in which he says" is not.
    own = [cue.at for cue in earlier if cue.subject is not None or (cue.finite and cue.lead == WAW)]
    start = max(own[-1] if own else heard.sentence.first, first - _REACH_TOKENS)
    return any(_is_doubted(found, at) for at in range(start, first)) or _is_put_about(found, heard, earlier)


def _is_doubted(found: Sequence[Token], at: int) -> bool:
    """Say whether a word of hearsay stands at a token: posts that are traded, but no trader said."""
    token, before = found[at], found[at - 1] if at else None
    described = before is not None and bool(before.part & Part.NOUN) and before.verb is None
    return token.tagged("hearsay") and (described or not token.tagged("role"))


def _is_put_about(found: Sequence[Token], heard: Heard, earlier: Sequence[Cue]) -> bool:
    """Say whether a sentence tells by whom somebody is said to have spoken: a post claims that he said, a forged clip.

    "And he said" stands by itself, whatever was claimed before.
    """
    if not earlier or earlier[-1].lead == WAW:
        return False
    start, said = heard.sentence.first, earlier[-1].at
    claims = (cue for cue in earlier[:-1] if cue.kind == "allege")
    if any(found[at].tagged("complementizer") for cue in claims for at in range(cue.at, said)):
        return True
    opening = range(start, min(start + _OPENING_TOKENS, said))
    at = next((at for at in opening if _is_doubted(found, at)), start)
    governed = [token for token in found[start:at] if token.tagged("preposition", "according") or token.particle]
    return at > start and all(token.tagged("according") for token in governed)
