"""Polls in an article: who asked, whom, how many, when, for whom, and which sentences report the answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from briefing.editorial.figures.kinds import means_to_vote
from briefing.editorial.figures.named import Named
from briefing.editorial.tokens import Token, tokens
from briefing.editorial.wordlists import groups, members, pairs, raw_members
from briefing.editorial.words import fold
from briefing.model import Article, Figure, FigureKind, Poll, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_FROM = "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER NOON}"
_LAM, _WAW = "\N{ARABIC LETTER LAM}", "\N{ARABIC LETTER WAW}"
_PLURAL = "\N{ARABIC LETTER ALEF}\N{ARABIC LETTER TEH}"
_MARKS = "\"'\u00ab\u00bb\u201c\u201d"
_LONGEST_NAME = 7
_LONGEST_ASIDE = 3
_NAME_SIGNS = frozenset("/-&")
_REACH_SENTENCES = 3
# Seven words and their spaces.
_MARGIN_CHARS = 100


@dataclass(slots=True)
class PollTalk:
    """What one sentence says about a poll."""

    span: Span
    mentions: bool
    pollster: Named | None = None
    sponsor: Named | None = None
    generic: Named | None = None
    same: bool = False
    other: bool = False
    several: bool = False


def talk(article: Article, span: Span) -> PollTalk:
    """Return what a sentence says about a poll: whether it mentions one, and whom it names."""
    text = article.at(span)
    found = tokens(text)
    asks = means_to_vote(found) or any(token.folded in _contexts("respondent") for token in found)
    mentions = [at for at, token in enumerate(found) if token.is_word and _is_mention(found, at, asks=asks)]
    said = PollTalk(span, mentions=bool(mentions))
    words = groups("poll_words", "sort")
    for at in mentions:
        named = _by(found, at) or _behind(found, at)
        if named and not said.pollster:
            said.pollster = _named(text, span, found, named)
        following = found[at + 1].folded if at + 1 < len(found) else ""
        said.same |= following in words["same"]
        said.other |= following in words["other"]
    if mentions:
        said.several = found[mentions[0]].folded.endswith(_PLURAL)
        said.pollster = said.pollster or _runner(text, span, found) or _institute(text, span, found)
        said.sponsor = _sponsor(text, span, found)
        said.generic = _generic(text, span, found, mentions[0]) if said.several else None
    return said


def _is_poll_word(token: Token) -> bool:
    return _bare(token.folded) in groups("figure_contexts", "context")["poll"]


def _contexts(*names: str) -> frozenset[str]:
    known = groups("figure_contexts", "context")
    return frozenset().union(*(known[name] for name in names))


def _is_mention(found: Sequence[Token], at: int, *, asks: bool) -> bool:
    """Say whether a token is a poll, also behind "according to"; in "an institute for polls" it is none.

    A survey is a poll where the sentence tells whom it asked; surveys of prices and of land are none.
    """
    if _is_poll_word(found[at]) or (asks and _bare(found[at].folded) in _contexts("survey")):
        return True
    told = at > 0 and _bare(found[at - 1].folded) in pairs("attributions", "sort")
    return told and found[at].folded.startswith(_LAM) and _is_poll_word(_without_lam(found[at]))


def _bare(folded: str) -> str:
    for particle in (_WAW, "\N{ARABIC LETTER BEH}", "\N{ARABIC LETTER FEH}"):
        folded = folded.removeprefix(particle) if len(folded) > len("poll") else folded
    return folded


def _by(found: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Find "a poll that X ran": the name stands behind the verb."""
    words = groups("poll_words", "sort")
    for step in range(at + 1, min(at + 6, len(found))):
        if found[step].folded in words["by"]:
            return _name(found, step + 1)
        if not found[step].is_word:
            return None
    return None


def _behind(found: Sequence[Token], at: int) -> tuple[int, int] | None:
    """Find "a poll of X", with or without the particle: the name stands behind the noun."""
    words = groups("poll_words", "sort")
    step = at + 1
    while step < len(found) and found[step].folded in words["skip"] | words["same"] | words["other"]:
        step += 1
    if step >= len(found) or not found[step].is_word:
        return None
    folded = found[step].folded
    if folded.startswith(_LAM) and folded[1:] in words["organization"]:
        return _name(found, step)
    if folded in words["stop"] or folded in members("not_counted") or found[step].text.startswith(_LAM):
        return None
    if folded in words["organization"] or (step + 1 < len(found) and found[step + 1].text in _NAME_SIGNS):
        return _name(found, step)
    latin = found[step].text.isascii()
    return _name(found, step) if latin else None


