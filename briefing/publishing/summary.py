"""The briefing to read: `summary.txt` for screen readers and braille, `summary.md` and `summary.html` to pass on."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from briefing.arabic.letters import COMMA
from briefing.files import write_text
from briefing.publishing.clock import clock, day, seconds, spoken_duration
from briefing.publishing.lines import parts
from briefing.publishing.markup import running
from briefing.publishing.notices import heading, notices
from briefing.publishing.page import article_link
from briefing.publishing.text import tidy
from briefing.publishing.words import render, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from briefing.model import Episode
    from briefing.publishing.lines import Line, Part

SHORT_LINE = 60
# What a screen reader spells out at its usual setting: dashes, bullets, arrows. The article's own quotation marks and
# brackets stay: a scare quote says something.
_SKIPPED = re.compile(
    "[`*_#|~^<>\\[\\]{}\\\\=\N{BULLET}\N{EN DASH}\N{EM DASH}\N{HORIZONTAL ELLIPSIS}\u2190-\u21ff\u2500-\u27bf]"
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_MARKDOWN_START = re.compile(r"^(\d+)([.)])|^([+-])")


class Summary:
    """Writes `summary.txt`, `summary.md` and `summary.html`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the three; every one has the whole script, chapter by chapter, in the written form."""
        return [
            write_text(folder / "summary.txt", plain(episode)),
            write_text(folder / "summary.md", markdown(episode)),
            write_text(folder / "summary.html", _page(episode)),
        ]


def plain(episode: Episode) -> str:
    """Write short lines in plain words, with no sign that a screen reader skips."""
    return "\n".join(line for paragraph in paragraphs(episode) for line in (*_short(paragraph), "")).rstrip("\n") + "\n"


def paragraphs(episode: Episode) -> Iterator[str]:
    """Walk the summary for the ear and the braille line: a quote is announced and ended in words."""
    word, length = words(), spoken_duration(episode.duration_ms)
    yield _spelled(episode.script.title)
    yield " ".join([*(f"{date}." for date in _dates(episode)), f"{word['page']['duration']} {length}."])
    for notice in notices(episode):
        yield _spelled(notice)
    for part in parts(episode):
        yield _spelled(part.title)
        for group in _below(part):
            yield from _told(group)
    if episode.article.publication:
        yield f"{word['source']}: {_spelled(episode.article.publication)}"
    yield _spelled(heading(episode))


def _dates(episode: Episode) -> list[str]:
    """Return the day that the article gives; the feed's own date would be a guess."""
    return [day(episode.article.published)] if episode.article.published else []


def markdown(episode: Episode) -> str:
    """Write Markdown: a heading a chapter with a link into the sound, quotes as quotes."""
    audio = episode.enclosures[0].name
    blocks = [
        f"# {_literal(episode.script.title)}",
        ", ".join([*_dates(episode), spoken_duration(episode.duration_ms)]),
    ]
    blocks += [f"*{_literal(notice)}*" for notice in notices(episode)]
    for part in parts(episode):
        blocks.append(f"## {_literal(part.title)}")
        blocks.append(f"[{clock(part.start_ms)}]({audio}#t={seconds(part.start_ms)})")
        blocks += [_quoted(group) if group[0].quoted else _literal(group[0].text) for group in _below(part)]
        if part.link:
            blocks.append(_linked(part.link))
    link = article_link(episode)
    if link:
        blocks.append(_linked(link))
    blocks.append(f"*{_literal(heading(episode))}*")
    return "\n\n".join(blocks) + "\n"


def _linked(link: str) -> str:
    return f"[{words()['page']['article']}](<{link.replace('>', '%3E').replace('<', '%3C')}>)"


def _page(episode: Episode) -> str:
    return render(
        "summary.html",
        title=tidy(episode.script.title),
        episode=episode,
        notices=notices(episode),
        parts=parts(episode),
        below=_below,
        article=article_link(episode),
        publication=tidy(episode.article.publication or ""),
        audio=episode.enclosures[0],
        running=running,
        reader=heading(episode),
    )


def _below(part: Part) -> tuple[tuple[Line, ...], ...]:
    """Return what stands below a title: a story's headline is said and heads its chapter, and is read once."""
    first, *rest = part.groups
    return tuple(rest) if rest and tidy(first[0].text) == part.title else part.groups


def _told(group: tuple[Line, ...]) -> Iterator[str]:
    """Tell a group of lines; a quote is announced with its speaker, unless the line before has just named them."""
    if not group[0].quoted:
        yield from (_spelled(line.text) for line in group)
        return
    speaker = None if group[0].announced else group[0].speaker
    word = words()
    yield f"{word['quote_of'].format(speaker=_spelled(speaker)) if speaker else word['quote']}:"
    yield from (_spelled(line.text) for line in group)
    yield f"{word['end_of_quote']}."


def _spelled(text: str) -> str:
    return re.sub(rf"\s+([.:{COMMA}])", r"\1", tidy(_SKIPPED.sub(" ", tidy(text))))


def _short(paragraph: str) -> list[str]:
    return textwrap.wrap(paragraph, SHORT_LINE, break_on_hyphens=False)


def _quoted(group: tuple[Line, ...]) -> str:
    quote = "\n>\n".join(f"> {_literal(line.text)}" for line in group)
    speaker = None if group[0].announced else group[0].speaker
    return f"{quote}\n>\n> \N{EM DASH} {_literal(speaker)}" if speaker else quote


def _literal(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", tidy(text))
    return _MARKDOWN_START.sub(lambda start: f"{start[1]}\\{start[2]}" if start[1] else f"\\{start[3]}", escaped)
