"""Decision trees of an HTS voice: questions on a label's text, yes or no, down to a leaf.

The text is what HTS 2.2 writes (`HHEd`, command CT): `QS name { "pattern",... }`, then for each state `{*}[state]` and
either one leaf or lines `number question no yes`. A pattern is a shell's: `*` any text, `?` one sign. A child is a
number of a node or, in quotes, a leaf whose name ends in its number, counted from 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Ask = Callable[[str], bool]

_QUESTION = re.compile(r"^QS[ \t]+(\S+)[ \t]*\{([^\n]*)\}[ \t]*$", re.MULTILINE)
_PATTERN = re.compile(r'"([^"]*)"')
_TREE = re.compile(r"^\{\*\}\[\d+\]", re.MULTILINE)
_NODE = re.compile(r"^[ \t]*(-?\d+)[ \t]+(\S+)[ \t]+(\S+)[ \t]+(\S+)[ \t]*$", re.MULTILINE)
_LEAF = re.compile(r'"[^"]*?(\d+)"')
_ANY, _ONE = "*", "?"


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree: for each node its question and where no and yes lead; a leaf stands there as -1, -2, ...

    `nodes` is empty where the tree is a single leaf, `root`.
    """

    root: int
    nodes: tuple[tuple[str, int, int], ...]

    @property
    def leaves(self) -> set[int]:
        """The numbers of its leaves, from 0."""
        reached = {child for _, no, yes in self.nodes for child in (no, yes)} | {self.root}
        return {-1 - child for child in reached if child < 0}


@dataclass(frozen=True, slots=True)
class Forest:
    """The trees of one stream, a state each, and the questions that they ask."""

    trees: tuple[Tree, ...]
    questions: dict[str, str]
    _asks: dict[str, Ask] = field(default_factory=dict)

    def leaves(self, label: str) -> list[int]:
        """Return for each tree the number of the leaf, from 0, that a label comes to."""
        answers: dict[str, bool] = {}
        return [self._leaf(tree, label, answers) for tree in self.trees]

    def _leaf(self, tree: Tree, label: str, answers: dict[str, bool]) -> int:
        place = tree.root
        while place >= 0:
            question, no, yes = tree.nodes[place]
            answer = answers.get(question)
            if answer is None:
                answer = answers[question] = self._asked(question)(label)
            place = yes if answer else no
        return -1 - place

    def _asked(self, question: str) -> Ask:
        """Compile a question when it is first asked: a text asks a part of the thousands that there are."""
        ask = self._asks.get(question)
        if ask is None:
            ask = self._asks[question] = _compiled(_PATTERN.findall(self.questions[question]))
        return ask


def read(text: str) -> Forest:
    """Read the questions and trees of one stream. Raises ValueError that says what is off."""
    questions = dict(_QUESTION.findall(text))
    starts = [match.end() for match in _TREE.finditer(text)]
    ends = [match.start() for match in _TREE.finditer(text)][1:]
    trees = tuple(_tree(text[start:end], questions) for start, end in zip(starts, [*ends, len(text)], strict=True))
    return Forest(trees, questions)


def _tree(text: str, questions: dict[str, str]) -> Tree:
    rows = _NODE.findall(text)
    if not rows:
        leaf = _LEAF.search(text)
        if leaf is None:
            raise ValueError("a tree has neither node nor leaf")
        return Tree(_numbered(leaf[1]), ())
    places = {number: place for place, (number, *_) in enumerate(rows)}
    nodes = []
    for place, (_, question, *children) in enumerate(rows):
        no, yes = (_child(child, places) for child in children)
        # Every node stands before its children, so that a walk ends.
        if question not in questions or 0 <= no <= place or 0 <= yes <= place:
            raise ValueError(f"node {place} of a tree leads nowhere")
        nodes.append((question, no, yes))
    return Tree(0, tuple(nodes))


def _child(told: str, places: dict[str, int]) -> int:
    leaf = _LEAF.fullmatch(told)
    if leaf is not None:
        return _numbered(leaf[1])
    if told not in places:
        raise ValueError(f"a tree has no node {told}")
    return places[told]


def _numbered(leaf: str) -> int:
    if not int(leaf):
        raise ValueError("a leaf has the number 0")
    return -int(leaf)


def _compiled(patterns: Sequence[str]) -> Ask:
    """Compile a question. Most patterns are texts that the label holds, begins or ends with, which needs no regex."""
    kinds: dict[tuple[bool, bool] | None, list[str]] = {}
    for pattern in patterns:
        opens = pattern.startswith(_ANY), pattern.endswith(_ANY) and len(pattern) > 1
        core = pattern[opens[0] : len(pattern) - opens[1]]
        is_wild = _ANY in core or _ONE in core
        kinds.setdefault(None if is_wild else opens, []).append(pattern if is_wild else core)
    begins, ends, whole = (tuple(kinds.get(kind, ())) for kind in ((False, True), (True, False), (False, False)))
    holds = kinds.get((True, True), [])
    wild = _wild(kinds.get(None, []))

    def ask(label: str) -> bool:
        # Asked a hundred thousand times in a briefing: a generator would take twice as long.
        for core in holds:
            if core in label:
                return True
        return (
            label.startswith(begins)
            or label.endswith(ends)
            or label in whole
            or (wild is not None and wild.fullmatch(label) is not None)
        )

    return ask


def _wild(patterns: Sequence[str]) -> re.Pattern[str] | None:
    """Make one expression of the patterns that have a sign of a shell in their middle."""
    parts = (re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".") for pattern in patterns)
    return re.compile("|".join(parts)) if patterns else None
