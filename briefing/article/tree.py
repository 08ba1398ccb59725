"""A page's tree made ready for reading: the story out of its wrappers, embedded posts and reference marks out of it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import islice
from typing import Any

from briefing import resources
from briefing.arabic import has_arabic
from briefing.article.blocks import all_blocks
from briefing.article.tables import told
from briefing.article.words import words

_POSTS = re.compile(
    r"(?:^|\s)(?:twitter-(?:tweet|video)|instagram-media|fb-(?:post|video)|tiktok-embed|telegram-post)\b"
)
_POST_ADDRESS = re.compile(
    r"https?://(?:www\.|m\.|mobile\.)?(?:(?:twitter|x)\.com/\w+/status|(?:instagram|threads)\.\w+/(?:p|reel|@)|"
    r"facebook\.com/[\w.]+/(?:posts|videos)|t\.me/\w+/\d|tiktok\.com/@)"
)
_REFERENCE = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|\*{1,3}|[a-z])\s*[\])]?\s*")
_LAST_WORD = re.compile(r"(\w+)[\s\"'\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}.,:)\u060c\u061b]*$")
_POWERS = ("2", "3")
_LONGEST_UNIT_LETTERS = 3
_BRACKETED = re.compile(r"\s*\[\s*\d{1,3}\s*\]\s*")
# "[edit]", "[citation needed]": what a wiki puts beside its text, a link in square brackets of an element of its own.
_TOOL = re.compile(r"\s*\[[^\[\]]{1,40}\]\s*")
# A wrapper that has less of the page's paragraphs than this is what it seems to be.
_STORY = 0.6
_LEAST_PARAGRAPHS = 2
_LEAST_WORDS = 5
_CHOICES = ("radio", "checkbox")
# What is around each of them is looked at, so that a page of nothing else takes no longer.
_MOST_CHOICES = 20
_LONGEST_QUESTION_WORDS = 60
_LEAST_ROWS = _LEAST_CELLS = 2


def prepare(tree: Any) -> None:  # noqa: ANN401 - lxml's elements have no useful type
    """Take out what others posted, what points at notes and "read more"; give a story in a wrapper a plain element."""
    for element in list(tree.iter("blockquote", "div", "iframe")):
        if _POSTS.search(element.get("class") or "") or (element.tag == "blockquote" and _is_post(element)):
            _remove(element)
    for element in list(tree.iter("sup", "span", "a")):
        if _leads_away(element, "".join(element.itertext())):
            _remove(element)
    choices = (choice for choice in list(tree.iter("input")) if choice.get("type") in _CHOICES)
    for choice in islice(choices, _MOST_CHOICES):
        if (asked := _question_of(choice)) is not None:
            _remove(asked)
    _tell_tables(tree)
    _unwrap(tree)


def _question_of(choice: Any) -> Any | None:  # noqa: ANN401 - lxml's elements have no useful type
    """Return the box of a question to the reader that has something to choose from: all that is short around it."""
    found = None
    for around in choice.iterancestors():
        story = around.tag in ("body", "html") or around.find(".//h1") is not None
        if story or len(around.text_content().split()) > _LONGEST_QUESTION_WORDS:
            break
        found = around
    return found


def _is_post(element: Any) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    """Say whether a blockquote leads to the post that it shows."""
    return any(_POST_ADDRESS.match(link.get("href") or "") for link in element.iter("a"))


def tables(tree: Any) -> int:  # noqa: ANN401 - lxml's elements have no useful type
    """Count the tables that are left out: they hold figures or names, not the page's layout, and are not small."""
    return sum(1 for table in tree.iter("table") if _tells(table))


def _tell_tables(tree: Any) -> None:  # noqa: ANN401 - lxml's elements have no useful type
    """Put a paragraph for each row in the place of a small table."""
    for table in [table for table in tree.iter("table") if _tells(table)]:
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        headed = bool(rows[0]) and all(cell.tag == "th" for cell in rows[0])
        texts = [[" ".join(cell.text_content().split()) for cell in row] for row in rows]
        lines = told(texts, headed=headed)
        if lines:
            tail = table.tail
            table.clear()
            table.tag, table.tail = "div", tail
            if (frame := table.getparent()) is not None and frame.tag == "figure":
                frame.tag = "div"  # what is told is no picture
            for line in lines:
                paragraph = table.makeelement("p")
                paragraph.text = line
                table.append(paragraph)


def _leads_away(element: Any, text: str) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    """Say whether an element is "[1]", a note's sign, "read more", or a wiki's tool."""
    if element.tag == "a":
        note = _BRACKETED.fullmatch(text) or ((element.get("href") or "").startswith("#") and _TOOL.fullmatch(text))
        return bool(note) or " ".join(words(text)) in read_more()
    if _TOOL.fullmatch(text) and (element.tag == "sup" or element.find(".//a") is not None):
        return True
    note = _REFERENCE.fullmatch(text) and (_points(element) or _is_behind_a_word(element, text))
    return element.tag == "sup" and bool(_BRACKETED.fullmatch(text) or note)


def _is_behind_a_word(element: Any, text: str) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    """Say whether a raised number stands behind an Arabic word that it cannot be the power of: m2 has a power."""
    before = element.getprevious()
    written = element.getparent().text if before is None else before.tail or before.text_content()
    word = _LAST_WORD.search(written or "")
    if word is None or not has_arabic(word[1]):
        return False
    is_unit = len(word[1]) <= _LONGEST_UNIT_LETTERS or word[1] in _units()
    return not (text.strip() in _POWERS and is_unit)


@cache
def _units() -> frozenset[str]:
    """Return the units that the tables of numbers name."""
    columns = ("unit", "noun", "adjective", "tail")
    return frozenset(
        row["noun"] for row in resources.read_table(resources.data("ar", "verbalize", "units.tsv"), columns)
    )


@cache
def read_more() -> frozenset[str]:
    """Return what a link says that only leads on to the whole story."""
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
