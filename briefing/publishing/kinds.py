"""Which media type each file of a briefing has, for servers and for copies in the cloud."""

from __future__ import annotations

from pathlib import PurePosixPath

BYTES = "application/octet-stream"
_BY_NAME = {
    "chapters.json": "application/json+chapters",
}
_BY_SUFFIX = {
    ".brf": "text/plain; charset=us-ascii",
    ".css": "text/css; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg; codecs=opus",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}
SOUND = frozenset({".mp3", ".ogg", ".opus", ".m4a"})


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    path = PurePosixPath(name)
    return _BY_NAME.get(path.name) or _BY_SUFFIX.get(path.suffix.lower(), BYTES)
