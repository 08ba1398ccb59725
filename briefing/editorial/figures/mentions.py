"""Where a sentence mentions a poll, and what it says of it: who made it, with whom, for whom, who published it.

The constructions are rows of `data/ar/editorial/frames-polls.tsv`, over the tags of `poll_tags.tsv`. Where two rows
give one mention a maker, the row that stands first in the table decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from briefing.arabic.folding import fold
from briefing.arabic.letters import ALEF, BEH, FEH, KAF, LAM, WAW
from briefing.editorial.figures.named import Named
from briefing.editorial.figures.pieces import pieces, tags
from briefing.editorial.patterns import Alphabet, Match, matches
from briefing.editorial.tokens import tokens
from briefing.editorial.wordlists import groups
from briefing.model import Article, Span
from briefing.resources import data, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefing.editorial.figures.pieces import Piece

COLUMNS = ("id", "kind", "pattern", "example", "slots")
# What no name ends on.
_HANGING = frozenset({"w", "l", "b", "slash", "in"})
# Behind these, the lam of an unknown word is the particle: "a poll of Reuters" in one word.
_HEADS = frozenset({"poll", "polls", "study", "adj", "surveying", "opinion", "defopinion"})
_MARKS = "\"'\u00ab\u00bb\u201c\u201d"
# "The second poll", by the place of the tag.
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
# What a sentence must hold for any frame to stand in it.
_OPENERS = frozenset(
    {
        "poll",
        "polls",
        "study",
        "accord",
        "defpoll",
        "defpolls",
        "defstudy",
        "gauge",
        "surveyed",
        "surveyedit",
        "ballot",
        "interview",
        "issued",
    }
    | {"defhead", "defoutlet", "org", "open", *_ORDINALS}
)
_TELLING = ("poll", "polls", "gauge", "surveyed", "ballot", "interview", "people")
_MAY_TELL = ("study",)
# Particles and the article, which may stand before any of them.
_GLUED = WAW + FEH + BEH + LAM + KAF + ALEF
_OF_POLLS = frozenset({"poll", "again", "called"})
_QUALIFIERS = 4
_DESCRIBING = frozenset(
    {"adj", "defadj", "surveying", "views", "opinion", "defopinion", "l", "same", "other", "online", *_ORDINALS}
)
_WHO = ("maker", "partner", "publisher", "sponsor", "called")


# Frames without a noun for the poll that tell of one all the same.
_OPENING = frozenset(
    {"surveyed", "surveyed-number", "surveyed-them", "surveyed-as-told", "surveyed-views", "surveyed-someone"}
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
    """A poll as a sentence mentions it, at a token of it; `noun` is the tag of the word for it, "" without one."""

    token: int
    noun: str
    definite: bool = False
    other: bool = False
    same: bool = False
    number: int = 0
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


def may_tell(text: str) -> bool:
    """Say whether a text has a word without which no poll is spoken of: most articles have none.

    A study, a report, an inquiry tell of one only where they give shares.
    """
    folded = fold(text)
    return _words(_TELLING).search(folded) is not None or (
        _words(_MAY_TELL).search(folded) is not None and _shares().search(folded) is not None
    )


@cache
def _words(known: tuple[str, ...]) -> re.Pattern[str]:
    forms = groups("poll_tags", "tag")
    words = "|".join(sorted(form for tag in known for form in forms[tag]))
    return re.compile(rf"\b[{_GLUED}]*(?:{words})")


@cache
def _shares() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, groups("poll_tags", "tag")["share"]))))


def rows() -> list[dict[str, str]]:
    """Return the rows of the table of frames, macros too."""
    return read_table(data("ar", "editorial", "frames-polls.tsv"), COLUMNS)


@cache
def shipped() -> Grammar:
    """Return the grammar of the table as it ships."""
    return Grammar(rows())


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that may speak of polls: its place, its text, its pieces."""

    span: Span
    text: str
    pieces: Sequence[Piece]

    def named(self, place: tuple[int, int]) -> Named:
        """Return the name at some pieces: without marks around it, or with both where they stand inside it."""
        first, last = place
        while last > first and self.pieces[last - 1].tag in _HANGING:
            last -= 1
        start, end = self.pieces[first].start, self.pieces[max(first, last - 1)].end
        if self.pieces[first].tag == "lname" and first and self.pieces[first - 1].tag in _HEADS:
            start += 1
        name = self.text[start:end]
        if name[:1] in _MARKS and name[-1:] in _MARKS and not any(mark in name[1:-1] for mark in _MARKS):
            start, end = start + 1, end - 1
        # "Lil" has swallowed the alef of the article.
        swallowed = self.pieces[first].definite and self.text[start : start + 1] == LAM
        span = Span(paragraph=self.span.paragraph, start=self.span.start + start, end=self.span.start + end)
        return Named((ALEF if swallowed else "") + self.text[start:end], span)


