"""Where a sentence mentions a poll, and what it says of it: who made it, with whom, for whom, who published it.

The constructions are rows of `data/ar/editorial/frames-polls.tsv`, over the tags of `poll-tags.tsv`. Where two rows give
one mention a maker, the row that stands first in the table decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from briefing.editorial.figures.pieces import pieces, tags
from briefing.editorial.patterns import Alphabet, Match, matches
from briefing.editorial.quotes.names import Named
from briefing.editorial.tokens import tokens
from briefing.model import Article, Span
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.figures.pieces import Piece

COLUMNS = ("id", "kind", "pattern", "example", "slots")
_ALEF, _LAM = "\N{ARABIC LETTER ALEF}", "\N{ARABIC LETTER LAM}"
_MARKS = "\"'\u00ab\u00bb\u201c\u201d"
# What a sentence must hold for any frame to stand in it.
_OPENERS = frozenset(
    {"poll", "polls", "study", "accord", "defpoll", "defpolls", "defstudy", "gauge", "surveyed", "surveyedit", "ballot", "interview", "issued"}
    | {"defhead", "defoutlet", "org", "open"}
)
_OF_POLLS = frozenset({"poll", "again", "called", "sponsor"})
_QUALIFIERS = 4
_DESCRIBING = frozenset({"adj", "defadj", "surveying", "views", "opinion", "defopinion", "l", "same", "other", "online"})
_WHO = ("maker", "partner", "publisher", "sponsor", "called")


# Frames without a noun for the poll that tell of one all the same.
_OPENING = frozenset(
    {"surveyed", "surveyed-them", "surveyed-as-told", "surveyed-views", "surveyed-someone"}
    | {"interviews", "interviews-first"}
)


_ONLY_KNOWN = frozenset({"again-name", "said-again"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One row: its id, what it is of, and its pattern."""

    id: str
    kind: str
    pattern: re.Pattern[str]


@dataclass(slots=True)
class Mention:
    """A poll as a sentence mentions it, at a token of it; `noun` is the tag of the word for it, "" where there is none."""

    token: int
    noun: str
    definite: bool = False
    other: bool = False
    same: bool = False
    who: dict[str, Named] = field(default_factory=dict)
    frames: list[str] = field(default_factory=list)

    @property
    def maker(self) -> Named | None:
        """Return who asked."""
        return self.who.get("maker")

    @property
    def again(self) -> bool:
        """Say whether only a name stands here: whose poll it is, if one is spoken of."""
        return not self.noun and not _OPENING & set(self.frames)

    @property
    def only_known(self) -> bool:
        """Say whether the name may be any newspaper's: then it is that of a poll which was spoken of, or nothing."""
        return set(self.frames) <= _ONLY_KNOWN

    @property
    def sure(self) -> bool:
        """Say whether the mention is of people who were asked: a study may have asked nobody."""
        return self.noun != "study" or "survey-study" in self.frames

    @property
    def plural(self) -> bool:
        """Say whether it is polls in general that are mentioned."""
        return self.noun == "polls" and self.maker is None


class Grammar:
    """The frames of polls, in the order of their table, which is the order of their claims."""

    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        """Compile rows of `frames-polls.tsv`."""
        macros = {row["id"]: row["pattern"] for row in rows if row["kind"] == "macro"}
        self.alphabet = Alphabet(tags(), macros)
        self.frames = tuple(
            Frame(row["id"], row["kind"], self.alphabet.compiled(row["pattern"]))
            for row in rows
            if row["kind"] != "macro"
        )
        self.institution = self.alphabet.compiled("ORG")

    def written(self, cut: Sequence[Piece]) -> str:
        """Return a sentence as the patterns read it: one character a piece."""
        return self.alphabet.written([piece.tag for piece in cut])

    def of(self, kind: str) -> Iterator[Frame]:
        """Return the frames of one kind."""
        return (frame for frame in self.frames if frame.kind == kind)


def rows() -> list[dict[str, str]]:
    """Return the rows of the table of frames, macros too."""
    return read_table(data("ar", "editorial", "frames-polls.tsv"), COLUMNS)


@cache
def shipped() -> Grammar:
    """Return the grammar of the table as it ships."""
    return Grammar(rows())


def mentions(article: Article, span: Span, grammar: Grammar | None = None) -> list[Mention]:
    """Return the polls that a sentence mentions, in its order."""
    text = article.at(span)
    cut = pieces(tokens(text))
    if not any(piece.tag in _OPENERS for piece in cut):
        return []
    grammar = grammar or shipped()
    written = grammar.written(cut)
    by_piece: dict[int, Mention] = {}
    sponsors: list[tuple[int, Named]] = []
    for frame in grammar.frames:
        if frame.kind not in _OF_POLLS:
            continue
        for match in matches(frame.pattern, written):
            if frame.kind == "sponsor":
                sponsors.append((match.first, _named(text, span, cut, match.slots["sponsor"])))
            else:
                _add(by_piece, frame, match, text, span, cut)
    _drop_named(by_piece, cut, span)
    ordered = [by_piece[at] for at in sorted(by_piece)]
    for at, sponsor in sponsors:
        _sponsored(ordered, by_piece, at, sponsor)
    return ordered


