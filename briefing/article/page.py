"""An HTML page: trafilatura finds the story in it, the page's own order and figures give the paragraphs."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from briefing.arabic import has_arabic
from briefing.article import paragraphs
from briefing.article.boilerplate import is_boilerplate
from briefing.article.credit import byline, is_date_line, publication
from briefing.article.foreign import link, name_of
from briefing.article.metadata import outlet, person, story_in
from briefing.article.moment import date_in, moment
from briefing.article.tree import prepare, tables
from briefing.article.words import words
from briefing.errors import InputError
from briefing.model import Article, Dropped, DropReason

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from datetime import datetime

    from briefing.article.material import Material

_log = logging.getLogger(__name__)

# What is skipped is never given back: nothing in it begins a name, and a wall of spaces is walked once.
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=[\s\"']*+([\w-]{2,20})", re.IGNORECASE)
# Sixty-four signs are a line of dashes; pages of 20,000 in the author's name took seconds.
_WALL = re.compile(r"(\W{64})\W+")
_FIRST_SIGNS = r"\1"
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD_BYTES = 4096
# fmt: off
_FLOWING = frozenset((
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
))
_SILENT = frozenset((
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "option",
    "iframe", "svg", "video", "audio", "object", "canvas", "head", "title", "math", "dialog", "menu",
))
# fmt: on
_CAPTION = "figcaption"
_SENTENCE_END = (".", "!", "?", "\N{ARABIC QUESTION MARK}", ":")
_CLOSING = "\"'\N{RIGHT DOUBLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}) "
_SPACE = re.compile(r"\s+")
_BREAK = "br"
_MOST_ELEMENTS = 100_000
_ALIKE = 0.8
# A script's text is taken where it is so much longer than what the page shows.
_LONGER = 1.5
_LEAD = "(lead)"
_LEAD_NAMES = re.compile(
    r"(?<![a-z])(?:lead|lede|standfirst|sub-?title|sub-?head(?:line)?|summary|intro|excerpt|deck|dek|sapo|teaser-text|"
    r"article-?description|story-?description)(?![a-z])",
    re.IGNORECASE,
)
_LEAD_PROPERTIES = frozenset({"description", "alternativeHeadline", "alternateName"})
_ELEMENT = re.compile(r"<(?:p|br|div|h\d|li|a|b|i|strong|em|span)\b", re.IGNORECASE)
# How a feed says that it gives the beginning alone.
_CUT_OFF = re.compile(r"\s*\[\s*(?:\.{3}|\N{HORIZONTAL ELLIPSIS})\s*\]\s*$")
_A_DAY = timedelta(days=1)
_LONGEST_DATE_LINE = 120
_SHORT_WORDS = 3
_DATE_FIELDS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='date' or @name='DC.date.issued']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//article//time/@datetime",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_NO_ARTICLE = ("no article is found in the page", "save its text and give that")


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph of a page: `lead` stands in a box for the standfirst, `linked` is nothing but links."""

    text: str
    caption: bool = False
    heading: bool = False
    lead: bool = False
    linked: bool = False


def read_page(material: Material) -> tuple[Article, ...]:
    """Read an HTML page. Raises InputError where no story is found in it."""
    tree = _tree(material)
    if sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        raise InputError(material.source, f"is a page of more than {_MOST_ELEMENTS} elements", _NO_ARTICLE[1])
    blocks = list(_blocks(tree))
    published = _published(tree)
    headings = _headings(tree)
    headline, body = story_in(_scripts(tree))
    scripted = paragraphs_in(body) if body else ()
    if left_out := tables(tree):
        _log.warning("%s: %d of its tables are not read", name_of(material.source), left_out)
    story = _extract(tree, material.url)
    title = _title(headings, story.title or headline)
    kept = [block for block in _kept(blocks, story.text or "") if block.caption or words(block.text) != words(title)]
    if _length(scripted) > _LONGER * _length(block.text for block in kept):
        # The page is drawn in the browser, and its text stands in a script alone.
        kept = [_Block(text) for text in scripted]
    if not title and kept:
        title, kept = kept[0].text, kept[1:]
    asides, kept = _without_furniture(kept)
    if not any(has_arabic(block.text) and not block.caption for block in kept):
        raise InputError(material.source, *_NO_ARTICLE)
    article = Article(
        source=material.source,
        paragraphs=(title, *(block.text for block in kept)),
        dropped=tuple(
            Dropped(paragraph=number, reason=DropReason.CAPTION)
            for number, block in enumerate(kept, start=1)
            if block.caption
        ),
        url=link(story.url) or material.url,
        byline=_writer(tree, story.author) or next(filter(None, map(person, map(byline, asides))), None),
        publication=outlet(story.sitename) or next(filter(None, map(publication, asides)), None),
        published=_told_day(blocks, published or moment(story.date)),
    )
    return (article,)


