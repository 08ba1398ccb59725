"""What a player shows of an episode: titles, date, language, sources, cover and chapters."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from briefing.files import replacing
from briefing.production import id3
from briefing.resources import data, read_toml
from briefing.settings import Show

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Episode

_LANGUAGE = "ara"
_HEAD_BYTES = 10
_PNG = b"\x89PNG"


def tag(path: Path, episode: Episode, cover: Path | None = None, *, show: Show | None = None) -> Path:
    """Put the episode's ID3 tag on the MP3 at `path`, in place of any that it has.

    `cover` is a PNG or a JPEG. Tagging twice gives the same bytes as tagging once. Raises OutputError where the file
    cannot be written; `path` then holds what it held before.
    """
    frames = _frames(episode, show or Show(), cover.read_bytes() if cover else b"")
    with replacing(path) as part, path.open("rb") as source, part.open("wb") as sink:
        source.seek(id3.length_bytes(source.read(_HEAD_BYTES)))
        sink.write(id3.tag(frames))
        shutil.copyfileobj(source, sink)
    return path


def _frames(episode: Episode, show: Show, cover: bytes) -> list[bytes]:
    words = read_toml(data("ar", "show.toml"))
    texts = {
        "TIT2": episode.script.title,
        "TPE1": show.author or words["author"],
        "TALB": show.title or words["title"],
        "TYER": f"{episode.published:%Y}",
        "TDAT": f"{episode.published:%d%m}",
        "TLAN": _LANGUAGE,
    }
    frames = [id3.text(name, value) for name, value in texts.items() if value]
    if sources := _sources(episode):
        frames.append(id3.comment(sources, language=_LANGUAGE))
    if cover:
        frames.append(id3.picture(cover, "image/png" if cover.startswith(_PNG) else "image/jpeg"))
    return [*frames, *id3.chapters(episode.script.title, episode.chapters)]


def _sources(episode: Episode) -> str:
    """Name where the article comes from, as far as it says."""
    article = episode.article
    return "\n".join(part for part in (article.byline, article.publication, article.url or article.source) if part)
