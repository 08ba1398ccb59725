"""The voice that is fetched once, unasked: small, and so much better than what comes with the program.

Nothing else is ever fetched without being asked for. A try that failed is not repeated for a day.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from briefing import resources
from briefing.errors import BriefingError, BusyError, SettingsError
from briefing.narration import models, voices
from briefing.narration.fetch import Patience

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Voice
    from briefing.narration.fetch import Progress

VOICE = "ziad"
_HOW = f"briefing voices install {VOICE}"
_MEGABYTE = 1_000_000
_DAY_S = 24 * 3600.0
# A run must not stand still for a server: 3 MB come in a minute over a line of half a megabit a second.
_PATIENCE = Patience(attempts=1, answer_s=5.0, silence_s=10.0, whole_s=60.0)
# Nor for another run that fetches it: long enough for that one to learn that the server does not answer.
_BUSY_S = 6.0
_log = logging.getLogger(__name__)


class Advice(NamedTuple):
    """How to get a better voice than the one that reads: to be told when that one has read something."""

    reader: str
    line: str


def advice(now_s: float) -> Advice | None:
    """Return what is to be said of the voice where an earlier try failed less than a day before; None where none did.

    `now_s` is the time of day, in seconds since 1970.
    """
    if not _is_lacking() or not _failed_lately(now_s):
        return None
    reader = voices.best().name
    return Advice(reader, f"{reader} read, and {VOICE} is better understood; to get it: {_HOW}")


def fetch_once(now_s: float, progress: Progress) -> None:
    """Fetch the voice where it is not there, and go on without it where it cannot be had; both are told in one line.

    Where a try failed less than a day before, where the voice is there in whatever state, or where another would read
    in spite of it, nothing is done. Of several runs at once one fetches, and the others go on without it, or with what
    that one came to.
    """
    if not _is_lacking() or _failed_lately(now_s):
        return
    began_s = time.monotonic()
    model, download = _model(voices.load(VOICE)), voices.download(VOICE)
    try:
        with models.alone(model, download.kind, _BUSY_S) as place:
            # Another run may have had it until now, and what it came to is here.
            if not _is_lacking():
                return
            if _failed_lately(now_s + time.monotonic() - began_s):
                _tell_without("the try of another run failed just now")
                return
            _fetch(now_s, place, model, download, progress)
    except BusyError:
        reader = voices.best().name
        _log.warning("another run is installing the voice %s, and is not waited for; %s reads", VOICE, reader)
    except BriefingError as error:  # its place, or the lock of it
        _fail(now_s, error)


def tell_passed_over() -> None:
    """Say which voices should read before the one that does, and why they cannot: nobody would look for the cause.

    A voice of the program's own that was never installed is not missed.
    """
    passed = list(takewhile(lambda look: look.lack is not None, voices.ranking()))
    told = [look for look in passed if look.expected and not (look.name == VOICE and _is_lacking())]
    reader = voices.best().name if told else ""
    for look in told:
        _log.warning("the voice %s does not work here: %s; %s reads", look.name, look.lack, reader)


def _fetch(now_s: float, place: Path, model: str, download: models.Download, progress: Progress) -> None:
    size = f"{download.length_bytes / _MEGABYTE:.1f} MB"
    _log.warning("the voice %s is fetched once (%s, %s); --offline does without", VOICE, size, download.licence)
    try:
        models.install_into(place, model, download, progress, _PATIENCE)
    except BriefingError as error:
        _fail(now_s, error)


def _fail(now_s: float, error: BriefingError) -> None:
    _mark_failed(now_s)
    _tell_without(f"{error.where}: {error.what}")


def _tell_without(why: str) -> None:
    _log.warning("the voice %s cannot be had (%s); %s reads; to get it: %s", VOICE, why, voices.best().name, _HOW)


def _is_lacking() -> bool:
    """Say whether the voice would read if its model were here."""
    for look in voices.ranking():
        if look.lack is None:
            return False
        if look.name == VOICE:
            return look.voice is not None and not _is_here(look.voice)
    return False


def _is_here(voice: Voice) -> bool:
    """Say whether the model of the voice, whole or not, or something in its way is here.

    One that nobody can fetch is as good as here.
    """
    try:
        kind = voices.download(VOICE).kind
    except SettingsError:
        return True
    return models.is_taken(_model(voice), kind)


def _model(voice: Voice) -> str:
    return str(voice.options.get("model", VOICE))


def mark() -> Path:
    """Return the file whose date says when a try failed."""
    return resources.user_cache_folder() / "voice-not-fetched"


def _failed_lately(now_s: float) -> bool:
    try:
        failed_s = float(mark().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return 0 <= now_s - failed_s < _DAY_S


def _mark_failed(now_s: float) -> None:
    """Write down when it failed. Where that cannot be written, the next run tries again."""
    with suppress(OSError):
        mark().parent.mkdir(parents=True, exist_ok=True)
        # Never rounded up: a moment that is still to come says nothing, and the next run would try again.
        mark().write_text(f"{int(now_s)}\n", encoding="ascii")
