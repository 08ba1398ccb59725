"""Addresses: from names of files to URLs that every validator takes."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from briefing.settings import Show

FEED_FILE = "feed.xml"
INDEX_FILE = "index.html"
# Every page of the feed and of the list of episodes, the first ones too.
PAGE_FILE = re.compile(r"feed(?:-\d+)?\.xml|index(?:-\d+)?\.html")
# The namespace of podcast:guid, given by the Podcast Namespace for everybody.
PODCAST_NAMESPACE = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
_SAFE = "/:@!$&'()*+,;=-._~%"


def base(show: Show) -> str:
    """Return the address of the folder, percent-encoded, with a slash at its end; the settings have checked it."""
    parts = urlsplit(show.base_url.strip())
    host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    path = quote(parts.path, safe=_SAFE)
    return urlunsplit((parts.scheme, host, path if path.endswith("/") else f"{path}/", "", ""))


def is_local(address: str) -> bool:
    """Say whether an address leads everybody who follows it to their own machine."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        number = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return number.is_loopback or number.is_unspecified


def under(base_url: str, *names: str) -> str:
    """Return the address of a file under the base: each name percent-encoded."""
    return base_url + "/".join(map(_quoted, names))


@lru_cache(maxsize=1024)
def _quoted(name: str) -> str:
    return quote(name, safe="")  # a feed asks for the same few names of files thousands of times


def podcast_guid(feed_url: str) -> str:
    """Return the podcast:guid of a feed: UUIDv5 of its address without scheme and trailing slashes."""
    name = feed_url.split("://", 1)[-1].rstrip("/")
    return str(uuid5(PODCAST_NAMESPACE, name))
