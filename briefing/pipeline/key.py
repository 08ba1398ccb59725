"""The key of an episode: a digest of everything that decides its bytes. The same key means no work and no writing.

It covers the article, the settings that reach an episode, the user's own words and readings, the house's sounds, the
voice with its engine and model, this program and the packages that it stands on. Where any of them may have changed
without our knowing (what stands behind a server's voice), `--no-cache` makes the episode anew.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import __version__, packages
from briefing.errors import VoiceError
from briefing.files import sha256_of
from briefing.model import Role
from briefing.narration import lexicon, speak
from briefing.narration.verbalize import own
from briefing.production import sign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

    from briefing.model import Article, Voice
    from briefing.pipeline.choices import Choices

# The voice is named by all that decides its sound, of the show its title alone is heard.
# What was decided of an article stands in the article.
_NOT_IN_AN_EPISODE = frozenset({"show", "source", "voice", "shows", "default_show", "corrections"})
_NOT_SOURCES = ("__pycache__", ".pyc")


def key(article: Article, voice: Voice, choices: Choices) -> str:
    """Return the key of the episode that these choices make of an article.

    Raises VoiceError where `voice` cannot speak here and no other may read in its place.
    """
    chosen = choices.settings
    parts = (
        repr(_story(article)),
        repr([(name, getattr(chosen, name)) for name in chosen.__slots__ if name not in _NOT_IN_AN_EPISODE]),
        chosen.show.title,
        str((chosen.show.tell_corrections, chosen.show.say_synthetic)),
        str(choices.allow_unverified),
        sign.ready(choices.signing).identity if choices.signing else "",
        _read_by(voice, choices),
        _program(),
        *map(_content, _named_files(choices)),
    )
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _story(article: Article) -> Article:
    """Return what is told, wherever it was read from and put; which bulletin it is its name says, not the moment."""
    if not article.parts:
        return replace(article, source="", sections=())
    parts = tuple(map(_story, article.parts))
    return replace(article, source="", published=None, sections=(), parts=parts)


def _named_files(choices: Choices) -> Iterator[Path]:
    """List the user's files: names, readings and sounds. A voice's file is in the voice."""
    sounds = choices.settings.sounds
    yield lexicon.user_file()
    yield own.user_file(choices.settings.readings)
    yield from (Path(name) for name in (sounds.intro, sounds.outro, sounds.sting) if name)


def _content(path: Path) -> str:
    """Return the digest of a user's file; one that has not changed is read once."""
    try:
        status = path.stat()
        return _digest_of(path, status.st_mtime_ns, status.st_size)
    except OSError:
        return ""


@cache
def _digest_of(path: Path, _mtime_ns: int, _size: int) -> str:
    return f"{path} {sha256_of(path)}"


def _read_by(voice: Voice, choices: Choices) -> str:
    """Name how the reader sounds; a voice that another one stands in for by its name alone: it may be here tomorrow."""
    try:
        return _sounding(_Told(voice), choices.offline)
    except VoiceError:
        if not choices.fallback:
            raise
        return f"in place of {voice.name}"


class _Told:
    """A voice as what it says, so that it can be remembered by."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self._told = repr(voice)

    def __hash__(self) -> int:
        return hash(self._told)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and self._told == other._told


@cache
def _sounding(told: _Told, offline: bool) -> str:  # noqa: FBT001 - what is remembered is asked by place
    """Name all that decides how a voice sounds: its file, its engine, its model. Once a process."""
    with speak.ready(told.voice, offline=offline).open(told.voice) as speaker:
        return repr([told.voice, *(speaker.fingerprint("", role) for role in Role)])


@cache
def _program() -> str:
    """Name this program by its own sources, and the packages that it stands on by their versions."""
    sources = sha256(__version__.encode())
    for name, content in sorted(_sources(files("briefing"))):
        sources.update(name.encode() + b"\0" + content)
    installed = []
    for package in packages.known():
        with suppress(PackageNotFoundError):
            installed.append(f"{package} {version(package)}")
    return f"{sources.hexdigest()} {installed}"


def _sources(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for path in folder.iterdir():
        if path.name.endswith(_NOT_SOURCES):
            continue
        if path.is_dir():
            yield from ((f"{path.name}/{name}", content) for name, content in _sources(path))
        else:
            yield path.name, path.read_bytes()