def _writer(tree: Any, found: str | None) -> str | None:  # noqa: ANN401 - lxml's elements have no useful type
    """Return who wrote a page, unless the field that names them says that they made the page: developed by."""
    written = [value for value in tree.xpath("//meta/@content") if found and found in value]
    return person(found) if all(person(value) for value in written) else None


def _without_furniture(kept: Sequence[_Block]) -> tuple[list[str], list[_Block]]:
    """Return the lines that are the page's and not the story's, and the rest: links alone, sharing, rules, credits."""
    several = sum(block.linked for block in kept) * 2 > len(kept)
    asides: list[str] = []
    story: list[_Block] = []
    for block in kept:
        alone = block.linked and not several and not block.heading
        if not alone and (block.caption or not is_boilerplate(block.text, words(block.text))):
            story.append(block)
        elif len(block.text) <= _LONGEST_DATE_LINE:
            asides.append(block.text)
    return asides, story


def _told_day(blocks: Sequence[_Block], stamp: datetime | None) -> datetime | None:
    """Return when a page was published: by its stamp, or by its own line where that names the day beside it, or alone.

    A stamp in UTC is of the evening before where the paper's day has begun.
    """
    lines = (block.text for block in blocks if len(block.text) <= _LONGEST_DATE_LINE and is_date_line(block.text))
    day = next(filter(None, map(date_in, lines)), None)
    if stamp is None or day is None:
        return stamp or day
    return day if abs(stamp.date() - day.date()) == _A_DAY else stamp


