"""What a player shows of an episode: titles, date, language, sources, the voice that read, cover and chapters."""

from __future__ import annotations

import re
import shutil
from pathlib import PurePath
from typing import TYPE_CHECKING

from briefing.audio import write_with_ffmpeg
from briefing.files import replacing
from briefing.production import id3
from briefing.production.encode import REPRODUCIBLE
from briefing.provenance import tags
from briefing.reader import read_by
from briefing.resources import data, read_toml
from briefing.settings import Show
from briefing.shown import link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from briefing.model import Episode

_LANGUAGE = "ara"
_FREEFORM = "com.apple.iTunes"
_HEAD_BYTES = 10
_PNG = b"\x89PNG"
_ENDS_OF_LINES = {ord("\0"): None, ord("\r"): " "}
_ESCAPED = re.compile(r"[=;#\\\n]")


def tag(
    path: Path, episode: Episode, cover: Path | None = None, *, show: Show | None = None, to_be_signed: bool = False
) -> Path:
    """Put the episode's tag on the file at `path` (.mp3, .m4a or .opus), in place of any that it has.

    `cover` is a PNG or a JPEG; Opus goes without. An MP3 that is `to_be_signed` has shorter titles of chapters: what
    signs it writes ID3v2.4, of which ffmpeg takes the length of a frame within a chapter wrongly from 128 bytes on,
    and passes the chapter over. Tagging twice gives the same bytes as tagging once. Raises
    OutputError where the file cannot be written, BriefingError where ffmpeg does not do its work; `path` then holds
    what it held before.
    """
    texts = _texts(episode, show or Show())
    with replacing(path) as part:
        if path.suffix == ".mp3":
            longest = id3.SHORT_TEXT if to_be_signed else None
            _write_id3(path, part, _frames(episode, texts, cover.read_bytes() if cover else b"", longest))
        else:
            _write_container(path, part, _metadata(episode, texts, _CHAPTERS[path.suffix]), cover)
        if path.suffix == ".m4a":
            _add_freeform(part, tags(episode))
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


def _comment(episode: Episode) -> str:
    """Name where each article comes from, as far as it says, its file where none does; and the voice that read."""
    articles = episode.article.parts or (episode.article,)
    known = (fact for one in articles for fact in (one.byline, one.publication, link(one.url or "")) if fact)
    said = list(dict.fromkeys(known)) or [PurePath(episode.article.source).name]
    return "\n".join([*said, read_by(episode.voice)])


def _frames(episode: Episode, texts: dict[str, str], cover: bytes, longest: int | None) -> list[bytes]:
    frames = [id3.text(name, value) for name, value in texts.items()]
    frames.append(id3.comment(_comment(episode), language=_LANGUAGE))
    frames += [id3.user_text(name, value) for name, value in tags(episode).items()]
    if cover:
        frames.append(id3.picture(cover, "image/png" if cover.startswith(_PNG) else "image/jpeg"))
    return [*frames, *id3.chapters(episode.script.title, episode.chapters, longest)]


def _write_id3(path: Path, part: Path, frames: list[bytes]) -> None:
    with path.open("rb") as source, part.open("wb") as sink:
        source.seek(id3.length_bytes(source.read(_HEAD_BYTES)))
        sink.write(id3.tag(frames))
        shutil.copyfileobj(source, sink)


def _write_container(path: Path, part: Path, metadata: str, cover: Path | None) -> None:
    """Copy the sound into a new container with the metadata of an ffmetadata text and, in M4A, the cover."""
    inputs = ["-i", str(path), "-f", "ffmetadata", "-i", "pipe:0"]
    copied = ["-map", "0:a", "-map_metadata", "1", "-c:a", "copy"]
    if path.suffix == ".opus":
        copied += ["-map_chapters", "-1", "-f", "opus"]
    else:
        copied += ["-map_chapters", "1", "-movflags", "+faststart", "-f", "ipod"]
        if cover:
            inputs += ["-i", str(cover)]
            copied += ["-map", "2:v", "-c:v", "copy", "-disposition:v", "attached_pic"]
    write_with_ffmpeg([*inputs, *copied, *REPRODUCIBLE], part, where=str(path), stdin=metadata.encode(errors="replace"))


def _add_freeform(part: Path, named: dict[str, str]) -> None:
    """Add texts under names of their own to an M4A, as iTunes does; ffmpeg drops names that it does not know."""
    from mutagen import MutagenError
    from mutagen.mp4 import MP4

    try:
        sound = MP4(part)
        for name, value in named.items():
            sound[f"----:{_FREEFORM}:{name}"] = [value.encode()]
        # Room for later changes would be zeros that nobody needs.
        sound.save(padding=lambda _info: 0)
    except MutagenError as error:
        raise OSError(str(error)) from error


def _metadata(episode: Episode, texts: dict[str, str], chapters: Callable[[Episode], Iterator[str]]) -> str:
    """Write the episode's titles and chapters in ffmpeg's own metadata format."""
    named = {"title": texts.get("TIT2", ""), "artist": texts["TPE1"], "album": texts["TALB"]}
    named |= {"comment": _comment(episode), "date": f"{episode.published:%Y-%m-%d}", **tags(episode)}
    return "\n".join([";FFMETADATA1", *_pairs(named), *chapters(episode), ""])


def _sections(episode: Episode) -> Iterator[str]:
    for timed in episode.chapters:
        yield "[CHAPTER]\nTIMEBASE=1/1000"
        yield f"START={timed.start_ms}\nEND={timed.end_ms}"
        yield from _pairs({"title": timed.chapter.title, "artist": timed.chapter.speaker or ""})


def _comments(episode: Episode) -> Iterator[str]:
    """Write chapters as Vorbis comments: ffmpeg would round the second up and keep the milliseconds, a second late."""
    for number, timed in enumerate(episode.chapters):
        seconds, ms = divmod(timed.start_ms, 1000)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
        yield from _pairs({f"CHAPTER{number:03}": clock, f"CHAPTER{number:03}NAME": timed.chapter.title})


def _pairs(named: dict[str, str]) -> Iterator[str]:
    for name, value in named.items():
        # ffmpeg ends a line at a zero or a carriage return; a backslash at its end would join the next line to it.
        if plain := value.translate(_ENDS_OF_LINES).rstrip("\\"):
            escaped = _ESCAPED.sub(r"\\\g<0>", plain)
            yield f"{name}={escaped}"


_CHAPTERS = {".m4a": _sections, ".opus": _comments}
