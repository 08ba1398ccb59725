"""The voice that is fetched once, unasked: small, and so much better than what comes with the program.

Nothing else is ever fetched without being asked for. A try that failed is not repeated for a day.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from briefing import resources
from briefing.errors import BriefingError
from briefing.narration import models, voices
from briefing.narration.fetch import Patience

if TYPE_CHECKING:
    from pathlib import Path

    from briefing.model import Voice
    from briefing.narration.fetch import Progress

VOICE = "ziad"
_MEGABYTE = 1_000_000
_DAY_S = 24 * 3600.0
# A run must not stand still for a server: 3 MB come in a minute over a line of half a megabit a second.
_PATIENCE = Patience(attempts=1, answer_s=5.0, silence_s=10.0, whole_s=60.0)
_log = logging.getLogger(__name__)


def fetch_once(now_s: float, progress: Progress) -> None:
    """Fetch the voice where it is not there, and go on without it where it cannot be had; both are told in one line.

    `now_s` is the time of day, in seconds since 1970. Where a try failed less than a day before, nothing is done.
    """
    voice = voices.load(VOICE)
    if voices.unusable_because(voice) is None or _failed_lately(now_s):
        return
    model, download = _model(voice), voices.download(VOICE)
    size = f"{download.length_bytes / _MEGABYTE:.1f} MB"
    _log.warning("the voice %s is fetched once (%s, %s); --offline does without", VOICE, size, download.licence)
    try:
        models.install(model, download, progress, _PATIENCE)
    except BriefingError as error:
        _mark_failed(now_s)
        remedy = f"to get it: briefing voices install {VOICE}"
        reader = voices.best().name
        _log.warning(
            "the voice %s cannot be had (%s: %s); %s reads; %s", VOICE, error.where, error.what, reader, remedy
        )


def tell_damaged() -> None:
    """Say that the voice is here and cannot be used, and who reads in its place: nobody would look for the cause."""
    voice = voices.load(VOICE)
    reason = voices.unusable_because(voice)
    if reason is not None and _model(voice) in models.installed(voices.download(VOICE).kind):
        _log.warning("the voice %s does not work here: %s; %s reads", VOICE, reason, voices.best().name)


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