def _runner(text: str, span: Span, found: Sequence[Token]) -> Named | None:
    """Find "X ran the poll": the name stands between the verb and the poll."""
    words = groups("poll_words", "sort")
    for at, token in enumerate(found[:-1]):
        if _bare(token.folded) in words["ran"] and (name := _name(found, at + 1)):
            return _named(text, span, found, name)
    return None


def _institute(text: str, span: Span, found: Sequence[Token]) -> Named | None:
    """Find "the institute X for opinion polls"."""
    words = groups("poll_words", "sort")
    for at, token in enumerate(found):
        if token.folded.startswith(_LAM) and _is_poll_word(_without_lam(token)):
            for first in range(at - 1, max(-1, at - 6), -1):
                if _bare(found[first].folded) in words["organization"]:
                    return _named(text, span, found, (first, at))
    return None


def _without_lam(token: Token) -> Token:
    rest = token.folded[1:]
    folded = "\N{ARABIC LETTER ALEF}" + rest if rest.startswith(_LAM) else rest
    return Token(token.text[1:], token.start + 1, token.end, folded)


def _sponsor(text: str, span: Span, found: Sequence[Token]) -> Named | None:
    words = groups("poll_words", "sort")
    for at, token in enumerate(found[:-1]):
        if token.folded in words["sponsor"] | words["publisher"]:
            step = at + 2 if found[at + 1].folded == "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER NOON}" else at + 1
            name = _name(found, step)
            if name:
                return _named(text, span, found, name)
    return None


def _generic(text: str, span: Span, found: Sequence[Token], at: int) -> Named:
    """Return the polls as the sentence calls them: "opinion polls", "polls at the exit of ..."."""
    last = at + 1
    stops = groups("poll_words", "sort")["stop"] - members("poll_places")
    while last < len(found) and last - at < _LONGEST_NAME and found[last].is_word and found[last].folded not in stops:
        last += 1
    return _named(text, span, found, (at, last))


def _name(found: Sequence[Token], first: int) -> tuple[int, int] | None:
    """Return where a name that starts at a token ends: at a word that no name holds, or a sign."""
    words = groups("poll_words", "sort")
    last = first
    while last < len(found) and last - first < _LONGEST_NAME:
        token = found[last]
        if token.text in _NAME_SIGNS or token.text in "\"'\u00ab\u00bb\u201c\u201d":
            last += 1
            continue
        lettered = last > first and {token.folded, found[last - 1].folded} <= members("letter_names")
        stops = token.folded in words["stop"] or token.folded in members("complementizers")
        if not token.is_word or (stops and not lettered):
            break
        last += 1
    while last > first and not found[last - 1].is_word:
        last -= 1
    return _with_aside(found, first, last) if last > first else None


