"""A page's tree made ready for reading: the story out of its wrappers, embedded posts and reference marks out of it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

from briefing import resources
from briefing.arabic import has_arabic
from briefing.article.blocks import all_blocks
from briefing.article.words import words

_POSTS = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|fb-(?:post|video)|tiktok-embed|telegram-post)\b"
)
_REFERENCE = re.compile(r"\s*\[?\s*(?:\d{1,3}|\*{1,3}|[a-z])\s*\]?\s*")
_BRACKETED = re.compile(r"\s*\[\s*\d{1,3}\s*\]\s*")
# A wrapper that has less of the page's paragraphs than this is what it seems to be.
_STORY = 0.6
_LEAST_PARAGRAPHS = 2
_LEAST_WORDS = 5
_LEAST_ROWS = _LEAST_CELLS = 2


def prepare(tree: Any) -> None:  # noqa: ANN401 - lxml's elements have no useful type
    """Take out what others posted, what points at notes and "read more"; give a story in a wrapper a plain element."""
    for element in list(tree.iter("blockquote", "div", "iframe")):
        if _POSTS.search(element.get("class") or ""):
            _remove(element)
    for element in list(tree.iter("sup", "a")):
        if _leads_away(element, "".join(element.itertext())):
            _remove(element)
    _unwrap(tree)


def tables(tree: Any) -> int:  # noqa: ANN401 - lxml's elements have no useful type
    """Count the tables that hold figures or names, not the page's layout."""
    return sum(1 for table in tree.iter("table") if _tells(table))


def _leads_away(element: Any, text: str) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    """Say whether an element is "[1]", a note's sign, or "read more"."""
    if element.tag == "a" and " ".join(words(text)) in _read_more():
        return True
    note = element.tag == "sup" and _points(element) and _REFERENCE.fullmatch(text)
    return bool(_BRACKETED.fullmatch(text) or note)


@cache
def _read_more() -> frozenset[str]:
    rows = resources.read_table(resources.data("ar", "article", "read-more.tsv"), ("form",))
    return frozenset(" ".join(words(row["form"])) for row in rows)


def _points(element: Any) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    return element.find(".//a") is not None or (element.getparent() is not None and element.getparent().tag == "a")


def _remove(element: Any) -> None:  # noqa: ANN401 - lxml's elements have no useful type
    if element.getparent() is not None:
        element.drop_tree()


def _unwrap(tree: Any) -> None:  # noqa: ANN401 - lxml's elements have no useful type
    """Give wrappers that hold most of what a page tells a plain element; links and short lines tell nothing."""
    total = 0
    held: dict[Any, list[int]] = defaultdict(list)
    for block in all_blocks(tree):
        length = len(block.text.split())
        if length >= _LEAST_WORDS and not block.linked and has_arabic(block.text):
            total += length
            for wrapper in block.place.wrappers:
                held[wrapper].append(length)
    for wrapper, lengths in held.items():
        if len(lengths) >= _LEAST_PARAGRAPHS and sum(lengths) >= _STORY * total:
            wrapper.tag = "div"


def _tells(table: Any) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    rows = [row for row in table.iter("tr") if len(row.findall("td")) + len(row.findall("th")) >= _LEAST_CELLS]
    layout = table.find(".//p") is not None or table.find(".//table") is not None
    return len(rows) >= _LEAST_ROWS and not layout
