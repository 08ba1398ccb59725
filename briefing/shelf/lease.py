"""A lock among machines: a file that one alone can make, with a date by which it lapses where its holder has died.

Whoever holds it writes it anew before that. Clocks of machines may differ by a few seconds, not by minutes.
"""

from __future__ import annotations

import random
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event, Thread
from typing import TYPE_CHECKING, Self

from briefing import places
from briefing.documents import read_file, written
from briefing.errors import NetworkError
from briefing.shelf.story import Story  # noqa: TC001 - `read_file` asks for the types at run time

if TYPE_CHECKING:
    from pathlib import Path

# Long enough for a request that is repeated, short enough to wait for one that died.
LASTS_S = 60
_RENEWED_EVERY_S = LASTS_S / 4
_LOOK_AGAIN_S = (0.2, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hold:
    """Who holds a lease, until when (seconds since 1970), and for which story, where it is a name that is claimed."""

    token: str
    until: int
    story: Story | None = None


class Lease:
    """A lease that this process holds. It is let go with `release`, or lapses with the process."""

    def __init__(self, path: Path, hold: _Hold) -> None:
        """Keep it up; use `take` to get one."""
        self._path = path
        self._hold = hold
        self._over = Event()
        self._keeper = Thread(target=self._keep, daemon=True)
        self._keeper.start()

    @classmethod
    def wait_for(cls, path: Path) -> Self:
        """Take a lease as soon as nobody else holds it. Raises the driver's own errors."""
        while True:
            lease = cls.take(path)
            if lease:
                return lease
            time.sleep(random.uniform(*_LOOK_AGAIN_S))  # noqa: S311 - a wait, no secret

    @classmethod
    def take(cls, path: Path, story: Story | None = None) -> Self | None:
        """Take a lease; None where another holds it. Who holds it for the same story is waited for.

        Raises the driver's own errors.
        """
        hold = _Hold(token=secrets.token_hex(8), until=0, story=story)
        while True:
            hold = replace(hold, until=int(time.time()) + LASTS_S)
            if places.create(path, written(hold).encode()):
                return cls(path, hold)
            holder = read_file(_Hold, path)
            if holder and holder.until < time.time():
                lapse(path)
            elif holder and not (story and holder.story and holder.story.is_told_by(story)):
                return None
            else:  # the same story, or a lease that was let go this very moment
                time.sleep(random.uniform(*_LOOK_AGAIN_S))  # noqa: S311 - a wait, no secret

    def require(self) -> None:
        """Refuse to go on with a lease that was lost: this machine slept, or its network did. Raises NetworkError."""
        holder = read_file(_Hold, self._path)
        if holder is None or holder.token != self._hold.token:
            raise NetworkError(str(self._path), "was lost to another run", "run it again", passing=True)

    def release(self) -> None:
        """Let it go. Raises the driver's own errors."""
        self._over.set()
        self._keeper.join()
        _let_go(self._path, self._hold)

    def _keep(self) -> None:
        while not self._over.wait(_RENEWED_EVERY_S):
            with suppress(*places.faults()):
                holder = read_file(_Hold, self._path)
                if holder and holder.token == self._hold.token:
                    renewed = replace(self._hold, until=int(time.time()) + LASTS_S)
                    places.write(self._path, written(renewed).encode())


def lapse(path: Path) -> None:
    """Remove a lease whose holder let it lapse. Raises the driver's own errors."""
    holder = read_file(_Hold, path)
    if holder and holder.until < time.time():
        _let_go(path, holder)


def _let_go(path: Path, hold: _Hold) -> None:
    """Remove a lease that is still the one it was."""
    holder = read_file(_Hold, path)
    if holder and holder.token == hold.token:
        places.remove(path)
