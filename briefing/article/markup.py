"""HTML that is all story: what feeds, books, mail and fields carry, as paragraphs."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from briefing.article import paragraphs
from briefing.article.blocks import blocks
from briefing.article.tree import prepare, read_more

_ELEMENT = re.compile(r"<(?:p|br|div|h\d|li|a|b|i|strong|em|span)\b", re.IGNORECASE)
# How a feed says that it gives the beginning alone.
_CUT_OFF = re.compile(r"\s*\[\s*(?:\.{3}|\N{HORIZONTAL ELLIPSIS})\s*\]\s*$")


def paragraphs_of(markup: str) -> tuple[str, ...]:
    """Return the paragraphs of a piece of HTML that is all story, as feeds carry it."""
    tree = parsed(f"<body>{markup}".encode())
    if tree is None:
        return ()
    prepare(tree)
    texts = (_CUT_OFF.sub("", block.text) for block in blocks(tree) if not block.place.caption)
    return tuple(text for text in (_leads_on().sub("", text) for text in texts) if text)


@cache
def _leads_on() -> re.Pattern[str]:
    """Return "read more" behind the last stop of a paragraph, where feeds that link nothing write it."""
    forms = "|".join(sorted(map(re.escape, read_more()), reverse=True))
    return re.compile(rf"(?<=[.!?\u061f\u2026\]\u00bb])\s*\W?\s*(?:{forms})\W*$", re.IGNORECASE)


def paragraphs_in(field: str) -> tuple[str, ...]:
    """Return the paragraphs of a field that holds a story, as HTML or, without an element, as lines."""
    if _ELEMENT.search(field):
        return paragraphs_of(field)
    return paragraphs_of("".join(f"<p>{line}</p>" for line in paragraphs.split(field)))


def parsed(markup: bytes) -> Any | None:  # noqa: ANN401 - lxml's elements have no useful type
    """Parse a whole page or a piece of one; None where there is nothing in it."""
    from lxml import etree, html

    try:
        return html.document_fromstring(markup, parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return None
