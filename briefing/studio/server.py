"""The studio, served to this machine alone."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.pipeline import require
from briefing.publishing import upload
from briefing.publishing.server import listen
from briefing.shelf import is_shelf
from briefing.studio.app import Studio
from briefing.studio.changes import Changes
from briefing.studio.desk import Desk, choices_at
from briefing.studio.gate import Gate, Key
from briefing.studio.listening import Listening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from uvicorn import Server

    from briefing.pipeline.choices import Choices

__all__ = ["HOST", "listen", "opened"]

HOST = "127.0.0.1"


def chosen_for(choices: Choices, sources: Sequence[str]) -> Choices:
    """Return the choices for the one folder of episodes among the sources, if there is one."""
    shelves = [source for source in sources if is_shelf(Path(source))]
    return choices_at(choices, shelves[0]) if len(shelves) == 1 else choices


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

    chosen = chosen_for(choices, sources)
    if destination:
        # What cannot be reached is told now, not when an hour's work is to be published.
        upload.check(chosen.folder, destination)
    require(chosen)
    desk = Desk(sources, chosen)
    with Listening(chosen) as listening, desk.reading():
        key = Key()
        changes = Changes(desk=desk, by=by, lang=lang, destination=destination, allow_localhost=allow_localhost)
        studio = Studio(desk=desk, listening=listening, key=key, changes=changes, lang=lang)
        gate, patience_s = Gate(studio.app(), key, HOST), 2  # with a request that is never sent to its end
        config = uvicorn.Config(gate, log_level="warning", server_header=False, timeout_graceful_shutdown=patience_s)
        yield uvicorn.Server(config), key
