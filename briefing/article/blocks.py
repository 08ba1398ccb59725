"""HTML as paragraphs: what stands on lines of its own in a page or a piece of one, and where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.article.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# What holds widgets on most pages, and the story on some: one form around a page, a body in an aside.
WRAPPERS = frozenset(("form", "aside", "footer", "noscript", "button", "menu", "dialog", "nav"))
# fmt: off
_FLOWING = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
))
_SILENT = frozenset((
    "script", "style", "template", "select", "option", "iframe", "svg", "video", "audio", "object", "canvas", "head",
    "title", "math", "del",
))
# fmt: on
_STRONG = frozenset(("b", "strong"))
_CROSSHEADS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_HEADING, _CAPTION, _LINK, _BREAK = "h1", "figcaption", "a", "br"
_TELLING = frozenset((_HEADING, _CAPTION, _LINK)) | _CROSSHEADS | _STRONG | _SILENT | WRAPPERS
_SENTENCE_END = (".", "!", "?", "\N{ARABIC QUESTION MARK}", ":")
_CLOSING = "\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}) "
_SPACE = re.compile(r"\s+")
_LEAD_NAMES = re.compile(
    r"(?<![a-z])(?:lead|lede|standfirst|sub-?title|sub-?head(?:line)?|summary|intro|excerpt|deck|dek|sapo|teaser-text|"
    r"article-?description|story-?description)(?![a-z])",
    re.IGNORECASE,
)
_LEAD_PROPERTIES = frozenset({"description", "alternativeHeadline", "alternateName"})
_CAPTION_NAMES = re.compile(
    r"caption|cutline|(?:photo|image|img|pic|picture)[-_]?(?:credit|desc|text|title)", re.IGNORECASE
)
# A box with more words than this is a story whose wrapper only says that it has a caption.
_LONGEST_CAPTION = 70


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: `lead` in a box for the standfirst, `wrappers` those elements that mostly hold widgets."""

    caption: bool = False
    heading: bool = False
    crosshead: bool = False
    lead: bool = False
    linked: bool = False
    strong: bool = False
    silent: bool = False
    wrappers: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a page; `linked` is nothing but links."""

    text: str
    place: Place = Place()
    linked: bool = False


class _Piece(NamedTuple):
    """A text between two tags, or the end of a line, with what holds it."""

    text: str
    linked: bool
    strong: bool


_LINE_END = _Piece("\n", linked=True, strong=True)


def blocks(tree: Any) -> Iterator[Block]:  # noqa: ANN401 - lxml's elements have no useful type
    """Yield what stands on lines of its own in a page, in order; menus, scripts and forms are silent."""
    return (block for block in all_blocks(tree) if not block.place.wrappers)


def all_blocks(tree: Any) -> Iterator[Block]:  # noqa: ANN401 - lxml's elements have no useful type
    """Yield the same with what stands in the elements that mostly hold widgets."""
    from lxml import etree

    run: list[_Piece] = []
    places = [Place()]
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("start", "end") and tag not in _FLOWING and tag != _BREAK:
            yield from _lines(run, places[-1])
            run = []
        if event == "start":
            places.append(_within(places[-1], element, tag))
            run.append(_LINE_END if tag == _BREAK else _piece(element.text, places[-1]))
            continue
        if event == "end":
            places.pop()
        if element is not tree:
            run.append(_piece(element.tail, places[-1]))
    yield from _lines(run, places[-1])


def _within(place: Place, element: Any, tag: str) -> Place:  # noqa: ANN401 - lxml's elements have no useful type
    """Return the place inside an element: the same as around it, for most."""
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if tag not in _TELLING and not named.strip() and element.get("itemprop") is None:
        return place
    return Place(
        caption=place.caption or tag == _CAPTION or _is_caption(element, named),
        heading=place.heading or tag == _HEADING,
        crosshead=place.crosshead or tag in _CROSSHEADS,
        lead=place.lead or _LEAD_NAMES.search(named) is not None or element.get("itemprop") in _LEAD_PROPERTIES,
        linked=place.linked or tag == _LINK,
        strong=place.strong or tag in _STRONG,
        silent=place.silent or tag in _SILENT,
        wrappers=(*place.wrappers, element) if tag in WRAPPERS else place.wrappers,
    )


def _is_caption(element: Any, named: str) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    if not _CAPTION_NAMES.search(named):
        return False
    return len(element.text_content().split()) <= _LONGEST_CAPTION


def _piece(text: str | None, place: Place) -> _Piece:
    return _Piece("" if place.silent else _SPACE.sub(" ", text or ""), place.linked, place.strong)


def _lines(run: Sequence[_Piece], place: Place) -> Iterator[Block]:
    """Yield the paragraphs of one run of text.

    Two line breaks part them, or one behind a full stop, or one between a line in bold and one that is not.
    """
    paragraph: list[_Piece] = []
    before: Sequence[_Piece] = ()
    for line in _split(run):
        blank = not _text(line)
        if paragraph and (blank or _text(before).endswith(_SENTENCE_END) or _is_strong(line) != _is_strong(before)):
            yield _block(paragraph, place)
            paragraph = []
        if not blank:
            paragraph += [_LINE_END, *line]
        before = line
    if paragraph:
        yield _block(paragraph, place)


def _split(run: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    line: list[_Piece] = []
    for piece in run:
        if piece is _LINE_END:
            yield line
            line = []
        else:
            line.append(piece)
    yield line


def _text(line: Iterable[_Piece]) -> str:
    """Return the text of a line without marks that close."""
    return "".join(piece.text for piece in line).strip().rstrip(_CLOSING)


def _is_strong(line: Iterable[_Piece]) -> bool:
    return all(piece.strong for piece in line if piece.text.strip())


def _block(paragraph: Sequence[_Piece], place: Place) -> Block:
    text = " ".join("".join(piece.text for piece in paragraph).split())
    return Block(text, place, all(piece.linked or not words(piece.text) for piece in paragraph))
