"""Our own sentences: what a newsreader says around a story, each from the list, filled with what the article has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.arabic.letters import COMMA
from briefing.audit.text import goes_on, plain
from briefing.model import ChapterKind, Role
from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from briefing.audit.sentences import Ground
    from briefing.model import Span
    from briefing.provenance import Statement

_ANYWHERE = frozenset({ChapterKind.POLL, ChapterKind.BACKGROUND, ChapterKind.HEADLINES})
SLOT = re.compile(r"\{(\w+)\}")
_CLAUSES = re.compile(rf"(?<={COMMA})\s*")
# Where each may stand: above the first sentence of the article, below the last one, before somebody's own words.
_ABOVE = ("opening", "corrected", "synthetic", "bulletin_opening", "bulletin_synthetic", "headlines")
_BELOW = ("closing", "bulletin_closing", "story_source")
_SAYS = "says_"
_MARKS = " \"'\u201c\u201e\u00ab"
TITLES = (
    "lead",
    "background",
    "quote",
    "poll",
    "poll_of",
    "study",
    "study_of",
    "matter",
    "news",
    "closing_title",
    "bulletin_closing_title",
    "headlines_title",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Which of our sentences one is, "" and why where it is none."""

    name: str
    why: str = ""


class Ours:
    """The list as it can be filled for one episode."""

    def __init__(self, statement: Statement, ground: Ground) -> None:
        """Fill it with what the ground knows: the show's names, the publications, what the house says otherwise.

        `steps_back` are the numbers of the sentences that are told out of the article's order.
        """
        self._said = statement.said
        self._paragraphs = ground.paragraphs
        ours = read_toml(data("ar", "editorial", "script.toml"))["words"]
        words = {**ours, **{name: text.strip() for name, text in ground.wording.items() if text.strip()}}
        self._known = {
            "show": ground.shows,
            "publication": ground.publications,
            "date": (ground.dated,) if ground.dated else (),
            "title": (statement.title,),
        }
        self._corrected = (ground.corrected,) if ground.corrected else ()
        self._patterns = {
            name: self._pattern(name, text) for name, text in words.items() if name not in TITLES and text
        }
        sourced = [number for number, said in enumerate(self._said, start=1) if said.source]
        self._first, self._last = (sourced[0], sourced[-1]) if sourced else (len(self._said), 0)
        self._ends = frozenset(_last_of_stories(statement))
        self.steps_back = frozenset(_steps_back(statement, ground.leads))
        heads = [told for told in statement.chapters if told.kind is ChapterKind.HEADLINES]
        self._headlines = frozenset(range(1, 1 + sum(len(told.said) for told in heads)))

    def is_headline(self, number: int) -> bool:
        """Say whether a sentence is one of a bulletin's headlines, which its story may say again."""
        return number in self._headlines

    def link(self, number: int) -> Link:
        """Say which of ours the sentence is, numbered from 1."""
        said = self._said[number - 1]
        text = plain(said.written)
        if said.role is not Role.NARRATOR or said.speaker:
            return Link(name="", why="is nobody's own sentence, and is given to somebody")
        named = [name for name, pattern in self._patterns.items() if pattern.fullmatch(text)]
        if not named:
            return Link(name="", why="is neither the article's nor one of ours")
        why = [self._fault(name, number, text) for name in named]
        if all(why):
            return Link(name="", why=why[0])
        return Link(name=named[why.index("")])

    def _fault(self, name: str, number: int, text: str) -> str:
        """Say why a sentence of ours may not stand where it does."""
        if name.startswith(_SAYS):
            return self._fault_of_attribution(name, number, text)
        if name.startswith(_ABOVE) and number > self._first:
            return f"is ours ({name}), and stands in the middle of the story"
        if name == "story_source":
            return "" if number in self._ends else "names a source in the middle of its story"
        if name.startswith(_BELOW) and number < self._last:
            return f"is ours ({name}), and stands in the middle of the story"
        return ""

    def _fault_of_attribution(self, name: str, number: int, text: str) -> str:
        match = self._patterns[name].fullmatch(text)
        follows = self._said[number] if number < len(self._said) else None
        if follows is None or follows.role is not Role.QUOTE:
            return "says that somebody speaks, and nobody's words follow"
        if not match or match["speaker"] != plain(follows.speaker or ""):
            return "names another than the one whose words follow"
        before = self._said[number - 2] if number > 1 else None
        is_led_in = before is not None and before.written.rstrip(_MARKS).endswith(":")
        return "names who speaks a second time" if is_led_in and goes_on(before, follows, self._paragraphs) else ""

    def _pattern(self, name: str, text: str) -> re.Pattern[str]:
        """Make the pattern of a sentence; of one of the house's, clauses that name what is not known are left out."""
        if name not in {"opening", "closing"}:
            return re.compile(self._filled(name, plain(text)))
        clauses = [one for one in _CLAUSES.split(text) if all(self._values(name, slot) for slot in SLOT.findall(one))]
        kept = plain(" ".join(clauses))
        return re.compile(self._filled(name, f"{kept.rstrip(COMMA)}." if kept.endswith(COMMA) else kept))

    def _filled(self, name: str, text: str) -> str:
        parts = SLOT.split(text)
        return "".join(self._slot(name, part) if odd % 2 else re.escape(part) for odd, part in enumerate(parts))

    def _slot(self, name: str, slot: str) -> str:
        values = self._values(name, slot)
        if slot == "speaker":
            return f"(?P<{slot}>.+)"
        return "(?:" + "|".join(re.escape(plain(value)) for value in values) + ")" if values else "(?!)"

    def _values(self, name: str, slot: str) -> Collection[str]:
        return self._corrected if slot == "date" and name == "corrected" else self._known.get(slot, ())


def _last_of_stories(statement: Statement) -> Iterator[int]:
    """Yield the numbers of the sentences that end a story of a bulletin."""
    number = 0
    for told in statement.chapters:
        number += len(told.said)
        if told.kind is ChapterKind.STORY:
            yield number


def _steps_back(statement: Statement, leads: Collection[Span]) -> Iterator[int]:
    """Yield the sentences that stand in the article before what is told before them; a poll's and background may.

    So may what an editor put first, at `leads`.
    """
    number, last = 0, (-1, -1)
    for told in statement.chapters:
        for said in told.said:
            number += 1
            if said.source is None or told.kind in _ANYWHERE or any(lead.meets(said.source) for lead in leads):
                continue
            if said.source.place < last and told.kind is not ChapterKind.STORY:
                yield number
            last = said.source.place