def places(cut: Sequence[Piece], kind: str) -> list[int]:
    """Return the tokens at which the frames of a kind stand in a sentence."""
    written = shipped().written(cut)
    return [cut[match.first].token for frame in shipped().of(kind) for match in matches(frame.pattern, written)]


def tells(cut: Sequence[Piece], kind: str, grammar: Grammar | None = None) -> bool:
    """Say whether a frame of a kind stands in a sentence."""
    grammar = grammar or shipped()
    written = grammar.written(cut)
    return any(frame.pattern.search(written) for frame in grammar.of(kind))


def fullest(talks: Sequence[tuple[Span, Sequence[Piece]]], article: Article, head: str) -> Named | None:
    """Return the longest name that opens with a head noun: "the committee" is "the committee for equality and rights"."""
    longest: Named | None = None
    for span, cut in talks:
        for match in matches(shipped().institution, shipped().written(cut)):
            if cut[match.first].folded == head:
                named = _named(article.at(span), span, cut, (match.first, match.last))
                longest = max((longest, named), key=lambda one: len(one.text) if one else 0)
    return longest


def _drop_named(by_piece: dict[int, Mention], cut: Sequence[Piece], span: Span) -> None:
    """Drop each mention that is a word of somebody's name: "the Arab Barometer"."""
    names = [named.span for mention in by_piece.values() for named in mention.who.values()]
    for at in list(by_piece):
        start = span.start + cut[at].start
        if not by_piece[at].who and any(name.start <= start < name.end for name in names):
            del by_piece[at]


def _sponsored(ordered: Sequence[Mention], by_piece: dict[int, Mention], at: int, sponsor: Named) -> None:
    """Give a sponsor to the last poll before it, else to the first behind it."""
    before = [place for place in sorted(by_piece) if place < at]
    if ordered:
        mention = by_piece[before[-1]] if before else ordered[0]
        mention.who.setdefault("sponsor", sponsor)


def _add(
    by_piece: dict[int, Mention], frame: Frame, match: Match, text: str, span: Span, cut: Sequence[Piece]
) -> None:
    slot = "called" if frame.kind == "called" else "poll"
    place = match.slots[slot][0] if slot in match.slots else match.first
    if _stands_inside(by_piece, frame, match):
        return
    piece = cut[place]
    mention = by_piece.get(place)
    if mention is None:
        noun = piece.tag.removeprefix("def") if slot in match.slots else ""
        behind = [other.tag for other in cut[place + 1 : place + 1 + _QUALIFIERS]]
        before = [other.tag for other in cut[max(0, place - 1) : place]]
        mention = Mention(
            piece.token,
            noun,
            definite=piece.definite or "dem" in before or behind[:1] in (["defopinion"], ["views"]),
            other=_qualified(behind, "other"),
            same=_qualified(behind, "same") or "dem" in before,
        )
        by_piece[place] = mention
    mention.frames.append(frame.id)
    if "maker" in match.slots and mention.maker is not None:
        return
    for role in _WHO:
        if role in match.slots:
            named = _named(text, span, cut, match.slots[role])
            if named.text and named not in mention.who.values():
                mention.who.setdefault(role, named)


def _qualified(behind: Sequence[str], tag: str) -> bool:
    """Say whether a tag stands among the adjectives right behind a noun."""
    for other in behind:
        if other == tag:
            return True
        if other not in _DESCRIBING:
            return False
    return False


def _stands_inside(by_piece: dict[int, Mention], frame: Frame, match: Match) -> bool:
    """Say whether a frame without a noun for the poll overlaps one that has a mention already: one fact, told once."""
    named = "poll" in match.slots or frame.kind == "called"
    return not named and any(match.first <= other < match.last for other in by_piece)


def _named(text: str, span: Span, cut: Sequence[Piece], place: tuple[int, int]) -> Named:
    """Return the name at some pieces: without marks around it, or with both where they stand inside it."""
    first, last = place
    while last > first and cut[last - 1].tag in ("w", "l", "b", "slash", "in"):
        last -= 1
    start, end = cut[first].start, cut[max(first, last - 1)].end
    if cut[first].tag == "lname" and first and cut[first - 1].tag != "madeit":
        start += 1
    name = text[start:end]
    if name[:1] in _MARKS and name[-1:] in _MARKS and not any(mark in name[1:-1] for mark in _MARKS):
        start, end = start + 1, end - 1
    # "Lil" has swallowed the alef of the article.
    swallowed = cut[first].definite and text[start : start + 1] == _LAM
    return Named((_ALEF if swallowed else "") + text[start:end], Span(paragraph=span.paragraph, start=span.start + start, end=span.start + end))

