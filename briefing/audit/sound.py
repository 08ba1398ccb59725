"""The sound files: their tags and chapters as they are stated. What they sound like no program proves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefing.audio import run_ffmpeg
from briefing.audit.report import Fault
from briefing.audit.text import joined, tokens
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from briefing.provenance import Statement

_SOUNDS = ("briefing.mp3", "briefing.m4a", "briefing.opus")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINE_ENDS = re.compile(r"(?<!\\)\n")
_CUT = "\N{HORIZONTAL ELLIPSIS}"
_NAMED = re.compile(r"(?<!\\)=")
# An M4A counts its chapters in a track of its own, to the next frame.
_SLACK_MS = 50


def check_sound(statement: Statement, folder: Path) -> Iterator[Fault]:
    """Yield a fault for every sound file in a folder whose tags or chapters say something else than is stated."""
    for name in _SOUNDS:
        path = folder / name
        if path.is_file():
            try:
                own, chapters = metadata(path)
            except BriefingError as error:
                yield Fault(kind="sound", where=name, what=error.what)
                continue
            for what in (*_faults_of_tags(statement, own), *_faults_of_chapters(statement, chapters)):
                yield Fault(kind="sound", where=name, what=what)


def metadata(path: Path) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the tags of a sound file, their names in small letters, and those of each of its chapters.

    Raises BriefingError where it is no sound.
    """
    # An Ogg file has its tags in its stream.
    mapped = ["-map_metadata", "0:s:a:0"] if path.suffix == ".opus" else []
    command = ["-i", str(path), *mapped, "-f", "ffmetadata", "pipe:1"]
    dumped = run_ffmpeg(command, where=str(path)).decode("utf-8", "replace")
    sections: list[dict[str, str]] = [{}]
    for line in _LINE_ENDS.split(dumped):
        if line == "[CHAPTER]":
            sections.append({})
        name, *value = _NAMED.split(line, maxsplit=1)
        if value:
            sections[-1][name.lower()] = _ESCAPED.sub(r"\1", value[0])
    return sections[0], sections[1:]


def _faults_of_tags(statement: Statement, own: Mapping[str, str]) -> Iterator[str]:
    if tokens(own.get("title", "")) != tokens(statement.title):
        yield "its title is not that of the episode"
    for name, value in statement.tags.items():
        if own.get(name.lower()) != value:
            yield f"its tag {name} is {own.get(name.lower())!r}, not {value!r}"


def _faults_of_chapters(statement: Statement, chapters: list[dict[str, str]]) -> Iterator[str]:
    if len(chapters) != len(statement.chapters):
        yield f"has {len(chapters)} chapters, not {len(statement.chapters)}"
        return
    for number, (told, found) in enumerate(zip(statement.chapters, chapters, strict=True), start=1):
        title = found.get("title", "")
        # In a signed MP3 a long one is cut off.
        is_cut = title.endswith(_CUT) and joined(told.title).startswith(joined(title.removesuffix(_CUT)))
        if tokens(told.title) != tokens(title) and not is_cut:
            yield f"chapter {number} has another title"
        elif abs(_ms(found) - told.start_ms) > _SLACK_MS:
            yield f"chapter {number} starts at another time"


def _ms(chapter: Mapping[str, str]) -> int:
    """Return when a chapter starts, by its own base of time."""
    over, _, under = chapter.get("timebase", "1/1000").partition("/")
    return round(int(chapter.get("start", "0")) * 1000 * int(over) / int(under or 1))
