"""What can go wrong, as a tree; each family has its own exit code.

BriefingError            1  a fault of ours
|- UsageError            2  the command's words are off, an option's value too (click's own code)
|- InputError            3  the article: missing, unreadable, empty, not Arabic text
|- SettingsError         4  the settings file, a voice's file, a missing package, a plug-in or a data file
|- ValueMismatchError    5  a number would be spoken with another value than was written
|- VoiceError            6  a voice that is not usable here, or failed while speaking
|- OutputError           7  the output folder or the disk
|  |- WithdrawnError     7  the episode was withdrawn
|  |- ConflictError      7  somebody else has changed it meanwhile
|  |- BusyError          7  another run is at work there
|  `- UnapprovedError    7  nobody stands for it yet
|- NetworkError          8  a server that does not answer, or answers wrongly
`- UnprovenError         9  what was published does not hold: `audit` or `verify` found something
(130: stopped by Ctrl-C)
"""

from __future__ import annotations

import errno
from typing import ClassVar

from briefing import shown

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})


class BriefingError(Exception):
    """One line for the person at the terminal: *where: what; what to do*."""

    exit_code: ClassVar[int] = 1

    def __init__(self, where: str, what: str, remedy: str = "", *, passing: bool = False) -> None:
        """Keep the three parts apart, so that a caller can show them as it likes: fit to be shown, without secrets.

        `passing`: a fault that may be gone a moment later, as that of a busy server.
        """
        self.where = shown.place(where)
        self.what = shown.line(what)
        self.remedy = shown.line(remedy)
        self.passing = passing
        super().__init__(self.where, self.what, self.remedy)

    def __str__(self) -> str:
        """Join the parts into the one line that the command line prints."""
        line = f"{self.where}: {self.what}"
        return f"{line}; {self.remedy}" if self.remedy else line


class UsageError(BriefingError):
    """The command's words are off, or an option has a value that cannot be."""

    exit_code = 2


class InputError(BriefingError):
    """The article cannot be read, or is not an Arabic article."""

    exit_code = 3


class SettingsError(BriefingError):
    """A settings file, voice file, plug-in or data file is wrong, or a package is missing."""

    exit_code = 4


class ValueMismatchError(BriefingError):
    """A number would be spoken with another value than was written."""

    exit_code = 5


class VoiceError(BriefingError):
    """A voice is not usable here, or failed while speaking."""

    exit_code = 6


class OutputError(BriefingError):
    """The output cannot be written."""

    exit_code = 7


class WithdrawnError(OutputError):
    """The episode was withdrawn, and is not made again unasked."""


class ConflictError(OutputError):
    """Somebody else has changed it meanwhile; nothing was written."""


class BusyError(OutputError):
    """Another run is at work there, for longer than this one waits."""


class UnapprovedError(OutputError):
    """An episode would be published for which no editor stands."""


class NetworkError(BriefingError):
    """A server does not answer, or answers wrongly."""

    exit_code = 8

    def __init__(self, where: str, what: str, remedy: str = "", *, passing: bool = False, wait_s: int = 0) -> None:
        """Keep also for how many seconds the server asks to be left alone."""
        super().__init__(where, what, remedy, passing=passing)
        self.wait_s = wait_s


class UnprovenError(BriefingError):
    """What was published does not hold, or nothing proves it."""

    exit_code = 9


def refused_by_the_system(error: OSError) -> BriefingError:
    """Say what the system refused, and where it says so; only what could not be written is the output's fault."""
    where = str(error.filename) if error.filename is not None else "the disk" if error.errno in _FULL else "the system"
    what = f"refuses: {(error.strerror or str(error)).lower()}"
    if error.errno in _FULL:
        return OutputError(where, what, "free some space and run it again")
    return BriefingError(where, what, "look at it and its permissions, and run it again")
