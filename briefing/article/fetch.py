"""A page from the web, fetched with care: every hop is checked, and size, time, hops and kind are limited."""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import time
import zlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from briefing import __version__
from briefing.article import robots
from briefing.article.foreign import name_of, shown
from briefing.article.freshness import Stamp, fresh_s, wait_s
from briefing.article.wire import Line, Wire
from briefing.errors import NetworkError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 10_000_000
TIMEOUT_S = 30.0
MAX_REDIRECTS = 5
AGENT = "briefing"

_ROBOTS_BYTES = 500 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=~%?"
_PLAIN = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")
_FRAMED = ("", "chunked", "identity")
_EITHER_HEADER = zlib.MAX_WBITS | 32
_GZIP = b"\x1f\x8b"
# A page is packed in one piece, seldom in a few; each costs a copy of what is behind it.
_MOST_PIECES = 64
_LONGEST_HOST = 253
_HOST = re.compile(r"[\w.:%-]+", re.ASCII)
# What frames the body: chunk sizes, header lines. A server that sends more than twice the page frames nothing.
_FRAMING_BYTES = 1_000_000
_HEADERS = {
    "User-Agent": f"{AGENT}/{__version__}",
    "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, text/plain, */*;q=0.1",
    "Accept-Language": "ar",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_SAVE_IT = "open it in a browser, save the page and give the file"
_TRY_LATER = "check the link, or try again later"
# The first line that fits; the narrower kinds stand before the wider.
_TROUBLES: tuple[tuple[type[Exception], str, str], ...] = (
    (socket.gaierror, "there is no such site, or no network", "check the link and the connection"),
    (ssl.SSLCertVerificationError, "its certificate cannot be trusted", _SAVE_IT),
    (ssl.SSLError, "no safe connection can be made", _SAVE_IT),
    (TimeoutError, "took too long", _TRY_LATER),
    (ConnectionError, "the server does not take the call, or hangs up", _TRY_LATER),
    (http.client.HTTPException, "the server answers in no way that a browser would know", _TRY_LATER),
    (zlib.error, "the page came broken or cut off", _TRY_LATER),
    (OSError, "the server cannot be reached", _TRY_LATER),
    (ValueError, "the server answers in no way that a browser would know", _TRY_LATER),  # a chunk of -5 bytes
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a fetch may go. `allow_private` lets it visit this machine and its own network."""

    allow_private: bool = False
    max_bytes: int = MAX_BYTES
    timeout_s: float = TIMEOUT_S
    max_redirects: int = MAX_REDIRECTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a server answered: where it stood in the end, its bytes, and media type and charset ("" where unsaid).

    `stamp` is to ask for it again with, not before `fresh_s` seconds have passed.
    """

    url: str
    data: bytes
    media_type: str
    charset: str
    stamp: Stamp
    fresh_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """What a server answers where a page is as it was: it need not be asked before `fresh_s` seconds have passed."""

    fresh_s: int


def fetch(url: str, limits: Limits | None = None) -> Page:
    """Fetch a page, heeding robots.txt. Raises NetworkError for all that can go wrong on the way."""
    visit = _Visit(source=name_of(url), limits=limits or Limits())
    return visit.page(*visit.follow(_Link.of(url, visit.source)))


def fetch_again(url: str, known: Stamp, wishes: dict[str, str], limits: Limits | None = None) -> Page | Unchanged:
    """Fetch a page as `fetch` does, unless it is the one that we have.

    `wishes` is what sites ask of programs, by their address; it is added to, and to be emptied within a day (RFC 9309).
    """
    visit = _Visit(source=name_of(url), limits=limits or Limits(), known=known, wishes=wishes)
    link, answer = visit.follow(_Link.of(url, visit.source))
    if answer.status != HTTPStatus.NOT_MODIFIED:
        return visit.page(link, answer)
    answer.close()
    return Unchanged(fresh_s=fresh_s(answer.headers))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """A link taken apart: `site` is scheme, host and port, `target` the path with its query."""

    scheme: str
    host: str
    port: int
    target: str

    @classmethod
    def of(cls, url: str, source: str, base: str = "") -> _Link:
        """Take a link apart, seen from `base`. Raises NetworkError where it leads to no web page."""
        try:
            parts = urlsplit(urljoin(base, url))
            usual_port = _PORTS[parts.scheme]
            host = (parts.hostname or "").encode("idna").decode("ascii")
            query = f"?{parts.query}" if parts.query else ""
            target = quote((parts.path or "/") + query, safe=_SAFE)
            port = parts.port or usual_port
        except (KeyError, ValueError) as error:
            raise NetworkError(source, f"leads to {shown(url)!r}, which is no web page", "check the link") from error
        if not _HOST.fullmatch(host) or len(host) > _LONGEST_HOST:
            raise NetworkError(source, "names no site", "check the link")
        return cls(scheme=parts.scheme, host=host, port=port, target=target)

    @property
    def site(self) -> str:
        """Return the link without its target."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """Return the whole link."""
        return self.site + self.target


@dataclass(slots=True, kw_only=True)
class _Visit:
    """One fetch: whom it is for, its limits, its end in time, and what the sites on the way ask of programs.

    `known` is what we have already.
    """

    source: str
    limits: Limits
    known: Stamp = field(default_factory=Stamp)
    wishes: dict[str, str] = field(default_factory=dict)
    deadline: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self.deadline = time.monotonic() + self.limits.timeout_s

    def follow(self, link: _Link) -> tuple[_Link, http.client.HTTPResponse]:
        """Go where a link leads, heeding each site's robots.txt; a page is an answer 200, or 304 for what we have."""
        link, answer = self._hop(link, heed=True)
        ours = answer.status == HTTPStatus.NOT_MODIFIED and self.known.conditions(link.url)
        if answer.status != HTTPStatus.OK and not ours:
            raise self._refused(answer)
        return link, answer

    def page(self, link: _Link, answer: http.client.HTTPResponse) -> Page:
        """Read a page that was answered."""
        data = self.body(answer, self.limits.max_bytes + 1)
        if len(data) > self.limits.max_bytes:
            raise NetworkError(
                self.source, f"is larger than {self.limits.max_bytes / 1e6:g} MB", "give the link of one article"
            )
        with _telling(self.source):  # an encoding's name may be odd
            return Page(
                url=link.url,
                data=data,
                media_type=answer.headers.get_content_type() if "Content-Type" in answer.headers else "",
                charset=answer.headers.get_content_charset() or "",
                stamp=Stamp.of(link.url, answer.headers),
                fresh_s=fresh_s(answer.headers),
            )

    def body(self, answer: http.client.HTTPResponse, most: int) -> bytes:
        """Read and unpack the body, `most` bytes of it at most; less than all that was sent is no page."""
        coding = _said(answer, "Content-Encoding")
        framing = _said(answer, "Transfer-Encoding")
        with answer, _telling(self.source):
            if coding not in _PLAIN + _PACKED:
                raise NetworkError(self.source, f"is packed as {shown(coding)!r}, which cannot be read", _SAVE_IT)
            if framing not in _FRAMED:
                raise NetworkError(self.source, f"is sent as {shown(framing)!r}, which cannot be read", _SAVE_IT)
            data = answer.read(most)
            if answer.length and len(data) < most:
                raise ConnectionError
            return data if coding in _PLAIN else _unpacked(data, most)

    def _hop(self, link: _Link, *, heed: bool) -> tuple[_Link, http.client.HTTPResponse]:
        for _ in range(self.limits.max_redirects + 1):
            if heed:
                self._heed(link)
            answer = self._ask(link)
            location = _as_browsers_read(answer.headers.get("Location"))
            if answer.status not in _REDIRECTS or not location:
                return link, answer
            answer.close()
            link = _Link.of(location, self.source, link.url)
        raise NetworkError(self.source, f"redirects more than {self.limits.max_redirects} times", _SAVE_IT)

    def _heed(self, link: _Link) -> None:
        if link.site not in self.wishes:
            self.wishes[link.site] = self._robots_txt(link)
        if not robots.allows(self.wishes[link.site], AGENT, link.target):
            raise NetworkError(self.source, "the site asks programs to stay away (robots.txt)", _SAVE_IT)

    def _robots_txt(self, link: _Link) -> str:
        """Return what the site asks: nothing where it has no such file; nobody may come while its server fails.

        (RFC 9309)
        """
        _, answer = self._hop(_Link.of(f"{link.site}/robots.txt", self.source), heed=False)
        if answer.status == HTTPStatus.OK:
            return self.body(answer, _ROBOTS_BYTES).decode("utf-8-sig", errors="replace")
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise self._refused(answer, " for robots.txt")
        answer.close()
        return ""

    def _refused(self, answer: http.client.HTTPResponse, asked: str = "") -> NetworkError:
        answer.close()
        said = f"the server answered {answer.status} {shown(answer.reason)}".rstrip()
        is_busy = answer.status in _BUSY
        remedy = "try again later" if is_busy else "check the link"
        return NetworkError(self.source, f"{said}{asked}", remedy, passing=is_busy, wait_s=wait_s(answer.headers))

    def _ask(self, link: _Link) -> http.client.HTTPResponse:
        with _telling(self.source), ExitStack() as on_trouble:
            wire = Wire(
                link.host,
                link.port,
                self.deadline,
                allow_private=self.limits.allow_private,
                most_bytes=2 * max(self.limits.max_bytes, _ROBOTS_BYTES) + _FRAMING_BYTES,
                tls=link.scheme == "https",
            )
            on_trouble.callback(wire.close)
            connection = http.client.HTTPConnection(link.host, link.port)
            connection.sock = Line(wire)
            connection.putrequest("GET", link.target, skip_host=True, skip_accept_encoding=True)
            headers = {"Host": link.site.partition("//")[2], **_HEADERS, **self.known.conditions(link.url)}
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            on_trouble.pop_all()
        return answer


def _said(answer: http.client.HTTPResponse, header: str) -> str:
    return str(answer.headers.get(header, "")).strip().lower()


def _as_browsers_read(location: str | None) -> str:
    """Return a header as UTF-8, which servers send, though the standard has nothing but ASCII."""
    text = str(location or "")
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _unpacked(data: bytes, most: int) -> bytes:
    """Unpack what gzip or deflate packed, `most` bytes of it. Raises zlib.error where its end is missing."""
    pieces: list[bytes] = []
    for _ in range(_MOST_PIECES):
        left = most - sum(map(len, pieces))
        unpacker = zlib.decompressobj(_EITHER_HEADER)
        pieces.append(unpacker.decompress(data, left))
        if len(pieces[-1]) >= left or (unpacker.eof and not unpacker.unused_data.startswith(_GZIP)):
            return b"".join(pieces)
        if not unpacker.eof:
            raise zlib.error
        data = unpacker.unused_data
    raise zlib.error


@contextmanager
def _telling(source: str) -> Iterator[None]:
    """Tell in one line what went wrong on the wire."""
    try:
        yield
    except tuple(kind for kind, _, _ in _TROUBLES) as error:
        what, remedy = next((what, remedy) for kind, what, remedy in _TROUBLES if isinstance(error, kind))
        raise NetworkError(source, what, remedy, passing=isinstance(error, OSError)) from error
