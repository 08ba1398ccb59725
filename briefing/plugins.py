"""The three plug-in points, found by entry point; the built-in plug-ins are registered the same way."""

from __future__ import annotations

from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from briefing import packages
from briefing.errors import SettingsError
from briefing.model import DigitalSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from briefing.model import Episode, MarkedWord, Role, Speech, Voice

DIACRITIZERS = "briefing.diacritizers"
SYNTHESIZERS = "briefing.synthesizers"
PUBLISHERS = "briefing.publishers"


class Diacritizer(Protocol):
    """Adds marks to Arabic text: the bare letters stay as they are, and so do marks that the writer typed."""

    def diacritize(self, text: str) -> str:
        """Return `text` with full marks, case endings too."""
        ...

    def unusable_because(self) -> str | None:
        """Say in one line why it does not work here and how to get it, or None where it works."""
        ...


@runtime_checkable
class Speller(Protocol):
    """A diacritizer that can also say which hamzas a writer left out."""

    def respell(self, text: str) -> str:
        """Return `text` with hamzas on the alefs that lack them, as long as it was; no other letter changes."""
        ...


@runtime_checkable
class Telling(Protocol):
    """A diacritizer that tells how it came to its marks."""

    def told(self, text: str) -> tuple[str, Sequence[MarkedWord]]:
        """Return `text` with full marks, and each of its words that had none: who decided, and how surely."""
        ...


class Proposals(NamedTuple):
    """How a word, code points `start` to `end` of the bare text, could be read.

    Beside each reading stands whose it is, "" where it is one that the word is known to have.
    """

    start: int
    end: int
    readings: tuple[tuple[str, str], ...]


@runtime_checkable
class Proposing(Protocol):
    """A diacritizer that tells how else words could be read."""

    def proposals(self, text: str) -> Iterable[Proposals]:
        """Return the proposals for each word of `text` without typed marks."""
        ...


class Marks(StrEnum):
    """Which marks a synthesizer wants in its text."""

    FULL = "full"
    LIGHT = "light"
    NONE = "none"


class Speaker(Protocol):
    """A synthesizer with one voice loaded."""

    def say(self, text: str, role: Role) -> Speech:
        """Speak one utterance: spelled-out, diacritized text, no digit, no Latin letter.

        Words are counted in `text.split()`. Raises VoiceError or NetworkError.
        """
        ...

    def fingerprint(self, text: str, role: Role) -> str:
        """Name everything that decides how `text` sounds: engine, version, options, what the engine is given.

        The same fingerprint means the same speech, so a clip that was spoken once can be used again.
        """
        ...


class Synthesizer(Protocol):
    """Turns text into sound.

    `network`: the text leaves this machine. `marks`: which it wants in its text. `longest_chars`: the longest text that
    it takes, marks counted; None where there is no limit. `breath_words`: the most words that it should say without a
    pause; None where it phrases by itself. `lanes`: how many of its speakers are worth running at once.
    `digital_source`: how its sound comes to be; one that does not say is taken for a trained network.
    """

    network: bool
    marks: Marks
    longest_chars: int | None
    breath_words: int | None
    lanes: int
    digital_source: DigitalSource

    def unusable_because(self, voice: Voice | None = None) -> str | None:
        """Say in one line why it, or one voice of it, does not work here and how to get it; None where it works.

        Raises SettingsError where the file of the voice tells an option that cannot be, whatever else is missing.
        """
        ...

    def open(self, voice: Voice) -> AbstractContextManager[Speaker]:
        """Load a voice; what it holds (a process, a connection) is let go at the end of the `with`."""
        ...


class Publisher(Protocol):
    """Writes one form of an episode into its folder; an optional one only where the settings ask for it by name."""

    optional: bool

    def publish(self, episode: Episode, folder: Path) -> Sequence[Path]:
        """Write the files and return their paths."""
        ...


def names(group: str) -> list[str]:
    """List the plug-ins of a group, sorted."""
    return sorted({point.name for point in entry_points(group=group)})


def load(group: str, name: str) -> Any:  # noqa: ANN401 - the group decides the type; the typed doors are below
    """Make the plug-in called `name`. Raises SettingsError that lists the known ones."""
    points: list[EntryPoint] = [point for point in entry_points(group=group) if point.name == name]
    if not points:
        kind = group.rpartition(".")[2].removesuffix("s")
        known = ", ".join(names(group))
        raise SettingsError(name, f"no such {kind}", f"choose one of: {known}")
    try:
        return points[0].load()()
    except ImportError as error:
        remedy = f"install what it needs with {packages.python()} -m pip install, or choose another"
        raise SettingsError(name, f"cannot be loaded: {error}", remedy) from error


def diacritizer(name: str) -> Diacritizer:
    """Make a diacritizer by name."""
    found: Diacritizer = load(DIACRITIZERS, name)
    return found


def synthesizer(name: str) -> Synthesizer:
    """Make a synthesizer by name."""
    found: Synthesizer = load(SYNTHESIZERS, name)
    return found


def digital_source(name: str) -> DigitalSource:
    """Say how the sound of the synthesizer called `name` comes to be."""
    found: DigitalSource = getattr(synthesizer(name), "digital_source", DigitalSource.TRAINED)
    return found


def publisher(name: str) -> Publisher:
    """Make a publisher by name."""
    found: Publisher = load(PUBLISHERS, name)
    return found