def _with_aside(found: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Take a short name in brackets along: the broadcaster (Rai)."""
    if last < len(found) and found[last].text == "(":
        for close in range(last + 1, min(last + 2 + _LONGEST_ASIDE, len(found))):
            if found[close].text == ")":
                return first, close + 1
    return first, last


def _named(text: str, span: Span, found: Sequence[Token], place: tuple[int, int]) -> Named:
    start, end = found[place[0]].start, found[place[1] - 1].end
    if (
        found[place[0]].folded.startswith(_LAM)
        and found[place[0]].folded[1:] in (groups("poll_words", "sort")["organization"])
    ):
        start += 1
    name = text[start:end].strip(_MARKS)
    behind = text[start + text[start:].index(name) + len(name) :][:1]
    if sum(mark in _MARKS for mark in name) % 2 and behind and behind in _MARKS:
        name += behind
    start = text.index(name, start)
    place_in_article = Span(paragraph=span.paragraph, start=span.start + start, end=span.start + start + len(name))
    return Named(name, place_in_article)


def pollsters(talks: Sequence[PollTalk], reports: Sequence[bool]) -> list[Named | None]:
    """Say for each sentence whose poll it reports: named in it, before it, or up to a few sentences later.

    `reports` says which sentences report a poll at all; a sentence that mentions another poll starts afresh. Where no
    pollster is named, the polls are called what the article calls them.
    """
    found: list[Named | None] = [None] * len(talks)
    current: Named | None = None
    generic: Named | None = None
    for at, said in enumerate(talks):
        if not reports[at]:
            continue
        if said.pollster:
            current = said.pollster
        elif said.mentions and not said.same and (said.other or said.several or current in (None, generic)):
            later = None if said.several else _later(talks, at)
            generic = _fuller(generic, said.generic)
            current = later or generic
        found[at] = current
    return found


def _fuller(one: Named | None, other: Named | None) -> Named | None:
    return max((named for named in (one, other) if named), key=lambda named: len(named.text), default=None)


def _later(talks: Sequence[PollTalk], at: int) -> Named | None:
    for said in talks[at + 1 : at + 1 + _REACH_SENTENCES]:
        if said.other:
            return None
        if said.pollster:
            return said.pollster
    return None


def polls(
    article: Article, talks: Sequence[PollTalk], whose: Sequence[Named | None], figures: Sequence[Figure]
) -> tuple[Poll, ...]:
    """Put the figures of each poll together with what the article says about how it was made."""
    places: dict[Named, list[int]] = {}
    for at, named in enumerate(whose):
        if named:
            places.setdefault(named, []).append(at)
    inside = _by_sentence(talks, figures)
    found = (
        _poll(article, named, [talks[at] for at in told], [figure for at in told for figure in inside[at]])
        for named, told in places.items()
    )
    return tuple(poll for poll in found if poll.figures)


def _by_sentence(talks: Sequence[PollTalk], figures: Sequence[Figure]) -> list[list[Figure]]:
    """Return the figures of each sentence; sentences and figures both come in the article's order."""
    starts = [(said.span.paragraph, said.span.start) for said in talks]
    inside: list[list[Figure]] = [[] for _ in talks]
    for figure in figures:
        at = bisect_right(starts, (figure.span.paragraph, figure.span.start)) - 1
        if at >= 0 and figure.span.end <= talks[at].span.end:
            inside[at].append(figure)
    return inside


def _poll(article: Article, named: Named, told: Sequence[PollTalk], own: Sequence[Figure]) -> Poll:
    text = " ".join(article.at(said.span) for said in told)
    sample = next((figure for figure in own if figure.kind is FigureKind.SAMPLE), None)
    margin = next((figure for figure in own if is_margin(article, figure)), None)
    return Poll(
        pollster=named.text,
        figures=tuple(figure for figure in own if figure.kind is FigureKind.POLL),
        sponsor=next((said.sponsor.text for said in told if said.sponsor), None),
        population=_population(own),
        sample_size=sample.value if sample else None,
        margin_of_error=margin.value if margin else None,
        fieldwork=_fieldwork(text),
    )


def is_margin(article: Article, figure: Figure) -> bool:
    """Say whether a figure is a margin of error: the words stand right before it."""
    start = figure.span.start
    before = article.paragraphs[figure.span.paragraph][max(0, start - _MARGIN_CHARS) : start].split()[-_LONGEST_NAME:]
    margin = groups("figure_contexts", "context")["margin"]
    return figure.unit is not None and any(_bare(fold(word)) in margin for word in before)


def _population(figures: Sequence[Figure]) -> str | None:
    """Return whom the first answer is a share of: the words behind "percent of"."""
    for figure in figures:
        _, of, whom = figure.text.partition(f" {_FROM} ")
        if figure.kind is FigureKind.POLL and of:
            return whom
    return None


def _fieldwork(text: str) -> str | None:
    match = _time().search(text)
    return match.group().strip() if match else None


@cache
def _time() -> re.Pattern[str]:
    """Build the pattern of a time of asking: last week, between 3 and 7 March, in the past month."""
    month = "|".join(sorted(map(re.escape, raw_members("months")), key=len, reverse=True))
    phrases = "|".join(sorted(map(re.escape, raw_members("fieldwork")), key=len, reverse=True))
    day = r"\d{1,2}"
    joint = r"\s*(?:\w{1,3}\s*)?"
    return re.compile(
        rf"(?<!\w)(?:{day}{joint}{day}\s+(?:\w+\s)?(?:{month})(?:\s*/\s*\w+)?(?:\s+\d{{4}})?"
        rf"|{day}\s+(?:{month})(?:\s*/\s*\w+)?{joint}{day}\s+(?:{month})(?:\s+\d{{4}})?"
        rf"|(?:{phrases})(?!\w))"
    )
