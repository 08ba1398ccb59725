"""Markdown with front matter: the front matter tells headline, writer, date and source, the rest is the story."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from briefing.article import paragraphs
from briefing.article.foreign import link, shown
from briefing.article.markup import paragraphs_of
from briefing.article.metadata import person
from briefing.article.moment import moment
from briefing.article.words import words
from briefing.errors import InputError
from briefing.model import Article, Dropped, DropReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from markdown_it.token import Token

    from briefing.article.material import Material

_FRONT_MATTER = re.compile(r"\A\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"\s*-\s+(.*)")
_TITLES = ("title", "headline")
_WRITERS = ("author", "authors", "byline", "creator")
_DATES = ("date", "published", "publishdate", "pubdate", "datepublished")
_PUBLICATIONS = ("publication", "site", "sitename", "publisher", "source")
_NAMES = ("id", "guid", "uid", "uuid")
_LINKS = ("url", "link", "canonical", "canonical_url", "permalink", "source")

# The parser takes up to 15 microseconds a letter, whatever the letters are.
_MOST_CHARS = 2_000_000
# A TOML key of n parts takes n times n of memory.
_LONGEST_FRONT_MATTER = 10_000
# CommonMark has no footnotes; a note and the signs that point to it are no part of what is told.
_NOTE = re.compile(r"^ {0,3}\[\^[^\[\]\n]+\]:.*$|\[\^[^\[\]\n]+\]", re.MULTILINE)
# A site's own program puts something in the place of these.
_SHORTCODE = re.compile(r"\{\{[<%][^{}\n]*[>%]\}\}")
# Where a link leads is of no interest here, and one with a space in it would be no link to CommonMark.
_DESTINATION = re.compile(r"\]\((?:[^()<>\n]++|\([^()<>\n]*+\))*+\)")
# CommonMark closes no emphasis between a quotation mark and a letter, as Arabic writers do.
_LEFT_OVER = re.compile(r"\*{2,}|_{2,}|~{2,}")
# What stands deeper is passed over by the parser, in silence; each level more costs a wall of brackets its time again.
_DEEPEST = 20
_CONTAINERS = frozenset(("blockquote_open", "list_item_open"))
_LINE_ENDS = frozenset(("softbreak", "hardbreak"))
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_WORDS = frozenset(("text", "code_inline"))
# A number of so many digits opens a sentence about a year, not a list.
_LONGEST_LIST_NUMBER = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the story without markup, or what is said under a picture that stands alone on its line."""

    text: str
    picture: bool


def read_markdown(material: Material) -> tuple[Article, ...]:
    """Read Markdown. Without a title in the front matter the first paragraph is the headline."""
    text = material.text()
    if len(text) > _MOST_CHARS:
        raise InputError(material.source, f"is Markdown of more than {_MOST_CHARS:,} letters", "give one article")
    said, body = _front_matter(text, material.source)
    blocks = list(_blocks(body, material.source))
    title = _first(said, _TITLES)
    if title and not (blocks and words(blocks[0].text) == words(title)):
        blocks.insert(0, _Line(title, picture=False))
    if not blocks:
        raise InputError(material.source, "is empty", "give a file with an article in it")
    publication = _first(said, _PUBLICATIONS)
    article = Article(
        source=material.source,
        paragraphs=tuple(block.text for block in blocks),
        dropped=tuple(
            Dropped(paragraph=number, reason=DropReason.CAPTION)
            for number, block in enumerate(blocks)
            if block.picture and number
        ),
        url=link(_first(said, _LINKS)) or material.url,
        id=_first(said, _NAMES),
        byline=person(_first(said, _WRITERS)),
        publication=None if link(publication) else publication,
        published=moment(_first(said, _DATES)),
    )
    return (article,)


def _front_matter(text: str, source: str) -> tuple[Mapping[str, str], str]:
    front_matter = _FRONT_MATTER.match(text)
    if not front_matter:
        return {}, text
    if len(front_matter[2]) > _LONGEST_FRONT_MATTER:
        raise InputError(source, f"front matter: more than {_LONGEST_FRONT_MATTER:,} letters", "shorten it")
    body = text[front_matter.end() :]
    if front_matter[1] == "---":
        return dict(_yaml_pairs(front_matter[2])), body
    try:
        values = tomllib.loads(front_matter[2])
        return {key.lower(): _as_text(value) for key, value in values.items()}, body
    except (ValueError, RecursionError) as error:  # RecursionError: brackets in brackets; ValueError: endless figures
        raise InputError(source, f"front matter: {shown(str(error))}", "mend the lines between +++ and +++") from error


def _yaml_pairs(text: str) -> Iterator[tuple[str, str]]:
    """Yield `key: value` and lists, the part of YAML in which front matter is written."""
    key = ""
    items: list[str] = []
    for line in [*text.splitlines(), "end:"]:
        item, pair = _ITEM.fullmatch(line), _KEY.fullmatch(line.rstrip())
        if item and key:
            items.append(_unquoted(item[1]))
        elif pair:
            if key:
                yield key, _LIST_COMMA.join(items)
            value = pair[2] or ""
            listed = value.strip("[] ").split(",") if value.startswith("[") and value.endswith("]") else [value]
            key, items = pair[1].lower(), [_unquoted(each) for each in listed if each.strip()]


_LIST_COMMA = "\N{ARABIC COMMA} "


def _unquoted(value: str) -> str:
    value = value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].replace('\\"', '"').replace("''", "'") if quoted else value


def _as_text(value: object) -> str:
    return _LIST_COMMA.join(map(str, value)) if isinstance(value, list) else str(value)


def _first(said: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    return next((said[key] for key in keys if said.get(key)), None)


def _blocks(body: str, source: str) -> Iterator[_Line]:
    """Yield the paragraphs, and what is said under pictures."""
    from markdown_it import MarkdownIt

    # Arabic paragraphs are often indented; no article is told in code.
    reader = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("strikethrough").disable("code")
    number = ""
    for token in reader.parse(_DESTINATION.sub("](#)", _SHORTCODE.sub("", _NOTE.sub("", body)))):
        if token.type in _CONTAINERS and token.level >= _DEEPEST - 1:
            raise InputError(source, f"nests quotes or lists {_DEEPEST} deep", "give the story without them")
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup} " if len(token.info) > _LONGEST_LIST_NUMBER else ""
        elif token.type == "html_block":
            yield from (_Line(text, picture=False) for text in paragraphs_of(token.content))
        elif token.type == "inline":
            yield from _paragraphs(_lines(token.children or (), number))
            number = ""


def _paragraphs(lines: Iterable[_Line]) -> Iterator[_Line]:
    """Join the lines of a block: one paragraph where they were broken to a width, else one each."""
    for picture, run in groupby(lines, key=lambda line: line.picture):
        text = "\n".join(line.text for line in run)
        yield from (_Line(paragraph, picture) for paragraph in paragraphs.split(text))


def _lines(tokens: Iterable[Token], opening: str) -> Iterator[_Line]:
    """Yield the lines of a block; a picture beside words says nothing."""
    text, caption = opening, ""
    for token in tokens:
        if token.type == "image":
            caption = "".join(part.content for part in token.children or ())
        elif token.type in _LINE_ENDS or (token.type == "html_inline" and _BREAK.fullmatch(token.content)):
            yield _line(text, caption)
            text, caption = "", ""
        elif token.type in _WORDS:
            text += token.content
    yield _line(text, caption)


def _line(text: str, caption: str) -> _Line:
    words_only = _LEFT_OVER.sub("", text)
    return _Line(words_only, picture=False) if words_only.strip() else _Line(caption, picture=True)
