"""An HTML page: trafilatura finds the story in it, the page's own order and figures give the paragraphs."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, Any

from briefing.arabic import has_arabic
from briefing.article.asides import beside, opens_notes
from briefing.article.blocks import Block, all_blocks
from briefing.article.credit import byline, is_date_line, publication
from briefing.article.fields import sections_in, story_in
from briefing.article.foreign import link, name_of
from briefing.article.furniture import MARGIN_ON_PAGE, furniture
from briefing.article.markup import parsed
from briefing.article.metadata import outlet, outlet_in_title, owner_of_rights, person, title_parts
from briefing.article.moment import date_in, moment
from briefing.article.tree import prepare, tables
from briefing.article.words import has_end, words
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
_MOST_ELEMENTS = 100_000
_ALIKE = 0.8
# A script's text is taken where it is so much longer than what the page shows.
_LONGER = 1.5
_A_DAY = timedelta(days=1)
_LONGEST_DATE_LINE = 120
_SHORT_WORDS = 3
_SENTENCE_WORDS = 8
_DATE_FIELDS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='pubdate' or @name='publishdate' or @name='date' or @name='DC.date.issued']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//article//time/@datetime",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_NO_ARTICLE = ("no article is found in the page", "save its text and give that")


def read_page(material: Material) -> tuple[Article, ...]:
    """Read an HTML page. Raises InputError where no story is found in it."""
    from lxml import etree

    tree = _tree(material)
    if sum(1 for _ in islice(tree.iter(), _MOST_ELEMENTS + 1)) > _MOST_ELEMENTS:
        raise InputError(material.source, f"is a page of more than {_MOST_ELEMENTS} elements", _NO_ARTICLE[1])
    everything = list(all_blocks(tree))
    blocks = [block for block in everything if not block.place.wrappers]
    published = _published(tree)
    markup = "" if published else f"{material.url} {etree.tostring(tree, encoding='unicode')}"
    headings = _headings(tree)
    scripts = [str(script) for script in tree.xpath("//script/text()")]
    if left_out := tables(tree):
        _log.warning("%s: %d of its tables are not read", name_of(material.source), left_out)
    story = _extract(tree, material.url)
    scripted = story_in(scripts, story.title or "")
    title = _title(*_without_paper(tree, headings, story.title or scripted.title))
    kept = [
        block for block in _kept(blocks, story.text or "") if block.place.caption or words(block.text) != words(title)
    ]
    if _length(scripted.lines) > _LONGER * _length(block.text for block in kept):
        # The page is drawn in the browser, and its text stands in a script alone.
        kept = [Block(text) for text in scripted.lines]
    if not title and kept:
        title, kept = kept[0].text, kept[1:]
    asides, kept = _without_furniture(kept)
    if not any(has_arabic(block.text) and not block.place.caption for block in kept):
        raise InputError(material.source, *_NO_ARTICLE)
    article = Article(
        source=material.source,
        paragraphs=(title, *(block.text for block in kept)),
        dropped=tuple(
            Dropped(paragraph=number, reason=DropReason.CAPTION)
            for number, block in enumerate(kept, start=1)
            if block.place.caption
        ),
        url=link(story.url) or material.url,
        byline=_writer(tree, story.author)
        or next(filter(None, map(person, map(byline, (*asides, *_above(blocks, kept))))), None)
        or scripted.byline,
        publication=outlet(story.sitename)
        or scripted.publication
        or _owner(tree, everything, title)
        or next(filter(None, map(publication, asides)), None),
        published=_told_day(_from_headline(blocks, title), published)
        or _found_day(markup, story.date)
        or scripted.published,
        sections=_sections(tree, scripts),
    )
    return (article,)


def _writer(tree: Any, found: str | None) -> str | None:  # noqa: ANN401 - lxml's elements have no useful type
    """Return who wrote a page, unless the field that names them says that they made the page: developed by."""
    written = [value for value in tree.xpath("//meta/@content") if found and found in value]
    return person(found) if all(person(value) for value in written) else None


def _owner(tree: Any, blocks: Iterable[Block], headline: str) -> str | None:  # noqa: ANN401 - lxml's elements
    """Return whose page it is by its title, or by the line that keeps its rights, mostly in the footer."""
    links = tree.xpath("//a[@rel='home' or @href='/']")
    homes = {" ".join(found.split()) for link in links for found in (link.text_content(), *link.xpath(".//img/@alt"))}
    titles = (outlet_in_title(title.text_content(), headline, homes - {""}) for title in tree.xpath("//title"))
    rights = (owner_of_rights(block.text) for block in blocks)
    return next(filter(None, (*titles, *rights)), None)


def _without_furniture(kept: Sequence[Block]) -> tuple[list[str], list[Block]]:
    """Return the lines that are the page's and not the story's, and the rest: links alone, sharing, rules, credits."""
    several = sum(block.linked for block in kept) * 2 > len(kept)
    # Captions are named as such, and the headline stands before all.
    texts = ["", *("" if block.place.caption else block.text for block in kept)]
    found = [words(text) for text in texts]
    known = frozenset(beside(texts, found))
    marked = {number for number, block in enumerate(kept, start=1) if block.place.heading or block.place.caption}
    headed = {number for number, text in enumerate(texts) if opens_notes(text)}
    numbers = known | frozenset(furniture(texts, found, known | marked | headed, MARGIN_ON_PAGE))
    asides: list[str] = []
    story: list[Block] = []
    for number, block in enumerate(kept, start=1):
        alone = block.linked and not several and not block.place.heading
        if not alone and (block.place.caption or number not in numbers):
            story.append(block)
        elif len(block.text) <= _LONGEST_DATE_LINE:
            asides.append(block.text)
    return asides, story


def _above(blocks: Sequence[Block], kept: Sequence[Block]) -> Iterator[str]:
    """Yield the short lines of a page above its story."""
    lines = takewhile(lambda block: block is not kept[0], blocks)
    return (block.text for block in lines if len(block.text) <= _LONGEST_DATE_LINE)


def _from_headline(blocks: Sequence[Block], title: str) -> list[Block]:
    """Return the blocks from the headline on, then those above it: a masthead has the day on which it is looked at."""
    at = next((number for number, block in enumerate(blocks) if words(block.text) == words(title)), 0)
    return [*blocks[at:], *blocks[:at]]


def _told_day(blocks: Sequence[Block], stamp: datetime | None) -> datetime | None:
    """Return when a page was published: by its stamp, or by its own line where that names the day beside it, or alone.

    A stamp in UTC is of the evening before where the paper's day has begun.
    """
    lines = (block.text for block in blocks if len(block.text) <= _LONGEST_DATE_LINE and is_date_line(block.text))
    day = next(filter(None, map(date_in, lines)), None)
    if stamp is None or day is None:
        return stamp or day
    return day if abs(stamp.date() - day.date()) == _A_DAY else stamp


def _found_day(markup: str, found: str | None) -> datetime | None:
    """Return the day that the extractor found, if page or link have its year: it makes 2001 of an empty field."""
    day = moment(found)
    return day if day is not None and str(day.year) in markup else None


def _length(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _tree(material: Material) -> Any:  # noqa: ANN401 - lxml's elements have no useful type
    named = _CHARSET.search(material.data[:_HEAD_BYTES])
    tree = parsed(material.markup(named[1].decode("ascii") if named else None))
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


def _without_paper(tree: Any, headings: Sequence[str], said: str) -> tuple[list[str], str]:  # noqa: ANN401 - lxml's
    """Return headings and title without the paper's own name, which is the heading of some pages.

    It is a part of what the browser's window is called, and another part is longer.
    """
    named = [part for title in tree.xpath("//title") for part in title_parts(title.text_content())]
    longest = max(named, key=lambda part: len(words(part)), default="")
    papers = [words(part) for part in named if words(part) != words(longest)]
    return [heading for heading in headings if words(heading) not in papers], longest if words(said) in papers else said


def _scripts(tree: Any) -> list[str]:  # noqa: ANN401 - lxml's elements have no useful type
    return [str(text) for text in tree.xpath("//script[@type='application/ld+json']/text()")]


def _published(tree: Any) -> datetime | None:  # noqa: ANN401 - lxml's elements have no useful type
    written = [value for path in _DATE_FIELDS for value in tree.xpath(path)]
    written += [found for script in _scripts(tree) for found in _JSON_DATE.findall(script)]
    return next(filter(None, map(moment, written)), None)


def _sections(tree: Any, scripts: Iterable[str]) -> tuple[str, ...]:  # noqa: ANN401 - lxml's elements
    """Return where a page says that its article is put: in a field of its head, or in a script."""
    named = [*map(str, tree.xpath("//meta[@property='article:section']/@content")), *sections_in(scripts)]
    return tuple(dict.fromkeys(filter(None, (" ".join(name.split()) for name in named))))


def _kept(blocks: Sequence[Block], story: str) -> list[Block]:
    """Return the blocks that stand in the story that was found, with the captions between them.

    A block of a word or two could be anything; it stands in the story only behind a longer one that does.
    """
    found = words(story)
    lines = (tuple(words(line)) for line in story.splitlines())
    runs = {*(line for line in lines if len(line) == 1), *pairwise(found), *_triples(found)}
    in_story = [number for number, block in enumerate(blocks) if not block.place.caption and _stands(block, runs)]
    long = [number for number in in_story if len(words(blocks[number].text)) >= _SHORT_WORDS]
    if not long:
        return []
    headings = [number for number in range(long[0]) if blocks[number].place.heading]
    start = min([*headings[-1:], long[0]])
    inside = range(start, in_story[-1] + 1)
    chosen = {number for number in in_story if number >= start} | {n for n in inside if blocks[n].place.caption}
    chosen |= {n for n in inside[:-1] if _is_crosshead(blocks[n]) and n + 1 in chosen}
    # The standfirst often stands in a box of its own, between the heading and the body.
    body = next((number for number in long if not blocks[number].place.heading), long[0])
    chosen |= {n for n in range(start, body) if _is_standfirst(blocks[n])}
    return [blocks[number] for number in sorted(chosen)]


def _is_standfirst(block: Block) -> bool:
    """Say whether a block above the body is its lead: its box says so, or it is a whole sentence of its own."""
    found = words(block.text)
    if block.place.caption or block.linked:
        return False
    return len(found) >= (_SHORT_WORDS if block.place.lead else _SENTENCE_WORDS) and (
        block.place.lead or has_end(block.text)
    )


def _is_crosshead(block: Block) -> bool:
    return block.place.crosshead and not block.place.caption and not block.linked


def _stands(block: Block, runs: Container[tuple[str, ...]]) -> bool:
    found = words(block.text)
    if len(found) < _SHORT_WORDS:
        return tuple(found) in runs
    own = list(_triples(found))
    return sum(triple in runs for triple in own) >= _ALIKE * len(own)


def _triples(found: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(found, found[1:], found[2:], strict=False)
