"""How listeners are told who reads: one wording for the sound files, the page, the book, the feed and the record."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from briefing.resources import data, read_toml

if TYPE_CHECKING:
    from briefing.model import Voice


def name(voice: Voice) -> str:
    """Return what a voice is called: its credit in Arabic, or its name where its file has none."""
    return " ".join((voice.credit or voice.name).split())


def read_by(voice: Voice) -> str:
    """Return the sentence that names the voice that read."""
    return _words()["read_by"].format(voice=name(voice))


def narrator(voice: Voice) -> str:
    """Return who narrates, where nothing else says that the voice is synthetic; a person is named."""
    if voice.recorded:
        return name(voice)
    return _words()["narrator"].format(voice=name(voice))


@cache
def _words() -> dict[str, str]:
    return read_toml(data("ar", "voices.toml"))