def _length(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def paragraphs_of(markup: str) -> tuple[str, ...]:
    """Return the paragraphs of a piece of HTML that is all story, as feeds carry it."""
    tree = _parsed(f"<body>{markup}".encode())
    if tree is None:
        return ()
    prepare(tree)
    texts = (_CUT_OFF.sub("", block.text) for block in _blocks(tree) if not block.caption)
    return tuple(text for text in texts if text)


def paragraphs_in(field: str) -> tuple[str, ...]:
    """Return the paragraphs of a field that holds a story, as HTML or, without an element, as lines."""
    if _ELEMENT.search(field):
        return paragraphs_of(field)
    return paragraphs_of("".join(f"<p>{line}</p>" for line in paragraphs.split(field)))


def _tree(material: Material) -> Any:  # noqa: ANN401 - lxml's elements have no useful type
    named = _CHARSET.search(material.data[:_HEAD_BYTES])
    tree = _parsed(material.markup(named[1].decode("ascii") if named else None))
    if tree is None:
        raise InputError(material.source, *_NO_ARTICLE)
    _cut_walls(tree)
    prepare(tree)
    return tree


def _cut_walls(tree: Any) -> None:  # noqa: ANN401 - lxml's elements have no useful type
    """Cut every row of signs to a length: trafilatura looks for the end of an author's name from each sign of a row."""
    for element in tree.iter():
        for name, value in element.attrib.items():
            if _WALL.search(value):
                element.attrib[name] = _cut(value)
        if element.text and _WALL.search(element.text):
            element.text = _cut(element.text)
        if element.tail and _WALL.search(element.tail):
            element.tail = _cut(element.tail)


def _cut(text: str) -> str:
    # What the parser lets through and no tree may be given goes on the way.
    return _NO_TEXT.sub("", _WALL.sub(_FIRST_SIGNS, text))


def _parsed(markup: bytes) -> Any | None:  # noqa: ANN401 - lxml's elements have no useful type
    """Parse a whole page or a piece of one; None where there is nothing in it."""
    from lxml import etree, html

    try:
        return html.document_fromstring(markup, parser=html.HTMLParser(encoding="utf-8"))
    except etree.LxmlError:
        return None


def _extract(tree: Any, url: str | None) -> Any:  # noqa: ANN401 - trafilatura's document, or an empty one
    import trafilatura
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(
        tree,
        url=url,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    return found or Document()


def _headings(tree: Any) -> list[str]:  # noqa: ANN401 - lxml's elements have no useful type
    return [" ".join(heading.text_content().split()) for heading in tree.xpath("//h1")]


def _title(headings: Sequence[str], said: str) -> str:
    """Return the page's main heading where it agrees with the title that the page gives itself, else that title.

    Titles carry the site's name, headings do not.
    """
    title = set(words(said))
    for heading in headings:
        found = set(words(heading))
        if found and len(found & title) >= _ALIKE * len(found):
            return heading
    return " ".join(said.split()) or next(filter(has_arabic, headings), "")


def _published(tree: Any) -> datetime | None:  # noqa: ANN401 - lxml's elements have no useful type
    written = [value for path in _DATE_FIELDS for value in tree.xpath(path)]
    written += [found for script in _scripts(tree) for found in _JSON_DATE.findall(script)]
    return next(filter(None, map(moment, written)), None)


def _scripts(tree: Any) -> list[str]:  # noqa: ANN401 - lxml's elements have no useful type
    return [str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")]


def _kept(blocks: Sequence[_Block], story: str) -> list[_Block]:
    """Return the blocks that stand in the story that was found, with the captions between them.

    A block of a word or two could be anything; it stands in the story only behind a longer one that does.
    """
    found = words(story)
    lines = (tuple(words(line)) for line in story.splitlines())
    runs = {*(line for line in lines if len(line) == 1), *pairwise(found), *_triples(found)}
    in_story = [number for number, block in enumerate(blocks) if not block.caption and _stands(block, runs)]
    long = [number for number in in_story if len(words(blocks[number].text)) >= _SHORT_WORDS]
    if not long:
        return []
    headings = [number for number in range(long[0]) if blocks[number].heading]
    start = min([*headings[-1:], long[0]])
    inside = range(start, in_story[-1] + 1)
    chosen = {number for number in in_story if number >= start} | {n for n in inside if blocks[n].caption}
    # The standfirst often stands in a box of its own, between the heading and the body.
    chosen |= {n for n in range(start, long[0]) if blocks[n].lead and len(words(blocks[n].text)) >= _SHORT_WORDS}
    return [blocks[number] for number in sorted(chosen)]


def _stands(block: _Block, runs: Container[tuple[str, ...]]) -> bool:
    found = words(block.text)
    if len(found) < _SHORT_WORDS:
        return tuple(found) in runs
    own = list(_triples(found))
    return sum(triple in runs for triple in own) >= _ALIKE * len(own)


def _triples(found: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(found, found[1:], found[2:], strict=False)


def _blocks(tree: Any) -> Iterator[_Block]:  # noqa: ANN401 - lxml's elements have no useful type
    """Yield what stands on lines of its own in a page, in order; menus, scripts and forms are silent."""
    from lxml import etree

    run: list[tuple[str, bool]] = []
    inside: Counter[str] = Counter()
    silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event in ("start", "end") and tag not in _FLOWING and tag != _BREAK:
            yield from _lines(run, inside)
            run = []
        if event == "start":
            inside[tag] += 1
            inside[_LEAD] += _is_lead(element)
            silent += tag in _SILENT
            run.append(("\n" if tag == _BREAK else "" if silent else _spaced(element.text), inside["a"] > 0))
            continue
        if event == "end":
            inside[tag] -= 1
            inside[_LEAD] -= _is_lead(element)
            silent -= tag in _SILENT
        if element is not tree and not silent:
            run.append((_spaced(element.tail), inside["a"] > 0))
    yield from _lines(run, inside)


def _is_lead(element: Any) -> bool:  # noqa: ANN401 - lxml's elements have no useful type
    """Say whether an element is the box of the standfirst, by the name that its page gives it."""
    if not isinstance(element.tag, str):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _LEAD_NAMES.search(named) is not None or element.get("itemprop") in _LEAD_PROPERTIES


def _spaced(text: str | None) -> str:
    return _SPACE.sub(" ", text or "")


def _lines(run: Sequence[tuple[str, bool]], inside: Counter[str]) -> Iterator[_Block]:
    """Yield the paragraphs of one run of text: two line breaks part them, or one behind a full stop."""
    caption, heading, lead = inside[_CAPTION] > 0, inside["h1"] > 0, inside[_LEAD] > 0
    linked = all(within or not words(text) for text, within in run)
    lines: list[str] = []
    for line in map(str.strip, "".join(text for text, _ in run).split("\n")):
        if lines and (not line or lines[-1].rstrip(_CLOSING).endswith(_SENTENCE_END)):
            yield _Block(" ".join(lines), caption, heading, lead, linked)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield _Block(" ".join(lines), caption, heading, lead, linked)
