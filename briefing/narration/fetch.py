"""Fetch a file of known length over the network: gone on with where an earlier try stopped, and given up in time."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from briefing.errors import NetworkError
from briefing.narration.reply import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import requests

    # what is there, and what will be, in bytes
    Progress = Callable[[int, int], None]

_PARTIAL, _OUT_OF_RANGE, _BAD = 206, 416, 400
_LARGEST_PAGE_BYTES = 1024 * 1024
_REMEDY = "run the command again, or carry the file here and use --from FILE"
_ANOTHER = "sends something else than the model"


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
    for attempt in range(1, patience.attempts + 1):
        try:
            with _told(url, patience):
                _fill_rest(url, part, length_bytes, progress, patience=patience, until_s=until_s)
        except _BrokenOffError:
            if attempt == patience.attempts or time.monotonic() > until_s:
                raise
        if _length(part) >= length_bytes:
            return
    raise refusal(url, "sends less than the whole model")


def page(url: str, patience: Patience) -> bytes:
    """Fetch a small file whole. Raises NetworkError."""
    until_s = time.monotonic() + patience.whole_s
    with _told(url, patience), _answered(url, {}, patience) as reply:
        return b"".join(blocks(reply, until_s, _LARGEST_PAGE_BYTES))


def refusal(url: str, what: str = _ANOTHER) -> NetworkError:
    """Make the error of a download that did not come, or is another file than it should be."""
    return NetworkError(url, what, _REMEDY)


class _BrokenOffError(NetworkError):
    """The connection broke, or took too long: another try may go on from there."""


class _TooSlowError(TimeoutError):
    """The server took longer than it may, in words for the user."""


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
            raise refusal(url, f"answers {reply.status_code} ({reply.reason})")
        yield reply


def _ask(
    url: str, headers: Mapping[str, str], patience: Patience, replies: SimpleQueue[requests.Response | OSError]
) -> None:
    import requests

    try:
        replies.put(requests.get(url, headers=headers, stream=True, timeout=(patience.answer_s, patience.silence_s)))
    except requests.RequestException as error:  # an OSError too
        replies.put(error)
