"""Ctrl-C and SIGTERM end the program wherever they find it: they are never lost, and never read as a fault.

Python raises the interruption between any two instructions, also where nobody can pass it on. While a module is
imported it may land in a callback of the import's own lock, where it is dropped, or inside a compiled module that is
being set up, which then reports that it cannot be loaded. So it waits until no import is under way, and what a
destructor or a callback dropped all the same is sent again.
"""

from __future__ import annotations

import logging
import signal
import sys
from threading import Timer, main_thread
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import FrameType

INTERRUPTED, TERMINATED = 130, 128 + signal.SIGTERM
_IMPORTING = "<frozen importlib._bootstrap>"
# Short enough that nobody waits for it, long enough that an import of a tenth of a second is asked ten times, not more.
_AGAIN_S = 0.01


def install() -> None:
    """Take over the two signals and what Python drops; where Ctrl-C is ignored, as behind `nohup`, it stays so."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    signal.signal(signal.SIGTERM, _interrupted)
    sys.unraisablehook = _dropped


def _interrupted(number: int, frame: FrameType | None) -> None:
    if _imports(frame):
        _later(number)
    else:
        _end(number)


def _end(number: int) -> NoReturn:
    """End on SIGTERM as on Ctrl-C: what is half done is removed on the way out."""
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(128 + number)


def _imports(frame: FrameType | None) -> bool:
    """Whether an import is under way in the frames that the signal came upon."""
    while frame:
        if frame.f_code.co_filename == _IMPORTING:
            return True
        frame = frame.f_back
    return False


def _later(number: int) -> None:
    if sys.is_finalizing():
        return
    again = Timer(_AGAIN_S, _send, (number,))
    again.daemon = True
    again.start()


def _send(number: int) -> None:
    """Send the signal to the main thread: one that another thread takes would not wake it where it waits."""
    if sys.platform == "win32":
        signal.raise_signal(number)
    elif ident := main_thread().ident:
        signal.pthread_kill(ident, number)


def _dropped(hook: sys.UnraisableHookArgs, /) -> None:
    """Keep quiet about what a destructor complains of, the error itself has been told; but let no interruption go."""
    if issubclass(hook.exc_type, KeyboardInterrupt):
        _later(signal.SIGINT)
    elif issubclass(hook.exc_type, SystemExit):
        _later(signal.SIGTERM)
    logging.getLogger("briefing").debug("%s: %s", hook.err_msg or "ignored", hook.exc_value)
