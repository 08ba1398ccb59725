"""Fetch a file of known length over the network: gone on with where an earlier try stopped, and given up in time."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from briefing.errors import NetworkError
from briefing.narration.reply import LONGEST_WAIT_S, answer_of, backoff_s, blocks, may_pass, retry_after_s

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import requests

    # what is there, and what will be, in bytes
    Progress = Callable[[int, int], None]

_PARTIAL, _OUT_OF_RANGE, _BAD = 206, 416, 400
_CARRY = "carry the file here and use --from FILE"
_LARGEST_PAGE_BYTES = 1024 * 1024
_REMEDY = f"run the command again, or {_CARRY}"
_ANOTHER = "sends something else than the model"
_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a fetch is worth waiting for: for the server's first word, for its next one, for all of it."""

    attempts: int = 4
    answer_s: float = 30.0
    silence_s: float = 30.0
    whole_s: float = 24 * 3600.0


def fill(url: str, part: Path, length_bytes: int, progress: Progress, patience: Patience) -> None:
    """Fill `part` up to its length; each attempt goes on where the one before stopped, also in another run.

    Raises NetworkError where the server fails, sends less, or takes longer than it may; OSError where the disk fails.
    """
    until_s = time.monotonic() + patience.whole_s

    def attempt() -> None:
        _fill_rest(url, part, length_bytes, progress, patience=patience, until_s=until_s)
        if _length(part) < length_bytes:
            raise _BrokenOffError(url, "sends less than the whole model", _REMEDY)

    _persist(attempt, url, patience, until_s)


def page(url: str, patience: Patience) -> bytes:
    """Fetch a small file whole. Raises NetworkError."""
    until_s = time.monotonic() + patience.whole_s

    def attempt() -> bytes:
        with _answered(url, {}, patience) as reply:
            return b"".join(blocks(reply, until_s, _LARGEST_PAGE_BYTES))

    return _persist(attempt, url, patience, until_s)


def refusal(url: str, what: str = _ANOTHER) -> NetworkError:
    """Make the error of a download that did not come, or is another file than it should be."""
    return NetworkError(url, what, _REMEDY)


class _BrokenOffError(NetworkError):
    """The connection broke, took too long, or came to a busy server: another try may go on from there."""


class _TooSlowError(TimeoutError):
    """The server took longer than it may, in words for the user."""


def _persist(attempt: Callable[[], _T], url: str, patience: Patience, until_s: float) -> _T:
    """Try as often as patience allows while another try may help, with longer and longer waits between."""
    number = 0
    while True:
        number += 1
        try:
            with _told(url, patience):
                return attempt()
        except _BrokenOffError as error:
            wait_s = max(error.wait_s, backoff_s(number))
            is_over = number >= patience.attempts or wait_s > LONGEST_WAIT_S or time.monotonic() + wait_s > until_s
            if is_over:
                raise
            _log.info("%s; attempt %d of %d", error, number, patience.attempts)
        time.sleep(wait_s)


@contextmanager
def _told(url: str, patience: Patience) -> Iterator[None]:
    """Tell what goes wrong on the way in words for the user; what the disk says is its own matter."""
    import requests
    import urllib3

    try:
        yield
    except requests.exceptions.SSLError as error:
        raise refusal(url, "its certificate is not to be trusted") from error
    except _TooSlowError as error:
        raise _BrokenOffError(url, str(error), _REMEDY) from error
    except TimeoutError as error:
        raise _BrokenOffError(url, f"took longer than {patience.whole_s:g} s", _REMEDY) from error
    except requests.ConnectTimeout as error:
        raise _BrokenOffError(url, f"did not answer within {patience.answer_s:g} s", _REMEDY) from error
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise _BrokenOffError(url, f"was silent for {patience.silence_s:g} s", _REMEDY) from error
    except requests.TooManyRedirects as error:
        raise refusal(url, "leads from place to place and nowhere") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise _BrokenOffError(url, "broke off, or cannot be reached", _REMEDY) from error


def _length(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _fill_rest(
    url: str, part: Path, length_bytes: int, progress: Progress, *, patience: Patience, until_s: float
) -> None:
    there = _length(part)
    if there >= length_bytes:
        return
    asked = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={there}-"} if there else {})
    with _answered(url, asked, patience) as reply:
        if reply.status_code == _OUT_OF_RANGE:
            part.unlink()
            return
        if reply.status_code != _PARTIAL:
            there = 0
        # A page to log in on, say: kept, it would be gone on from as if it were the beginning of the model.
        if _says_length(reply) not in {None, length_bytes - there}:
            raise refusal(url)
        with part.open("ab" if there else "wb") as file:
            # One byte too many is enough to see that it is another file.
            for block in blocks(reply, until_s, length_bytes - there):
                file.write(block)
                there += len(block)
                progress(there, length_bytes)
        if there < length_bytes and _says_length(reply) is None:
            part.unlink()  # nobody promised more: it may be all of another file


def _says_length(reply: requests.Response) -> int | None:
    """Return how many bytes of the file a reply announces; None where it does not, or packs them."""
    try:
        return None if "Content-Encoding" in reply.headers else int(reply.headers["Content-Length"])
    except (KeyError, ValueError):
        return None


@contextmanager
def _answered(url: str, headers: Mapping[str, str], patience: Patience) -> Iterator[requests.Response]:
    """Give the reply that a server began within `answer_s`, whatever it is that takes longer.

    The wait is ours: a library's own covers neither the look-up of the name nor a host of many addresses, each of
    which it tries for as long. A reply that comes too late is closed by nobody and ends with the program.
    """
    replies: SimpleQueue[requests.Response | OSError] = SimpleQueue()
    Thread(target=_ask, args=(url, headers, patience, replies), daemon=True).start()
    try:
        reply = replies.get(timeout=patience.answer_s)
    except Empty:
        raise _TooSlowError(f"did not answer within {patience.answer_s:g} s") from None
    if isinstance(reply, OSError):
        raise reply
    with reply:
        if reply.status_code >= _BAD and reply.status_code != _OUT_OF_RANGE:
            raise _refused(url, reply)
        yield reply


def _refused(url: str, reply: requests.Response) -> NetworkError:
    what = f"answers {answer_of(reply)}"
    if not may_pass(reply.status_code):  # it would answer the same again
        return NetworkError(url, what, _CARRY)
    return _BrokenOffError(url, what, _REMEDY, wait_s=round(retry_after_s(reply)))


def _ask(
    url: str, headers: Mapping[str, str], patience: Patience, replies: SimpleQueue[requests.Response | OSError]
) -> None:
    import requests

    try:
        replies.put(requests.get(url, headers=headers, stream=True, timeout=(patience.answer_s, patience.silence_s)))
    except requests.RequestException as error:  # an OSError too
        replies.put(error)