def mentions(article: Article, span: Span, grammar: Grammar | None = None) -> list[Mention]:
    """Return the polls that a sentence mentions, in its order."""
    sentence = _Sentence(span, article.at(span), pieces(tokens(article.at(span))))
    if not any(piece.tag in _OPENERS for piece in sentence.pieces):
        return []
    grammar = grammar or shipped()
    written = grammar.written(sentence.pieces)
    found: dict[int, Mention] = {}
    for frame in grammar.frames:
        if frame.kind in _OF_POLLS:
            for match in matches(frame.pattern, written):
                _add(found, frame, match, sentence)
    _drop_named(found, sentence)
    ordered = sorted(found)
    for frame in grammar.of("sponsor"):
        for match in matches(frame.pattern, written):
            _sponsored(found, ordered, match.first, sentence.named(match.slots["sponsor"]))
    return [found[at] for at in ordered]


def places(cut: Sequence[Piece], kind: str) -> list[int]:
    """Return the tokens at which the frames of a kind stand in a sentence."""
    written = shipped().written(cut)
    return [cut[match.first].token for frame in shipped().of(kind) for match in matches(frame.pattern, written)]


def tells(cut: Sequence[Piece], kind: str, grammar: Grammar | None = None) -> bool:
    """Say whether a frame of a kind stands in a sentence."""
    grammar = grammar or shipped()
    written = grammar.written(cut)
    return any(frame.pattern.search(written) for frame in grammar.of(kind))


def institutions(article: Article, span: Span, cut: Sequence[Piece]) -> Iterator[tuple[str, Named]]:
    """Return the full names of institutions in a sentence with the folded noun that each opens with."""
    sentence = _Sentence(span, article.at(span), cut)
    for match in matches(shipped().institution, shipped().written(cut)):
        yield cut[match.first].folded, sentence.named((match.first, match.last))


def _drop_named(found: dict[int, Mention], sentence: _Sentence) -> None:
    """Drop each mention that is a word of somebody's name: "the Arab Barometer"."""
    names = [named.span for mention in found.values() for named in mention.who.values()]
    inside = {place for name in names for place in range(name.start, name.end)}
    for at in list(found):
        if not found[at].who and sentence.span.start + sentence.pieces[at].start in inside:
            del found[at]


def _sponsored(found: dict[int, Mention], ordered: Sequence[int], at: int, sponsor: Named) -> None:
    """Give a sponsor to the last poll before it, else to the first behind it."""
    if found:
        nearest = ordered[max(0, bisect_left(ordered, at) - 1)]
        found[nearest].who.setdefault("sponsor", sponsor)


def _add(found: dict[int, Mention], frame: Frame, match: Match, sentence: _Sentence) -> None:
    """Add what a frame says to the mention of the poll that it is of; a name that an earlier frame gave stays."""
    slot = "called" if frame.kind == "called" else "poll"
    if slot not in match.slots and any(place in found for place in range(match.first, match.last)):
        # A frame without a noun for the poll, over one that has a mention already: one fact, told once.
        return
    place = match.slots[slot][0] if slot in match.slots else match.first
    if place not in found:
        found[place] = _mention(sentence.pieces, place, noun=slot in match.slots)
    mention = found[place]
    mention.frames.append(frame.id)
    if "maker" in match.slots and mention.maker is not None:
        return
    for role in _WHO:
        named = sentence.named(match.slots[role]) if role in match.slots else None
        if named and named.text and named not in mention.who.values():
            mention.who.setdefault(role, named)


def _mention(cut: Sequence[Piece], place: int, *, noun: bool) -> Mention:
    piece = cut[place]
    behind = [other.tag for other in cut[place + 1 : place + 1 + _QUALIFIERS]]
    pointed = place > 0 and cut[place - 1].tag == "dem"
    if piece.tag in _ORDINALS:
        return Mention(piece.token, "", definite=True, number=_number([piece.tag]))
    return Mention(
        piece.token,
        piece.tag.removeprefix("def") if noun else "",
        definite=piece.definite or pointed or behind[:1] in (["defopinion"], ["views"]),
        other=_qualified(behind, "other"),
        same=_qualified(behind, "same") or pointed,
        number=_number(behind) if noun else 0,
    )


def _number(behind: Sequence[str]) -> int:
    """Return which poll of several is meant, 0 where none is counted: "the first of its kind" is no number."""
    describing = next((at for at, tag in enumerate(behind) if tag not in _DESCRIBING), len(behind))
    place = next((at for at, tag in enumerate(behind[:describing]) if tag in _ORDINALS), None)
    if place is None or behind[place + 1 : place + 2] == ["from"]:
        return 0
    return _ORDINALS.index(behind[place]) + 1


def _qualified(behind: Sequence[str], tag: str) -> bool:
    """Say whether a tag stands among the adjectives right behind a noun."""
    describing = next((at for at, other in enumerate(behind) if other not in _DESCRIBING), len(behind))
    return tag in behind[:describing]
