"""Chapters: what belongs together in a running order."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from briefing.model import ChapterKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefing.editorial.running_order import Told

# Fewer words are no chapter of their own: they stay with what was told before.
_SHORTEST_CHAPTER_WORDS = 15
# These are called after somebody, and nobody else's matter is told under the name.
NAMED = frozenset({ChapterKind.QUOTE, ChapterKind.POLL})


@dataclass(slots=True)
class Group:
    """Beats that make one chapter; `about` is the person or the number of the poll that it belongs to."""

    kind: ChapterKind
    about: object
    told: list[Told] = field(default_factory=list)

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(one.words for one in self.told)


def grouped(told: Iterable[Told]) -> list[Group]:
    """Put the beats into chapters: successive words of one person, one poll, one matter are one."""
    found: list[Group] = []
    several = list(told)
    for one, behind in zip_longest(several, several[1:]):
        kind, about = _kind(one, behind, found[-1] if found else None)
        last = found[-1] if found else None
        if last is not None and last.kind is kind and last.about == about:
            last.told.append(one)
        else:
            found.append(Group(kind, about, [one]))
    return _without_scraps(found)


def fewer(found: list[tuple[str, Group]], most: int) -> list[tuple[str, Group]]:
    """Join the shortest chapters to those before them until there are at most so many."""
    while len(found) > most:
        # Rather not under the name of somebody else.
        at = min(range(1, len(found)), key=lambda place: (found[place - 1][1].kind in NAMED, found[place][1].words))
        found[at - 1][1].told += found.pop(at)[1].told
    return found


def _kind(told: Told, behind: Told | None, last: Group | None) -> tuple[ChapterKind, object]:
    """Say which kind of chapter a beat opens or goes on with, and about whom or what."""
    if told.ties.leads and behind is not None and last is not None and behind.speaks:
        # "And the minister said:" belongs to what is said.
        return ChapterKind.QUOTE, behind.ties.speaker
    speaker, answers = told.ties.speaker, 2 * len(told.beat.asked) >= len(told.beat.figures)
    if told.beat.crosshead:
        return ChapterKind.MATTER, told.beat.number
    if last is None:
        return ChapterKind.LEAD, None
    kind: ChapterKind
    about: object
    if told.background:
        kind, about = ChapterKind.BACKGROUND, None
    elif told.beat.polls and answers:
        kind, about = ChapterKind.POLL, min(told.beat.polls)
    elif told.speaks or (speaker is not None and speaker is last.about):
        kind, about = ChapterKind.QUOTE, speaker
    elif last.kind is ChapterKind.LEAD:
        kind, about = ChapterKind.LEAD, None
    else:
        kind, about = ChapterKind.MATTER, last.about if last.told[0].beat.crosshead else None
    return kind, about


def _without_scraps(found: Sequence[Group]) -> list[Group]:
    kept: list[Group] = []
    for group in found:
        scrap = group.kind is ChapterKind.MATTER and group.words < _SHORTEST_CHAPTER_WORDS and group.about is None
        same = bool(kept) and kept[-1].kind is group.kind and kept[-1].about == group.about
        if same or (kept and scrap and kept[-1].kind not in NAMED):
            kept[-1].told += group.told
        else:
            kept.append(group)
    return kept
