"""What each file of an output folder is to servers and copies: its media type, and whether it is anybody's to see."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

BYTES = "application/octet-stream"
_BY_NAME = {
    "chapters.json": "application/json+chapters",
}
_BY_SUFFIX = {
    ".brf": "text/plain; charset=us-ascii",
    ".c2pa": "application/c2pa",
    ".css": "text/css; charset=utf-8",
    ".epub": "application/epub+zip",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".json": "application/json",
    ".m4a": "audio/mp4",
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
# What a podcast player on a web page reads with a script: sound (to seek in it and to draw it), captions, transcripts,
# chapters and the feed. Pages, texts and pictures are shown, not read.
# Only our own files: what else somebody keeps in the folder is for nobody's script.
_PLAYED = re.compile(
    r"/?(?:feed(?:-\d+)?\.xml|[^/]+/(?:briefing\.(?:mp3|m4a|opus|ogg)|captions\.vtt|(?:chapters|transcript)\.json))"
)
_UNFINISHED = (".part", ".tmp", "~")
# Settings and keys: they stand beside the output where it is the working folder.
_SECRET = frozenset({".toml", ".pem", ".key"})


def media_type(name: str) -> str:
    """Return the media type of a file by its name."""
    path = PurePosixPath(name)
    return _BY_NAME.get(path.name) or _BY_SUFFIX.get(path.suffix.lower(), BYTES)


def is_public(path: str) -> bool:
    """Say whether a path inside the folder is anybody's to see: nothing hidden, nothing that is still being written."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    hidden = any(part.startswith(".") or part.endswith(_UNFINISHED) for part in parts)
    return "\0" not in path and not hidden and PurePosixPath(path).suffix.lower() not in _SECRET


def is_played_elsewhere(path: str) -> bool:
    """Say whether a player on somebody else's web page has to read the file."""
    return _PLAYED.fullmatch(path) is not None
