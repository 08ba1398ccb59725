"""A web server for an output folder: byte ranges, HEAD, right types, CORS; nothing hidden, nothing outside it.

It answers only those who ask for the site that it is. A page elsewhere whose name was made to lead to this machine (DNS
rebinding) asks for its own name, and is refused.
"""

from __future__ import annotations

import re
import socket
from hashlib import sha256
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from briefing import places
from briefing.errors import NetworkError
from briefing.kinds import is_played_elsewhere, is_public, media_type
from briefing.publishing.address import INDEX_FILE

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send
    from uvicorn import Server

_READ_ONLY = ("GET", "HEAD")
_MISDIRECTED = 421
_RANGE = re.compile(r"bytes=([0-9]*)-([0-9]*)", re.ASCII)
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not listened on
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-f:.]+)\]|(?P<name>[^\[\]:]+))(?::[0-9]*)?")
# A player on a web page reads these with a script; the page itself may not be read by anybody else's script.
_CORS = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Accept-Ranges, Content-Length, Content-Range",
}
_PREFLIGHT = {
    "access-control-allow-methods": ", ".join(_READ_ONLY),
    "access-control-allow-headers": "Range",
    "access-control-max-age": "600",
}


class Gate:
    """Lets through who asks for this site, and tells browsers which files a page elsewhere may read."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        """Guard `app`, which listens on the address `host`."""
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.responses import PlainTextResponse

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        hosts = [value for name, value in headers if name == "host"]
        if len(hosts) != 1 or not is_ours(hosts[0], self._host):
            await PlainTextResponse("this is another site\n", _MISDIRECTED)(scope, receive, send)
        elif not is_played_elsewhere(scope["path"]):
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and any(name == "access-control-request-method" for name, _ in headers):
            await PlainTextResponse("", headers={**_CORS, **_PREFLIGHT})(scope, receive, send)
        else:
            await self._app(scope, receive, _opening(send))


def _opening(send: Send) -> Send:
    """Return `send`, with what lets pages elsewhere read the answer."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            allowed = [(name.encode(), value.encode()) for name, value in _CORS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *allowed]}
        await send(message)

    return sent


def is_ours(asked: str, host: str) -> bool:
    """Say whether a Host header names the site that listens on `host`.

    That is this machine by its local names and the address that was chosen. Where every address is listened on, any
    number is this machine's, since only a name can be made to lead elsewhere, and so is the machine's own name.
    """
    match = _HOST.fullmatch(asked.strip().lower())
    if not match:
        return False
    name = (match["ipv6"] or match["name"]).rstrip(".")
    if name in _LOOPBACK or name == host.strip("[]").lower():
        return True
    return host in _EVERY_ADDRESS and (_is_number(name) or name == socket.gethostname().lower())


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def app(folder: Path, host: str) -> Starlette:
    """Make the application that serves `folder` on the address `host`."""
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    if places.is_elsewhere(folder):
        return Starlette(routes=[Route("/{name:path}", _answering(folder))], middleware=[Middleware(Gate, host=host)])

    class Folder(StaticFiles):
        """The files of a folder as players want them."""

        def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
            """Find a file; what is hidden or unfinished is not there."""
            return super().lookup_path(path) if is_public(path) else ("", None)

        def file_response(
            self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
        ) -> Response:
            """Answer with a file and its type."""
            response = super().file_response(full_path, stat_result, scope, status_code)
            if "content-type" in response.headers:
                response.headers["content-type"] = media_type(str(full_path))
            response.headers["x-content-type-options"] = "nosniff"
            return response

    files = Folder(directory=folder, html=True)
    return Starlette(routes=[Mount("/", app=files)], middleware=[Middleware(Gate, host=host)])


def _answering(place: Path) -> Callable[[Request], Response]:
    """Return what answers with the files of a place elsewhere, whole or a stretch of one (RFC 9110, one range)."""
    from starlette.responses import PlainTextResponse, Response

    def answer(request: Request) -> Response:
        name = request.path_params["name"]
        name = f"{name}{INDEX_FILE}" if not name or name.endswith("/") else name
        info = places.info(place / name) if is_public(name) else None
        if info is None:
            return PlainTextResponse("Not Found", HTTPStatus.NOT_FOUND)
        length, tag, asked = int(info["size"]), _tag(info), request.headers
        if tag in re.split(r"\s*,\s*(?:W/)?", asked.get("if-none-match", "").strip().removeprefix("W/")):
            return Response(None, HTTPStatus.NOT_MODIFIED, {"etag": tag})
        headers = {"accept-ranges": "bytes", "x-content-type-options": "nosniff", "content-type": media_type(name)}
        headers["etag"] = tag
        # A stretch of what the asker has the rest of; of what was replaced meanwhile all is sent.
        start, end = _stretch(asked.get("range", "") if asked.get("if-range", tag) == tag else "", length)
        if start >= end and length:
            return Response(None, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {"content-range": f"bytes */{length}"})
        status = HTTPStatus.OK
        if (start, end) != (0, length):
            status = HTTPStatus.PARTIAL_CONTENT
            headers["content-range"] = f"bytes {start}-{end - 1}/{length}"
        if request.method == "HEAD":
            return Response(None, status, {**headers, "content-length": str(end - start)})
        return Response(places.read(place / name, start, end), status, headers)

    return answer


def _tag(info: Mapping[str, Any]) -> str:
    """Return what tells this state of a file from others: a hash of all that its place says but when it was read."""
    told = sorted((name, str(value)) for name, value in info.items() if name != "time")
    return f'"{sha256(repr(told).encode()).hexdigest()[:32]}"'


def _stretch(asked: str, length: int) -> tuple[int, int]:
    """Return from where to where a Range header asks for; all where it asks for nothing that we know."""
    match = _RANGE.fullmatch(asked.strip())
    if not match or not (match[1] or match[2]):
        return 0, length
    if not match[1]:
        return max(0, length - int(match[2])), length
    return int(match[1]), min(length, int(match[2]) + 1 if match[2] else length)


def listen(host: str, port: int) -> socket.socket:
    """Take hold of an address; port 0 takes a free one. Raises NetworkError where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError, UnicodeError) as error:
        where = f"{host}:{port}"
        raise NetworkError(where, f"cannot be listened on: {error}", "choose another address or port") from error


def ready(folder: Path, host: str) -> Server:
    """Make the server of `folder` for the address `host`; it runs on a socket."""
    import uvicorn

    return uvicorn.Server(uvicorn.Config(app(folder, host), log_level="warning", server_header=False))
