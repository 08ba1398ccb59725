"""A page's tree made ready for reading: the story out of its wrappers, embedded posts and reference marks out of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from briefing import resources
from briefing.arabic import has_arabic
from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What holds widgets on most pages, and the story on some: one form around a page, a body in an aside.
WRAPPERS = ("form", "aside", "footer", "noscript", "button", "menu", "dialog", "nav")
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
    total = sum(_lengths(tree))
    for element in list(tree.iter(*WRAPPERS)):
        lengths = list(_lengths(element))
        if len(lengths) >= _LEAST_PARAGRAPHS and sum(lengths) >= _STORY * total:
            element.tag = "div"


def _lengths(element: Any) -> Iterator[int]:  # noqa: ANN401 - lxml's elements have no useful type
    """Yield how many words the paragraphs of a part of the page have, those of a line or two left out."""
    for paragraph in element.iter("p"):
        text = "".join(paragraph.itertext())
        count = len(text.split())
        if count >= _LEAST_WORDS and has_arabic(text):
            yield count


def _tells(table: Any) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    rows = [row for row in table.iter("tr") if len(row.findall("td")) + len(row.findall("th")) >= _LEAST_CELLS]
    layout = table.find(".//p") is not None or table.find(".//table") is not None
    return len(rows) >= _LEAST_ROWS and not layout
