"""A web server for an output folder: byte ranges, HEAD, right types, CORS; nothing hidden, nothing outside it."""

from __future__ import annotations

import os
import socket
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from briefing.errors import NetworkError, SettingsError
from briefing.publishing.kinds import media_type

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.responses import Response
    from starlette.types import Scope
    from uvicorn import Server

_READ_ONLY = ("GET", "HEAD")
_REMEDY = "install it with: pip install 'briefing[serve]'"


def app(folder: Path) -> Starlette:
    """Make the application that serves `folder`. Raises SettingsError where Starlette is not installed."""
    try:
        from starlette.applications import Starlette
        from starlette.middleware import Middleware
        from starlette.middleware.cors import CORSMiddleware
        from starlette.routing import Mount
        from starlette.staticfiles import StaticFiles
    except ImportError as error:
        raise SettingsError("briefing serve", "starlette is not installed", _REMEDY) from error

    class Folder(StaticFiles):
        """The files of a folder as players want them."""

        def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
            """Find a file; what is hidden, such as an unfinished episode, is not there."""
            if any(part.startswith(".") for part in PurePosixPath(path.replace("\\", "/")).parts) or "\0" in path:
                return "", None
            return super().lookup_path(path)

        def file_response(
            self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
        ) -> Response:
            """Answer with a file and its type."""
            response = super().file_response(full_path, stat_result, scope, status_code)
            if "content-type" in response.headers:
                response.headers["content-type"] = media_type(os.fspath(full_path))
            response.headers["x-content-type-options"] = "nosniff"
            return response

    cross_origin = Middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=_READ_ONLY,
        allow_headers=["Range"],
        expose_headers=["Accept-Ranges", "Content-Length", "Content-Range"],
    )
    files = Folder(directory=folder, html=True)
    return Starlette(routes=[Mount("/", app=files)], middleware=[cross_origin])


def listen(host: str, port: int) -> socket.socket:
    """Take hold of an address; port 0 takes a free one. Raises NetworkError where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        where = f"{host}:{port}"
        raise NetworkError(where, f"cannot be listened on: {error}", "choose another with --host or --port") from error


def ready(folder: Path) -> Server:
    """Make the server of `folder`; it runs on a socket. Raises SettingsError where uvicorn is not installed."""
    try:
        import uvicorn
    except ImportError as error:
        raise SettingsError("briefing serve", "uvicorn is not installed", _REMEDY) from error
    return uvicorn.Server(uvicorn.Config(app(folder), log_level="warning", server_header=False))
