"""Who does the work: this process, processes of this machine, or those of a Dask cluster; to us each is an Executor.

A process loads its models once. One that dies takes what it was doing with it: that is given to others again.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, Protocol, TypeVar

from briefing import packages
from briefing.errors import NetworkError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger(__name__)
_P = ParamSpec("_P")
_T = TypeVar("_T")
# What is given out ahead of whoever works: enough that nobody waits, and few enough to hold little in memory.
_AHEAD = 2
_CONNECT_S = 10
_ADDRESS = "give the address that `dask scheduler` prints, such as tcp://127.0.0.1:8786"


class Hands(NamedTuple):
    """A crew at work: who is given the work, and how many pieces of it may be given out at this moment."""

    executor: Executor
    window: Callable[[], int]


class Crew(Protocol):
    """Whoever does the work. `here`: in this process, one piece after the other, while its caller waits."""

    here: bool

    def open(self) -> AbstractContextManager[Hands]:
        """Gather the crew for a run; it goes home at its end, however that comes."""
        ...

    def is_loss(self, error: BaseException) -> bool:
        """Say whether an error means that whoever worked has died: the work is to be given out again."""
        ...


class Alone:
    """The process that runs, and nobody else."""

    here = True

    @contextmanager
    def open(self) -> Iterator[Hands]:
        """Work at once."""
        yield Hands(_AtOnce(), lambda: 1)

    def is_loss(self, error: BaseException) -> bool:
        """Say no: nothing of ours is lost without us."""
        del error
        return False


class _AtOnce(Executor):
    """Does what it is given before it answers; what goes wrong is raised there and then."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        future: Future[_T] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Pool:
    """Processes of this machine."""

    here = False

    def __init__(self, jobs: int) -> None:
        """Work with `jobs` processes."""
        self._jobs = jobs

    @contextmanager
    def open(self) -> Iterator[Hands]:
        """Start the processes as they are needed; where the run is stopped they stop too, and clear what they began."""
        # Spawned: a fork of a process that has threads, as the models have, may hang.
        with _Processes(self._jobs, mp_context=get_context("spawn"), initializer=_begin) as executor:
            try:
                yield Hands(executor, lambda: _AHEAD * self._jobs)
            except BaseException:
                for child in active_children():
                    child.terminate()
                executor.shutdown(cancel_futures=True)
                raise

    def is_loss(self, error: BaseException) -> bool:
        """Say whether a process has died: it brings down the whole pool."""
        return isinstance(error, BrokenExecutor)


class _Processes(ProcessPoolExecutor):
    """A pool whose processes end at once when they are told to, wherever they are."""

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        return super().submit(_worked, fn, *args, **kwargs)


class _Desk:
    """Whether a process of a pool is at work: then it clears up before it ends."""

    is_at_work = False


def _begin() -> None:
    """Leave Ctrl-C to the process that gave us work, and its warnings too: what we have to tell goes back with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    logging.getLogger("briefing").addHandler(logging.NullHandler())


def _stop(number: int, frame: object) -> None:
    del frame
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # it is told twice, and clears up once
    if _Desk.is_at_work:
        sys.exit(128 + number)
    # It may be waiting to tell a result, for a lock that another process took with it when it was killed.
    os._exit(128 + number)


def _worked(fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> _T:
    _Desk.is_at_work = True
    try:
        return fn(*args, **kwargs)
    except SystemExit as stop:
        # The pool would send this back as a result, and wait for that same lock.
        os._exit(stop.code if isinstance(stop.code, int) else 1)
    finally:
        _Desk.is_at_work = False


class Cluster:
    """The workers of a Dask scheduler."""

    here = False

    def __init__(self, address: str) -> None:
        """Name the scheduler."""
        self._address = address

    @contextmanager
    def open(self) -> Iterator[Hands]:
        """Call the scheduler. Raises SettingsError without Dask, NetworkError where nobody answers."""
        try:
            from distributed import Client
            from distributed.comm import CommClosedError
        except ImportError as error:
            raise SettingsError("--scheduler", "needs Dask", packages.install("distributed")) from error
        try:
            client = Client(self._address, timeout=_CONNECT_S, set_as_default=False)
        except OSError as error:
            raise NetworkError(self._address, "no scheduler answers", _ADDRESS) from error
        with client:
            if not client.scheduler_info()["workers"]:
                _log.warning("%s: has no workers yet; start some: dask worker %s", self._address, self._address)
            executor = client.get_executor(pure=False)
            try:
                # Workers come and go while we work.
                yield Hands(executor, lambda: _AHEAD * max(1, sum(client.nthreads().values())))
            except (CancelledError, OSError) as error:
                # A connection tried for ten seconds ends in an OSError as a full disk does; it names whom it tried.
                if isinstance(error, OSError) and not (
                    isinstance(error, CommClosedError) or self._address in str(error)
                ):
                    raise
                remedy = "start it again and run the command again: what is finished stays"
                raise NetworkError(self._address, "the scheduler has gone", remedy) from error
            finally:
                executor.shutdown(wait=False)

    def is_loss(self, error: BaseException) -> bool:
        """Say whether the scheduler gave a piece of work up, after several workers had died over it."""
        return type(error).__module__.startswith("distributed")


def gathered(*, jobs: int = 1, scheduler: str = "") -> Crew:
    """Return the crew that a command line names."""
    if scheduler:
        return Cluster(scheduler)
    return Pool(jobs) if jobs > 1 else Alone()
