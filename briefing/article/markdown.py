"""Markdown with front matter: the front matter tells headline, writer, date and source, the rest is the story."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from briefing.article import paragraphs
from briefing.article.moment import moment
from briefing.article.words import words
from briefing.errors import InputError
from briefing.model import Article, Dropped, DropReason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from briefing.article.material import Material

_FRONT_MATTER = re.compile(r"\A\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_ITEM = re.compile(r"\s*-\s+(.*)")
_LINK = re.compile(r"https?://\S+")
_TITLES = ("title", "headline")
_WRITERS = ("author", "authors", "byline", "creator")
_DATES = ("date", "published", "publishdate", "pubdate", "datepublished")
_PUBLICATIONS = ("publication", "site", "sitename", "publisher", "source")
_LINKS = ("url", "link", "canonical", "canonical_url", "permalink", "source")

_LEFT_OUT = re.compile(r"<!--.*?-->|^(```|~~~).*?^\1[^\n]*$|^\s{0,3}\[[^\]\n]+\]:[^\n]*$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*")
_RULE = re.compile(r"\s{0,3}([-*_])\s*(?:\1\s*){2,}")
_LINE_START = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+|\d{1,3}[.)]\s+(?=\D))?")
_PICTURE_LINE = re.compile(r"\s*(?:!\[([^\]\n]*)\]\([^)\n]*\)\s*)+")
_INLINE = (
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])"), r"\1"),
    (re.compile(r"\[\^[^\]\n]+\]"), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),
    (re.compile(r"(?<!\\)(\*\*\*|\*\*|___|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\\\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"(?<![\\\w])_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), r"\1"),
)


def read_markdown(material: Material) -> tuple[Article, ...]:
    """Read Markdown. Without a title in the front matter the first paragraph is the headline."""
    text = material.text()
    said, body = _front_matter(text, material.source)
    blocks = list(_blocks(_LEFT_OUT.sub("", body)))
    title = _first(said, _TITLES)
    if title and not (blocks and words(blocks[0][0]) == words(title)):
        blocks.insert(0, (title, False))
    if not blocks:
        raise InputError(material.source, "is empty", "give a file with an article in it")
    link = _first(said, _LINKS)
    publication = _first(said, _PUBLICATIONS)
    article = Article(
        source=material.source,
        paragraphs=tuple(block for block, _ in blocks),
        dropped=tuple(
            Dropped(paragraph=number, reason=DropReason.CAPTION)
            for number, (_, picture) in enumerate(blocks)
            if picture and number
        ),
        url=link if link and _LINK.fullmatch(link) else material.url,
        byline=_first(said, _WRITERS),
        publication=publication if publication and not _LINK.fullmatch(publication) else None,
        published=moment(_first(said, _DATES)),
    )
    return (article,)


def _front_matter(text: str, source: str) -> tuple[Mapping[str, str], str]:
    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, text
    body = text[found.end() :]
    if found[1] == "---":
        return dict(_yaml_pairs(found[2])), body
    try:
        values = tomllib.loads(found[2])
    except tomllib.TOMLDecodeError as error:
        raise InputError(source, f"front matter: {error}", "mend the lines between +++ and +++") from error
    return {key.lower(): _as_text(value) for key, value in values.items()}, body


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


def _blocks(body: str) -> Iterator[tuple[str, bool]]:
    """Yield the paragraphs, and for each whether it is only what is said under a picture."""
    lines: list[str] = []
    for line in [*body.splitlines(), ""]:
        picture, heading = _PICTURE_LINE.fullmatch(line), _HEADING.fullmatch(line)
        if lines and _UNDERLINE.fullmatch(line):
            line = ""  # noqa: PLW2901 - the line under a heading ends it, and is no text
        ends = not line.strip() or picture or heading or _RULE.fullmatch(line)
        if not ends:
            lines.append(line)
            continue
        yield from ((text, False) for text in _joined(lines))
        lines = []
        if heading:
            yield from ((text, False) for text in _joined([heading[1]]))
        if picture and picture[1].strip():
            yield picture[1].strip(), True
    yield from ((text, False) for text in _joined(lines))


def _joined(lines: list[str]) -> Iterator[str]:
    """Yield the block's lines without markup: one paragraph where they were broken to a width, else one each."""
    yield from paragraphs.split("\n".join(map(_bare, lines)))


def _bare(line: str) -> str:
    line = line[_LINE_START.match(line).end() :]  # type: ignore[union-attr]  # it matches the empty text too
    for pattern, replacement in _INLINE:
        line = pattern.sub(replacement, line)
    return line
