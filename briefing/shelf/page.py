"""The label of a page: feed and list of episodes say in their last line who wrote them, and what they were then.

It stands in the page itself, so that a show that comes back from its host, without anything hidden, still tells a page
that somebody has edited from one that is as we wrote it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from hashlib import sha256

_LABEL = re.compile(rb"<!-- briefing ([0-9a-f]{64}) -->\n?\Z")
_HEAD_BYTES = 1 << 14
# Pages of 0.1.0 have no label: its feed names its maker, its list is known by how it opens.
_UNLABELLED = re.compile(rb'<generator>briefing|<body class="list">\s*<header>\s*<h1><bdi>')


class PageStanding(StrEnum):
    """Whose a page is."""

    OURS = "ours"
    EDITED = "edited"
    FOREIGN = "foreign"


def labelled(content: bytes) -> bytes:
    """Return a page of XML or HTML with its label as the last line."""
    return b"%s\n<!-- briefing %s -->\n" % (content.rstrip(b"\n"), _digest(content))


def page_standing(content: bytes) -> PageStanding:
    """Say whose a page is that was found on a shelf or at a destination."""
    label = _LABEL.search(content)
    if label:
        return PageStanding.OURS if _digest(content[: label.start()]) == label[1] else PageStanding.EDITED
    return PageStanding.OURS if _UNLABELLED.search(content[:_HEAD_BYTES]) else PageStanding.FOREIGN


def _digest(content: bytes) -> bytes:
    return sha256(content.rstrip(b"\n")).hexdigest().encode()
