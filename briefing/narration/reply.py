"""An answer over HTTP, read as it comes and up to a deadline."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

_BLOCK_BYTES = 64 * 1024


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
