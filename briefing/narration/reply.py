"""An answer over HTTP, read as it comes and up to a deadline; and when to ask again where it may be another then."""

from __future__ import annotations

import math
import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

_BLOCK_BYTES = 64 * 1024
LONGEST_WAIT_S = 30.0  # a server that asks for more is not waited for: somebody waits for us
_FIRST_WAIT_S = 1.0
_MAY_PASS, _SERVER_FAULT = frozenset({408, 425, 429}), 500


def blocks(reply: requests.Response, until_s: float, most_bytes: int) -> Iterator[bytes]:
    """Yield an answer piece by piece, a piece over `most_bytes` at most.

    A library's own waits begin anew with every byte, and its blocks are filled before they are given: a server that
    trickles would be waited for all day. Raises TimeoutError at `until_s` of the monotonic clock, and what urllib3
    raises where the connection breaks.
    """
    length = 0
    while length <= most_bytes and (block := reply.raw.read1(_BLOCK_BYTES, decode_content=True)):
        yield block
        length += len(block)
        if time.monotonic() > until_s:
            raise TimeoutError


def may_pass(status: int) -> bool:
    """Say whether a refusal is of this moment: the server is busy or broken, and nothing is wrong with the question."""
    return status in _MAY_PASS or status >= _SERVER_FAULT


def backoff_s(attempt: int) -> float:
    """Double the wait at each attempt, with jitter, so that many programs do not come back at once."""
    return _FIRST_WAIT_S * float(2 ** (attempt - 1)) * random.uniform(0.5, 1.0)  # noqa: S311 - a wait, no secret


def retry_after_s(reply: requests.Response) -> float:
    """Return how long the server asks to be left alone (RFC 9110, 10.2.3: seconds, or a date)."""
    told = reply.headers.get("Retry-After", "").strip()
    if told.isdigit():
        return float(told[:9])
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    return max(0.0, (moment - datetime.now(UTC)).total_seconds()) if moment.tzinfo else 0.0


def answer_of(reply: requests.Response) -> str:
    """Tell in words for the user what a server answers, and how long it asks us to wait where that is too long."""
    told = f"{reply.status_code} ({reply.reason})".replace(" ()", "")
    wait_s = retry_after_s(reply)
    asked = f" and asks to be left alone for {math.ceil(wait_s / 60)} minutes"
    return told + asked if wait_s > LONGEST_WAIT_S else told
