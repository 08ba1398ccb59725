"""`index.html`: the episode as one self-contained page that reads and listens without a script (WCAG 2.2 AA).

With a script the chapters and words follow the sound, and a switch shows the marks. What the script needs is small:
for each line its times, for each word its place among the bare letters, for each letter one sign for its marks.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefing.arabic import MARKS
from briefing.files import write_text
from briefing.publishing.lines import address, lines, parts
from briefing.publishing.linked import linked
from briefing.publishing.marked import diacritized, marks_by_letter
from briefing.publishing.markup import running
from briefing.publishing.notices import heading
from briefing.publishing.player import PLAYER_FILE
from briefing.publishing.text import offsets, tidy, visible
from briefing.publishing.words import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from briefing.model import Episode
    from briefing.publishing.lines import Line, Part

PAGE_FILE = "index.html"
_SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_NO_MARK = "-"
# What would open a tag, and marks without a letter before them, which HTML checkers take for broken text.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in ("<", *MARKS)}
# Other forms beside the page, by the word that names them: those of every episode, and those of some.
_ALWAYS = {"summary_file": "summary.html", "captions_file": "captions.vtt"}
_SOMETIMES = {"book_file": "briefing.epub", "braille_file": "summary-g1.brf"}


class Page:
    """Writes `index.html`."""

    optional = False

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the page. It names the book and the braille files where they stand in the folder already."""
        return [write_text(folder / PAGE_FILE, page(episode, others(folder)))]


def others(folder: Path) -> dict[str, str]:
    """Name the other forms of the episode, by the word that each goes by."""
    return _ALWAYS | {word: name for word, name in _SOMETIMES.items() if (folder / name).is_file()}


def page(episode: Episode, files: dict[str, str]) -> str:
    """Fill in the page of an episode."""
    laid_out = parts(episode)
    article = article_link(episode)
    return render(
        "page.html",
        title=tidy(episode.script.title),
        episode=episode,
        article=article,
        publication=tidy(episode.article.publication or ""),
        notices=[tidy(notice) for notice in episode.notices],
        reader=heading(episode),
        audio=episode.enclosures[0],
        enclosures=episode.enclosures,
        parts=laid_out,
        files=files,
        running=running,
        follow=_in_script(_followed(laid_out)),
        linked=_in_script(linked(episode, laid_out, page=PAGE_FILE, article=article, player=PLAYER_FILE)),
    )


def article_link(episode: Episode) -> str:
    """Return the address of the episode's one article; the stories of a bulletin have theirs."""
    return address(episode.article)


def _in_script(document: dict[str, Any]) -> str:
    """Write JSON that cannot end the element that it stands in."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _followed(laid_out: Iterable[Part]) -> dict[str, Any]:
    """Gather what the script needs to follow the sound."""
    all_lines = [line for part in laid_out for line in lines(part)]
    marked = [marks_by_letter(visible(diacritized(line.cue.utterance)))[1] for line in all_lines]
    combinations = sorted({marks for letters in marked for marks in letters if marks})[: len(_SIGNS)]
    signs = dict(zip(combinations, _SIGNS, strict=False))
    rows = [
        [line.cue.start_ms, line.cue.end_ms, _places(line), _signed(line, letters, signs)]
        for line, letters in zip(all_lines, marked, strict=True)
    ]
    return {"marks": combinations, "lines": rows}


def _signed(line: Line, letters: Sequence[str], signs: dict[str, str]) -> str:
    """Write one sign a bare letter, or nothing where the marks add nothing to the text."""
    if marks_by_letter(line.text)[1] == list(letters):
        return ""
    return "".join(signs.get(marks, _NO_MARK) for marks in letters).rstrip(_NO_MARK)


def _places(line: Line) -> list[int]:
    """Tell for each word: bare letters since the word before, its bare letters, ms since, its ms."""
    place = offsets(line.cue.utterance.written)
    bare = [0]
    for char in line.text:
        bare.append(bare[-1] + (char not in MARKS) * _units(char))
    found: list[int] = []
    letter, ms = 0, line.cue.start_ms
    for mark in line.cue.marks:
        start, end = bare[place[mark.start]], bare[place[mark.end]]
        found += [start - letter, end - start, mark.start_ms - ms, mark.end_ms - mark.start_ms]
        letter, ms = end, mark.end_ms
    return found


def _units(char: str) -> int:
    """Count a character as the browser's strings do: two for one beyond the basic plane."""
    return 1 + (ord(char) > 0xFFFF)  # noqa: PLR2004 - the last code point of the basic plane
