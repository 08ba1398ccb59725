"""What a player shows of an episode: titles, date, language, sources, cover and chapters."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from briefing.audio import run_ffmpeg
from briefing.files import replacing
from briefing.production import id3
from briefing.production.encode import REPRODUCIBLE
from briefing.resources import data, read_toml
from briefing.settings import Show

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from briefing.model import Episode

_LANGUAGE = "ara"
_HEAD_BYTES = 10
_PNG = b"\x89PNG"
_ESCAPED = re.compile(r"[=;#\\\n]")


def tag(path: Path, episode: Episode, cover: Path | None = None, *, show: Show | None = None) -> Path:
    """Put the episode's tag on the file at `path` (.mp3, .m4a or .opus), in place of any that it has.

    `cover` is a PNG or a JPEG; Opus goes without. Tagging twice gives the same bytes as tagging once. Raises
    OutputError where the file cannot be written; `path` then holds what it held before.
    """
    texts = _texts(episode, show or Show())
    with replacing(path) as part:
        if path.suffix == ".mp3":
            _write_id3(path, part, _frames(episode, texts, cover.read_bytes() if cover else b""))
        else:
            _write_container(path, part, _metadata(episode, texts), cover if path.suffix == ".m4a" else None)
    return path


def _texts(episode: Episode, show: Show) -> dict[str, str]:
    """Return what is said of the episode, by the names of ID3 frames."""
    words = read_toml(data("ar", "show.toml"))
    texts = {
        "TIT2": episode.script.title,
        "TPE1": show.author or str(words["author"]),
        "TALB": show.title or str(words["title"]),
        "TYER": f"{episode.published:%Y}",
        "TDAT": f"{episode.published:%d%m}",
        "TLAN": _LANGUAGE,
    }
    return {name: value for name, value in texts.items() if value}


def _sources(episode: Episode) -> str:
    """Name where the article comes from, as far as it says."""
    article = episode.article
    return "\n".join(part for part in (article.byline, article.publication, article.url) if part)


def _frames(episode: Episode, texts: dict[str, str], cover: bytes) -> list[bytes]:
    frames = [id3.text(name, value) for name, value in texts.items()]
    if sources := _sources(episode):
        frames.append(id3.comment(sources, language=_LANGUAGE))
    if cover:
        frames.append(id3.picture(cover, "image/png" if cover.startswith(_PNG) else "image/jpeg"))
    return [*frames, *id3.chapters(episode.script.title, episode.chapters)]


def _write_id3(path: Path, part: Path, frames: list[bytes]) -> None:
    with path.open("rb") as source, part.open("wb") as sink:
        source.seek(id3.length_bytes(source.read(_HEAD_BYTES)))
        sink.write(id3.tag(frames))
        shutil.copyfileobj(source, sink)


def _write_container(path: Path, part: Path, metadata: str, cover: Path | None) -> None:
    """Copy the sound into a new container with the metadata of an ffmetadata text and, it may be, a picture."""
    with replacing(path.with_suffix(".ffmetadata")) as text:
        text.write_text(metadata, encoding="utf-8")
        picture = ("-i", str(cover), "-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic") if cover else ()
        inputs = ("-i", str(path), "-f", "ffmetadata", "-i", str(text), *picture[:2])
        copied = ("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1", "-c:a", "copy", *picture[2:])
        kind = {".m4a": ("-movflags", "+faststart", "-f", "ipod"), ".opus": ("-f", "opus")}[path.suffix]
        run_ffmpeg([*inputs, *copied, *REPRODUCIBLE, *kind, str(part)], where=str(path))


def _metadata(episode: Episode, texts: dict[str, str]) -> str:
    """Write the episode's titles and chapters in ffmpeg's own metadata format."""
    named = {"title": texts["TIT2"], "artist": texts["TPE1"], "album": texts["TALB"], "comment": _sources(episode)}
    named |= {"date": f"{episode.published:%Y-%m-%d}"}
    return "\n".join([";FFMETADATA1", *_pairs(named), *_chapter_sections(episode), ""])


def _chapter_sections(episode: Episode) -> Iterator[str]:
    for timed in episode.chapters:
        yield "[CHAPTER]\nTIMEBASE=1/1000"
        yield f"START={timed.start_ms}\nEND={timed.end_ms}"
        yield from _pairs({"title": timed.chapter.title, "artist": timed.chapter.speaker or ""})


def _pairs(named: dict[str, str]) -> Iterator[str]:
    for name, value in named.items():
        if value:
            escaped = _ESCAPED.sub(r"\\\g<0>", value)
            yield f"{name}={escaped}"
