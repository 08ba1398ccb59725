"""Which kind a figure is of: what its unit says, and what the sentence around it is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from briefing.arabic.letters import ALEF, BEH, COMMA, FEH, FROM, HEH, LAM, NOON, WAW, YEH
from briefing.editorial.wordlists import groups, members
from briefing.model import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from briefing.editorial.figures.units import Unit
    from briefing.editorial.tokens import Token

_PARTICLES = WAW + FEH + BEH + LAM
_ITS = HEH + ALEF
_BY_UNIT = {"money": FigureKind.MONEY, "measure": FigureKind.MEASURE}
_SHARES = frozenset({"percent", "points"})
_NEAR_TOKENS = 6
# "The poll that the chamber of X and the college of Y prepared included 700 companies".
_SAMPLE_TOKENS = 16
_COMMAS = frozenset({",", COMMA})
_ASKED = frozenset({"person", "thing", "abstract", "unknown"})
# "Compared with 2.3 percent last year": two words stand between at most.
_LAST_TOKENS = 3


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence is about."""

    poll: bool
    vote: bool
    votes_elsewhere: bool
    league: bool
    index: bool
    experts: bool = False


def has(found: Sequence[Token], context: str) -> bool:
    """Say whether a token, with or without a particle in front or "its" behind, belongs to a context.

    The contexts are those of `figure_contexts.tsv`.
    """
    known = _words_of(context)
    return any(token.folded in known for token in found)


@cache
def _words_of(context: str) -> frozenset[str]:
    forms = groups("figure_contexts", "context")[context]
    return forms | {form + _ITS for form in forms} | {particle + form for form in forms for particle in _PARTICLES}


def means_to_vote(found: Sequence[Token]) -> bool:
    """Say whether a sentence is about what people mean to vote: that is asked, not counted."""
    known = groups("figure_contexts", "context")
    return any(
        token.folded in known["intention"] and following.folded in known["vote"] for token, following in pairwise(found)
    )


def kind_of(unit: Unit, found: Sequence[Token], first: int, context: Context) -> FigureKind:
    """Return the kind of a figure whose number starts at token `first` of a sentence."""
    near = found[max(0, first - _NEAR_TOKENS) : first]
    behind = found[unit.last : unit.last + _NEAR_TOKENS]
    if unit.kind == "points" and not context.poll and context.league:
        return FigureKind.COUNT
    if unit.kind in _SHARES:
        of_index = unit.kind == "points" and context.index
        return FigureKind.MEASURE if of_index else _share(near, behind, context)
    if unit.kind in _BY_UNIT:
        return _BY_UNIT[unit.kind]
    asked = has(_since_number(found, first), "sample") or has(_clause(behind), "sample")
    if context.poll and unit.kind in _ASKED and asked:
        return FigureKind.SAMPLE
    if has(found[unit.last - 1 : unit.last], "vote"):
        return FigureKind.POLL if context.poll else FigureKind.VOTE
    # So many members for the bill, so many against it.
    ballot = has(behind[:2], "ballot") or has(near[-1:], "tally")
    return FigureKind.VOTE if context.vote and ballot else FigureKind.COUNT


def _since_number(found: Sequence[Token], first: int) -> Sequence[Token]:
    """Return the tokens before a number, back to the number before it."""
    nearest = max(0, first - _SAMPLE_TOKENS)
    last = next((at for at in range(first - 1, nearest - 1, -1) if found[at].value is not None), nearest - 1)
    return found[last + 1 : first]


def _clause(behind: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens up to the end of their clause."""
    ends = members("complementizers")
    last = next((at for at, token in enumerate(behind) if not token.is_word or token.folded in ends), len(behind))
    return behind[:last]


def _share(near: Sequence[Token], behind: Sequence[Token], context: Context) -> FigureKind:
    if has(near, "margin") or (_is_rate(near, context) and not (context.poll and near[-1:] and near[-1].text == "(")):
        return FigureKind.PERCENT
    if context.poll:
        return FigureKind.POLL
    if context.vote or has(near, "turnout"):
        return FigureKind.VOTE
    if has(near, "opinion") and context.votes_elsewhere and _of_persons(behind):
        return FigureKind.VOTE
    return FigureKind.PERCENT


def _is_rate(near: Sequence[Token], context: Context) -> bool:
    """Say whether a share is of something that no one was asked about, and no one voted with."""
    rate = has(near, "rate")
    if not context.poll:
        # Parliament voted to cut the tax from 25% to 20%: the shares are the tax's.
        return context.vote and rate
    if has(near, "target") or (has(_last_clause(near), "rate") and not context.experts):
        return True
    # What experts expect is compared with what came about; opinions are compared with earlier ones.
    last = near[-_LAST_TOKENS:]
    return context.experts and has(last, "compared") and not has(last, "forecast")


def _last_clause(near: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens behind the last comma: what was asked about may be growth, and the share is of who answered."""
    commas = [at for at, token in enumerate(near) if token.text in _COMMAS]
    return near[commas[-1] + 1 :] if commas else near


def _of_persons(behind: Sequence[Token]) -> bool:
    """Say whether a share is one of people: percent of the employees, of the members."""
    return len(behind) > 1 and behind[0].folded == FROM and behind[1].folded.endswith(YEH + NOON)
