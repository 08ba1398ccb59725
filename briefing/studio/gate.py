"""Lets in whoever opened the address that the program printed, and nobody else; a page may do what is ours alone.

The key of the run stands in that address once; a cookie that no other site is sent (SameSite=Strict) holds it from then
on. A page of another port of this machine is the same site to a browser: changes also need the key of the page.
"""

from __future__ import annotations

import secrets
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from briefing.publishing.server import is_ours

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = "key"
_COOKIE = "briefing-studio"
_MISDIRECTED = 421
_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


class Key:
    """The key of a run, and what is made of it for the pages."""

    def __init__(self) -> None:
        """Make a new one."""
        self.secret = secrets.token_urlsafe(24)
        self.of_pages = sha256(f"page {self.secret}".encode()).hexdigest()

    def opens(self, told: str) -> bool:
        """Say whether somebody has it."""
        return secrets.compare_digest(told.encode(), self.secret.encode())

    def is_of_pages(self, told: str) -> bool:
        """Say whether a change was asked for by a page of ours."""
        return secrets.compare_digest(told.encode(), self.of_pages.encode())


class Gate:
    """Guards the application."""

    def __init__(self, app: ASGIApp, key: Key, host: str) -> None:
        """Guard `app`, which listens on the address `host`."""
        self._app, self._key, self._host = app, key, host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.requests import cookie_parser
        from starlette.responses import PlainTextResponse, RedirectResponse

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        sent = _guarded(send)
        if len(hosts) != 1 or not is_ours(headers["host"], self._host):
            await PlainTextResponse("this is another site\n", _MISDIRECTED)(scope, receive, sent)
            return
        told = parse_qs(scope["query_string"].decode("latin-1")).get(KEY, [""])[0]
        if told and self._key.opens(told):
            # The key leaves the address, where it would stand in the history and on the screen.
            answer = RedirectResponse(scope["path"] or "/", HTTPStatus.SEE_OTHER)
            answer.set_cookie(_called(scope), self._key.secret, path="/", httponly=True, samesite="strict")
            await answer(scope, receive, sent)
        elif not self._key.opens(cookie_parser(headers.get("cookie", "")).get(_called(scope), "")):
            text = "open the address that `briefing studio` printed\n"
            await PlainTextResponse(text, HTTPStatus.FORBIDDEN)(scope, receive, sent)
        elif not _is_same_origin(headers):
            await PlainTextResponse("another site asked for it\n", HTTPStatus.FORBIDDEN)(scope, receive, sent)
        else:
            await self._app(scope, receive, sent)


def _called(scope: Scope) -> str:
    """Name the cookie of a port: a browser sends those of all ports of this machine."""
    server = scope.get("server") or ("", 0)
    return f"{_COOKIE}-{server[1]}"


def _is_same_origin(headers: dict[str, str]) -> bool:
    """Say whether a browser that tells where a request comes from tells us."""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != headers.get("host"):
        return False
    return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


def _guarded(send: Send) -> Send:
    """Return `send`, with what keeps the page to itself."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *ours]}
        await send(message)

    return sent
