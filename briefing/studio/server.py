"""The studio, served to this machine alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from briefing.pipeline import require
from briefing.publishing import upload
from briefing.publishing.server import listen
from briefing.studio.app import Studio
from briefing.studio.desk import Desk, choices_at
from briefing.studio.gate import Gate, Key
from briefing.studio.listening import Listening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from uvicorn import Server

    from briefing.pipeline.choices import Choices

__all__ = ["HOST", "listen", "opened"]

HOST = "127.0.0.1"


@contextmanager
def opened(
    sources: Sequence[str],
    choices: Choices,
    *,
    by: str,
    lang: str = "ar",
    destination: str = "",
    allow_localhost: bool = False,
) -> Iterator[tuple[Server, Key]]:
    """Read the sources and make a server of their studio, with the key that opens it; it runs on a socket.

    Raises InputError where there is no article, SettingsError, VoiceError and OutputError where no episode could be
    made of one, UsageError where the destination leads nowhere.
    """
    import uvicorn

    chosen = choices_at(choices, sources)
    if destination:
        # What cannot be reached is told now, not when an hour's work is to be published.
        upload.check(chosen.folder, destination)
    require(chosen)
    desk = Desk(sources, chosen)
    with Listening(chosen) as listening, desk.reading():
        key = Key()
        studio = Studio(
            desk=desk,
            listening=listening,
            key=key,
            by=by,
            lang=lang,
            destination=destination,
            allow_localhost=allow_localhost,
        )
        config = uvicorn.Config(Gate(studio.app(), key, HOST), log_level="warning", server_header=False)
        yield uvicorn.Server(config), key
